/** The rules of design.md, section 4, checked on random lives as they would be read aloud: by zoned times, and slots by trying. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { anyLife } from '../../test/builders/any-life.ts'
import { planRules, WORKING_DAYS } from '../../test/builders/plan-rules.ts'
import { type Interval, overlaps } from '../time/interval.ts'
import { planHorizon } from './plan.ts'
import type { PlanEvent, PlanInput, Verdict } from './shapes.ts'

/** Clocks go forward in its second week. */
const ZONE = 'America/Tijuana'
const MONDAY = Temporal.PlainDateTime.from('2026-03-02T00:00').toZonedDateTime(ZONE)
const at = (day: number, quarter: number) =>
  MONDAY.add({ days: day })
    .add({ minutes: 15 * quarter })
    .toInstant()
const zoned = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(ZONE)
const dateOf = (instant: Temporal.Instant) => zoned(instant).toPlainDate().toString()
const isBefore = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0

const rules = planRules({
  timeZone: ZONE,
  capMinutes: 420,
  workingHours: WORKING_DAYS.map((weekday) => ({ weekday, from: '09:00', to: '13:00' })),
  protectedHours: [{ weekday: 3, from: '09:00', to: '11:00' }],
  holidays: new Set(['2026-03-10']),
  maxEvenings: 1,
})
const input = anyLife({ week: '2026-W10', rules, days: 16 })

const travelled = (e: PlanEvent): Interval => ({
  start: e.start.subtract({ minutes: e.travelMinutes }),
  end: e.end.add({ minutes: e.travelMinutes }),
})
function tooClose(a: PlanEvent, b: PlanEvent): boolean {
  const [first, second] = isBefore(a.start, b.start) ? [a, b] : [b, a]
  const samePlace = a.place !== null && a.place === b.place
  const gap = samePlace ? 0 : Math.max(a.travelMinutes, b.travelMinutes)
  return isBefore(second.start, first.end.add({ minutes: gap }))
}
/** A slot as the rules want it, other slots apart. */
function isGoodSlot(slot: Interval, e: PlanEvent, attended: readonly PlanEvent[], { busy, now }: PlanInput): boolean {
  const [start, end] = [zoned(slot.start), zoned(slot.end)]
  const date = start.toPlainDate()
  const minutes = (time: Temporal.ZonedDateTime) => time.hour * 60 + time.minute
  const worked = (day: Temporal.PlainDate) => day.dayOfWeek <= 5 && !rules.holidays.has(day.toString())
  let last = zoned(travelled(e).end).toPlainDate()
  for (let n = 0; n < rules.withinWorkingDays; ) {
    last = last.add({ days: 1 })
    if (worked(last)) n++
  }
  const deadline = last.toZonedDateTime({ timeZone: ZONE, plainTime: '13:00' }).toInstant()
  return (
    start.minute % 15 === 0 &&
    worked(date) &&
    minutes(start) >= 9 * 60 &&
    minutes(end) <= 13 * 60 &&
    dateOf(slot.end) === date.toString() &&
    !(date.dayOfWeek === 3 && minutes(start) < 11 * 60) &&
    !isBefore(slot.start, travelled(e).end) &&
    !isBefore(slot.start, now) &&
    !isBefore(deadline, slot.end) &&
    !busy.some((other) => overlaps(other, slot)) &&
    !attended.some((other) => overlaps(travelled(other), slot))
  )
}
function canPlaceAll(
  owed: readonly PlanEvent[],
  attended: readonly PlanEvent[],
  life: PlanInput,
  slots: readonly Interval[] = [],
): boolean {
  const [e, ...rest] = owed
  if (e === undefined) return true
  const minutes = e.followUp.kind === 'owed' ? e.followUp.minutes : 0
  for (let q = 0; q < 7 * 96; q++) {
    const start = at(zoned(e.start).toPlainDate().since(MONDAY.toPlainDate()).days, q)
    const slot = { start, end: start.add({ minutes }) }
    if (!isGoodSlot(slot, e, attended, life) || slots.some((other) => overlaps(other, slot))) continue
    if (canPlaceAll(rest, attended, life, [...slots, slot])) return true
  }
  return false
}
function isOnWorkOfProtected(e: PlanEvent): boolean {
  const day = zoned(e.start).toPlainDate()
  if (day.dayOfWeek !== 3) return false
  const guarded = {
    start: day.toZonedDateTime({ timeZone: ZONE, plainTime: '09:00' }).toInstant(),
    end: day.toZonedDateTime({ timeZone: ZONE, plainTime: '11:00' }).toInstant(),
  }
  return overlaps(guarded, travelled(e))
}
const isEvening = (e: PlanEvent) => zoned(e.start).hour >= 17

/** The first reason that holds of a verdict's event if it alone were added; null when none does. */
function firstReason(verdict: Verdict, life: PlanInput, plan: ReturnType<typeof planHorizon>): Verdict['reason'] {
  const e = verdict.event
  if (e.cancelled) return 'cancelled'
  if (e.declined) return 'declined'
  if (e.decision === 'skip') return 'skipped_by_you'
  const week = plan.weeks.find((one) => one.verdicts.includes(verdict))
  const attended = plan.weeks.flatMap((one) => one.verdicts.filter((v) => v.verdict === 'attend')).map((v) => v.event)
  const sameWeek = attended.filter((other) => week?.verdicts.some((v) => v.event === other))
  if (attended.some((other) => tooClose(other, e)) || life.busy.some((b) => overlaps(b, travelled(e))))
    return 'overlaps'
  if (isOnWorkOfProtected(e)) return 'protected_hours'
  const owed = [...attended.filter((other) => plan.followUps.has(other.id)), e]
  if (!canPlaceAll(owed, [...attended, e], life)) return 'no_follow_up_slot'
  const evenings = (list: readonly PlanEvent[]) => new Set(list.filter(isEvening).map((one) => dateOf(one.start))).size
  if (evenings([...sameWeek, e]) > Math.max(rules.maxEvenings, evenings(sameWeek))) return 'evening_limit'
  if (attended.filter((other) => dateOf(other.start) === dateOf(e.start)).length >= rules.maxPerDay)
    return 'daily_limit'
  const left = week?.leftMinutes ?? 0
  if (verdict.charge.total > left)
    return verdict.charge.total <= left + (week?.cap.debt ?? 0) ? 'follow_up_debt' : 'over_cap'
  return verdict.value.total <= 0 ? 'low_value' : null
}

vi.setConfig({ testTimeout: 60_000 })
const RUNS = Number(process.env.PLAN_RUNS ?? 150)

describe('on any life', () => {
  test('the cap holds, nothing overlaps, limits are kept, and every follow-up has a slot of its own in a working hour', () => {
    fc.assert(
      fc.property(input, (life) => {
        const plan = planHorizon(life)
        const attended = plan.weeks.flatMap((week) => week.verdicts).filter((one) => one.verdict === 'attend')
        for (const week of plan.weeks) {
          const chosen = week.verdicts.filter((one) => one.verdict === 'attend' && one.standing === 'candidate')
          if (chosen.length > 0) expect(week.leftMinutes).toBeGreaterThanOrEqual(0)
          expect(week.charge.total).toBe(week.cap.minutes - week.cap.debt - week.leftMinutes)
          expect(week.charge.total).toBe(week.charge.event + week.charge.travel + week.charge.followUp)
        }
        for (const one of attended.filter((v) => v.standing === 'candidate')) {
          expect(attended.filter((other) => other !== one && tooClose(other.event, one.event))).toEqual([])
          expect(one.followUp).not.toBe(null)
          expect(isBefore(life.now, one.event.start)).toBe(true)
        }
        const events = attended.map((one) => one.event)
        const slots = [...plan.followUps]
        for (const [id, slot] of slots) {
          const own = life.events.find((e) => e.id === id)
          expect(own !== undefined && isGoodSlot(slot, own, events, life)).toBe(true)
          expect(slots.filter(([, other]) => overlaps(other, slot)).map(([other]) => other)).toEqual([id])
        }
        expect(plan).toMatchObject({ exact: true, gap: 0 })
      }),
      { numRuns: RUNS * 2 },
    )
  })

  test('every skip tells the first reason that holds, and there always is one', () => {
    fc.assert(
      fc.property(input, (life) => {
        const plan = planHorizon(life)
        const skips = plan.weeks.flatMap((week) => week.verdicts).filter((one) => one.verdict === 'skip')
        for (const skip of skips)
          expect([skip.event.id, skip.reason]).toEqual([skip.event.id, firstReason(skip, life, plan)])
      }),
      { numRuns: RUNS },
    )
  })

  test('the plan does not depend on the order in which events come', () => {
    const asText = ({ followUps, ...plan }: ReturnType<typeof planHorizon>) =>
      JSON.stringify([plan, [...followUps].sort(([a], [b]) => (a < b ? -1 : 1))])
    fc.assert(
      fc.property(input, (life) => {
        const turned = { ...life, events: [...life.events].reverse(), busy: [...life.busy].reverse() }
        expect(asText(planHorizon(turned))).toBe(asText(planHorizon(life)))
      }),
      { numRuns: RUNS },
    )
  })

  test('a higher cap never makes the plan worth less', () => {
    const worth = (plan: ReturnType<typeof planHorizon>) =>
      plan.weeks.reduce((sum, week) => sum + Math.round(100 * week.value), 0)
    fc.assert(
      fc.property(input, fc.nat(300), (life, more) => {
        const raised = { ...life, rules: { ...rules, capMinutes: rules.capMinutes + more } }
        expect(worth(planHorizon(raised))).toBeGreaterThanOrEqual(worth(planHorizon(life)))
      }),
      { numRuns: RUNS },
    )
  })
})
