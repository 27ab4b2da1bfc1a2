/**
 * From met to client: how many of the people met in a time came how far. Each step holds all who came at least that far, so it never
 * rises from one to the next.
 */
import { type History, REACHED, type Reached } from './history.ts'

export interface Step {
  /** `new` is met. */
  reached: Reached
  /** Ids of contacts, by the day they were met. */
  contacts: readonly string[]
}

/**
 * @param from local ISO dates of the first meeting, both included
 * @returns the five steps in order
 */
export function funnelOf(history: History, from: string, to: string): Step[] {
  const byOutcome = new Map<string, number>()
  for (const { contactId, kind } of history.outcomes) {
    if (contactId === null) continue
    byOutcome.set(contactId, Math.max(byOutcome.get(contactId) ?? 0, REACHED.indexOf(OUTCOME_REACHES[kind])))
  }
  const met = history.contacts
    .filter(({ metOn }) => metOn >= from && metOn <= to)
    .sort((a, b) => (a.metOn < b.metOn ? -1 : a.metOn > b.metOn ? 1 : a.id < b.id ? -1 : 1))
  // A contact gone dormant came as far as touches and outcomes show; a stage that the person set counts as it is.
  const far = met.map(({ id, stage, touches }) => {
    const ofStage = stage === 'dormant' ? 0 : REACHED.indexOf(stage)
    return { id, far: Math.max(ofStage, touches.length > 0 ? 1 : 0, byOutcome.get(id) ?? 0) }
  })
  return REACHED.map((reached, n) => ({ reached, contacts: far.filter((one) => one.far >= n).map(({ id }) => id) }))
}

const OUTCOME_REACHES = { referral: 'in_touch', meeting: 'meeting', proposal: 'proposal', closed: 'client' } as const
