/** Grants without a browser: tokens for a test, a grant taken away, tokens that run out, accesses that change. */
import { notFound } from './api-error.ts'
import { expireAccessTokens, issueAccessToken, issueRefreshToken, revokeGrants } from './tokens.ts'
import type { GoogleWorld } from './world.ts'

export const EVERY_SCOPE = ['openid', 'email', 'profile', 'https://www.googleapis.com/auth/calendar']

export class Grants {
  private readonly world: GoogleWorld

  constructor(world: GoogleWorld) {
    this.world = world
  }

  /** Tokens as a consent would have given them. */
  issue(account: string, scopes: string[] = EVERY_SCOPE, clientId = 'sandbox-client') {
    if (this.world.account(account) === undefined) throw notFound()
    const refresh = issueRefreshToken(this.world, account.toLowerCase(), clientId, scopes)
    const access = issueAccessToken(this.world, refresh, refresh.token)
    return { accessToken: access.token, refreshToken: refresh.token, scopes, clientId }
  }

  /** The user takes access away, from one client's project or from all. Answers how many tokens died. */
  revoke(account: string, clientId?: string): number {
    return revokeGrants(this.world, account.toLowerCase(), clientId)
  }

  expireAccess(account: string): void {
    expireAccessTokens(this.world, account.toLowerCase())
  }

  /** Every sync token of a calendar so far answers 410. */
  expireSyncTokens(calendarId: string): void {
    const calendar = this.world.calendar(calendarId)
    if (calendar === undefined) throw notFound()
    calendar.tokenEpoch += 1
  }
}
