import { eq, sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { openServer, signedUp } from '../../test/builders/a-server.ts'
import { aSingle } from '../../test/builders/calendar-event.ts'
import { aState, READ_AT } from '../../test/builders/state.ts'
import type { CalendarId, EventId } from '../calendar/event.ts'
import { difference } from '../cycle/difference.ts'
import { NOTHING_SAID } from '../cycle/known.ts'
import { MOST_TABLE_BYTES } from '../cycle/ledger.ts'
import type { Item, PersonState } from '../cycle/state.ts'
import { bytesOf, MOST_CALENDAR_BYTES, MOST_ITEM_BYTES } from '../cycle/stored-item.ts'
import { MOST_TOLD } from '../cycle/told.ts'
import { deleteConnection, deletePerson, markErasing } from './erase.ts'
import { loadLeaving, loadPerson, savePerson } from './person.ts'
import * as t from './schema.ts'

const NOW = Temporal.Instant.from(READ_AT)
const SLOW_MACHINE_MS = 120_000

const { open } = openServer('large')

/** Rows that fill `bytes` as nearly as may be, in letters that take two bytes each. */
function filling<K extends string, V>(bytes: number, row: (key: K, text: string) => V): Map<K, V> {
  const text = 'ñ"'.repeat(1_000)
  const size = Buffer.byteLength(JSON.stringify(row('k00000' as K, text))) + 10
  const rows = Array.from({ length: Math.floor(bytes / size) }, (_, n) => {
    const key = `k${String(n).padStart(5, '0')}` as K
    return [key, row(key, text)] as const
  })
  return new Map(rows)
}

function asLargeAsCanBe(id: string): PersonState {
  const state = aState({ connection: { id: `google of ${id}` } })
  const [calendar] = [...state.calendars.values()]
  if (calendar === undefined) throw new Error('no calendar')
  const calendars = ['a', 'b'].map((name) => ({
    ...calendar,
    id: `${name} of ${id}` as CalendarId,
    remoteId: name as typeof calendar.remoteId,
  }))
  const { items } = aState({
    events: Array.from({ length: 1_120 }, (_, n) => aSingle({ id: `e${n}`, uid: 'ñ'.repeat(1_500), title: 'Junta' })),
  })
  const [own] = [...items.values()]
  const bytes = bytesOf(own?.values() ?? [])
  expect(bytes).toBeLessThanOrEqual(MOST_CALENDAR_BYTES)
  expect(bytes).toBeGreaterThan(0.9 * MOST_CALENDAR_BYTES)
  expect(2 * bytes).toBeLessThanOrEqual(MOST_ITEM_BYTES)
  const itemsOf = (calendarId: CalendarId) =>
    new Map([...(own ?? [])].map(([key, item]): [typeof key, Item] => [key, { ...item, calendarId }]))
  const seen = { title: 'Desayuno', start: READ_AT, end: READ_AT, organiser: 'canaco.example', series: 's'.repeat(60) }
  return {
    ...state,
    calendars: new Map(calendars.map((one) => [one.id, one])),
    items: new Map(calendars.map((one) => [one.id, itemsOf(one.id)])),
    occurrences: new Map(
      Array.from({ length: MOST_TOLD.rows }, (_, n) => [`e${n}` as EventId, { ...NOTHING_SAID, told: 'skip', seen }]),
    ),
    contacts: filling(MOST_TABLE_BYTES, (key, note) => ({ id: key, body: { note } as never })),
    outcomes: filling(MOST_TABLE_BYTES, (key, note) => ({ id: key, body: { note } as never })),
  }
}

test('a person who has as much as there is room for of everything is loaded whole', {
  timeout: SLOW_MACHINE_MS,
}, async () => {
  await signedUp(open(), 'large')
  const nothing = aState({ connection: { id: 'google of large' } })
  const before = { ...nothing, calendars: new Map(), items: new Map() }
  const after = asLargeAsCanBe('large')
  await savePerson(open(), 'large', 0, difference(before, after, []), NOW)
  const loaded = await loadPerson(open(), 'large', NOW)
  expect(loaded?.person.epoch).toBe(1)
  expect(loaded?.items).toEqual(after.items)
  for (const table of ['occurrences', 'contacts', 'outcomes'] as const)
    expect(loaded?.[table].size).toBe(after[table].size)
  // It can be changed as anybody's can: what was told of old goes, and a calendar has its uses taken.
  if (loaded === null) throw new Error('nobody')
  const [calendar] = [...loaded.calendars.values()]
  if (calendar === undefined) throw new Error('no calendar')
  const changed = {
    ...loaded,
    calendars: new Map([...loaded.calendars, [calendar.id, { ...calendar, busy: false, candidates: false }]]),
    occurrences: new Map([...loaded.occurrences].slice(10)),
  }
  await savePerson(open(), 'large', 1, difference(loaded, changed, []), NOW)
  const again = await loadPerson(open(), 'large', NOW)
  expect(again?.calendars.get(calendar.id)).toMatchObject({ busy: false, candidates: false })
  expect(again?.occurrences.size).toBe(MOST_TOLD.rows - 10)
})

test('a person who is larger than can be loaded can still take leave', { timeout: SLOW_MACHINE_MS }, async () => {
  const db = open()
  await signedUp(open(), 'lost')
  const state = aState({ connection: { id: 'google of lost' } })
  const calendarId = 'work of lost' as CalendarId
  const [calendar] = [...state.calendars.values()]
  if (calendar === undefined) throw new Error('no calendar')
  const calendars = new Map([[calendarId, { ...calendar, id: calendarId }]])
  const before = { ...state, calendars: new Map(), items: new Map() }
  await savePerson(db, 'lost', 0, difference(before, { ...before, calendars }, []), NOW)
  // As an older version would have kept it.
  await db.run(sql`
    with recursive n(k) as (select 1 union all select k + 1 from n where k < 60)
    insert into items select 'lost', ${calendarId}, 'e' || k, '', '9999', null, json_object('text', hex(zeroblob(50000))) from n`)
  await expect(loadPerson(db, 'lost', NOW)).rejects.toThrow('too big')

  const leaving = await loadLeaving(db, 'lost')
  expect(leaving).toMatchObject({ erasing: false, blocks: 'keep' })
  expect([...(leaving?.state.connections.keys() ?? [])]).toEqual(['google of lost'])
  expect([...(leaving?.state.calendars.keys() ?? [])]).toEqual([calendarId])
  await markErasing(db, 'lost', 'remove', READ_AT)
  expect(await loadLeaving(db, 'lost')).toMatchObject({ erasing: true, blocks: 'remove' })
  await deleteConnection(db, 'lost', 'google of lost', [calendarId])
  expect(await db.select().from(t.items).where(eq(t.items.personId, 'lost'))).toEqual([])
  await deletePerson(db, 'lost')
  expect(await loadLeaving(db, 'lost')).toBeNull()
})
