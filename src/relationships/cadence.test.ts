import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBody, aContact, aLedger, anOutcome, aTouch, contactId, MEXICO } from '../../test/builders/a-ledger.ts'
import { lastTouchOn, type Reminder, reminderOf, remindersOf } from './cadence.ts'
import type { ContactBody } from './contact.ts'
import { addDays, laterDay } from './local-day.ts'

const reminder = (body: ContactBody, today: string, outcomeOn: string | null = null) =>
  reminderOf(body, outcomeOn, today, MEXICO)

describe('when somebody is to be heard of again', () => {
  test.each([
    ['new', '2026-11-09'],
    ['in_touch', '2026-12-17'],
    ['meeting', '2026-11-16'],
    ['proposal', '2026-11-09'],
    ['client', '2027-01-01'],
  ] as const)('%s: on %s, counted from 2 November', (stage, dueOn) => {
    expect(reminder(aBody({ stage }), '2026-11-02')).toMatchObject({ dueOn, skipped: 0, open: false })
  })

  test('who rests is left in peace, unless the person said how often', () => {
    expect(reminder(aBody({ stage: 'dormant' }), '2030-01-01')).toBeNull()
    expect(reminder(aBody({ stage: 'dormant', everyDays: 90 }), '2026-11-02')).toMatchObject({ dueOn: '2027-01-31' })
  })

  test('counts from the last touch, on the day it was where the person lives; a note is none', () => {
    const touches = [
      // Eleven at night in Mexico City is the next day in UTC.
      aTouch('2026-11-11T05:00:00Z'),
      aTouch('2026-11-20T18:00:00Z', { kind: 'note' }),
    ]
    expect(lastTouchOn(aBody({ touches }), MEXICO)).toBe('2026-11-10')
    expect(reminder(aBody({ touches, stage: 'meeting' }), '2026-11-20')).toMatchObject({ dueOn: '2026-11-24' })
  })

  test('a proposal made today is no proposal to be reminded of today', () => {
    const ledger = aLedger(
      [aContact('ana', { stage: 'proposal' })],
      [anOutcome('p', { kind: 'proposal', contactId: contactId('ana'), on: '2026-11-26' })],
    )
    expect(remindersOf(ledger, '2026-11-26', MEXICO).get(contactId('ana'))).toMatchObject({ dueOn: '2026-12-03' })
  })

  test('by hand: three that pass unheard, and the fourth comes after twice as long', () => {
    // Every 14 days from 2 November: 16 and 30 November, 14 December; each open for seven days.
    const body = aBody({ stage: 'meeting' })
    const seen = (today: string) => {
      const { dueOn, everyDays, skipped, open } = reminder(body, today) ?? expect.fail()
      return [dueOn, everyDays, skipped, open]
    }
    expect(seen('2026-11-15')).toEqual(['2026-11-16', 14, 0, false])
    expect(seen('2026-11-16')).toEqual(['2026-11-16', 14, 0, true])
    expect(seen('2026-11-22')).toEqual(['2026-11-16', 14, 0, true])
    expect(seen('2026-11-23')).toEqual(['2026-11-30', 14, 1, false])
    expect(seen('2026-12-07')).toEqual(['2026-12-14', 14, 2, false])
    expect(seen('2026-12-21')).toEqual(['2027-01-11', 28, 3, false])
    expect(seen('2027-01-18')).toEqual(['2027-02-08', 28, 4, false])
    expect(seen('2027-02-15')).toEqual(['2027-03-08', 28, 5, false])
    expect(seen('2027-03-15')).toEqual(['2027-05-03', 56, 6, false])
  })

  test('whoever is written down weeks after they were met is due by then, and nobody has skipped them yet', () => {
    const body = aBody({ createdAt: '2026-11-26T18:00:00.000Z', touches: [aTouch('2026-10-29T18:00:00Z')] })
    const due = { dueOn: '2026-11-05', everyDays: 7, skipped: 0, open: true }
    expect(reminder(body, '2026-11-26')).toEqual(due)
    expect(reminder(body, '2026-12-02')).toEqual(due)
    expect(reminder(body, '2026-12-03')).toEqual({ dueOn: '2026-12-03', everyDays: 7, skipped: 1, open: true })
    const notNow = { ...body, skippedOn: ['2026-11-27'] }
    expect(reminder(notNow, '2026-11-27')).toEqual({ dueOn: '2026-12-04', everyDays: 7, skipped: 1, open: false })
  })

  test('"not now" puts the next one an interval after it was said', () => {
    const body = aBody({ stage: 'meeting', skippedOn: ['2026-11-18'] })
    expect(reminder(body, '2026-11-18')).toEqual({ dueOn: '2026-12-02', everyDays: 14, skipped: 1, open: false })
    const thrice = aBody({ stage: 'meeting', skippedOn: ['2026-11-18', '2026-12-02', '2026-12-20'] })
    expect(reminder(thrice, '2026-12-20')).toMatchObject({ dueOn: '2027-01-17', everyDays: 28, skipped: 3 })
  })

  test('"not now" to no reminder puts nothing off, however often it is said', () => {
    const body = aBody({ stage: 'meeting', skippedOn: ['2026-11-03', '2026-11-04', '2026-11-05'] })
    expect(reminder(body, '2026-11-05')).toMatchObject({ dueOn: '2026-11-16', skipped: 0 })
  })

  test('a touch takes all of it back', () => {
    const body = aBody({
      stage: 'meeting',
      skippedOn: ['2026-11-18', '2026-12-02'],
      touches: [aTouch('2026-12-05T18:00:00Z')],
    })
    expect(reminder(body, '2026-12-05')).toEqual({ dueOn: '2026-12-19', everyDays: 14, skipped: 0, open: false })
  })

  test('there is always one reminder, open for at most seven days, never further off than a year, and time never takes it back', () => {
    const body = fc.record({
      everyDays: fc.option(fc.integer({ min: 1, max: 365 })),
      stage: fc.constantFrom('new', 'in_touch', 'meeting', 'proposal', 'client'),
      touches: fc
        .array(fc.integer({ min: -400, max: 0 }), { maxLength: 1 })
        .map((met) => met.map((day) => aTouch(`${addDays('2026-11-02', day)}T18:00:00Z`))),
      skippedOn: fc
        .array(fc.integer({ min: 0, max: 800 }), { maxLength: 12 })
        .map((days) => [...new Set(days)].toSorted((a, b) => a - b).map((day) => addDays('2026-11-02', day))),
    })
    fc.assert(
      fc.property(
        body,
        fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 10 }),
        (given, days) => {
          let before: Reminder | null = null
          for (const day of days.toSorted((a, b) => a - b)) {
            const today = addDays('2026-11-02', day)
            const found = reminder(aBody({ ...given } as Partial<ContactBody>), today) ?? expect.fail()
            expect(found.everyDays).toBeLessThanOrEqual(365)
            expect(addDays(laterDay(found.dueOn, '2026-11-02'), 7) > today).toBe(true)
            expect(found.dueOn <= addDays(today, 365 + 7)).toBe(true)
            expect(found.open).toBe(found.dueOn <= today)
            expect(found.skipped).toBeGreaterThanOrEqual(before?.skipped ?? 0)
            expect(found.dueOn >= (before?.dueOn ?? '')).toBe(true)
            before = found
          }
        },
      ),
    )
  })
})
