/**
 * The environment, read once: names and defaults of design.md, section 8. Whatever is missing or malformed stops the start, all of it named
 * at once, and no value is ever repeated in the message. What passed here is not checked again.
 */
import * as v from 'valibot'

export interface Config {
  /** Public origin, without a slash at the end. */
  appUrl: string
  /** Whether people reach Aforo over TLS: decides the cookies' names, `Secure` and HSTS. */
  https: boolean
  database: { url: string; authToken: string | undefined }
  secretKeys: SecretKeys
  google: OAuthClient & { apiUrl: string }
  /** Null where this Aforo has no Microsoft client. */
  microsoft: (OAuthClient & { graphUrl: string }) | null
  smtp: SmtpServer
  emailFrom: { name: string; address: string }
  /** Who may sign up; addresses in lower case. */
  admission: Admission
  /** Whether feeds and CalDAV may reach private addresses. */
  privateNetwork: boolean
}
/** 32 bytes each. The previous one still opens and verifies while keys rotate; nothing new is made with it. */
export interface SecretKeys {
  current: Uint8Array<ArrayBuffer>
  previous: Uint8Array<ArrayBuffer> | null
}
export interface OAuthClient {
  clientId: string
  clientSecret: string
  /** Origin of the issuer; http only on loopback. */
  issuer: string
}
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte (`smtps://`); otherwise STARTTLS where the server offers it. */
  implicitTls: boolean
  /** The server is on this machine, where no TLS is asked of it. */
  loopback: boolean
  credentials: { user: string; password: string } | null
}
export type Admission = { kind: 'first_person' } | { kind: 'anyone' } | { kind: 'listed'; emails: ReadonlySet<string> }

/** What the platform hands to the Worker: the person's object, and the names of design.md as texts. */
export interface Bindings extends Partial<Record<ConfigName, string>> {
  PERSON: DurableObjectNamespace
}
export type ConfigName = keyof typeof environment.entries

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** One for each wrong name, beginning with the name. */
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** As `readConfig`, once for each environment: every request of an isolate is handed the same one. */
export function configOf(env: Bindings): Config {
  const known = read.get(env)
  if (known) return known
  const config = readConfig({ ...env })
  read.set(env, config)
  return config
}
const read = new WeakMap<Bindings, Config>()

/**
 * @param env the Worker's bindings; an empty text counts as missing. Other bindings pass, but a text whose name begins like one of ours
 *   and is none is refused: a mistyped option would otherwise silently be its default.
 * @throws ConfigError that names everything wrong
 */
export function readConfig(env: Record<string, unknown>): Config {
  const given = Object.fromEntries(CONFIG_NAMES.map((name) => [name, textOf(env[name])]))
  const parsed = v.safeParse(environment, given)
  const problems = [
    ...(parsed.issues ?? []).map((issue) => `${v.getDotPath(issue)} ${issue.message}`),
    ...Object.keys(env)
      .filter((name) => textOf(env[name]) !== undefined && looksLikeOurs(name))
      .map((name) => `${name} is no name Aforo knows`),
    ...missingPartner(given, 'MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const at = parsed.output
  return {
    appUrl: at.APP_URL,
    https: at.APP_URL.startsWith('https:'),
    database: { url: at.DATABASE_URL, authToken: at.DATABASE_AUTH_TOKEN },
    secretKeys: { current: at.SECRET_KEY, previous: at.SECRET_KEY_PREVIOUS ?? null },
    google: {
      clientId: at.GOOGLE_CLIENT_ID,
      clientSecret: at.GOOGLE_CLIENT_SECRET,
      issuer: at.GOOGLE_ISSUER,
      apiUrl: at.GOOGLE_API_URL,
    },
    microsoft:
      at.MICROSOFT_CLIENT_ID === undefined || at.MICROSOFT_CLIENT_SECRET === undefined
        ? null
        : {
            clientId: at.MICROSOFT_CLIENT_ID,
            clientSecret: at.MICROSOFT_CLIENT_SECRET,
            issuer: at.MICROSOFT_ISSUER,
            graphUrl: at.MICROSOFT_GRAPH_URL,
          },
    smtp: at.SMTP_URL,
    emailFrom: at.EMAIL_FROM,
    admission: at.ALLOWED_EMAILS ?? { kind: 'first_person' },
    privateNetwork: at.PRIVATE_NETWORK === 'allow',
  }
}

/** Whether an address is this machine's own, as URLs spell it (RFC 6761, 6.3 for `localhost`). */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

// One address, loosely: what matters is that nothing in it can end a header or a list.
const ADDRESS = /^[^\s"<>,;:@\\()[\]]+@[^\s"<>,;:@\\()[\]]+$/

const text = v.string('is missing')
const origin = v.pipe(
  text,
  v.check(
    (value) => originOf(value) !== null,
    'must be an origin such as https://example.com, without path; http only on this machine',
  ),
  v.transform((value) => originOf(value) ?? value),
)
const databaseUrl = v.pipe(
  text,
  v.check(
    (value) => ['http:', 'https:', 'libsql:'].includes(urlOf(value)?.protocol ?? ''),
    'must begin with https://, http:// or libsql://',
  ),
)
const secretKey = v.pipe(
  text,
  v.check((value) => keyOf(value) !== null, 'must be 32 bytes in base64, as `openssl rand -base64 32` prints'),
  v.transform((value) => keyOf(value) ?? new Uint8Array(0)),
)
const smtpUrl = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const server = smtpServerOf(dataset.value)
    if (server) return server
    addIssue({
      message: 'must be smtp://host:port or smtps://host:port, with user:password@ where the server wants it',
    })
    return NEVER
  }),
)
const emailFrom = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const [, quoted, plain, bracketed] = /^(?:(?:"([^"\\]*)"|([^"<>]*?))\s*<([^<>]+)>)$/.exec(dataset.value) ?? []
    const address = bracketed ?? dataset.value
    const name = (quoted ?? plain ?? '').trim()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character in a sender's name is what is refused here
    if (ADDRESS.test(address) && !/[\u0000-\u001f\u007f]/.test(name)) return { name, address }
    addIssue({ message: 'must be an address, with a name if you like: Aforo <aforo@example.com>' })
    return NEVER
  }),
)
const allowedEmails = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }): Admission => {
    if (dataset.value === '*') return { kind: 'anyone' }
    const emails = dataset.value
      .split(',')
      .map((email) => email.trim().toLowerCase())
      .filter((email) => email !== '')
    if (emails.length > 0 && emails.every((email) => ADDRESS.test(email)))
      return { kind: 'listed', emails: new Set(emails) }
    addIssue({ message: 'must be addresses with commas between them, or * for anyone' })
    return NEVER
  }),
)
const environment = v.object({
  APP_URL: origin,
  DATABASE_URL: databaseUrl,
  DATABASE_AUTH_TOKEN: v.optional(text),
  SECRET_KEY: secretKey,
  SECRET_KEY_PREVIOUS: v.optional(secretKey),
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_ISSUER: v.optional(origin, 'https://accounts.google.com'),
  GOOGLE_API_URL: v.optional(origin, 'https://www.googleapis.com'),
  MICROSOFT_CLIENT_ID: v.optional(text),
  MICROSOFT_CLIENT_SECRET: v.optional(text),
  MICROSOFT_ISSUER: v.optional(origin, 'https://login.microsoftonline.com'),
  MICROSOFT_GRAPH_URL: v.optional(origin, 'https://graph.microsoft.com'),
  SMTP_URL: smtpUrl,
  EMAIL_FROM: emailFrom,
  ALLOWED_EMAILS: v.optional(allowedEmails),
  PRIVATE_NETWORK: v.optional(v.picklist(['allow', 'deny'], 'must be allow or deny'), 'deny'),
})

const CONFIG_NAMES = Object.keys(environment.entries)

/** A text without the blanks that come along when a secret is pasted; nothing at all where it is empty. */
function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined
}

function looksLikeOurs(name: string): boolean {
  const firstWord = `${name.split('_')[0]}_`
  return !CONFIG_NAMES.includes(name) && CONFIG_NAMES.some((ours) => ours.startsWith(firstWord))
}

function missingPartner(given: Record<string, string | undefined>, ...pair: [ConfigName, ConfigName]): string[] {
  const missing = pair.filter((name) => given[name] === undefined)
  return missing.length === 1 ? [`${missing[0]} is missing`] : []
}

function urlOf(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

function originOf(value: string): string | null {
  const url = urlOf(value)
  if (url?.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return null
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  return null
}

function keyOf(value: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(value)) return null
  return Uint8Array.from(atob(value), (char) => char.charCodeAt(0))
}

function smtpServerOf(value: string): SmtpServer | null {
  const url = urlOf(value)
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') return null
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '' || url.port === '0') return null
  const implicitTls = url.protocol === 'smtps:'
  try {
    const user = decodeURIComponent(url.username)
    const password = decodeURIComponent(url.password)
    const loopback = isLoopback(url.hostname)
    return {
      // The mail library asks a name server for `localhost`, which knows none: the address says the same.
      host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port),
      implicitTls,
      loopback,
      credentials: user === '' ? null : { user, password },
    }
  } catch {
    return null // a stray % in user or password
  }
}
