/**
 * How long a follow-up takes: a base and so much for each contact captured, within bounds; a usual length while nobody knows how many
 * there were (design.md, section 5: 10 min + 8 min each, 20 to 90, else 30).
 */
/** Whole minutes; the settings of the same names. */
export interface FollowUpLengths {
  baseMinutes: number
  perContactMinutes: number
  minMinutes: number
  maxMinutes: number
  unknownMinutes: number
}

/**
 * @param contacts people met at the event; null while it is not known, 0 when it is known that there were none
 * @returns whole minutes, always positive
 */
export function followUpMinutes(lengths: FollowUpLengths, contacts: number | null): number {
  if (contacts === null) return lengths.unknownMinutes
  const minutes = lengths.baseMinutes + lengths.perContactMinutes * contacts
  return Math.min(lengths.maxMinutes, Math.max(lengths.minMinutes, minutes))
}
