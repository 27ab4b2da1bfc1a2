/** What happens to simulated people: invitations and meetings that come, and what the people do about them and about Aforo's blocks. */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId, EventId } from '../../src/calendar/event.ts'
import type { Command } from '../../src/cycle/commands.ts'
import { knownAt } from '../../src/cycle/known.ts'
import { undoOf } from '../../src/cycle/undo.ts'
import { openDatabase } from '../../src/db/locate.ts'
import { loadPerson } from '../../src/db/person.ts'
import { loadActivityPage } from '../../src/db/reads.ts'
import { aMeeting, anInvitation, type EventSketch, googleEvent } from '../builders/an-event.ts'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import type { Chance } from './chance.ts'
import { handsOf } from './hands.ts'
import type { SimulatedPerson, SimulationContext } from './person.ts'

const HOUR = 3_600_000
const TITLES = [
  'Networking CANACO: noche de negocios',
  'Desayuno de referidos, capítulo Norte',
  'Founders meetup: open networking',
  'Ronda de negocios COPARMEX',
  'After office de agencias y consultores',
]

export type What =
  | { kind: 'answer_in_calendar'; title: string; response: 'accepted' | 'declined' | 'tentative' }
  | { kind: 'answer_in_aforo'; title: string; answer: 'accepted' | 'declined' }
  | { kind: 'attendance'; title: string; attendance: 'attended' | 'missed' }
  | { kind: 'hand_on_block'; how: 'move' | 'edit' | 'delete' | 'colour' }
  | { kind: 'meeting_arrives'; start: number }
  | { kind: 'organiser'; title: string; how: 'move' | 'cancel' }
  | { kind: 'decide'; title: string; decision: 'attend' | 'skip' }
  | { kind: 'cap'; minutes: number }
  | { kind: 'undo' }

/** Lays one week's invitations and meetings down and says what the person will do, when. */
export function layWeek(
  world: GoogleWorld,
  person: SimulatedPerson,
  monday: number,
  chance: Chance,
): { at: number; person: SimulatedPerson; what: What }[] {
  const acts: { at: number; person: SimulatedPerson; what: What }[] = []
  const later = (at: number, what: What) => acts.push({ at, person, what })
  for (let n = 0; n < 10; n++) {
    const start = monday + (chance.below(5) * 24 + 9 + chance.below(8)) * HOUR
    plant(world, person, aMeeting({ title: `Junta ${n}`, start: local(start), minutes: 60, zone: 'UTC' }))
  }
  for (let n = 0; n < 4; n++) {
    const start = monday + (chance.below(5) * 24 + chance.pick([8, 13, 18, 19])) * HOUR
    const title = `${chance.pick(TITLES)} ${new Date(start).toISOString().slice(0, 13)} ${n}`
    plant(world, person, anInvitation({ title, start: local(start), minutes: 90, zone: 'UTC' }))
    const before = Math.max(monday + HOUR, start - (1 + chance.below(40)) * HOUR)
    if (chance.hits(0.5))
      later(before, {
        kind: 'answer_in_calendar',
        title,
        response: chance.pick(['accepted', 'accepted', 'declined', 'tentative']),
      })
    if (chance.hits(0.3))
      later(before + HOUR / 2, { kind: 'answer_in_aforo', title, answer: chance.pick(['accepted', 'declined']) })
    if (chance.hits(0.2)) later(before, { kind: 'decide', title, decision: chance.pick(['attend', 'skip']) })
    if (chance.hits(0.1)) later(before + HOUR, { kind: 'organiser', title, how: chance.pick(['move', 'cancel']) })
    const after = start + (2 + chance.below(20)) * HOUR
    if (chance.hits(0.4)) later(after, { kind: 'attendance', title, attendance: chance.pick(['attended', 'missed']) })
    if (chance.hits(0.1)) later(after + HOUR, { kind: 'attendance', title, attendance: 'attended' })
    if (chance.hits(0.4))
      later(after + HOUR / 2, { kind: 'hand_on_block', how: chance.pick(['move', 'edit', 'delete', 'colour']) })
    if (chance.hits(0.3)) later(after, { kind: 'meeting_arrives', start: after + (2 + chance.below(24)) * HOUR })
  }
  if (chance.hits(0.5)) later(monday + (26 + chance.below(80)) * HOUR, { kind: 'undo' })
  if (chance.hits(0.2)) later(monday + 30 * HOUR, { kind: 'cap', minutes: chance.pick([0, 120, 360, 900]) })
  return acts
}

/** Does it, and tells Aforo the way Google would: seconds later, or not at all. */
export async function act(context: SimulationContext, person: SimulatedPerson, what: What): Promise<void> {
  const { world, chance } = context
  const calendar = person.email
  const stored = (title: string) =>
    [...(world.calendar(calendar)?.events.values() ?? [])].find(({ event }) => event.summary === title)
  switch (what.kind) {
    case 'answer_in_aforo':
      return tell(context, person, what.title, (event, eventId) => {
        context.answers.push({ at: context.now(), eventId, answer: what.answer })
        return { kind: 'answer', event, answer: what.answer }
      })
    case 'attendance':
      return tell(context, person, what.title, (event) => ({ kind: 'attendance', event, attendance: what.attendance }))
    case 'decide':
      return tell(context, person, what.title, (event, eventId) => {
        if (what.decision === 'skip') context.uncharged.add(eventId)
        return { kind: 'decide', event, decision: what.decision }
      })
    case 'undo':
      return undoLatest(context, person)
    case 'cap': {
      const change = { weeklyCapMinutes: what.minutes }
      await person.wake({ kind: 'clock' }, [{ kind: 'settings', change }])
      return
    }
    case 'answer_in_calendar': {
      const found = stored(what.title)
      if (found?.event.id != null && found.event.status !== 'cancelled')
        world.hands.rsvp(calendar, found.event.id, what.response)
      break
    }
    case 'organiser': {
      const found = stored(what.title)
      if (found?.event.id == null || found.event.status === 'cancelled') break
      if (what.how === 'cancel') world.hands.delete(calendar, found.event.id, 'organiser')
      else
        world.hands.reschedule(
          calendar,
          found.event.id,
          { dateTime: new Date(found.startMs + 24 * HOUR).toISOString(), timeZone: 'UTC' },
          null,
          'organiser',
        )
      break
    }
    case 'meeting_arrives':
      plant(world, person, aMeeting({ title: 'Junta que cayó', start: local(what.start), minutes: 60, zone: 'UTC' }))
      break
    case 'hand_on_block': {
      const hands = handsOf(world, person.email)
      const mine = hands.blocks()
      if (mine.length === 0) break
      const { id, start } = chance.pick(mine).event
      if (what.how === 'delete') hands.delete(id)
      else if (what.how === 'edit') hands.retitle(id, 'Escribir a Bruno')
      else if (what.how === 'colour') hands.recolour(id)
      else if (typeof start === 'number') hands.move(id, start + HOUR)
      break
    }
  }
  if (chance.hits(context.faults)) return
  await person.wake({ kind: 'notified', calendars: await calendarsOf(context, person) })
}

/** A command about the event of that title, as a page or link would send it; nothing when Aforo does not show it. */
async function tell(
  context: SimulationContext,
  person: SimulatedPerson,
  title: string,
  command: (event: EventId, remoteId: string) => Command,
): Promise<void> {
  const now = Temporal.Instant.fromEpochMilliseconds(context.now())
  const state = await loadPerson(openDatabase(context.config.database), person.id, now)
  const event = state === null ? undefined : knownAt(state, now).events.find((one) => one.title === title)
  if (event !== undefined) await person.wake({ kind: 'clock' }, [command(event.id, event.target.id)])
}

/** Takes back the latest answer that Aforo gave of its own accord, if it can be. */
async function undoLatest(context: SimulationContext, person: SimulatedPerson): Promise<void> {
  const now = Temporal.Instant.fromEpochMilliseconds(context.now())
  const db = openDatabase(context.config.database)
  const [state, latest] = await Promise.all([loadPerson(db, person.id, now), loadActivityPage(db, person.id, null, 20)])
  const activity = latest.find(({ detail, undoneAt }) => detail.by === 'aforo' && undoneAt === null)
  if (state === null || activity === undefined) return
  const undo = undoOf(state, knownAt(state, now), activity, now)
  if (undo.kind === 'impossible') return
  context.answers.push({ at: context.now(), eventId: undo.event.target.id, answer: undo.answer })
  await person.wake({ kind: 'clock' }, [{ kind: 'undo', activity }])
}

async function calendarsOf(context: SimulationContext, person: SimulatedPerson): Promise<ReadonlySet<CalendarId>> {
  const now = Temporal.Instant.fromEpochMilliseconds(context.now())
  const state = await loadPerson(openDatabase(context.config.database), person.id, now)
  return new Set(state?.calendars.keys() ?? [])
}

function plant(world: GoogleWorld, person: SimulatedPerson, sketch: EventSketch): void {
  world.hands.insert(person.email, googleEvent(sketch, person.email), sketch.organiser === null ? 'human' : 'organiser')
}

/** As sketches spell a time, in UTC. */
function local(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
