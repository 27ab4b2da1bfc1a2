/** Everything Aforo did of the person's calendars and mail, newest first, with undo where it can be reached (design.md, section 4). */
import type { Temporal } from 'temporal-polyfill'
import type { Activity } from '../cycle/state.ts'
import { eventPath } from './event-facts.tsx'
import { type Frame, languageFor, Page } from './layout.tsx'
import { Outside } from './outside.tsx'
import { PostForm, Submit } from './post-form.tsx'

export interface ActivityItem {
  id: string
  at: Temporal.Instant
  kind: Activity['kind']
  /** The event it was about, where it was about one. */
  event: { id: string; title: string } | null
  undoable: boolean
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
          {words.pages.activity.kinds[item.kind]}
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
      {item.undoable && item.undoneAt === null && (
        <PostForm frame={frame} action={`/activity/${encodeURIComponent(item.id)}/undo`}>
          <Submit label={words.pages.activity.undo} about={about} />
        </PostForm>
      )}
    </li>
  )
}
