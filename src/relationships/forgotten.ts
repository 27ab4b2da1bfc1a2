/**
 * What stays of somebody who was erased: one more in the totals, and nobody (design.md, section 6). Whoever is alike is one row with a count, under a
 * name made of what the row says: an id of its own, or the contact's, would lead from an export of before to who they were.
 */
import type { EventId } from '../calendar/event.ts'
import type { Contact } from './contact.ts'
import type { Outcome } from './outcome.ts'
import { type Reached, reachedBy } from './stages.ts'
import { firstMet, MOST_TOUCHES_COUNTED, reachingTouches } from './touches.ts'

export interface Forgotten {
  /** ISO local date on which they were met, in the person's zone of when they were erased. */
  metOn: string
  /** The event where they met first; null where they met elsewhere. */
  metAt: EventId | null
  reached: Reached
  /** Whole, at most `MOST_TOUCHES_COUNTED`. */
  touches: number
}
/** How many there are of whom all of that is the same. */
export interface ForgottenAlike extends Forgotten {
  /** Whole, from 1 to `MOST_ALIKE`. */
  count: number
}

/** Rows of one person, who are loaded whole: erasing is never refused, so whoever passes it, alike to nobody before, is counted no more. */
export const MOST_FORGOTTEN = 5_000
export const MOST_ALIKE = 1_000_000

/**
 * @param outcomes all there are, or those of this contact alone
 * @returns null of who is in no total: out of a file, and met nowhere
 */
export function forgottenOf({ id, body }: Contact, outcomes: Iterable<Outcome>, timeZone: string): Forgotten | null {
  const met = firstMet(body, timeZone)
  if (met === null) return null
  const touches = reachingTouches(body).length
  const came = [...outcomes].flatMap(({ body: { contactId, kind } }) => (contactId === id ? [kind] : []))
  return {
    metOn: met.on,
    metAt: met.at,
    reached: reachedBy(body.stage, touches > 0, came),
    touches: Math.min(touches, MOST_TOUCHES_COUNTED),
  }
}

/** Where they are kept: the same for all who are alike. No id of an event begins with a dash. */
export function forgottenKey({ metOn, metAt, reached, touches }: Forgotten): string {
  return [metOn, metAt ?? '-', reached, touches].join(' ')
}

/** @param rows by `forgottenKey`; the very ones given where there is no room */
export function withForgotten(
  rows: ReadonlyMap<string, ForgottenAlike>,
  one: Forgotten,
): ReadonlyMap<string, ForgottenAlike> {
  const key = forgottenKey(one)
  const known = rows.get(key)
  if (known === undefined ? rows.size >= MOST_FORGOTTEN : known.count >= MOST_ALIKE) return rows
  return new Map(rows).set(key, { ...one, count: (known?.count ?? 0) + 1 })
}
