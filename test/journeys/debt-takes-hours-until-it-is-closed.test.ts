/**
 * The promise: a follow-up left open takes its minutes out of the next week's cap until it is closed, the plan says what closing it would free, and
 * after four weeks it lapses with a notice (design.md, section 4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const LAST = 'Networking CANACO: noche de negocios'
const WANTED = 'Networking COPARMEX: mesa de vinculación'

/** Ana went to something last week and did not close its follow-up; this week six hours are wanted of six. */
async function anaInDebt(): Promise<Person> {
  await journey.at('2026-11-16 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: LAST, start: '2026-11-17 19:00' }))
  await ana.sync()
  await ana.ringUntil('2026-11-18 12:00')
  ana.has(
    anInvitation({
      title: WANTED,
      start: '2026-11-26 09:00',
      minutes: 270,
      organiser: { name: 'COPARMEX', email: 'socios@coparmex.example' },
    }),
  )
  await ana.sync()
  return ana
}

describe('follow-up debt', () => {
  test('is none in the event’s own week, then keeps an event out, and closing it lets it in', async () => {
    const ana = await anaInDebt()
    expect((await ana.plan('2026-W47')).cap).toEqual({ minutes: 360, debt: 0 })
    expect(await ana.verdict(WANTED, '2026-W48')).toMatchObject({ verdict: 'attend' })

    await ana.ringUntil('2026-11-23 09:00')
    const plan = await ana.plan()
    expect(plan.cap).toEqual({ minutes: 360, debt: 30 })
    expect(await ana.verdict(WANTED)).toMatchObject({ verdict: 'skip', reason: 'follow_up_debt' })
    const [owed] = plan.debt.owed
    expect(plan.debt).toEqual({
      owed: [
        {
          followUpId: expect.any(String),
          eventId: expect.any(String),
          eventTitle: LAST,
          minutes: 30,
          lapsesAt: '2026-12-21T00:00:00-06:00',
        },
      ],
      frees: [{ close: 1, enter: [(await ana.event(WANTED)).id], leave: [], gain: expect.any(Number) }],
    })
    expect((await ana.plan('2026-W49')).debt).toEqual({ owed: [], frees: [] })

    const page = (await ana.browser.ask('GET', '/')).text
    expect(page).toContain('Si cierras 1 seguimiento, tu plan gana «Networking COPARMEX: mesa de vinculación».')
    expect(page).toContain(`href="/follow-ups#${owed?.followUpId}"`)
    expect((await ana.browser.ask('GET', '/follow-ups')).text).toContain('Le quita 30 min a tu tope')
    const digest = await ana.get<{ text: string }>('/api/v1/digest')
    expect(digest.body.text.replace(/\s+/g, ' ')).toContain('Si cierras 1 seguimiento, tu plan gana')

    good(await ana.patch(`/api/v1/follow-ups/${owed?.followUpId}`, { state: 'dismissed' }))
    expect((await ana.plan()).cap).toEqual({ minutes: 360, debt: 0 })
    expect((await ana.plan()).debt).toEqual({ owed: [], frees: [] })
    expect(await ana.verdict(WANTED)).toMatchObject({ verdict: 'attend' })
  })

  test('lapses after four weeks: told once, in the activity and that week’s digest, and it never counts again', async () => {
    const ana = await anaInDebt()
    const notices = async () =>
      (await ana.get<{ items: { kind: string }[] }>('/api/v1/activity')).body.items.filter(
        (one) => one.kind === 'debt_lapsed',
      )
    await ana.ringUntil('2026-12-20 23:00')
    // The session of a month ago has ended.
    await journey.connect(ana.browser, ana.email)
    expect((await ana.plan()).cap.debt).toBe(30)
    expect(await notices()).toEqual([])

    await ana.ringUntil('2026-12-21 12:00')
    expect((await ana.plan()).cap.debt).toBe(0)
    expect(await notices()).toHaveLength(1)
    const [followUp] = await ana.followUps()
    expect(followUp).toMatchObject({ state: 'booked', lapsedAt: expect.any(String) })
    const told = 'Quedaron sin cerrar y ya no restan horas a tu tope: «Networking CANACO: noche de negocios».'
    expect(ana.mails().filter((mail) => mail.text.replace(/\s+/g, ' ').includes(told))).toHaveLength(1)
    expect((await ana.browser.ask('GET', '/activity')).text).toContain('Dejó de restar de tu tope')

    await ana.ringUntil('2027-01-05 12:00')
    expect(await notices()).toHaveLength(1)
    expect(ana.mails().filter((mail) => mail.text.replace(/\s+/g, ' ').includes(told))).toHaveLength(1)
    good(await ana.patch(`/api/v1/follow-ups/${followUp?.id}`, { state: 'done', nextStep: null }))
  })

  test('a reconnect or a first sync owes nothing, however much lies behind', async () => {
    await journey.at('2026-11-23 09:00')
    const ana = await journey.signUp()
    for (const day of ['2026-11-03', '2026-11-10', '2026-11-17'])
      ana.has(aCommitment({ title: `Networking CANACO del ${day}`, start: `${day} 19:00` }))
    ana.has(aMeeting())
    await ana.sync()
    await ana.ringUntil('2026-11-24 12:00')
    expect((await ana.plan()).cap.debt).toBe(0)
  })
})
