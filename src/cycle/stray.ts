/**
 * Blocks of ours that stand in a calendar and that nobody here remembers: the person erased everything and signed up again, perhaps with another
 * account first. Their ids are derived, so they are known again; they are taken over as they stand, and nothing is written (design.md, rule 2).
 */
import type { Temporal } from 'temporal-polyfill'
import type { BlockId, EventId } from '../calendar/event.ts'
import { blockIdOf } from '../calendar/marks.ts'
import { instantOf } from '../calendar/occurrences.ts'
import { isTouched } from '../followups/touched.ts'
import { isBefore } from '../time/instant.ts'
import { minutesOf } from '../time/interval.ts'
import { deadlineOf, isWindowOpen } from './free-time.ts'
import type { Known, SeenBlock } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import type { FollowUp, FollowUpBody, PersonState } from './state.ts'

/** As often as somebody may have said "no fui" and then "fui" of one event. */
const GENERATIONS = 16

export interface Stray extends SeenBlock {
  id: BlockId
  generation: number
}

/** The latest of the event's blocks that is seen, of whichever of the person's accounts. */
export function strayBlock(state: PersonState, known: Known, event: EventId): Stray | null {
  // Most often none is, and nothing has to be derived.
  if ([...known.blocks.keys()].every((id) => isHeld(state.followUps.get(id)))) return null
  for (let generation = GENERATIONS - 1; generation >= 0; generation--) {
    for (const { subject } of state.connections.values()) {
      const id = blockIdOf(subject, event, 'follow-up', generation)
      const seen = known.blocks.get(id)
      // Somebody else's event may stand under our id, and of a calendar that is gone nothing is known.
      if (seen === undefined || seen.event.mark === null || state.calendars.get(seen.calendarId)?.sync.gone !== false)
        continue
      return { ...seen, id, generation }
    }
  }
  return null
}

function isHeld(followUp: FollowUp | undefined): boolean {
  return followUp !== undefined && followUp.body.state !== 'removed' && followUp.body.state !== 'refused'
}

/**
 * As a follow-up that is yet to be taken `asItStands`; null for one that is over, of an event that nothing is booked for any more: it would be owed.
 * @param about.minutes what a new one would take: of one that a hand has stretched nobody knows the length
 */
export function strayFollowUp(
  state: PersonState,
  event: KnownEvent,
  stray: Stray,
  about: { about: string; minutes: number; back: Temporal.Instant; now: Temporal.Instant },
): FollowUp | null {
  const { timeZone } = state.person.settings
  const slot = { start: instantOf(stray.event.start, timeZone), end: instantOf(stray.event.end, timeZone) }
  if (!isBefore(about.now, slot.end) && !isWindowOpen(state, about.back, about.now)) return null
  const deadline = deadlineOf(state, about.back, about.now)
  const untouched = !isTouched(stray.event)
  return newFollowUp(stray.id, event, {
    generation: stray.generation,
    about: about.about,
    calendarId: stray.calendarId,
    start: slot.start.toString(),
    end: slot.end.toString(),
    minutes: untouched ? minutesOf(slot) : about.minutes,
    late: untouched && deadline !== null && isBefore(deadline, slot.end),
  })
}

export function newFollowUp(
  id: BlockId,
  event: KnownEvent,
  given: Pick<FollowUpBody, 'generation' | 'about' | 'calendarId' | 'start' | 'end' | 'minutes' | 'late' | 'people'>,
): FollowUp {
  return {
    id,
    eventId: event.id,
    body: {
      state: 'booking',
      ...given,
      title: event.title,
      content: null,
      revision: null,
      crowded: false,
      refusedAt: null,
      closedAt: null,
      nextStep: null,
      nextStepOn: null,
    },
  }
}
