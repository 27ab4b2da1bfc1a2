/**
 * The weekly networking budget as content: what the mail says, in order and in the person's language, made once for plain text,
 * HTML, the preview page and the API (design.md, section 7). What stands in it from outside is one cleaned line without web
 * addresses, so that neither rendering has to think of it and every link leads to Aforo (rule 14).
 *
 * A section without entries is left out; a week without any has one sentence.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import { type Language, languageOf, type Words } from '../i18n/index.ts'
import { overMinutes } from '../planning/plan.ts'
import type { Verdict, WeekPlan } from '../planning/shapes.ts'
import { addWeeks, weekInterval } from '../time/week.ts'
import { moreToHear, quarterCameEntries, toHearEntries, weekCameEntries } from './came.ts'
import {
  couldFreeEntries,
  factsOf,
  followUpEntry,
  outside,
  pastEntry,
  questionEntry,
  sumOf,
  titleOf,
  troubleEntry,
  verdictEntry,
} from './entries.ts'
import type {
  DigestContent,
  DigestEntry,
  DigestInput,
  DigestSection,
  OpenFollowUp,
  PastEvent,
  SectionKind,
} from './shapes.ts'

/** A mail is read, not searched: beyond this the section says how many more there are. */
const MOST_ENTRIES = 10
const NAME_LENGTH = 60
/** ISO weekday from which the coming week stands first (design.md, section 4). */
const SATURDAY = 6

export function digestContent(input: DigestInput): DigestContent {
  const language = languageOf(input.locale, input.timeZone)
  const { formats } = language
  const words = language.words.mail.digest
  const weekend = input.now.toZonedDateTimeISO(input.timeZone).dayOfWeek >= SATURDAY
  const plan = weekend ? input.comingWeek : input.thisWeek
  const sections = sectionsOf(input, language, plan, weekend)
  const quiet = sections.every(({ kind }) => LOOKS_BACK.has(kind))
  const over = overMinutes(plan) > 0
  const [charged, cap] = [formats.duration(plan.charge.total), formats.duration(plan.cap.minutes)]
  const off = plan.cap.minutes === 0
  const sentence = off ? weekOffFigure(plan, language) : words.ofCap(charged, cap)
  const name = outside(input.name, NAME_LENGTH, language)
  return {
    locale: input.locale,
    subject: off ? words.subjectOff(sentence) : subjectOf(quiet && plan.charge.total === 0, over, charged, cap, words),
    preview: [words.heading(formats.week(plan.week)), remainder(plan, language)].join('. '),
    greeting: name === '' ? null : words.greeting(name),
    heading: words.heading(formats.week(plan.week)),
    budget: { sentence, charge: plan.charge, capMinutes: plan.cap.minutes, over, sum: sumOf(plan.charge, language) },
    remarks: remarksOf(input, language, plan, weekend, quiet),
    sections,
    open: { label: words.actions.open, url: `${input.appUrl}/` },
    footer: {
      lines: [words.footer, words.links],
      links: [
        { label: words.settings, url: `${input.appUrl}/settings` },
        { label: words.unsubscribe, url: input.unsubscribeUrl },
      ],
    },
    unsubscribeUrl: input.unsubscribeUrl,
  }
}

function sectionsOf(input: DigestInput, language: Language, plan: WeekPlan, weekend: boolean): DigestSection[] {
  const words = language.words.mail.digest
  const toCome = (verdict: Verdict) => isAfter(factsOf(verdict, input).end, input.now)
  const verdicts = byStart(plan.verdicts.filter(toCome))
  const restOfWeek = weekend ? byStart(input.thisWeek.verdicts.filter((v) => toCome(v) && v.verdict !== 'skip')) : []
  const [owed, booked] = followUpsOf(input)
  const sections = {
    health: input.troubles.map((trouble) => troubleEntry(trouble, language, input)),
    could_free: couldFreeEntries(plan, language, input),
    attend: verdicts.filter((v) => v.verdict === 'attend').map((v) => verdictEntry(v, plan, language, input)),
    hold: verdicts.filter((v) => v.verdict === 'hold').map((v) => verdictEntry(v, plan, language, input)),
    ask_attendance: input.attendanceQuestions.map((e) => questionEntry(e, ['attended', 'missed'], language, input)),
    ask_networking: input.networkingQuestions.map((e) =>
      questionEntry(e, ['networking', 'not_networking'], language, input),
    ),
    owed: owed.map((one) => followUpEntry(one, language)),
    rest_of_week: restOfWeek.map((v) => verdictEntry(v, input.thisWeek, language, input)),
    skip: verdicts.filter((v) => v.verdict === 'skip').map((v) => verdictEntry(v, plan, language, input)),
    booked: booked.map((one) => followUpEntry(one, language)),
    last_week: pastOf(input, plan).map((past) => pastEntry(past, language)),
    to_hear: toHearEntries(input.toHear, language, input.appUrl),
    came_of_week: weekCameEntries(weekend ? input.came.ofThisWeek : input.came.ofLastWeek, language),
    came_of_quarter: quarterCameEntries(input.lastQuarter, language, input.appUrl),
  } satisfies Record<SectionKind, DigestEntry[]>
  const intros: Partial<Record<SectionKind, string>> = words.intro
  return ORDER.flatMap((kind): DigestSection[] => {
    const entries = sections[kind]
    if (entries.length === 0) return []
    const left = kind === 'to_hear' ? moreToHear(input.toHear) : entries.length - MOST_ENTRIES
    const shown = entries.slice(0, MOST_ENTRIES)
    // One place to close them all: a link beside each would say the same ten times.
    const last = shown.at(-1)
    if (kind === 'owed' && last !== undefined) {
      last.actions.push({ label: words.actions.close_follow_up, url: `${input.appUrl}/follow-ups` })
    }
    return [
      {
        kind,
        title: words.sections[kind],
        intro: intros[kind] ?? null,
        entries: shown,
        more: left > 0 ? words.more(language.words.count.more(left)) : null,
      },
    ]
  })
}

/** What asks something of the person stands before what only tells. */
const ORDER: readonly SectionKind[] = [
  'health',
  'could_free',
  'attend',
  'hold',
  'ask_attendance',
  'ask_networking',
  'owed',
  'to_hear',
  'rest_of_week',
  'skip',
  'booked',
  'last_week',
  'came_of_week',
  'came_of_quarter',
]
/** A week in which nothing is asked and nothing stands is a quiet one, whatever came of those before it. */
const LOOKS_BACK: ReadonlySet<SectionKind> = new Set(['came_of_week', 'came_of_quarter'])

function subjectOf(
  nothing: boolean,
  over: boolean,
  charged: string,
  cap: string,
  words: Words['mail']['digest'],
): string {
  if (nothing) return words.subjectQuiet
  return over ? words.subjectOver(charged, cap) : words.subject(charged, cap)
}

function remarksOf(input: DigestInput, language: Language, plan: WeekPlan, weekend: boolean, quiet: boolean): string[] {
  const words = language.words.mail.digest
  const { formats } = language
  const remarks = [remainder(plan, language)]
  if (plan.cap.debt > 0) remarks.push(words.debt(formats.duration(plan.cap.debt)), ...reliefRemarks(input, language))
  if (input.lapsed.length > 0) {
    const titles = input.lapsed.slice(0, MOST_ENTRIES).map((title) => quoted(title, language))
    remarks.push(words.debtLapsed(formats.list(titles)))
  }
  if (quiet && plan.cap.minutes > 0) remarks.push(words.quiet)
  // On other days the coming week is said in a line, once something stands in it.
  const other = weekend ? input.thisWeek : input.comingWeek
  if (other.cap.minutes === 0 && plan.cap.minutes > 0) {
    remarks.push(words.otherWeekOff(formats.week(other.week), weekOffFigure(other, language)))
  } else if (other.charge.total > 0) {
    remarks.push(
      words.otherWeek(
        formats.week(other.week),
        formats.duration(other.charge.total),
        formats.duration(other.cap.minutes),
      ),
    )
  }
  return remarks
}

/** The least to close that frees anything; the page has the rest. */
function reliefRemarks(input: DigestInput, language: Language): string[] {
  const [first] = input.debt.frees
  if (first === undefined) return []
  const titles = (ids: readonly EventId[]) =>
    language.formats.list(ids.map((id) => quoted(input.events.get(id)?.title ?? '', language)))
  const close = language.words.count.followUps(first.close)
  const words = language.words.mail.digest
  return [
    first.leave.length === 0
      ? words.debtFrees(close, titles(first.enter))
      : words.debtSwaps(close, titles(first.enter), titles(first.leave)),
  ]
}

function quoted(title: string, language: Language): string {
  return language.words.quoted(titleOf(title, language))
}

function remainder(plan: WeekPlan, language: Language): string {
  const words = language.words.mail.digest
  if (plan.cap.minutes === 0) {
    return plan.charge.total === 0 ? words.weekOff : words.weekOffTaken(language.formats.duration(plan.charge.total))
  }
  const over = overMinutes(plan)
  if (over > 0) return words.over(language.formats.duration(over))
  return plan.leftMinutes <= 0 ? words.full : words.left(language.formats.duration(plan.leftMinutes))
}

/** In place of "3 h of 0 h". */
function weekOffFigure(plan: WeekPlan, language: Language): string {
  const words = language.words.mail.digest
  return plan.charge.total === 0 ? words.off : words.offBut(language.formats.duration(plan.charge.total))
}

/** A block is owed once its time has passed unclosed; until then it is only booked. */
function followUpsOf(input: DigestInput): [owed: OpenFollowUp[], booked: OpenFollowUp[]] {
  const ascending = [...input.followUps].sort((a, b) => a.start.epochMilliseconds - b.start.epochMilliseconds)
  return [
    ascending.filter((one) => !isAfter(one.end, input.now)),
    ascending.filter((one) => isAfter(one.end, input.now)),
  ]
}

/** From the week before the one the mail is about; an event that is asked about is not told as well. */
function pastOf(input: DigestInput, plan: WeekPlan): PastEvent[] {
  const since = weekInterval(addWeeks(plan.week, -1), input.timeZone).start
  const asked = new Set(input.attendanceQuestions.map((event) => event.id))
  return input.past
    .filter(({ event }) => !isAfter(since, event.start) && !isAfter(event.end, input.now) && !asked.has(event.id))
    .sort((a, b) => a.event.start.epochMilliseconds - b.event.start.epochMilliseconds)
}

function byStart(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts].sort((a, b) => a.event.start.epochMilliseconds - b.event.start.epochMilliseconds)
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return a.epochMilliseconds > b.epochMilliseconds
}
