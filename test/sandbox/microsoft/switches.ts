/**
 * What nobody outside Microsoft knows for certain ([inf] in provider-facts) and what an account's owner may configure: each is
 * a switch with the likelier value as its default, so that a client can be tried against both (fairness rule 74).
 */
export interface Switches {
  accessTokenSeconds: number
  /** Refresh tokens unused this long die (90 days); those of a single-page app end 24 h after sign-in. */
  refreshTokenDays: number
  /** Granted scopes come back short, or as `https://graph.microsoft.com/...` (KP#644). */
  scopesInAnswers: 'short' | 'qualified'
  /** A status the token endpoint answers instead of working, e.g. 503 or 429. */
  tokenEndpointStatus: number | null
  /** OAuth clients that exist; null lets every client in. */
  clients: { id: string; secret: string; redirectUris: string[]; kind: 'web' | 'spa' }[] | null
  /** Tenants whose people may not consent by themselves: "Need admin approval" (LG F1). */
  adminConsentTenants: string[]
  /** What `xms_edov` says of the id token's address; null: the claim is absent, as it is unless the app asks for it. */
  emailDomainVerified: boolean | null
  /** How many generations of a delta chain's state are kept: three were seen (microsoft-graph-docs#2350). null: all. */
  deltaGenerationsKept: number | null
  /** How an expired state is told: both forms are documented. */
  expiredDelta: 'syncStateNotFound' | 'resyncRequired'
  /** [inf] Pages without any item although more follow: in full rounds, in all, or never (microsoft-graph-docs#2839). */
  emptyDeltaPages: 'full' | 'always' | 'never'
  /** How many items of a page the next one says again (MG/delta-query-overview: replays happen). */
  deltaReplays: number
  /** [inf] The largest page, whatever `odata.maxpagesize` asks. */
  deltaMaxPageSize: number
  /** [inf] Whether an exception comes whole in delta; occurrences always are stubs. */
  exceptionsInDelta: 'whole' | 'stub'
  /** [inf] Whether a round tells of a series beside its occurrences, or leaves it to be fetched (KP#409). */
  mastersInDelta: 'told' | 'left-out'
  /**
   * Whether a round tells as removed an occurrence that was deleted, or that a changed rule no longer makes, while its series stands: several have found that
   * only the series is told (microsoft-graph-docs#4501, #5520).
   */
  goneOccurrences: 'told' | 'left-out'
  /** Seconds until a write shows in delta and views. */
  replicationDelaySeconds: number
  /**
   * Zones that the API takes with an event: those of its page, Windows' and a closed list of IANA's (MG/api/resources/datetimetimezone), or any that
   * there is.
   */
  zonesWritten: 'documented' | 'any'
  /** [inf] What a `transactionId` does whose event was deleted since. */
  transactionAfterDelete: 'creates-another' | 'answers-deleted' | 'duplicate'
  /** [inf] How long a `transactionId` is remembered; null: for ever. */
  transactionMemoryHours: number | null
  /** [inf] Status of ErrorDuplicateTransactionId. */
  duplicateTransactionStatus: 400 | 409
  /** [inf] Whether an event in Deleted Items is still found by its immutable id. */
  deletedFoundByImmutableId: boolean
  /** Outlook's setting "save declined events": they stay, as free, instead of going to Deleted Items. */
  declinedEventsStay: boolean
  /** What the organiser's cancellation does to the guest's copy before they look at it. */
  cancellationBy: 'marking' | 'removing'
  /** Requests per app and mailbox in ten minutes. */
  requestsPerTenMinutes: number
  concurrentRequests: number
  concurrencyStatus: 429 | 503
  /** Least time a request takes, so that parallel ones meet. */
  serviceMs: number
  retryAfterSeconds: number
  retryAfterForm: 'seconds' | 'date'
  notificationsPerChange: number
  notificationDelayMs: number
  /** How long a receiver may take (3 s at Microsoft). */
  notificationTimeoutMs: number
  notificationRetryBaseMs: number
  notificationAttempts: number
  /** What the service has decided about slow endpoints: from 10 % slow answers on it delays them, from 15 % it drops. */
  slowEndpoints: 'served' | 'delayed' | 'dropped'
  validationTimeoutMs: number
  /** Notifications still delivered after a subscription was deleted. */
  lateDeliveriesAfterDelete: number
}

export const DEFAULT_SWITCHES: Switches = {
  accessTokenSeconds: 3600,
  refreshTokenDays: 90,
  scopesInAnswers: 'short',
  tokenEndpointStatus: null,
  clients: null,
  adminConsentTenants: [],
  emailDomainVerified: null,
  deltaGenerationsKept: 3,
  expiredDelta: 'syncStateNotFound',
  emptyDeltaPages: 'full',
  deltaReplays: 0,
  deltaMaxPageSize: 1000,
  exceptionsInDelta: 'whole',
  mastersInDelta: 'told',
  goneOccurrences: 'left-out',
  replicationDelaySeconds: 0,
  zonesWritten: 'documented',
  transactionAfterDelete: 'creates-another',
  transactionMemoryHours: null,
  duplicateTransactionStatus: 409,
  deletedFoundByImmutableId: false,
  declinedEventsStay: false,
  cancellationBy: 'marking',
  requestsPerTenMinutes: 10_000,
  concurrentRequests: 4,
  concurrencyStatus: 429,
  serviceMs: 0,
  retryAfterSeconds: 10,
  retryAfterForm: 'seconds',
  notificationsPerChange: 1,
  notificationDelayMs: 0,
  notificationTimeoutMs: 3000,
  notificationRetryBaseMs: 1000,
  notificationAttempts: 5,
  slowEndpoints: 'served',
  validationTimeoutMs: 10_000,
  lateDeliveriesAfterDelete: 0,
}
