/** What watching over somebody may cost, with two calendars and three changes a day. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Cost, costOf, fewerThanPolling, ofEventsAndPlans, percentile, requestsADay } from './cost.ts'

const DAY = 24 * 3_600_000

describe.each(['google', 'microsoft'] as const)('watching over somebody at %s', (provider) => {
  let cost: Cost
  beforeAll(async () => {
    cost = await costOf({ provider, people: 2, seed: 1, lost: 0.1 })
  }, 240_000)

  test('takes few requests, and far fewer wake-ups than asking every five minutes', () => {
    // Microsoft’s window moves on once a week, which costs two rounds of each calendar instead of one.
    expect(requestsADay(cost.busy)).toBeLessThanOrEqual(provider === 'google' ? 5.3 : 6)
    expect(cost.busy.requests.other).toBe(0)
    expect(fewerThanPolling(cost.busy)).toBeGreaterThanOrEqual(30)
  })

  test('has a verdict seconds after what it is told of, and within a day of what it is not', () => {
    expect(cost.told.length).toBeGreaterThan(100)
    expect(percentile(cost.told, 0.99)).toBeLessThanOrEqual(5_000)
    expect(cost.untold.length).toBeGreaterThan(5)
    expect(percentile(cost.untold, 1)).toBeLessThanOrEqual(DAY)
  })

  test('writes nothing of events and plans in a week in which nothing changed', () => {
    expect(ofEventsAndPlans(cost.quiet.rows)).toBe(0)
    expect(cost.quiet.writes).toEqual({ events: 0, answers: 0 })
    // The week's digest: that it is to go, that it went, and a line of what Aforo did.
    expect(cost.quiet.rows).toMatchObject({ outbox: 2 * 2, activity: 2 })
  })
})
