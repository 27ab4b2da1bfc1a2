import { describe, expect, test } from 'vitest'
import { aFollowUp, anEvent, aState, at, idOf, NOON, ZONE } from '../../test/builders/a-person.ts'
import { wordsSaid } from '../../test/builders/a-week.ts'
import { keepHistory } from './history.ts'
import { knownAt } from './known.ts'
import type { OccurrenceBody, PersonState } from './state.ts'

const yesterday = {
  answer: 'accepted' as const,
  start: { at: at('2026-11-22 19:00'), timeZone: ZONE },
  end: { at: at('2026-11-22 21:00'), timeZone: ZONE },
}

function kept(state: PersonState, now = NOON): PersonState {
  return keepHistory(state, knownAt(state, now), now)
}
const pastOf = (state: PersonState) => state.occurrences.get(idOf('a'))?.past

function saying(said: Partial<OccurrenceBody>, state = aState([anEvent('a', yesterday)])): PersonState {
  return { ...state, occurrences: new Map([[idOf('a'), wordsSaid(said)]]) }
}

describe('what a networking event was', () => {
  test('is kept once it is over, with what it cost its week', () => {
    const followUp = aFollowUp('f1', 'a', { minutes: 40 })
    const state = kept(aState([anEvent('a', yesterday)], { followUps: new Map([[followUp.id, followUp]]) }))
    expect(pastOf(state)).toEqual({
      kind: 'meetup',
      smart: true,
      organiser: { key: 'canaco.example', label: 'CANACO' },
      standing: 'commitment',
      attendance: 'presumed',
      charge: { event: 120, travel: 60, followUp: 40, total: 220 },
    })
    expect(state.occurrences.get(idOf('a'))?.seen?.title).toBe('Networking a')
    // Kept, it is not kept again.
    expect(kept(state)).toBe(state)
  })

  test('is one and the same when its series is moved by an hour afterwards, and what was said of it stays said', () => {
    const weekly = {
      ...yesterday,
      form: 'series' as const,
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1'],
    }
    const once = kept(aState([anEvent('a', weekly)]))
    const [id] = [...once.occurrences.keys()]
    if (id === undefined) throw new Error('nothing was kept')
    const missed = { ...wordsSaid(once.occurrences.get(id)), attendance: 'missed' as const }
    const said = { ...missed, attendanceAt: at('2026-11-22 23:00') }
    const later = { ...weekly, start: { at: at('2026-11-22 20:00'), timeZone: ZONE } }
    const moved = kept({ ...aState([anEvent('a', later)]), occurrences: new Map([[id, said]]) })
    expect([...moved.occurrences.keys()]).toEqual([id])
    expect(moved.occurrences.get(id)?.past).toMatchObject({ attendance: 'missed', charge: { event: 120 } })
  })

  test('is nothing while it is to come, under way, unanswered or no networking', () => {
    const ahead = { answer: 'accepted' as const }
    const open = { ...yesterday, answer: 'none' as const }
    for (const state of [
      aState([anEvent('a', ahead)]),
      aState([anEvent('a', open)]),
      aState([anEvent('a', yesterday, { networking: false })]),
    ])
      expect(kept(state)).toBe(state)
  })

  test('follows the word of the person: missed, or no networking after all', () => {
    const attended = kept(saying({ attendance: 'attended' }))
    expect(pastOf(attended)?.attendance).toBe('attended')
    const said = attended.occurrences.get(idOf('a'))
    const missed = kept(saying({ ...said, attendance: 'missed' }, attended))
    expect(pastOf(missed)).toMatchObject({ attendance: 'missed', charge: { event: 120, travel: 60 } })
    const corrections = new Map([
      [`event:${idOf('a')}`, { scope: 'event' as const, key: idOf('a'), networking: false }],
    ])
    expect(pastOf(kept({ ...attended, corrections }))).toBeUndefined()
  })

  test('stays as it was when settings change, and when the calendar has forgotten it', () => {
    const state = kept(aState([anEvent('a', yesterday)]))
    const { person } = state
    const later = { ...state, person: { ...person, settings: { ...person.settings, travelMinutes: 90 } } }
    expect(kept(later)).toBe(later)
    const gone = { ...state, items: new Map() }
    expect(kept(gone)).toBe(gone)
  })

  test('stays of whoever wants to be asked from now on', () => {
    const state = kept(aState([anEvent('a', yesterday)]))
    const { person } = state
    const asking = { ...state, person: { ...person, settings: { ...person.settings, attendance: 'ask' as const } } }
    expect(kept(asking)).toBe(asking)
  })

  test('costs no follow-up where none was spent', () => {
    for (const state of ['dismissed', 'removed_by_you', 'removed', 'refused'] as const) {
      const followUp = aFollowUp('f1', 'a', { state })
      const before = aState([anEvent('a', yesterday)], { followUps: new Map([[followUp.id, followUp]]) })
      expect(pastOf(kept(before))?.charge, state).toEqual({ event: 120, travel: 60, followUp: 0, total: 180 })
    }
  })
})
