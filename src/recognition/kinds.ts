/**
 * What an event can be. The words are those of the labelled events (test/recognition); two of them, `sports` and `webinar`,
 * stand on both sides: a golf day of a chamber is networking, a league match is not.
 */

export const NETWORKING_KINDS = [
  'after-office',
  'alumni',
  'chamber-breakfast',
  'conference',
  'matchmaking',
  'meetup',
  'one-to-one-intro',
  'referral-group',
  'round-table',
  'sports',
  'trade-show',
  'webinar',
] as const

export const OTHER_KINDS = [
  'class',
  'client-meeting',
  'family',
  'focus',
  'holiday',
  'internal-meeting',
  'interview',
  'medical',
  'personal',
  'religious',
  'reminder',
  'sales-call',
  'sports',
  'travel',
  'webinar',
] as const

export type NetworkingKind = (typeof NETWORKING_KINDS)[number]
export type OtherKind = (typeof OTHER_KINDS)[number]
export type Kind = NetworkingKind | OtherKind

export const KINDS: readonly Kind[] = [...new Set<Kind>([...NETWORKING_KINDS, ...OTHER_KINDS])]

const ofNetworking: ReadonlySet<string> = new Set(NETWORKING_KINDS)
const ofOther: ReadonlySet<string> = new Set(OTHER_KINDS)

export function isNetworkingKind(kind: string): kind is NetworkingKind {
  return ofNetworking.has(kind)
}

export function isOtherKind(kind: string): kind is OtherKind {
  return ofOther.has(kind)
}
