/**
 * What nobody outside Google knows for certain ([inf] in provider-facts) and what an account's owner may configure: each is
 * a switch with the likelier value as its default, so that a client can be tried against both (fairness rule 74).
 */
export interface Switches {
  /** [inf] Google usually sends no new refresh token on refresh; keeper.sh treats rotation as possible. */
  rotateRefreshTokens: boolean
  accessTokenSeconds: number
  /** 7 for a consent screen in status "Testing"; null once published. */
  testingExpiryDays: number | null
  /** Refresh tokens unused this long die. */
  idleExpiryDays: number | null
  /** Seconds of time-limited access the user picks: sent as `refresh_token_expires_in`. */
  timeLimitedGrantSeconds: number | null
  /** A status the token endpoint answers instead of working, e.g. 503 or 429. */
  tokenEndpointStatus: number | null
  /** OAuth clients that exist; null lets every client in. */
  clients: { id: string; secret: string; redirectUris: string[] }[] | null
  /** [inf] Whether requests with orderBy, q, iCalUID, updatedMin or extended properties end without a sync token. */
  withholdSyncTokenWhenFiltered: boolean
  /** [inf] Age at which a sync token dies; null: never. */
  syncTokenMaxAgeDays: number | null
  /**
   * [inf] How a sync token that died is told: as the guide says, 410 `fullSyncRequired`, or 400 "Invalid sync token value.", which several clients of the
   * API provide for.
   */
  deadSyncToken: 'gone' | 'invalid'
  /** Sync tokens die when somebody's access to the calendar changes. */
  aclChangeExpiresSyncTokens: boolean
  /** [inf] Undefined by the vendor: what a token does beside other values of singleEvents, showDeleted or eventTypes. */
  syncTokenParameterMismatch: 'reject' | 'ignore'
  /** [inf] What a token with a window says of a changed event that now lies outside it. */
  changeOutsideWindow: 'omit' | 'emit'
  updatedMinReachDays: number
  /** How long a deletion shows in full lists with showDeleted; changes since a token always show it. */
  tombstoneDays: number | null
  /** Hidden rows count towards a page, so that pages are short or empty (MM 73); false fills every page. */
  hiddenRowsFillPages: boolean
  /** [inf] Whether deleting a series also lists each of its exceptions as deleted. */
  deletedSeriesLists: 'all' | 'master'
  /** [inf] Patching a deleted event: refused as gone, or applied to the tombstone. */
  patchOfDeleted: 'gone' | 'applied'
  /** Whether a write of equal values leaves the etag (MM 58, seen on calendars). */
  equalWriteKeepsEtag: boolean
  /** Seconds during which reads answer as if a write had not happened yet. */
  replicaLagSeconds: number
  quotaPerUserPerMinute: number
  quotaPerProjectPerMinute: number
  quotaAnswer: '403' | '429'
  quotaRetryAfterSeconds: number | null
  /** The next calendar after so many answers 403 quotaExceeded; deleting refunds nothing (MM 36). */
  calendarsPerAccount: number
  /** When the first message of a channel arrives, compared with the answer of watch. */
  syncMessage: 'before' | 'after'
  notificationsPerChange: number
  notificationDelayMs: number
  notificationRetryBaseMs: number
  /** Messages still delivered after a channel was stopped. */
  lateDeliveriesAfterStop: number
  /** [inf] The longest life a channel gets, whatever its ttl asks. */
  channelMaxTtlSeconds: number
}

export const DEFAULT_SWITCHES: Switches = {
  rotateRefreshTokens: false,
  accessTokenSeconds: 3600,
  testingExpiryDays: null,
  idleExpiryDays: 182,
  timeLimitedGrantSeconds: null,
  tokenEndpointStatus: null,
  clients: null,
  withholdSyncTokenWhenFiltered: false,
  syncTokenMaxAgeDays: null,
  deadSyncToken: 'gone',
  aclChangeExpiresSyncTokens: true,
  syncTokenParameterMismatch: 'reject',
  changeOutsideWindow: 'omit',
  updatedMinReachDays: 30,
  tombstoneDays: 30,
  hiddenRowsFillPages: true,
  deletedSeriesLists: 'all',
  patchOfDeleted: 'gone',
  equalWriteKeepsEtag: true,
  replicaLagSeconds: 0,
  quotaPerUserPerMinute: 600,
  quotaPerProjectPerMinute: 10_000,
  quotaAnswer: '403',
  quotaRetryAfterSeconds: null,
  calendarsPerAccount: 38,
  syncMessage: 'after',
  notificationsPerChange: 1,
  notificationDelayMs: 0,
  notificationRetryBaseMs: 1000,
  lateDeliveriesAfterStop: 0,
  channelMaxTtlSeconds: 2_592_000,
}
