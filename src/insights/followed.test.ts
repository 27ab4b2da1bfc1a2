import { describe, expect, test } from 'vitest'
import { aPast, aPastEvent, id } from '../../test/builders/a-history.ts'
import { followedWithin } from './followed.ts'
import { historyOf } from './history.ts'

describe('follow-ups closed within two days', () => {
  /** Tuesday 6 January, ends at noon in Mexico City. */
  const event = aPastEvent('a', '2026-01-06T16:00:00.000Z')
  const followed = (today: string, ...all: [state: string, closedAt: string | null][]) => {
    const followUps = all.map(([state, closedAt], n) => ({ id: `f${n}`, eventId: id('a'), state, closedAt }))
    const history = historyOf(aPast({ events: [event], followUps }))
    return followedWithin(history, '2026-01-05', '2026-01-11', today)
  }

  test('are those closed by the end of the second local day after', () => {
    // Late on Thursday in Mexico City, and a minute past its midnight.
    const found = followed('2026-01-20', ['done', '2026-01-09T05:59:00.000Z'], ['done', '2026-01-09T06:01:00.000Z'])
    expect(found).toEqual({ inTime: ['f0'], late: ['f1'], open: [], share: 500 })
  })

  test('leave out what still has time, what Aforo took away and other weeks', () => {
    expect(followed('2026-01-08', ['booked', null]).share).toBeNull()
    expect(followed('2026-01-09', ['booked', null], ['dismissed', '2026-01-07T16:00:00.000Z'])).toMatchObject({
      open: ['f0', 'f1'],
      share: 0,
    })
    expect(followed('2026-01-20', ['removed', null], ['refused', null], ['removing', null]).share).toBeNull()
    const history = historyOf(
      aPast({ events: [event], followUps: [{ id: 'f', eventId: id('a'), state: 'booked', closedAt: null }] }),
    )
    expect(followedWithin(history, '2026-01-12', '2026-01-18', '2026-02-01').share).toBeNull()
    // In time is told at once.
    expect(followed('2026-01-06', ['done', '2026-01-06T19:00:00.000Z'])).toMatchObject({ inTime: ['f0'], share: 1000 })
  })
})
