/**
 * Calendars and what Aforo uses each for, account by account, with their health: when each was read, why one cannot be, and the
 * way to reconnect.
 */
import { Temporal } from 'temporal-polyfill'
import type { SignInProvider } from '../accounts/provider-login.ts'
import type { Calendar, Connection } from '../cycle/state.ts'
import { oneLine } from '../i18n/outside-text.ts'
import { type Frame, languageFor, Page } from './layout.tsx'
import { Outside } from './outside.tsx'
import { PostForm, Submit } from './post-form.tsx'
import { Sign } from './verdict-tag.tsx'

export type CalendarView = Pick<
  Calendar,
  'id' | 'name' | 'role' | 'isPrimary' | 'busy' | 'candidates' | 'followUps' | 'sync'
>
export interface AccountView extends Pick<Connection, 'id' | 'email' | 'state'> {
  calendars: readonly CalendarView[]
  reconnectUrl: string
  /** False for the last account one can sign in with. */
  removable: boolean
}
export interface CalendarsPageProps {
  frame: Frame
  accounts: readonly AccountView[]
  /** Those an account can be added of. */
  providers: readonly SignInProvider[]
}

export function CalendarsPage({ frame, accounts, providers }: CalendarsPageProps) {
  const { words } = languageFor(frame)
  return (
    <Page frame={frame} title={words.pages.layout.calendars}>
      <div class="stack-tight">
        <h1>{words.pages.layout.calendars}</h1>
        <p class="quiet">{words.pages.calendars.lead}</p>
      </div>
      {accounts.map((account) => (
        <Account frame={frame} account={account} />
      ))}
      <p class="actions">
        {providers.map((provider) => (
          <a class="button" href={`/connect/${provider}`}>
            {words.pages.calendars.add[provider]}
          </a>
        ))}
      </p>
    </Page>
  )
}

function Account({ frame, account }: { frame: Frame; account: AccountView }) {
  const { words } = languageFor(frame)
  const name = account.email === null ? words.pages.calendars.unnamed : words.pages.calendars.account(account.email)
  const heading = `account-${account.id}`
  const { status } = account.state
  return (
    <section class="stack" aria-labelledby={heading}>
      <h2 id={heading}>
        <Outside text={name} />
      </h2>
      {status !== 'ok' && (
        <div class="note note-problem">
          <p>{words.health[status](oneLine(account.email ?? words.pages.calendars.unnamed, 120))}</p>
          <p>
            <a class="button" href={account.reconnectUrl}>
              {words.health.reconnect}
            </a>
          </p>
        </div>
      )}
      {account.calendars.length === 0 && <p class="quiet">{words.pages.calendars.none}</p>}
      {account.calendars.map((calendar) => (
        <CalendarCard frame={frame} calendar={calendar} />
      ))}
      <details>
        <summary>{words.pages.calendars.disconnect}</summary>
        {account.removable ? (
          <PostForm frame={frame} action={`/connections/${encodeURIComponent(account.id)}/disconnect`} class="stack">
            <p>{words.pages.calendars.disconnectHint}</p>
            <div class="actions">
              <Submit label={words.pages.calendars.disconnect} look="problem" about={heading} />
            </div>
          </PostForm>
        ) : (
          <p>{words.pages.calendars.lastAccount}</p>
        )}
      </details>
    </section>
  )
}

function CalendarCard({ frame, calendar }: { frame: Frame; calendar: CalendarView }) {
  const { words } = languageFor(frame)
  const about = `calendar-${calendar.id}`
  const writable = calendar.role === 'owner' || calendar.role === 'writer'
  const uses = [
    { name: 'busy', label: words.pages.calendars.busy, on: calendar.busy, offered: true },
    { name: 'candidates', label: words.pages.calendars.candidates, on: calendar.candidates, offered: true },
    { name: 'followUps', label: words.pages.calendars.followUps, on: calendar.followUps, offered: writable },
  ].filter((use) => use.offered || use.on)
  return (
    <article class="card" aria-labelledby={about}>
      <h3 id={about}>
        <Outside text={calendar.name} bound={100} instead={words.place.untitled} />
      </h3>
      <HealthLine frame={frame} calendar={calendar} />
      <PostForm frame={frame} action={`/calendars/${encodeURIComponent(calendar.id)}`} class="stack-tight">
        <fieldset>
          <legend class="hidden">
            <Outside text={calendar.name} bound={100} instead={words.place.untitled} />
          </legend>
          {uses.map((use) => (
            <label class="choice" for={`${use.name}-${calendar.id}`}>
              <input type="checkbox" id={`${use.name}-${calendar.id}`} name={use.name} value="on" checked={use.on} />
              {use.label}
            </label>
          ))}
        </fieldset>
        {writable && <p class="hint">{words.pages.calendars.followUpsHint}</p>}
        <div class="actions">
          <Submit label={words.pages.layout.save} about={about} />
        </div>
      </PostForm>
    </article>
  )
}

function HealthLine({ frame, calendar }: { frame: Frame; calendar: CalendarView }) {
  const { words, formats } = languageFor(frame)
  const { sync, role, isPrimary } = calendar
  const unused = !calendar.busy && !calendar.candidates && !calendar.followUps
  const facts = [
    isPrimary ? words.pages.calendars.primary : null,
    role === 'reader' || role === 'free_busy' ? words.pages.calendars.readOnly : null,
    sync.readAt === null
      ? null
      : words.pages.calendars.readAt(formats.relative(Temporal.Instant.from(sync.readAt), frame.now)),
    sync.unreadableItems > 0 ? words.pages.calendars.unreadableItems(sync.unreadableItems) : null,
  ].filter((fact) => fact !== null)
  return (
    <div class="stack-tight">
      <div class="card-head">
        <HealthTag frame={frame} calendar={calendar} unused={unused} />
        <p class="quiet small">{facts.join(' · ')}</p>
      </div>
      {sync.failure !== null && (
        <p class="small">
          {words.health.unreadable(
            oneLine(calendar.name, 80),
            formats.moment(Temporal.Instant.from(sync.failure.since)),
            words.providerError[sync.failure.reason],
          )}
        </p>
      )}
    </div>
  )
}

/** A calendar that is used for nothing is not read, so there is nothing to be up to date with. */
function HealthTag({ frame, calendar: { sync }, unused }: { frame: Frame; calendar: CalendarView; unused: boolean }) {
  const words = languageFor(frame).words.pages.calendars
  if (sync.gone || sync.failure !== null)
    return (
      <p class="tag tag-problem">
        <Sign name="problem" />
        {sync.gone ? words.gone : words.failing}
      </p>
    )
  if (unused)
    return (
      <p class="tag">
        <Sign name="skip" />
        {words.unused}
      </p>
    )
  const waiting = sync.readAt === null
  return (
    <p class={waiting ? 'tag tag-hold' : 'tag tag-attend'}>
      <Sign name={waiting ? 'hold' : 'attend'} />
      {waiting ? words.notReadYet : words.ok}
    </p>
  )
}
