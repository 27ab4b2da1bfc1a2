/**
 * Applies one command of the person to their state. Pure, and run by the person's object alone, so that two taps never race (design.md,
 * rule 7). What is to happen outside, such as an answer to an organiser, becomes an intent here; the next cycle carries it out.
 */
import { Temporal } from 'temporal-polyfill'
import type { Answer, BlockId, EventId } from '../calendar/event.ts'
import { addressOf, listsOrganiser } from '../recognition/organiser.ts'
import { timestamp } from '../time/instant.ts'
import { addWeeks, isWeek, weekOf } from '../time/week.ts'
import type { Command, CommandResult, RefusalReason } from './commands.ts'
import { having } from './difference.ts'
import { sendDigest } from './digest.ts'
import { placeKey, verifiedAddresses } from './identity.ts'
import { importFile } from './import.ts'
import { type Known, knownAt, NOTHING_SAID, seenOf } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { commandLedger, followedUp, stepFault } from './ledger.ts'
import { keepingPastCaps, withSettings } from './other-settings.ts'
import { hoursOf, intentOf, isPending, NOT_WANTED, overtaken, pendingOf, withIntent } from './outbox.ts'
import { settingsWith } from './settings.ts'
import type { Activity, OccurrenceBody, PersonState } from './state.ts'
import { readAgain, withGuestsOfNewContacts, withoutTexts } from './texts.ts'
import { undoId, undoOf } from './undo.ts'
import { isWritable } from './uses.ts'

/** How far ahead a week can be given a cap of its own. */
const CAP_WEEKS_AHEAD = 104

export interface Applied {
  state: PersonState
  result: CommandResult
  /** Of a file taken back: what Aforo did in the life it is of. */
  activity?: readonly Activity[]
}

/** Commands given at once, in order: all of them, or none when one of them is refused. */
export function applyAll(
  before: PersonState,
  known: Known,
  commands: readonly Command[],
  now: Temporal.Instant,
): Applied {
  let state = before
  let at = known
  let result: CommandResult = { kind: 'ok' }
  const activity: Activity[] = []
  for (const command of commands) {
    const applied = apply(state, at, command, now)
    if (applied.result.kind !== 'ok') return { state: before, result: applied.result }
    // What the next one is about may be another event by now: a correction changes what can be said of it.
    if (applied.state !== state && commands.length > 1) at = knownAt(applied.state, now)
    state = applied.state
    activity.push(...(applied.activity ?? []))
    if (applied.result.imported !== undefined || applied.result.restored !== undefined) result = applied.result
  }
  return { state, result, activity }
}

/** @param known the events of `state`, as `knownAt` gives them */
export function apply(state: PersonState, known: Known, command: Command, now: Temporal.Instant): Applied {
  const refused = (reason: RefusalReason): Applied => ({ state, result: { kind: 'refused', reason } })
  const done = (next: PersonState): Applied => ({ state: next, result: { kind: 'ok' } })
  const missing: Applied = { state, result: { kind: 'missing' } }

  switch (command.kind) {
    case 'settings': {
      const settings = settingsWith(state.person.settings, command.change)
      if (settings === null) return refused('invalid')
      const { email } = settings.digest
      // One that is verified no more hinders no other change: mail goes to the account's own meanwhile.
      const isNew = email !== state.person.settings.digest.email
      if (isNew && email !== null && !verifiedAddresses(state).includes(email)) return refused('address_not_verified')
      return done(withSettings(keepingPastCaps(state, settings, now), settings, now))
    }
    case 'unsubscribe': {
      const { digest } = state.person.settings
      return done(withSettings(state, { digest: { ...digest, enabled: false } }, now))
    }
    case 'cap': {
      const current = weekOf(now, state.person.settings.timeZone)
      if (!isWeek(command.week)) return refused('invalid')
      if (command.week > addWeeks(current, CAP_WEEKS_AHEAD)) return refused('week_too_far')
      // What was planned under it is history.
      if (command.week < current) return refused('week_over')
      return done({ ...state, weeks: having(state.weeks, command.week, command.capMinutes) })
    }
    case 'calendar':
      return applyToCalendar(state, command)
    case 'close_follow_up': {
      const followUp = state.followUps.get(command.followUp)
      if (followUp === undefined) return missing
      const { body } = followUp
      if (!['booking', 'booked', 'yours', 'removed_by_you'].includes(body.state)) return refused('follow_up_closed')
      const fault = stepFault(state, known, command.nextStep, command.nextStepOn, now)
      if (fault !== null) return { state, result: fault }
      const closed = {
        ...body,
        state: command.as,
        closedAt: now.toString(),
        nextStep: command.nextStep,
        nextStepOn: command.nextStepOn,
      }
      const closing = { ...followUp, body: closed }
      const next = withoutUnsent(
        { ...state, followUps: having(state.followUps, followUp.id, closing) },
        followUp.id,
        now,
      )
      return done(command.as === 'done' ? followedUp(next, known, closing, now) : next)
    }
    case 'send_digest': {
      const sent = sendDigest(state, weekOf(now, state.person.settings.timeZone), command.again, now)
      return sent.kind === 'refused' ? refused(sent.reason) : done(sent.state)
    }
    case 'undo':
      return undo(state, known, command.activity, now)
    case 'import': {
      const imported = importFile(state, known, command.file, now)
      if (imported.kind === 'too_much') return refused('too_much')
      const { restored, activity } = imported
      return { state: imported.state, activity, result: { kind: 'ok', restored } }
    }
    case 'ledger': {
      const said = commandLedger(state, known, command.command, now)
      const applied = { ...said, state: withGuestsOfNewContacts(state, said.state, now) }
      return applied.result.kind === 'ok' && command.command.kind === 'capture'
        ? { ...applied, state: wasThere(applied.state, known.byId.get(command.command.event), now) }
        : applied
    }
    default: {
      const event = known.byId.get(command.event)
      return event === undefined ? missing : applyToEvent(state, event, command, now)
    }
  }
}

type EventCommand = Extract<Command, { event: EventId }>

function applyToEvent(state: PersonState, event: KnownEvent, command: EventCommand, now: Temporal.Instant): Applied {
  const refused = (reason: RefusalReason): Applied => ({ state, result: { kind: 'refused', reason } })
  const said = (change: Partial<OccurrenceBody>): Applied => ({
    state: withSaid(state, event, change),
    result: { kind: 'ok' },
  })
  switch (command.kind) {
    case 'decide':
      if (event.networking === false) return refused('not_networking')
      return said({ decision: command.decision, decidedAt: command.decision === null ? null : now.toString() })
    case 'attendance':
      if (event.networking === false) return refused('not_networking')
      if (Temporal.Instant.compare(event.start, now) > 0) return refused('not_ended')
      return said({ attendance: command.attendance, attendanceAt: command.attendance === null ? null : now.toString() })
    case 'ticket':
      return said({ ticketPrice: command.price })
    case 'going':
      return said({ goingFrom: command.from, goingTo: command.to })
    case 'travel': {
      if (command.scope === 'event') return said({ travelMinutes: command.minutes })
      const place = placeKey(event.location)
      if (place === null) return refused('invalid')
      // "As usual" is an answer like any other, so it is kept.
      const places = new Map(state.places).set(place, command.minutes)
      return { state: { ...state, places }, result: { kind: 'ok' } }
    }
    case 'answer':
      return answer(state, event, command.answer, `answer:${event.id}:${command.answer}:${now.epochMilliseconds}`, now)
    case 'allow_organiser':
      return allowOrganiser(state, event, command.allowed, now)
    case 'correct':
      return correctionOf(state, event, command)
    case 'forget_correction': {
      const keys = [`event:${event.id}`, `series:${event.seriesKey}`, `organiser:${event.organiser.key}`]
      const corrections = keys.reduce((kept, key) => having(kept, key, null), state.corrections)
      return { state: { ...state, corrections }, result: { kind: 'ok' } }
    }
  }
}

/** The person's answer goes to the organiser; a decision in Aforo that says otherwise is overtaken by it. @param opId of the intent it becomes */
function answer(state: PersonState, event: KnownEvent, wanted: Answer, opId: string, now: Temporal.Instant): Applied {
  const calendar = state.calendars.get(event.calendarId)
  // In somebody else's calendar it would be their answer (rule 1).
  const isOwn = calendar?.role === 'owner'
  const isOver = Temporal.Instant.compare(event.end, now) <= 0
  if (!event.invited || event.answer === 'organiser' || event.cancelled || isOver || !isOwn) {
    return { state, result: { kind: 'refused', reason: 'not_answerable' } }
  }
  const { decision = null, answeredAt = now.toString(), takenBackAt = null } = event.said ?? {}
  const isNews = decision !== null || takenBackAt !== null || event.said?.answeredAt === undefined
  const word = { decision: null, decidedAt: null, answeredAt, takenBackAt: null }
  const decided = isNews ? withSaid(state, event, word) : state
  // An older answer of theirs that is still on its way ends: the latest word is the only one to send. It may have arrived all the same, so
  // what stands there may be either, and saying again what seems to stand is not idle.
  const outbox = new Map(decided.outbox)
  const before = new Set<KnownEvent['answer']>([event.answer])
  let dueAt = timestamp(now)
  for (const [opId, intent] of decided.outbox) {
    const { effect } = intent.body
    if (effect.kind !== 'answer' || effect.eventId !== event.id || !isPending(intent)) continue
    outbox.set(opId, overtaken(intent, 'answered_again', now))
    // The same answer that may have arrived: whether it did is read first, and not before reads show it, or the organiser hears it twice.
    if (intent.state === 'unknown' && effect.answer === wanted) dueAt = intent.dueAt ?? dueAt
    for (const one of [...effect.before, effect.answer]) before.add(one)
  }
  if (event.answer !== wanted || before.size > 1) {
    const intent = intentOf(
      opId,
      {
        kind: 'answer',
        calendarId: event.calendarId,
        target: event.target,
        eventId: event.id,
        answer: wanted,
        before: [...before],
        by: 'person',
        at: hoursOf(event),
      },
      now,
    )
    outbox.set(intent.opId, { ...intent, dueAt })
  }
  return { state: { ...decided, outbox }, result: { kind: 'ok' } }
}

/** What waits to be written to a block, and certainly was not, need not be any more. */
function withoutUnsent(state: PersonState, followUp: BlockId, now: Temporal.Instant): PersonState {
  const pending = pendingOf(state, followUp)
  const isUnsent = pending?.state === 'waiting' && pending.body.effect.kind === 'put_block'
  return isUnsent ? withIntent(state, overtaken(pending, NOT_WANTED, now)) : state
}

/** Taking back twice is harmless: the second finds it done, or on its way. One that the provider refused may be asked for again. */
function undo(state: PersonState, known: Known, activity: Activity, now: Temporal.Instant): Applied {
  const opId = undoId(activity)
  const asked = state.outbox.get(opId)
  if (activity.undoneAt !== null || (asked !== undefined && asked.state !== 'given_up')) {
    return { state, result: { kind: 'ok' } }
  }
  const undone = undoOf(state, known, activity, now)
  if (undone.kind === 'impossible') return { state, result: { kind: 'refused', reason: undone.reason } }
  const applied = answer(state, undone.event, undone.answer, opId, now)
  if (applied.result.kind !== 'ok' || !undone.isStandIn) return applied
  return { ...applied, state: withSaid(applied.state, undone.event, { takenBackAt: now.toString() }) }
}

/** Whoever met somebody there was there: that says "fui" where the person said nothing, also where Aforo presumed it. */
function wasThere(state: PersonState, event: KnownEvent | undefined, now: Temporal.Instant): PersonState {
  if (event?.networking !== true) return state
  const { attendance } = state.occurrences.get(event.id) ?? NOTHING_SAID
  if (attendance === 'attended' || attendance === 'missed') return state
  return withSaid(state, event, { attendance: 'attended', attendanceAt: now.toString() })
}

/**
 * As far as the organiser's key reaches, an address or a domain; never for platforms and the person's own domain. Not allowed any more is
 * whatever of the list speaks of them, be it one address of theirs.
 */
function allowOrganiser(state: PersonState, event: KnownEvent, allowed: boolean, now: Temporal.Instant): Applied {
  const { key } = event.organiser
  const refused = (reason: RefusalReason): Applied => ({ state, result: { kind: 'refused', reason } })
  if (key === null) return refused('no_organiser_scope')
  const address = addressOf(event.organiser.email ?? '')
  const others = state.person.settings.enforce.allowedOrganisers.filter(
    (entry) => address === null || !listsOrganiser(entry, address),
  )
  const allowedOrganisers = allowed ? [...others, key] : others
  const settings = settingsWith(state.person.settings, { enforce: { allowedOrganisers } })
  return settings === null ? refused('invalid') : { state: withSettings(state, settings, now), result: { kind: 'ok' } }
}

function correctionOf(state: PersonState, event: KnownEvent, command: Extract<Command, { kind: 'correct' }>): Applied {
  const key = command.scope === 'event' ? event.id : command.scope === 'series' ? event.seriesKey : event.organiser.key
  // Never for platforms and the person's own domain (design.md, section 8).
  if (key === null) return { state, result: { kind: 'refused', reason: 'no_organiser_scope' } }
  const { scope, networking } = command
  const corrections = having(
    state.corrections,
    `${scope}:${key}`,
    networking === null ? null : { scope, key, networking },
  )
  const next = { ...state, corrections }
  // What is none of Aforo's business is forgotten at once; what may be its business again has to be read again.
  const texts = networking === false ? withoutTexts(next) : readAgain(next, event.calendarId)
  return { state: texts, result: { kind: 'ok' } }
}

function applyToCalendar(state: PersonState, command: Extract<Command, { kind: 'calendar' }>): Applied {
  const refused = (reason: RefusalReason): Applied => ({ state, result: { kind: 'refused', reason } })
  const calendar = state.calendars.get(command.calendar)
  if (calendar === undefined) return { state, result: { kind: 'missing' } }
  const candidates = command.candidates ?? calendar.candidates
  const busy = command.busy ?? calendar.busy
  const followUps = command.followUps ?? calendar.followUps
  if (followUps && !isWritable(calendar.role)) return refused('calendar_not_writable')
  const calendars = new Map(state.calendars)
  // One calendar takes the follow-ups: choosing another takes it from the first.
  if (followUps)
    for (const [id, other] of calendars) if (other.followUps) calendars.set(id, { ...other, followUps: false })
  calendars.set(calendar.id, { ...calendar, busy, candidates, followUps })
  const next = { ...state, calendars }
  if (candidates === calendar.candidates) return { state: next, result: { kind: 'ok' } }
  return { state: candidates ? readAgain(next, calendar.id) : withoutTexts(next), result: { kind: 'ok' } }
}

/** The state in which the person, or Aforo for them, said this of an event; how it looked then is kept with it. */
export function withSaid(state: PersonState, event: KnownEvent, change: Partial<OccurrenceBody>): PersonState {
  const before = state.occurrences.get(event.id) ?? NOTHING_SAID
  return { ...state, occurrences: having(state.occurrences, event.id, { ...before, ...change, seen: seenOf(event) }) }
}
