/** The weather between Aforo and its providers: what befalls a request or a notification, of all the faults that the sandboxes know. */
import type { FaultKind as GoogleFault } from '../sandbox/google/faults.ts'
import type { FaultKind as MicrosoftFault } from '../sandbox/microsoft/faults.ts'
import type { FaultSubject, NewFault } from '../sandbox/wire/fault-desk.ts'
import type { Chance } from './chance.ts'
import type { Weather } from './weather.ts'

type Common = GoogleFault & MicrosoftFault

/** The effect is there and nobody heard: of all faults the one that doubles things. */
const LOST_ANSWERS: readonly Common[] = ['commit-then-drop', 'commit-then-status']
const ANY: readonly Common[] = ['status', 'drop-before', 'truncated-json', 'not-json', 'slow-body', 'delay']
const READS: readonly Common[] = ['empty-list', 'short-list', 'repeat-page', 'stale-read', 'expire-access-tokens']
const GOOGLE_READS: readonly GoogleFault[] = ['withhold-sync-token', 'expire-sync-tokens']
const MICROSOFT_READS: readonly MicrosoftFault[] = ['withhold-delta-link', 'expire-delta-links']
const MICROSOFT_WRITES: readonly MicrosoftFault[] = ['forget-transaction', 'overlapping-write']
const NOTIFICATIONS: readonly Common[] = ['drop-notifications', 'duplicate-notifications', 'late-notifications']

export interface RequestFaults {
  /** Accounts that were told less than stands: what is left out of a first reading comes with no later change. */
  liedTo: ReadonlyMap<string, number>
  google(subject: FaultSubject): NewFault<GoogleFault>[]
  microsoft(subject: FaultSubject): NewFault<MicrosoftFault>[]
}

/** Reads that leave out what stands. */
const LIES: readonly string[] = ['empty-list', 'short-list', 'stale-read'] satisfies Common[]
const CURSORS_DIE: readonly string[] = ['expire-sync-tokens', 'expire-delta-links']
/** Absence is believed when a second whole read agrees (rule 5): a provider that tells the same lie again after ten minutes would be believed, and nobody could know. */
const TRUTHFUL_MS = 6 * 3_600_000

/**
 * @param isDown whether that account's provider answers nobody for now
 * @param now epoch milliseconds
 */
export function requestFaults(
  weather: Weather,
  isDown: (account: string) => boolean,
  now: () => number,
): RequestFaults {
  const lastLie = new Map<string, number>()
  const lagging = new Set<string>()
  const tellsLess = (account: string): boolean => {
    if (now() - (lastLie.get(account) ?? Number.NEGATIVE_INFINITY) < TRUTHFUL_MS) return false
    lastLie.set(account, now())
    return true
  }
  const drawn = <Kind extends string>(
    { method, path, account }: FaultSubject,
    reads: readonly Kind[],
    writes: readonly Kind[],
  ): NewFault<Kind | Common>[] => {
    if (account === null && method !== 'NOTIFY') return []
    if (account !== null && method !== 'NOTIFY' && isDown(account)) return [{ kind: 'status', status: 503 }]
    // Tokens in a path are another each time; what is asked for is not.
    const about = `${method} ${path.split('?')[0]} ${account}`
    // What is read anew after a cursor died may lag behind (faults.md, F20 and F21).
    if (lagging.delete(about) && tellsLess(account ?? '')) return [{ kind: 'short-list', count: 1 }]
    const dice = weather.befalls(about)
    if (dice === null) return []
    if (method === 'NOTIFY') return [{ ...details(dice), kind: dice.pick(NOTIFICATIONS), ms: 60_000 * dice.below(60) }]
    // One in three: the effect happened and the answer is lost.
    const kinds = dice.hits(1 / 3)
      ? LOST_ANSWERS
      : method === 'GET'
        ? [...ANY, ...READS, ...reads]
        : [...ANY, ...writes]
    const kind = dice.pick<Kind | Common>(kinds)
    if (LIES.includes(kind) && !tellsLess(account ?? '')) return []
    if (CURSORS_DIE.includes(kind)) lagging.add(about)
    return [{ ...details(dice), kind }]
  }
  return {
    liedTo: lastLie,
    google: (subject) => drawn(subject, GOOGLE_READS, []),
    microsoft: (subject) => drawn(subject, MICROSOFT_READS, MICROSOFT_WRITES),
  }
}

function details(dice: Chance) {
  return {
    status: dice.pick([429, 500, 502, 503]),
    ...(dice.hits(0.3) ? { retryAfter: String(1 + dice.below(120)) } : {}),
    ms: 1_000 * (1 + dice.below(40)),
    count: 1 + dice.below(3),
  }
}
