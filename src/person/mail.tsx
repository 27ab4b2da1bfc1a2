/** The mails Aforo writes by itself: content made by `digest/`, rendered and signed here, sent over SMTP. */
import type { Temporal } from 'temporal-polyfill'
import { signLink } from '../accounts/signed-link.ts'
import type { Config } from '../config.ts'
import { nameOf } from '../cycle/health.ts'
import { digestInput, lifeAt } from '../cycle/life.ts'
import { failingOf } from '../cycle/outages.ts'
import type { SendOutcome } from '../cycle/outbox.ts'
import type { Effect, PersonState } from '../cycle/state.ts'
import { digestContent } from '../digest/content.ts'
import { digestHtml, noticeHtml } from '../digest/html.tsx'
import { digestMessage, type Message, noticeMessage } from '../digest/message.ts'
import { noticeContent } from '../digest/notice.ts'
import type { DigestContent } from '../digest/shapes.ts'
import { sendMail } from '../mail/send.ts'

/** One-tap links outlive the week they are about, and not much more. */
const LINKS_LIVE_HOURS = 14 * 24

/** The digest as it would be sent now: what the preview page, the API and the mail show alike. */
export function digestOfNow(config: Config, state: PersonState, now: Temporal.Instant): Message {
  const content = digestContentOfNow(config, state, now)
  return digestMessage(content, digestHtml(content))
}

export function digestContentOfNow(config: Config, state: PersonState, now: Temporal.Instant): DigestContent {
  const person = state.person.id
  const expiresAt = now.add({ hours: LINKS_LIVE_HOURS })
  return digestContent(
    digestInput(lifeAt(state, now), {
      appUrl: config.appUrl,
      unsubscribeUrl: `${config.appUrl}/unsubscribe/${signLink(config.secretKeys, { purpose: 'unsubscribe', person })}`,
      link: ({ event, action }) =>
        `${config.appUrl}/act/${signLink(config.secretKeys, { purpose: 'act', person, event, action, expiresAt })}`,
    }),
  )
}

export async function mailOf(
  config: Config,
  effect: Extract<Effect, { kind: 'digest' | 'notice' }>,
  opId: string,
  state: PersonState,
  now: Temporal.Instant,
): Promise<SendOutcome> {
  const message = effect.kind === 'digest' ? digestOfNow(config, state, now) : noticeOf(config, effect, state)
  // Made of the operation, so that two copies of one mail can be told from two mails (RFC 5322, 3.6.4).
  const messageId = `${opId.replace(/[^\w.-]+/g, '.')}.${state.person.id}@${new URL(config.appUrl).hostname}`
  const sent = await sendMail(config, { ...message, to: effect.to, messageId })
  switch (sent.kind) {
    case 'ok':
      return { kind: 'done' }
    case 'failed':
      return { kind: 'failed', error: { reason: sent.reason } }
    case 'unknown':
      return { kind: 'unknown', error: { reason: 'unreachable', code: sent.reason } }
  }
}

function noticeOf(
  config: Config,
  { about, connectionId }: Extract<Effect, { kind: 'notice' }>,
  state: PersonState,
): Message {
  const connection = state.connections.get(connectionId)
  const account = connection === undefined ? { provider: 'google' as const, address: null } : nameOf(connection)
  const failing = connection === undefined ? [] : failingOf(state, connection)
  const { locale, timeZone } = state.person.settings
  const notice = noticeContent(
    about === 'unreadable'
      ? { about, account, failing: failing.map(({ calendar, ...rest }) => ({ name: calendar?.name ?? null, ...rest })) }
      : { about, account },
    { locale, timeZone, appUrl: config.appUrl, reconnectUrl: `${config.appUrl}/connect/${account.provider}` },
  )
  return noticeMessage(notice, noticeHtml(notice))
}
