/**
 * The promise: what Aforo accepts by itself never passes the cap, and what it declines never its ration, whatever arrives at once, whatever fails
 * and however often it is woken (design.md, rule 7 and section 4; threat 25).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anInvitation, localTime } from '../builders/an-event.ts'
import type { FaultKind } from '../sandbox/google/faults.ts'
import { type Limits, ownAnswer, rule7Answers } from '../simulation/rules/answers.ts'
import type { Write } from '../simulation/rules/seen.ts'
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
  journey.google.switches.notificationsPerChange = 0
})
afterAll(() => journey?.close())

const TOLD = '2026-11-23 09:00'
const PATCH = { method: 'PATCH', path: '/events/' }
const LIMITS: Limits = {
  timeZone: 'America/Mexico_City',
  capAt: () => 360,
  declinesPerOrganiser: 2,
  declinesPerWeek: 10,
}
const of = (person: Person) => writes.filter(({ owner }) => owner === person.email)
const answered = (person: Person, answer: string) => of(person).filter((write) => ownAnswer(write, []) === answer)
const broken = (person: Person, limits: Partial<Limits> = {}) => rule7Answers(of(person), { ...LIMITS, ...limits })

async function enforcing(settings: Record<string, unknown> = {}): Promise<Person> {
  await journey.at(TOLD)
  const ana = await journey.signUp()
  const enforce = { allowedOrganisers: ['canaco-cdmx.example'] }
  good(await ana.patch('/api/v1/settings', { mode: 'enforce', enforce, maxEvenings: 7, maxPerDay: 20, ...settings }))
  return ana
}

/** Two hours each, on the days from Wednesday on, at hours that mostly do not overlap. @param organiser of the n-th; CANACO unless said */
function flood(person: Person, from: number, to: number, organiser?: (n: number) => string): void {
  for (let n = from; n < to; n++) {
    const start = localTime('2026-11-25 07:00').add({ hours: 24 * (n % 19) + 3 * (n % 5), minutes: n % 7 })
    const email = organiser?.(n)
    person.has(
      anInvitation({
        title: `Networking CANACO ${n}: noche de negocios`,
        start: start
          .toZonedDateTimeISO('America/Mexico_City')
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' })
          .replace('T', ' '),
        otherGuests: 3,
        ...(email !== undefined && { organiser: { name: `Cámara ${n}`, email } }),
      }),
    )
  }
}

describe('fifty invitations at once', () => {
  test('are accepted up to the cap of each week, through concurrent syncs, notifications and failures', async () => {
    const ana = await enforcing()
    await ana.sync()
    journey.google.switches.notificationsPerChange = 1
    flood(ana, 0, 50)
    await Promise.all(Array.from({ length: 5 }, () => ana.sync()))
    await until(async () => (await ana.events()).length === 50, 'all fifty to be known')
    await ana.ringUntil('2026-11-24 08:00')
    flood(ana, 50, 60)
    const kinds: FaultKind[] = ['commit-then-drop', 'status', 'drop-before', 'commit-then-status', 'truncated-json']
    for (const kind of kinds) ana.fault({ kind, match: PATCH, status: 503 })
    await journey.at('2026-11-24 09:05')
    await Promise.all([ana.ring(), ...Array.from({ length: 5 }, () => ana.sync()), ana.ring()])
    flood(ana, 60, 70)
    await Promise.all([ana.sync(), ana.ring(), ana.sync()])
    journey.google.switches.notificationsPerChange = 0
    await ana.ringUntil('2026-11-27 12:00')
    expect(answered(ana, 'accepted').length).toBeGreaterThan(1)
    expect(broken(ana)).toEqual([])
    // One act for each event, whatever was lost on the way.
    const ids = ana.effects().map(({ eventId }) => eventId)
    expect(ids).toHaveLength(new Set(ids).size)
    expect(await brokenRules(journey, of(ana), [ana])).toEqual([])
  })
})

describe('with room for one', () => {
  const ONE = { weeklyCapMinutes: 240 }
  const hours = (n: number) => ({
    title: `Networking CANACO ${n}: noche de negocios`,
    start: `2026-11-${27 + n} 09:00`,
  })

  test.each<FaultKind>([
    'status',
    'drop-before',
    'commit-then-drop',
    'commit-then-status',
    'truncated-json',
    'not-json',
  ])('an acceptance that keeps meeting %s and a better event that arrives meanwhile end as one', async (kind) => {
    const ana = await enforcing(ONE)
    ana.has(anInvitation(hours(0)))
    await ana.sync()
    ana.fault({ kind, match: PATCH, times: -1, status: 503 })
    await ana.ringUntil('2026-11-24 09:30')
    ana.has(anInvitation({ ...hours(1), title: 'Rueda de negocios CANACO: citas uno a uno y networking', minutes: 90 }))
    await ana.sync()
    await ana.ringUntil('2026-11-25 10:30')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-26 20:00')
    expect(answered(ana, 'accepted')).toHaveLength(1)
    expect(broken(ana, { capAt: () => 240 })).toEqual([])
  })

  test('what the person accepts themselves meanwhile takes it', async () => {
    const ana = await enforcing(ONE)
    ana.has(anInvitation(hours(0)))
    const theirs = ana.has(anInvitation({ ...hours(1), organiser: { name: 'AMCHAM', email: 'hola@amcham.example' } }))
    await ana.sync()
    const away = ana.fault({ kind: 'status', match: PATCH, times: -1, status: 503 })
    await ana.ringUntil('2026-11-24 09:30')
    const waited = away.hits > 0
    journey.google.hands.rsvp(ana.calendar, theirs.id, 'accepted')
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-25 20:00')
    expect({ waited, accepted: answered(ana, 'accepted').length }).toEqual({ waited: true, accepted: 0 })
  })
})

describe('five hundred invitations in a minute', () => {
  test.each([
    ['one organiser', undefined, 2],
    ['many', (n: number) => `eventos@camara${n}.example`, 10],
  ] as const)(
    'of %s bring as many declines a week as are allowed, and no more',
    async (_, organiser, most) => {
      const ana = await enforcing({ weeklyCapMinutes: 60 })
      flood(ana, 0, 500, organiser)
      await Promise.all([ana.sync(), ana.sync(), ana.sync()])
      for (const hour of ['09', '15']) {
        await ana.ringUntil(`2026-11-24 ${hour}:30`)
        await ana.sync()
      }
      expect(answered(ana, 'declined')).toHaveLength(most)
      await ana.ringUntil('2026-12-01 12:00')
      expect(answered(ana, 'declined')).toHaveLength(2 * most)
      expect(answered(ana, 'accepted')).toEqual([])
      expect(broken(ana)).toEqual([])
    },
    120_000,
  )
})
