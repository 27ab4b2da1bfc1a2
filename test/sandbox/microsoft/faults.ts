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
  'withhold-delta-link',
  'stale-read',
  'expire-delta-links',
  'expire-access-tokens',
  'revoke-grant',
  'interaction-required',
  'forget-transaction',
  'drop-extended-properties',
  'overlapping-write',
  'schedule-missing',
  'drop-notifications',
  'duplicate-notifications',
  'late-notifications',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]
export type Fault = FaultOf<FaultKind>
export type Faults = FaultsOf<FaultKind>

export const NO_FAULTS: Faults = new FaultsOf([])

/** A list that says what there is, not what changed: other requests do not use these faults up. */
const FULL_LIST = /\/(events|calendars|calendarView|calendarView\/delta)(\?(?!.*\$deltatoken=)|$)/i
const DELTA = /\/calendarView\/delta\?/i

export function faultDesk(): FaultDeskOf<FaultKind> {
  return new FaultDeskOf(concerns)
}

function concerns(kind: FaultKind, { method, path }: FaultSubject): boolean {
  switch (kind) {
    case 'empty-list':
    case 'short-list':
      return method === 'GET' && FULL_LIST.test(path)
    case 'repeat-page':
    case 'withhold-delta-link':
      return method === 'GET' && DELTA.test(path)
    case 'expire-delta-links':
      return DELTA.test(path) && /\$(delta|skip)token=/i.test(path)
    case 'stale-read':
      return method === 'GET'
    case 'interaction-required':
      return /\/oauth2\/v2\.0\/token/.test(path)
    case 'forget-transaction':
    case 'drop-extended-properties':
      return method === 'POST' && /\/events$/.test(path)
    case 'overlapping-write':
      return method === 'PATCH' || method === 'DELETE'
    case 'schedule-missing':
      return /\/getSchedule$/i.test(path)
    default:
      return true
  }
}
