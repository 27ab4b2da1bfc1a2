/**
 * The promise: an event that was attended gets its follow-up block, once, where there is room for it, and nobody hears of it (design.md,
 * section 5, rules 2 and 4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation, googleEvent } from '../builders/an-event.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'
import { blockOf, blocksOf, brokenRules, hoursOf } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google)
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'

async function anaAt(moment: string): Promise<Person> {
  await journey.at(moment)
  return journey.signUp()
}

async function says(person: Person, title: string, attendance: 'attended' | 'missed' | null): Promise<void> {
  const { id } = await person.event(title)
  good(await person.patch(`/api/v1/events/${id}`, { attendance }))
}

describe('the block of an event that ended', () => {
  test('comes by itself, private and opaque, without guests, and nobody is mailed', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    await ana.sync()
    expect(blocksOf(ana)).toEqual([])
    await ana.ringUntil('2026-11-24 22:00')

    const block = blockOf(ana)
    expect(hoursOf(block)).toBe('2026-11-25 09:00-09:30')
    expect(block.visibility).toBe('private')
    expect(block.transparency ?? 'opaque').toBe('opaque')
    expect(block.attendees).toBeUndefined()
    expect(block.summary).toContain(GALA)
    expect(block.description).toContain(`${journey.url}/follow-ups#${block.id}`)
    expect(journey.google.mails.filter(({ to }) => to.length > 0)).toEqual([])
    expect(await ana.followUps()).toMatchObject([{ id: block.id, state: 'booked', touched: false, late: false }])
    expect((await ana.event(GALA)).attendance).toBe('presumed')

    await ana.ringUntil('2026-11-27 20:00')
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('begins when the person is back, on the quarter hour of the same day where there is room', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(aCommitment({ start: '2026-11-24 12:00', minutes: 70 }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 13:11')
    expect(hoursOf(blockOf(ana))).toBe('2026-11-24 13:45-14:15')
  })

  test('stays clear of meetings, of protected hours and of what else was accepted', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    good(await ana.patch('/api/v1/settings', { protectedHours: [{ weekday: 3, from: '10:00', to: '12:00' }] }))
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    ana.has(aMeeting({ start: '2026-11-25 09:15', minutes: 45 }))
    ana.has(aMeeting({ title: 'Comida con proveedores', start: '2026-11-25 12:00', minutes: 100 }))
    ana.has(aCommitment({ title: 'Networking AMCHAM: tarde de socios', start: '2026-11-25 14:30', minutes: 90 }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 22:00')
    // 13:40 to 14:00 is too short beside the travel that begins at 14:00; after it the way back ends at 16:30.
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 16:30-17:00')
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('comes on Monday after a Friday, and on Tuesday after a long weekend', async () => {
    const ana = await anaAt('2026-11-11 09:00')
    ana.has(aCommitment({ title: 'Networking antes del puente', start: '2026-11-13 19:00' }))
    ana.has(aCommitment({ title: 'Networking antes del fin de semana', start: '2026-11-20 19:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-13 22:00')
    // Monday the 16th is the day of the Revolution.
    expect(hoursOf(blockOf(ana))).toBe('2026-11-17 09:00-09:30')
    await ana.ringUntil('2026-11-20 22:00')
    expect(blocksOf(ana).map((block) => hoursOf(block))).toEqual(['2026-11-17 09:00-09:30', '2026-11-23 09:00-09:30'])
  })

  test('is written late and says so where two working days have no room', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    ana.has(aMeeting({ title: 'Taller de dos días', start: '2026-11-25 08:00', minutes: 660 }))
    ana.has(aMeeting({ title: 'Taller, segundo día', start: '2026-11-26 08:00', minutes: 660 }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 22:00')
    expect(hoursOf(blockOf(ana))).toBe('2026-11-27 09:00-09:30')
    expect((await ana.followUps())[0]).toMatchObject({ state: 'booked', late: true })
  })

  test('is one for each occurrence of a chapter that comes back', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(
      aCommitment({
        title: 'BNI Capítulo Reforma',
        start: '2026-11-24 07:00',
        recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      }),
    )
    await ana.sync()
    await ana.ringUntil('2026-11-27 20:00')
    expect(blocksOf(ana)).toHaveLength(3)
    expect(new Set(blocksOf(ana).map(({ id }) => id)).size).toBe(3)
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })
})

describe('who is presumed to have been there', () => {
  test('a person with a maybe is asked: "fui" books, "no fui" gives the hours back, "fui" again makes a new block', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(anInvitation({ answer: 'tentative', start: '2026-11-24 19:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 22:00')
    expect(blocksOf(ana)).toEqual([])
    expect((await ana.event(GALA)).attendance).toBeNull()

    await says(ana, GALA, 'attended')
    const first = blockOf(ana)
    const charged = (await ana.plan()).charge.total
    expect(charged).toBe(120 + 60 + 30)

    await says(ana, GALA, 'missed')
    expect(blocksOf(ana)).toEqual([])
    expect((await ana.plan()).charge.total).toBe(0)
    expect((await ana.event(GALA)).attendance).toBe('missed')

    await says(ana, GALA, 'attended')
    expect(blockOf(ana).id).not.toBe(first.id)
    expect((await ana.plan()).charge.total).toBe(charged)
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert', 'delete', 'insert'])
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('of two commitments at one time nobody knows which it was, so both are asked about', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    ana.has(aCommitment({ title: 'Networking AMCHAM: tarde de socios', start: '2026-11-24 20:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 23:30')
    expect(blocksOf(ana)).toEqual([])
    await says(ana, GALA, 'attended')
    expect(blockOf(ana).summary).toContain(GALA)
    await says(ana, 'Networking AMCHAM: tarde de socios', 'missed')
    expect(blocksOf(ana)).toHaveLength(1)
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('a person who wants to be asked is asked about commitments too', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    good(await ana.patch('/api/v1/settings', { attendance: 'ask' }))
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 22:00')
    expect(blocksOf(ana)).toEqual([])
    await says(ana, GALA, 'attended')
    expect(blocksOf(ana)).toHaveLength(1)
  })

  test('"no fui" after a presumed block takes it away, and saying it twice changes nothing', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-24 22:00')
    await says(ana, GALA, 'missed')
    await says(ana, GALA, 'missed')
    expect(blocksOf(ana)).toEqual([])
    await ana.ringUntil('2026-11-26 22:00')
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert', 'delete'])
    expect(await ana.followUps()).toEqual([])
  })

  test('an event that was declined, called off, or is still to come gets none', async () => {
    const ana = await anaAt('2026-11-23 09:00')
    ana.has(anInvitation({ title: 'Networking declinado', answer: 'declined', start: '2026-11-24 08:00' }))
    const off = ana.has(aCommitment({ title: 'Networking cancelado', start: '2026-11-24 12:00' }))
    ana.has(aCommitment({ title: 'Networking del viernes', start: '2026-11-27 19:00' }))
    await ana.sync()
    journey.google.hands.delete(ana.calendar, off.id, 'organiser')
    await ana.ringUntil('2026-11-25 20:00')
    await ana.sync()
    expect(blocksOf(ana)).toEqual([])
    const answer = await ana.patch(`/api/v1/events/${(await ana.event('Networking del viernes')).id}`, {
      attendance: 'attended',
    })
    expect(answer).toMatchObject({ status: 409, body: { reason: 'not_ended' } })
  })
})

describe('a first reading', () => {
  test('books nothing for what ended before the window, and the block of last night', async () => {
    await journey.at('2026-11-25 09:00')
    const { email } = journey.newAccount()
    for (const sketch of [
      aCommitment({ title: 'Networking de la semana pasada', start: '2026-11-18 19:00' }),
      aCommitment({ title: 'Networking del viernes', start: '2026-11-20 08:00', minutes: 60 }),
      aCommitment({ title: 'Networking de anoche', start: '2026-11-24 19:00' }),
    ]) {
      journey.google.hands.insert(email, googleEvent(sketch, email), 'organiser')
    }
    const ana = await journey.signUp({ email })
    await ana.ringUntil('2026-11-27 20:00')
    expect(blocksOf(ana).map(({ summary }) => summary)).toEqual([expect.stringContaining('Networking de anoche')])
    expect(await brokenRules(journey, writes, [ana], { owed: ['Networking de anoche'] })).toEqual([])
  })
})
