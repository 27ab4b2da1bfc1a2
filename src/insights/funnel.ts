/**
 * From met to client: how many of the people met in a time came how far. Each step holds all who came at least that far, so it never
 * rises from one to the next.
 */
import type { ContactId } from '../relationships/contact.ts'
import { type Reached, reachedBy, STEPS } from '../relationships/stages.ts'
import type { History } from './history.ts'

export interface Step {
  reached: Reached
  /** By the day they were met. */
  contacts: readonly ContactId[]
  /** All of them, whoever was erased since included. */
  count: number
}

/**
 * @param from local ISO dates of the first meeting, both included
 * @returns the five steps in order
 */
export function funnelOf(history: History, from: string, to: string): Step[] {
  const outcomes = Map.groupBy(history.outcomes, ({ contactId }) => contactId)
  const isMet = ({ metOn }: { metOn: string }) => metOn >= from && metOn <= to
  const met = history.contacts
    .filter(isMet)
    .sort((a, b) => (a.metOn < b.metOn ? -1 : a.metOn > b.metOn ? 1 : a.id < b.id ? -1 : 1))
  const far = met.map(({ id, stage, touches }) => {
    const came = outcomes.get(id) ?? []
    return {
      id,
      reached: reachedBy(
        stage,
        touches.length > 0,
        came.map(({ kind }) => kind),
      ),
    }
  })
  const erased = history.forgotten.filter(isMet)
  return STEPS.map((reached, step) => {
    const isFar = (one: { reached: Reached }) => STEPS.indexOf(one.reached) >= step
    const contacts = far.filter(isFar).map(({ id }) => id)
    return { reached, contacts, count: erased.filter(isFar).reduce((sum, { count }) => sum + count, contacts.length) }
  })
}
