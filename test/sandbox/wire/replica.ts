/** Reads that are behind the last writes: a provider's replicas lag for seconds (provider-facts.md, checklist 33). */

interface Written {
  seq: number
  /** Epoch milliseconds. */
  at: number
}

/** No replica is further behind than this. */
const MOST_BEHIND_MS = 60_000

/**
 * Which moment of a calendar a lagging read sees.
 * @param stale the fault that it is behind by so many writes of the last minute, if it is
 * @param lagMs how far all reads are behind
 * @returns the number of the last write that it knows; null for all of them
 */
export function seqOfReplica(
  journal: readonly Written[],
  stale: { count: number } | undefined,
  lagMs: number,
  now: number,
): number | null {
  // Not behind at all: also of what was written by a clock that has been set back since.
  if (stale === undefined && lagMs === 0) return null
  const behindMs = stale === undefined ? lagMs : MOST_BEHIND_MS
  const among = stale === undefined ? journal : journal.slice(-stale.count)
  const unknown = among.find(({ at }) => at > now - behindMs)
  return unknown === undefined ? null : unknown.seq - 1
}
