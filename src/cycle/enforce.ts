/**
 * `enforce` (design.md, section 4, "Modes"): a day after a verdict was told, if nothing about it changed, Aforo answers the invitation by it.
 * What it will answer, and when, stands in the person's state from the first moment on, so that pages and digest can say it and the person can
 * say otherwise. Declines are rationed by organiser and week: nobody's flood of invitations becomes a flood of answers.
 */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { Capabilities } from '../calendar/port.ts'
import { wordsOf } from '../i18n/index.ts'
import { languageOfText } from '../i18n/language-of-text.ts'
import type { HorizonPlan } from '../planning/shapes.ts'
import { isBefore, momentOf, timestamp } from '../time/instant.ts'
import { addWeeks, type Week, weekInterval, weekOf } from '../time/week.ts'
import { withSaid } from './apply.ts'
import { having } from './difference.ts'
import { type Known, NOTHING_SAID } from './known.ts'
import { hoursOf, intentOf, isOwnAnswer, isReachable, NOT_WANTED, withIntent } from './outbox.ts'
import { type OwnAnswer, ownAnswers } from './own-answers.ts'
import type { Effect, Grace, PersonState } from './state.ts'

/** How long a verdict stands before Aforo answers by it. */
const GRACE = Temporal.Duration.from({ hours: 24 })

/**
 * @param known @param horizon of `state`
 * @param capabilities of the accounts' providers, by connection
 */
export function enforce(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  capabilities: ReadonlyMap<string, Capabilities>,
  now: Temporal.Instant,
): PersonState {
  const { mode } = state.person.settings
  // With a calendar out of sight, or a plan not proven the best, nothing is answered and nothing told anew.
  if (mode === 'enforce' && (isBlind(state) || !horizon.exact)) return state
  const abilityOf = ({ event }: OwnAnswer) => {
    const calendar = state.calendars.get(event.calendarId)
    return calendar === undefined ? undefined : capabilities.get(calendar.connectionId)
  }
  const answers = [...ownAnswers(state, known, horizon, now).values()].filter((answer) => {
    const ability = abilityOf(answer)
    return ability !== undefined && ability.answers !== 'none'
  })
  const graces = scheduled(state, answers, now)
  let next = state
  for (const [id, { grace }] of state.occurrences) {
    if (grace !== undefined && !graces.has(id)) next = withoutGrace(next, id)
  }
  for (const answer of answers) {
    const grace = graces.get(answer.event.id)
    if (grace === undefined) continue
    const isDue = grace.actsAt !== null && !isBefore(now, Temporal.Instant.from(grace.actsAt))
    next = isDue
      ? answering(next, answer, abilityOf(answer)?.comments === true, now)
      : withGrace(next, answer.event.id, grace)
  }
  return next
}

/** Whether some of the person's time cannot be seen: a busy calendar that was never read, failed lately, or cannot be asked. */
function isBlind(state: PersonState): boolean {
  return [...state.calendars.values()].some(
    (calendar) =>
      calendar.busy &&
      (!isReachable(state, calendar) || calendar.sync.failure !== null || calendar.sync.readAt === null),
  )
}

/** When each of these is given: a day after it was first told as it is now, and not before its week has a decline left for it. */
function scheduled(
  state: PersonState,
  answers: readonly OwnAnswer[],
  now: Temporal.Instant,
): ReadonlyMap<EventId, Grace> {
  const graces = answers
    .map((answer) => ({ answer, grace: graceOf(state, answer, now) }))
    .sort(
      (a, b) =>
        Date.parse(a.grace.since) - Date.parse(b.grace.since) ||
        a.answer.event.start.epochMilliseconds - b.answer.event.start.epochMilliseconds ||
        (a.answer.event.id < b.answer.event.id ? -1 : 1),
    )
  const ration = new Ration(state, now)
  return new Map(
    graces.map(({ answer, grace }) => {
      const told = Temporal.Instant.from(grace.since).add(GRACE)
      const at = answer.answer === 'accepted' ? told : ration.take(answer, isBefore(told, now) ? now : told)
      const inTime = at !== null && isBefore(at, answer.event.start)
      return [answer.event.id, { ...grace, actsAt: inTime ? timestamp(at) : null }]
    }),
  )
}

/** As it was told before, or told now: another answer, reason or time is another thing to tell. */
function graceOf(state: PersonState, { event, answer, reason }: OwnAnswer, now: Temporal.Instant): Grace {
  const before = state.occurrences.get(event.id)?.grace
  const { start, end } = hoursOf(event)
  const isSame =
    before !== undefined &&
    before.answer === answer &&
    before.reason === reason &&
    before.start === start &&
    before.end === end
  return { answer, reason, start, end, since: isSame ? before.since : timestamp(now), actsAt: null }
}

/** The declines of each local week that are left, by what is on record: rows outlive their week by far (`db/person.ts`). */
class Ration {
  readonly #zone: string
  readonly #most: { organiser: number; week: number }
  readonly #used = new Map<string, number>()

  constructor(state: PersonState, now: Temporal.Instant) {
    const { timeZone, enforce: limits } = state.person.settings
    this.#zone = timeZone
    this.#most = { organiser: limits.declinesPerOrganiser, week: limits.declinesPerWeek }
    for (const { dueAt, body } of state.outbox.values()) {
      const { effect, endedAt, lastReason } = body
      // One that is known never to have gone out took nothing.
      if (!isOwnAnswer(effect) || effect.answer !== 'declined' || lastReason === NOT_WANTED) continue
      // What has waited since last week, as for an account, is heard this week, or when it is tried next.
      const moments = dueAt === null ? [momentOf(endedAt ?? body.createdAt)] : [now, momentOf(dueAt)]
      const weeks = new Set(moments.map((at) => weekOf(at, this.#zone)))
      for (const week of weeks) this.#count(week, effect.own?.organiser ?? '')
    }
  }

  /** The first moment from `at` on at which one is left, before the event starts; it is taken. Null where there is none. */
  take({ event, organiser }: OwnAnswer, at: Temporal.Instant): Temporal.Instant | null {
    let [moment, week] = [at, weekOf(at, this.#zone)]
    while (isBefore(moment, event.start)) {
      if (this.#left(week, organiser)) {
        this.#count(week, organiser)
        return moment
      }
      week = addWeeks(week, 1)
      moment = weekInterval(week, this.#zone).start
    }
    return null
  }

  #left(week: Week, organiser: string): boolean {
    return (
      (this.#used.get(week) ?? 0) < this.#most.week &&
      (this.#used.get(`${week} ${organiser}`) ?? 0) < this.#most.organiser
    )
  }

  #count(week: Week, organiser: string): void {
    for (const key of [week, `${week} ${organiser}`]) this.#used.set(key, (this.#used.get(key) ?? 0) + 1)
  }
}

function answering(
  state: PersonState,
  { event, answer, reason, organiser }: OwnAnswer,
  comments: boolean,
  now: Temporal.Instant,
): PersonState {
  const effect: Effect = {
    kind: 'answer',
    calendarId: event.calendarId,
    target: event.target,
    eventId: event.id,
    answer,
    before: ['none'],
    by: 'aforo',
    at: hoursOf(event),
    own: { reason, organiser },
    ...(comments && answer === 'declined' && { comment: declineText(state, event) }),
  }
  const told = withSaid(withoutGrace(state, event.id), event, {})
  return withIntent(told, intentOf(`enforce:${event.id}:${answer}:${now.epochMilliseconds}`, effect, now))
}

/** Thanks, in the language in which the organiser wrote; nothing of what else the person does. */
function declineText(state: PersonState, event: { title: string; description: string }): string {
  const language = languageOfText(`${event.title}\n${event.description}`, state.person.settings.locale)
  return wordsOf(language).declineText
}

function withGrace(state: PersonState, id: EventId, grace: Grace): PersonState {
  const said = state.occurrences.get(id) ?? NOTHING_SAID
  const before = said.grace
  if (before !== undefined && before.since === grace.since && before.actsAt === grace.actsAt) return state
  return { ...state, occurrences: having(state.occurrences, id, { ...said, grace }) }
}

function withoutGrace(state: PersonState, id: EventId): PersonState {
  const said = state.occurrences.get(id)
  if (said?.grace === undefined) return state
  const { grace: _, ...rest } = said
  return { ...state, occurrences: having(state.occurrences, id, rest) }
}
