import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type BookedBlock, type Fate, reconcile } from './reconcile.ts'

const at = (time: string) => Temporal.Instant.from(`2026-06-03T${time}:00Z`)
const slot = { start: at('15:00'), end: at('15:30') }
const elsewhere = { kind: 'in_time' as const, slot: { start: at('17:00'), end: at('17:30') } }

const every = (['untouched', 'touched', 'deleted'] as const).flatMap((seen) =>
  (['presumed', 'attended', 'missed'] as const).flatMap((attendance) =>
    [true, false].flatMap((cancelled) =>
      [true, false].flatMap((eventMoved) =>
        [true, false].flatMap((crowded) =>
          (['before', 'begun', 'over'] as const).flatMap((when) =>
            [true, false].map((room) => ({ seen, attendance, cancelled, eventMoved, crowded, when, room })),
          ),
        ),
      ),
    ),
  ),
)
type Case = (typeof every)[number]
const times = { before: at('12:00'), begun: at('15:00'), over: at('18:00') }

function fateOf(one: Case): Fate {
  const block: BookedBlock = {
    seen: one.seen,
    slot,
    attendance: one.attendance,
    cancelled: one.cancelled,
    back: one.eventMoved ? at('16:00') : at('11:00'),
  }
  const busy = one.crowded ? [{ start: at('15:15'), end: at('16:00') }] : [{ start: at('15:30'), end: at('16:00') }]
  return reconcile(block, busy, times[one.when], () => (one.room ? elsewhere : { kind: 'no_room' }))
}
/** The kinds of fate that all such cases together can have. */
const fates = (holds: (one: Case) => boolean) => [...new Set(every.filter(holds).map((one) => fateOf(one).kind))].sort()

describe('a block that stands in the calendar', () => {
  test('and was deleted by the person is never made again', () => {
    expect(fates((one) => one.seen === 'deleted')).toEqual(['removed_by_you'])
  })

  test('and was touched by the person is theirs, whatever else happens', () => {
    expect(fates((one) => one.seen === 'touched')).toEqual(['detach'])
  })

  const ours = (one: Case) => one.seen === 'untouched'
  test('goes when the person was not there', () => {
    expect(fates((one) => ours(one) && one.attendance === 'missed')).toEqual(['remove'])
  })

  test('goes when the event was called off before it began, unless the person says that they were there', () => {
    const presumed = (one: Case) => ours(one) && one.cancelled && one.attendance === 'presumed'
    expect(fates((one) => presumed(one) && one.when === 'before')).toEqual(['remove'])
    // Time that was worked in is not taken back.
    expect(fates((one) => presumed(one) && one.when !== 'before')).toEqual(['keep'])
    expect(fates((one) => ours(one) && one.cancelled && one.attendance === 'attended')).not.toContain('remove')
  })

  const wanted = (one: Case) =>
    ours(one) && one.attendance !== 'missed' && !(one.cancelled && one.attendance === 'presumed')
  test('stays once it has begun', () => {
    expect(fates((one) => wanted(one) && one.when !== 'before')).toEqual(['keep'])
  })

  test('stays while nothing is in its way', () => {
    expect(fates((one) => wanted(one) && !one.crowded && !one.eventMoved)).toEqual(['keep'])
  })

  test('moves when something landed on it or the event moved, and tells when nothing is free', () => {
    const hasTo = (one: Case) => wanted(one) && one.when === 'before' && (one.crowded || one.eventMoved)
    expect(fates((one) => hasTo(one) && one.room)).toEqual(['move'])
    expect(fates((one) => hasTo(one) && !one.room)).toEqual(['tell'])
    const moved = every.filter((one) => hasTo(one) && one.room).map(fateOf)
    for (const fate of moved) expect(fate.kind === 'move' && fate.placement).toBe(elsewhere)
  })
})
