/**
 * Taking everything along, leaving, and coming back (design.md, section 8): the file of before gives the life of before, in the real Worker and with
 * blocks that stand in the calendar, of which none is doubled or touched by it (rules 2 and 3).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RestoredShape } from '../../src/api/person-import.ts'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

interface File {
  exportedAt: string
  person: { id: string; createdAt: string }
  connections: { id: string; subject: string }[]
  calendars: { id: string; remoteId: string }[]
  events: { calendarId: string; recognition: unknown }[]
  followUps: { eventId: string; calendarId: string; state: string }[]
  activity: { kind: string }[]
  outbox: unknown
  tokens: unknown
}

test('export, erase, sign up again, import, export: the same file, and every block stands as it stood', async () => {
  const ana = await aLife()
  await ana.token()
  const coffee = await ana.event('Networking CANACO: mañana de negocios')
  const rosa = good(await ana.post<{ id: string }>('/api/v1/contacts', { name: 'Rosa', eventId: coffee.id }))
  expect((await ana.delete(`/api/v1/contacts/${rosa.id}`)).status).toBe(204)
  const before = await exported(ana)
  expect(JSON.stringify(before)).not.toContain(rosa.id)
  expect(before.followUps.map(({ state }) => state).sort()).toEqual(['booked', 'done'])
  const blocks = blocksOf(ana)
  await leave(ana)

  const again = await comeBack(ana)
  const empty = await exported(again)
  expect(JSON.stringify(empty)).not.toContain('Laura')
  const effects = again.effects().length
  const restored = await bringBack(again, before)
  expect([restored.errors, restored.changes]).toEqual([[], []])
  expect(restored.rows).toMatchObject({
    contacts: { taken: 2 },
    outcomes: { taken: 1 },
    forgotten: { taken: 1 },
    corrections: { taken: 1 },
  })
  // The texts of what a correction calls networking are read again.
  await again.sync()
  expect(comparable(await exported(again))).toEqual(comparable(before))

  const second = await bringBack(again, before)
  expect(Object.values(second.rows).map(({ taken }) => taken)).toEqual(Array(10).fill(0))
  expect(comparable(await exported(again))).toEqual(comparable(before))

  await again.ringUntil(journey.now().add({ hours: 30 }))
  expect(again.effects().slice(effects)).toEqual([])
  expect(blocksOf(again)).toEqual(blocks)
})

test('what was said and done since the file was written stays', async () => {
  const ana = await aLife()
  const before = await exported(ana)
  await leave(ana)
  const again = await comeBack(ana)
  const breakfast = await again.event('Desayuno de negocios')
  await journey.later({ minutes: 5 })
  good(await again.patch(`/api/v1/events/${breakfast.id}`, { attendance: 'missed', ticketPrice: 70_000 }))
  good(await again.patch('/api/v1/settings', { maxEvenings: 4 }))
  const { rows } = await bringBack(again, before)
  expect(rows.settings).toMatchObject({ taken: 2, kept: 1 })
  const [row] = await journey.rows('select body from occurrences where person_id = ? and event_id = ?', [
    again.id,
    breakfast.id,
  ])
  expect(JSON.parse(String(row?.body))).toMatchObject({ attendance: 'missed', ticketPrice: 70_000 })
  // "No fui" took the block away: the file, which has it booked, does not bring it back.
  const ofBreakfast = (await exported(again)).followUps.filter(({ eventId }) => eventId === breakfast.id)
  expect(ofBreakfast).toMatchObject([{ state: 'removed' }])
  await again.ringUntil(journey.now().add({ hours: 12 }))
  expect(again.effects().filter(({ op }) => op === 'insert')).toHaveLength(2)
  expect(good(await again.get('/api/v1/settings'))).toMatchObject({ maxEvenings: 4, weeklyCapMinutes: 300 })
})

test('brought back to the page, a file is taken and every row of it accounted for', async () => {
  const ana = await aLife()
  const { text } = await ana.get('/api/v1/me/export')
  await leave(ana)
  const again = await comeBack(ana)
  const form = new FormData()
  form.set('file', new File([text.replace('laura@example.com', 'nowhere')], 'aforo.json', { type: 'application/json' }))
  const encoded = new Response(form)
  const page = await again.browser.ask<string>('POST', '/my-data', {
    body: await encoded.text(),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  })
  expect(page.status).toBe(200)
  expect(page.text).toContain('Qué pasó con tu archivo')
  expect(page.text).toContain('No parece un correo.')
  expect(good(await again.get<{ items: { name: string }[] }>('/api/v1/contacts')).items).toMatchObject([
    { name: 'Pedro Ruiz' },
  ])
  const broken = new FormData()
  broken.set('file', new File(['not a file of ours'], 'aforo.json'))
  const refused = new Response(broken)
  const answer = await again.browser.ask('POST', '/my-data', {
    body: await refused.text(),
    headers: { 'content-type': refused.headers.get('content-type') ?? '' },
  })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('No es un archivo JSON que se pueda leer.')
})

/** Two breakfasts that were attended: one followed up and closed, of the other the block is still to come. */
async function aLife(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: 'Networking CANACO: mañana de negocios', start: '2026-11-23 10:00', minutes: 60 }))
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 08:00', minutes: 60 }))
  ana.has(anInvitation({ title: 'Noche de negocios', start: '2026-11-26 19:00' }))
  ana.has(aMeeting({ title: 'Comida con Teresa', start: '2026-11-27 14:00', minutes: 60 }))
  await ana.sync()
  good(await ana.patch('/api/v1/settings', { weeklyCapMinutes: 300, hourlyRate: 90_000 }))
  good(await ana.patch('/api/v1/plan?week=2026-W49', { capMinutes: 0 }))
  await ana.ringUntil('2026-11-23 12:00')
  const [closed] = (await ana.followUps()).filter(({ state }) => state === 'booked')
  const coffee = await ana.event('Networking CANACO: mañana de negocios')
  for (const [name, email] of [
    ['Laura Gómez', 'laura@example.com'],
    ['Pedro Ruiz', 'pedro@example.com'],
  ])
    good(await ana.post('/api/v1/contacts', { name, emails: [email], eventId: coffee.id }))
  const people = good(await ana.get<{ items: { id: string }[] }>('/api/v1/contacts')).items
  good(
    await ana.patch(`/api/v1/follow-ups/${closed?.id}`, {
      state: 'done',
      nextStep: { text: 'Mandar propuesta', on: '2026-11-30' },
    }),
  )
  good(
    await ana.post('/api/v1/outcomes', {
      kind: 'proposal',
      contactId: people[0]?.id,
      on: '2026-11-23',
      amount: 5_000_001,
    }),
  )
  const lunch = await ana.event('Comida con Teresa')
  good(await ana.patch(`/api/v1/events/${lunch.id}`, { networking: true, scope: 'event' }))
  const night = await ana.event('Noche de negocios')
  good(await ana.patch(`/api/v1/events/${night.id}`, { ticketPrice: 35_000, decision: 'attend' }))
  await ana.ringUntil('2026-11-24 09:15')
  return ana
}

async function leave(ana: Person): Promise<void> {
  expect(await journey.connect(ana.browser, ana.email)).toBe('/')
  expect((await ana.delete('/api/v1/me')).status).toBe(204)
}

async function comeBack(ana: Person): Promise<Person> {
  const browser = journey.browser()
  const again = await journey.arrived(browser, ana.email, await journey.connect(browser, ana.email))
  expect(again.id).not.toBe(ana.id)
  return again
}

async function exported(ana: Person): Promise<File> {
  return good(await ana.get<File>('/api/v1/me/export'))
}

async function bringBack(ana: Person, file: File): Promise<RestoredShape> {
  return good(await ana.post<RestoredShape>('/api/v1/me/import', file))
}

function blocksOf(ana: Person) {
  return ana.atGoogle().filter(({ extendedProperties }) => extendedProperties?.private !== undefined)
}

/** But for ids of accounts and calendars, tokens, what is on its way, the time, and what only this life did. */
function comparable({ exportedAt: _, person, connections, calendars, events, followUps, activity, ...file }: File) {
  const { outbox: __, tokens: ___, ...rest } = file
  const remote = new Map(calendars.map(({ id, remoteId }) => [id, remoteId]))
  const { id: ____, createdAt: _____, ...self } = person
  return {
    ...rest,
    self,
    accounts: connections.map(({ subject }) => subject),
    calendars: [...remote.values()],
    events: events.map(({ calendarId, ...event }) => ({ ...event, calendar: remote.get(calendarId) })),
    followUps: followUps.map(({ calendarId, ...body }) => ({ ...body, calendar: remote.get(calendarId) })),
    // The mail that whoever signs up gets at once is another one.
    activity: activity.filter(({ kind }) => kind !== 'digest_sent'),
  }
}
