/** The faults of this sandbox, and on which requests each kind can show at all. */
import { FaultDeskOf, type FaultOf, type FaultSubject, FaultsOf } from '../wire/fault-desk.ts'

export const FAULT_KINDS = [
  'status',
  'commit-then-drop',
  'commit-then-status',
  'drop-before',
  'delay',
  'slow-body',
  'truncated-json',
  'not-json',
  'empty-list',
  'short-list',
  'repeat-page',
  'withhold-sync-token',
  'stale-read',
  'expire-sync-tokens',
  'expire-access-tokens',
  'revoke-grant',
  'accept-duplicate-id',
  'freebusy-missing',
  'drop-notifications',
  'duplicate-notifications',
  'late-notifications',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]
export type Fault = FaultOf<FaultKind>
export type Faults = FaultsOf<FaultKind>

export const NO_FAULTS: Faults = new FaultsOf([])

/** Faults that can only show on a full list: others do not use them up. */
const FULL_LIST = /\/(events|calendarList)(\?(?!.*syncToken=)|$)/
const LIST_KINDS: readonly FaultKind[] = ['empty-list', 'short-list', 'repeat-page', 'withhold-sync-token']

export function faultDesk(): FaultDeskOf<FaultKind> {
  return new FaultDeskOf(concerns)
}

function concerns(kind: FaultKind, { method, path }: FaultSubject): boolean {
  if (LIST_KINDS.includes(kind)) return method === 'GET' && FULL_LIST.test(path)
  if (kind === 'expire-sync-tokens') return /[?&]syncToken=/.test(path)
  if (kind === 'stale-read') return method === 'GET'
  if (kind === 'accept-duplicate-id') return method === 'POST'
  return true
}
