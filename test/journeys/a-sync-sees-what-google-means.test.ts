/** Full and incremental reads of a Google calendar, and what its events mean for a week (design.md, sections 2 and 4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import { type Journey, type Person, startJourney } from './journey.ts'

const INVITATION = 'Noche de negocios CANACO'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

describe('what changes at Google changes here', () => {
  test('an invitation that is renamed, moved and cancelled', async () => {
    const ana = await someone()
    const { id } = ana.has(anInvitation({ title: INVITATION }))
    await ana.sync()
    expect(await ana.verdict(INVITATION)).toMatchObject({
      verdict: 'attend',
      event: { start: '2026-11-24T19:00:00-06:00' },
    })

    const { hands } = journey.google
    hands.patch(ana.calendar, id, { summary: 'Cena de negocios CANACO' }, 'organiser')
    hands.reschedule(ana.calendar, id, { dateTime: '2026-11-25T18:00:00-06:00' }, null, 'organiser')
    await ana.sync()
    expect(await ana.verdict('Cena de negocios CANACO')).toMatchObject({
      event: { start: '2026-11-25T18:00:00-06:00', end: '2026-11-25T20:00:00-06:00' },
    })

    hands.delete(ana.calendar, id, 'organiser')
    await ana.sync()
    expect((await ana.plan()).charge.total).toBe(0)
    expect((await ana.plan()).verdicts.filter(({ verdict }) => verdict !== 'skip')).toEqual([])
  })

  test('an answer given in the calendar', async () => {
    const ana = await someone()
    const { id } = ana.has(anInvitation({ title: INVITATION }))
    await ana.sync()
    for (const [response, standing, verdict] of [
      ['accepted', 'commitment', 'attend'],
      ['tentative', 'hold', 'hold'],
      ['needsAction', 'candidate', 'attend'],
    ] as const) {
      journey.google.hands.rsvp(ana.calendar, id, response)
      await ana.sync()
      expect(await ana.verdict(INVITATION)).toMatchObject({ standing, verdict })
    }
    journey.google.hands.rsvp(ana.calendar, id, 'declined')
    await ana.sync()
    expect(await ana.verdict(INVITATION)).toMatchObject({ verdict: 'skip', reason: 'declined' })
  })

  test('an event taken out of the calendar and put back', async () => {
    const ana = await someone()
    const { id } = ana.has(aCommitment({ title: INVITATION }))
    await ana.sync()
    journey.google.hands.delete(ana.calendar, id)
    await ana.sync()
    expect(await ana.events()).toEqual([])
    journey.google.hands.undelete(ana.calendar, id)
    await ana.sync()
    expect(await ana.verdict(INVITATION)).toMatchObject({ standing: 'commitment' })
  })
})

describe('a chapter that meets every Tuesday', () => {
  test('stands there every week, with the one that was moved and without the one that was cancelled', async () => {
    const ana = await someone()
    const { id } = ana.has(chapter())
    await ana.sync()
    expect(await starts(ana, 4)).toEqual([
      '2026-11-24T07:00',
      '2026-12-01T07:00',
      '2026-12-08T07:00',
      '2026-12-15T07:00',
    ])

    const { hands } = journey.google
    hands.delete(ana.calendar, `${id}_20261201T130000Z`, 'organiser')
    hands.reschedule(
      ana.calendar,
      `${id}_20261208T130000Z`,
      { dateTime: '2026-12-09T08:00:00-06:00' },
      null,
      'organiser',
    )
    await ana.sync()
    expect(await starts(ana, 4)).toEqual([
      '2026-11-24T07:00',
      '2026-12-09T08:00',
      '2026-12-15T07:00',
      '2026-12-22T07:00',
    ])

    // A whole read tells the same.
    journey.google.grants.expireSyncTokens(ana.calendar)
    await ana.sync()
    expect(await starts(ana, 3)).toEqual(['2026-11-24T07:00', '2026-12-09T08:00', '2026-12-15T07:00'])
  })

  test('one of them answered for itself', async () => {
    const ana = await someone()
    const { id } = ana.has(chapter())
    journey.google.hands.rsvp(ana.calendar, `${id}_20261201T130000Z`, 'declined')
    await ana.sync()
    expect(await ana.verdict(chapter().title, '2026-W48')).toMatchObject({ standing: 'commitment' })
    expect(await ana.verdict(chapter().title, '2026-W49')).toMatchObject({ verdict: 'skip', reason: 'declined' })
  })

  test('given up by its organiser, it is gone', async () => {
    const ana = await someone()
    const { id } = ana.has(chapter())
    await ana.sync()
    journey.google.hands.delete(ana.calendar, id, 'organiser')
    await ana.sync()
    expect((await ana.events()).filter(({ answer }) => answer === 'accepted')).toEqual([])
  })

  test('a single occurrence to which somebody was invited without the series', async () => {
    const ana = await someone()
    ana.hasRaw({
      id: 'foreign_20261126T010000Z',
      iCalUID: 'foreign@example.com',
      recurringEventId: 'foreign',
      originalStartTime: { dateTime: '2026-11-26T01:00:00Z', timeZone: 'America/Mexico_City' },
      status: 'confirmed',
      etag: '"1"',
      summary: INVITATION,
      description: 'Networking abierto con empresarios. Trae tus tarjetas.',
      start: { dateTime: '2026-11-25T19:00:00-06:00', timeZone: 'America/Mexico_City' },
      end: { dateTime: '2026-11-25T21:00:00-06:00', timeZone: 'America/Mexico_City' },
      organizer: { email: 'eventos@canaco-cdmx.example' },
      attendees: [{ email: ana.email, self: true, responseStatus: 'accepted' }],
    })
    await ana.sync()
    expect(await ana.verdict(INVITATION)).toMatchObject({ standing: 'commitment' })
  })

  test.each([
    ['America/New_York', '2027-03-10', ['2027-03-10T09:00:00-05:00', '2027-03-17T09:00:00-04:00']],
    ['Europe/Madrid', '2027-03-24', ['2027-03-24T09:00:00+01:00', '2027-03-31T09:00:00+02:00']],
    ['America/Mexico_City', '2027-03-31', ['2027-03-31T09:00:00-06:00', '2027-04-07T09:00:00-06:00']],
  ])('in %s it keeps its hour there when the clocks change there', async (zone, first, hours) => {
    await journey.at('2027-03-08 09:00')
    const ana = await journey.signUp()
    const recurrence = ['RRULE:FREQ=WEEKLY']
    ana.has(aCommitment({ title: INVITATION, start: `${first} 09:00`, zone, recurrence }))
    await ana.sync()
    const found = (await ana.events()).map(({ start }) => start)
    expect(found.slice(0, 2)).toEqual(hours)
  })
})

describe('what blocks time, seen by an invitation it lies upon', () => {
  const at = { start: '2026-11-24 18:30', minutes: 180 }
  const blocking: Record<string, Parameters<typeof aMeeting>[0]> = {
    'a meeting of one’s own': { ...at },
    'a whole day': { start: '2026-11-24', minutes: 1440 },
    'three whole days': { start: '2026-11-23', minutes: 3 * 1440 },
    'an accepted invitation that is no networking': {
      ...at,
      title: 'Revisión de contrato',
      organiser: { name: 'Cliente', email: 'ana@cliente.example' },
      answer: 'accepted',
      otherGuests: 1,
    },
    'a meeting typed in another zone': { ...at, start: '2026-11-25 00:30', zone: 'UTC' },
    'out of office': { ...at, google: { eventType: 'outOfOffice' } },
    'focus time': { ...at, google: { eventType: 'focusTime' } },
  }
  const free: Record<string, Parameters<typeof aMeeting>[0]> = {
    'a meeting shown as free': { ...at, google: { transparency: 'transparent' } },
    'an invitation that was declined': {
      ...at,
      title: 'Revisión de contrato',
      organiser: { name: 'Cliente', email: 'ana@cliente.example' },
      answer: 'declined',
      otherGuests: 1,
    },
    'a birthday': {
      start: '2026-11-24',
      minutes: 1440,
      title: 'Cumpleaños de Luis',
      google: { eventType: 'birthday' },
    },
    'a working location': {
      start: '2026-11-24',
      minutes: 1440,
      title: 'Oficina',
      google: { eventType: 'workingLocation' },
    },
    'a whole day that ends as this one begins': { start: '2026-11-23', minutes: 1440 },
  }

  test.each(Object.entries(blocking))('%s', async (_, sketch) => {
    expect(await judged(sketch)).toMatchObject({ verdict: 'skip', reason: 'overlaps' })
  })
  test.each(Object.entries(free))('not %s', async (_, sketch) => {
    expect(await judged(sketch)).toMatchObject({ verdict: 'attend' })
  })

  /** One person for all: what was planted goes away again. */
  async function judged(sketch: Parameters<typeof aMeeting>[0] = {}) {
    ana ??= await invited()
    const event = { ...aMeeting(sketch) }
    const { id } = plant(ana, event)
    await ana.sync()
    const verdict = await ana.verdict(INVITATION)
    journey.google.hands.delete(ana.calendar, id)
    await ana.sync()
    expect(await ana.verdict(INVITATION)).toMatchObject({ verdict: 'attend' })
    return verdict
  }
  let ana: Person | undefined
})

test('a networking event of a whole day counts eight hours, in the week of the person’s zone', async () => {
  const ana = await someone()
  ana.has(aCommitment({ title: 'Expo Networking Pymes', start: '2026-11-26', minutes: 1440 }))
  await ana.sync()
  expect(await ana.verdict('Expo Networking Pymes')).toMatchObject({
    charge: { event: 480 },
    event: { allDay: true, start: '2026-11-26T00:00:00-06:00', end: '2026-11-27T00:00:00-06:00' },
  })
})

test('the zone of the primary calendar is the person’s, and decides which week an event is in', async () => {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp({ timeZone: 'Asia/Tokyo' })
  ana.has(aCommitment({ title: INVITATION, start: '2026-11-30 00:30', zone: 'Asia/Tokyo' }))
  await ana.sync()
  expect((await ana.plan()).timeZone).toBe('Asia/Tokyo')
  expect(await ana.verdict(INVITATION, '2026-W49')).toMatchObject({ event: { start: '2026-11-30T00:30:00+09:00' } })
})

test('who owns a calendar uses it; shared, read-only and holiday calendars are left alone until the person says', async () => {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  const { google } = journey
  google.createAccount('jefa@consultoria.example', 'Jefa', account.timeZone)
  google.share(account.email, 'jefa@consultoria.example', 'reader')
  google.putCalendar({
    id: 'es.mexican#holiday@group.v.calendar.google.com',
    owner: 'google@example.com',
    summary: 'Festivos',
    timeZone: account.timeZone,
  })
  google.share(account.email, 'es.mexican#holiday@group.v.calendar.google.com', 'reader')
  // "Make changes and manage sharing" does not make it hers.
  google.createAccount('socio@consultoria.example', 'Socio', account.timeZone)
  google.share(account.email, 'socio@consultoria.example', 'owner')
  const ana = await journey.signUp(account)
  const uses = (await ana.calendars()).map(({ name, busy, candidates, followUps }) => [
    name,
    busy,
    candidates,
    followUps,
  ])
  expect(uses).toEqual([
    [account.email, true, true, true],
    ['jefa@consultoria.example', false, false, false],
    ['Festivos', false, false, false],
    ['socio@consultoria.example', false, false, false],
  ])
  expect(ana.requests().filter((request) => /GET .*\/events\?/.test(request))).toHaveLength(1)

  const shared = (await ana.calendars())[1]?.id
  expect((await ana.patch(`/api/v1/calendars/${shared}`, { busy: true })).status).toBe(200)
  // Read for the first time, and watched from now on.
  await ana.sync()
  expect((await ana.sync()).requests).toBe(2)
})

test('a calendar that the person puts out of sight in Google is read as before', async () => {
  const ana = await someone()
  const second = ana.owns('Personal')
  await ana.ringUntil('2026-11-24 16:00')
  journey.google.share(ana.email, second, 'owner', { hidden: true, selected: false })
  await ana.sync()
  await ana.ringUntil(journey.now().add({ hours: 1 }))
  ana.has(anInvitation({ title: INVITATION, start: '2026-11-26 19:00' }))
  ana.has(aMeeting({ start: '2026-11-26 19:30', title: 'Dentista' }), second)
  await ana.sync()
  expect((await ana.plan()).unreadable).toEqual([])
  expect(await ana.verdict(INVITATION)).toMatchObject({ reason: 'overlaps' })
})

test('a calendar that leaves the list is said to be gone, and its time is not given away', async () => {
  const ana = await someone()
  const second = ana.owns('Personal')
  await ana.ringUntil('2026-11-24 16:00')
  ana.has(anInvitation({ title: INVITATION, start: '2026-11-26 19:00' }))
  ana.has(aMeeting({ start: '2026-11-26 19:30', title: 'Dentista' }), second)
  await ana.sync()
  expect(await ana.verdict(INVITATION)).toMatchObject({ reason: 'overlaps' })
  journey.google.dropCalendar(second)
  await ana.sync()
  await ana.ringUntil(journey.now().add({ hours: 1 }))
  expect((await ana.plan()).unreadable).toMatchObject([{ reason: 'calendar_gone' }])
  expect(await ana.verdict(INVITATION)).toMatchObject({ reason: 'overlaps' })
})

describe('a sync token that is worth nothing any more', () => {
  const deaths: [string, (ana: Person) => void][] = [
    ['of age', (ana) => journey.google.grants.expireSyncTokens(ana.calendar)],
    ['of one refusal', (ana) => ana.fault({ kind: 'expire-sync-tokens' })],
    ['of changed access', (ana) => void Object.assign(journey.google.calendar(ana.calendar) ?? {}, { aclEpoch: 1 })],
    [
      'with 410 updatedMinTooLongAgo',
      (ana) =>
        ana.fault({ kind: 'status', status: 410, reason: 'updatedMinTooLongAgo', match: { path: 'syncToken=' } }),
    ],
    [
      'with 410 fullSyncRequired',
      (ana) => ana.fault({ kind: 'status', status: 410, reason: 'fullSyncRequired', match: { path: 'syncToken=' } }),
    ],
  ]
  test.each(deaths)('%s is answered by a whole read', async (_, dies) => {
    journey.google.faults.clear()
    const ana = await someone()
    ana.has(anInvitation({ title: INVITATION }))
    await ana.sync()
    const { id } = ana.has(anInvitation({ title: 'Se irá', start: '2026-11-26 19:00' }))
    await ana.sync()
    ana.has(anInvitation({ title: 'Nueva', start: '2026-11-27 18:00' }))
    journey.google.hands.delete(ana.calendar, id, 'organiser')
    dies(ana)
    expect(await ana.sync()).toMatchObject({ requests: 2, failed: [] })
    expect((await ana.events()).map(({ title }) => title)).toEqual(expect.arrayContaining([INVITATION, 'Nueva']))
    await ana.ringUntil(journey.now().add({ minutes: 30 }))
    expect((await ana.events()).map(({ title }) => title)).toEqual([INVITATION, 'Nueva'])
    expect((await ana.plan()).unreadable).toEqual([])
  })
})

test('pages without a single event are no end of the list', async () => {
  const account = journey.newAccount()
  for (let n = 0; n < 2_600; n++) journey.google.hands.raw(account.email, { id: `gone${n}`, status: 'cancelled' })
  await journey.at('2026-11-23 09:00')
  journey.google.hands.insert(account.email, {
    summary: 'Al final',
    start: { date: '2026-11-24' },
    end: { date: '2026-11-25' },
  })
  const ana = await journey.signUp(account)
  expect((await ana.events()).map(({ title }) => title)).toEqual(['Al final'])
})

async function someone(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  return journey.signUp()
}

async function invited(): Promise<Person> {
  const ana = await someone()
  ana.has(anInvitation({ title: INVITATION }))
  await ana.sync()
  return ana
}

/** Events of a special type are made by Google itself: planted as they are. */
function plant(ana: Person, sketch: ReturnType<typeof aMeeting>): { id: string } {
  const { eventType } = sketch.google
  const { id } = ana.has({
    ...sketch,
    google: Object.fromEntries(Object.entries(sketch.google).filter(([name]) => name !== 'eventType')),
  })
  const stored = journey.google.calendar(ana.calendar)?.events.get(id)
  if (typeof eventType === 'string' && stored !== undefined) stored.event.eventType = eventType
  return { id }
}

function chapter() {
  return aCommitment({
    title: 'Desayuno semanal del capítulo BNI Reforma',
    start: '2026-11-24 07:00',
    minutes: 90,
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'],
  })
}

async function starts(ana: Person, count: number): Promise<string[]> {
  const all = (await ana.events()).filter(({ title, cancelled }) => title === chapter().title && !cancelled)
  return all.map(({ start }) => start.slice(0, 16)).slice(0, count)
}
