/** How Microsoft alone is read (provider-facts B2 and B3): the port's own suite says the rest. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { WINDOWS_TO_IANA_MAP } from 'windows-iana'
import type { RemoteEventId } from '../../src/calendar/event.ts'
import { fold } from '../../src/calendar/fold.ts'
import { respiteOf } from '../../src/person/respite.ts'
import { microsoftPort } from '../../src/providers/microsoft/calendar.ts'
import { normaliseEvent } from '../../src/providers/microsoft/normalise.ts'
import { ianaOf } from '../../src/providers/microsoft/zones.ts'
import { isOver } from '../../src/providers/outside-values.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import { aStorage } from '../builders/a-storage.ts'
import { aMeeting, anInvitation } from '../builders/an-event.ts'
import { idOf } from '../sandbox/microsoft/ids.ts'
import {
  aPort,
  changes,
  knowing,
  meter,
  NOW,
  on,
  openMailbox,
  plantWeekly,
  port,
  SINCE,
  set,
  WEEKLY,
  world,
} from './microsoft-scene.ts'
import { EMAIL } from './provider-world.ts'

openMailbox()

describe('a series', () => {
  test('comes as its occurrences, each with the series’ UID and text, and its original start', async () => {
    const series = plantWeekly()
    const { events, timeZone } = await changes()
    // From the 24th of November to the end of a window of thirteen weeks and nine days.
    expect(events).toHaveLength(15)
    expect(events.find(({ id }) => id === on(series, '2026-12-01'))).toMatchObject({
      uid: 'bni-reforma@bni.example',
      form: 'exception',
      title: 'BNI Reforma',
      originalStart: { at: '2026-12-01T13:00:00Z' },
      start: { at: '2026-12-01T13:00:00Z', timeZone: 'America/Mexico_City' },
      end: { at: '2026-12-01T14:30:00Z' },
      organiser: { email: 'eventos@canaco-cdmx.example', self: false },
      invited: true,
      answer: 'none',
    })
    expect(timeZone).toBe('America/Mexico_City')
  })

  test.each(['whole', 'stub'] as const)('whose occurrence moved keeps where it was (exceptions %s)', async (form) => {
    set({ exceptionsInDelta: form })
    const series = plantWeekly()
    const { cursor } = await changes()
    const start = { dateTime: '2026-12-02T08:00:00', timeZone: 'America/Mexico_City' }
    world.sandbox.world.hands.reschedule(world.calendar, on(series, '2026-12-01'), start, null, 'organiser')
    for (const { events } of [await changes(cursor), await changes()]) {
      expect(events.find(({ id }) => id === on(series, '2026-12-01'))).toMatchObject({
        uid: 'bni-reforma@bni.example',
        title: 'BNI Reforma',
        originalStart: { at: '2026-12-01T13:00:00Z' },
        start: { at: '2026-12-02T14:00:00Z' },
      })
    }
  })

  test('whose master no round tells is fetched with its occurrences', async () => {
    set({ mastersInDelta: 'left-out' })
    const { cursor } = await changes()
    plantWeekly()
    for (const { events } of [await changes(cursor), await changes()])
      expect(
        events.filter(({ title, uid }) => title === 'BNI Reforma' && uid === 'bni-reforma@bni.example'),
      ).toHaveLength(15)
  })

  test('that reads do not know yet is waited for, and no occurrence is passed over', async () => {
    set({ mastersInDelta: 'left-out' })
    const { cursor } = await changes()
    plantWeekly()
    world.sandbox.world.faults.add({ kind: 'stale-read', count: 1, times: 2, match: { path: '/events/' } })
    expect(await port.changes(world.calendar, cursor, SINCE)).toMatchObject({ error: { reason: 'malformed' } })
    expect((await changes(cursor)).events).toHaveLength(15)
  })

  test.each([
    ['what its series calls it', { occurrenceId: 'OID.serie.2026-12-01' }],
    ['its own UID', { iCalUId: '040000008200E00074C5B7101A82E00807EA0C0100000000' }],
  ])('whose exception does not say when it would have begun tells by %s', (_, named) => {
    const zone = { originalStartTimeZone: 'Central Standard Time (Mexico)' }
    const hours = (day: string) => ({
      start: { dateTime: `${day}T13:00:00.0000000`, timeZone: 'UTC' },
      end: { dateTime: `${day}T14:30:00.0000000`, timeZone: 'UTC' },
    })
    const master = { id: 'serie', iCalUId: 'bni-reforma@bni.example', ...zone, ...hours('2026-11-24') }
    const moved = { id: 'movida', seriesMasterId: 'serie', originalStart: null, ...named, ...hours('2026-12-03') }
    const reader = { ownAddresses: new Set([EMAIL]), timeZone: 'America/Mexico_City' }
    expect(normaliseEvent(moved, master, reader)).toMatchObject({
      uid: 'bni-reforma@bni.example',
      originalStart: { at: '2026-12-01T13:00:00Z' },
      start: { at: '2026-12-03T13:00:00Z' },
    })
    const unread = { occurrenceId: 'OID.serie.2026-99-99', iCalUId: `${'040000008200E00074C5B7101A82E008'}07EAFFFF` }
    expect(normaliseEvent({ ...moved, ...unread }, master, reader)?.originalStart).toMatchObject({
      at: '2026-12-03T13:00:00Z',
    })
    const wholeDay = { isAllDay: true, end: { dateTime: '2026-12-04T00:00:00', timeZone: 'UTC' } }
    const of = normaliseEvent({ ...moved, ...wholeDay }, { ...master, ...wholeDay }, reader)
    expect(of?.originalStart).toEqual({ on: '2026-12-01' })
  })

  test('that was a single event is that event no more, and one again when it repeats no more', async () => {
    const sketch = anInvitation({ title: 'BNI Reforma', start: '2026-11-24 07:00', minutes: 90 })
    const { hands } = world.sandbox.world
    const item = hands.insert(world.calendar, outlookEvent(sketch, EMAIL), 'organiser')
    const single = world.idOf(item)
    const first = await changes()
    expect(first.events).toMatchObject([{ id: single, form: 'single' }])
    const { recurrence } = outlookEvent(sketch, EMAIL, WEEKLY)
    hands.patch(world.calendar, single, { recurrence }, 'organiser')
    const second = await changes(first.cursor)
    expect(fold(knowing(first.events), second, NOW).removed).toEqual([single])
    expect(second.events.map(({ seriesId }) => seriesId)).toEqual(second.events.map(() => single))
    hands.patch(world.calendar, single, { recurrence: null }, 'organiser')
    const third = await changes(second.cursor)
    expect(third.events).toMatchObject([{ id: single, form: 'single' }])
    expect(fold(knowing(second.events), third, NOW).removed).toHaveLength(second.events.length)
  })

  test('that is gone while a whole round still tells of an occurrence keeps nothing else from being read', async () => {
    world.plant(anInvitation({ title: 'Junta' }))
    const { start = null, end = null } = outlookEvent(anInvitation(), EMAIL)
    const series = plantWeekly()
    world.drop(world.idOf(series))
    const orphan = { id: on(series, '2026-12-01'), type: 'occurrence', seriesMasterId: world.idOf(series), start, end }
    world.sandbox.world.hands.raw(world.calendar, orphan)
    expect((await changes()).events.map(({ title }) => title)).toEqual(['Junta'])
  })

  test.each(['told', 'left-out'] as const)(
    'that loses one occurrence is told with all it has left, the lost one %s',
    async (goneOccurrences) => {
      set({ goneOccurrences })
      const series = plantWeekly()
      const first = await changes()
      world.sandbox.world.hands.delete(world.calendar, on(series, '2026-12-01'), 'organiser')
      const second = await changes(first.cursor)
      expect(second.removed).toEqual(goneOccurrences === 'told' ? [on(series, '2026-12-01')] : [])
      const known = knowing(first.events)
      const { missing, removed } = fold(known, second, NOW)
      expect([...missing, ...removed]).toEqual([on(series, '2026-12-01')])
      world.drop(world.idOf(series))
      const third = await changes(second.cursor)
      expect(new Set(third.removed)).toEqual(new Set([world.idOf(series), ...second.events.map(({ id }) => id)]))
    },
  )

  test.each(['told', 'left-out'] as const)(
    'that moves to another day has none of its old days left, whether they are %s',
    async (goneOccurrences) => {
      set({ goneOccurrences })
      const series = plantWeekly()
      const first = await changes()
      const thursday = anInvitation({ title: 'BNI Reforma', start: '2026-11-26 07:00', minutes: 90 })
      const { start = null, end = null, recurrence = null } = outlookEvent(thursday, EMAIL, WEEKLY)
      world.sandbox.world.hands.patch(world.calendar, world.idOf(series), { start, end, recurrence }, 'organiser')
      const second = await changes(first.cursor)
      const known = knowing(first.events)
      const { missing, removed } = fold(known, second, NOW)
      const left = [...first.events, ...second.events].filter(({ id }) => ![...missing, ...removed].includes(id))
      const days = left.map(({ start }) =>
        'at' in start ? Temporal.Instant.from(start.at).toZonedDateTimeISO('UTC').dayOfWeek : 0,
      )
      expect(new Set(days)).toEqual(new Set([4]))
    },
  )

  test('is answered for one occurrence without touching the others', async () => {
    const series = plantWeekly()
    const { cursor } = await changes()
    const target = { id: on(series, '2026-12-01'), originalStart: null }
    const answered = await port.answer(world.calendar, target, 'accepted', ['none'], null)
    expect(answered).toMatchObject({ kind: 'ok', value: { answer: 'accepted', uid: 'bni-reforma@bni.example' } })
    const { events } = await changes(cursor)
    expect(events.filter(({ answer }) => answer === 'accepted').map(({ id }) => id)).toEqual([target.id])
  })

  test('of whole days floats with its dates', async () => {
    const sketch = anInvitation({
      title: 'Congreso',
      start: '2026-11-26',
      minutes: 1_440,
      organiser: null,
      otherGuests: 0,
    })
    world.sandbox.world.hands.insert(world.calendar, outlookEvent(sketch, EMAIL, WEEKLY))
    const { events } = await changes()
    expect(events.find(({ start }) => 'on' in start && start.on === '2026-12-03')).toMatchObject({
      originalStart: { on: '2026-12-03' },
      end: { on: '2026-12-04' },
    })
  })
})

describe('a round', () => {
  test('is followed through empty pages and replays', async () => {
    set({ emptyDeltaPages: 'always', deltaReplays: 2, deltaMaxPageSize: 3 })
    for (let n = 0; n < 8; n++) world.plant(anInvitation({ title: `Evento ${n}` }))
    const first = await changes()
    expect(first.events).toHaveLength(8)
    expect(await changes(first.cursor)).toMatchObject({ scope: 'delta', events: [], removed: [] })
  })

  test.each(['syncStateNotFound', 'resyncRequired'] as const)(
    'whose state was lost says so (%s)',
    async (expiredDelta) => {
      const { cursor } = await changes()
      set({ expiredDelta })
      world.fault('expire-cursors')
      expect(await port.changes(world.calendar, cursor, SINCE)).toMatchObject({
        kind: 'failed',
        error: { reason: 'cursor_expired' },
      })
    },
  )

  test('whose link is refused in words that nobody has read is one whose state was lost', async () => {
    const { cursor } = await changes()
    world.sandbox.world.faults.add({ kind: 'status', status: 400, reason: 'ErrorInvalidSyncStateData' })
    const refused = await port.changes(world.calendar, cursor, SINCE)
    expect(refused).toMatchObject({ kind: 'failed', error: { reason: 'cursor_expired' } })
    world.sandbox.world.faults.add({ kind: 'status', status: 400, reason: 'ErrorInvalidRequest' })
    expect(await port.changes(world.calendar, null, SINCE)).toMatchObject({ error: { reason: 'rejected' } })
  })

  test('of a calendar where nothing changed is one request', async () => {
    plantWeekly()
    const { cursor } = await changes()
    meter.requests = 0
    expect(await changes(cursor)).toMatchObject({ events: [], removed: [] })
    expect(meter.requests).toBe(1)
  })

  test('begins anew once a week, with the window moved on', async () => {
    plantWeekly()
    const { cursor } = await changes()
    expect((await changes(cursor, SINCE.add({ hours: 6 * 24 }))).scope).toBe('delta')
    const later = await changes(cursor, SINCE.add({ hours: 8 * 24 }))
    expect(later.scope).toBe('full')
    expect(later.events).toHaveLength(16)
  })

  test('read whole finds nothing missing in a busy calendar, so no second round has to follow', async () => {
    const { hands } = world.sandbox.world
    for (let day = 0; day < 50; day++) {
      const date = SINCE.toZonedDateTimeISO('America/Mexico_City').toPlainDate().add({ days: day })
      world.plant(aMeeting({ title: `Junta ${day}`, start: `${date} 10:00` }))
      world.plant(aMeeting({ title: `Día ${day}`, start: `${date}`, minutes: 1_440 }))
    }
    const series = plantWeekly('2026-10-20 07:00')
    for (const [original, moved] of [
      ['2026-10-27', '2026-10-22'],
      ['2026-11-03', '2026-10-29'],
    ] as const) {
      const start = { dateTime: `${moved}T07:00:00`, timeZone: 'America/Mexico_City' }
      hands.reschedule(world.calendar, on(series, original), start, null, 'organiser')
    }
    const { events } = await changes()
    for (let hours = 6 * 24; hours <= 15 * 24; hours += 8) {
      const since = SINCE.add({ hours })
      const known = knowing(events.filter((event) => !isOver(event, since)))
      const { missing, confirmAt } = fold(known, await changes(null, since), NOW)
      expect({ hours, missing, confirmAt }).toEqual({ hours, missing: [], confirmAt: null })
    }
  })

  test('says of what was deleted before its window moved on that it was, not only nothing', async () => {
    const { hands } = world.sandbox.world
    const [kept, deleted] = ['Junta', 'Comida'].map((title) => {
      const item = hands.insert(world.calendar, outlookEvent(anInvitation({ title }), EMAIL), 'organiser')
      return idOf(item, null, true) as RemoteEventId
    })
    const { cursor } = await changes()
    hands.delete(world.calendar, deleted ?? '')
    const { scope, events, removed } = await changes(cursor, SINCE.add({ hours: 8 * 24 }))
    expect({ scope, removed, events: events.map(({ id }) => id) }).toEqual({
      scope: 'full',
      removed: [deleted],
      events: [kept],
    })
  })

  test('begins anew also where Microsoft has forgotten the one before', async () => {
    plantWeekly()
    const { cursor } = await changes()
    world.sandbox.world.faults.add({ kind: 'expire-delta-links' })
    const later = await changes(cursor, SINCE.add({ hours: 8 * 24 }))
    expect(later).toMatchObject({ scope: 'full', removed: [] })
    expect(later.events).toHaveLength(16)
  })

  test('tells of many that were removed without being too large: only what is shown is to be kept', async () => {
    const removed = Array.from({ length: 10_001 }, (_, n) => ({ id: `gone-${n}`, '@removed': { reason: 'deleted' } }))
    const server = createServer((request, response) => {
      const link = `http://${request.headers.host}/v1.0/me/calendars/c/calendarView/delta?$deltatoken=next`
      response.end(JSON.stringify({ value: removed, '@odata.deltaLink': link }))
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const read = await aPort('token', apiUrl).changes(world.calendar, null, SINCE)
    expect(read.kind === 'ok' && read.value.removed.length).toBe(10_001)
    await new Promise((done) => server.close(done))
  })

  test('never leads away from Graph, where its token would go along', async () => {
    const server = createServer((_request, response) =>
      response.end(JSON.stringify({ value: [], '@odata.nextLink': `${world.sandbox.graphUrl}/v1.0/me/calendars` })),
    )
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const liar = microsoftPort({
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ownAddresses: new Set(),
      access: async () => ({ kind: 'ok', value: 'secret' }),
      meter,
      respite: respiteOf(aStorage(), 'microsoft', () => NOW),
      now: () => NOW,
    })
    world.sandbox.world.requests = []
    expect(await liar.changes(world.calendar, null, SINCE)).toMatchObject({ error: { reason: 'malformed' } })
    expect(world.sandbox.world.requests).toEqual([])
    await new Promise((done) => server.close(done))
  })

  test('reads a personal account’s alias as nobody to meet', async () => {
    const guests = [{ type: 'required', emailAddress: { name: 'Yo', address: 'outlook_A1B2C3D4E5F60718@outlook.com' } }]
    world.sandbox.world.hands.insert(
      world.calendar,
      outlookEvent(anInvitation({ otherGuests: 0 }), EMAIL, { attendees: guests }),
      'organiser',
    )
    expect((await changes()).events).toMatchObject([{ guests: [], attendeeCount: 1 }])
  })
})

test('time that somebody enters to be away is no event to choose; an invitation may say so too', async () => {
  const { hands } = world.sandbox.world
  const sketch = anInvitation({ title: 'Vacaciones', start: '2026-11-25 09:00' })
  const { attendees: _, ...alone } = outlookEvent(sketch, EMAIL, { showAs: 'oof' })
  hands.insert(world.calendar, alone, 'human')
  hands.insert(world.calendar, outlookEvent({ ...sketch, title: 'Foro' }, EMAIL, { showAs: 'oof' }), 'organiser')
  const { events } = await changes()
  expect(new Map(events.map(({ title, type }) => [title, type]))).toEqual(
    new Map([
      ['Vacaciones', 'out_of_office'],
      ['Foro', 'default'],
    ]),
  )
})

test('a calendar that is told ten entries at a time is read to its end', async () => {
  set({ deltaMaxPageSize: 10 })
  const sketch = aMeeting({ title: 'Junta', start: '2026-11-25 09:00' })
  for (let n = 0; n < 2_100; n++) world.sandbox.world.hands.insert(world.calendar, outlookEvent(sketch, EMAIL), 'human')
  expect((await changes()).events).toHaveLength(2_100)
})

test('a calendar of somebody else whose private items are withheld takes no follow-ups: Aforo would not see its own blocks', async () => {
  const { world: graph } = world.sandbox
  const theirs = graph.createAccount('jefa@cenit.example', 'Jefa', 'America/Mexico_City')
  const calendar = graph.putCalendar('jefa private', { address: theirs.address, name: 'Jefa' }, 'Proyecto')
  for (const [canViewPrivateItems, role] of [
    [true, 'writer'],
    [false, 'reader'],
  ] as const) {
    graph.list(EMAIL, calendar, { canEdit: true, canViewPrivateItems })
    const read = await port.calendars()
    expect(read.kind === 'ok' && read.value.find(({ name }) => name === 'Proyecto')?.role).toBe(role)
  }
})

describe('zones', () => {
  test('by Windows’ names are those of the table, Chihuahua’s move apart', () => {
    const rows = WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === '001')
    const different = rows.filter(({ windowsName, iana }) => ianaOf(windowsName) !== iana[0])
    expect(different.map(({ windowsName }) => windowsName)).toEqual(['Mountain Standard Time (Mexico)'])
    expect(ianaOf('Mountain Standard Time (Mexico)')).toBe('America/Mazatlan')
    expect(ianaOf('Pacific Standard Time (Mexico)')).toBe('America/Tijuana')
  })

  test('of a calendar are where its events were made, and never the clock that programs write in, ours among them', async () => {
    const hours = (day: number, timeZone: string) => ({
      subject: `Junta ${day}`,
      start: { dateTime: `2026-11-${day}T10:00:00`, timeZone },
      end: { dateTime: `2026-11-${day}T11:00:00`, timeZone },
    })
    for (const [n, zone] of ['UTC', 'Etc/GMT', 'UTC', 'Central Standard Time (Mexico)'].entries())
      world.sandbox.world.hands.insert(world.calendar, hours(24 + n, zone))
    expect((await changes()).timeZone).toBe('America/Mexico_City')
  })

  test('that are no zones leave the time alone', async () => {
    const odd = { originalStartTimeZone: 'tzone://Microsoft/Custom', originalEndTimeZone: 'tzone://Microsoft/Custom' }
    world.sandbox.world.hands.insert(world.calendar, outlookEvent(anInvitation(), EMAIL, odd), 'organiser')
    expect((await changes()).events).toMatchObject([{ start: { at: '2026-11-25T01:00:00Z', timeZone: 'UTC' } }])
  })

  test('that are no zones are those of most other events, also where they come alone', async () => {
    world.plant(anInvitation())
    const { cursor } = await changes()
    const odd = { originalStartTimeZone: 'tzone://Microsoft/Custom', originalEndTimeZone: 'tzone://Microsoft/Custom' }
    world.sandbox.world.hands.insert(world.calendar, outlookEvent(anInvitation(), EMAIL, odd), 'organiser')
    const late = await changes(cursor)
    expect(late.events).toMatchObject([{ start: { at: '2026-11-25T01:00:00Z', timeZone: 'America/Mexico_City' } }])
    expect(late.timeZone).toBeNull()
  })
})
