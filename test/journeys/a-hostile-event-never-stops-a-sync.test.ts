/** Bad input from a calendar is kept as inert text or skipped with a count, and never stops a sync (design.md, rules 5 and 14). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(1)>'
const TIMES = {
  start: { dateTime: '2026-11-26T19:00:00-06:00', timeZone: 'America/Mexico_City' },
  end: { dateTime: '2026-11-26T21:00:00-06:00', timeZone: 'America/Mexico_City' },
}
const LONG = 'networking '.repeat(95_000)

/** JSON as text: some of it no object literal could say. */
const HOSTILE: Record<string, string> = {
  'no end': json({ id: 'noend', summary: 'Networking', start: TIMES.start }),
  'no start': json({ id: 'nostart', summary: 'Networking', end: TIMES.end }),
  'no times at all': json({ id: 'notimes', summary: 'Networking' }),
  'the year 9999': json({ id: 'y9999', start: { date: '9999-12-31' }, end: { date: '9999-12-31' } }),
  'beyond the year 9999': json({ id: 'y99999', start: { date: '+099999-01-01' }, end: { date: '+099999-01-02' } }),
  'the last day there is': json({ id: 'last', start: { date: '+275760-09-13' }, end: { date: '+275760-09-14' } }),
  'from the year 1 to the year 9999': json({ id: 'long', start: { date: '0001-01-01' }, end: { date: '9999-12-31' } }),
  'an end before the start': json({ id: 'back', start: TIMES.end, end: TIMES.start }),
  'no length': json({ id: 'zero', summary: 'Networking', start: TIMES.start, end: TIMES.start }),
  'a day that begins and an hour that ends': json({ id: 'mixed', start: { date: '2026-11-26' }, end: TIMES.end }),
  'the 31st of February': json({ id: 'feb', start: { date: '2026-02-31' }, end: { date: '2026-03-01' } }),
  'times that are words': json({ id: 'words', start: { dateTime: 'mañana' }, end: { dateTime: 'pasado' } }),
  'times that are numbers': json({ id: 'numbers', start: { dateTime: 5 }, end: { dateTime: 6 } }),
  'times without an offset': json({
    id: 'local',
    start: { dateTime: '2026-11-26T19:00:00' },
    end: { dateTime: '2026-11-26T20:00:00' },
  }),
  'a zone that is none': json({
    id: 'zone',
    summary: 'Networking en Marte',
    start: { ...TIMES.start, timeZone: 'Mars/Olympus' },
    end: TIMES.end,
  }),
  'a megabyte of title': json({ id: 'title', summary: LONG, ...TIMES }),
  'a megabyte of text': json({ id: 'text', summary: 'Networking largo', description: LONG, location: LONG, ...TIMES }),
  'a script': json({
    id: 'script',
    summary: `Networking ${SCRIPT}`,
    description: SCRIPT,
    location: SCRIPT,
    organizer: { email: 'a@b.example', displayName: SCRIPT },
    attendees: [{ email: 'a@b.example' }],
    ...TIMES,
  }),
  'the keys of an object': `{"id":"__proto__","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"iCalUID":"__proto__","summary":"__proto__",${inner(TIMES)}}`,
  'the id constructor': json({ id: 'constructor', iCalUID: 'constructor', recurringEventId: '__proto__', ...TIMES }),
  'NUL in its texts': json({
    id: 'nul',
    summary: 'Net\u0000working\u0000',
    description: '\u0000',
    iCalUID: 'u\u0000id',
    ...TIMES,
  }),
  'NUL in its id': json({
    id: 'nul\u0000id',
    summary: 'Networking nul',
    etag: '"\u0000"',
    updated: '\u0000',
    ...TIMES,
  }),
  'broken surrogates': `{"id":"surrogates","summary":"Networking \\ud800","description":"\\udc00","iCalUID":"\\ud800",${inner(TIMES)}}`,
  'broken surrogates in its id': `{"id":"broken\\ud800","summary":"Networking","etag":"\\"\\udfff\\"",${inner(TIMES)}}`,
  'controls and text that runs backwards': json({
    id: 'bidi',
    summary: 'Networking \u202e\u0007\u200f\ufeff\u2066',
    ...TIMES,
  }),
  'a rule by the second': series('secondly', ['RRULE:FREQ=SECONDLY']),
  'a rule by the minute': series('minutely', ['RRULE:FREQ=MINUTELY;COUNT=999999999']),
  'a rule by the hour that never comes': series('hourly', ['RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=1']),
  'a rule that never comes': series('never', ['RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30']),
  'a daily rule since the year 1': json({
    id: 'old',
    recurrence: ['RRULE:FREQ=DAILY'],
    start: { dateTime: '0001-01-01T00:00:00Z', timeZone: 'UTC' },
    end: { dateTime: '0001-01-01T01:00:00Z', timeZone: 'UTC' },
  }),
  'a rule that is none': series('garbage', ['RRULE:¿cuándo?', 'EXDATE:nunca', 'RDATE:hoy', '\u0000']),
  'a thousand rules': series(
    'rules',
    Array.from({ length: 1_000 }, () => 'RRULE:FREQ=DAILY'),
  ),
  'rules that are no texts': series('rulesof', [1, null, {}, ['RRULE:FREQ=DAILY']]),
  'a rule without an end and an exception of itself': json({
    id: 'loop',
    recurringEventId: 'loop',
    recurrence: ['RRULE:FREQ=DAILY'],
    originalStartTime: TIMES.start,
    ...TIMES,
  }),
  'an exception of nothing': json({ id: 'orphan', recurringEventId: 'nobody', ...TIMES }),
  'a cancelled exception of nothing': json({ id: 'orphan2', recurringEventId: 'nobody', status: 'cancelled' }),
  'guests that are no list': json({ id: 'guests', attendees: 'todos', ...TIMES }),
  'guests that are nobody': json({ id: 'nobody', attendees: [null, 5, 'x', {}, { email: 7, self: true }], ...TIMES }),
  'ten thousand guests': json({
    id: 'crowd',
    summary: 'Networking',
    attendees: Array.from({ length: 10_000 }, (_, n) => ({ email: `g${n}@x.example` })),
    ...TIMES,
  }),
  'an organiser who is a text': json({ id: 'organiser', organizer: 'CANACO', ...TIMES }),
  'fields of every wrong kind': json({
    id: 'kinds',
    summary: {},
    description: [],
    location: 5,
    status: 7,
    iCalUID: {},
    etag: 5,
    updated: 5,
    htmlLink: {},
    extendedProperties: 'x',
    transparency: [],
    visibility: {},
    eventType: [],
    conferenceData: 'x',
    sequence: 'x',
    ...TIMES,
  }),
  'a link that runs': json({ id: 'link', summary: 'Networking con enlace', htmlLink: 'javascript:alert(1)', ...TIMES }),
  'the mark of a block on somebody else’s event': json({
    id: 'mark',
    summary: 'Networking marcado',
    extendedProperties: { private: { aforoBlock: 'mark', aforoContent: 'x' } },
    ...TIMES,
  }),
  'an id that is a number': json({ id: 7, ...TIMES }),
  'no id': json({ summary: 'Networking', ...TIMES }),
  'an empty object': '{}',
}

let journey: Journey
let ana: Person
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test.each(Object.keys(HOSTILE))('%s stops nothing', async (name) => {
  ana ??= await someone()
  const raw: object = JSON.parse(HOSTILE[name] ?? '')
  journey.google.hands.raw(ana.calendar, Object.assign(Object.create(null), raw))
  expect((await ana.sync()).failed).toEqual([])
  expect(await ana.verdict('Desayuno de negocios')).toMatchObject({ standing: 'commitment', verdict: 'attend' })
})

test('what was skipped or kept of them is not met again with the next sync', async () => {
  ana ??= await someone()
  expect(await journey.costOf(() => ana.sync())).toMatchObject({ provider: 1, roundTrips: 1, rowsWritten: 0 })
})

test('all of them together, from the beginning, leave a person with a week, a page and a mail', async () => {
  const account = journey.newAccount()
  for (const text of Object.values(HOSTILE)) {
    journey.google.hands.raw(account.email, Object.assign(Object.create(null), JSON.parse(text)))
  }
  journey.google.hands.raw(account.email, JSON.parse(json({ id: 'plain', summary: 'Junta', ...TIMES })))
  const berta = await journey.signUp(account)
  berta.has(anInvitation({ title: 'Noche de negocios' }))
  expect((await berta.sync()).failed).toEqual([])
  expect((await berta.plan()).unreadable).toEqual([])
  expect((await berta.calendars())[0]?.skippedEvents).toBeGreaterThan(5)
  expect(await berta.verdict('Noche de negocios')).toMatchObject({ standing: 'candidate' })

  for (const path of ['/', '/calendars', '/follow-ups', '/digest', '/activity', '/settings']) {
    const page = await berta.get<string>(path)
    expect([path, page.status]).toEqual([path, 200])
    expect(page.body).not.toMatch(/<script>alert|<img src=x|href="javascript:/)
  }
  const { html, text } = good(await berta.get<{ html: string; text: string }>('/api/v1/digest'))
  expect(html).not.toMatch(/<script|<img src=x|javascript:/)
  expect(text.length).toBeLessThan(20_000)
  // What hangs on every object would hang on this one.
  expect(good(await berta.get<object>('/api/v1/me'))).not.toHaveProperty('polluted')
})

test('items that are nothing at all stop nothing', async () => {
  const clara = await someone()
  const nothing = [null, 5, 'x', [], true]
  for (const [n, value] of nothing.entries()) {
    clara.hasRaw({ id: `nothing${n}` })
    const stored = journey.google.calendar(clara.calendar)?.events.get(`nothing${n}`)
    // The control door takes objects alone.
    Object.assign(stored?.event ?? {}, { toJSON: () => value })
  }
  expect((await clara.sync()).failed).toEqual([])
  expect((await clara.calendars())[0]).toMatchObject({ skippedEvents: nothing.length })
  expect(await clara.verdict('Desayuno de negocios')).toMatchObject({ standing: 'commitment' })
})

async function someone(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const person = await journey.signUp()
  person.has(anInvitation({ title: 'Noche de negocios' }))
  person.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-25 08:00', minutes: 90 }))
  await person.sync()
  return person
}

function json(value: unknown): string {
  return JSON.stringify(value)
}

function inner(value: object): string {
  return JSON.stringify(value).slice(1, -1)
}

function series(id: string, recurrence: unknown[]): string {
  return json({ id, summary: 'Networking que se repite', recurrence, ...TIMES })
}
