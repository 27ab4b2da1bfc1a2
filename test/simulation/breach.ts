/** The rules of design.md, section 3, by their numbers and in a few words, and what breaks one. */

export interface Breach {
  rule: number
  what: string
  /** Epoch milliseconds, and the number of the person it happened to. */
  at: number
  person: number | null
}

export const RULES: Readonly<Record<number, string>> = {
  1: 'only its own',
  2: 'neither lost nor doubled',
  3: 'the hand wins',
  4: 'private and alone',
  5: 'a bad read deletes nothing',
  6: 'intent first, said once',
  7: 'under the cap',
  8: 'one digest a week',
  9: 'whoever is owed is woken',
  10: 'local time, real instants',
  11: 'nobody else’s',
  12: 'no secret in a log or row',
  13: 'one notice, no loop',
  // Not of section 3: what section 6 owes to whom the person met.
  16: 'what was written down stays',
}
export const WRITTEN_DOWN = 16

/** Tokens as the sandboxes give them out. */
export const SECRETS = /ya29\.a0Sbx|1\/\/0sbx|EwBSbx|1\.Sbx/
