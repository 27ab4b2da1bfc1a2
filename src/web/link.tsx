/**
 * The page behind a link of the mail: a GET shows what would be done, and only the button does it (design.md, section 7), so
 * that mail scanners that open every link change nothing. Nobody needs to be signed in.
 */
import type { DigestAction } from '../digest/shapes.ts'
import { EventFacts, type EventFactsOf } from './frame/event-facts.tsx'
import { type Frame, languageFor, Page } from './frame/layout.tsx'
import { Outside } from './frame/outside.tsx'
import { Submit } from './frame/post-form.tsx'

export type LinkAction = DigestAction['action'] | 'unsubscribe'

export interface LinkPageProps {
  frame: Frame
  action: LinkAction
  /** Null for `unsubscribe`, or where the event is no longer known. */
  event: (EventFactsOf & { title: string }) | null
  /** The signed address itself. */
  postTo: string
}

export function LinkPage({ frame, action, event, postTo }: LinkPageProps) {
  const language = languageFor(frame)
  const words = language.words.pages.link
  return (
    <Page frame={frame} title={words.title}>
      <section class="stack hero">
        <h1>{words.actions[action]}</h1>
        {event !== null && (
          <div class="card">
            <h2>
              <Outside text={event.title} instead={language.words.place.untitled} />
            </h2>
            <EventFacts event={event} language={language} />
          </div>
        )}
        <p class="quiet">{words.effects[action]}</p>
        <form method="post" action={postTo} class="actions">
          <Submit label={words.actions[action]} look="main" />
        </form>
      </section>
    </Page>
  )
}

export interface LinkResultPageProps {
  frame: Frame
  /** `refused` carries its own sentence; `askWhomAt` is where whom they met is written down, for who says that they went. */
  result:
    | { kind: 'done'; askWhomAt: string | null }
    | { kind: 'expired' }
    | { kind: 'invalid' }
    | { kind: 'refused'; sentence: string }
}

export function LinkResultPage({ frame, result }: LinkResultPageProps) {
  const { words } = languageFor(frame)
  const said = saidOf(result, words.pages)
  return (
    <Page frame={frame} title={said.title}>
      <section class="stack hero">
        <h1>{said.title}</h1>
        {said.lead !== null && <p class="lead">{said.lead}</p>}
        <p class="actions">
          {result.kind === 'done' && result.askWhomAt !== null && (
            <a class="button" href={result.askWhomAt}>
              {words.relationships.contacts.capture.link}
            </a>
          )}
          <a class="button button-main" href="/">
            {words.pages.link.open}
          </a>
        </p>
      </section>
    </Page>
  )
}

function saidOf(
  result: LinkResultPageProps['result'],
  words: ReturnType<typeof languageFor>['words']['pages'],
): { title: string; lead: string | null } {
  switch (result.kind) {
    case 'done':
      return { title: words.link.done, lead: null }
    case 'expired':
      return { title: words.link.expired, lead: words.link.expiredLead }
    case 'invalid':
      return { title: words.link.invalid, lead: words.link.invalidLead }
    case 'refused':
      return { title: words.error.refused, lead: result.sentence }
  }
}
