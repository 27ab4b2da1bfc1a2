/**
 * A follow-up as the calendar event that Aforo writes: private, opaque, without guests (design.md, rule 4 and section 5), with who was met, what was
 * promised, how to reach them, and one link to close it.
 */
import { Temporal } from 'temporal-polyfill'
import type { Block, BlockId } from '../calendar/event.ts'
import { type Language, wordsOf } from '../i18n/index.ts'
import { LOCALES } from '../i18n/locale.ts'
import { oneLine } from '../i18n/outside-text.ts'
import { callLink, mailLink, whatsAppLink } from '../relationships/phone.ts'
import { contentHash, contentOf } from './touched.ts'

const TITLE_LENGTH = 120

export interface BlockFacts {
  id: BlockId
  /** Title of the event that was attended; text from outside. */
  eventTitle: string
  /** RFC 3339. */
  eventStart: string
  start: string
  end: string
  /** In the order in which they were met. */
  people: readonly PersonMet[]
}
export interface PersonMet {
  name: string
  company: string | null
  /** E.164. */
  phone: string | null
  email: string | null
  /** What was promised; `on` is an ISO date. */
  nextStep: { text: string; on: string | null } | null
}

/** A calendar shows a few lines; the others are named in Aforo. */
const MOST_PEOPLE = 8
const NAME_LENGTH = 80
const STEP_LENGTH = 160

/** @param language the person's; @param appUrl the public origin, without a slash at its end */
export function blockOf(facts: BlockFacts, language: Language, appUrl: string): Block {
  const { block } = language.words
  const event = oneLine(facts.eventTitle, TITLE_LENGTH) || language.words.place.untitled
  const day = language.formats.date(dayOf(facts.eventStart, language.timeZone))
  const content = {
    id: facts.id,
    title: block.title(event),
    description: [
      block.purpose(withoutMarkup(event), day),
      ...(facts.people.length === 0 ? [block.hint] : ['', block.met, ...peopleLines(facts.people, language)]),
      '',
      block.close(`${appUrl}/follow-ups#${facts.id}`),
      '',
      block.made,
    ].join('\n'),
    start: facts.start,
    end: facts.end,
    timeZone: language.timeZone,
  }
  return { ...content, content: contentHash(contentOf({ ...content, content: '' })) }
}

/** Whether an event that bears no mark says what only a block of ours says: a hand has copied one, and a copy is nothing to be followed up. */
export function saysItIsABlock(description: string): boolean {
  return LOCALES.some((locale) => description.includes(wordsOf(locale).block.made))
}

function textOf(text: string, length: number): string {
  return withoutMarkup(oneLine(text, length))
}

/** Google shows a description as HTML (Calendar API, events resource, `description`): no name of somebody else's becomes a link in it. */
function withoutMarkup(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›')
}

function peopleLines(people: readonly PersonMet[], { words: { block }, formats }: Language): string[] {
  const lines = people
    .slice(0, MOST_PEOPLE)
    .flatMap(({ name, company, phone, email, nextStep }) => [
      `· ${block.person(textOf(name, NAME_LENGTH), company === null ? null : textOf(company, NAME_LENGTH))}`,
      ...(nextStep === null
        ? []
        : [
            `  ${block.promised(textOf(nextStep.text, STEP_LENGTH), nextStep.on === null ? null : formats.date(nextStep.on))}`,
          ]),
      ...(phone === null ? [] : [`  ${block.call(callLink(phone))}`, `  ${block.whatsApp(whatsAppLink(phone))}`]),
      ...(email === null ? [] : [`  ${block.write(mailLink(email))}`]),
    ])
  const others = people.length - MOST_PEOPLE
  return others > 0 ? [...lines, block.others(others)] : lines
}

function dayOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
}
