/** The rules that are judged by the mail that arrived: 8, 13 and 14. */
import type { Message } from '../../sandbox/mailbox/store.ts'

/** Rule 8: at most one digest for each person and local week. A relay's second copy of one mail is that mail (RFC 5322, 3.6.4). */
export function rule8(mails: readonly Message[]): string[] {
  const ids = new Map<string, Set<string>>()
  for (const mail of mails.filter(isDigest)) {
    // Who erased everything and came back is a new person under an old address.
    const person = /\.([\da-f-]{36})@/.exec(header(mail, 'message-id') ?? '')?.[1] ?? ''
    const key = `${mail.to.map(({ address }) => address).join(', ')} ${person} ${weekOfDigest(mail)}`
    ids.set(key, (ids.get(key) ?? new Set()).add(header(mail, 'message-id') ?? mail.id))
  }
  return [...ids].filter(([, copies]) => copies.size > 1).map(([key, copies]) => `${copies.size} digests: ${key}`)
}

export function isDigest(mail: Message): boolean {
  return header(mail, 'list-unsubscribe') !== null
}

/** Its operation is in its Message-ID: `digest.2026-W48...@host`. */
export function weekOfDigest(mail: Message): string {
  return /\d{4}-W\d{2}/.exec(header(mail, 'message-id') ?? '')?.[0] ?? 'no week'
}

/** Rule 13: one notice of what ended, not two. */
export function rule13(mails: readonly Message[]): string[] {
  const ids = new Map<string, Set<string>>()
  for (const mail of mails.filter((one) => !isDigest(one))) {
    const key = `"${mail.subject}" to ${mail.to.map(({ address }) => address).join(', ')}`
    ids.set(key, (ids.get(key) ?? new Set()).add(header(mail, 'message-id') ?? mail.id))
  }
  return [...ids].filter(([, copies]) => copies.size > 1).map(([key, copies]) => `${copies.size} times ${key}`)
}

/** Rule 14, in mail: no script, no picture from elsewhere, and no link but to Aforo itself. */
export function rule14(mails: readonly Message[], appUrl: string): string[] {
  return mails.flatMap((mail) => {
    // Of tags alone: what is escaped is text, whatever it spells.
    const tags = (mail.html.match(/<[a-z!/][^>]*>/gi) ?? []).join('\n')
    const inHtml = [...tags.matchAll(/\b(?:href|src|action)\s*=\s*["']?([^"'\s>]+)/gi)].map((m) => m[1] ?? '')
    const inText = [...`${mail.text}\n${mail.subject}`.matchAll(/\bhttps?:\/\/[^\s<>]+/gi)].map(([url]) => url)
    const elsewhere = [...inHtml, ...inText].filter(
      (url) => !url.startsWith('#') && !`${url}/`.startsWith(`${appUrl}/`),
    )
    const active = /<(?:script|iframe|img|object|embed|form)\b|\son\w+\s*=/i.exec(tags)
    return [
      ...elsewhere.map((url) => `"${mail.subject}" links to ${url}`),
      ...(active === null ? [] : [`"${mail.subject}" carries ${active[0]}`]),
    ]
  })
}

function header(mail: Message, name: string): string | null {
  return mail.headers.find(({ key }) => key === name)?.value ?? null
}
