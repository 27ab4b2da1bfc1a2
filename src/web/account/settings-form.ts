/**
 * Settings as a form's flat fields and back. What was sent is parsed here, once: hours into minutes, rows of hours into weekly
 * windows, lines into lists, an amount into minor units; the bounds are those of `settingsSchema`, which has the last word.
 *
 * A part of the settings whose fields are not in the form is left as it is.
 */
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import { MOST_ALLOWED_ORGANISERS, type Settings, settingsSchema } from '../../cycle/settings.ts'
import { isCurrency } from '../../i18n/currency.ts'
import { WEIGHED } from '../../planning/shapes.ts'
import { EVEN_WEIGHTS, MOST_WEIGHT } from '../../planning/value.ts'
import { canBeListed } from '../../recognition/organiser.ts'
import type { WeeklyWindow } from '../../time/weekly-windows.ts'
import { minorToText, textToMinor } from '../frame/amount.ts'
import type { Fields } from '../frame/visit.ts'

export interface FieldError {
  /** The name of the field, which is its id too. */
  field: string
  problem:
    | {
        kind:
          | 'number'
          | 'whole'
          | 'window'
          | 'time'
          | 'date'
          | 'zone'
          | 'currency'
          | 'choice'
          | 'followUp'
          | 'organiser'
      }
    | { kind: 'range'; least: number; most: number }
    | { kind: 'tooMany' | 'tooLong'; most: number }
}
export type ParsedSettings = { kind: 'ok'; change: Partial<Settings> } | { kind: 'invalid'; errors: FieldError[] }

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
export const OBJECTIVES = ['beKnown', 'sell', 'partner', 'learn'] as const
export const FOLLOW_UP_FIELDS = [
  'baseMinutes',
  'perContactMinutes',
  'minMinutes',
  'maxMinutes',
  'unknownMinutes',
  'withinWorkingDays',
] as const
/** Rows of hours that are read for one weekday, and of protected windows: what the schema allows in all. */
const MOST_ROWS = 70
const WEEK_HOURS = 7 * 24

const FOLLOW_UP_BOUNDS: Record<(typeof FOLLOW_UP_FIELDS)[number], [least: number, most: number]> = {
  baseMinutes: [0, 240],
  perContactMinutes: [0, 120],
  minMinutes: [5, 240],
  maxMinutes: [5, 240],
  unknownMinutes: [5, 240],
  withinWorkingDays: [1, 10],
}

/** The fields that show these settings; `parseSettingsForm` of them gives the settings back. */
export function settingsFields(settings: Settings): Fields {
  const fields: Record<string, string> = {
    weeklyCapHours: minutesToHours(settings.weeklyCapMinutes),
    maxEvenings: String(settings.maxEvenings),
    maxPerDay: String(settings.maxPerDay),
    travelMinutes: String(settings.travelMinutes),
    holidays: settings.holidays === null ? 'public' : 'own',
    holidayDates: (settings.holidays ?? []).join('\n'),
    digestWeekday: String(settings.digest.weekday),
    digestHour: String(settings.digest.hour),
    digestEmail: settings.digest.email ?? '',
    locale: settings.locale,
    timeZone: settings.timeZone,
    mode: settings.mode,
    allowedOrganisers: settings.enforce.allowedOrganisers.join('\n'),
    declinesPerOrganiser: String(settings.enforce.declinesPerOrganiser),
    declinesPerWeek: String(settings.enforce.declinesPerWeek),
    attendance: settings.attendance,
    interests: settings.interests.join('\n'),
    people: settings.people.join('\n'),
    hourlyRate: settings.hourlyRate === null ? '' : minorToText(settings.hourlyRate, settings.currency),
    currency: settings.currency,
  }
  if (settings.digest.enabled) fields.digestEnabled = 'on'
  for (const objective of OBJECTIVES) fields[`objective-${objective}`] = String(settings.objectives[objective])
  for (const name of WEIGHED) fields[`weight-${name}`] = String(settings.weights[name])
  for (const name of FOLLOW_UP_FIELDS) fields[`followUp-${name}`] = String(settings.followUp[name])
  // A first row for each, filled or not: its fields tell that the form holds hours at all.
  for (const row of [...WEEKDAYS.map((weekday) => `work-${weekday}-0`), 'protected-0']) {
    fields[`${row}-from`] = ''
    fields[`${row}-to`] = ''
  }
  for (const weekday of WEEKDAYS) {
    const windows = settings.workingHours.filter((window) => window.weekday === weekday)
    for (const [row, window] of windows.entries()) writeWindow(fields, `work-${weekday}-${row}`, window)
  }
  for (const [row, window] of settings.protectedHours.entries()) {
    writeWindow(fields, `protected-${row}`, window)
    fields[`protected-${row}-weekday`] = String(window.weekday)
  }
  return fields
}

export function parseSettingsForm(fields: Fields): ParsedSettings {
  const form = new Form(fields)
  const change: Partial<Settings> = {}
  const capHours = form.number('weeklyCapHours', 0, WEEK_HOURS)
  if (capHours !== undefined) change.weeklyCapMinutes = Math.round(capHours * 60)
  setWhole(change, 'maxEvenings', form.whole('maxEvenings', 0, 7))
  setWhole(change, 'maxPerDay', form.whole('maxPerDay', 0, 20))
  setWhole(change, 'travelMinutes', form.whole('travelMinutes', 0, 600))
  parseHours(form, change)
  parseHolidays(form, change)
  parseDigest(form, change)
  parseFollowUp(form, change)
  parseValues(form, change)
  const locale = form.choice('locale', ['es-MX', 'en'] as const)
  if (locale !== undefined) change.locale = locale
  const mode = form.choice('mode', ['advise', 'enforce'] as const)
  if (mode !== undefined) change.mode = mode
  parseEnforce(form, change)
  const attendance = form.choice('attendance', ['presumed', 'ask'] as const)
  if (attendance !== undefined) change.attendance = attendance
  const zone = form.text('timeZone')
  if (zone !== undefined) change.timeZone = zone
  return checked(form, change)
}

/** The schema's word on the whole: what the form's own bounds missed is found here, under the setting's name. */
function checked(form: Form, change: Partial<Settings>): ParsedSettings {
  const result = v.safeParse(v.partial(settingsSchema), change)
  if (!result.success) {
    for (const issue of result.issues) {
      const setting = String(issue.path?.[0]?.key ?? '')
      form.refuse(FIELD_OF[setting] ?? setting, { kind: PROBLEM_OF[setting] ?? 'choice' })
    }
  }
  return form.errors.length > 0 ? { kind: 'invalid', errors: form.errors } : { kind: 'ok', change }
}
const FIELD_OF: Partial<Record<string, string>> = {
  weeklyCapMinutes: 'weeklyCapHours',
  workingHours: 'work-1-0-from',
  protectedHours: 'protected-0-from',
  digest: 'digestEmail',
  followUp: 'followUp-minMinutes',
  objectives: 'objective-beKnown',
  weights: 'weight-base',
  holidays: 'holidayDates',
  enforce: 'allowedOrganisers',
}
const PROBLEM_OF: Partial<Record<string, 'zone' | 'currency' | 'followUp' | 'date' | 'window' | 'organiser'>> = {
  enforce: 'organiser',
  timeZone: 'zone',
  currency: 'currency',
  followUp: 'followUp',
  holidays: 'date',
  workingHours: 'window',
  protectedHours: 'window',
}

function parseHours(form: Form, change: Partial<Settings>): void {
  if (form.has((name) => name.startsWith('work-'))) {
    change.workingHours = WEEKDAYS.flatMap((weekday) =>
      form.rows(`work-${weekday}`).flatMap((row) => form.window(row, weekday)),
    )
  }
  if (form.has((name) => name.startsWith('protected-'))) {
    change.protectedHours = form.rows('protected').flatMap((row) => {
      const weekday = form.text(`${row}-weekday`) ?? ''
      const empty = form.text(`${row}-from`) === '' && form.text(`${row}-to`) === ''
      if (weekday === '' && empty) return []
      if (!/^[1-7]$/.test(weekday)) {
        form.refuse(`${row}-weekday`, { kind: 'choice' })
        return []
      }
      if (empty) {
        form.refuse(`${row}-from`, { kind: 'window' })
        return []
      }
      return form.window(row, Number(weekday))
    })
  }
}

function parseHolidays(form: Form, change: Partial<Settings>): void {
  const holidays = form.choice('holidays', ['public', 'own'] as const)
  if (holidays === 'public') change.holidays = null
  if (holidays !== 'own') return
  const dates = form.lines('holidayDates', 200, 10)
  if (dates.some((date) => !isDate(date))) form.refuse('holidayDates', { kind: 'date' })
  change.holidays = [...new Set(dates)].sort()
}

/** One setting of four fields: the checkbox sends nothing when it is not ticked, so the hour tells that they are there. */
function parseDigest(form: Form, change: Partial<Settings>): void {
  const hour = form.whole('digestHour', 0, 23)
  const weekday = form.whole('digestWeekday', 1, 7)
  if (hour === undefined || weekday === undefined) return
  const email = form.text('digestEmail') ?? ''
  change.digest = { weekday, hour, email: email === '' ? null : email, enabled: form.ticked('digestEnabled') }
}

function parseEnforce(form: Form, change: Partial<Settings>): void {
  const declinesPerOrganiser = form.whole('declinesPerOrganiser', 0, 20)
  const declinesPerWeek = form.whole('declinesPerWeek', 0, 100)
  if (declinesPerOrganiser === undefined || declinesPerWeek === undefined) return
  const lines = form.lines('allowedOrganisers', MOST_ALLOWED_ORGANISERS, 254).map((line) => line.toLowerCase())
  if (!lines.every(canBeListed)) form.refuse('allowedOrganisers', { kind: 'organiser' })
  change.enforce = { allowedOrganisers: [...new Set(lines)], declinesPerOrganiser, declinesPerWeek }
}

function parseFollowUp(form: Form, change: Partial<Settings>): void {
  if (!form.has((name) => name.startsWith('followUp-'))) return
  const [baseMinutes, perContactMinutes, minMinutes, maxMinutes, unknownMinutes, withinWorkingDays] =
    FOLLOW_UP_FIELDS.map((name) => form.whole(`followUp-${name}`, ...FOLLOW_UP_BOUNDS[name]))
  if (baseMinutes === undefined || perContactMinutes === undefined || minMinutes === undefined) return
  if (maxMinutes === undefined || unknownMinutes === undefined || withinWorkingDays === undefined) return
  change.followUp = { baseMinutes, perContactMinutes, minMinutes, maxMinutes, unknownMinutes, withinWorkingDays }
}

function parseValues(form: Form, change: Partial<Settings>): void {
  if (form.has((name) => name.startsWith('objective-'))) {
    const [beKnown = 1, sell = 1, partner = 1, learn = 1] = OBJECTIVES.map((one) =>
      form.number(`objective-${one}`, 0, 10),
    )
    change.objectives = { beKnown, sell, partner, learn }
  }
  if (form.has((name) => name.startsWith('weight-'))) {
    const weights = { ...EVEN_WEIGHTS }
    for (const name of WEIGHED) weights[name] = form.number(`weight-${name}`, 0, MOST_WEIGHT) ?? weights[name]
    change.weights = weights
  }
  if (form.text('interests') !== undefined) change.interests = [...new Set(form.lines('interests', 40, 60))]
  if (form.text('people') !== undefined) change.people = [...new Set(form.lines('people', 60, 100))]
  const currency = form.text('currency')?.toUpperCase()
  if (currency !== undefined) {
    if (isCurrency(currency)) change.currency = currency
    else form.refuse('currency', { kind: 'currency' })
  }
  const rate = form.text('hourlyRate')
  if (rate === undefined) return
  const minor = rate === '' ? null : textToMinor(rate, change.currency ?? 'MXN')
  if (minor === undefined) form.refuse('hourlyRate', { kind: 'number' })
  else if (minor !== null && minor > 100_000_000)
    form.refuse('hourlyRate', { kind: 'range', least: 0, most: 1_000_000 })
  else change.hourlyRate = minor
}

/** Reads fields one by one and gathers what is wrong; `undefined` is what the form did not have, or had wrongly. */
class Form {
  readonly errors: FieldError[] = []
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  has(test: (name: string) => boolean): boolean {
    return Object.keys(this.#fields).some(test)
  }

  text(name: string): string | undefined {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
    return typeof value === 'string' ? value.trim() : undefined
  }

  ticked(name: string): boolean {
    return this.text(name) !== undefined
  }

  number(name: string, least: number, most: number): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const number = decimal(text)
    if (number === undefined) return this.refuse(name, { kind: 'number' })
    if (number < least || number > most) return this.refuse(name, { kind: 'range', least, most })
    return number
  }

  whole(name: string, least: number, most: number): number | undefined {
    const number = this.number(name, least, most)
    if (number === undefined || Number.isInteger(number)) return number
    return this.refuse(name, { kind: 'whole' })
  }

  choice<T extends string>(name: string, options: readonly T[]): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    return options.find((option) => option === text) ?? this.refuse(name, { kind: 'choice' })
  }

  lines(name: string, mostLines: number, mostLength: number): string[] {
    const lines = (this.text(name) ?? '')
      .slice(0, mostLines * mostLength * 2)
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (lines.length > mostLines) this.refuse(name, { kind: 'tooMany', most: mostLines })
    else if (lines.some((line) => line.length > mostLength)) this.refuse(name, { kind: 'tooLong', most: mostLength })
    return lines
  }

  /** Prefixes of the rows the form has under `prefix`, counted from 0 without a hole. */
  rows(prefix: string): string[] {
    const rows: string[] = []
    while (rows.length < MOST_ROWS && Object.hasOwn(this.#fields, `${prefix}-${rows.length}-from`)) {
      rows.push(`${prefix}-${rows.length}`)
    }
    return rows
  }

  /** An empty row is none. Midnight at the end is the end of the day: a clock field cannot say 24:00. */
  window(row: string, weekday: number): WeeklyWindow[] {
    const from = this.text(`${row}-from`) ?? ''
    const typed = this.text(`${row}-to`) ?? ''
    if (from === '' && typed === '') return []
    const to = typed === '00:00' ? '24:00' : typed
    const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/
    if ((from !== '' && !time.test(from)) || (to !== '' && to !== '24:00' && !time.test(to))) {
      this.refuse(`${row}-from`, { kind: 'time' })
      return []
    }
    if (from === '' || to === '' || from >= to) {
      this.refuse(`${row}-from`, { kind: 'window' })
      return []
    }
    return [{ weekday, from, to }]
  }

  refuse(field: string, problem: FieldError['problem']): undefined {
    if (!this.errors.some((error) => error.field === field)) this.errors.push({ field, problem })
    return undefined
  }
}

/** Hours as typed ("4.5", "4,5") to whole minutes; undefined where it is no number between 0 and a week. Empty is null. */
export function hoursToMinutes(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const hours = decimal(text.trim())
  return hours === undefined || hours < 0 || hours > WEEK_HOURS ? undefined : Math.round(hours * 60)
}

function setWhole(
  change: Partial<Settings>,
  name: 'maxEvenings' | 'maxPerDay' | 'travelMinutes',
  value: number | undefined,
): void {
  if (value !== undefined) change[name] = value
}

function writeWindow(fields: Record<string, string>, row: string, window: WeeklyWindow): void {
  fields[`${row}-from`] = window.from
  fields[`${row}-to`] = window.to === '24:00' ? '00:00' : window.to
}

/** As a field of hours holds it; `hoursToMinutes` gives the same minutes back. */
export function minutesToHours(minutes: number): string {
  return String(Math.round((minutes / 60) * 10_000) / 10_000)
}

function decimal(text: string): number | undefined {
  // A minus and any size: "between 0 and 3" tells -2 more than "write a number" does.
  return /^-?\d{1,15}(?:[.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : undefined
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text)
  if (parts === null) return false
  return (
    Number(parts[3]) <= Temporal.PlainYearMonth.from({ year: Number(parts[1]), month: Number(parts[2]) }).daysInMonth
  )
}
