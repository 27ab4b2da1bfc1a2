/**
 * Calendars and what Aforo uses each for, account by account, with their health: when each was read, why one cannot be, and the
 * way to reconnect.
 */
import { consentPagesOf, type SignInProvider } from '../../accounts/provider-login.ts'
import {
  type AccountHealth,
  accountTrouble,
  type CalendarHealth,
  type CalendarStatus,
  calendarTrouble,
  type Health,
  nameOf,
} from '../../cycle/health.ts'
import { isWritable } from '../../cycle/uses.ts'
import { accountName } from '../../digest/trouble.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { ConsentNote } from '../frame/consent-note.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { Sign } from '../frame/verdict-tag.tsx'
import { lastReading, TroubleNote } from './health.tsx'

export interface AccountView extends AccountHealth {
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
        <p class="hint">{words.pages.calendars.readHint}</p>
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
  const { id } = account.connection
  const heading = `account-${id}`
  const trouble = accountTrouble(account)
  return (
    <section class="stack" aria-labelledby={heading}>
      <div class="stack-tight">
        <h2 id={heading}>
          <Outside text={words.pages.calendars.account(accountName(nameOf(account.connection), words, oneLine))} />
        </h2>
        <HealthLine frame={frame} health={account} label={words.pages.calendars.accountStatus[account.status]} />
      </div>
      {trouble !== null && <TroubleNote frame={frame} trouble={trouble} />}
      {account.calendars.length === 0 && account.status === 'ok' && <p class="quiet">{words.pages.calendars.none}</p>}
      {account.calendars.map((one) => (
        <CalendarCard frame={frame} health={one} />
      ))}
      <details>
        <summary>{words.pages.calendars.disconnect}</summary>
        {account.removable ? (
          <PostForm frame={frame} action={`/connections/${encodeURIComponent(id)}/disconnect`} class="stack">
            <p>{words.pages.calendars.disconnectHint}</p>
            <ConsentNote words={words} pages={consentPagesOf([account.connection])} />
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

function CalendarCard({ frame, health }: { frame: Frame; health: CalendarHealth }) {
  const { words } = languageFor(frame)
  const { calendar } = health
  const trouble = calendarTrouble(health, null)
  const about = `calendar-${calendar.id}`
  const writable = isWritable(calendar.role)
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
      <HealthLine
        frame={frame}
        health={health}
        label={words.pages.calendars.calendarStatus[health.status]}
        more={[
          calendar.isPrimary ? words.pages.calendars.primary : null,
          writable ? null : words.pages.calendars.readOnly,
          calendar.sync.unreadableItems > 0
            ? words.pages.calendars.unreadableItems(calendar.sync.unreadableItems)
            : null,
        ]}
      />
      {trouble !== null && <TroubleNote frame={frame} trouble={trouble} />}
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

interface HealthLineProps {
  frame: Frame
  health: Health<CalendarStatus>
  /** The status in a word. */
  label: string
  more?: readonly (string | null)[]
}

/** How it is in a word, and when it was and will be read. */
function HealthLine({ frame, health, label, more = [] }: HealthLineProps) {
  const { words, formats } = languageFor(frame)
  const { status, readAt, nextTryAt } = health
  const next = status === 'failing' ? words.health.nextTry : words.health.nextRead
  const facts = [
    ...more,
    readAt === null ? null : lastReading(readAt, frame),
    nextTryAt === null || status === 'reading' ? null : next(formats.relative(nextTryAt, frame.now)),
  ].filter((fact) => fact !== null)
  const look = LOOKS[status]
  return (
    <div class="card-head">
      <p class={look === 'skip' ? 'tag' : `tag tag-${look}`}>
        <Sign name={look} />
        {label}
      </p>
      {facts.length > 0 && <p class="quiet small">{facts.join(' · ')}</p>}
    </div>
  )
}

/** A calendar that is used for nothing is not read, so there is nothing to be up to date with. */
const LOOKS = {
  ok: 'attend',
  reading: 'hold',
  failing: 'problem',
  revoked: 'problem',
  limited: 'problem',
  gone: 'problem',
  read_only: 'problem',
  unused: 'skip',
} as const satisfies Record<CalendarStatus, 'attend' | 'hold' | 'problem' | 'skip'>
