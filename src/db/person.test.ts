import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import { readSettings } from './person.ts'

describe('stored settings', () => {
  test('take the defaults of what an older version did not know, also within a part', () => {
    const { people: _, weights, ...older } = { ...DEFAULT_SETTINGS, maxEvenings: 3, timeZone: 'America/Bogota' }
    expect(readSettings(older)).toEqual({ ...older, people: [], weights })
    const { ticket: __, ...fewer } = { ...weights, hours: 2 }
    expect(readSettings({ ...older, weights: fewer }).weights).toEqual({ ...weights, hours: 2 })
  })

  test('that are none are the defaults', () => {
    expect(readSettings({ weights: { hours: 9 } })).toEqual(DEFAULT_SETTINGS)
    expect(readSettings({ maxEvenings: 'tres' })).toEqual(DEFAULT_SETTINGS)
  })
})
