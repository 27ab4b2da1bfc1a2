/** Checklist 38-44, 51, 58: the person's calendars, and events as every header and window shows them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MicrosoftSandbox } from './server.ts'
import {
  ANA,
  type Api,
  anaAlone,
  as,
  hourAt,
  IMMUTABLE,
  inPath,
  WINDOWS_ZONE,
  weekly,
  window,
  ZONE,
} from './test-client.ts'

let sandbox: MicrosoftSandbox
let api: Api
beforeEach(async () => {
  ;({ sandbox, api } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const WEEK = window('2026-11-23', '2026-11-30')
const read = async (path: string, prefer?: string) =>
  await api('GET', path, undefined, prefer === undefined ? {} : { prefer })

describe('calendars', () => {
  test('say whose they are and what may be done there', async () => {
    const { world } = sandbox
    const other = world.createAccount('otro@empresa.example', 'Otro Dueño', ZONE)
    const shared = world.entry(other.email)
    if (shared === undefined) throw new Error('no calendar')
    world.list(ANA, world.calendarOf(shared), { canEdit: false, canShare: false, canViewPrivateItems: false })
    const { body } = await read('/me/calendars')
    expect(
      body.value.map(({ isDefaultCalendar, canEdit, owner }) => [isDefaultCalendar, canEdit, owner?.address]),
    ).toEqual([
      [true, true, ANA],
      [false, false, other.address],
    ])
    const theirs = `/me/calendars/${inPath(body.value[1]?.id)}/events`
    expect((await api('POST', theirs, hourAt('2026-11-24T10:00'))).code).toBe('ErrorAccessDenied')
    expect((await read('/me/calendar')).body.id).toBe(body.value[0]?.id)
  })

  test('come ten at a time, each page with a link to the next', async () => {
    for (let n = 0; n < 11; n += 1) await api('POST', '/me/calendars', { name: `Calendario ${n}` })
    const first = await read('/me/calendars')
    expect(first.body.value).toHaveLength(10)
    const second = await api('GET', first.body['@odata.nextLink'] ?? '')
    expect(second.body.value).toHaveLength(2)
    expect(second.body['@odata.nextLink']).toBeUndefined()
    const gone = first.body.value[1]?.id
    expect((await api('DELETE', `/me/calendars/${inPath(gone)}`)).status).toBe(204)
    expect((await read(`/me/calendars/${inPath(gone)}/events`)).code).toBe('ErrorItemNotFound')
    expect((await api('DELETE', `/me/calendars/${inPath(first.body.value[0]?.id)}`)).code).toBe('ErrorAccessDenied')
  })

  test('scopes are enforced for each resource: calendars give neither profile nor settings', async () => {
    const narrow = as(sandbox, ANA, ['openid', 'Calendars.Read'])
    expect((await narrow('GET', '/me/calendars')).status).toBe(200)
    expect((await narrow('GET', '/me')).code).toBe('Authorization_RequestDenied')
    expect((await narrow('GET', '/me/mailboxSettings')).status).toBe(403)
    expect((await narrow('POST', '/me/events', hourAt('2026-11-24T10:00'))).code).toBe('ErrorAccessDenied')
    expect((await as(sandbox, ANA, ['https://graph.microsoft.com/User.Read'])('GET', '/me')).status).toBe(200)
    expect((await read('/me/mailboxSettings')).body).toMatchObject({ timeZone: WINDOWS_ZONE })
  })

  test('an account of work and a personal one differ: alias and getSchedule (NT, LG F7)', async () => {
    sandbox.world.createAccount('rosa@outlook.example', 'Rosa Personal', ZONE, 'personal')
    const rosa = as(sandbox, 'rosa@outlook.example')
    const made = await rosa('POST', '/me/events', hourAt('2026-11-24T10:00'))
    expect(made.body.organizer?.emailAddress?.address).toMatch(/^outlook_[0-9A-F]{16}@outlook\.com$/)
    const asked = {
      schedules: [ANA, 'nadie@empresa.example'],
      startTime: { dateTime: '2026-11-24T00:00:00', timeZone: ZONE },
      endTime: { dateTime: '2026-11-25T00:00:00', timeZone: ZONE },
      availabilityViewInterval: 60,
    }
    expect((await rosa('POST', '/me/calendar/getSchedule', asked)).status).toBe(401)
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    const { body } = await api('POST', '/me/calendar/getSchedule', asked)
    expect(body.value).toMatchObject([
      { scheduleId: ANA, availabilityView: `${'0'.repeat(10)}2${'0'.repeat(13)}` },
      { scheduleItems: null, error: { responseCode: 'ErrorMailRecipientNotFound' } },
    ])
    const many = Array.from({ length: 21 }, (_none, n) => `a${n}@empresa.example`)
    expect((await api('POST', '/me/calendar/getSchedule', { ...asked, schedules: many })).status).toBe(400)
    const long = { ...asked, endTime: { dateTime: '2027-02-25T00:00:00', timeZone: ZONE } }
    expect((await api('POST', '/me/calendar/getSchedule', long)).code).toBe('ErrorInvalidTimeInterval')
  })
})

describe('times', () => {
  test('are UTC without offset and with seven digits, or in the zone that is preferred, by either name (LG F6)', async () => {
    const { body } = await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    expect(body.start).toEqual({ dateTime: '2026-11-24T16:00:00.0000000', timeZone: 'UTC' })
    expect(body.originalStartTimeZone).toBe(ZONE)
    const path = `/me/events/${inPath(body.id)}`
    const windows = await read(path, `outlook.timezone="${WINDOWS_ZONE}"`)
    expect(windows.body.start).toEqual({ dateTime: '2026-11-24T10:00:00.0000000', timeZone: WINDOWS_ZONE })
    expect(windows.headers.get('preference-applied')).toContain(`outlook.timezone="${WINDOWS_ZONE}"`)
    expect((await read(path, 'outlook.timezone="Europe/Madrid"')).body.start?.dateTime).toBe(
      '2026-11-24T17:00:00.0000000',
    )
    const unknown = await read(path, 'outlook.timezone="Hora del Centro"')
    expect([unknown.status, unknown.code]).toEqual([400, 'TimeZoneNotSupportedException'])
  })

  test('of whole days float, and the server matches them as days of UTC (LG F5)', async () => {
    const day = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: ZONE })
    await api('POST', '/me/events', {
      subject: 'Feria',
      isAllDay: true,
      start: day('2026-11-24'),
      end: day('2026-11-25'),
    })
    const seen = async (from: string, to: string, prefer?: string) =>
      (await read(`/me/calendarView?startDateTime=${from}&endDateTime=${to}`, prefer)).body.value
    // The local Tuesday begins at six in UTC; at its last hour the day of UTC is over.
    expect(await seen('2026-11-25T00:00:00Z', '2026-11-25T06:00:00Z')).toEqual([])
    const [fair] = await seen('2026-11-24T00:00:00Z', '2026-11-24T01:00:00Z', 'outlook.timezone="Asia/Tokyo"')
    expect(fair?.start).toEqual({ dateTime: '2026-11-24T00:00:00.0000000', timeZone: 'Asia/Tokyo' })
    expect(fair?.end?.dateTime).toBe('2026-11-25T00:00:00.0000000')
  })
})

describe('a view of a window', () => {
  test('wants both bounds, at most 1825 days, ten events a page and at most a thousand (LG F2)', async () => {
    for (let n = 0; n < 12; n += 1) await api('POST', '/me/events', hourAt('2026-11-24T10:00', `Cita ${n}`))
    expect((await read('/me/calendarView?startDateTime=2026-11-23')).code).toBe('ErrorInvalidParameter')
    const long = await read(`/me/calendarView?${window('2026-01-01', '2031-01-01')}`)
    expect([long.status, long.code]).toEqual([400, 'ErrorInvalidRequest'])
    const first = await read(`/me/calendarView?${WEEK}`)
    expect(first.body.value).toHaveLength(10)
    expect((await api('GET', first.body['@odata.nextLink'] ?? '')).body.value).toHaveLength(2)
    expect((await read(`/me/calendarView?${WEEK}&$top=1000`)).body.value).toHaveLength(12)
    expect((await read(`/me/calendarView?${WEEK}&$top=1001`)).status).toBe(400)
    expect((await read(`/me/calendarView?${WEEK}&$top=1&$select=subject`)).body.value[0]).not.toHaveProperty('start')
  })

  test('expands series without their masters; lists have masters and no occurrences', async () => {
    const { body: master } = await api('POST', '/me/events', weekly('2026-11-24T07:00', 'tuesday'))
    await api('POST', '/me/events', hourAt('2026-11-25T09:00'))
    const types = async (path: string) => (await read(path)).body.value.map((event) => event.type)
    expect(await types(`/me/calendarView?${window('2026-11-23', '2026-12-07')}`)).toEqual([
      'occurrence',
      'singleInstance',
      'occurrence',
    ])
    expect((await types('/me/events')).toSorted()).toEqual(['seriesMaster', 'singleInstance'])
    const instances = `/me/events/${inPath(master.id)}/instances?${window('2026-11-23', '2026-12-20')}`
    const { value } = (await read(instances)).body
    expect(value.map((event) => event.start?.dateTime)).toEqual([
      '2026-11-24T13:00:00.0000000',
      '2026-12-01T13:00:00.0000000',
      '2026-12-08T13:00:00.0000000',
      '2026-12-15T13:00:00.0000000',
    ])
    // Each occurrence has an iCalUId of its own, other than Google's (MT).
    expect(new Set([master.iCalUId, ...value.map((event) => event.iCalUId)]).size).toBe(5)
    expect(value.every((event) => event.seriesMasterId === master.id)).toBe(true)
  })

  test('keeps the wall clock of a series across the change of hour', async () => {
    const berlin = { dateTime: '2027-03-22T09:00:00', timeZone: 'W. Europe Standard Time' }
    const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' }
    const recurrence = { pattern, range: { type: 'numbered', startDate: '2027-03-22', numberOfOccurrences: 2 } }
    await api('POST', '/me/events', {
      subject: 'Jour fixe',
      start: berlin,
      end: { ...berlin, dateTime: '2027-03-22T10:00:00' },
      recurrence,
    })
    const { value } = (await read(`/me/calendarView?${window('2027-03-20', '2027-04-20')}`)).body
    expect(value.map((event) => event.start?.dateTime)).toEqual([
      '2027-03-22T08:00:00.0000000',
      '2027-03-29T07:00:00.0000000',
    ])
  })

  test.each([
    [{ type: 'daily', interval: 3 }, ['2026-11-24', '2026-11-27', '2026-11-30']],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'monday' },
      ['2026-11-24', '2026-11-29', '2026-12-08'],
    ],
    // From Sunday on, the week that began with the first Tuesday has no other Sunday after it.
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'sunday' },
      ['2026-11-24', '2026-12-06', '2026-12-08'],
    ],
    [{ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }, ['2026-11-30', '2026-12-31', '2027-01-31']],
    [
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['thursday'], index: 'second' },
      ['2026-12-10', '2027-01-14', '2027-02-11'],
    ],
    [
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday', 'saturday'], index: 'last' },
      ['2026-11-28', '2026-12-26', '2027-01-30'],
    ],
    [{ type: 'absoluteYearly', interval: 1, month: 2, dayOfMonth: 29 }, ['2027-02-28', '2028-02-29', '2029-02-28']],
    [
      { type: 'relativeYearly', interval: 1, month: 5, daysOfWeek: ['monday'], index: 'first' },
      ['2027-05-03', '2028-05-01', '2029-05-07'],
    ],
  ])('repeats as the pattern says: %j', async (pattern, dates) => {
    const recurrence = { pattern, range: { type: 'noEnd', startDate: '2026-11-24' } }
    await api('POST', '/me/events', { ...hourAt('2026-11-24T10:00'), recurrence })
    const { value } = (await read(`/me/calendarView?${window('2026-11-23', '2030-11-20')}&$top=3`)).body
    expect(value.map((event) => event.start?.dateTime?.slice(0, 10))).toEqual(dates)
  })
})

describe('one event', () => {
  test('changes its regular id when it moves to another calendar, and keeps its immutable one', async () => {
    const { body: event } = await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    const immutable = (await read(`/me/events/${inPath(event.id)}`, IMMUTABLE)).body.id ?? ''
    expect(immutable).not.toBe(event.id)
    expect(immutable.length).toBeGreaterThan(140)
    const { body: other } = await api('POST', '/me/calendars', { name: 'Otro' })
    sandbox.world.hands.move(ANA, event.id ?? '', other.id ?? '')
    expect((await read(`/me/events/${inPath(event.id)}`)).code).toBe('ErrorItemNotFound')
    const moved = await read(`/me/calendars/${inPath(other.id)}/events/${inPath(immutable)}`, IMMUTABLE)
    expect(moved.body.id).toBe(immutable)
    expect(moved.headers.get('preference-applied')).toBe('IdType="ImmutableId"')
    const asked = { inputIds: [immutable], sourceIdType: 'restImmutableEntryId', targetIdType: 'restId' }
    const { value } = (await api('POST', '/me/translateExchangeIds', asked)).body
    expect(value[0]).toMatchObject({
      sourceId: immutable,
      targetId: (await read(`/me/events/${inPath(immutable)}`)).body.id,
    })
    // Ids are case-sensitive.
    expect((await read(`/me/events/${inPath(immutable.toLowerCase())}`)).code).toBe('ErrorInvalidIdMalformed')
  })

  test('has a whole page for a body, unless text is preferred', async () => {
    const body = { contentType: 'text', content: 'Primera línea\nSegunda <línea>' }
    const { body: event } = await api('POST', '/me/events', { ...hourAt('2026-11-24T10:00'), body })
    expect(event.body?.contentType).toBe('html')
    expect(event.body?.content).toMatch(/^<html><head>[\s\S]*Segunda &lt;línea&gt;[\s\S]*<\/html>/)
    const text = await read(`/me/events/${inPath(event.id)}`, 'outlook.body-content-type="text"')
    expect(text.body.body).toEqual({ contentType: 'text', content: 'Primera línea\r\nSegunda <línea>' })
  })

  test('may lack a subject and a UID, and name a zone that is none', async () => {
    const odd = {
      ...hourAt('2026-11-24T10:00'),
      subject: null,
      iCalUId: null,
      originalStartTimeZone: 'tzone://Microsoft/Custom',
    }
    sandbox.world.hands.insert(ANA, odd, 'world')
    const { value } = (await read('/me/events')).body
    expect(value).toMatchObject([{ subject: null, iCalUId: null, originalStartTimeZone: 'tzone://Microsoft/Custom' }])
  })

  test('of a series tells what is gone and what differs when it is asked to', async () => {
    const { body: master } = await api('POST', '/me/events', weekly('2026-11-24T07:00', 'tuesday'))
    const path = `/me/events/${inPath(master.id)}`
    const { value } = (await read(`${path}/instances?${window('2026-11-23', '2026-12-20')}`)).body
    await api('DELETE', `/me/events/${inPath(value[1]?.id)}`)
    await api('PATCH', `/me/events/${inPath(value[2]?.id)}`, { subject: 'Otro tema' })
    const select = '$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences'
    const { body } = await read(`${path}?${select}`)
    expect(body.cancelledOccurrences).toEqual([`OID.${master.id}.2026-12-01`])
    expect(body.exceptionOccurrences).toMatchObject([
      { type: 'exception', subject: 'Otro tema', originalStart: '2026-12-08T13:00:00Z' },
    ])
    expect((await read(path)).body).not.toHaveProperty('cancelledOccurrences')
    expect((await read(`/me/events/${inPath(value[1]?.id)}`)).code).toBe('ErrorItemNotFound')
  })

  test('is not shown to those who may not see private things', async () => {
    const { world } = sandbox
    const other = world.createAccount('otro@empresa.example', 'Otro', ZONE)
    const entry = world.entry(other.email)
    if (entry === undefined) throw new Error('no calendar')
    world.hands.insert(other.email, { ...hourAt('2026-11-24T10:00', 'Médico'), sensitivity: 'private' })
    const listed = world.list(ANA, world.calendarOf(entry), { canEdit: false, canViewPrivateItems: false })
    const { value } = (await read(`/me/calendars/${inPath(listed.id)}/events`)).body
    expect(value[0]?.subject).toBe('Private Appointment')
  })
})

describe('filters', () => {
  test('find events by their properties; a plus sign is no space', async () => {
    await api('POST', '/me/events', hourAt('2026-11-24T10:00', 'Café + té'))
    await api('POST', '/me/events', weekly('2026-11-24T07:00', 'tuesday'))
    const subjects = async (filter: string) =>
      (await read(`/me/events?$filter=${encodeURIComponent(filter)}`)).body.value?.map((event) => event.subject)
    expect(await subjects("subject eq 'Café + té'")).toEqual(['Café + té'])
    expect(await subjects("type eq 'seriesMaster' and start/dateTime ge '2026-11-01'")).toEqual(['Cada semana'])
    expect(await subjects("start/dateTime ge '2026-12-01T00:00:00Z'")).toEqual([])
    expect((await read("/me/events?$filter=subject+eq+'x'")).code).toBe('ErrorInvalidUrlQueryFilter')
    expect((await read("/me/events?$filter=organizer%20eq%20'x'")).status).toBe(400)
    expect((await read('/me/events?$orderby=body')).status).toBe(400)
  })
})
