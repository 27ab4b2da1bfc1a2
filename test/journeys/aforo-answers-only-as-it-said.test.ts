/**
 * The promise of `enforce`: a day after telling its verdict Aforo answers by it, under every exception of design.md, section 4; it lists what it
 * did, and takes it back when asked, for good.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ActivityShape } from '../../src/api/schemas.ts'
import { aMeeting, anInvitation, type EventSketch, googleEvent } from '../builders/an-event.ts'
import type { GoogleEvent } from '../sandbox/google/model.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { rule11 } from '../simulation/rules/shown.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { good, type Journey, type Person, startJourney, until } from './journey.ts'
import { brokenRules } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google)
})
afterEach(() => {
  journey.google.faults.clear()
  journey.google.mails = []
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'
/** Monday nine o'clock is when everything is told; the invitation is for Thursday evening. */
const TOLD = '2026-11-23 09:00'
const A_DAY_LATER = '2026-11-24 09:30'
const ALLOWED = { allowedOrganisers: ['canaco-cdmx.example'] }

async function enforcing(settings: Record<string, unknown> = {}, sketch: Partial<EventSketch> = {}) {
  await journey.at(TOLD)
  const ana = await journey.signUp()
  good(await ana.patch('/api/v1/settings', { mode: 'enforce', enforce: ALLOWED, ...settings }))
  const { id } = ana.has(anInvitation({ title: GALA, start: '2026-11-26 19:00', ...sketch }))
  await ana.sync()
  return { ana, id }
}
const NO_ROOM = { weeklyCapMinutes: 60 }

function standing(ana: Person, id: string): string | null | undefined {
  const event: GoogleEvent | undefined = ana.atGoogle().find((one) => one.id === id)
  return event?.attendees?.find(({ email }) => email === ana.email)?.responseStatus
}
async function done(ana: Person): Promise<ActivityShape[]> {
  const { items } = good(await ana.get<{ items: ActivityShape[] }>('/api/v1/activity'))
  return items.filter(({ kind }) => kind === 'answered')
}
async function undo(ana: Person, { id }: Pick<ActivityShape, 'id'>) {
  return ana.post<{ reason?: string; undoneAt?: string | null }>(`/api/v1/activity/${encodeURIComponent(id)}/undo`)
}
async function theOne(ana: Person): Promise<ActivityShape> {
  const [first, ...others] = await done(ana)
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} answers`)
  return first
}

describe('a day after the verdict', () => {
  test.each([
    ['accepted', {}, 'aceptará'],
    ['declined', NO_ROOM, 'declinará'],
  ] as const)(
    'it is %s, as was said on page, in API and mail; once, and listed as Aforo’s',
    async (answer, settings, said) => {
      const { ana, id } = await enforcing(settings)
      expect((await ana.verdict(GALA)).willAnswer).toEqual({ answer, at: '2026-11-24T09:00:00-06:00' })
      expect((await ana.get('/')).text).toContain(`Aforo la ${said} por ti el mar 24 de nov, 9:00 a.m.`)
      expect(good(await ana.get<{ text: string }>('/api/v1/digest')).text).toContain(`Aforo la ${said} por ti`)
      await ana.ringUntil('2026-11-24 08:59')
      expect(standing(ana, id)).toBe('needsAction')
      await ana.ringUntil(A_DAY_LATER)
      expect(standing(ana, id)).toBe(answer)
      await ana.ringUntil('2026-11-25 20:00')
      expect(ana.effects()).toMatchObject([{ op: 'patch', eventId: id }])
      expect(journey.google.mails.filter(({ to }) => to.length > 0)).toMatchObject([{ kind: 'response' }])
      expect(await theOne(ana)).toMatchObject({ detail: { answer, before: 'none', by: 'aforo' }, undoneAt: null })
      expect((await ana.get('/activity')).text).toContain(
        answer === 'accepted' ? 'Aforo aceptó por ti' : 'Aforo declinó por ti',
      )
      expect(await brokenRules(journey, writes, [ana])).toEqual([])
    },
  )

  test('nothing happens to who only wants advice, and nothing at once to who asks for more', async () => {
    const { ana, id } = await enforcing({ mode: 'advise' })
    await ana.ringUntil('2026-11-24 12:00')
    good(await ana.patch('/api/v1/settings', { mode: 'enforce' }))
    expect((await ana.verdict(GALA)).willAnswer?.at).toBe('2026-11-25T12:00:00-06:00')
    await ana.ringUntil('2026-11-25 11:59')
    expect(standing(ana, id)).toBe('needsAction')
    await ana.ringUntil('2026-11-25 12:30')
    expect(standing(ana, id)).toBe('accepted')
  })

  test('a verdict that changed meanwhile is told anew', async () => {
    const { ana, id } = await enforcing()
    await ana.ringUntil('2026-11-23 20:00')
    good(await ana.patch('/api/v1/settings', NO_ROOM))
    await ana.ringUntil(A_DAY_LATER)
    expect(standing(ana, id)).toBe('needsAction')
    await ana.ringUntil('2026-11-24 20:30')
    expect(standing(ana, id)).toBe('declined')
  })

  test('an answer whose own was lost is one answer', async () => {
    const { ana, id } = await enforcing()
    ana.fault({ kind: 'commit-then-drop', match: { method: 'PATCH', path: '/events/' } })
    await ana.ringUntil('2026-11-24 12:00')
    expect(standing(ana, id)).toBe('accepted')
    expect(ana.effects()).toHaveLength(1)
    expect(await done(ana)).toHaveLength(1)
  })
})

describe('nothing is answered', () => {
  test('of colleagues who do not fit, strangers who do, and what the person decided or said', async () => {
    const { ana } = await enforcing(NO_ROOM, {
      organiser: { name: 'Jefa', email: 'jefa@consultoria.example' },
    })
    const decided = ana.has(anInvitation({ title: 'Networking decidido', start: '2026-11-27 08:00' }))
    await ana.sync()
    good(await ana.patch(`/api/v1/events/${(await ana.event('Networking decidido')).id}`, { decision: 'skip' }))
    const berta = await journey.signUp()
    good(await berta.patch('/api/v1/settings', { mode: 'enforce' }))
    berta.has(anInvitation({ title: GALA, start: '2026-11-26 19:00' }))
    await berta.sync()
    await journey.ringUntil('2026-11-25 18:00', [ana, berta])
    expect([...ana.effects(), ...berta.effects()]).toEqual([])
    expect(standing(ana, decided.id)).toBe('needsAction')
  })

  test('while some of the person’s time cannot be read; then it is', async () => {
    const { ana, id } = await enforcing()
    const other = ana.owns('otra')
    journey.google.hands.insert(other, googleEvent(aMeeting({ start: '2026-11-25 09:00' }), ana.email))
    await journey.connect(ana.browser, ana.email)
    await until(async () => (await ana.calendars()).length === 2, 'the other calendar to be listed')
    const calendar = (await ana.calendars()).find(({ name }) => name === 'otra')
    good(await ana.patch(`/api/v1/calendars/${calendar?.id}`, { busy: true }))
    await ana.sync()
    const away = ana.fault({ kind: 'status', match: { path: '/calendars/otra.' }, times: -1, status: 503 })
    await ana.ringUntil('2026-11-24 11:00')
    expect(away.hits).toBeGreaterThan(0)
    expect(standing(ana, id)).toBe('needsAction')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-24 18:00')
    expect(standing(ana, id)).toBe('accepted')
  })

  test('over the person’s own answer, given while ours waited for Google', async () => {
    const { ana, id } = await enforcing()
    ana.fault({ kind: 'status', match: { method: 'PATCH', path: '/events/' }, times: -1, status: 503 })
    await ana.ringUntil(A_DAY_LATER)
    journey.google.hands.rsvp(ana.calendar, id, 'tentative')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-24 20:00')
    expect(standing(ana, id)).toBe('tentative')
    expect(ana.effects()).toEqual([])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test.each<[string, (ana: Person, event: string) => Promise<unknown>]>([
    ['decision', async (ana, event) => good(await ana.patch(`/api/v1/events/${event}`, { decision: 'skip' }))],
    ['change of mode', async (ana) => good(await ana.patch('/api/v1/settings', { mode: 'advise' }))],
    ['change of cap', async (ana) => good(await ana.patch('/api/v1/settings', NO_ROOM))],
  ])('over a %s that comes in the very moment in which it was to be sent', async (_, say) => {
    const { ana, id } = await enforcing()
    const away = ana.fault({ kind: 'status', match: { method: 'PATCH', path: '/events/' }, times: -1, status: 503 })
    await ana.ringUntil(A_DAY_LATER)
    expect(away.hits).toBeGreaterThan(0)
    journey.google.faults.clear()
    // Long due, and what wakes Aforo is the person's word.
    await journey.at('2026-11-24 15:00')
    await say(ana, (await ana.event(GALA)).id)
    await ana.ringUntil('2026-11-24 20:00')
    expect(standing(ana, id)).toBe('needsAction')
    expect(ana.effects()).toEqual([])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test('once the mode is off, also of what already waited to be sent', async () => {
    const { ana, id } = await enforcing()
    const away = ana.fault({ kind: 'status', match: { method: 'PATCH', path: '/events/' }, times: -1, status: 503 })
    await ana.ringUntil(A_DAY_LATER)
    expect(away.hits).toBeGreaterThan(0)
    good(await ana.patch('/api/v1/settings', { mode: 'advise' }))
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-25 20:00')
    expect(standing(ana, id)).toBe('needsAction')
    expect(ana.effects()).toEqual([])
    expect((await ana.verdict(GALA)).willAnswer).toBeNull()
  })
})

describe('what Aforo answered', () => {
  test('is taken back with a maybe, once however often it is asked, and never touched again', async () => {
    const { ana, id } = await enforcing(NO_ROOM)
    await ana.ringUntil(A_DAY_LATER)
    const act = await theOne(ana)
    const all = await Promise.all([undo(ana, act), undo(ana, act)])
    all.push(await undo(ana, act))
    for (const one of all) expect(good(one).undoneAt).toMatch(/^2026-11-24T/)
    expect(standing(ana, id)).toBe('tentative')
    expect(ana.effects()).toHaveLength(2)
    // The maybe only says that nothing is said: no hours are held for it.
    expect(await ana.verdict(GALA)).toMatchObject({ standing: 'candidate', verdict: 'skip' })
    expect((await ana.get('/activity')).text).toContain('Deshecho')
    // The organiser asks anew, and the person has not answered.
    journey.google.hands.patch(
      ana.calendar,
      id,
      { attendees: [{ email: ana.email, responseStatus: 'needsAction' }] },
      'organiser',
    )
    await ana.ringUntil('2026-11-26 18:00')
    expect(await ana.event(GALA)).toMatchObject({ answer: 'none' })
    expect(ana.effects()).toHaveLength(2)
    const acts = [{ at: 0, eventId: id, answer: 'tentative' as const }]
    expect(await brokenRules(journey, writes, [ana], { acts })).toEqual([])
  })

  test('so is what the person answered through Aforo, by a button that says what it sends', async () => {
    const { ana, id } = await enforcing({ mode: 'advise' })
    const { id: event } = await ana.event(GALA)
    good(await ana.patch(`/api/v1/events/${event}`, { answer: 'declined' }))
    await journey.later({ minutes: 1 })
    good(await ana.patch(`/api/v1/events/${event}`, { answer: 'accepted' }))
    const page = (await ana.get('/activity')).text
    expect(page).toContain('Aceptaste desde Aforo')
    expect(page).toContain('Deshacer: declinar')
    const action = /action="(\/activity\/[^"]+\/undo)"/.exec(page)?.[1]
    if (action === undefined) throw new Error('no button')
    const sent = await ana.browser.ask('POST', action, { body: new URLSearchParams({ back: '/activity' }) })
    expect(sent.headers.get('location')).toBe('/activity?said=undone')
    expect(standing(ana, id)).toBe('declined')
  })

  test('counts as taken back only when the provider has taken it, and may be asked for again', async () => {
    const { ana, id } = await enforcing(NO_ROOM)
    await ana.ringUntil(A_DAY_LATER)
    const act = await theOne(ana)
    ana.fault({ kind: 'status', match: { method: 'PATCH', path: '/events/' }, times: 1, status: 400 })
    expect(good(await undo(ana, act)).undoneAt).toBeNull()
    expect(standing(ana, id)).toBe('declined')
    expect(good(await undo(ana, act)).undoneAt).toMatch(/^2026-11-24T/)
    expect(standing(ana, id)).toBe('tentative')
  })

  test('is not taken back once the answer is another, the event is over or gone, or it was none; and says so', async () => {
    const { ana, id } = await enforcing()
    await ana.ringUntil(A_DAY_LATER)
    const act = await theOne(ana)
    journey.google.hands.rsvp(ana.calendar, id, 'declined')
    await ana.sync()
    expect(await undo(ana, act)).toMatchObject({ status: 409, body: { reason: 'answered_since' } })
    expect((await ana.get('/activity')).text).toContain('La respuesta ya es otra')
    journey.google.hands.rsvp(ana.calendar, id, 'accepted')
    await ana.ringUntil('2026-11-26 21:30')
    expect(await undo(ana, act)).toMatchObject({ status: 409, body: { reason: 'out_of_reach' } })
    const { items } = good(await ana.get<{ items: ActivityShape[] }>('/api/v1/activity'))
    const mailed = items.find(({ kind }) => kind === 'digest_sent')
    if (mailed === undefined) throw new Error('no digest was sent')
    expect(await undo(ana, mailed)).toMatchObject({ status: 409, body: { reason: 'not_undoable' } })
    const berta = await journey.signUp()
    const [foreign, missing] = [await undo(berta, act), await undo(berta, { id: 'answer:none' })]
    expect(foreign.status).toBe(404)
    expect(
      rule11({ status: foreign.status, body: foreign.text }, { status: missing.status, body: missing.text }),
    ).toEqual([])
    expect(standing(ana, id)).toBe('accepted')
  })
})

test('whoever is always to be accepted is named on the event’s own page', async () => {
  const { ana, id } = await enforcing({ enforce: { allowedOrganisers: [] } })
  expect((await ana.verdict(GALA)).willAnswer).toBeNull()
  const { id: event } = await ana.event(GALA)
  expect((await ana.get(`/events/${event}`)).text).toContain('Dejar que Aforo acepte lo de este organizador')
  const sent = await ana.browser.ask('POST', `/events/${event}/allow`, {
    body: new URLSearchParams({ allowed: 'true', back: `/events/${event}` }),
  })
  expect(sent.headers.get('location')).toBe(`/events/${event}?said=saved`)
  expect(good(await ana.get<{ enforce: unknown }>('/api/v1/settings')).enforce).toMatchObject(ALLOWED)
  await ana.ringUntil(A_DAY_LATER)
  expect(standing(ana, id)).toBe('accepted')
})

test('a platform or a free mail provider is nobody’s organiser', async () => {
  const { ana } = await enforcing()
  for (const entry of ['luma.com', 'calendario@luma.com', 'mail.meetup.com', 'gmail.com', 'com.mx', 'algo'])
    expect(await ana.patch('/api/v1/settings', { enforce: { allowedOrganisers: [entry] } })).toMatchObject({
      status: 422,
    })
  good(await ana.patch('/api/v1/settings', { enforce: { allowedOrganisers: ['Ana@gmail.com', 'canaco.com.mx'] } }))
})
