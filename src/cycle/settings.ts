/**
 * What a person can set: names, bounds and defaults (design.md, section 8). One schema parses the API's and the form's input, reads the
 * stored JSON and makes the OpenAPI description, so that none of them can drift.
 */
import * as v from 'valibot'
import { isCurrency } from '../i18n/currency.ts'
import type { WEIGHED } from '../planning/shapes.ts'
import { EVEN_WEIGHTS, MOST_WEIGHT } from '../planning/value.ts'
import { canBeListed } from '../recognition/organiser.ts'
import { isTimeZone } from '../time/zone.ts'

const minutes = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max))
/** '09:00', or '9:00' as people write it; a window may end at '24:00'. */
const timeOfDay = v.pipe(
  v.string(),
  v.regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$/),
  v.transform((time) => time.padStart(5, '0')),
)
const weeklyWindow = v.pipe(
  v.strictObject({
    weekday: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
    from: timeOfDay,
    to: timeOfDay,
  }),
  v.check((window) => window.from < window.to, 'a window ends after it begins'),
)
const weeklyWindows = v.pipe(v.array(weeklyWindow), v.maxLength(70))
const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(10))
/** Of one contribution to an event's value: 0 leaves it out, 1 leaves it as the table has it. */
const contributionWeight = v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_WEIGHT))

const followUp = v.pipe(
  v.strictObject({
    baseMinutes: minutes(240),
    perContactMinutes: minutes(120),
    minMinutes: v.pipe(minutes(240), v.minValue(5)),
    maxMinutes: v.pipe(minutes(240), v.minValue(5)),
    unknownMinutes: v.pipe(minutes(240), v.minValue(5)),
    withinWorkingDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  }),
  v.check((f) => f.minMinutes <= f.maxMinutes, 'minMinutes is at most maxMinutes'),
)

export const MOST_ALLOWED_ORGANISERS = 200

export const settingsSchema = v.strictObject({
  weeklyCapMinutes: minutes(7 * 24 * 60),
  workingHours: weeklyWindows,
  protectedHours: weeklyWindows,
  maxEvenings: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
  maxPerDay: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
  travelMinutes: minutes(600),
  followUp,
  attendance: v.picklist(['presumed', 'ask']),
  /** `advise`: of its own accord Aforo writes nothing but follow-up blocks; `enforce`: it also answers invitations (`cycle/enforce.ts`). */
  mode: v.picklist(['advise', 'enforce']),
  enforce: v.strictObject({
    /** Addresses and domains whose invitations may be accepted although the person never met them. */
    allowedOrganisers: v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.trim(),
          v.toLowerCase(),
          v.maxLength(254),
          v.check(canBeListed, 'an address, or the domain of one organiser'),
        ),
      ),
      v.maxLength(MOST_ALLOWED_ORGANISERS),
    ),
    /** Declines of Aforo's own in a local week: to one organiser, and in all. */
    declinesPerOrganiser: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
    declinesPerWeek: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  }),
  digest: v.strictObject({
    weekday: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
    hour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23)),
    /** One of the person's verified addresses; null: the first account's. */
    email: v.nullable(v.pipe(v.string(), v.maxLength(320))),
    enabled: v.boolean(),
  }),
  objectives: v.strictObject({ beKnown: weight, sell: weight, partner: weight, learn: weight }),
  interests: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))), v.maxLength(40)),
  /** Whom they want to meet: names, companies, mail domains or addresses. */
  people: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))), v.maxLength(60)),
  weights: v.strictObject({
    base: contributionWeight,
    objectives: contributionWeight,
    format: contributionWeight,
    interests: contributionWeight,
    people: contributionWeight,
    learned: contributionWeight,
    novelty: contributionWeight,
    hours: contributionWeight,
    ticket: contributionWeight,
  } satisfies Record<(typeof WEIGHED)[number], unknown>),
  hourlyRate: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000))),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/), v.check(isCurrency, 'a code of ISO 4217')),
  /** Days (ISO dates) beyond the working week on which nothing is booked; `null`: the public holidays of the zone's country. */
  holidays: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.isoDate())), v.maxLength(200))),
  locale: v.picklist(['es-MX', 'en']),
  timeZone: v.pipe(v.string(), v.check(isTimeZone, 'an IANA time zone')),
})
export type Settings = v.InferOutput<typeof settingsSchema>

/** The defaults of design.md; `locale` and `timeZone` come from the browser and the primary calendar at sign-up. */
export const DEFAULT_SETTINGS: Settings = {
  weeklyCapMinutes: 360,
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
  protectedHours: [],
  maxEvenings: 2,
  maxPerDay: 2,
  travelMinutes: 30,
  followUp: {
    baseMinutes: 10,
    perContactMinutes: 8,
    minMinutes: 20,
    maxMinutes: 90,
    unknownMinutes: 30,
    withinWorkingDays: 2,
  },
  attendance: 'presumed',
  mode: 'advise',
  enforce: { allowedOrganisers: [], declinesPerOrganiser: 2, declinesPerWeek: 10 },
  digest: { weekday: 1, hour: 7, email: null, enabled: true },
  objectives: { beKnown: 1, sell: 1, partner: 1, learn: 1 },
  interests: [],
  people: [],
  weights: EVEN_WEIGHTS,
  hourlyRate: null,
  currency: 'MXN',
  holidays: null,
  locale: 'es-MX',
  timeZone: 'America/Mexico_City',
}

/** Any of the settings; of those with parts any of the parts. */
export type SettingsChange = Parts<Omit<Settings, Composite>> & { [K in Composite]?: Parts<Settings[K]> | undefined }
type Composite = 'followUp' | 'digest' | 'objectives' | 'enforce' | 'weights'
type Parts<T> = { [K in keyof T]?: T[K] | undefined }

/** The settings with a change, or what is wrong with the whole: parts that hold by themselves may not hold together (`minMinutes` over `maxMinutes`). */
export function settingsChecked(settings: Settings, change: SettingsChange) {
  return v.safeParse(settingsSchema, {
    ...settings,
    ...change,
    followUp: { ...settings.followUp, ...change.followUp },
    digest: { ...settings.digest, ...change.digest },
    objectives: { ...settings.objectives, ...change.objectives },
    enforce: { ...settings.enforce, ...change.enforce },
    weights: { ...settings.weights, ...change.weights },
  })
}

/** Null where they do not hold. */
export function settingsWith(settings: Settings, change: SettingsChange): Settings | null {
  const whole = settingsChecked(settings, change)
  return whole.success ? whole.output : null
}
