/** What the routes of contacts and outcomes share: commands for the ledger, carried out together, and what was changed as the answer. */
import type { Context } from 'hono'
import type { Door } from '../accounts/door.ts'
import type { Command } from '../cycle/commands.ts'
import type { PersonState } from '../cycle/state.ts'
import type { LedgerCommand } from '../relationships/ledger.ts'
import { act, stateOf } from './asking.ts'
import { problem, refused } from './problem.ts'

export function ledger(command: LedgerCommand): Command {
  return { kind: 'ledger', command }
}

/** @param shape what was changed, as it is then; null where it is gone */
export async function answered<T extends object>(
  c: Context<Door>,
  status: 200 | 201,
  commands: readonly LedgerCommand[],
  shape: (state: PersonState) => T | null,
): Promise<Response> {
  const result = await act(c, ...commands.map(ledger))
  if (result.kind !== 'ok') return refused(c, result)
  const told = shape(await stateOf(c))
  return told === null ? problem(c, 'not_found') : c.json(told, status)
}
