/**
 * A follow-up as the calendar event that Aforo writes: private, opaque, without guests (design.md, rule 4 and section 5), with the person's words
 * and one link to close it.
 */
import { Temporal } from 'temporal-polyfill'
import type { Block, BlockId } from '../calendar/event.ts'
import type { Language } from '../i18n/index.ts'
import { oneLine } from '../i18n/outside-text.ts'
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
}

/** @param language the person's; @param appUrl the public origin, without a slash at its end */
export function blockOf(facts: BlockFacts, language: Language, appUrl: string): Block {
  const { block } = language.words
  const event = oneLine(facts.eventTitle, TITLE_LENGTH) || language.words.place.untitled
  const day = language.formats.date(dayOf(facts.eventStart, language.timeZone))
  const content = {
    id: facts.id,
    title: block.title(event),
    description: [
      block.purpose(event, day),
      block.hint,
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

function dayOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
}
