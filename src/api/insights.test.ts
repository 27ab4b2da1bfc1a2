/** What the insights say through the machines' door, worked by hand. */
import { describe, expect, test } from 'vitest'
import { ana, expectProblem, openDoor, stored } from '../../test/builders/a-door.ts'
import { aFollowUp, aState, at, idOf } from '../../test/builders/a-person.ts'
import { wordsSaid } from '../../test/builders/a-week.ts'
import type { OccurrenceBody } from '../cycle/state.ts'
import type { InsightsShape } from './insights-schemas.ts'
import type { ContactShape, OutcomeShape } from './ledger-schemas.ts'

openDoor()

/** Attended, by one organiser; 3 h 30 of charge with the follow-up. */
function attended(name: string, on: string, organiser: string, said: Partial<OccurrenceBody> = {}): OccurrenceBody {
  const start = at(`${on} 08:00`)
  return wordsSaid({
    seen: { title: `Desayuno ${name}`, start, end: at(`${on} 10:00`), organiser, series: `${name}@example.com` },
    past: {
      kind: 'chamber-breakfast',
      smart: true,
      organiser: { key: organiser, label: organiser.toUpperCase() },
      charge: { event: 120, travel: 60, followUp: 30, total: 210 },
      standing: 'commitment',
      attendance: 'attended',
    },
    ...said,
  })
}

function aQuarter() {
  const occurrences = new Map([
    [idOf('a'), attended('a', '2026-11-10', 'canaco.example', { told: 'attend', ticketPrice: 35_000 })],
    [idOf('b'), attended('b', '2026-11-18', 'otro.example')],
    [
      idOf('c'),
      wordsSaid({
        told: 'skip',
        seen: { title: 'c', start: at('2026-11-19 08:00'), end: at('2026-11-19 09:00'), organiser: null },
      }),
    ],
  ])
  const done = aFollowUp('f1', 'a', { state: 'done', closedAt: at('2026-11-12 09:00') })
  const late = aFollowUp('f2', 'b', { state: 'done', closedAt: at('2026-11-22 09:00') })
  // 800 pesos an hour.
  return aState(
    [],
    { occurrences, followUps: new Map([done, late].map((one) => [one.id, one])) },
    { hourlyRate: 80_000 },
  )
}

async function made<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await ana().ask(method, path, body)
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return answer.json() as Promise<T>
}

describe('insights', () => {
  test('match what is worked by hand, to the cent', async () => {
    await stored(aQuarter())
    const bruno = await made<ContactShape>('POST', '/contacts', { name: 'Bruno', eventId: idOf('a') })
    const closed = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'closed',
      contactId: bruno.id,
      on: '2026-11-20',
      amount: 1_234_567,
    })
    const open = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'proposal',
      contactId: bruno.id,
      on: '2026-11-21',
      amount: 500_000,
      currency: 'USD',
    })
    const said = await made<InsightsShape>('GET', '/insights?from=2026-11-09&to=2026-11-23')
    expect(said.weeks.map(({ week, spentMinutes, capMinutes }) => [week, spentMinutes, capMinutes])).toEqual([
      ['2026-W46', 210, 360],
      ['2026-W47', 210, 360],
      ['2026-W48', 0, 360],
    ])
    expect(said.verdicts).toEqual({
      attendKept: [idOf('a')],
      skipKept: [idOf('c')],
      attendNotKept: [],
      skipNotKept: [],
    })
    expect(said.followUps).toEqual({ inTime: ['f1'], late: ['f2'], open: [], share: 500 })
    expect(said.funnel.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1])
    const { whole, parts } = said.returns.organiser
    // 3.5 h at 800 pesos and a ticket of 350: 3,150; the other 2,800.
    expect(parts.map(({ label, cost, net }) => [label, cost, net])).toEqual([
      ['CANACO.EXAMPLE', 315_000, 919_567],
      ['OTRO.EXAMPLE', 280_000, -280_000],
    ])
    expect([whole.cost, whole.net, whole.minutes]).toEqual([595_000, 639_567, 420])
    // 12,345.67 over seven hours.
    expect(whole.perHour).toMatchObject({ mean: 176_367, count: 1 })
    expect(whole.closed).toEqual({ sums: [{ currency: 'MXN', amount: 1_234_567 }], outcomes: [closed.id] })
    expect(whole.pipeline).toEqual({ sums: [{ currency: 'USD', amount: 500_000 }], outcomes: [open.id] })
    expect(said.learned?.organisers.map(({ label, count }) => [label, count])).toEqual([
      ['CANACO.EXAMPLE', 1],
      ['OTRO.EXAMPLE', 1],
    ])
  })

  test('count whoever was erased as they were, in the funnel and in what is learned, and name only the others', async () => {
    await stored(aQuarter())
    const bruno = await made<ContactShape>('POST', '/contacts', { name: 'Bruno', eventId: idOf('a') })
    const carla = await made<ContactShape>('POST', '/contacts', { name: 'Carla', eventId: idOf('a') })
    await made('PATCH', `/contacts/${carla.id}`, { introducedBy: bruno.id })
    await made('POST', '/outcomes', { kind: 'meeting', contactId: carla.id, on: '2026-11-20' })
    const asked = '/insights?from=2026-11-09&to=2026-11-23'
    const before = await made<InsightsShape>('GET', asked)
    expect(before.funnel.map(({ count }) => count)).toEqual([2, 1, 1, 0, 0])
    expect((await ana().ask('DELETE', `/contacts/${bruno.id}`)).status).toBe(204)
    const after = await made<InsightsShape>('GET', asked)
    expect(after.funnel.map(({ count }) => count)).toEqual([2, 1, 1, 0, 0])
    expect(after.funnel[0]?.contacts).toEqual([carla.id])
    expect({ ...after, funnel: null }).toEqual({ ...before, funnel: null })
    // What an introducer had of it can be read and sent back as it stands.
    const [outcome] = (await made<{ items: OutcomeShape[] }>('GET', '/outcomes')).items
    const credits = outcome?.credits.map(({ to, share }) => ({ to, share }))
    expect(credits).toContainEqual({ to: { kind: 'none', metAt: idOf('a') }, share: 5_000 })
    expect((await made<OutcomeShape>('PATCH', `/outcomes/${outcome?.id}`, { credits })).credits).toEqual(
      outcome?.credits,
    )
  })

  test('of somebody without a past are empty, and costs are unknown without a rate', async () => {
    await stored(aState())
    const said = await made<InsightsShape>('GET', '/insights')
    expect([said.from, said.to, said.weeks.length]).toEqual(['2026-08-31', '2026-11-23', 13])
    expect(said.returns.event.whole).toMatchObject({ cost: null, net: null, perHour: null, minutes: 0 })
    expect(said.learned).toBeNull()
  })

  test.each([
    'from=2026-11-23&to=2026-11-01',
    'from=2020-01-01',
    'from=2026-02-30',
    'from=ayer',
    'from=9999-01-01&to=9999-12-31',
    'to=0000-01-01',
    'quarter=Q3',
  ])('refuses %s', async (asked) => {
    await stored(aState())
    await expectProblem(await ana().ask('GET', `/insights?${asked}`), 'invalid_query', 400)
  })
})
