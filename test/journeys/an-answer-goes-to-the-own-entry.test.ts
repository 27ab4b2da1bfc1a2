/**
 * The promise: an answer given in Aforo reaches the organiser once, changes the person's own entry and nothing else, and never stands against a later
 * answer of theirs (design.md, rules 1 and 3, section 8).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, anInvitation, type EventSketch, googleEvent } from '../builders/an-event.ts'
import type { FaultKind } from '../sandbox/google/faults.ts'
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
const PATCH = { method: 'PATCH', path: '/events/' }

type Answer = 'accepted' | 'tentative' | 'declined'
interface Invited {
  ana: Person
  /** Google's id of the invitation. */
  id: string
}

async function anaInvited(sketch: Partial<EventSketch> = {}): Promise<Invited> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  const { id } = ana.has(anInvitation({ title: GALA, ...sketch }))
  await ana.sync()
  return { ana, id }
}

async function answers(ana: Person, answer: Answer, title = GALA) {
  return ana.patch(`/api/v1/events/${(await ana.event(title)).id}`, { answer })
}

function eventAt(ana: Person, id: string): GoogleEvent {
  const event = ana.atGoogle().find((one) => one.id === id)
  if (event === undefined) throw new Error(`nothing stands under ${id}`)
  return event
}

function standing({ attendees }: GoogleEvent, email: string): string | null | undefined {
  return attendees?.find((guest) => guest.email === email)?.responseStatus
}

function told(): string[] {
  return journey.google.mails.filter(({ to }) => to.length > 0).map(({ kind, to }) => `${kind} to ${to.join(', ')}`)
}

describe('an answer given in Aforo', () => {
  test.each(['accepted', 'tentative', 'declined'] as const)(
    '%s goes to the organiser, once, from the own entry',
    async (said) => {
      const { ana, id } = await anaInvited()
      const before = eventAt(ana, id)
      expect(good(await answers(ana, said))).toMatchObject({ answer: said })
      expect(good(await answers(ana, said))).toMatchObject({ answer: said })
      const after = eventAt(ana, id)
      expect(standing(after, ana.email)).toBe(said)
      expect(after.attendees?.slice(1)).toEqual(before.attendees?.slice(1))
      expect({ ...after, attendees: [], etag: '', updated: '' }).toEqual({
        ...before,
        attendees: [],
        etag: '',
        updated: '',
      })
      expect(told()).toEqual(['response to eventos@canaco-cdmx.example'])
      expect(ana.effects()).toMatchObject([{ op: 'patch', eventId: id }])
      const acts = [{ at: journey.now().epochMilliseconds, eventId: id, answer: said }]
      expect(await brokenRules(journey, writes, [ana], { acts })).toEqual([])
    },
  )

  test('twice at the same time is one answer', async () => {
    const { ana } = await anaInvited()
    const all = await Promise.all([answers(ana, 'accepted'), answers(ana, 'accepted'), answers(ana, 'accepted')])
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(ana.effects()).toHaveLength(1)
    expect(told()).toHaveLength(1)
  })

  test('and taken back stands as it was said last', async () => {
    const { ana, id } = await anaInvited()
    await answers(ana, 'accepted')
    await answers(ana, 'declined')
    expect(standing(eventAt(ana, id), ana.email)).toBe('declined')
    expect((await ana.verdict(GALA)).reason).toBe('declined')
  })

  test.each<FaultKind>([
    'commit-then-drop',
    'commit-then-status',
    'truncated-json',
    'not-json',
    'drop-before',
    'status',
  ])('is one answer when its own was met by %s', async (kind) => {
    const { ana, id } = await anaInvited()
    ana.fault({ kind, match: PATCH })
    await answers(ana, 'accepted')
    await ana.ringUntil('2026-11-23 10:00')
    expect(standing(eventAt(ana, id), ana.email)).toBe('accepted')
    expect(ana.effects()).toHaveLength(1)
    expect(told()).toHaveLength(1)
    expect(await ana.event(GALA)).toMatchObject({ answer: 'accepted', standing: 'commitment' })
  })

  test('to one occurrence of a series leaves the others unanswered', async () => {
    const { ana, id } = await anaInvited({
      start: '2026-11-24 08:00',
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
    })
    const [first, second, ...others] = (await ana.events()).filter(({ title }) => title === GALA)
    good(await ana.patch(`/api/v1/events/${second?.id}`, { answer: 'accepted' }))
    const after = (await ana.events()).filter(({ title }) => title === GALA)
    expect(after.map(({ answer }) => answer)).toEqual(['none', 'accepted', 'none', 'none'])
    expect([first, ...others]).toHaveLength(3)
    expect(standing(eventAt(ana, id), ana.email)).toBe('needsAction')
    expect(ana.effects()).toMatchObject([{ op: 'patch', eventId: `${id}_20261201T140000Z` }])
    expect(ana.atGoogle()).toHaveLength(2)
  })
})

describe('when somebody else is at the invitation too', () => {
  test('is later than one in the calendar that Aforo had not heard of yet', async () => {
    const { ana, id } = await anaInvited()
    journey.google.hands.rsvp(ana.calendar, id, 'tentative')
    expect(good(await answers(ana, 'declined'))).toMatchObject({ answer: 'declined' })
    expect(standing(eventAt(ana, id), ana.email)).toBe('declined')
  })

  test('waits for no longer than its calendar cannot be read', async () => {
    const { ana, id } = await anaInvited()
    ana.fault({ kind: 'status', status: 503, times: -1, match: { method: 'GET', path: '/events' } })
    for (let knocks = 0; knocks < 6; knocks++) await ana.sync()
    await answers(ana, 'accepted')
    journey.google.faults.clear()
    await ana.sync()
    expect(standing(eventAt(ana, id), ana.email)).toBe('accepted')
  })

  test("another guest's answer of the same moment stays", async () => {
    const { ana, id } = await anaInvited()
    const held = ana.fault({ kind: 'delay', match: PATCH, ms: 500 })
    const answered = answers(ana, 'accepted')
    await until(() => held.hits === 1, 'the answer to be on its way')
    journey.google.hands.rsvp(ana.calendar, id, 'declined', 'invitada2@otraempresa.example')
    await answered
    await ana.ringUntil('2026-11-23 10:00')
    expect(standing(eventAt(ana, id), 'invitada2@otraempresa.example')).toBe('declined')
    expect(standing(eventAt(ana, id), ana.email)).toBe('accepted')
    const acts = [{ at: journey.now().epochMilliseconds, eventId: id, answer: 'accepted' as const }]
    expect(await brokenRules(journey, writes, [ana], { acts })).toEqual([])
  })

  test("the person's own answer in the calendar, given while ours was on its way, stands", async () => {
    const { ana, id } = await anaInvited()
    const held = ana.fault({ kind: 'delay', match: PATCH, ms: 500 })
    const answered = answers(ana, 'accepted')
    await until(() => held.hits === 1, 'the answer to be on its way')
    journey.google.hands.rsvp(ana.calendar, id, 'declined')
    await answered
    await ana.ringUntil('2026-11-23 12:00')
    expect(standing(eventAt(ana, id), ana.email)).toBe('declined')
    expect(ana.effects()).toEqual([])
    expect(await ana.event(GALA)).toMatchObject({ answer: 'declined', standing: null })
  })

  test('and so it does when ours had to wait for Google', async () => {
    const { ana, id } = await anaInvited()
    ana.fault({ kind: 'status', match: { path: '/calendar/v3/' }, times: -1 })
    await answers(ana, 'accepted')
    await ana.ringUntil('2026-11-23 09:30')
    journey.google.hands.rsvp(ana.calendar, id, 'tentative')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-23 12:00')
    expect(standing(eventAt(ana, id), ana.email)).toBe('tentative')
    expect(ana.effects()).toEqual([])
    expect(await ana.event(GALA)).toMatchObject({ answer: 'tentative', standing: 'hold' })
  })

  test('an invitation that the organiser called off meanwhile is left alone', async () => {
    const { ana, id } = await anaInvited()
    ana.fault({ kind: 'status', match: { path: '/calendar/v3/' }, times: -1 })
    await answers(ana, 'accepted')
    journey.google.hands.delete(ana.calendar, id, 'organiser')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-23 20:00')
    expect(ana.effects()).toEqual([])
  })
})

describe('nothing can be answered', () => {
  test('of an event that the person organises or typed, of one called off, and in a calendar that is only to be read', async () => {
    const { ana, id } = await anaInvited()
    const own = { name: 'Ana Prueba', email: ana.email }
    ana.has(anInvitation({ title: 'Networking que organizo yo', start: '2026-11-25 19:00', organiser: own }))
    ana.has(
      anInvitation({ title: 'Networking que apunté', start: '2026-11-26 19:00', organiser: null, otherGuests: 0 }),
    )
    await ana.sync()
    for (const title of ['Networking que organizo yo', 'Networking que apunté']) {
      expect(await answers(ana, 'declined', title)).toMatchObject({ status: 409, body: { reason: 'not_answerable' } })
    }
    const event = await ana.event(GALA)
    journey.google.hands.delete(ana.calendar, id, 'organiser')
    await ana.sync()
    expect((await ana.patch(`/api/v1/events/${event.id}`, { answer: 'accepted' })).status).toBeGreaterThanOrEqual(404)

    const shared = ana.owns('agenda-camara', 'reader')
    const email = ana.email
    const sketch = anInvitation({ title: 'Networking de la cámara', start: '2026-11-27 19:00' })
    journey.google.hands.insert(shared, googleEvent(sketch, email), 'organiser')
    await journey.connect(ana.browser, ana.email)
    await until(async () => (await ana.calendars()).length === 2, 'the shared calendar to be listed')
    const calendar = (await ana.calendars()).find(({ name }) => name === 'agenda-camara')
    good(await ana.patch(`/api/v1/calendars/${calendar?.id}`, { candidates: true }))
    await ana.sync()
    expect(await answers(ana, 'accepted', 'Networking de la cámara')).toMatchObject({
      status: 409,
      body: { reason: 'not_answerable' },
    })
    expect(ana.effects()).toEqual([])
  })

  test.each<[string, { renamed?: string; summaryOverride?: string }]>([
    ['as it is', {}],
    ['by another name', { summaryOverride: 'Agenda de la jefa' }],
    ['renamed', { renamed: 'Luisa' }],
  ])('in the name of somebody who lets them manage their calendar, %s', async (_, { renamed, ...listed }) => {
    await journey.at('2026-11-23 09:00')
    const account = journey.newAccount()
    const boss = `jefa.${account.email}`
    journey.google.createAccount(boss, 'Jefa', account.timeZone)
    Object.assign(journey.google.calendar(boss) ?? {}, renamed === undefined ? {} : { summary: renamed })
    journey.google.share(account.email, boss, 'owner', listed)
    const title = 'Networking al que va la jefa'
    journey.google.hands.insert(boss, googleEvent(anInvitation({ title }), boss), 'organiser')
    const ana = await journey.signUp(account)
    const shared = (await ana.calendars()).find(({ primary }) => !primary)
    good(await ana.patch(`/api/v1/calendars/${shared?.id}`, { candidates: true }))
    await ana.sync()
    const answered = await answers(ana, 'declined', title)
    if (renamed === undefined) expect(answered).toMatchObject({ status: 409, body: { reason: 'not_answerable' } })
    await ana.sync()
    expect(ana.effects()).toEqual([])
    expect(journey.google.mails).toEqual([])
  })

  test('of what is none of theirs: a foreign event answers exactly as none', async () => {
    const { ana } = await anaInvited()
    const berta = await journey.signUp({ name: 'Berta' })
    const { id } = await ana.event(GALA)
    const foreign = await berta.patch(`/api/v1/events/${id}`, { answer: 'declined' })
    const missing = await berta.patch(`/api/v1/events/e${'0'.repeat(26)}`, { answer: 'declined' })
    expect(foreign.status).toBe(404)
    expect(
      rule11({ status: foreign.status, body: foreign.text }, { status: missing.status, body: missing.text }),
    ).toEqual([])
    expect(ana.effects()).toEqual([])
  })
})

describe('of what was said in Aforo and in the calendar the latest act counts', () => {
  test('a decision to attend is overtaken by a later "no" in the calendar, and that by a later decision', async () => {
    const { ana, id } = await anaInvited()
    const { id: event } = await ana.event(GALA)
    expect(good(await ana.patch(`/api/v1/events/${event}`, { decision: 'attend' }))).toMatchObject({
      decision: 'attend',
      standing: 'commitment',
      answer: 'none',
    })
    await journey.later({ minutes: 5 })
    journey.google.hands.rsvp(ana.calendar, id, 'declined')
    await ana.sync()
    expect(await ana.event(GALA)).toMatchObject({ decision: null, answer: 'declined', standing: null })
    expect((await ana.verdict(GALA)).reason).toBe('declined')
    await journey.later({ minutes: 5 })
    good(await ana.patch(`/api/v1/events/${event}`, { decision: 'attend' }))
    expect(await ana.event(GALA)).toMatchObject({ decision: 'attend', standing: 'commitment' })
    await journey.later({ minutes: 5 })
    journey.google.hands.rsvp(ana.calendar, id, 'tentative')
    await ana.sync()
    expect(await ana.event(GALA)).toMatchObject({ decision: null, standing: 'hold' })
    expect(ana.effects()).toEqual([])
  })

  test('a decision to skip ends when the person answers here, and an answer here ends when they change it there', async () => {
    const { ana, id } = await anaInvited()
    const { id: event } = await ana.event(GALA)
    good(await ana.patch(`/api/v1/events/${event}`, { decision: 'skip' }))
    expect((await ana.verdict(GALA)).reason).toBe('skipped_by_you')
    good(await ana.patch(`/api/v1/events/${event}`, { answer: 'accepted' }))
    expect(await ana.event(GALA)).toMatchObject({ decision: null, standing: 'commitment' })
    journey.google.hands.rsvp(ana.calendar, id, 'declined')
    await ana.sync()
    await ana.ringUntil('2026-11-23 12:00')
    expect(standing(eventAt(ana, id), ana.email)).toBe('declined')
    expect(ana.effects()).toHaveLength(1)
  })
})

describe('what an event says of itself', () => {
  test('being tentative says nothing, being wait-listed makes it a hold, being called off ends it', async () => {
    await journey.at('2026-11-23 09:00')
    const ana = await journey.signUp()
    ana.has(
      anInvitation({
        title: 'Networking AMCHAM: tarde de socios',
        google: { status: 'tentative' },
        start: '2026-11-24 08:00',
      }),
    )
    ana.has(
      aCommitment({
        title: 'Networking COPARMEX: desayuno de socios',
        google: { status: 'tentative' },
        start: '2026-11-24 12:00',
      }),
    )
    ana.has(
      anInvitation({
        title: 'Networking con lista de espera',
        description: 'Networking abierto con empresarios. Estás en lista de espera; te avisamos si se libera un lugar.',
        start: '2026-11-25 12:00',
      }),
    )
    const off = ana.has(aCommitment({ title: 'Networking cancelado', start: '2026-11-26 12:00' }))
    await ana.sync()
    journey.google.hands.patch(ana.calendar, off.id, { status: 'cancelled' }, 'organiser')
    await ana.sync()
    const standingOf = async (title: string) => (await ana.event(title)).standing
    expect(await standingOf('Networking AMCHAM: tarde de socios')).toBe('candidate')
    expect(await standingOf('Networking COPARMEX: desayuno de socios')).toBe('commitment')
    expect(await standingOf('Networking con lista de espera')).toBe('hold')
    expect(
      (await ana.plan()).verdicts.find(({ event }) => event.title === 'Networking con lista de espera'),
    ).toMatchObject({
      verdict: 'hold',
      followUp: null,
    })
    expect((await ana.plan()).verdicts.map(({ event }) => event.title)).not.toContain('Networking cancelado')
  })
})
