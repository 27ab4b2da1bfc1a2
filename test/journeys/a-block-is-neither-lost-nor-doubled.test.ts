/**
 * The promise: whatever breaks between an event's end and its block, there is one block in the end, never two, never none (design.md, rules 2, 6
 * and 9). Judged by Google's own log of effects.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { blockIdOf, eventIdOf, NO_ORIGINAL_START } from '../../src/calendar/marks.ts'
import { aCommitment } from '../builders/an-event.ts'
import type { Fault } from '../sandbox/google/faults.ts'
import { subjectOf } from '../sandbox/google/model.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { good, type Journey, type Person, startJourney, until } from './journey.ts'
import { blockOf, blocksOf, brokenRules, hoursOf } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google)
})
afterEach(() => {
  journey.google.faults.clear()
  journey.database.heal()
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'
const ENDS = '2026-11-24 21:00'
const INSERT = { method: 'POST', path: '/events?' }
const READ_BACK = { method: 'GET', path: '/events/aforo' }
const LIST = { method: 'GET', path: '/events?' }

type FaultGiven = Partial<Omit<Fault, 'kind'>> & Pick<Fault, 'kind'>

/** Ana on Monday, with a commitment on Tuesday from 19:00 to 21:00 that Aforo knows of. */
async function anaBeforeTheGala(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: GALA, start: '2026-11-24 19:00' }))
  await ana.sync()
  return ana
}

async function expectOneBlock(ana: Person): Promise<void> {
  expect(blocksOf(ana)).toHaveLength(1)
  expect(ana.effects().filter(({ op }) => op === 'insert')).toHaveLength(1)
  expect(await ana.followUps()).toMatchObject([{ id: blockOf(ana).id, state: 'booked' }])
  expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
}

describe('one block, when the insert', () => {
  const faults: [string, FaultGiven[]][] = [
    ['took effect and the connection ended', [{ kind: 'commit-then-drop', match: INSERT }]],
    ['took effect and the answer was 503', [{ kind: 'commit-then-status', match: INSERT }]],
    ['took effect and the answer was cut in half', [{ kind: 'truncated-json', match: INSERT }]],
    ['took effect and the answer was a page of HTML', [{ kind: 'not-json', match: INSERT }]],
    ['was never heard', [{ kind: 'drop-before', match: INSERT, times: 3 }]],
    ['met a burst of 503', [{ kind: 'status', match: INSERT, times: 6 }]],
    ['was over the quota', [{ kind: 'status', match: INSERT, status: 403, reason: 'rateLimitExceeded', times: 2 }]],
    ['was asked to wait', [{ kind: 'status', match: INSERT, status: 429, retryAfter: '600' }]],
    [
      'took effect unheard, and the reading back was refused as well',
      [
        { kind: 'commit-then-drop', match: INSERT },
        { kind: 'status', match: READ_BACK, times: 3 },
      ],
    ],
    [
      'took effect unheard, and the reading back saw the calendar as it was before',
      [
        { kind: 'commit-then-drop', match: INSERT },
        { kind: 'stale-read', match: READ_BACK, count: 1 },
        { kind: 'stale-read', match: LIST, count: 1, times: 2 },
      ],
    ],
    [
      'took effect unheard while the token had run out and the list was cut',
      [
        { kind: 'expire-access-tokens', match: LIST },
        { kind: 'commit-then-drop', match: INSERT },
        { kind: 'truncated-json', match: LIST, skip: 1 },
      ],
    ],
    [
      'took effect twice unheard',
      [
        { kind: 'commit-then-drop', match: INSERT, times: 2 },
        { kind: 'drop-before', match: READ_BACK, times: 1 },
      ],
    ],
  ]

  test.each(faults)('%s', async (_, given) => {
    const ana = await anaBeforeTheGala()
    for (const fault of given) ana.fault(fault)
    await ana.ringUntil('2026-11-25 08:00')
    await expectOneBlock(ana)
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 09:00-09:30')
    expect(await ana.sync()).toMatchObject({ booked: 0, writes: 0 })
  })
})

describe('one block, when the alarm', () => {
  test('rings twice at the same time', async () => {
    const ana = await anaBeforeTheGala()
    await journey.at(ENDS)
    await Promise.all([ana.ring(), ana.ring(), ana.sync(), ana.ring()])
    await expectOneBlock(ana)
  })

  test('is lost: the sweep finds who is overdue, within half an hour', async () => {
    const ana = await anaBeforeTheGala()
    await journey.at('2026-11-24 21:30')
    await journey.sweep()
    await expectOneBlock(ana)
  })
})

describe('one block, when the database', () => {
  const saves = (statements: readonly string[]) => statements.some((sql) => /^update "people"/i.test(sql))

  test.each([
    ['refuses what is to be put on record before the insert', 'refuse', 0],
    ['takes it and its answer is lost', 'lose-answer', 0],
    ['refuses what the insert came to', 'refuse', 1],
    ['takes that and its answer is lost', 'lose-answer', 1],
  ] as const)('%s', async (_, kind, skip) => {
    const ana = await anaBeforeTheGala()
    let passed = 0
    journey.database.fault(kind, (statements) => saves(statements) && passed++ >= skip)
    await ana.ringUntil('2026-11-25 08:00')
    expect(passed).toBeGreaterThan(skip)
    await expectOneBlock(ana)
  })

  test('is gone from before the end of the event until late at night, and nothing is written without it', async () => {
    const ana = await anaBeforeTheGala()
    await ana.ringUntil('2026-11-24 20:30')
    journey.database.fault('refuse', () => true, Number.POSITIVE_INFINITY)
    await ana.ringUntil('2026-11-24 23:00')
    expect(ana.effects()).toEqual([])
    journey.database.heal()
    await ana.ringUntil('2026-11-25 08:00')
    await expectOneBlock(ana)
  })
})

describe('one block, when the machine stops', () => {
  test('at any request of the way from the event to the block, before or after it took effect', async () => {
    // Held requests never end: what stops there is stopped by the machine.
    const held = { ms: 10_000_000 }
    const points: FaultGiven[] = [LIST, INSERT].flatMap((match) => [
      { kind: 'delay', match, ...held } as const,
      { kind: 'slow-body', match, ...held } as const,
    ])
    const people: Person[] = []
    for (const _ of points) people.push(await anaBeforeTheGala())
    const holds = people.flatMap((person, n) => points.slice(n, n + 1).map((fault) => person.fault(fault)))
    await journey.at(ENDS)
    const rings = people.map((person) => person.ring().catch(() => undefined))
    await until(() => holds.every(({ hits }) => hits === 1), 'everybody to stand where the machine stops')
    await journey.restart()
    await Promise.all(rings)

    // The platform would ring again; here not even that: the sweep alone finds them.
    await journey.at('2026-11-24 21:30')
    await journey.sweep()
    for (const person of people) {
      await person.ringUntil('2026-11-25 08:00')
      await expectOneBlock(person)
      await journey.at('2026-11-24 21:30')
    }
  })

  test.each(['refuse', 'lose-answer'] as const)('with the last word of the database: %s', async (kind) => {
    const ana = await anaBeforeTheGala()
    let saved = 0
    journey.database.fault(
      kind,
      (statements) => statements.some((sql) => /^update "people"/i.test(sql)) && saved++ === 1,
    )
    await journey.at(ENDS)
    await ana.ring().catch(() => undefined)
    await journey.restart()
    await journey.at('2026-11-24 21:30')
    await journey.sweep()
    await expectOneBlock(ana)
  })
})

describe('under the id that the block would have', () => {
  test('a block that took effect unheard and was deleted by hand stays deleted', async () => {
    const ana = await anaBeforeTheGala()
    ana.fault({ kind: 'commit-then-drop', match: INSERT })
    await journey.at(ENDS)
    await ana.ring()
    journey.google.hands.delete(ana.calendar, blockOf(ana).id)
    await ana.ringUntil('2026-11-27 20:00')
    expect(blocksOf(ana)).toEqual([])
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await ana.followUps()).toMatchObject([{ state: 'removed_by_you' }])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test("somebody else's event stays as it is, and the block takes the next id", async () => {
    await journey.at('2026-11-23 09:00')
    const ana = await journey.signUp()
    const gala = ana.has(aCommitment({ title: GALA, start: '2026-11-24 19:00' }))
    const event = eventIdOf(gala.iCalUID ?? '', NO_ORIGINAL_START)
    const id = blockIdOf(subjectOf(ana.email), event, 'follow-up', 0)
    const foreign = journey.google.hands.plant(ana.calendar, {
      id,
      summary: 'De otra aplicación',
      start: { dateTime: '2026-12-01T10:00:00-06:00' },
      end: { dateTime: '2026-12-01T11:00:00-06:00' },
    }).event
    await ana.sync()
    await ana.ringUntil('2026-11-25 08:00')
    await expectOneBlock(ana)
    expect(blockOf(ana).id).not.toBe(id)
    expect(ana.atGoogle().find((one) => one.id === id)).toEqual(foreign)
  })

  test('a block of which no more may be seen than its time stays the one there is', async () => {
    await journey.at('2026-11-23 09:00')
    const ana = await journey.signUp()
    const family = ana.owns('Familia')
    ana.has(aCommitment({ title: GALA, start: '2026-11-24 19:00' }))
    await ana.ringUntil('2026-11-24 16:00')
    const chosen = await ana.calendars()
    await follow(
      ana,
      chosen.find(({ name }) => name === 'Familia'),
    )
    await journey.at(ENDS)
    await ana.ring()
    const [block] = blocksOf(ana, family)
    journey.google.share(ana.email, family, 'reader')
    await follow(
      ana,
      chosen.find(({ name }) => name !== 'Familia'),
    )
    const { id: eventId } = await ana.event(GALA)
    good(await ana.post('/api/v1/contacts', { name: 'Bruno', emails: ['bruno@cliente.example'], eventId }))
    await ana.ringUntil('2026-11-25 13:00')
    expect([...blocksOf(ana), ...blocksOf(ana, family)]).toEqual([block])
    ana.fault({ kind: 'expire-sync-tokens', match: { path: '/calendars/Familia' } })
    await ana.ringUntil('2026-11-26 13:00')
    expect([...blocksOf(ana), ...blocksOf(ana, family)]).toEqual([block])
    expect(await ana.followUps()).toMatchObject([{ id: block?.id, state: 'booked' }])
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })
})

/** That calendar takes follow-ups from now on. */
async function follow(person: Person, calendar: { id: string } | undefined): Promise<void> {
  good(await person.patch(`/api/v1/calendars/${calendar?.id}`, { followUps: true }))
}

describe('a long outage', () => {
  test('ends in one block that lies in the time still to come', async () => {
    const ana = await anaBeforeTheGala()
    ana.fault({ kind: 'status', match: INSERT, times: -1 })
    await ana.ringUntil('2026-11-24 21:10')
    ana.fault({ kind: 'status', match: { path: '/calendar/v3/' }, times: -1 })
    await ana.ringUntil('2026-11-25 13:00')
    expect(blocksOf(ana)).toEqual([])
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-25 15:00')
    await expectOneBlock(ana)
    expect(hoursOf(blockOf(ana)) > '2026-11-25 13:00').toBe(true)
  })

  test.each(['2026-11-25 20:00', '2026-11-26 12:00'])(
    'until %s ends in one block, still within the two days',
    async (end) => {
      const ana = await anaBeforeTheGala()
      ana.fault({ kind: 'status', match: INSERT, times: -1 })
      await ringAt(ana, ['2026-11-24 21:00', '2026-11-25 08:00', end])
      expect(blocksOf(ana)).toEqual([])
      journey.google.faults.clear()
      await ana.ringUntil(journey.now().add({ hours: 1 }))
      await expectOneBlock(ana)
      expect(hoursOf(blockOf(ana)) > end).toBe(true)
      expect(hoursOf(blockOf(ana)) < '2026-11-26 18:00').toBe(true)
    },
  )

  test('of three days after an insert that took effect unheard leaves the one block that stands', async () => {
    const ana = await anaBeforeTheGala()
    ana.fault({ kind: 'commit-then-status', match: INSERT })
    await ringAt(ana, [ENDS])
    ana.fault({ kind: 'status', match: { path: '/calendar/v3/' }, times: -1 })
    await ringAt(ana, ['2026-11-25 08:00', '2026-11-25 20:00', '2026-11-26 12:00', '2026-11-27 21:00'])
    journey.google.faults.clear()
    await ana.ringUntil('2026-11-28 09:00')
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    await expectOneBlock(ana)
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 09:00-09:30')
  })
})

async function ringAt(person: Person, moments: readonly string[]): Promise<void> {
  for (const moment of moments) {
    await journey.at(moment)
    await person.ring()
  }
}
