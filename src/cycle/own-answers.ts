/**
 * What Aforo may answer by itself in `enforce` (design.md, section 4, "Modes"): of the plan's verdicts those that none of the exceptions
 * holds back. When it answers, and how much of it in a week, is `enforce.ts`.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { HorizonPlan, SkipReason } from '../planning/shapes.ts'
import { addressOf, listsOrganiser, organiserIdentity } from '../recognition/organiser.ts'
import { isBefore } from '../time/instant.ts'
import { ownAddresses } from './identity.ts'
import { type Known, knownAt } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { isContact } from './met.ts'
import { isOwnAnswer, isPending, MAYBE_HEARD, overtaken, WITHDRAWN, withIntent } from './outbox.ts'
import { horizonAt } from './plan.ts'
import { attendanceOf } from './settle.ts'
import type { Intent, PersonState } from './state.ts'

/** Surer than to plan: what is planned wrongly is seen, what is answered wrongly was said. */
const CONFIDENCE_TO_ANSWER = 0.95

/** The other reasons are the person's own rules, or pass: a decline for them would say more than the person did. */
const DECLINED_FOR: ReadonlySet<SkipReason> = new Set<SkipReason>(['over_cap', 'overlaps', 'low_value'])

export interface OwnAnswer {
  event: KnownEvent
  answer: 'accepted' | 'declined'
  reason: SkipReason | null
  /** One identity for each organiser; of those who have none, such as platforms, the address. */
  organiser: string
}

/** @param known @param horizon of `state`; answers on their way are commitments in it, so what is accepted here still fits */
export function ownAnswers(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  now: Temporal.Instant,
): Map<EventId, OwnAnswer> {
  const answers = new Map<EventId, OwnAnswer>()
  if (state.person.settings.mode !== 'enforce' || !horizon.exact) return answers
  const own = [...ownAddresses(state)]
  const met = organisersMet(state, known, now)
  const closed = closedEvents(state)
  for (const { event: planned, standing, verdict, reason } of horizon.weeks.flatMap(({ verdicts }) => verdicts)) {
    const event = known.byId.get(planned.id)
    if (event === undefined || standing !== 'candidate' || closed.has(event.id)) continue
    if (!isUnanswered(state, event, now)) continue
    const { email, name } = event.organiser
    const address = email === null ? null : addressOf(email)
    if (address === null) continue
    const identity = organiserIdentity(email, name, own)
    // Colleagues and contacts are answered by nobody but the person.
    if (identity.own || isContact(state, address.whole)) continue
    const { key } = identity
    const organiser = key ?? address.whole
    if (verdict === 'attend') {
      if (isAllowed(state, event) || (key !== null && met.has(key))) {
        answers.set(event.id, { event, answer: 'accepted', reason: null, organiser })
      }
    } else if (verdict === 'skip' && reason !== null && DECLINED_FOR.has(reason)) {
      answers.set(event.id, { event, answer: 'declined', reason, organiser })
    }
  }
  return answers
}

/** Whether the person's list speaks of this organiser: Aforo may accept what they send without having met them. */
export function isAllowed({ person }: PersonState, { organiser }: KnownEvent): boolean {
  const address = organiser.email === null ? null : addressOf(organiser.email)
  return address !== null && person.settings.enforce.allowedOrganisers.some((entry) => listsOrganiser(entry, address))
}

/** An invitation that is still to come, beyond doubt networking, and on which the person has not said a word, there or here. */
function isUnanswered(state: PersonState, event: KnownEvent, now: Temporal.Instant): boolean {
  const role = state.calendars.get(event.calendarId)?.role
  return (
    event.invited &&
    event.answer === 'none' &&
    !event.organiser.self &&
    event.networking === true &&
    event.recognition.confidence >= CONFIDENCE_TO_ANSWER &&
    !event.cancelled &&
    isBefore(now, event.start) &&
    role === 'owner' &&
    !isTheirs(event)
  )
}

/** The person said something of it in Aforo: from then on it is theirs to answer. */
function isTheirs({ said }: KnownEvent): boolean {
  return said !== null && (said.decision !== null || said.attendance !== null || said.answeredAt !== undefined)
}

/** Events with an answer on its way, and those whose provider would not have ours: it is not asked again (design.md, rule 13). */
function closedEvents(state: PersonState): ReadonlySet<EventId> {
  const closed = new Set<EventId>()
  for (const intent of state.outbox.values()) {
    const { effect, lastReason } = intent.body
    if (effect.kind !== 'answer') continue
    const refused =
      intent.state === 'given_up' && isOwnAnswer(effect) && (lastReason === 'rejected' || lastReason === 'forbidden')
    if (refused || isPending(intent)) closed.add(effect.eventId)
  }
  return closed
}

/** Keys of organisers at one of whose events the person was, as far as is remembered. */
function organisersMet(state: PersonState, known: Known, now: Temporal.Instant): ReadonlySet<string> {
  const met = new Set<string>()
  for (const { seen, attendance } of state.occurrences.values()) {
    if (seen?.organiser != null && (attendance === 'attended' || attendance === 'presumed')) met.add(seen.organiser)
  }
  for (const event of known.events) {
    const { key } = event.organiser
    if (key === null || met.has(key) || !isBefore(event.end, now)) continue
    const attendance = attendanceOf(state, known, event, now)
    if (attendance === 'attended' || attendance === 'presumed') met.add(key)
  }
  return met
}

/**
 * Of Aforo's answers that are about to be sent, those that it would still give: the plan is made anew of what was just read and said, with none
 * of these counted as given, and all others that are on their way. So what goes out together fits together, whatever arrived meanwhile (rule 7).
 *
 * @param asked each is known not to stand in its calendar, which was read a moment ago
 * @returns their operation ids
 */
export function stillMeant(state: PersonState, asked: readonly Intent[], now: Temporal.Instant): ReadonlySet<string> {
  const outbox = new Map(state.outbox)
  for (const { opId } of asked) outbox.delete(opId)
  const without = { ...state, outbox }
  const known = knownAt(without, now)
  const answers = ownAnswers(without, known, horizonAt(without, known, now), now)
  const meant = asked.filter(
    ({ body: { effect } }) => effect.kind === 'answer' && answers.get(effect.eventId)?.answer === effect.answer,
  )
  return new Set(meant.map(({ opId }) => opId))
}

/**
 * Ends Aforo's answers that wait to be sent once they are not wanted any more: the mode is off, the event has gone or begun, the person said something
 * of it. What may have arrived already is left to be read back, until the event is over: the calendars it waits for may never be read again.
 */
export function withdrawOwnAnswers(before: PersonState, known: Known, now: Temporal.Instant): PersonState {
  let state = before
  const isOff = before.person.settings.mode !== 'enforce'
  for (const intent of before.outbox.values()) {
    const { effect } = intent.body
    if (!isOwnAnswer(effect) || !isPending(intent)) continue
    const event = known.byId.get(effect.eventId)
    if (intent.state === 'unknown') {
      const isOver = event !== undefined && !isBefore(now, event.end)
      if (isOver) state = withIntent(state, overtaken(intent, MAYBE_HEARD, now))
    } else if (isOff || event === undefined || !isBefore(now, event.start) || isTheirs(event)) {
      state = withIntent(state, overtaken(intent, WITHDRAWN, now))
    }
  }
  return state
}
