/** Events, the plan made of them and the follow-ups after them, asked for and told over HTTP. */
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { ana, expectProblem, openDoor, person, stored } from '../../test/builders/a-door.ts'
import { aFollowUp, anEvent, aState, at, idOf } from '../../test/builders/a-person.ts'
import { eventShape, followUpShape, planShape, syncShape } from './schemas.ts'

openDoor()

describe('the plan', () => {
  test('is this week’s where none is named, and takes a cap of its own', async () => {
    await stored(aState([anEvent('breakfast')]))
    const plan = await (await ana().ask('GET', '/plan')).json()
    expect(v.parse(planShape, plan)).toMatchObject({ week: '2026-W48', charge: { total: 210 } })
    const off = await (await ana().ask('PATCH', '/plan?week=2026-W48', { capMinutes: 0 })).json()
    expect(off).toMatchObject({ cap: { minutes: 0 }, verdicts: [{ verdict: 'skip', reason: 'over_cap' }] })
    const again = await (await ana().ask('PATCH', '/plan', { capMinutes: null })).json()
    expect(again).toMatchObject({ cap: { minutes: 360 } })
  })

  test('is there for any week of the century, and only for weeks that exist', async () => {
    await stored(aState([anEvent('breakfast')]))
    for (const week of ['2000-W01', '2026-W53', '2099-W53']) {
      expect((await ana().ask('GET', `/plan?week=${week}`)).status).toBe(200)
    }
    for (const week of ['2026-W54', '2025-W53', '2026-48', '', '9999-W52', '1999-W01', "'--"]) {
      const answer = await ana().ask('GET', `/plan?week=${encodeURIComponent(week)}`)
      await expectProblem(answer, 'invalid_query', 400)
    }
  })

  test.each([{ capMinutes: -1 }, { capMinutes: 1.5 }, { capMinutes: '60' }, {}, { capMinutes: 60, week: 'x' }])(
    'refuses %j for a cap',
    async (patch) => {
      await stored(aState())
      await expectProblem(await ana().ask('PATCH', '/plan', patch), 'invalid', 422)
    },
  )

  test('is brought up to date by a synchronisation, which says what it did', async () => {
    await stored(aState())
    const answer = await ana().ask('POST', '/sync')
    expect(v.parse(syncShape, await answer.json())).toMatchObject({ requests: 1, failed: [] })
  })
})

describe('events', () => {
  const days = ['2026-11-24', '2026-11-25', '2026-11-26']
  const events = days.map((day) =>
    anEvent(day, {
      start: { at: at(`${day} 10:00`), timeZone: 'UTC' },
      end: { at: at(`${day} 11:00`), timeZone: 'UTC' },
    }),
  )

  test('are listed by start, within times or days of the person, and by what they are', async () => {
    const ordinary = anEvent('dentist', {}, { networking: false, kind: 'medical', smart: false })
    const unsure = anEvent('unsure', {}, { confidence: 0.6 })
    await stored(aState([...events, ordinary, unsure]))
    const ids = async (query: string) => {
      const answer = await ana().ask('GET', `/events${query}`)
      const { items } = v.parse(v.object({ items: v.array(eventShape), next: v.null() }), await answer.json())
      return items.map(({ title }) => title.replace('Networking ', ''))
    }
    expect(await ids('?networking=true')).toEqual(days)
    expect(await ids('?networking=false')).toEqual(['dentist'])
    expect(await ids('?networking=null')).toEqual(['unsure'])
    expect(await ids('?networking=true&from=2026-11-25')).toEqual(days.slice(1))
    expect(await ids('?networking=true&from=2026-11-25&to=2026-11-25')).toEqual([days[1]])
    // The same moments as instants: what ends when it begins is not in it.
    expect(await ids('?networking=true&from=2026-11-24T17:00:00Z&to=2026-11-25T16:00:00.001Z')).toEqual([days[1]])
    expect(await ids('?networking=true&from=2026-11-24T11:00:00-06:00&to=2026-11-25T18:00:00+02:00')).toEqual([])
    expect((await ids('')).length).toBe(5)
  })

  test('come in pages', async () => {
    await stored(aState(events))
    const first = await (await ana().ask('GET', '/events?limit=2')).json<{ items: unknown[]; next: string }>()
    expect(first.items).toHaveLength(2)
    const second = await (await ana().ask('GET', `/events?limit=2&cursor=${first.next}`)).json()
    expect(second).toMatchObject({ items: [{ id: idOf('2026-11-26') }], next: null })
  })

  test.each([
    'networking=maybe',
    'from=yesterday',
    'from=2026-02-31',
    'from=2026-11-24T10:00:00',
    'from=2026-11-25&to=2026-11-24',
    'from=%2B275761-01-01',
    'cursor=x',
    'limit=0',
    'limit=501',
    'form=2026-11-24',
    'networking=true&networking=false',
  ])('refuse the query %s', async (query) => {
    await stored(aState())
    await expectProblem(await ana().ask('GET', `/events?${query}`), 'invalid_query', 400)
  })

  test('take several words at once, and answer what they are now', async () => {
    await stored(aState(events))
    const answer = await ana().ask('PATCH', `/events/${idOf('2026-11-24')}`, {
      travelMinutes: 45,
      goingFrom: '10:15',
      ticketPrice: 25_000,
      decision: 'attend',
    })
    expect(v.parse(eventShape, await answer.json())).toMatchObject({
      travelMinutes: 45,
      goingFrom: '10:15',
      goingTo: null,
      ticketPrice: 25_000,
      decision: 'attend',
      standing: 'commitment',
    })
    // What was said before stays.
    const more = await ana().ask('PATCH', `/events/${idOf('2026-11-24')}`, { goingTo: '10:45', decision: null })
    expect(await more.json()).toMatchObject({ goingFrom: '10:15', goingTo: '10:45', decision: null })
  })

  test('are corrected by series where no scope is given', async () => {
    await stored(aState(events))
    const answer = await ana().ask('PATCH', `/events/${idOf('2026-11-24')}`, { networking: false })
    expect(await answer.json()).toMatchObject({ networking: false, corrected: true })
    expect([...((await person())?.corrections.keys() ?? [])]).toEqual(['series:2026-11-24@example.com'])
  })

  test('know a place once its travel is told', async () => {
    await stored(aState(events))
    await ana().ask('PATCH', `/events/${idOf('2026-11-24')}`, { travelMinutes: 10, scope: 'place' })
    const other = await (await ana().ask('GET', `/events/${idOf('2026-11-25')}`)).json()
    expect(other).toMatchObject({ travelMinutes: 10 })
  })

  test('refuse everything said together when one word cannot be', async () => {
    await stored(aState(events))
    const path = `/events/${idOf('2026-11-24')}`
    const early = await ana().ask('PATCH', path, { travelMinutes: 45, attendance: 'attended' })
    await expectProblem(early, 'not_ended', 409)
    expect(await (await ana().ask('GET', path)).json()).toMatchObject({ travelMinutes: 30 })
  })

  test.each<[unknown, string]>([
    [{ networking: 'yes' }, 'networking'],
    [{ scope: 'series' }, 'scope'],
    [{ networking: true, scope: 'place' }, 'scope'],
    [{ travelMinutes: 20, scope: 'organiser' }, 'scope'],
    [{ travelMinutes: 601 }, 'travelMinutes'],
    [{ goingFrom: '25:00' }, 'goingFrom'],
    [{ goingFrom: '11:00', goingTo: '10:00' }, 'goingTo'],
    [{ answer: 'none' }, 'answer'],
    [{ attendance: 'presumed' }, 'attendance'],
    [{ ticketPrice: 0.5 }, 'ticketPrice'],
    [{ title: 'mine' }, 'title'],
  ])('refuse %j', async (patch, path) => {
    await stored(aState(events))
    const answer = await ana().ask('PATCH', `/events/${idOf('2026-11-24')}`, patch)
    const problem = await expectProblem(answer, 'invalid', 422)
    expect(problem.errors?.map((error) => error.path)).toEqual([path])
  })

  test('refuse what cannot be said of them, each with its reason', async () => {
    const mine = anEvent('mine', {
      invited: false,
      answer: 'organiser',
      organiser: { name: 'Ana', email: 'ana@example.com', self: true },
    })
    await stored(aState([mine, anEvent('dentist', {}, { networking: false, kind: 'medical' })]))
    const say = (name: string, said: unknown) => ana().ask('PATCH', `/events/${idOf(name)}`, said)
    await expectProblem(await say('mine', { answer: 'accepted' }), 'not_answerable', 409)
    await expectProblem(await say('mine', { networking: false, scope: 'organiser' }), 'no_organiser_scope', 422)
    await expectProblem(await say('dentist', { decision: 'attend' }), 'not_networking', 409)
  })
})

describe('follow-ups', () => {
  test('are closed with a next step and its date, once', async () => {
    await stored(aState([], { followUps: new Map([['one' as never, aFollowUp('one', 'breakfast')]]) }))
    const nextStep = { text: ' Enviar propuesta ', on: '2026-12-01' }
    const answer = await ana().ask('PATCH', '/follow-ups/one', { state: 'done', nextStep })
    expect(v.parse(followUpShape, await answer.json())).toMatchObject({
      state: 'done',
      nextStep: { text: 'Enviar propuesta', on: '2026-12-01' },
      closedAt: '2026-11-23T12:00:00-06:00',
    })
    await expectProblem(await ana().ask('PATCH', '/follow-ups/one', { state: 'dismissed' }), 'follow_up_closed', 409)
  })

  test.each([
    { state: 'booked' },
    { state: 'done', nextStep: { text: 'x' } },
    { state: 'done', nextStep: { text: '', on: '2026-12-01' } },
    { state: 'done', nextStep: { text: 'x', on: '2026-02-31' } },
    { state: 'dismissed', nextStep: null },
    {},
  ])('refuse %j', async (patch) => {
    await stored(aState([], { followUps: new Map([['one' as never, aFollowUp('one', 'breakfast')]]) }))
    await expectProblem(await ana().ask('PATCH', '/follow-ups/one', patch), 'invalid', 422)
  })

  test('that are only reserved cannot be closed yet', async () => {
    await stored(aState([anEvent('breakfast')]))
    const { items } = await (await ana().ask('GET', '/follow-ups')).json<{ items: { id: string; state: string }[] }>()
    expect(items).toMatchObject([{ id: `reserved-${idOf('breakfast')}`, state: 'reserved' }])
    const answer = await ana().ask('PATCH', `/follow-ups/${items[0]?.id}`, { state: 'done', nextStep: null })
    await expectProblem(answer, 'not_booked_yet', 409)
  })
})
