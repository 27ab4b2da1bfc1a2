/** Grants without a browser: tokens for a test, a grant taken away, tokens that run out, delta links that die. */
import { ControlRefusal } from '../wire/control-door.ts'
import { expireAccessTokens, fixedEndOf, issueAccessToken, issueRefreshToken, revokeGrants } from './tokens.ts'
import type { MicrosoftWorld } from './world.ts'

export const EVERY_SCOPE = [
  'openid',
  'email',
  'profile',
  'offline_access',
  'User.Read',
  'MailboxSettings.Read',
  'Calendars.ReadWrite',
]

export class Grants {
  private readonly world: MicrosoftWorld

  constructor(world: MicrosoftWorld) {
    this.world = world
  }

  /** Tokens as a consent would have given them. */
  issue(email: string, scopes: string[] = EVERY_SCOPE, clientId = 'sandbox-client') {
    const account = this.world.account(email)
    if (account === undefined) throw new ControlRefusal(`No such account: ${email}`, 404)
    const granted = { account: account.email, clientId, scopes }
    this.world.state.consents.set(`${account.email} ${clientId}`, scopes)
    const refresh = issueRefreshToken(this.world, granted, fixedEndOf(this.world, clientId))
    const access = issueAccessToken(this.world, granted)
    return { accessToken: access.token, refreshToken: refresh.token, scopes, clientId }
  }

  /** The person takes access away, from one app or from all. Answers how many tokens died. */
  revoke(email: string, clientId?: string, why: 'revoked' | 'password' = 'revoked'): number {
    return revokeGrants(this.world, email.toLowerCase(), clientId, why)
  }

  expireAccess(email: string): void {
    expireAccessTokens(this.world, email.toLowerCase())
  }

  /** Every delta link so far answers that its state is gone. */
  expireDeltaLinks(): void {
    this.world.state.generations.clear()
    this.world.onChange()
  }
}
