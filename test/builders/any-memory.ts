/** Arbitrary memories of a person, for the property that nothing of them is lost on the way out and back in: whatever Aforo keeps that no calendar holds. */
import fc from 'fast-check'
import type { CalendarId, EventId, Revision } from '../../src/calendar/event.ts'
import { blockIdOf } from '../../src/calendar/marks.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/cycle/settings.ts'
import type { Activity, FollowUp, OccurrenceBody, PersonState } from '../../src/cycle/state.ts'
import type { Correction } from '../../src/recognition/corrections.ts'
import { NETWORKING_KINDS } from '../../src/recognition/kinds.ts'
import { type Contact, type ContactBody, type ContactId, STAGES } from '../../src/relationships/contact.ts'
import { type ForgottenAlike, forgottenKey, MOST_ALIKE } from '../../src/relationships/forgotten.ts'
import type { Credit, Outcome, OutcomeBody, OutcomeId } from '../../src/relationships/outcome.ts'
import { STEPS } from '../../src/relationships/stages.ts'
import { boundedEncounters, boundedTouches, MOST_TOUCHES_COUNTED } from '../../src/relationships/touches.ts'
import type { Week } from '../../src/time/week.ts'

export type Memory = Pick<
  PersonState,
  'occurrences' | 'corrections' | 'places' | 'weeks' | 'followUps' | 'contacts' | 'outcomes' | 'forgotten'
> & { settings: Settings; activity: Activity[] }

/** Words of one line that people and spreadsheets are surprised by. */
const WORDS = ['Ana López', '=1+1', '<b>x</b>', '@cmd', 'Ñandú 🎉', "O'Hara", '__proto__', '-1', '"', '日本']
const word = fc.constantFrom(...WORDS)
const moment = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z'), max: Date.parse('2026-11-23T12:00:00Z') })
  .map((ms) => new Date(ms).toISOString())
const day = moment.map((at) => at.slice(0, 10))
const orNull = <T>(given: fc.Arbitrary<T>) => fc.option(given, { nil: null })
/** The field, or nothing in its place. */
const maybe = <K extends string, T>(name: K, value: fc.Arbitrary<T>): fc.Arbitrary<{ [P in K]?: T }> =>
  fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : ({ [name]: given } as { [P in K]?: T })))
const eventIds = Array.from({ length: 8 }, (_, n) => `e${String(n).repeat(26)}` as EventId)
const eventId = fc.constantFrom(...eventIds)
const minutes = fc.integer({ min: 0, max: 480 })

const occurrence: fc.Arbitrary<OccurrenceBody> = fc
  .tuple(
    fc.record({
      decision: orNull(fc.constantFrom('attend' as const, 'skip' as const)),
      decidedAt: orNull(moment),
      attendance: orNull(fc.constantFrom('presumed' as const, 'attended' as const, 'missed' as const)),
      attendanceAt: orNull(moment),
      travelMinutes: orNull(fc.integer({ min: 0, max: 600 })),
      goingFrom: orNull(fc.constantFrom('09:00', '23:45')),
      goingTo: orNull(fc.constantFrom('10:00', '23:59')),
      ticketPrice: orNull(fc.integer({ min: 0, max: 900_000_000 })),
      told: orNull(fc.constantFrom('attend' as const, 'skip' as const)),
      seen: orNull(fc.record({ title: word, start: moment, end: moment, organiser: orNull(word), series: word })),
    }),
    maybe('answeredAt', moment),
    maybe('takenBackAt', orNull(moment)),
    maybe(
      'past',
      fc
        .tuple(fc.constantFrom(...NETWORKING_KINDS), fc.boolean(), word, orNull(word), minutes, minutes, minutes)
        .map(([kind, smart, label, key, event, travel, followUp]) => ({
          kind,
          smart,
          organiser: { key, label },
          charge: { event, travel, followUp, total: event + travel + followUp },
          standing: 'commitment' as const,
          attendance: 'attended' as const,
        })),
    ),
  )
  .map(([body, ...more]) => Object.assign(body, ...more))

const corrections = fc
  .uniqueArray(
    fc.record({
      scope: fc.constantFrom('event' as const, 'series' as const, 'organiser' as const),
      key: word,
      networking: fc.boolean(),
    }),
    { selector: ({ scope, key }) => `${scope}:${key}`, maxLength: 5 },
  )
  .map((all) => new Map(all.map((one): [string, Correction] => [`${one.scope}:${one.key}`, one])))

/** All that a follow-up can come to rest in; what is on its way is nobody's memory. */
const followUpIn = (calendar: CalendarId, subject: string): fc.Arbitrary<FollowUp> =>
  fc
    .tuple(
      fc.record({
        state: fc.constantFrom('done' as const, 'dismissed' as const, 'removed_by_you' as const, 'removed' as const),
        generation: fc.integer({ min: 0, max: 3 }),
        about: word,
        start: moment,
        minutes: fc.integer({ min: 20, max: 90 }),
        late: fc.boolean(),
        title: word,
        content: orNull(fc.constant('f'.repeat(64))),
        revision: orNull(fc.constant('"3"' as Revision)),
        crowded: fc.boolean(),
        refusedAt: orNull(moment),
        closedAt: orNull(moment),
        nextStep: orNull(word),
        nextStepOn: orNull(day),
      }),
      eventId,
      maybe('people', fc.constant('aBcDeF012-_x')),
      maybe('lapsedAt', moment),
    )
    .map(([body, event, ...more]) => ({
      id: blockIdOf(subject, event, 'follow-up', body.generation),
      eventId: event,
      body: Object.assign(
        { ...body, calendarId: calendar, end: new Date(Date.parse(body.start) + body.minutes * 60_000).toISOString() },
        ...more,
      ),
    }))

const contactBody = (ids: readonly ContactId[], own: number): fc.Arbitrary<ContactBody> =>
  fc
    .tuple(contactFacts(ids, own), maybe('apart', fc.constant(ids.slice(0, own))))
    .map(([facts, apart]) => ({ ...facts, ...apart }))

const contactFacts = (ids: readonly ContactId[], own: number): fc.Arbitrary<ContactBody> =>
  fc.record({
    name: word.filter((text) => text.trim() !== ''),
    company: orNull(word),
    role: orNull(word),
    emails: fc.uniqueArray(fc.constantFrom('ana@example.com', 'luis+x@example.mx', 'ñ@ejemplo.mx'), { maxLength: 2 }),
    phones: fc.uniqueArray(fc.constantFrom('+525512345678', '+34600123456', '+12125550123'), { maxLength: 2 }),
    urls: fc.uniqueArray(fc.constantFrom('https://example.com/in/ana', 'https://example.mx/'), { maxLength: 2 }),
    note: orNull(fc.constantFrom('Una línea', 'Dos\nlíneas\n\nmás', '=HYPERLINK("x")')),
    stage: fc.constantFrom(...STAGES),
    stageOn: day,
    createdAt: moment,
    source: fc.constantFrom('captured' as const, 'typed' as const, 'imported' as const),
    // Of those before: nobody introduces themselves.
    introducedBy: own === 0 ? fc.constant(null) : orNull(fc.constantFrom(...ids.slice(0, own))),
    nextStep: orNull(fc.record({ text: word, on: orNull(day), promisedOn: day })),
    everyDays: orNull(fc.integer({ min: 1, max: 365 })),
    skippedOn: fc.uniqueArray(day, { maxLength: 3 }).map((days) => days.toSorted()),
    encounters: fc
      .uniqueArray(fc.record({ eventId, at: moment, title: word }), {
        selector: (one) => one.eventId,
        maxLength: 3,
      })
      .map(boundedEncounters),
    touches: fc
      .uniqueArray(
        fc.record({
          id: fc.uuid(),
          at: moment,
          kind: fc.constantFrom('call' as const, 'meeting' as const, 'note' as const),
          note: orNull(word),
          eventId: orNull(eventId),
        }),
        { selector: (one) => one.id, maxLength: 4 },
      )
      .map(boundedTouches),
  })

const OUTCOME_IDS = Array.from({ length: 6 }, (_, n) => `outcome-${n}` as OutcomeId)

const outcomeOf = (contacts: readonly ContactId[], n: number): fc.Arbitrary<Outcome> => {
  const whom = contacts.length === 0 ? fc.constant(null) : orNull(fc.constantFrom(...contacts))
  return fc
    .record({
      // Every second one a proposal, which the next may close.
      kind: n % 2 === 0 ? fc.constant('proposal' as const) : fc.constantFrom('closed' as const, 'meeting' as const),
      contactId: whom,
      on: day,
      amount: fc.integer({ min: 1, max: 1e14 }),
      currency: fc.constantFrom('MXN', 'JPY', 'KWD'),
      note: orNull(word),
      share: fc.integer({ min: 1, max: 9_999 }),
      event: eventId,
      introducer: whom,
      erasedAt: orNull(eventId),
      closes: fc.boolean(),
      lostOn: orNull(day),
      createdAt: moment,
    })
    .map(({ share, event, introducer, erasedAt, closes, ...body }): Outcome => {
      const rest: Credit['to'] =
        introducer === null
          ? { kind: 'none', ...(erasedAt !== null && { metAt: erasedAt }) }
          : { kind: 'contact', contactId: introducer }
      const before = OUTCOME_IDS[n - 1]
      const whole: OutcomeBody = {
        ...body,
        credits: [
          { to: { kind: 'event', eventId: event }, share },
          { to: rest, share: 10_000 - share },
        ],
        closes: closes && body.kind === 'closed' && before !== undefined ? before : null,
        lostOn: body.kind === 'proposal' ? body.lostOn : null,
      }
      return { id: OUTCOME_IDS[n] ?? (`outcome-${n}` as OutcomeId), body: whole }
    })
}

const forgotten = fc
  .array(
    fc.record({
      metOn: fc.constantFrom('2026-03-31', '2026-04-01'),
      metAt: orNull(eventId),
      reached: fc.constantFrom(...STEPS.slice(1)),
      touches: fc.integer({ min: 0, max: MOST_TOUCHES_COUNTED }),
      count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(MOST_ALIKE)),
    }),
    { maxLength: 5 },
  )
  .map((all) => new Map(all.map((one): [string, ForgottenAlike] => [forgottenKey(one), one])))

const activity: fc.Arbitrary<Activity[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('put:a', 'answer:e1:accepted:1763', 'digest:2026-W40', 'notice:revoked:x:2026-01-01T00:00:00Z'),
    at: moment,
    kind: fc.constantFrom('booked' as const, 'answered' as const, 'digest_sent' as const),
    eventId: orNull(eventId),
    detail: fc.record({ answer: orNull(word), minutes: fc.integer() }),
    undoneAt: orNull(moment),
  }),
  { selector: ({ id }) => id, maxLength: 4 },
)

const settings: fc.Arbitrary<Settings> = fc
  .record({
    weeklyCapMinutes: fc.integer({ min: 0, max: 10_080 }),
    maxEvenings: fc.integer({ min: 0, max: 7 }),
    mode: fc.constantFrom('advise' as const, 'enforce' as const),
    interests: fc.uniqueArray(word, { maxLength: 3 }),
    hourlyRate: orNull(fc.integer({ min: 0, max: 100_000_000 })),
    currency: fc.constantFrom('MXN', 'USD'),
    locale: fc.constantFrom('es-MX' as const, 'en' as const),
    holidays: orNull(fc.uniqueArray(day, { maxLength: 2 })),
  })
  .map((some) => ({ ...DEFAULT_SETTINGS, ...some }))

/** @param calendar where the follow-ups stand; @param subject of its account, from which their ids come */
export function anyMemory(calendar: CalendarId, subject: string): fc.Arbitrary<Memory> {
  const ids = Array.from({ length: 4 }, (_, n) => `contact-${n}` as ContactId)
  return fc.record({
    settings,
    // Of every event something was said, so that none that is pointed at is unknown.
    occurrences: fc
      .tuple(...eventIds.map(() => occurrence))
      .map((bodies) => new Map(bodies.map((body, n) => [eventIds[n] ?? ('e' as EventId), body]))),
    corrections,
    places: fc
      .dictionary(fc.constantFrom('reforma 222', 'hotel', 'constructor'), orNull(fc.integer({ min: 0, max: 600 })))
      .map((all) => new Map(Object.entries(all))),
    weeks: fc
      .uniqueArray(fc.constantFrom('2026-W01', '2026-W47', '2026-W48', '2026-W50'), { maxLength: 3 })
      .map((all) => new Map(all.map((week): [Week, number] => [week, 120]))),
    followUps: fc
      .array(followUpIn(calendar, subject), { maxLength: 5 })
      .map((all) => new Map(all.map((one) => [one.id, one]))),
    contacts: fc
      .tuple(...ids.map((_, n) => contactBody(ids, n)))
      .map(
        (bodies) =>
          new Map(
            bodies.map((body, n): [ContactId, Contact] => [
              ids[n] ?? ids[0] ?? ('' as ContactId),
              { id: ids[n] ?? ('' as ContactId), body },
            ]),
          ),
      ),
    outcomes: fc
      .tuple(...OUTCOME_IDS.map((_, n) => outcomeOf(ids, n)))
      .map((all) => new Map(all.map((one) => [one.id, one]))),
    forgotten,
    activity,
  })
}
