/** The people's door: loads a person's life in one round trip and shows it. What changes anything stands in `forms.tsx`. */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import { listApiTokens } from '../accounts/api-tokens.ts'
import type { Door } from '../accounts/door.ts'
import { consentPagesOf, offeredProviders } from '../accounts/provider-login.ts'
import type { EventId } from '../calendar/event.ts'
import { digestOf, nextDigest, recipient } from '../cycle/digest.ts'
import { healthAt, troublesIn } from '../cycle/health.ts'
import { verifiedAddresses } from '../cycle/identity.ts'
import { knownAt, NOTHING_SAID } from '../cycle/known.ts'
import type { KnownEvent } from '../cycle/known-events.ts'
import { announcedIn, debtOf, isAnswerable, type Life, weekPlanOf } from '../cycle/life.ts'
import { metAt } from '../cycle/met.ts'
import { otherCap } from '../cycle/other-caps.ts'
import { isAllowed } from '../cycle/own-answers.ts'
import { travelMinutes } from '../cycle/plan.ts'
import type { PersonState } from '../cycle/state.ts'
import { travelAskedFor } from '../cycle/travel-question.ts'
import { undoOf } from '../cycle/undo.ts'
import { loadActivityPage } from '../db/reads.ts'
import { digestContentOfNow } from '../person/mail.tsx'
import { addWeeks, isWeek, weekOf } from '../time/week.ts'
import { ActivityPage } from './account/activity.tsx'
import { CalendarsPage } from './account/calendars.tsx'
import { SettingsPage } from './account/settings.tsx'
import { hoursToMinutes, settingsFields } from './account/settings-form.ts'
import { ValuePage } from './account/value.tsx'
import { EventPage } from './events/event-page.tsx'
import type { TypedStep } from './events/follow-up-card.tsx'
import { FollowUpsPage } from './events/follow-ups.tsx'
import { ErrorPage } from './frame/error.tsx'
import { pageHtml } from './frame/layout.tsx'
import { signIn } from './frame/sign-in.tsx'
import { frameOf, lifeOf, signedIn, stateOf } from './frame/visit.ts'
import { DigestPage, type DigestPageProps } from './week/digest.tsx'
import { FirstSyncPage } from './week/first-sync.tsx'
import { WeekPage } from './week/week.tsx'

/** From Saturday on the coming week comes first (design.md, section 4). */
const SATURDAY = 6
const ACTIVITY_PAGE = 50

export const pageRoutes = new Hono<Door>()

pageRoutes.get('/', async (c) => {
  if (c.req.query('again') === '1') return signIn(c)
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const frame = frameOf(c, recipient(life.state))
  const troubles = troublesIn(life.health)
  if (life.reading && troubles.length === 0) {
    const calendars = [...life.state.calendars.values()]
      .filter((calendar) => calendar.busy || calendar.candidates)
      .map(({ name, sync }) => ({
        name,
        state:
          sync.failure !== null ? ('failed' as const) : sync.readAt === null ? ('reading' as const) : ('read' as const),
      }))
    return c.html(pageHtml(<FirstSyncPage frame={frame} calendars={calendars} />))
  }
  const { state, now, known } = life
  const { settings } = state.person
  const currentWeek = weekOf(now, settings.timeZone)
  const asked = c.req.query('week') ?? ''
  const weekend = now.toZonedDateTimeISO(settings.timeZone).dayOfWeek >= SATURDAY
  const week = isWeek(asked) ? asked : weekend ? addWeeks(currentWeek, 1) : currentWeek
  const capAsked = hoursToMinutes(c.req.query('cap') ?? '') ?? null
  const reads = [...state.calendars.values()].flatMap(({ sync }) => (sync.readAt === null ? [] : [sync.readAt])).sort()
  const lastReadAt = reads.at(-1)
  const plan = weekPlanOf(life, week)
  return c.html(
    pageHtml(
      <WeekPage
        frame={frame}
        plan={plan}
        currentWeek={currentWeek}
        usualCapMinutes={settings.weeklyCapMinutes}
        capOfItsOwn={state.weeks.has(week)}
        otherCap={otherCap(life, week, capAsked)}
        isCapAsked={capAsked !== null}
        events={known.byId}
        answerable={new Set(known.events.filter((event) => isAnswerable(state, event, now)).map(({ id }) => id))}
        announced={announcedIn(state, plan, now)}
        debt={debtOf(life, week)}
        attendanceQuestions={life.attendanceQuestions}
        networkingQuestions={life.networkingQuestions}
        travelQuestions={life.travelQuestions}
        usualTravelMinutes={settings.travelMinutes}
        troubles={troubles}
        hasCandidateCalendars={[...state.calendars.values()].some((calendar) => calendar.candidates)}
        lastReadAt={lastReadAt === undefined ? null : Temporal.Instant.from(lastReadAt)}
      />,
    ),
  )
})

pageRoutes.get('/events/:id', async (c) => {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { state, known, now } = life
  const event = known.byId.get(c.req.param('id') as EventId)
  if (event === undefined)
    return c.html(pageHtml(<ErrorPage frame={frameOf(c)} kind="not_found" reference={null} />), 404)
  const plan = weekPlanOf(life, weekOf(event.start, state.person.settings.timeZone))
  const unsaid = { ...event, said: { ...(event.said ?? NOTHING_SAID), travelMinutes: null } }
  return c.html(
    pageHtml(
      <EventPage
        frame={frameOf(c, recipient(state))}
        event={event}
        verdict={plan.verdicts.find((verdict) => verdict.event.id === event.id) ?? null}
        events={known.byId}
        capMinutes={plan.cap.minutes}
        answerable={isAnswerable(state, event, now)}
        announced={announcedIn(state, plan, now).get(event.id) ?? null}
        organiserAllowed={organiserAllowed(state, event)}
        calendarName={state.calendars.get(event.calendarId)?.name ?? ''}
        usualTravelMinutes={travelMinutes(state, unsaid)}
        otherCity={travelAskedFor(state, known, event, now)}
        currency={state.person.settings.currency}
        met={metAt(state, event.id)}
        followUp={life.followUpOf.get(event.id) ?? null}
      />,
    ),
  )
})

pageRoutes.get('/follow-ups', (c) => followUpsPage(c))

pageRoutes.get('/calendars', async (c) => {
  const state = await stateOf(c)
  if (state === null) return signIn(c)
  const health = healthAt(state, c.var.now)
  const accounts = health.map((account) => ({ ...account, removable: health.length > 1 }))
  return c.html(
    pageHtml(
      <CalendarsPage
        frame={frameOf(c, recipient(state))}
        accounts={accounts}
        providers={offeredProviders(c.var.config)}
      />,
    ),
  )
})

pageRoutes.get('/settings', async (c) => {
  const visitor = signedIn(c)
  const [state, tokens] = await Promise.all([
    stateOf(c),
    visitor === null ? [] : listApiTokens(c.var.db, visitor.personId),
  ])
  if (state === null) return signIn(c)
  return c.html(
    pageHtml(
      <SettingsPage
        frame={frameOf(c, recipient(state))}
        fields={settingsFields(state.person.settings)}
        errors={[]}
        emails={verifiedAddresses(state)}
        tokens={tokens.map((token) => ({ ...token, createdAt: Temporal.Instant.from(token.createdAt) }))}
        newToken={null}
        consentPages={consentPagesOf(state.connections.values())}
      />,
    ),
  )
})

/** The settings came with the session: nothing else is read. */
pageRoutes.get('/value', (c) => {
  const visitor = signedIn(c)
  if (visitor === null) return signIn(c)
  const { settings } = visitor
  return c.html(
    pageHtml(<ValuePage frame={frameOf(c)} settings={settings} fields={settingsFields(settings)} errors={[]} />),
  )
})

pageRoutes.get('/digest', async (c) => {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { state, now } = life
  return c.html(
    pageHtml(
      <DigestPage
        frame={frameOf(c, recipient(state))}
        content={digestContentOfNow(c.var.config, state, now)}
        nextAt={nextDigest(state, now)?.at ?? null}
        to={recipient(state) ?? ''}
        attempt={attemptOf(life)}
      />,
    ),
  )
})

pageRoutes.get('/activity', async (c) => {
  const visitor = signedIn(c)
  const [at, id] = [c.req.query('at'), c.req.query('id')]
  const below = at === undefined || id === undefined ? null : { at, id }
  const [state, rows] = await Promise.all([
    stateOf(c),
    visitor === null ? [] : loadActivityPage(c.var.db, visitor.personId, below, ACTIVITY_PAGE + 1),
  ])
  if (state === null) return signIn(c)
  const known = knownAt(state, c.var.now)
  const shown = rows.slice(0, ACTIVITY_PAGE)
  const last = shown.at(-1)
  return c.html(
    pageHtml(
      <ActivityPage
        frame={frameOf(c)}
        items={shown.map((row) => ({
          id: row.id,
          at: Temporal.Instant.from(row.at),
          kind: row.kind,
          detail: row.detail,
          event: row.eventId === null ? null : { id: row.eventId, title: row.title ?? '' },
          undo: undoOf(state, known, row, c.var.now),
          undoneAt: row.undoneAt === null ? null : Temporal.Instant.from(row.undoneAt),
        }))}
        olderUrl={
          rows.length > ACTIVITY_PAGE && last !== undefined
            ? `/activity?${new URLSearchParams({ at: last.at, id: last.id })}`
            : null
        }
      />,
    ),
  )
})

/** @param typed what came back with a form that was refused, and why; with status 422 */
export async function followUpsPage(c: Context<Door>, typed: TypedStep | null = null): Promise<Response> {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { state, known, followUpOf, horizon, debt } = life
  return c.html(
    pageHtml(
      <FollowUpsPage
        frame={frameOf(c, recipient(state))}
        followUps={[...followUpOf.values()].map((followUp) => ({
          followUp,
          eventTitle: known.byId.get(followUp.eventId)?.title ?? followUp.body.title,
          eventStart: known.byId.get(followUp.eventId)?.start ?? null,
          met: metAt(state, followUp.eventId),
          typed: typed?.followUp === followUp.id ? typed : null,
        }))}
        owed={debt.owed}
        reserved={horizon.weeks.flatMap(({ verdicts }) =>
          verdicts.flatMap(({ event, followUp }) =>
            followUp === null || followUpOf.has(event.id)
              ? []
              : [{ eventId: event.id, eventTitle: event.title, slot: followUp }],
          ),
        )}
      />,
    ),
    typed === null ? 200 : 422,
  )
}

/** Null where Aforo accepts nothing, or they have no key to be listed by. */
function organiserAllowed(state: PersonState, event: KnownEvent): boolean | null {
  return state.person.settings.mode !== 'enforce' || event.organiser.key === null ? null : isAllowed(state, event)
}

function attemptOf({ state, now }: Life): DigestPageProps['attempt'] {
  const last = digestOf(state, weekOf(now, state.person.settings.timeZone))
  if (last.kind === 'none') return null
  const { body } = last.intent
  const at = Temporal.Instant.from(body.endedAt ?? body.createdAt)
  switch (last.kind) {
    case 'pending':
      return { state: body.attempts > 0 ? 'failed' : 'sending', at }
    case 'failed':
      return { state: 'given_up', at }
    case 'sent':
    case 'unknown':
      return { state: last.kind, at }
  }
}
