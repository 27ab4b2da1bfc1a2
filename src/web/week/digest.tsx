/**
 * The digest before it goes out: the very content of the mail, with "send now", and what became of the last attempt. One that
 * was cut off while sending is said to be unknown and goes out again only when the person asks (design.md, rule 8).
 */
import type { Temporal } from 'temporal-polyfill'
import type { DigestContent, DigestSection } from '../../digest/shapes.ts'
import { ChargeMeter } from '../frame/charge-sum.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'

export interface DigestPageProps {
  frame: Frame
  content: DigestContent
  /** Null while it is turned off. */
  nextAt: Temporal.Instant | null
  to: string
  /** The attempt for this week; null before any. */
  attempt: { state: 'sending' | 'sent' | 'failed' | 'given_up' | 'unknown'; at: Temporal.Instant } | null
}

export function DigestPage({ frame, content, nextAt, to, attempt }: DigestPageProps) {
  const { words, formats } = languageFor(frame)
  const said = words.pages.digest
  return (
    <Page frame={frame} title={words.pages.layout.digest}>
      <div class="stack-tight">
        <h1>{words.pages.layout.digest}</h1>
        <p class="quiet">{said.lead}</p>
        <p>{nextAt === null ? said.off : said.nextAt(formats.moment(nextAt))}</p>
        <p>
          <Outside text={said.to(to)} bound={400} /> · <a href="/settings#digest">{words.mail.digest.settings}</a>
        </p>
      </div>
      {attempt !== null && <Attempt frame={frame} attempt={attempt} />}
      <Sending frame={frame} attempt={attempt} />
      <Preview frame={frame} content={content} />
    </Page>
  )
}

function Attempt({ frame, attempt }: { frame: Frame; attempt: NonNullable<DigestPageProps['attempt']> }) {
  const { words, formats } = languageFor(frame)
  const when = formats.relative(attempt.at, frame.now)
  const said = {
    sending: words.pages.digest.sending,
    sent: words.pages.digest.sent(when),
    failed: words.pages.digest.failed(when),
    given_up: words.pages.digest.givenUp(when),
    unknown: words.pages.digest.unknown(when),
  }[attempt.state]
  const fine = attempt.state === 'sending' || attempt.state === 'sent'
  return (
    <div class={fine ? 'note' : 'note note-problem'} role="status">
      <p>{said}</p>
    </div>
  )
}

/** Once a week: what was sent, or is on its way, cannot be sent from here; what is unknown or failed can, knowingly. */
function Sending({ frame, attempt }: Pick<DigestPageProps, 'frame' | 'attempt'>) {
  const said = languageFor(frame).words.pages.digest
  if (attempt !== null && (attempt.state === 'sent' || attempt.state === 'sending' || attempt.state === 'failed'))
    return null
  return (
    <PostForm frame={frame} action="/digest">
      {attempt !== null && <input type="hidden" name="again" value="1" />}
      <Submit label={attempt === null ? said.sendNow : said.sendAgain} look="main" />
    </PostForm>
  )
}

function Preview({ frame, content }: Pick<DigestPageProps, 'frame' | 'content'>) {
  const language = languageFor(frame)
  const { budget } = content
  return (
    <section class="stack" aria-labelledby="preview">
      <h2 id="preview">{language.words.pages.digest.preview}</h2>
      <p>
        <span class="quiet">{language.words.pages.digest.subject}:</span> <span class="strong">{content.subject}</span>
      </p>
      <div class="card mail" lang={content.locale}>
        {content.greeting !== null && <p>{content.greeting}</p>}
        <h3>{content.heading}</h3>
        <p class="figure">{budget.sentence}</p>
        <ChargeMeter charge={budget.charge} capMinutes={budget.capMinutes} language={language} />
        <p class="quiet small">{budget.sum}</p>
        {content.remarks.map((remark) => (
          <p>{remark}</p>
        ))}
        {content.sections.map((section) => (
          <PreviewSection section={section} />
        ))}
      </div>
    </section>
  )
}

function PreviewSection({ section }: { section: DigestSection }) {
  return (
    <div class="stack-tight">
      <h3>{section.title}</h3>
      {section.intro !== null && <p class="quiet small">{section.intro}</p>}
      <ul class="list-plain">
        {section.entries.map((entry) => (
          <li class="stack-tight">
            <p class="strong">{entry.title}</p>
            {entry.lines.map((line) => (
              <p class="quiet small">{line}</p>
            ))}
            {entry.actions.length > 0 && (
              <p class="actions">
                {entry.actions.map((action) => (
                  <a class="button" href={action.url}>
                    {action.label}
                    <span class="hidden">: {entry.title}</span>
                  </a>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
      {section.more !== null && <p class="quiet small">{section.more}</p>}
    </div>
  )
}
