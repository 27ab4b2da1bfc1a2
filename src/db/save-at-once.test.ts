import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSingle } from '../../test/builders/calendar-event.ts'
import { aState, READ_AT } from '../../test/builders/state.ts'
import { type Libsql, startLibsql } from '../../test/sandbox/libsql.ts'
import type { CalendarId } from '../calendar/event.ts'
import { type Difference, difference } from '../cycle/difference.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import { createPerson } from './accounts.ts'
import { openDatabase } from './locate.ts'
import { migrateDatabase } from './migrate.ts'
import { loadPerson, savePerson } from './person.ts'
import * as t from './schema.ts'

const NOW = Temporal.Instant.from(READ_AT)
const PEOPLE = 12
const EVENTS = 60
const SAVES = 4
const SLOW_MACHINE_MS = 60_000

let libsql: Libsql
const folder = mkdtempSync(join(tmpdir(), 'aforo-save-'))
beforeAll(async () => {
  libsql = await startLibsql({ folder })
  await migrateDatabase({ url: libsql.url })
}, SLOW_MACHINE_MS)
afterAll(async () => {
  await libsql.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = () => openDatabase({ url: libsql.url, authToken: undefined })

async function signedUp(id: string): Promise<void> {
  const rows = {
    person: { id, name: id, settings: DEFAULT_SETTINGS },
    connection: {
      id: `google of ${id}`,
      provider: 'google' as const,
      subject: id,
      email: null,
      emailVerified: false,
      scopes: '',
      grant: 'sealed',
      state: { status: 'ok' as const, since: null, listAt: null },
    },
    session: { hash: `session of ${id}`, signedInAt: READ_AT, expiresAt: '2027-04-01T00:00:00Z' },
  }
  expect(await createPerson(open(), rows, 'anyone', READ_AT)).toEqual({ kind: 'created' })
}

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
    for (const id of ids) await signedUp(id)
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
