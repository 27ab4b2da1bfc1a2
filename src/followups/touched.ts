/**
 * Has a hand touched a block of ours? Time, title, description, place, guests and visibility count; colour and reminders do not
 * (design.md, rule 3). What was written leaves a hash with the block, and what is read is hashed alike.
 */
import { createHash } from 'node:crypto'
import type { Block, CalendarEvent, When } from '../calendar/event.ts'

/** What of a block a hand can change and Aforo would notice. */
export interface BlockContent {
  /** Instants; of whole days, which Aforo never writes, the dates. */
  start: string
  end: string
  title: string
  description: string
  place: string
  guests: number
  visibility: CalendarEvent['visibility']
}

/** A block as Aforo writes it: private, nowhere, without guests (rule 4). */
export function contentOf(block: Block | Omit<Block, 'content'>): BlockContent {
  const { title, description } = block
  const [start, end] = [momentOf({ at: block.start, timeZone: '' }), momentOf({ at: block.end, timeZone: '' })]
  return { start, end, title, description, place: '', guests: 0, visibility: 'private' }
}

/** An event as a provider shows it. */
export function contentOfEvent(event: CalendarEvent): BlockContent {
  return {
    start: momentOf(event.start),
    end: momentOf(event.end),
    title: event.title,
    description: event.description,
    place: event.location,
    guests: event.attendeeCount,
    visibility: event.visibility,
  }
}

/**
 * The same for contents that differ only in what providers do to text by themselves: line ends, spaces at ends of lines, blank lines around
 * the text, composed or decomposed accents.
 * @returns SHA-256, 64 hex digits
 */
export function contentHash(content: BlockContent): string {
  const { start, end, title, description, place, guests, visibility } = content
  // A list as JSON: no two lists of parts look alike.
  const parts = [start, end, settledText(title), settledText(description), settledText(place), guests, visibility]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** True for a block that no longer is what its mark says was written, and for an event without our mark, which never was ours. */
export function isTouched(event: CalendarEvent): boolean {
  // Made to repeat, it is another thing altogether.
  if (event.form !== 'single') return true
  return event.mark === null || event.mark.content !== contentHash(contentOfEvent(event))
}

/** The zone it is shown in is no change of time. */
function momentOf(when: When): string {
  return 'on' in when ? when.on : String(Date.parse(when.at))
}

function settledText(text: string): string {
  return text
    .normalize('NFC')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}
