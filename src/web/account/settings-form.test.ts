import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../cycle/settings.ts'
import { hoursToMinutes, parseSettingsForm, settingsFields } from './settings-form.ts'

function changed(fields: Record<string, string>): Partial<Settings> {
  const parsed = parseSettingsForm(fields)
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors))
  return parsed.change
}
function refused(fields: Record<string, string>): string[] {
  const parsed = parseSettingsForm(fields)
  return parsed.kind === 'invalid' ? parsed.errors.map(({ field, problem }) => `${field}: ${problem.kind}`) : []
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ from: clock(from), to: clock(to) }))
const windows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7 }), time), { maxLength: 9 })
  .map((list) => list.map(([weekday, { from, to }]) => ({ weekday, from, to })).sort((a, b) => a.weekday - b.weekday))
function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
const someSettings: fc.Arbitrary<Settings> = fc.record({
  weeklyCapMinutes: fc.integer({ min: 0, max: 7 * 24 * 60 }),
  workingHours: windows,
  protectedHours: windows,
  maxEvenings: fc.integer({ min: 0, max: 7 }),
  maxPerDay: fc.integer({ min: 0, max: 20 }),
  travelMinutes: fc.integer({ min: 0, max: 600 }),
  followUp: fc.constant({ ...DEFAULT_SETTINGS.followUp, minMinutes: 5, maxMinutes: 240 }),
  attendance: fc.constantFrom('presumed', 'ask'),
  mode: fc.constantFrom('advise' as const, 'enforce' as const),
  enforce: fc.record({
    allowedOrganisers: fc.constantFrom([], ['canaco.com.mx', 'ana@gmail.com']),
    declinesPerOrganiser: fc.integer({ min: 0, max: 20 }),
    declinesPerWeek: fc.integer({ min: 0, max: 100 }),
  }),
  digest: fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    email: fc.constantFrom(null, 'ana@example.com'),
    enabled: fc.boolean(),
  }),
  objectives: fc.record({
    beKnown: fc.integer({ min: 0, max: 10 }),
    sell: fc.constantFrom(0.5, 2.25),
    partner: fc.constant(0),
    learn: fc.constant(10),
  }),
  interests: fc.constantFrom([], ['fintech', 'retail y moda']),
  people: fc.constantFrom([], ['Laura Pérez', 'bimbo.example']),
  weights: fc.record({
    base: fc.constantFrom(0, 3),
    objectives: fc.constantFrom(0.5, 2.25),
    format: fc.constant(1),
    interests: fc.constant(1),
    people: fc.constant(1.5),
    learned: fc.constant(2),
    novelty: fc.constant(0),
    hours: fc.constant(1),
    ticket: fc.constant(1),
  }),
  hourlyRate: fc.option(fc.integer({ min: 0, max: 100_000_000 }), { nil: null }),
  currency: fc.constantFrom('MXN', 'USD', 'JPY', 'KWD'),
  holidays: fc.constantFrom(null, [], ['2026-12-24', '2026-12-31']),
  locale: fc.constantFrom('es-MX', 'en'),
  timeZone: fc.constantFrom('America/Mexico_City', 'Europe/Madrid'),
})

describe('settings as a form', () => {
  test('saved without a change they stay what they are', () => {
    fc.assert(
      fc.property(someSettings, (settings) => {
        expect(changed(settingsFields(settings))).toEqual(settings)
      }),
    )
  })
  test('what is not in the form is left alone', () => {
    expect(changed({ maxEvenings: '3' })).toEqual({ maxEvenings: 3 })
    expect(changed({ back: '/settings' })).toEqual({})
  })
  test('a box that is not ticked turns the digest off', () => {
    expect(changed({ digestWeekday: '2', digestHour: '8', digestEmail: '' }).digest).toEqual({
      weekday: 2,
      hour: 8,
      email: null,
      enabled: false,
    })
  })
  test('hours may be typed with a comma', () => {
    expect(changed({ weeklyCapHours: '4,5' }).weeklyCapMinutes).toBe(270)
  })
  test('a day of two windows, one to midnight, and a day off', () => {
    const change = changed({
      'work-1-0-from': '09:00',
      'work-1-0-to': '14:00',
      'work-1-1-from': '16:00',
      'work-1-1-to': '00:00',
      'work-2-0-from': '',
      'work-2-0-to': '',
    })
    expect(change.workingHours).toEqual([
      { weekday: 1, from: '09:00', to: '14:00' },
      { weekday: 1, from: '16:00', to: '24:00' },
    ])
  })
  test('interests and days come one a line, once', () => {
    expect(changed({ interests: ' retail \r\n\r\nfintech\nretail' }).interests).toEqual(['retail', 'fintech'])
    expect(changed({ holidays: 'own', holidayDates: '2026-12-31\n2026-12-24' }).holidays).toEqual([
      '2026-12-24',
      '2026-12-31',
    ])
    expect(changed({ holidays: 'public', holidayDates: 'whatever' }).holidays).toBeNull()
  })
  test('what is wrong is named by its field, all of it at once', () => {
    expect(
      refused({
        weeklyCapHours: 'seis',
        maxEvenings: '-1',
        maxPerDay: '1.5',
        travelMinutes: '99999999',
        'work-1-0-from': '18:00',
        'work-1-0-to': '09:00',
        'work-2-0-from': '9:00',
        'work-2-0-to': '18:00',
        'protected-0-weekday': '',
        'protected-0-from': '10:00',
        'protected-0-to': '11:00',
        holidays: 'own',
        holidayDates: '2026-02-30',
        timeZone: 'Mars/Olympus',
        currency: 'pesos',
        hourlyRate: 'mucho',
        mode: 'obey',
        allowedOrganisers: 'canaco.com.mx\nluma.com',
        declinesPerOrganiser: '2',
        declinesPerWeek: '10',
        locale: 'fr',
      }).sort(),
    ).toEqual([
      'allowedOrganisers: organiser',
      'currency: currency',
      'holidayDates: date',
      'hourlyRate: number',
      'locale: choice',
      'maxEvenings: range',
      'maxPerDay: whole',
      'mode: choice',
      'protected-0-weekday: choice',
      'timeZone: zone',
      'travelMinutes: range',
      'weeklyCapHours: number',
      'work-1-0-from: window',
      'work-2-0-from: time',
    ])
  })
  test('three letters that are no currency are none', () => {
    expect(refused({ currency: 'QQQ', hourlyRate: '500' })).toEqual(['currency: currency'])
  })
  test('the least follow-up is not longer than the longest', () => {
    const fields = settingsFields({ ...DEFAULT_SETTINGS, followUp: { ...DEFAULT_SETTINGS.followUp, minMinutes: 95 } })
    expect(refused({ ...fields })).toEqual(['followUp-minMinutes: followUp'])
  })
  test('whatever is sent is answered, and never with more than the schema allows', () => {
    const names = Object.keys(settingsFields(DEFAULT_SETTINGS))
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor'), fc.string()), (fields) => {
        expect(['ok', 'invalid']).toContain(parseSettingsForm(fields).kind)
      }),
    )
  })
})

describe('hours', () => {
  test('hours of a week', () => {
    expect(hoursToMinutes('4.25')).toBe(255)
    expect(hoursToMinutes('0')).toBe(0)
    expect(hoursToMinutes(' ')).toBeNull()
    expect(hoursToMinutes('169')).toBeUndefined()
    expect(hoursToMinutes('-1')).toBeUndefined()
  })
})
