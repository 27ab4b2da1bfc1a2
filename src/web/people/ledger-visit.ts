/** One visit to the ledger's pages: the person's state with what pages ask of it, and the way back from its forms. */
import type { Context } from 'hono'
import type { Door, Visitor } from '../../accounts/door.ts'
import type { EventId } from '../../calendar/event.ts'
import type { CommandResult } from '../../cycle/commands.ts'
import { recipient } from '../../cycle/digest.ts'
import { knownAt } from '../../cycle/known.ts'
import { ledgerContext, ledgerOf } from '../../cycle/ledger.ts'
import type { PersonState } from '../../cycle/state.ts'
import type { Ledger, LedgerCommand, LedgerContext } from '../../relationships/ledger.ts'
import { dayAt } from '../../relationships/local-day.ts'
import type { Frame } from '../frame/layout.tsx'
import { act, frameOf, stateOf } from '../frame/visit.ts'

export interface LedgerVisit {
  frame: Frame
  state: PersonState
  ledger: Ledger
  context: LedgerContext
  /** ISO date in the person's zone. */
  today: string
  eventNamed(id: EventId): NamedEvent | null
}
/** An event as a page names it; only one that is still looked at has a page. */
export interface NamedEvent {
  title: string
  hasPage: boolean
}

/** Null for nobody. */
export async function ledgerVisit(c: Context<Door>): Promise<LedgerVisit | null> {
  const state = await stateOf(c)
  if (state === null) return null
  const { now } = c.var
  const known = knownAt(state, now)
  const context = ledgerContext(state, known, now)
  return {
    frame: frameOf(c, recipient(state)),
    state,
    ledger: ledgerOf(state),
    context,
    today: dayAt(now, context.timeZone),
    eventNamed: (id) => {
      const event = context.event(id)
      return event === null ? null : { title: event.title, hasPage: known.byId.has(id) }
    },
  }
}

/** All of them, or none where one is refused. */
export function actOnLedger(
  c: Context<Door>,
  visitor: Visitor,
  ...commands: readonly LedgerCommand[]
): Promise<CommandResult> {
  return act(c, visitor, ...commands.map((command) => ({ kind: 'ledger' as const, command })))
}

/** The id that a form carries for what it adds, so that sent twice it adds once; a form that lost it gets another. */
export function givenId<Id extends string>(given: string | undefined): Id {
  const id =
    given !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : crypto.randomUUID()
  return id as Id
}
