import { eq } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { openServer, signedUp } from '../../test/builders/a-server.ts'
import { aSingle } from '../../test/builders/calendar-event.ts'
import { aState, READ_AT } from '../../test/builders/state.ts'
import type { CalendarId } from '../calendar/event.ts'
import { type Difference, difference } from '../cycle/difference.ts'
import { loadPerson, savePerson } from './person.ts'
import * as t from './schema.ts'

const NOW = Temporal.Instant.from(READ_AT)
const PEOPLE = 12
const EVENTS = 60
const SAVES = 4
const SLOW_MACHINE_MS = 60_000

const { open } = openServer('save')

/** What a first read of a calendar changes, and what a later one of the same events does. */
function readOf(id: string, round: number): Difference {
  const event = (n: number) => aSingle({ id: `${n} of ${id}`, title: `Junta ${n}, versión ${round}` })
  const connection = { id: `google of ${id}` }
  const events = Array.from({ length: EVENTS }, (_, n) => event(n))
  const after = aState({ events, connection, calendar: { id: `work of ${id}` as CalendarId } })
  return difference({ ...after, calendars: new Map(), items: new Map() }, after, [])
}

test(
  'a dozen people whose cycles end at one moment are all saved: none is refused for the others',
  async () => {
    const ids = Array.from({ length: PEOPLE }, (_, n) => `person-${n}`)
    for (const id of ids) await signedUp(open(), id)
    const reads = ids.map((id) => ({ id, rounds: Array.from({ length: SAVES }, (_, round) => readOf(id, round)) }))
    await Promise.all(
      reads.map(async ({ id, rounds }) => {
        for (const [epoch, changed] of rounds.entries()) await savePerson(open(), id, epoch, changed, NOW)
      }),
    )
    for (const id of ids) {
      const saved = await loadPerson(open(), id, NOW)
      expect(saved?.person.epoch).toBe(SAVES)
      const [items] = saved?.items.values() ?? []
      expect(items?.size).toBe(EVENTS)
    }
  },
  SLOW_MACHINE_MS,
)

test(
  'of somebody who is not there nothing is written, whatever is first in the batch',
  async () => {
    await expect(savePerson(open(), 'nobody', 0, readOf('nobody', 0), NOW)).rejects.toThrow()
    const [calendars, items] = await open().batch([
      open().select().from(t.calendars).where(eq(t.calendars.personId, 'nobody')),
      open().select().from(t.items).where(eq(t.items.personId, 'nobody')),
    ])
    expect([...calendars, ...items]).toEqual([])
  },
  SLOW_MACHINE_MS,
)
