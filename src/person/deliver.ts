/**
 * Carries out intents that a row already holds (design.md, rule 6). Before a request the object notes the operation id in its own storage, which costs
 * no round trip: after a crash a waiting row is thereby known to be untried or `unknown`. Blocks are then read back before anything is repeated,
 * answers read before every write; mail cannot be read back, so it is not sent again (rule 8).
 */
import { Temporal } from 'temporal-polyfill'
import type { Block, BlockId, CalendarEvent, EventId, RemoteCalendarId } from '../calendar/event.ts'
import { ABSENCE_AGREED_AFTER } from '../calendar/fold.ts'
import type { CalendarPort, Outcome, ProviderError, Read } from '../calendar/port.ts'
import { having } from '../cycle/difference.ts'
import { blockSeenIn } from '../cycle/known.ts'
import { isOwnAnswer, isPending, postponed, READ_BACK_AFTER, type SendOutcome } from '../cycle/outbox.ts'
import { isToBeWritten, type Sent } from '../cycle/sent.ts'
import type { Calendar, Effect, Intent, PersonState } from '../cycle/state.ts'
import { takesBlocks } from '../cycle/target.ts'
import { contentHash, contentOfEvent } from '../followups/touched.ts'
import type { SmallStorage } from './access.ts'

/** One after the other and not too many: a cycle that stands still is worse than one that comes back. */
export const MOST_INTENTS = 40
/** By operation id, what is noted of the request that is about to leave. */
const SENDING = 'sending'
interface Sending {
  /** Epoch milliseconds. */
  at: number
  /** How many had failed before it. */
  attempts: number
}

export interface DeliverContext {
  storage: SmallStorage
  now(): Temporal.Instant
  /** The port of the account that a calendar belongs to. */
  portOf(connectionId: string): CalendarPort | null
  blockOf(state: PersonState, followUpId: Extract<Effect, { kind: 'put_block' }>['followUpId']): Block | null
  sendMail(
    effect: Extract<Effect, { kind: 'digest' | 'notice' }>,
    opId: string,
    state: PersonState,
  ): Promise<SendOutcome>
}

export async function deliver(
  context: DeliverContext,
  intents: readonly Intent[],
  state: PersonState,
): Promise<Sent[]> {
  const batch = intents.slice(0, MOST_INTENTS)
  if (batch.length === 0) return []
  // Without those whose outcome was saved by somebody who did not hear of it.
  const noted = (await sendingIn(context.storage)).filter(([opId]) => state.outbox.get(opId)?.dueAt != null)
  const sent: Sent[] = []
  for (const intent of batch) {
    // Somebody has been at the calendars since they were read: whether what Aforo would accept still fits, only the next reading can say (rule 7).
    if (isOwnAcceptance(intent) && sent.some(metAHand)) continue
    // Noted just before its own request: one that this batch never came to stays untried.
    noted.push([intent.opId, { at: context.now().epochMilliseconds, attempts: intent.body.attempts }])
    await context.storage.put(SENDING, Object.fromEntries(noted))
    sent.push(await deliverOne(context, intent, intent.state === 'unknown', state))
  }
  return sent
}

function isOwnAcceptance({ body: { effect } }: Intent): boolean {
  return isOwnAnswer(effect) && effect.answer === 'accepted'
}

/** Refused because what stands there is another than what was read a moment ago. */
function metAHand({ outcome }: Sent): boolean {
  if (outcome.kind !== 'failed') return false
  const { reason, code } = outcome.error
  return reason === 'revision_moved' || code === 'answered_meanwhile' || code === 'event_gone'
}

/** The state as loaded, with what was noted before a crash as what it is: nobody knows what became of it, and of an answer not yet. */
export async function withUnknown(storage: SmallStorage, state: PersonState): Promise<PersonState> {
  let { outbox } = state
  for (const [opId, { at, attempts }] of await sendingIn(storage)) {
    const intent = outbox.get(opId)
    // One more failed since: what became of that request was saved, though nobody heard that it was.
    if (intent === undefined || !isPending(intent) || intent.body.attempts > attempts) continue
    const unknown: Intent = { ...intent, state: 'unknown' }
    // Also of one that was unknown before: it may have been sent again, and reads tell of that no sooner.
    const readable = Temporal.Instant.fromEpochMilliseconds(at).add(READ_BACK_AFTER)
    outbox = having(outbox, opId, intent.body.effect.kind === 'answer' ? postponed(unknown, readable) : unknown)
  }
  return outbox === state.outbox ? state : { ...state, outbox }
}

/** To be called when these outcomes are saved: from now on a waiting row of theirs is untried again. */
export async function forgetSending(storage: SmallStorage, opIds: ReadonlySet<string>): Promise<void> {
  if (opIds.size === 0) return
  const noted = await sendingIn(storage)
  const left = noted.filter(([opId]) => !opIds.has(opId))
  if (noted.length > 0 && left.length === 0) await storage.delete(SENDING)
  else if (left.length < noted.length) await storage.put(SENDING, Object.fromEntries(left))
}

async function sendingIn(storage: SmallStorage): Promise<[opId: string, sending: Sending][]> {
  return Object.entries((await storage.get<Record<string, Sending>>(SENDING)) ?? {})
}

/** @param maybeDone an earlier attempt may have taken effect */
async function deliverOne(
  context: DeliverContext,
  intent: Intent,
  maybeDone: boolean,
  state: PersonState,
): Promise<Sent> {
  const { opId, body } = intent
  const { effect } = body
  if (effect.kind === 'digest' || effect.kind === 'notice') {
    if (maybeDone)
      return { opId, outcome: { kind: 'unknown', error: { reason: 'unreachable' } }, event: null, found: null }
    return { opId, outcome: await context.sendMail(effect, opId, state), event: null, found: null }
  }
  const calendar = state.calendars.get(effect.calendarId)
  const port = calendar === undefined ? null : context.portOf(calendar.connectionId)
  if (calendar === undefined || port === null) return failed(opId, { reason: 'rejected', code: 'no_calendar' })
  switch (effect.kind) {
    case 'put_block':
      return putBlock(port, opId, effect, {
        maybeDone,
        takenFor: takenFor(intent, context.now()),
        block: context.blockOf(state, effect.followUpId),
        mayHaveBeen:
          effect.expected === 'absent' && isOlderThanTheirStay(state, effect.eventId)
            ? writableBeside(state, calendar)
            : null,
        isWanted: isToBeWritten(state, effect.followUpId),
        seen: markedBlock(state, effect),
        calendar: calendar.remoteId,
      })
    case 'remove_block':
      return removeBlock(port, opId, effect, {
        maybeDone,
        seen: markedBlock(state, effect),
        calendar: calendar.remoteId,
      })
    case 'answer': {
      const { target, answer, before, comment = null } = effect
      // Where deleting leaves no trace, declining takes the event away (provider-facts B4): that it is gone is what a decline leaves to be read.
      const gone = (): Sent =>
        maybeDone && answer === 'declined' && !port.capabilities.tellsDeleted
          ? { opId, outcome: { kind: 'done' }, event: null, found: null }
          : failed(opId, { reason: 'rejected', code: 'event_gone' })
      // There an event may still be read by its id out of a bin that no calendar shows.
      const isShown = state.items.get(calendar.id)?.has(target.id) === true
      if (maybeDone && !isShown && !port.capabilities.tellsDeleted) return gone()
      const result = await port.answer(calendar.remoteId, target, answer, before, comment)
      if (result.kind === 'ok') return { opId, outcome: { kind: 'done' }, event: result.value, found: null }
      const moved = result.kind === 'failed' && result.error.reason === 'revision_moved' ? result.error.code : undefined
      // Somebody answered meanwhile, there or in another tab: theirs is the later act, and this one ends (rule 3).
      if (moved === 'answered_meanwhile') return failed(opId, { reason: 'rejected', code: moved })
      if (moved === 'event_gone' && maybeDone) return gone()
      return { opId, outcome: result, event: null, found: null }
    }
  }
}

/** As it was read a moment ago; somebody else's event may stand under our id. */
function markedBlock(
  state: PersonState,
  { calendarId, followUpId }: Extract<Effect, { kind: 'put_block' | 'remove_block' }>,
): CalendarEvent | null {
  const event = blockSeenIn(state, calendarId, followUpId)
  return event === null || event.mark === null ? null : event
}

/** The event was over before the person came, or came back. */
function isOlderThanTheirStay({ occurrences, person }: PersonState, event: EventId): boolean {
  const end = occurrences.get(event)?.seen?.end
  return end !== undefined && Date.parse(end) < Date.parse(person.createdAt)
}

function writableBeside(state: PersonState, { id, connectionId }: Calendar): RemoteCalendarId[] {
  return [...state.calendars.values()].flatMap((one) =>
    one.id !== id && one.connectionId === connectionId && takesBlocks(state, one) ? [one.remoteId] : [],
  )
}

/** How long its id has been taken by what nobody finds; null where it is not known to be. */
function takenFor({ body: { takenSince } }: Intent, now: Temporal.Instant): Temporal.Duration | null {
  return takenSince === undefined ? null : now.since(Temporal.Instant.from(takenSince))
}

interface Putting {
  maybeDone: boolean
  takenFor: Temporal.Duration | null
  block: Block | null
  /** The account's other calendars, where it may have been written, and deleted by hand, in a life that nobody remembers; null where it was not. */
  mayHaveBeen: readonly RemoteCalendarId[] | null
  /** Whether it is still to be written; if not, only what became of an earlier try is of interest. */
  isWanted: boolean
  /** The block as the calendar showed it a moment ago. */
  seen: CalendarEvent | null
  calendar: RemoteCalendarId
}

async function putBlock(
  port: CalendarPort,
  opId: string,
  effect: Extract<Effect, { kind: 'put_block' }>,
  { maybeDone, mayHaveBeen, takenFor, block, isWanted, seen, calendar }: Putting,
): Promise<Sent> {
  // Of another life of the account, whose write the provider may have forgotten: it stays as it stands (rule 2).
  if (seen !== null && !maybeDone && effect.expected === 'absent')
    return { opId, outcome: { kind: 'done' }, event: seen, found: 'stands' }
  if (block === null) return failed(opId, { reason: 'rejected', code: 'no_follow_up' })
  const takenAway: Sent = { opId, outcome: { kind: 'done' }, event: null, found: 'deleted' }
  let expected = effect.expected
  let moved = false
  let taken = takenFor !== null
  const beside = await foundIn(port, mayHaveBeen ?? [], block.id)
  if (beside.kind === 'failed') return failed(opId, beside.error)
  if (beside.value === 'deleted') return takenAway
  // The next reading of that calendar tells how it stands there.
  if (beside.value === 'there') return failed(opId, { reason: 'unreachable', code: 'elsewhere' })
  // In this one Google does not promise to notice a taken id (events.insert): what is there is read before.
  const looksFirst = maybeDone || (mayHaveBeen !== null && port.capabilities.tellsDeleted)
  if (!looksFirst) {
    const put = await port.put(calendar, block, expected)
    if (put.kind === 'ok') return { opId, outcome: { kind: 'done' }, event: put.value, found: null }
    const tellsNothing =
      put.kind === 'failed' && !['id_taken', 'revision_moved', 'forbidden', 'calendar_gone'].includes(put.error.reason)
    // An answer that never came is asked after at once: the way after a crash is the way of every day.
    if (tellsNothing || put.kind === 'unknown') return { opId, outcome: put, event: null, found: null }
    moved = put.error.reason === 'revision_moved'
    taken ||= put.error.reason === 'id_taken'
  }
  const found = await port.find(calendar, block.id)
  if (found.kind === 'failed')
    return { opId, outcome: { kind: maybeDone ? 'unknown' : 'failed', error: found.error }, event: null, found: null }
  if (moved && found.value.kind === 'absent') return contradicted(opId)
  // Closed since: what stands is taken as it stands, and nothing more is written.
  if (!isWanted && found.value.kind === 'there')
    return { opId, outcome: { kind: 'done' }, event: found.value.event, found: null }
  if (!isWanted && found.value.kind === 'absent') return failed(opId, { reason: 'rejected', code: 'closed' })
  switch (found.value.kind) {
    case 'deleted':
      return takenAway
    case 'foreign':
      return { opId, outcome: { kind: 'done' }, event: null, found: 'foreign' }
    case 'absent':
      if (effect.expected !== 'absent' && seen !== null) return contradicted(opId)
      // Where deleting leaves no trace, a block that once stood there was taken away by the person (rule 3).
      if (effect.expected !== 'absent' && !port.capabilities.tellsDeleted) return takenAway
      // What was seen a moment ago has gone since, or this answer is older: the next read tells which.
      if (seen !== null) return { opId, outcome: { kind: 'done' }, event: seen, found: null }
      // Where deleting leaves no trace, an id that stays taken by what nobody finds is what a hand leaves (rules 3 and 5).
      if (taken && !port.capabilities.tellsDeleted)
        return takenFor !== null && Temporal.Duration.compare(takenFor, ABSENCE_AGREED_AFTER) >= 0
          ? takenAway
          : takenByNothing(opId, maybeDone)
      // Never there, so the one write there can be is still to come; an update of nothing is a block the calendar forgot.
      expected = 'absent'
      break
    case 'there': {
      const { event } = found.value
      const asMeant = event.mark?.content === block.content
      const untouched = contentHash(contentOfEvent(event)) === event.mark?.content
      // As meant, of another life, or with a hand's traces: all are for the core to take as they stand.
      if (asMeant || !untouched || (mayHaveBeen !== null && !maybeDone))
        return { opId, outcome: { kind: 'done' }, event, found: null }
      expected = event.revision
    }
  }
  const again = await port.put(calendar, block, expected)
  if (again.kind !== 'ok') return { opId, outcome: again, event: null, found: null }
  if (found.value.kind === 'absent' && !port.capabilities.tellsDeleted) {
    // It may have been told of a block that was made before, and is gone: this answer alone does not say that it stands.
    const shown = await port.find(calendar, block.id)
    if (shown.kind === 'ok' && shown.value.kind === 'absent') return takenByNothing(opId, true)
  }
  return { opId, outcome: { kind: 'done' }, event: again.value, found: null }
}

/** An id is taken in one calendar, and what was there before may not have been read yet: the first of them that knows it says what became of it. */
async function foundIn(
  port: CalendarPort,
  calendars: readonly RemoteCalendarId[],
  id: BlockId,
): Promise<Read<'there' | 'deleted' | 'nowhere'>> {
  for (const calendar of calendars) {
    const found = await port.find(calendar, id)
    if (found.kind === 'failed' && found.error.reason !== 'forbidden') return found
    if (found.kind === 'ok' && (found.value.kind === 'there' || found.value.kind === 'deleted'))
      return { kind: 'ok', value: found.value.kind }
  }
  return { kind: 'ok', value: 'nowhere' }
}

async function removeBlock(
  port: CalendarPort,
  opId: string,
  effect: Extract<Effect, { kind: 'remove_block' }>,
  { maybeDone, seen, calendar }: Pick<Putting, 'maybeDone' | 'seen' | 'calendar'>,
): Promise<Sent> {
  let moved = false
  let notFound = false
  if (!maybeDone && effect.expected !== null) {
    const removed = await port.remove(calendar, effect.followUpId, effect.expected)
    moved = removed.kind === 'failed' && removed.error.reason === 'revision_moved'
    // Not found by its name is no proof that it is gone (provider-facts A7): it is looked for by its mark.
    notFound = removed.kind === 'ok' && removed.value === 'not_found'
    if (!notFound && !moved) return plain(opId, removed)
  }
  const found = await port.find(calendar, effect.followUpId)
  // Where nobody lets it look it stays on record as it was, and is asked for again now and then.
  if (found.kind === 'failed') {
    const kind = found.error.reason === 'forbidden' ? 'failed' : 'unknown'
    return { opId, outcome: { kind, error: found.error }, event: null, found: null }
  }
  if (moved && found.value.kind === 'absent') return contradicted(opId)
  // A search that finds nothing may have been cut short: what was read a moment ago is asked for by its own id, unless that has just been tried.
  const seenBefore = found.value.kind === 'absent' && !notFound ? seen : null
  const event = found.value.kind === 'there' ? found.value.event : seenBefore
  if (event === null) return { opId, outcome: { kind: 'done' }, event: null, found: null }
  // A hand has been on it meanwhile: it is the person's now (rules 1 and 3).
  if (contentHash(contentOfEvent(event)) !== event.mark?.content) {
    return { opId, outcome: { kind: 'failed', error: { reason: 'rejected', code: 'touched' } }, event, found: null }
  }
  const removed = await port.remove(calendar, effect.followUpId, event.revision)
  return removed.kind === 'ok' && removed.value === 'not_found' ? contradicted(opId) : plain(opId, removed)
}

/** Whether it was made and taken away or is not shown yet tells a later look, without another write. */
function takenByNothing(opId: string, maybeDone: boolean): Sent {
  const error: ProviderError = { reason: 'id_taken' }
  return { opId, outcome: { kind: maybeDone ? 'unknown' : 'failed', error }, event: null, found: null }
}

/** Seen or refused a moment ago, and not found now: one of the two answers is wrong, so it is asked again after a while. */
function contradicted(opId: string): Sent {
  return {
    opId,
    outcome: { kind: 'unknown', error: { reason: 'unreachable', code: 'moved_and_absent' } },
    event: null,
    found: null,
  }
}

function plain(opId: string, result: Outcome<unknown>): Sent {
  return { opId, outcome: result.kind === 'ok' ? { kind: 'done' } : result, event: null, found: null }
}

function failed(opId: string, error: ProviderError): Sent {
  return { opId, outcome: { kind: 'failed', error }, event: null, found: null }
}
