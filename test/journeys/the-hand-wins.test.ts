/**
 * The promise: a block that a hand touched is the hand's, and nothing of a calendar but Aforo's own untouched blocks ever changes (design.md, rules 1, 3
 * and 4).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { es } from '../../src/i18n/es.ts'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import type { JsonObject } from '../sandbox/google/call.ts'
import { isBlock } from '../simulation/rules/google.ts'
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
afterEach(() => journey.google.faults.clear())
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'
const FREE = '2026-11-25 09:00-09:30'

/** Ana on Tuesday night, with an untouched block on Wednesday at nine. */
async function anaWithABlock(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: GALA, start: '2026-11-24 19:00' }))
  ana.has(aMeeting({ title: 'Comité mensual', start: '2026-11-26 10:00', minutes: 90 }))
  ana.has(anInvitation({ title: 'Desayuno de networking AMCHAM', start: '2026-11-27 08:00', otherGuests: 3 }))
  await ana.sync()
  await ana.ringUntil('2026-11-24 22:00')
  expect(hoursOf(blockOf(ana))).toBe(FREE)
  return ana
}

function at(local: string): { dateTime: string; timeZone: string } {
  return { dateTime: `${local.replace(' ', 'T')}:00-06:00`, timeZone: 'America/Mexico_City' }
}

/** Something else lands where the block stands, and Aforo hears of it. */
async function meetingLandsOn(ana: Person, local: string): Promise<void> {
  ana.has(aMeeting({ title: 'Junta que cae encima', start: local, minutes: 60 }))
  await ana.sync()
}

async function says(person: Person, attendance: 'attended' | 'missed'): Promise<void> {
  good(await person.patch(`/api/v1/events/${(await person.event(GALA)).id}`, { attendance }))
}

describe('a block that a hand has touched', () => {
  test('and moved stays where it was moved to, also when something lands on it there', async () => {
    const ana = await anaWithABlock()
    journey.google.hands.reschedule(ana.calendar, blockOf(ana).id, at('2026-11-25 16:00'), null)
    await ana.sync()
    expect(await ana.followUps()).toMatchObject([{ state: 'booked', touched: true }])
    await meetingLandsOn(ana, '2026-11-25 16:00')
    await ana.ringUntil('2026-11-25 20:00')
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 16:00-16:30')
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  const edits: [string, JsonObject][] = [
    ['its title', { summary: 'Llamar a Rosa' }],
    ['its description', { description: 'Rosa, 55 1234 5678' }],
    ['its place', { location: 'Café de la esquina' }],
    ['its guests', { attendees: [{ email: 'rosa@otraempresa.example' }] }],
    ['its visibility', { visibility: 'public' }],
  ]
  test.each(edits)('and changed %s is never written over, moved or taken away', async (_, edit) => {
    const ana = await anaWithABlock()
    const edited = journey.google.hands.patch(ana.calendar, blockOf(ana).id, edit).event
    await meetingLandsOn(ana, '2026-11-25 09:00')
    await says(ana, 'missed')
    await ana.sync()
    expect(blockOf(ana)).toEqual(edited)
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test('while Aforo was about to move it, which it could not have seen, is left to the hand', async () => {
    const ana = await anaWithABlock()
    const { id } = blockOf(ana)
    ana.has(aMeeting({ title: 'Junta que cae encima', start: '2026-11-25 09:00', minutes: 60 }))
    await ana.sync().catch(() => undefined)
    // Again, with a reading that is two writes behind: the move goes out against a block that is another by now.
    ana.has(aMeeting({ title: 'Otra que cae encima', start: '2026-11-25 10:00', minutes: 60 }))
    ana.fault({ kind: 'stale-read', match: { path: '/events?' }, times: 2, count: 1 })
    journey.google.hands.patch(ana.calendar, id, { summary: 'Llamar a Rosa' })
    await ana.sync()
    await ana.ringUntil('2026-11-25 08:00')
    expect(blockOf(ana).summary).toBe('Llamar a Rosa')
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })
})

describe('a block that was deleted by hand', () => {
  test('is never made again: not by "fui", not after a complete reading, not by any alarm', async () => {
    const ana = await anaWithABlock()
    journey.google.hands.delete(ana.calendar, blockOf(ana).id)
    await ana.sync()
    expect(await ana.followUps()).toMatchObject([{ state: 'removed_by_you' }])
    await says(ana, 'attended')
    journey.google.grants.expireSyncTokens(ana.calendar)
    await ana.sync()
    await ana.ringUntil('2026-11-26 20:00')
    expect(blocksOf(ana)).toEqual([])
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test('and taken out of the bin again is as it was: in the way of other blocks, and gone after "no fui"', async () => {
    const ana = await anaWithABlock()
    const { id } = blockOf(ana)
    journey.google.hands.delete(ana.calendar, id)
    await ana.sync()
    expect(await ana.followUps()).toMatchObject([{ state: 'removed_by_you' }])
    journey.google.hands.undelete(ana.calendar, id)
    await ana.sync()
    expect(await ana.followUps()).toMatchObject([{ id, state: 'booked', touched: false }])
    await meetingLandsOn(ana, '2026-11-25 09:00')
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 10:00-10:30')
    await says(ana, 'missed')
    await ana.sync()
    expect(blocksOf(ana)).toEqual([])
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert', 'patch', 'delete'])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test('is not made again after the account was disconnected and connected anew', async () => {
    const ana = await anaWithABlock()
    const other = journey.newAccount()
    await journey.connect(ana.browser, other.email)
    await ana.sync()
    const first = (await ana.connections()).find(({ email }) => email === ana.email)
    journey.google.hands.delete(ana.calendar, blockOf(ana).id)
    good(await ana.delete(`/api/v1/connections/${first?.id}`))
    await journey.connect(ana.browser, ana.email)
    await ana.sync()
    await ana.ringUntil('2026-11-25 20:00')
    await says(ana, 'attended')
    await ana.sync()
    expect(blocksOf(ana)).toEqual([])
    expect(ana.effects().filter(({ calendarId }) => calendarId === ana.calendar)).toHaveLength(1)
  })

  test('is not made again for somebody who erased everything and came back; what stands is found, not doubled', async () => {
    for (const deletes of [true, false]) {
      const ana = await anaWithABlock()
      const { id } = blockOf(ana)
      if (deletes) journey.google.hands.delete(ana.calendar, id)
      await journey.connect(ana.browser, ana.email)
      expect((await ana.delete('/api/v1/me')).status).toBe(204)
      const again = await journey.signUp({ email: ana.email })
      expect(again.id).not.toBe(ana.id)
      await again.ringUntil('2026-11-25 08:00')
      expect(blocksOf(again).map((block) => block.id)).toEqual(deletes ? [] : [id])
      expect(await again.followUps()).toMatchObject([{ id, state: deletes ? 'removed_by_you' : 'booked' }])
      expect(again.effects().map(({ op }) => op)).toEqual(['insert'])
      expect(await brokenRules(journey, writes, [again])).toEqual([])
    }
  })
})

describe('a block that no hand has touched', () => {
  test('moves when something lands on it; colour and reminders are no touch, and stay', async () => {
    const ana = await anaWithABlock()
    const { id } = blockOf(ana)
    journey.google.hands.patch(ana.calendar, id, { colorId: '5', reminders: { useDefault: false, overrides: [] } })
    await meetingLandsOn(ana, '2026-11-25 09:00')
    expect(blockOf(ana)).toMatchObject({ id, colorId: '5', reminders: { useDefault: false } })
    expect(hoursOf(blockOf(ana))).toBe('2026-11-25 10:00-10:30')
    expect(await ana.followUps()).toMatchObject([{ state: 'booked', touched: false }])
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert', 'patch'])
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('gives way to an event that is accepted where it stands, and to none that is only invited', async () => {
    const ana = await anaWithABlock()
    const breakfast = ana.has(anInvitation({ title: 'Networking exprés de la cámara', start: '2026-11-25 09:00' }))
    await ana.sync()
    expect(hoursOf(blockOf(ana))).toBe(FREE)
    expect(await ana.verdict('Networking exprés de la cámara')).not.toMatchObject({ reason: 'overlaps' })
    journey.google.hands.rsvp(ana.calendar, breakfast.id, 'accepted')
    await ana.sync()
    // Two hours and half an hour back.
    expect(hoursOf(blockOf(ana)) >= '2026-11-25 11:30').toBe(true)
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test('stays when it has begun, whatever lands on it', async () => {
    const ana = await anaWithABlock()
    await ana.ringUntil('2026-11-25 09:10')
    await meetingLandsOn(ana, '2026-11-25 09:00')
    expect(hoursOf(blockOf(ana))).toBe(FREE)
  })

  test('stays when nothing else is free, and the person is told', async () => {
    const ana = await anaWithABlock()
    for (const [day, n] of [25, 26, 27, 30].map((day, n) => [day, n] as const))
      ana.has(aMeeting({ title: `Taller ${n}`, start: `2026-11-${day} 00:00`, minutes: 1440 }))
    for (const day of [1, 2, 3, 4, 7, 8, 9, 10, 11, 14])
      ana.has(aMeeting({ title: `Obra ${day}`, start: `2026-12-${String(day).padStart(2, '0')} 00:00`, minutes: 1440 }))
    await ana.sync()
    expect(hoursOf(blockOf(ana))).toBe(FREE)
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    const page = await ana.browser.ask<string>('GET', '/follow-ups')
    expect(page.text).toContain(es.followUp.crowded)
  })
})

describe('everything else in the calendar', () => {
  test('is as it was, to the last field, after a week of cycles, blocks, moves and removals', async () => {
    const ana = await anaWithABlock()
    const others = () => ana.atGoogle().filter((event) => !isBlock(event) && event.summary !== 'Junta que cae encima')
    const before = structuredClone(others())
    await meetingLandsOn(ana, '2026-11-25 09:00')
    await says(ana, 'missed')
    await says(ana, 'attended')
    await ana.ringUntil('2026-11-30 12:00')
    expect(others()).toEqual(before)
    expect(await brokenRules(journey, writes, [ana], { owed: [GALA] })).toEqual([])
  })

  test("the person's copy of a block is theirs: it blocks time, and outlives the block", async () => {
    const ana = await anaWithABlock()
    const { summary, description, extendedProperties } = blockOf(ana)
    const copy = journey.google.hands.insert(ana.calendar, {
      summary: summary ?? '',
      description: description ?? '',
      extendedProperties: JSON.parse(JSON.stringify(extendedProperties)),
      start: at('2026-11-25 12:00'),
      end: at('2026-11-25 12:30'),
    }).event
    await ana.sync()
    expect(blocksOf(ana)).toHaveLength(1)
    expect((await ana.events()).filter(({ title }) => title === summary)).toHaveLength(1)
    await says(ana, 'missed')
    expect(blocksOf(ana)).toEqual([])
    expect(ana.atGoogle().find(({ id }) => id === copy.id)).toEqual(copy)
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })

  test('blocks are no events of the week: neither listed, nor candidates, nor busy time of somebody else', async () => {
    const ana = await anaWithABlock()
    const { summary } = blockOf(ana)
    expect((await ana.events()).map(({ title }) => title)).not.toContain(summary)
    expect((await ana.plan()).verdicts.map(({ event }) => event.title)).not.toContain(summary)
    // Read anew from the first page on, they still are not.
    journey.google.grants.expireSyncTokens(ana.calendar)
    await ana.sync()
    expect((await ana.events()).map(({ title }) => title)).not.toContain(summary)
    const stored = await journey.rows('select body from items where person_id = ?', [ana.id])
    expect(stored.length).toBeGreaterThan(0)
  })
})
