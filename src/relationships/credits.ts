/**
 * Whom an outcome is owed to, and how much of it to the minor unit: the event where they met first and the introducer, editable, shares always
 * whole (design.md, section 6).
 */
import type { ContactBody, ContactId } from './contact.ts'
import { type Credit, type CreditedTo, MOST_CREDITS, type OutcomeBody, WHOLE } from './outcome.ts'

const NOBODY: readonly Credit[] = [{ to: { kind: 'none' }, share: WHOLE }]

/** Half to the first event and half to the introducer; all to the one of them there is; else to nobody. */
export function defaultCredits(contact: ContactBody | null): readonly Credit[] {
  const [first] = contact?.encounters ?? []
  const owed: CreditedTo[] = []
  if (first !== undefined) owed.push({ kind: 'event', eventId: first.eventId })
  if (contact !== null && contact.introducedBy !== null) owed.push({ kind: 'contact', contactId: contact.introducedBy })
  if (owed.length === 0) return NOBODY
  return owed.map((to) => ({ to, share: WHOLE / owed.length }))
}

/** Two credits to the same become one; refused where a share is no whole part or all of them are not the whole. */
export function settledCredits(
  credits: readonly Credit[],
): { kind: 'ok'; value: readonly Credit[] } | { kind: 'refused'; reason: 'shares_not_whole' | 'too_many' } {
  if (credits.length > MOST_CREDITS) return { kind: 'refused', reason: 'too_many' }
  const whole = credits.every(({ share }) => Number.isInteger(share) && share >= 1 && share <= WHOLE)
  const sum = credits.reduce((total, { share }) => total + share, 0)
  return whole && sum === WHOLE
    ? { kind: 'ok', value: joined(credits) }
    : { kind: 'refused', reason: 'shares_not_whole' }
}

/**
 * Each credit's part of the amount: the parts sum to the amount exactly. What does not divide goes, a minor unit each, to the largest
 * remainders, and of equal ones to the first: the same for ever.
 * @returns empty where no amount was said
 */
export function amountsOf({
  amount,
  credits,
}: Pick<OutcomeBody, 'amount' | 'credits'>): { to: CreditedTo; amount: number }[] {
  if (amount === null) return []
  // Beyond 2^53 once multiplied: a large amount in cents by ten thousand.
  const parts = credits.map(({ to, share }, index) => {
    const product = BigInt(amount) * BigInt(share)
    return { to, amount: Number(product / WHOLE_N), remainder: Number(product % WHOLE_N), index }
  })
  const left = amount - parts.reduce((sum, part) => sum + part.amount, 0)
  const byRemainder = parts.toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const part of byRemainder.slice(0, left)) part.amount++
  return parts.map(({ to, amount }) => ({ to, amount }))
}

const WHOLE_N = BigInt(WHOLE)

/** Credits of `from` become another's, or nobody's; the very ones given where there are none. */
export function recredited(credits: readonly Credit[], from: ContactId, to: CreditedTo): readonly Credit[] {
  const isOfFrom = (credit: Credit) => credit.to.kind === 'contact' && credit.to.contactId === from
  if (!credits.some(isOfFrom)) return credits
  return joined(credits.map((credit) => (isOfFrom(credit) ? { ...credit, to } : credit)))
}

/** In the order given, each once. */
function joined(credits: readonly Credit[]): readonly Credit[] {
  const byTarget = new Map<string, Credit>()
  for (const credit of credits) {
    const key = creditKey(credit.to)
    const known = byTarget.get(key)
    byTarget.set(key, { to: credit.to, share: credit.share + (known?.share ?? 0) })
  }
  return [...byTarget.values()]
}

export function creditKey(to: CreditedTo): string {
  switch (to.kind) {
    case 'event':
      return `event ${to.eventId}`
    case 'contact':
      return `contact ${to.contactId}`
    case 'none':
      return to.metAt === undefined ? 'none' : `none ${to.metAt}`
  }
}
