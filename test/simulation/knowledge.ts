/**
 * What Aforo knows, as rules 5 and 9 judge it after every step: what stands in a calendar is not forgotten, whoever is there is woken, and what is due is
 * not hours away.
 */
import { whenDue } from '../../src/cycle/outbox.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import { windowAt } from '../../src/cycle/window.ts'
import { partOn } from '../sandbox/microsoft/event-view.ts'
import type { Breach } from './breach.ts'
import type { Write } from './rules/seen.ts'
import type { Town } from './town.ts'
import { type Townsperson, withId } from './townsfolk.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A quarter of an hour after what is due, and a clock that is ten minutes off. */
const LATEST_ALARM_MS = 30 * MINUTE

type Wrong = Pick<Breach, 'rule' | 'what'> & { person: Townsperson | null }

export class Knowledge {
  readonly #town: Town
  readonly #people: readonly Townsperson[]
  readonly #stateOf: (person: Townsperson) => Promise<PersonState | null>
  /** When an event that was deleted stood again. */
  readonly #backAt = new Map<string, number>()

  constructor(
    town: Town,
    people: readonly Townsperson[],
    stateOf: (person: Townsperson) => Promise<PersonState | null>,
  ) {
    this.#town = town
    this.#people = people
    this.#stateOf = stateOf
  }

  /** To be called once, before anything happens. */
  async begin(): Promise<void> {
    await this.#town.database.client.executeMultiple(WATCH_ITEMS)
  }

  sees({ before, after, eventId, at }: Write): void {
    if (before?.cancelled === true && !after.cancelled) this.#backAt.set(eventId, at)
  }

  /**
   * Of those whose objects were at work since this was asked last.
   * @param endedWell ids of people whose last cycle came to its end
   * @returns what is wrong, and who is there
   */
  async judge(endedWell: ReadonlySet<string>): Promise<{ wrong: Wrong[]; present: Townsperson[] }> {
    const woken = this.#town.takeWoken()
    const wrong: Wrong[] = []
    const present: Townsperson[] = []
    if (woken.size === 0) return { wrong, present }
    const { client } = this.#town.database
    const [takenOut, people] = await client.batch([TAKEN_OUT, WAKING, 'delete from taken_out'])
    for (const { person, provider, calendar, event } of takenOut?.rows ?? []) {
      const item = { provider: String(provider), calendar: String(calendar), event: String(event) }
      // Deleted and back again within the minute that a read may be behind, it is known again with the next.
      const isBack = (this.#backAt.get(item.event) ?? Number.NEGATIVE_INFINITY) > this.#town.timeline.now() - MINUTE
      const what = `${item.event.slice(0, 60)} stands in the calendar and is no longer known`
      if (this.#stands(item) && !isBack) wrong.push({ rule: 5, what, person: withId(this.#people, person) })
    }
    for (const { id, wake_by, due, living } of people?.rows ?? []) {
      const person = withId(this.#people, id)
      if (person === null || !woken.has(String(id))) continue
      present.push(person)
      const { alarmAt } = this.#town.object(String(id))
      // Whoever's accounts all wait for them has nothing to be woken for.
      if (wake_by === null && alarmAt === null && Number(living) > 0)
        wrong.push({ rule: 9, what: 'neither an alarm nor the sweep will wake them', person })
      if (alarmAt === null || due === null || !endedWell.has(String(id))) continue
      for (const what of await this.#late(person, alarmAt, Date.parse(String(due))))
        wrong.push({ rule: 9, what, person })
    }
    // Whose object was only looked at was not at work.
    this.#town.takeWoken()
    return { wrong, present }
  }

  /** What a crash left undone is the sweep's; a cycle that came to its end has seen to it that the next one comes in time. */
  async #late(person: Townsperson, alarmAt: number, due: number): Promise<string[]> {
    const latest = (at: number) => Math.max(at, this.#town.timeline.now()) + LATEST_ALARM_MS
    if (alarmAt <= latest(due)) return []
    const state = await this.#stateOf(person)
    if (state === null) return []
    return [...state.outbox.values()].flatMap((intent) => {
      const at = whenDue(state, intent)
      const isLate = at !== null && alarmAt > latest(at.epochMilliseconds)
      return isLate ? [`${intent.opId} is due and its alarm is hours away`] : []
    })
  }

  #stands({ provider, calendar, event }: { provider: string; calendar: string; event: string }): boolean {
    const since = windowAt(this.#town.now()).start.epochMilliseconds + DAY
    if (provider === 'google') {
      const stored = this.#town.google.calendar(calendar)?.events.get(event)
      const isOver = stored !== undefined && stored.event.recurrence == null && stored.endMs < since
      return stored !== undefined && stored.event.status !== 'cancelled' && !isOver
    }
    const found = this.#town.microsoft.locate([...this.#town.microsoft.state.calendars.values()], event)
    if (found === null || found.item.deletedAt !== null) return false
    const part = found.date === null ? found.item.data : partOn(found.item, found.date)?.data
    return part !== undefined && Date.parse(`${part.end.dateTime}Z`) > since
  }
}

/** Of every event that Aforo forgets the database keeps a line, while its calendar is still one of the person's. */
const WATCH_ITEMS = `
  create table taken_out (person text, calendar text, event text);
  create trigger forgetting after delete on items begin
    insert into taken_out values (old.person_id, old.calendar_id, old.remote_id);
  end;`
const TAKEN_OUT = `
  select f.person, k.provider, c.remote_id as calendar, f.event from taken_out f
  join calendars c on c.person_id = f.person and c.id = f.calendar join connections k on k.id = c.connection_id
  where not exists (select 1 from items i where i.person_id = f.person and i.calendar_id = f.calendar and i.remote_id = f.event)`

/** Of everybody when the sweep will miss them, what is due first, and how many accounts can be asked. */
const WAKING = `
  select p.id, p.wake_by, (select min(due_at) from outbox o where o.person_id = p.id) as due,
    (select count(*) from connections k where k.person_id = p.id and k.state->>'status' = 'ok') as living
  from people p`
