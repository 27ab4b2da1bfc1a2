/** What Google alone does: the port's own suite says the rest. */

import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BlockId, Cursor, RemoteCalendarId, RemoteEventId } from '../../src/calendar/event.ts'
import type { CalendarPort, Changes } from '../../src/calendar/port.ts'
import { respiteOf } from '../../src/person/respite.ts'
import { googlePort } from '../../src/providers/google/calendar.ts'
import { aStorage } from '../builders/a-storage.ts'
import { anInvitation, googleEvent } from '../builders/an-event.ts'
import { type GoogleSandbox, startGoogleSandbox } from '../sandbox/google/server.ts'
import { DEFAULT_SWITCHES } from '../sandbox/google/switches.ts'

const EMAIL = 'mariana@cenit.example'
const CALENDAR = EMAIL as RemoteCalendarId
const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
const SINCE = NOW.subtract({ hours: 5 * 7 * 24 })

let google: GoogleSandbox
let port: CalendarPort

beforeAll(async () => {
  google = await startGoogleSandbox({ seedLife: false, now: () => NOW.epochMilliseconds })
})
afterAll(() => google.close())

beforeEach(() => {
  const { world } = google
  world.faults.clear()
  world.switches = { ...DEFAULT_SWITCHES }
  world.dropCalendar(CALENDAR)
  world.createAccount(EMAIL, 'Mariana', 'America/Mexico_City')
  world.putCalendar({ id: EMAIL, owner: EMAIL, summary: 'Trabajo', timeZone: 'America/Mexico_City', primary: true })
  world.share(EMAIL, EMAIL, 'owner', { primary: true, selected: true })
  const { accessToken: value } = world.grants.issue(EMAIL)
  port = googlePort({
    apiUrl: google.url,
    ownAddresses: new Set([EMAIL]),
    access: async () => ({ kind: 'ok', value }),
    meter: { requests: 0 },
    respite: respiteOf(aStorage(), 'google', () => NOW),
    now: () => NOW,
  })
})

async function changes(cursor: Cursor | null): Promise<Changes> {
  const read = await port.changes(CALENDAR, cursor, SINCE)
  if (read.kind === 'failed') throw new Error(read.error.reason)
  return read.value
}

test('a quota that is used up is a wait, though it is told as a refusal', async () => {
  google.world.faults.add({ kind: 'status', status: 403, reason: 'rateLimitExceeded' })
  const read = await port.changes(CALENDAR, null, SINCE)
  expect(read).toMatchObject({ kind: 'failed', error: { reason: 'throttled' } })
})

test.each([
  ['insufficientPermissions', { reason: 'forbidden', ofAccount: true }],
  ['forbidden', { reason: 'forbidden' }],
  ['accessNotConfigured', { reason: 'unreachable' }],
])(
  'a 403 for %s says whether it is the grant that lacks something, this calendar that is closed, or a project that is not set up',
  async (reason, error) => {
    google.world.faults.add({ kind: 'status', status: 403, reason })
    expect(await port.changes(CALENDAR, null, SINCE)).toEqual({ kind: 'failed', error: { ...error, code: reason } })
  },
)

test('a token that Google cannot read any more is asked for anew; a whole read that is refused stays refused', async () => {
  const { cursor } = await changes(null)
  google.world.switches.deadSyncToken = 'invalid'
  google.world.faults.add({ kind: 'expire-sync-tokens' })
  expect(await port.changes(CALENDAR, cursor, SINCE)).toEqual({
    kind: 'failed',
    error: { reason: 'cursor_expired', code: 'invalid' },
  })
  google.world.faults.add({ kind: 'status', status: 400, reason: 'invalid' })
  expect(await port.changes(CALENDAR, null, SINCE)).toMatchObject({ kind: 'failed', error: { reason: 'rejected' } })
})

test('a series that ended long ago is over when it is touched, and deleted when it is deleted', async () => {
  const { hands } = google.world
  const sketch = anInvitation({ start: '2026-08-04 19:00', recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20260901T060000Z'] })
  const id = hands.insert(EMAIL, googleEvent(sketch, EMAIL), 'organiser').event.id as RemoteEventId
  const moved = `${id}_20260826T010000Z`
  hands.reschedule(EMAIL, moved, { dateTime: '2026-12-01T19:00:00-06:00' }, null, 'organiser')
  const first = await changes(null)
  expect(first).toMatchObject({ events: [{ id: moved }], over: [id], removed: [] })
  hands.patch(EMAIL, id, { summary: 'Networking CANACO (terminado)' }, 'organiser')
  const touched = await changes(first.cursor)
  expect(touched).toMatchObject({ over: [id], removed: [] })
  hands.delete(EMAIL, id, 'organiser')
  expect((await changes(touched.cursor)).removed).toEqual([id])
})

test('guests are the others who did not decline: no room, never the person, and a hundred at most', async () => {
  const guest = (n: number) => ({ email: `Invitada${n}@Empresa.example`, displayName: `Invitada ${n}` })
  const attendees = [
    { email: EMAIL, responseStatus: 'needsAction' },
    { email: 'sala@resource.calendar.google.com', resource: true },
    { email: 'no.va@empresa.example', responseStatus: 'declined' },
    { email: 'sin.nombre@empresa.example' },
    ...Array.from({ length: 120 }, (_, n) => guest(n)),
  ]
  google.world.hands.insert(EMAIL, googleEvent(anInvitation({ google: { attendees } }), EMAIL), 'organiser')
  const read = await port.changes(CALENDAR, null, SINCE)
  const [event] = read.kind === 'ok' ? read.value.events : []
  expect(event?.guests.length).toBe(100)
  expect(event?.guests.slice(0, 2)).toEqual([
    { name: null, email: 'sin.nombre@empresa.example' },
    { name: 'Invitada 0', email: 'invitada0@empresa.example' },
  ])
  expect(event?.attendeeCount).toBe(124)
})

test('a block that is somebody else’s event under this id is found foreign', async () => {
  google.world.hands.plant(EMAIL, { ...googleEvent(anInvitation(), EMAIL), id: 'aforoblock0001' }, 'organiser')
  expect(await port.find(CALENDAR, 'aforoblock0001' as BlockId)).toMatchObject({
    kind: 'ok',
    value: { kind: 'foreign' },
  })
})

test('whose it is cannot be told of an event that shows no more than its time; it is not found foreign', async () => {
  google.world.createAccount('jefa@cenit.example', 'Jefa', 'America/Mexico_City')
  const calendar = 'proyecto@group.calendar.google.com'
  google.world.putCalendar({ id: calendar, owner: 'jefa@cenit.example', summary: 'Proyecto', timeZone: 'UTC' })
  for (const role of ['reader', 'writerWithoutPrivateAccess'] as const) {
    google.world.share(EMAIL, calendar, role)
    const calendars = await port.calendars()
    expect(calendars).toMatchObject({ value: [{ role: 'owner' }, { role: 'reader' }] })
    const secret = { ...googleEvent(anInvitation(), EMAIL), id: `aforo${role.toLowerCase().replace(/[w-z]/g, '0')}` }
    google.world.hands.plant(calendar, { ...secret, visibility: 'private' }, 'human')
    expect(await port.find(calendar as RemoteCalendarId, secret.id as BlockId)).toEqual({
      kind: 'failed',
      error: { reason: 'forbidden', code: 'withheld' },
    })
  }
})
