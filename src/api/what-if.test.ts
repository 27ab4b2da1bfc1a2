/** A week at another cap, as programs ask for it. Ana has three events to choose among, of three hours and a half each, and six hours. */
import { beforeEach, describe, expect, test } from 'vitest'
import { ana, expectProblem, nobody, openDoor, stored } from '../../test/builders/a-door.ts'
import { anEvent, aState, at, idOf, ZONE } from '../../test/builders/a-person.ts'
import type { PlanShape, WhatIfShape } from './schemas.ts'

openDoor()

const on = (day: string, from = '10:00', to = '12:00') => ({
  start: { at: at(`${day} ${from}`), timeZone: ZONE },
  end: { at: at(`${day} ${to}`), timeZone: ZONE },
})
const TABLE = { kind: 'round-table' } as const
beforeEach(() =>
  stored(
    aState([
      anEvent('tuesday', on('2026-11-24'), TABLE),
      anEvent('thursday', on('2026-11-26')),
      anEvent('friday', on('2026-11-27'), { smart: false }),
      anEvent('in december', on('2026-12-01')),
      anEvent('in january', on('2027-01-01')),
    ]),
  ),
)

async function whatIf(query = ''): Promise<WhatIfShape> {
  const answer = await ana().ask('GET', `/plan/what-if${query}`)
  expect(answer.status).toBe(200)
  return answer.json()
}
const ids = (events: WhatIfShape['enter']) => events.map(({ id }) => id)

describe('a week at another cap', () => {
  test('tells what enters, and what it is worth, before anything is changed', async () => {
    const other = await whatIf('?week=2026-W48&capMinutes=420')
    expect(other).toMatchObject({ week: '2026-W48', timeZone: ZONE, capMinutes: 420, exact: true, leave: [] })
    expect(other.current).toMatchObject({ capMinutes: 360, charge: { total: 210 } })
    expect(other.charge).toEqual({ event: 240, travel: 120, followUp: 60, total: 420 })
    expect(other.enter).toEqual([
      {
        id: idOf('thursday'),
        title: 'Networking thursday',
        week: '2026-W48',
        start: '2026-11-26T10:00:00-06:00',
        end: '2026-11-26T12:00:00-06:00',
        timeZone: ZONE,
        charge: { event: 120, travel: 60, followUp: 30, total: 210 },
        value: other.enter[0]?.value,
      },
    ])
    expect(other.gain).toBe(other.enter[0]?.value)
    expect(other.value).toBeCloseTo(other.current.value + other.gain, 9)
    const plan: PlanShape = await (await ana().ask('GET', '/plan?week=2026-W48')).json()
    expect(other.current).toEqual({ capMinutes: plan.cap.minutes, value: plan.value, charge: plan.charge })
  })

  test('tells what leaves, and the loss', async () => {
    const other = await whatIf('?capMinutes=0')
    expect([ids(other.enter), ids(other.leave), other.charge.total, other.value]).toEqual([[], [idOf('tuesday')], 0, 0])
    expect(other.gain).toBe(-other.current.value)
  })

  test('is this week at its own cap where nothing is said, and nothing enters or leaves', async () => {
    const other = await whatIf()
    expect(other).toMatchObject({ week: '2026-W48', capMinutes: 360, gain: 0, enter: [], leave: [] })
    expect([other.value, other.charge]).toEqual([other.current.value, other.current.charge])
  })

  test('comes with the value of every cap and of one hour more', async () => {
    const { curve, current, oneMoreHour } = await whatIf()
    expect(curve.map(({ capMinutes }) => capMinutes)).toEqual(Array.from({ length: 49 }, (_, step) => 15 * step))
    for (const [n, point] of curve.entries()) expect(point.value).toBeGreaterThanOrEqual(curve[n - 1]?.value ?? 0)
    const valueAt = (minutes: number) => curve.find(({ capMinutes }) => capMinutes === minutes)?.value
    expect(valueAt(360)).toBe(current.value)
    expect(oneMoreHour).toBeCloseTo((valueAt(420) ?? 0) - current.value, 9)
    expect(oneMoreHour).toBeGreaterThan(0)
  })

  test('is what the plan becomes once that cap is set', async () => {
    const other = await whatIf('?week=2026-W49&capMinutes=0')
    expect(ids(other.leave)).toEqual([idOf('in december')])
    const plan: PlanShape = await (await ana().ask('PATCH', '/plan?week=2026-W49', { capMinutes: 0 })).json()
    expect([plan.value, plan.charge]).toEqual([other.value, other.charge])
    expect(ids((await whatIf('?week=2026-W49&capMinutes=360')).enter)).toEqual([idOf('in december')])
  })

  test('can be one beyond the weeks that are chosen together, also over the end of a year', async () => {
    const other = await whatIf('?week=2026-W53&capMinutes=0')
    expect(ids(other.leave)).toEqual([idOf('in january')])
    expect(other.leave[0]).toMatchObject({ week: '2026-W53', start: '2027-01-01T10:00:00-06:00' })
  })
})

describe('is refused', () => {
  test.each([
    ['a negative cap', 'capMinutes=-60', 'capMinutes'],
    ['half a minute', 'capMinutes=90.5', 'capMinutes'],
    ['more than a week has', 'capMinutes=10081', 'capMinutes'],
    ['an absurd number', 'capMinutes=99999999999', 'capMinutes'],
    ['no number', 'capMinutes=six', 'capMinutes'],
    ['nothing for a number', 'capMinutes=', 'capMinutes'],
    ['a week that does not exist', 'week=2027-W53', 'week'],
    ['no week', 'week=next', 'week'],
    ['a week that is over', 'week=2026-W47', 'week'],
    ['a name nobody knows', 'cap=300', 'cap'],
  ])('for %s', async (_, query, path) => {
    const answer = await ana().ask('GET', `/plan/what-if?${query}`)
    const { errors } = await expectProblem(answer, 'invalid_query', 400)
    expect(errors?.map((error) => error.path)).toContain(path)
  })

  test('to nobody, and with any method that changes', async () => {
    await expectProblem(await nobody().ask('GET', '/plan/what-if'), 'not_signed_in', 401)
    const answer = await ana().ask('POST', '/plan/what-if', {})
    await expectProblem(answer, 'method_not_allowed', 405)
    expect(answer.headers.get('Allow')).toBe('GET')
  })
})
