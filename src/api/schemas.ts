/**
 * The shapes of design.md, section 8, as schemas: the mapping of `shapes.ts` is typed by them and OpenAPI is made of them, so what is
 * documented is what is answered. Times are RFC 3339 with the offset of the `timeZone` beside them; durations are whole minutes.
 */
import * as v from 'valibot'
import type { ErrorReason } from '../calendar/port.ts'
import { EXPORT_FORMAT } from '../cycle/export-file.ts'
import type { AccountStatus, CalendarStatus } from '../cycle/health.ts'
import { settingsSchema } from '../cycle/settings.ts'
import type { Activity } from '../cycle/state.ts'
import type { SkipReason } from '../planning/shapes.ts'
import { KINDS } from '../recognition/kinds.ts'

export const SKIP_REASONS = [
  'cancelled',
  'declined',
  'skipped_by_you',
  'overlaps',
  'protected_hours',
  'no_follow_up_slot',
  'evening_limit',
  'daily_limit',
  'follow_up_debt',
  'over_cap',
  'low_value',
] as const satisfies readonly SkipReason[]
export const ERROR_REASONS = [
  'revoked',
  'calendar_gone',
  'forbidden',
  'rejected',
  'cursor_expired',
  'revision_moved',
  'id_taken',
  'throttled',
  'unreachable',
  'malformed',
  'too_large',
] as const satisfies readonly ErrorReason[]
const ACTIVITY_KINDS = [
  'booked',
  'moved',
  'removed',
  'answered',
  'gave_up',
  'digest_sent',
  'notice_sent',
  'debt_lapsed',
] as const satisfies readonly Activity['kind'][]

const ACCOUNT_STATUSES = ['ok', 'reading', 'failing', 'revoked', 'limited'] as const satisfies readonly AccountStatus[]
const CALENDAR_STATUSES = [
  ...ACCOUNT_STATUSES,
  'gone',
  'read_only',
  'unused',
] as const satisfies readonly CalendarStatus[]

const moment = v.pipe(v.string(), v.isoTimestamp())
const timeOfDay = v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/))
const minutes = v.pipe(v.number(), v.integer())
const week = v.pipe(v.string(), v.regex(/^\d{4}-W\d{2}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const slot = v.object({ start: moment, end: moment })
const networking = v.pipe(
  v.nullable(v.boolean()),
  v.description('null: below the confidence to act, so it is a question and charges nothing until it is answered.'),
)

export function listOf<const S extends v.GenericSchema>(item: S) {
  return v.object({ items: v.array(item), next: v.nullable(v.string()) })
}

export const eventShape = v.pipe(
  v.object({
    id: v.string(),
    calendarId: v.string(),
    title: v.string(),
    start: moment,
    end: v.pipe(moment, v.description('Exclusive; of whole days the start of the day after the last.')),
    timeZone: v.string(),
    allDay: v.boolean(),
    location: v.string(),
    online: v.boolean(),
    organiser: v.object({ name: v.nullable(v.string()), email: v.nullable(v.string()) }),
    answer: v.picklist(['accepted', 'tentative', 'declined', 'none', 'organiser']),
    networking,
    kind: v.picklist(KINDS),
    smart: v.boolean(),
    confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    reasons: v.array(
      v.object({ kind: v.picklist(['word', 'fact', 'correction']), text: v.string(), points: v.number() }),
    ),
    decision: v.nullable(v.picklist(['attend', 'skip'])),
    attendance: v.nullable(v.picklist(['presumed', 'attended', 'missed'])),
    corrected: v.boolean(),
    standing: v.nullable(v.picklist(['commitment', 'hold', 'candidate'])),
    cancelled: v.boolean(),
    recurring: v.boolean(),
    answerable: v.pipe(v.boolean(), v.description('Whether an answer can be sent to the organiser.')),
    travelMinutes: v.pipe(minutes, v.description('Each way.')),
    travelQuestion: v.pipe(
      v.nullable(v.object({ city: v.string() })),
      v.description(
        'The place looks to be in this other city, and nobody has said how long the way is: until `travelMinutes` is given with scope `place`, the usual counts.',
      ),
    ),
    goingFrom: v.nullable(timeOfDay),
    goingTo: v.nullable(timeOfDay),
    ticketPrice: v.pipe(v.nullable(count), v.description('In minor units of the currency in the settings.')),
    link: v.nullable(v.string()),
  }),
  v.metadata({ ref: 'Event' }),
)

export const chargeShape = v.pipe(
  v.object({ event: minutes, travel: minutes, followUp: minutes, total: minutes }),
  v.metadata({ ref: 'Charge' }),
)

export const verdictShape = v.pipe(
  v.object({
    event: eventShape,
    standing: v.picklist(['commitment', 'hold', 'candidate']),
    verdict: v.picklist(['attend', 'hold', 'skip']),
    reason: v.nullable(v.picklist(SKIP_REASONS)),
    charge: chargeShape,
    value: v.object({
      total: v.number(),
      contributions: v.array(
        v.object({
          name: v.string(),
          points: v.number(),
          about: v.optional(
            v.pipe(v.array(v.string()), v.description('Of `interests` and `people`: which, and whom.')),
          ),
        }),
      ),
    }),
    followUp: v.nullable(slot),
    counterfactual: v.nullable(v.object({ without: v.array(v.string()), loss: v.number() })),
    conflictsWith: v.pipe(
      v.nullable(v.string()),
      v.description('For `overlaps`: the networking event it overlaps with.'),
    ),
    willAnswer: v.pipe(
      v.nullable(v.object({ answer: v.picklist(['accepted', 'declined']), at: moment })),
      v.description(
        'In `enforce`: what Aforo will answer by itself, and when, unless the person says otherwise before.',
      ),
    ),
  }),
  v.metadata({ ref: 'Verdict' }),
)

const unreadable = v.object({ calendarId: v.string(), since: moment, reason: v.picklist(ERROR_REASONS) })

export const planShape = v.pipe(
  v.object({
    week,
    timeZone: v.string(),
    cap: v.object({ minutes, debt: minutes }),
    charge: chargeShape,
    value: v.number(),
    exact: v.boolean(),
    gap: v.number(),
    verdicts: v.array(verdictShape),
    unreadable: v.array(unreadable),
    leftMinutes: v.pipe(
      minutes,
      v.description(
        'Of the cap, less charges and debt; negative where commitments and holds take more than debt leaves.',
      ),
    ),
    couldFree: v.pipe(
      v.array(v.string()),
      v.description(
        'Where commitments and holds alone pass the cap: events that could be given up together, cheapest first; `verdicts` has their charge and value.',
      ),
    ),
    debt: v.pipe(
      v.object({
        owed: v.array(
          v.object({
            followUpId: v.string(),
            eventId: v.string(),
            eventTitle: v.string(),
            minutes,
            lapsesAt: v.pipe(moment, v.description('From then on it takes nothing out of a cap.')),
          }),
        ),
        frees: v.array(
          v.object({
            close: v.pipe(count, v.description('So many of the first of `owed` closed.')),
            enter: v.array(v.string()),
            leave: v.array(v.string()),
            gain: v.pipe(v.number(), v.description('In points, over all weeks that are chosen together.')),
          }),
        ),
      }),
      v.description(
        'Follow-ups of earlier weeks left open: they take their minutes out of the cap of the week that runs.',
      ),
    ),
    reading: v.pipe(v.boolean(), v.description('The first reading of the calendars is still under way.')),
  }),
  v.metadata({ ref: 'Plan' }),
)

const whatIfEvent = v.object({
  id: v.string(),
  title: v.string(),
  week: v.pipe(week, v.description('Mostly the week asked about; weeks that are chosen together can trade.')),
  start: moment,
  end: moment,
  timeZone: v.string(),
  charge: chargeShape,
  value: v.number(),
})

export const whatIfShape = v.pipe(
  v.object({
    week,
    timeZone: v.string(),
    current: v.pipe(
      v.object({ capMinutes: minutes, value: v.number(), charge: chargeShape }),
      v.description('The week as it stands.'),
    ),
    capMinutes: v.pipe(minutes, v.description('The cap that was asked about.')),
    value: v.pipe(
      v.number(),
      v.description('At that cap: what the week has now, and all that the weeks chosen together with it win or lose.'),
    ),
    gain: v.pipe(v.number(), v.description('That less what the week has now; negative is a loss.')),
    charge: chargeShape,
    exact: v.boolean(),
    enter: v.array(whatIfEvent),
    leave: v.array(whatIfEvent),
    curve: v.pipe(
      v.array(v.object({ capMinutes: minutes, value: v.number(), chargeMinutes: minutes, exact: v.boolean() })),
      v.description('Value against cap, every quarter of an hour from none to twelve.'),
    ),
    oneMoreHour: v.pipe(v.number(), v.description('Points that one hour more than the cap as it stands would bring.')),
  }),
  v.metadata({ ref: 'WhatIf' }),
)

export const followUpShape = v.pipe(
  v.object({
    id: v.string(),
    eventId: v.string(),
    state: v.pipe(
      v.picklist(['reserved', 'booked', 'done', 'dismissed', 'removed_by_you']),
      v.description('`booked` once the block stands in the calendar; `reserved` until then.'),
    ),
    start: moment,
    end: moment,
    timeZone: v.string(),
    contacts: v.pipe(
      v.array(v.string()),
      v.description('Ids of whom the person met there, as they were written down.'),
    ),
    eventTitle: v.string(),
    touched: v.pipe(v.boolean(), v.description('The person moved or edited the block: it is left as it is.')),
    late: v.pipe(v.boolean(), v.description('Nothing was free within the working days it should have had.')),
    nextStep: v.nullable(v.object({ text: v.string(), on: v.nullable(v.pipe(v.string(), v.isoDate())) })),
    closedAt: v.nullable(moment),
    lapsedAt: v.pipe(
      v.nullable(moment),
      v.description('Since then it takes nothing out of a cap, although nobody closed it.'),
    ),
  }),
  v.metadata({ ref: 'FollowUp' }),
)

export const syncShape = v.pipe(
  v.object({
    requests: count,
    pulled: count,
    changed: count,
    booked: count,
    answered: count,
    writes: count,
    failed: v.array(v.object({ calendarId: v.string(), reason: v.picklist(ERROR_REASONS) })),
  }),
  v.metadata({ ref: 'Sync' }),
)

export const meShape = v.pipe(
  v.object({
    id: v.string(),
    name: v.string(),
    emails: v.pipe(v.array(v.string()), v.description('Verified addresses, the first account’s first.')),
    createdAt: moment,
    locale: settingsSchema.entries.locale,
    timeZone: v.string(),
    via: v.pipe(v.picklist(['session', 'token']), v.description('By what this request was believed.')),
  }),
  v.metadata({ ref: 'Me' }),
)

const readAt = v.pipe(
  v.nullable(moment),
  v.description(
    'The last good reading on record. One that brought nothing is not written down, so the true last may be later, by a day at most.',
  ),
)

function healthShape<const S extends readonly CalendarStatus[]>(statuses: S, description: string) {
  return v.object({
    status: v.pipe(v.picklist(statuses), v.description(description)),
    since: v.pipe(v.nullable(moment), v.description('Since when something is wrong; null while nothing is.')),
    reason: v.nullable(v.picklist(ERROR_REASONS)),
    nextTryAt: v.pipe(
      v.nullable(moment),
      v.description('When it is read next, at the latest; null: it waits for the person, or is not read at all.'),
    ),
    reconnect: v.pipe(
      v.nullable(v.string()),
      v.description('Path at which the person connects the account anew, where nothing else mends it.'),
    ),
  })
}

export const connectionShape = v.pipe(
  v.object({
    id: v.string(),
    kind: v.picklist(['google', 'microsoft', 'caldav', 'feed']),
    email: v.nullable(v.string()),
    status: v.pipe(
      v.picklist(['ok', 'revoked', 'limited']),
      v.description(
        '`revoked`, or `limited` by a permission that was not given: both wait for the person to connect again.',
      ),
    ),
    since: v.nullable(moment),
    createdAt: moment,
    consentPage: v.pipe(
      v.nullable(v.string()),
      v.description(
        'Where the person takes Aforo’s permission back themselves after disconnecting; null where Aforo does it.',
      ),
    ),
    readAt,
    health: healthShape(
      ACCOUNT_STATUSES,
      '`reading`: for the first time; `failing`: nothing of it can be read, and it is tried again.',
    ),
  }),
  v.metadata({ ref: 'Connection' }),
)

export const calendarShape = v.pipe(
  v.object({
    id: v.string(),
    connectionId: v.string(),
    name: v.string(),
    timeZone: v.string(),
    role: v.picklist(['owner', 'writer', 'reader', 'free_busy']),
    primary: v.boolean(),
    busy: v.boolean(),
    candidates: v.boolean(),
    followUps: v.boolean(),
    readAt,
    unreadable: v.nullable(v.object({ since: moment, reason: v.picklist(ERROR_REASONS) })),
    health: healthShape(
      CALENDAR_STATUSES,
      '`revoked`, `limited`: its account waits for the person; `gone`: the provider lists it no more; `read_only`: follow-ups go there, and Aforo may not write; `unused`: of no use, so not read.',
    ),
    skippedEvents: v.pipe(count, v.description('Events of the last reading that could not be understood.')),
  }),
  v.metadata({ ref: 'Calendar' }),
)

export const settingsShape = v.pipe(settingsSchema, v.metadata({ ref: 'Settings' }))

export const digestShape = v.pipe(
  v.object({
    week,
    state: v.pipe(
      v.picklist(['none', 'pending', 'sent', 'unknown', 'failed']),
      v.description('What became of this week’s mail; `unknown`: cut off in the act of sending.'),
    ),
    subject: v.string(),
    html: v.string(),
    text: v.string(),
  }),
  v.metadata({ ref: 'Digest' }),
)
export const digestSentShape = v.object({ week, state: v.picklist(['none', 'pending', 'sent', 'unknown', 'failed']) })

export const activityShape = v.pipe(
  v.object({
    id: v.string(),
    at: moment,
    timeZone: v.string(),
    kind: v.picklist(ACTIVITY_KINDS),
    eventId: v.nullable(v.string()),
    detail: v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
    undoneAt: v.nullable(moment),
  }),
  v.metadata({ ref: 'Activity' }),
)

export const tokenShape = v.pipe(
  v.object({ id: v.string(), name: v.string(), createdAt: moment }),
  v.metadata({ ref: 'Token' }),
)
export const newTokenShape = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: moment,
  token: v.pipe(v.string(), v.description('The only time it is shown.')),
})

export const exportShape = v.pipe(
  v.looseObject({ format: v.literal(EXPORT_FORMAT), exportedAt: moment }),
  v.description('Everything of the person as it is stored, by table; no grant, token, channel or session.'),
  v.metadata({ ref: 'Export' }),
)

export type EventShape = v.InferOutput<typeof eventShape>
export type VerdictShape = v.InferOutput<typeof verdictShape>
export type PlanShape = v.InferOutput<typeof planShape>
export type WhatIfShape = v.InferOutput<typeof whatIfShape>
export type FollowUpShape = v.InferOutput<typeof followUpShape>
export type SyncShape = v.InferOutput<typeof syncShape>
export type MeShape = v.InferOutput<typeof meShape>
export type ConnectionShape = v.InferOutput<typeof connectionShape>
export type CalendarShape = v.InferOutput<typeof calendarShape>
export type DigestShape = v.InferOutput<typeof digestShape>
export type ActivityShape = v.InferOutput<typeof activityShape>
export type TokenShape = v.InferOutput<typeof tokenShape>
