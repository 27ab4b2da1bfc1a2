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

  test('that hold no more take the default alone, whatever else stands beside them', () => {
    const { enforce, ...kept } = { ...DEFAULT_SETTINGS, mode: 'enforce' as const, timeZone: 'America/Bogota' }
    const stored = { ...enforce, declinesPerWeek: 0, allowedOrganisers: ['canaco.example', 'luma.com'] }
    expect(readSettings({ ...kept, enforce: stored })).toEqual({
      ...kept,
      enforce: { ...stored, allowedOrganisers: [] },
    })
    expect(readSettings({ ...kept, maxEvenings: 'tres', fromTomorrow: true })).toEqual({ ...kept, enforce })
  })

  test('that are none are the defaults', () => {
    expect(readSettings({ weights: { hours: 9 } })).toEqual(DEFAULT_SETTINGS)
    expect(readSettings({ maxEvenings: 'tres' })).toEqual(DEFAULT_SETTINGS)
  })
})
