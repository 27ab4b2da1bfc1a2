/**
 * From met to client: how many of the people met in a time came how far. Each step holds all who came at least that far, so it never
 * rises from one to the next.
 */
import type { ContactId, Stage } from '../relationships/contact.ts'
import { STAGE_OF_OUTCOME, STAGE_RANK } from '../relationships/stages.ts'
import type { History } from './history.ts'

/** `new` is met. */
export const STEPS = ['new', 'in_touch', 'meeting', 'proposal', 'client'] as const satisfies readonly Stage[]

export interface Step {
  reached: (typeof STEPS)[number]
  /** By the day they were met. */
  contacts: readonly ContactId[]
}

/**
 * @param from local ISO dates of the first meeting, both included
 * @returns the five steps in order
 */
export function funnelOf(history: History, from: string, to: string): Step[] {
  const byOutcome = new Map<ContactId, number>()
  for (const { contactId, kind } of history.outcomes) {
    if (contactId === null) continue
    byOutcome.set(contactId, Math.max(byOutcome.get(contactId) ?? 0, STAGE_RANK[STAGE_OF_OUTCOME[kind]]))
  }
  const met = history.contacts
    .filter(({ metOn, isFromFile }) => !isFromFile && metOn >= from && metOn <= to)
    .sort((a, b) => (a.metOn < b.metOn ? -1 : a.metOn > b.metOn ? 1 : a.id < b.id ? -1 : 1))
  // A contact gone dormant came as far as touches and outcomes show; a stage that the person set counts as it is.
  const far = met.map(({ id, stage, touches }) => {
    const touched = touches.length > 0 ? STAGE_RANK.in_touch : STAGE_RANK.new
    return { id, rank: Math.max(STAGE_RANK[stage], touched, byOutcome.get(id) ?? 0) }
  })
  return STEPS.map((reached) => {
    return { reached, contacts: far.filter(({ rank }) => rank >= STAGE_RANK[reached]).map(({ id }) => id) }
  })
}
