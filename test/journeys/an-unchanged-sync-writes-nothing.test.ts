/** What a synchronisation costs (design.md, section 2): provider requests, round trips, rows written, settings of the alarm. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation, localTime } from '../builders/an-event.ts'
import { type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test('a sync in which nothing changed asks each calendar once, reads the database once, and writes nothing', async () => {
  const ana = await someoneWithTwoCalendars()
  await ana.sync()
  const cost = await journey.costOf(async () => {
    expect(await ana.sync()).toEqual({
      requests: 2,
      pulled: 2,
      changed: 0,
      booked: 0,
      answered: 0,
      writes: 0,
      failed: [],
    })
  }, ana)
  expect(cost).toEqual({ provider: 2, roundTrips: 1, rowsWritten: 0, alarmWrites: 0 })
})

test('the same holds an hour later, with a fresh access token, and for somebody with a token of the API', async () => {
  const ana = await someoneWithTwoCalendars()
  const token = await ana.token()
  await ana.sync()
  await journey.later({ hours: 1 })
  const cost = await journey.costOf(
    () =>
      journey.browser().ask('POST', '/api/v1/sync', { headers: { authorization: `Bearer ${token}` }, origin: false }),
    ana,
  )
  expect(cost).toEqual({ provider: 2, roundTrips: 1, rowsWritten: 0, alarmWrites: 0 })
})

test('a sync that brings changes reads once and writes once', async () => {
  const ana = await someoneWithTwoCalendars()
  await ana.sync()
  for (const hour of ['09', '11', '13']) ana.has(aMeeting({ start: `2026-11-26 ${hour}:00` }))
  ana.has(anInvitation({ title: 'Café de contactos', start: '2026-11-27 18:00' }))
  const cost = await journey.costOf(async () => expect((await ana.sync()).changed).toBe(4), ana)
  expect(cost).toMatchObject({ provider: 2, roundTrips: 2 })
})

test('from the end of an event to its block in the calendar and on record it takes three round trips', async () => {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 08:00', minutes: 90 }))
  await ana.sync()
  await ana.ringUntil('2026-11-24 09:29')
  await journey.at('2026-11-24 09:30')
  expect((await ana.alarm()).at?.toString()).toBe(journey.now().toString())
  const cost = await journey.costOf(() => ana.ring())
  expect(ana.effects()).toMatchObject([{ op: 'insert', calendarId: ana.calendar }])
  expect(await ana.followUps()).toMatchObject([{ state: 'booked' }])
  expect(cost.roundTrips).toBeLessThanOrEqual(3)
})

test('a first sync of 2,600 events asks once for each page and writes at once; the same again writes nothing', async () => {
  const account = journey.newAccount()
  for (let n = 0; n < 2_600; n++) {
    const at = localTime('2026-11-01 08:00').add({ minutes: 30 * n })
    journey.google.hands.plant(account.email, {
      summary: `Junta ${n}`,
      start: { dateTime: at.toString() },
      end: { dateTime: at.add({ minutes: 30 }).toString() },
    })
  }
  const ana = await journey.signUp(account)
  expect(lists(ana)).toHaveLength(2)
  expect(await journey.rows('select count(*) n from items where person_id = ?', [ana.id])).toEqual([{ n: 2_600 }])

  journey.google.grants.expireSyncTokens(ana.calendar)
  const whole = await journey.costOf(() => ana.sync(), ana)
  // The refused token, then both pages again.
  expect(whole.provider).toBe(3)
  expect(whole.roundTrips).toBeLessThanOrEqual(2)
  const again = await journey.costOf(() => ana.sync(), ana)
  expect(again).toEqual({ provider: 1, roundTrips: 1, rowsWritten: 0, alarmWrites: 0 })
})

test('a whole read that finds what was known writes no event', async () => {
  const ana = await someoneWithTwoCalendars()
  await ana.sync()
  journey.google.grants.expireSyncTokens(ana.calendar)
  journey.database.forget()
  await ana.sync()
  const written = journey.database
    .trips()
    .flatMap(({ statements }) => statements.filter((sql) => /into items/.test(sql)))
  expect(written).toEqual([])
})

test('a hundred notifications in ten seconds make two cycles, and the last change is not missed', async () => {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  await journey.later({ minutes: 5 })
  const before = lists(ana).length
  for (let second = 0; second < 10; second++) {
    if (second === 9) ana.has(anInvitation({ title: 'La última' }))
    await Promise.all(Array.from({ length: 10 }, () => notify(ana)))
    await ana.ringUntil(journey.now().add({ seconds: 1 }))
  }
  await ana.ringUntil(journey.now().add({ seconds: 30 }))
  expect(lists(ana).length - before).toBe(2)
  expect(await ana.verdict('La última')).toMatchObject({ standing: 'candidate' })
})

test('a calendar with a living channel is re-read once a day, give or take a quarter', async () => {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  const before = lists(ana).length
  await ana.ringUntil('2026-11-27 09:00')
  const reads = lists(ana).length - before
  expect(reads).toBeGreaterThanOrEqual(3)
  expect(reads).toBeLessThanOrEqual(5)
})

async function someoneWithTwoCalendars(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  const second = ana.owns('Personal')
  ana.has(anInvitation({ title: 'Noche de negocios' }))
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-25 08:00', minutes: 90 }))
  ana.has(aMeeting({ start: '2026-11-25 18:00', title: 'Dentista' }), second)
  // The list of calendars is read daily.
  await ana.ringUntil('2026-11-24 16:00')
  return ana
}

function lists(person: Person): string[] {
  return person.requests().filter((request) => /^GET .*\/events\?/.test(request))
}

/** As Google would, of the channel that stands. */
async function notify(person: Person): Promise<void> {
  const channel = journey.google.state.channels.find(({ account, stopped }) => account === person.email && !stopped)
  if (channel === undefined) throw new Error('no channel')
  const response = await fetch(channel.address, {
    method: 'POST',
    headers: {
      'x-goog-channel-id': channel.id,
      'x-goog-channel-token': channel.token ?? '',
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-state': 'exists',
    },
  })
  expect(response.status).toBe(204)
}
