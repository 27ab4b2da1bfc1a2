/**
 * The mail that came in, newest first and bounded. With a folder each message is also an .eml file there, so that yesterday's
 * mail is still to be read today.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime, { type Address } from 'postal-mime'

export const KEPT_MESSAGES = 200

export interface Message {
  /** Sorts as the messages came. */
  id: string
  receivedAt: string
  /** As SMTP said it; null for mail of an earlier run, of which only the text was kept. */
  envelope: Envelope | null
  from: Correspondent | null
  to: Correspondent[]
  subject: string
  /** In the order of the mail, names in lower case, values decoded. */
  headers: { key: string; value: string }[]
  text: string
  html: string
  raw: string
}
export interface Envelope {
  from: string
  to: string[]
}
export interface Correspondent {
  name: string
  address: string
}

export class MailStore {
  readonly #folder: string | undefined
  #messages: Message[] = []
  #count = 0

  private constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** @param folder made when missing; undefined keeps the mail in memory alone */
  static async open(folder: string | undefined): Promise<MailStore> {
    const store = new MailStore(folder)
    if (folder === undefined) return store
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.eml')) continue
      const path = join(folder, name)
      const receivedAt = statSync(path).mtime.toISOString()
      store.#messages.unshift(await parse(name.slice(0, -4), receivedAt, null, readFileSync(path)))
    }
    return store
  }

  async keep(raw: Buffer, envelope: Envelope): Promise<Message> {
    const receivedAt = new Date()
    this.#count += 1
    const id = `${receivedAt.toISOString().replaceAll(/[-:.]/g, '')}-${String(this.#count).padStart(4, '0')}`
    // Synchronously: whoever ends the launcher right after the answer still finds the mail.
    if (this.#folder !== undefined) writeFileSync(join(this.#folder, `${id}.eml`), raw)
    const message = await parse(id, receivedAt.toISOString(), envelope, raw)
    this.#messages.unshift(message)
    for (const dropped of this.#messages.splice(KEPT_MESSAGES)) this.#forget(dropped)
    return message
  }

  all(): Message[] {
    return [...this.#messages]
  }

  find(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id)
  }

  clear(): void {
    for (const message of this.#messages) this.#forget(message)
    this.#messages = []
  }

  #forget(message: Message): void {
    if (this.#folder !== undefined) rmSync(join(this.#folder, `${message.id}.eml`), { force: true })
  }
}

async function parse(id: string, receivedAt: string, envelope: Envelope | null, raw: Buffer): Promise<Message> {
  const mail = await PostalMime.parse(raw)
  return {
    id,
    receivedAt,
    envelope,
    from: correspondents(mail.from === undefined ? [] : [mail.from])[0] ?? null,
    to: correspondents(mail.to ?? []),
    subject: mail.subject ?? '',
    headers: mail.headers.map(({ key, value }) => ({ key, value })),
    text: mail.text ?? '',
    html: mail.html ?? '',
    raw: raw.toString('utf8'),
  }
}

/** An address list may hold groups (RFC 5322, section 3.4); their members count. */
function correspondents(addresses: readonly Address[]): Correspondent[] {
  return addresses.flatMap((address) =>
    address.group === undefined
      ? [{ name: address.name, address: address.address ?? '' }]
      : correspondents(address.group),
  )
}
