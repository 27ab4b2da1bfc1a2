/**
 * The digest's entries, one for each thing it tells or asks: a title, a few lines and the one-tap links that make sense for it.
 * Whatever comes from outside is cleaned here.
 */
import type { EventId } from '../calendar/event.ts'
import type { Language } from '../i18n/index.ts'
import { oneLine, withoutLinks } from '../i18n/outside-text.ts'
import { pointsOf } from '../i18n/points.ts'
import type { Charge, Verdict, WeekPlan } from '../planning/shapes.ts'
import type { DigestAction, DigestEntry, DigestEvent, DigestInput, OpenFollowUp, PastEvent } from './shapes.ts'
import { accountName, type Cleaning, calendarName, type Trouble, troubleWords } from './trouble.ts'
import { counterfactualOf, whyOf } from './why.ts'

const TITLE_LENGTH = 120
const PLACE_LENGTH = 80
const NAME_LENGTH = 60
const MOST_NAMED = 2

/** @param plan the verdict's */
export function verdictEntry(verdict: Verdict, plan: WeekPlan, language: Language, input: DigestInput): DigestEntry {
  const words = language.words.mail.digest
  const lines = factLines(factsOf(verdict, input), language)
  const why = whyOf(verdict, conflictOf(verdict, language, input), plan.cap.minutes, language.words)
  lines.push(sumOf(verdict.charge, language), why)
  const otherwise = shortCounterfactual(verdict, language, input)
  if (otherwise !== null) lines.push(otherwise)
  const announced = input.announced.get(verdict.event.id)
  if (announced !== undefined)
    lines.push(language.words.willAnswer[announced.answer](language.formats.moment(announced.at)))
  if (verdict.followUp !== null) lines.push(words.followUpSlot(language.formats.span(verdict.followUp, false)))
  return {
    event: verdict.event.id,
    title: titleOf(factsOf(verdict, input).title, language),
    lines,
    actions: actionsOf(verdict, input).map((action) => ({
      label: words.actions[action],
      url: input.link({ event: verdict.event.id, action }),
    })),
  }
}

/** A mail names two events; where more would have to go, the page tells. */
function shortCounterfactual(verdict: Verdict, language: Language, input: DigestInput): string | null {
  if ((verdict.counterfactual?.without.length ?? 0) > MOST_NAMED) return null
  const eventOf = (id: EventId) => {
    const event = input.events.get(id)
    return event && { start: event.start, title: titleOf(event.title, language) }
  }
  return counterfactualOf(verdict, eventOf, language)
}

/** Commitments need no word; of the others what the person most likely wants comes first. */
function actionsOf(verdict: Verdict, input: DigestInput): DigestAction['action'][] {
  const answerable = input.answerable.has(verdict.event.id)
  if (verdict.standing === 'commitment') return []
  if (verdict.verdict !== 'skip') return answerable ? ['accept', 'decline'] : ['attend', 'skip']
  if (verdict.reason === 'cancelled' || verdict.reason === 'declined') return []
  if (verdict.reason === 'skipped_by_you') return ['attend']
  return answerable ? ['decline', 'attend'] : ['attend']
}

function conflictOf(verdict: Verdict, language: Language, input: DigestInput): string | null {
  const conflict = verdict.conflictsWith === null ? undefined : input.events.get(verdict.conflictsWith)
  return conflict === undefined ? null : titleOf(conflict.title, language)
}

export function couldFreeEntries(plan: WeekPlan, language: Language, input: DigestInput): DigestEntry[] {
  const words = language.words.mail.digest
  return plan.couldFree.flatMap((id): DigestEntry[] => {
    const verdict = plan.verdicts.find((one) => one.event.id === id)
    if (verdict === undefined) return []
    const facts = factsOf(verdict, input)
    return [
      {
        event: id,
        title: titleOf(facts.title, language),
        lines: [
          language.formats.span(facts, facts.allDay),
          words.frees(language.formats.duration(verdict.charge.total), pointsOf(verdict.value.total, language)),
        ],
        actions: [{ label: words.actions.skip, url: input.link({ event: id, action: 'skip' }) }],
      },
    ]
  })
}

export function questionEntry(
  event: DigestEvent,
  actions: readonly DigestAction['action'][],
  language: Language,
  input: DigestInput,
): DigestEntry {
  return {
    event: event.id,
    title: titleOf(event.title, language),
    lines: factLines(event, language),
    actions: actions.map((action) => ({
      label: language.words.mail.digest.actions[action],
      url: input.link({ event: event.id, action }),
    })),
  }
}

export function followUpEntry(followUp: OpenFollowUp, language: Language): DigestEntry {
  const lines = [language.words.mail.digest.followUpBooked(language.formats.span(followUp, false))]
  if (followUp.late) lines.push(language.words.followUp.late)
  return { event: null, title: titleOf(followUp.eventTitle, language), lines, actions: [] }
}

export function pastEntry(past: PastEvent, language: Language): DigestEntry {
  const { words, formats } = language
  const lines = [formats.span(past.event, past.event.allDay), words.attendance[past.attendance ?? 'unknown']]
  if (past.followUp !== null) lines.push(`${words.charge.followUp}: ${words.followUp[past.followUp]}`)
  return { event: past.event.id, title: titleOf(past.event.title, language), lines: [lines.join(' · ')], actions: [] }
}

export function troubleEntry(trouble: Trouble, language: Language, input: DigestInput): DigestEntry {
  const { words } = language
  const clean: Cleaning = (text, bound) => outside(text, bound, language)
  const { wrong, remedy, meanwhile } = troubleWords(trouble, language, clean)
  const reconnectPath = trouble.kind === 'account' ? trouble.reconnectPath : null
  return {
    event: null,
    title:
      trouble.kind === 'account' ? accountName(trouble.account, words, clean) : calendarName(trouble, words, clean),
    lines: [wrong, ...(remedy === null ? [] : [remedy]), ...meanwhile],
    actions: [
      reconnectPath === null
        ? { label: words.mail.digest.actions.calendars, url: `${input.appUrl}/calendars` }
        : { label: words.health.reconnect, url: `${input.appUrl}${reconnectPath}` },
    ],
  }
}

function factLines(event: DigestEvent, language: Language): string[] {
  const { words, formats } = language
  const place = event.online ? words.place.online : outside(event.location, PLACE_LENGTH, language)
  const when = formats.span(event, event.allDay)
  const lines = [place === '' ? when : `${when} · ${place}`]
  const organiser = outside(event.organiser.name ?? event.organiser.email ?? '', NAME_LENGTH, language)
  if (organiser !== '' && !event.organiser.self) lines.push(words.organisedBy(organiser))
  return lines
}

export function sumOf(charge: Charge, language: Language): string {
  const { duration } = language.formats
  return language.words.mail.digest.charge(
    duration(charge.total),
    duration(charge.event),
    duration(charge.travel),
    duration(charge.followUp),
  )
}

export function factsOf({ event }: Verdict, input: DigestInput): DigestEvent {
  return (
    input.events.get(event.id) ?? {
      id: event.id,
      title: event.title,
      start: event.start,
      end: event.end,
      allDay: event.allDay,
      location: event.place ?? '',
      online: event.place === null,
      organiser: { name: null, email: null, self: false },
    }
  )
}

export function titleOf(title: string, language: Language): string {
  const cleaned = outside(title, TITLE_LENGTH, language)
  return cleaned === '' ? language.words.place.untitled : cleaned
}

export function outside(text: string, bound: number, language: Language): string {
  return oneLine(withoutLinks(oneLine(text, bound * 2), language.words.mail.linkLeftOut), bound)
}
