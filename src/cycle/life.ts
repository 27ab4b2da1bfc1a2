/**
 * A person's life as pages, API and digest show it: everything read from one state at one moment, so that they can never disagree.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId, EventId } from '../calendar/event.ts'
import type { Announced, DigestAction, DigestInput } from '../digest/shapes.ts'
import { planHorizon } from '../planning/plan.ts'
import { type Relief, reliefOf } from '../planning/relief.ts'
import type { HorizonPlan, PlanInput, WeekPlan } from '../planning/shapes.ts'
import { isBefore } from '../time/instant.ts'
import { addWeeks, type Week, weekInterval, weekOf } from '../time/week.ts'
import { cameOfLastQuarter, cameOfWeek, toHear } from './came.ts'
import { clearOfBlocks } from './clear-slots.ts'
import { lapsedIn, type Owed, owedAt } from './debt.ts'
import { type AccountHealth, healthAt, troublesIn, type Unreadable, unplannableIn } from './health.ts'
import { type Known, knownAt } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { followUpsByEvent, planInput, planOfWeek, slotOf } from './plan.ts'
import { attendanceOf } from './settle.ts'
import type { Calendar, FollowUp, PersonState } from './state.ts'
import { type TravelQuestion, travelQuestions } from './travel-question.ts'
import { isWritable } from './uses.ts'

export interface Life {
  state: PersonState
  now: Temporal.Instant
  known: Known
  /** What the horizon is planned from, for whatever else is to be asked of it. */
  input: PlanInput
  horizon: HorizonPlan
  /** Ended lately and not answered: "did you go?", latest first. */
  attendanceQuestions: KnownEvent[]
  /** To come and below the confidence to act: "is it networking?", soonest first. */
  networkingQuestions: KnownEvent[]
  /** Places to come that look to be in another city: "how long is the way?" */
  travelQuestions: TravelQuestion[]
  followUpOf: ReadonlyMap<EventId, FollowUp>
  /** What is owed now, and what closing it would free. */
  debt: Debt
  /** Of every account and its calendars. */
  health: AccountHealth[]
  /** What the plan does not see of their time. */
  unreadable: Unreadable[]
  /** Calendars in use that were never read and have not failed: the first sync is under way. */
  reading: boolean
}

/** Of the week that runs. */
export interface Debt {
  /** In the order in which closing frees the most. */
  owed: Owed[]
  frees: Relief[]
}

/** "Did you go?" is asked this long; after that the answer would be a guess. */
const ASKED_FOR_HOURS = 7 * 24
/** "Is it networking?" is asked of what the plan could still weigh: this week and the three after it. */
const ASKED_AHEAD_HOURS = 28 * 24
const MOST_QUESTIONS = 5

export function lifeAt(state: PersonState, now: Temporal.Instant): Life {
  const known = knownAt(state, now)
  const input = planInput(state, known, weekOf(now, state.person.settings.timeZone), now)
  const since = now.subtract({ hours: ASKED_FOR_HOURS })
  const asked = now.add({ hours: ASKED_AHEAD_HOURS })
  const health = healthAt(state, now)
  return {
    state,
    now,
    known,
    input,
    horizon: clearOfBlocks(state, input, planHorizon(input)),
    attendanceQuestions: known.events
      .filter((event) => isBetween(since, event.end, now) && attendanceOf(state, known, event, now) === 'ask')
      .reverse()
      .slice(0, MOST_QUESTIONS),
    networkingQuestions: known.events
      .filter(
        (event) =>
          event.networking === null &&
          isBefore(event.start, asked) &&
          !event.cancelled &&
          event.answer !== 'declined' &&
          isBefore(now, event.start),
      )
      .filter(firstOfSeries())
      .slice(0, MOST_QUESTIONS),
    travelQuestions: travelQuestions(state, known, now),
    followUpOf: followUpsByEvent(state),
    debt: debtAt(state, known, input, now),
    health,
    unreadable: unplannableIn(health),
    reading: isFirstReading(state, health),
  }
}

/** A week's plan; of an event whose block stands in the calendar the slot shown is that of the block. */
export function weekPlanOf(life: Life, week: string): WeekPlan {
  const ahead = life.horizon.weeks.find((one) => one.week === week)
  const plan = ahead ?? planOfWeek(life.state, life.known, week, life.now)
  const verdicts = plan.verdicts.map((verdict) => {
    const followUp = life.followUpOf.get(verdict.event.id)
    const stands = followUp !== undefined && ['booking', 'booked', 'yours', 'done'].includes(followUp.body.state)
    return stands ? { ...verdict, followUp: slotOf(followUp) } : verdict
  })
  return { ...plan, verdicts }
}

/** What Aforo will answer by itself, and when, of a plan's events: what is still to come, and not what waits for a calendar to be read. */
export function announcedIn(
  state: PersonState,
  plan: WeekPlan,
  now: Temporal.Instant,
): ReadonlyMap<EventId, Announced> {
  return new Map(
    plan.verdicts.flatMap(({ event, verdict }): [EventId, Announced][] => {
      const grace = state.occurrences.get(event.id)?.grace
      if (grace?.actsAt == null || grace.answer !== (verdict === 'attend' ? 'accepted' : 'declined')) return []
      const at = Temporal.Instant.from(grace.actsAt)
      return isBefore(now, at) ? [[event.id, { answer: grace.answer, at }]] : []
    }),
  )
}

/** Debt takes its minutes out of the week that runs; any other has none. */
export function debtOf(life: Life, week: Week): Debt {
  return week === weekOf(life.now, life.state.person.settings.timeZone) ? life.debt : { owed: [], frees: [] }
}

function debtAt(state: PersonState, known: Known, input: PlanInput, now: Temporal.Instant): Debt {
  const owed = owedAt(state, known, now)
  if (owed.length === 0) return { owed, frees: [] }
  return {
    owed,
    frees: reliefOf(
      input,
      owed.map(({ minutes }) => minutes),
    ),
  }
}

export function digestInput(
  life: Life,
  links: { appUrl: string; unsubscribeUrl: string; link: (action: DigestAction) => string },
): DigestInput {
  const { state, now, known } = life
  const { locale, timeZone } = state.person.settings
  const week = weekOf(now, timeZone)
  const lastWeek = weekInterval(addWeeks(week, -1), timeZone).start
  const [thisWeek, comingWeek] = [weekPlanOf(life, week), weekPlanOf(life, addWeeks(week, 1))]
  return {
    ...links,
    locale,
    timeZone,
    now,
    name: state.person.name,
    thisWeek,
    comingWeek,
    events: known.byId,
    announced: new Map([...announcedIn(state, thisWeek, now), ...announcedIn(state, comingWeek, now)]),
    answerable: new Set(known.events.filter((event) => isAnswerable(state, event, now)).map(({ id }) => id)),
    past: known.events
      .filter(
        (event) => event.networking === true && isBetween(lastWeek, event.end, now) && event.standing === 'commitment',
      )
      .map((event) => {
        const followUp = life.followUpOf.get(event.id)
        const settled = attendanceOf(state, known, event, now)
        const attendance = settled === 'presumed' || settled === 'attended' || settled === 'missed' ? settled : null
        return { event, attendance, followUp: followUp?.body.state ?? null }
      }),
    debt: life.debt,
    lapsed: lapsedIn(state, week)
      .filter(({ body }) => body.state === 'booked' || body.state === 'yours')
      .map(({ body }) => body.title),
    followUps: [...life.followUpOf.values()]
      .filter(({ body }) => ['booked', 'yours'].includes(body.state) && body.lapsedAt === undefined)
      .map(({ body }) => ({
        eventTitle: body.title,
        start: Temporal.Instant.from(body.start),
        end: Temporal.Instant.from(body.end),
        late: body.late,
      })),
    attendanceQuestions: life.attendanceQuestions,
    networkingQuestions: life.networkingQuestions,
    came: { ofLastWeek: cameOfWeek(state, addWeeks(week, -1)), ofThisWeek: cameOfWeek(state, week) },
    lastQuarter: cameOfLastQuarter(state, now),
    toHear: toHear(state, now),
    troubles: troublesIn(life.health),
  }
}

/** Whether an answer can be sent to the organiser, and still makes sense. */
export function isAnswerable(state: PersonState, event: KnownEvent, now: Temporal.Instant): boolean {
  const role = state.calendars.get(event.calendarId)?.role
  return event.invited && !event.cancelled && isBefore(now, event.end) && role !== undefined && isWritable(role)
}

export function calendarOf(state: PersonState, id: CalendarId): Calendar | null {
  return state.calendars.get(id) ?? null
}

/** A series is asked about once, and so are events that only look like one. */
function firstOfSeries(): (event: KnownEvent) => boolean {
  const seen = new Set<string>()
  return ({ seriesKey, title, organiser }) => {
    const alike = `${title}\n${organiser.email}`
    if (seen.has(seriesKey) || seen.has(alike)) return false
    seen.add(seriesKey).add(alike)
    return true
  }
}

/** Before there is a calendar the accounts themselves are what is read. */
function isFirstReading(state: PersonState, health: readonly AccountHealth[]): boolean {
  if (state.calendars.size === 0) return health.some(({ status }) => status === 'reading')
  const planned = health
    .flatMap(({ calendars }) => calendars)
    .filter(({ calendar: { busy, candidates } }) => busy || candidates)
  return planned.some(({ status }) => status === 'reading')
}

function isBetween(from: Temporal.Instant, at: Temporal.Instant, to: Temporal.Instant): boolean {
  return !isBefore(at, from) && !isBefore(to, at)
}
