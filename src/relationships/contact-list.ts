/** Contacts as a person looks for them: who is to be heard of, who was heard of last, who is called so. */

import { type Reminder, remindersOf } from './cadence.ts'
import type { Contact, ContactBody, NextStep } from './contact.ts'
import { foldedName } from './duplicates.ts'
import type { Ledger } from './ledger.ts'

export interface Due {
  contact: Contact
  /** Null where nothing but the promise brings them here. */
  reminder: Reminder | null
  /** What was promised for today or before. */
  promise: NextStep | null
  /** ISO local date since when. */
  on: string
}

/** Whose reminder is open or to whom something was promised for today or before, the longest due first. */
export function dueOf(ledger: Ledger, today: string, timeZone: string): Due[] {
  const reminders = remindersOf(ledger, today, timeZone)
  const due = [...ledger.contacts.values()].flatMap((contact): Due[] => {
    const found = reminders.get(contact.id)
    const reminder = found?.open === true ? found : null
    const { nextStep } = contact.body
    const promise = nextStep !== null && nextStep.on !== null && nextStep.on <= today ? nextStep : null
    const [on] = [reminder?.dueOn, promise?.on].filter((day) => typeof day === 'string').toSorted()
    return on === undefined ? [] : [{ contact, reminder, promise, on }]
  })
  return due.toSorted((a, b) => compare(a.on, b.on) || compare(a.contact.id, b.contact.id))
}

/** By the last touch, or by when they were written down where there was none. */
export function newestFirst(contacts: Iterable<Contact>): Contact[] {
  const keyed = [...contacts].map((contact) => ({ contact, at: lastHeardAt(contact.body) }))
  return keyed
    .toSorted((a, b) => compare(b.at, a.at) || compare(a.contact.id, b.contact.id))
    .map(({ contact }) => contact)
}

/** RFC 3339 in UTC; notes are no touches. */
export function lastHeardAt({ touches, createdAt }: ContactBody): string {
  return touches.findLast(({ kind }) => kind !== 'note')?.at ?? createdAt
}

/** Those whose name or company has a word that begins with each word asked for, whatever accents and case. */
export function named(contacts: Iterable<Contact>, asked: string): Contact[] {
  const words = foldedName(asked)
    .split(' ')
    .filter((word) => word !== '')
  return [...contacts].filter(({ body }) => {
    const held = ` ${foldedName(`${body.name} ${body.company ?? ''}`)}`
    return words.every((word) => held.includes(` ${word}`))
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
