/** Outcomes as money to come and money that came: apart, and each currency for itself, for nothing is converted. */
import type { Outcome, OutcomeBody, OutcomeId } from './outcome.ts'

export interface Pipeline {
  /** Proposals that are neither closed nor lost, the oldest first. */
  open: readonly Outcome[]
  /** All others, the newest first. */
  past: readonly Outcome[]
  /** Of a proposal the outcome that closed it. */
  closedBy: ReadonlyMap<OutcomeId, Outcome>
  openTotals: readonly Total[]
  closedTotals: readonly Total[]
}
export interface Total {
  currency: string
  /** Minor units. */
  amount: number
  count: number
}

export function pipelineOf(outcomes: Iterable<Outcome>): Pipeline {
  const all = [...outcomes]
  const closedBy = new Map<OutcomeId, Outcome>()
  for (const outcome of all) if (outcome.body.closes !== null) closedBy.set(outcome.body.closes, outcome)
  const isOpen = ({ id, body }: Outcome) => body.kind === 'proposal' && body.lostOn === null && !closedBy.has(id)
  const open = all.filter(isOpen).toSorted(byDay)
  const past = all.filter((outcome) => !isOpen(outcome)).toSorted((a, b) => byDay(b, a))
  const closed = past.filter(({ body }) => body.kind === 'closed')
  return { open, past, closedBy, openTotals: totalsOf(open), closedTotals: totalsOf(closed) }
}

/**
 * The proposal that closed business said of somebody in haste is of: the one that is open with them, of that currency and made by then. Null where there is
 * none, or several: then only the person knows.
 */
export function proposalOf(
  outcomes: Iterable<Outcome>,
  { kind, contactId, currency, on }: Pick<OutcomeBody, 'kind' | 'contactId' | 'currency' | 'on'>,
): Outcome | null {
  if (kind !== 'closed' || contactId === null) return null
  const theirs = pipelineOf(outcomes).open.filter(({ body }) => body.contactId === contactId)
  const [only, ...others] = theirs.filter(({ body }) => body.currency === currency && body.on <= on)
  return only === undefined || others.length > 0 ? null : only
}

/** By currency, in the order of its code. */
function totalsOf(outcomes: readonly { body: OutcomeBody }[]): Total[] {
  const totals = new Map<string, Total>()
  for (const { body } of outcomes) {
    if (body.amount === null) continue
    const { amount, count } = totals.get(body.currency) ?? { amount: 0, count: 0 }
    totals.set(body.currency, { currency: body.currency, amount: amount + body.amount, count: count + 1 })
  }
  return [...totals.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

function byDay(a: Outcome, b: Outcome): number {
  const [first, second] = [a, b].map(({ id, body }) => `${body.on} ${body.createdAt} ${id}`)
  return (first ?? '') < (second ?? '') ? -1 : 1
}
