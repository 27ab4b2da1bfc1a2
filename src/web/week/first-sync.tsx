/** While a new person's calendars are read for the first time: says so, and asks for itself again without a script. */
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'

export interface FirstSyncPageProps {
  frame: Frame
  /** Empty while the list of calendars itself is on its way. */
  calendars: readonly { name: string; state: 'reading' | 'read' | 'failed' }[]
}

const REFRESH_SECONDS = 2

export function FirstSyncPage({ frame, calendars }: FirstSyncPageProps) {
  const words = languageFor(frame).words.pages.firstSync
  return (
    <Page frame={frame} title={words.title} refresh={REFRESH_SECONDS}>
      <div class="stack-tight">
        <h1>{words.title}</h1>
        <p class="lead" role="status">
          {words.lead}
        </p>
      </div>
      {calendars.length > 0 && (
        <ul class="card list-plain">
          {calendars.map((calendar) => (
            <li class="split">
              <Outside text={calendar.name} bound={80} />
              <span class={calendar.state === 'failed' ? 'tag tag-problem' : 'tag'}>{words[calendar.state]}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a class="button" href={frame.path}>
          {words.now}
        </a>
      </p>
    </Page>
  )
}
