import { describe, expect, test } from 'vitest'
import { aCalendar, aFollowUp, anEvent, aState, at, CALENDAR, NOON, ZONE } from '../../test/builders/a-person.ts'
import type { BlockId, CalendarId } from '../calendar/event.ts'
import { knownAt } from './known.ts'
import { busyTime } from './plan.ts'
import type { Item, PersonState } from './state.ts'

const OTHER = 'other' as CalendarId
const hours = (from: string, to: string) => ({
  start: { at: at(`2026-11-24 ${from}`), timeZone: ZONE },
  end: { at: at(`2026-11-24 ${to}`), timeZone: ZONE },
})
const ORDINARY = { networking: false, kind: 'personal' as const }

/** One event, as it stands in two calendars of the person. */
function inTwo(here: Item, there: Item): PersonState {
  const other = aCalendar({ id: OTHER, followUps: false, isPrimary: false })
  return aState([], {
    calendars: new Map([aCalendar(), other].map((one) => [one.id, one])),
    items: new Map([
      [CALENDAR, new Map([[here.remoteId, here]])],
      [OTHER, new Map([[there.remoteId, { ...there, calendarId: OTHER }]])],
    ]),
  })
}
function busy(state: PersonState): string[] {
  return busyTime(state, knownAt(state, NOON), NOON).map(({ start, end }) =>
    [start, end]
      .map((one) => one.toZonedDateTimeISO(ZONE).toPlainTime().toString({ smallestUnit: 'minute' }))
      .join('-'),
  )
}

describe('an event that stands in two calendars', () => {
  test('counts once, and takes its time once', () => {
    const meeting = anEvent('a', { answer: 'accepted', ...hours('10:00', '12:00') }, ORDINARY)
    const state = inTwo(meeting, meeting)
    expect(knownAt(state, NOON).events).toHaveLength(1)
    expect(busy(state)).toEqual(['10:00-12:00'])
  })

  test('at two different hours makes neither look free, whichever copy speaks for it', () => {
    const meeting = anEvent('a', { answer: 'accepted', ...hours('10:00', '12:00') }, ORDINARY)
    const moved = anEvent('a', { answer: 'accepted', ...hours('16:00', '17:00') }, ORDINARY)
    expect(busy(inTwo(meeting, moved))).toEqual(['10:00-12:00', '16:00-17:00'])
    // Whoever knows its UID invites another account under it.
    const planted = anEvent('a', hours('18:00', '20:00'))
    for (const state of [inTwo(meeting, planted), inTwo(planted, meeting)]) expect(busy(state)).toEqual(['10:00-12:00'])
  })

  test('takes no time where its other copy was declined or called off', () => {
    const meeting = anEvent('a', { answer: 'accepted', ...hours('10:00', '12:00') }, ORDINARY)
    for (const gone of [{ answer: 'declined' as const }, { answer: 'accepted' as const, status: 'cancelled' as const }])
      expect(busy(inTwo(meeting, anEvent('a', { ...gone, ...hours('16:00', '17:00') }, ORDINARY)))).not.toContain(
        '16:00-17:00',
      )
  })
})

test('a block that a second account sees without its details is the block that the first one sees', () => {
  const mark = { block: 'f1' as BlockId, content: 'hash' }
  const block = anEvent('f1', { title: 'Seguimiento', mark, visibility: 'private' })
  const withheld = anEvent('f1', { title: '', visibility: 'private' })
  const followUp = aFollowUp('f1', 'a')
  for (const state of [inTwo(block, withheld), inTwo(withheld, block)]) {
    const seen = knownAt({ ...state, followUps: new Map([[followUp.id, followUp]]) }, NOON).blocks.get(followUp.id)
    expect(seen?.event.mark).toEqual(mark)
  }
})
