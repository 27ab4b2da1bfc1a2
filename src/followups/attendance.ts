/**
 * Was the person there? Presumed for a commitment that ended and overlapped no other commitment, unless the person wants to be asked; for
 * everything else Aforo asks (design.md, section 5). Their own word outranks both, and nothing is said before the event has ended.
 */
export interface AttendanceFacts {
  standing: 'commitment' | 'hold' | 'candidate'
  ended: boolean
  /** Two commitments at one time: nobody knows which of them it was. */
  overlapsOtherCommitment: boolean
  /** "Fui" or "no fui", the latest; null while nothing was said. */
  own: 'attended' | 'missed' | null
  setting: 'presumed' | 'ask'
}
/** `none`: nothing to settle yet. */
export type Settled = 'presumed' | 'attended' | 'missed' | 'ask' | 'none'

export function settleAttendance(facts: AttendanceFacts): Settled {
  if (facts.own !== null) return facts.own
  if (!facts.ended) return 'none'
  const isPresumed = facts.standing === 'commitment' && !facts.overlapsOtherCommitment && facts.setting === 'presumed'
  return isPresumed ? 'presumed' : 'ask'
}
