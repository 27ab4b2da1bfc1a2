/**
 * When a contact is to be heard of again: so many days after the last touch, by the stage or by the person's own word. A reminder that nobody
 * follows loosens itself (design.md, section 6). Nothing of it is stored: it is what the touches, the "not now" and today's date say.
 */
import { momentOf } from '../time/instant.ts'
import type { ContactBody, ContactId, Stage } from './contact.ts'
import type { Ledger } from './ledger.ts'
import { addDays, dayAt, laterDay } from './local-day.ts'

/** Days between touches; a contact that rests is left in peace. */
export const EVERY_DAYS: Readonly<Record<Stage, number | null>> = {
  new: 7,
  in_touch: 45,
  meeting: 14,
  proposal: 7,
  client: 60,
  dormant: null,
}
/** A reminder that was open so long without a touch has passed; it is open at the earliest when the contact is written down. */
export const OPEN_DAYS = 7
/** So many skipped in a row, and the interval doubles. */
export const SKIPS_UNTIL_LOOSER = 3
const LONGEST_INTERVAL = 365

export interface Reminder {
  /** ISO local date of the one that is open, or of the next; before the contact was written down where they were met long before. */
  dueOn: string
  /** Days from the one before it, or from the touch. */
  everyDays: number
  /** Reminders in a row that passed or were answered "not now". */
  skipped: number
  open: boolean
}

/** Of everybody who has one. */
export function remindersOf(ledger: Ledger, today: string, timeZone: string): Map<ContactId, Reminder> {
  const heard = lastOutcomes(ledger)
  const reminders = new Map<ContactId, Reminder>()
  for (const [id, { body }] of ledger.contacts) {
    const reminder = reminderOf(body, heard.get(id) ?? null, today, timeZone)
    if (reminder !== null) reminders.set(id, reminder)
  }
  return reminders
}

/**
 * @param outcomeOn ISO date of the last outcome with them: who made a proposal today was in touch today, whether or not it was noted as a touch
 * @returns null for a contact that rests, unless the person gave them a cadence
 */
export function reminderOf(
  body: ContactBody,
  outcomeOn: string | null,
  today: string,
  timeZone: string,
): Reminder | null {
  const days = body.everyDays ?? EVERY_DAYS[body.stage]
  const heardOn = lastTouchOn(body, timeZone)
  // Two hundred of one file would all be due on one day, of whom nobody was met.
  const isFiled = body.source === 'imported' && heardOn === null && outcomeOn === null && body.everyDays === null
  if (days === null || isFiled) return null
  const writtenOn = dayAt(momentOf(body.createdAt), timeZone)
  const touchedOn = heardOn ?? writtenOn
  const from = outcomeOn === null ? touchedOn : laterDay(touchedOn, outcomeOn)
  const notNow = body.skippedOn.filter((on) => on > from && on <= today)
  let [skipped, everyDays, dueOn] = [0, days, addDays(from, days)]
  for (;;) {
    // Due by the touch, but nobody was reminded of somebody who was not written down yet.
    const closesOn = addDays(laterDay(dueOn, writtenOn), OPEN_DAYS)
    // It answers a reminder that is open; said of nothing, it puts nothing off.
    while (notNow[0] !== undefined && notNow[0] < dueOn) notNow.shift()
    const answeredOn = notNow[0] !== undefined && notNow[0] < closesOn ? notNow.shift() : undefined
    if (answeredOn === undefined && today < closesOn) return { dueOn, everyDays, skipped, open: dueOn <= today }
    skipped++
    everyDays = Math.min(LONGEST_INTERVAL, days * 2 ** Math.floor(skipped / SKIPS_UNTIL_LOOSER))
    // "Not now" counts from the day it was said, and a reminder that passed from its own: never before it was over.
    dueOn = answeredOn === undefined ? laterDay(addDays(dueOn, everyDays), closesOn) : addDays(answeredOn, everyDays)
  }
}

/** ISO local date; null where nothing but notes was ever written down. */
export function lastTouchOn(body: ContactBody, timeZone: string): string | null {
  const last = body.touches.findLast(({ kind }) => kind !== 'note')
  return last === undefined ? null : dayAt(momentOf(last.at), timeZone)
}

function lastOutcomes({ outcomes }: Ledger): Map<ContactId, string> {
  const last = new Map<ContactId, string>()
  for (const { body } of outcomes.values()) {
    if (body.contactId === null) continue
    last.set(body.contactId, laterDay(body.on, last.get(body.contactId) ?? body.on))
  }
  return last
}
