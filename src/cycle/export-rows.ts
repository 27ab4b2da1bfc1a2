/**
 * The rows of an exported file as Aforo writes them (`db/reads.ts`, `loadExport`), as schemas: types, forms and bounds. They say what a row is;
 * whether what it points at is there, `import.ts` asks. What a later version may write beside is left out.
 */
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { BlockId, CalendarId, EventId, Revision } from '../calendar/event.ts'
import { KINDS } from '../recognition/kinds.ts'
import { CONTACT_BOUNDS, type ContactId, STAGES } from '../relationships/contact.ts'
import { MOST_ALIKE } from '../relationships/forgotten.ts'
import { FIRST_DAY, localDay } from '../relationships/local-day.ts'
import { MOST_AMOUNT, MOST_CREDITS, OUTCOME_KINDS, type OutcomeId, WHOLE } from '../relationships/outcome.ts'
import { STEPS } from '../relationships/stages.ts'
import { MOST_TOUCHES_COUNTED } from '../relationships/touches.ts'
import { isWeek } from '../time/week.ts'

/** Titles and labels come from outside; whoever shows one cuts it. */
const LONGEST_TEXT = 20_000
const LONGEST_DAY_MINUTES = 14 * 24 * 60

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const outside = text(LONGEST_TEXT)
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))
/** Ours, or made by a program of the person's: letters and digits first, so that none is the name of something else. */
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w:.@+-]{0,199}$/, 'an id'))
const eventId = v.pipe(
  id,
  v.transform((given) => given as EventId),
)
const calendarId = v.pipe(
  id,
  v.transform((given) => given as CalendarId),
)
const contactId = v.pipe(
  id,
  v.transform((given) => given as ContactId),
)
const outcomeId = v.pipe(
  id,
  v.transform((given) => given as OutcomeId),
)
/** RFC 3339 in UTC, as rows have it; from the year in which contacts may begin to one that nobody here plans for. */
export const moment = v.pipe(
  v.string(),
  v.regex(/^(?:19[7-9]|20\d|21\d)\d-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/, 'an RFC 3339 time in UTC'),
  v.check(isMoment, 'a time that exists'),
)
const day = v.pipe(
  v.string(),
  v.check((given) => localDay(given) !== null && given >= FIRST_DAY, 'an ISO date'),
)
const timeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))
const minutes = whole(0, LONGEST_DAY_MINUTES)

export const connectionRow = v.object({
  id,
  kind: v.picklist(['google', 'microsoft', 'caldav', 'feed']),
  subject: text(500),
})
export const calendarRow = v.object({ id: calendarId, connectionId: id, remoteId: text(2_000) })

const charge = v.pipe(
  v.object({ event: minutes, travel: minutes, followUp: minutes, total: minutes }),
  v.check(({ event, travel, followUp, total }) => event + travel + followUp === total, 'a sum'),
)
/** Without `grace`: what was about to be answered for the person is told anew, a day before. */
export const occurrenceRow = v.object({
  eventId,
  decision: v.nullable(v.picklist(['attend', 'skip'])),
  decidedAt: v.nullable(moment),
  attendance: v.nullable(v.picklist(['presumed', 'attended', 'missed'])),
  attendanceAt: v.nullable(moment),
  travelMinutes: v.nullable(whole(0, 600)),
  goingFrom: v.nullable(timeOfDay),
  goingTo: v.nullable(timeOfDay),
  ticketPrice: v.nullable(whole(0, MOST_AMOUNT)),
  told: v.nullable(v.picklist(['attend', 'skip'])),
  answeredAt: v.exactOptional(moment),
  takenBackAt: v.exactOptional(v.nullable(moment)),
  seen: v.nullable(
    v.object({
      title: outside,
      start: moment,
      end: moment,
      organiser: v.nullable(text(2_000)),
      series: v.exactOptional(text(2_000)),
    }),
  ),
  past: v.exactOptional(
    v.object({
      kind: v.picklist(KINDS),
      smart: v.boolean(),
      organiser: v.object({ key: v.nullable(text(2_000)), label: outside }),
      charge,
      standing: v.picklist(['commitment', 'hold', 'candidate']),
      attendance: v.picklist(['presumed', 'attended', 'missed']),
    }),
  ),
})

export const correctionRow = v.object({
  scope: v.picklist(['event', 'series', 'organiser']),
  key: v.pipe(text(2_000), v.minLength(1)),
  networking: v.boolean(),
})
export const placeRow = v.object({
  place: v.pipe(text(200), v.minLength(1)),
  travelMinutes: v.nullable(whole(0, 600)),
})
export const weekRow = v.object({
  week: v.pipe(v.string(), v.regex(/^20\d{2}-W\d{2}$/), v.check(isWeek, 'a week that exists')),
  capMinutes: whole(0, 7 * 24 * 60),
})

export const followUpRow = v.pipe(
  v.object({
    /** As `blockIdOf` makes them: nothing else in a calendar can stand under such an id (rule 1). */
    id: v.pipe(
      v.string(),
      v.regex(/^aforo[0-9a-v]{40}$/),
      v.transform((given) => given as BlockId),
    ),
    eventId,
    state: v.picklist([
      'booking',
      'booked',
      'yours',
      'removing',
      'removed',
      'refused',
      'removed_by_you',
      'done',
      'dismissed',
    ]),
    generation: whole(0, 1_000),
    about: text(3_000),
    calendarId,
    start: moment,
    end: moment,
    minutes: whole(1, LONGEST_DAY_MINUTES),
    late: v.boolean(),
    people: v.exactOptional(text(100)),
    title: outside,
    content: v.nullable(text(200)),
    revision: v.nullable(
      v.pipe(
        text(1_000),
        v.transform((given) => given as Revision),
      ),
    ),
    crowded: v.boolean(),
    refusedAt: v.nullable(moment),
    closedAt: v.nullable(moment),
    nextStep: v.nullable(text(2_000)),
    nextStepOn: v.nullable(day),
    lapsedAt: v.exactOptional(moment),
  }),
  v.check(({ start, end }) => Date.parse(start) <= Date.parse(end), 'an end that is not before its start'),
)

/** Names, addresses and the like are held to `relationships/contact.ts` as they are taken back; here to no more than a size. */
export const contactRow = v.object({
  id: contactId,
  name: outside,
  company: v.nullable(outside),
  role: v.nullable(outside),
  emails: v.pipe(v.array(outside), v.maxLength(CONTACT_BOUNDS.emails)),
  phones: v.pipe(v.array(outside), v.maxLength(CONTACT_BOUNDS.phones)),
  urls: v.pipe(v.array(outside), v.maxLength(CONTACT_BOUNDS.urls)),
  note: v.nullable(outside),
  stage: v.picklist(STAGES),
  stageOn: day,
  createdAt: moment,
  source: v.picklist(['captured', 'typed', 'imported']),
  introducedBy: v.nullable(contactId),
  nextStep: v.nullable(v.object({ text: outside, on: v.nullable(day), promisedOn: day })),
  everyDays: v.nullable(v.number()),
  skippedOn: v.pipe(v.array(day), v.maxLength(CONTACT_BOUNDS.skips)),
  encounters: v.pipe(
    v.array(v.object({ eventId, at: moment, title: outside })),
    v.maxLength(CONTACT_BOUNDS.encounters),
  ),
  touches: v.pipe(
    v.array(
      v.object({
        id,
        at: moment,
        kind: v.picklist(['call', 'message', 'email', 'meeting', 'follow_up', 'encounter', 'note']),
        note: v.nullable(outside),
        eventId: v.nullable(eventId),
      }),
    ),
    v.maxLength(CONTACT_BOUNDS.touches),
  ),
  apart: v.exactOptional(v.pipe(v.array(contactId), v.maxLength(CONTACT_BOUNDS.apart))),
})

export const outcomeRow = v.pipe(
  v.object({
    id: outcomeId,
    kind: v.picklist(OUTCOME_KINDS),
    contactId: v.nullable(contactId),
    on: day,
    amount: v.nullable(whole(1, MOST_AMOUNT)),
    currency: text(20),
    note: v.nullable(outside),
    credits: v.pipe(
      v.array(
        v.object({
          to: v.variant('kind', [
            v.object({ kind: v.literal('event'), eventId }),
            v.object({ kind: v.literal('contact'), contactId }),
            v.object({ kind: v.literal('none'), metAt: v.exactOptional(eventId) }),
          ]),
          share: whole(1, WHOLE),
        }),
      ),
      v.minLength(1),
      v.maxLength(MOST_CREDITS),
    ),
    closes: v.nullable(outcomeId),
    lostOn: v.nullable(day),
    createdAt: moment,
  }),
  v.check(({ kind, closes }) => closes === null || kind === 'closed', 'only closed business closes something'),
  v.check(({ kind, lostOn }) => lostOn === null || kind === 'proposal', 'only a proposal is lost'),
)

export const forgottenRow = v.pipe(
  v.object({
    metOn: day,
    metAt: v.nullable(eventId),
    reached: v.picklist(STEPS),
    touches: whole(0, MOST_TOUCHES_COUNTED),
    count: whole(1, MOST_ALIKE),
  }),
  v.check(({ reached, touches }) => touches === 0 || reached !== 'new', 'whoever was touched is in touch'),
)

export const activityRow = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w:.@+-]{0,399}$/, 'an id')),
  at: moment,
  kind: v.picklist(['booked', 'moved', 'removed', 'answered', 'gave_up', 'digest_sent', 'notice_sent', 'debt_lapsed']),
  eventId: v.nullable(eventId),
  detail: v.pipe(
    v.record(text(100), v.union([v.null(), v.pipe(v.number(), v.finite()), text(LONGEST_TEXT)])),
    v.check((detail) => Object.keys(detail).length <= 20, 'a few facts'),
  ),
  undoneAt: v.nullable(moment),
})

function isMoment(given: string): boolean {
  try {
    Temporal.Instant.from(given)
    return true
  } catch {
    return false
  }
}
