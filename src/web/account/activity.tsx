/** Everything Aforo did of the person's calendars and mail, newest first, with undo where it can be reached (design.md, section 4). */
import type { Temporal } from 'temporal-polyfill'
import type { Activity } from '../../cycle/state.ts'
import type { Undo } from '../../cycle/undo.ts'
import type { Words } from '../../i18n/index.ts'
import { eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'

export interface ActivityItem {
  id: string
  at: Temporal.Instant
  kind: Activity['kind']
  /** The event it was about, where it was about one. */
  event: { id: string; title: string } | null
  detail: Activity['detail']
  undo: Undo
  undoneAt: Temporal.Instant | null
}
export interface ActivityPageProps {
  frame: Frame
  /** Newest first. */
  items: readonly ActivityItem[]
  /** The next page, null at the end. */
  olderUrl: string | null
}

export function ActivityPage({ frame, items, olderUrl }: ActivityPageProps) {
  const { words } = languageFor(frame)
  return (
    <Page frame={frame} title={words.pages.layout.activity}>
      <div class="stack-tight">
        <h1>{words.pages.layout.activity}</h1>
        <p class="quiet">{words.pages.activity.lead}</p>
        <p class="quiet small">{words.pages.activity.undoHint}</p>
      </div>
      {items.length === 0 ? (
        <p class="card">{words.pages.activity.none}</p>
      ) : (
        <ol class="card list-plain">
          {items.map((item) => (
            <Item frame={frame} item={item} />
          ))}
        </ol>
      )}
      {olderUrl !== null && (
        <p>
          <a class="button" href={olderUrl}>
            {words.pages.activity.older}
          </a>
        </p>
      )}
    </Page>
  )
}

function Item({ frame, item }: { frame: Frame; item: ActivityItem }) {
  const { words, formats } = languageFor(frame)
  const about = `activity-${item.id}`
  return (
    <li class="stack-tight">
      <p class="split">
        <span id={about} class="strong">
          {whatOf(item, words)}
        </span>
        <time class="quiet small" datetime={item.at.toString()}>
          {formats.moment(item.at)}
        </time>
      </p>
      {item.event !== null && (
        <p>
          <a href={eventPath(item.event.id)}>
            <Outside text={item.event.title} instead={words.place.untitled} />
          </a>
        </p>
      )}
      {item.undoneAt !== null && (
        <p class="quiet small">{words.pages.activity.undone(formats.relative(item.undoneAt, frame.now))}</p>
      )}
      {item.detail.comment != null && (
        <p class="quiet small">
          <Outside text={String(item.detail.comment)} bound={400} />
        </p>
      )}
      {item.undoneAt === null && <TakeBack frame={frame} item={item} about={about} />}
    </li>
  )
}

/** The way back, named by what it sends; where there is none any more, why. */
function TakeBack({ frame, item, about }: { frame: Frame; item: ActivityItem; about: string }) {
  const { words } = languageFor(frame)
  if (item.undo.kind === 'impossible') {
    if (item.undo.reason === 'not_undoable') return null
    return <p class="quiet small">{words.refusal[item.undo.reason]}</p>
  }
  return (
    <PostForm frame={frame} action={`/activity/${encodeURIComponent(item.id)}/undo`}>
      <Submit label={words.pages.activity.undo[item.undo.answer]} about={about} />
    </PostForm>
  )
}

/** Of an answer, whose it was and which; Aforo's own with the reason. */
function whatOf({ kind, detail }: ActivityItem, words: Words): string {
  if (kind !== 'answered') return words.pages.activity.kinds[kind]
  const by = detail.by === 'aforo' ? words.pages.activity.answered.aforo : words.pages.activity.answered.person
  const answers: Partial<Record<string, string>> = by
  const said = answers[String(detail.answer)] ?? words.pages.activity.kinds.answered
  const reasons: Partial<Record<string, string>> = words.skip
  const reason = detail.reason == null ? undefined : reasons[String(detail.reason)]
  return reason === undefined ? said : `${said}. ${reason}`
}
