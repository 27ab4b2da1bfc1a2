/** What became of a command on a ledger: done, or refused. */
import { expect } from 'vitest'
import { applyToLedger } from '../../src/relationships/apply.ts'
import type { Ledger, LedgerCommand, LedgerContext } from '../../src/relationships/ledger.ts'
import { aContext } from './a-ledger.ts'

/** The command is one that can be done. */
export function done(ledger: Ledger, command: LedgerCommand, given: LedgerContext = aContext()) {
  const result = applyToLedger(ledger, command, given)
  return result.kind === 'ok' ? result : expect.fail(JSON.stringify(result.problems))
}

/** What it is refused for, as "field reason"; nothing where it is done. */
export function problems(ledger: Ledger, command: LedgerCommand, given: LedgerContext = aContext()): string[] {
  const result = applyToLedger(ledger, command, given)
  return result.kind === 'refused' ? result.problems.map(({ field, reason }) => `${field} ${reason}`) : []
}
