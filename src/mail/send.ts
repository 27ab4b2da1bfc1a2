/**
 * One message out over SMTP, with an answer that tells "certainly not sent" from "nobody knows" (design.md, rules 6 and 8): until the server
 * has asked for the message (354) nothing can have been sent; after that only its answer decides (RFC 5321, 4.2.5 and 6.1), and without one
 * the message may have arrived.
 */
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Config } from '../config.ts'

export interface Message {
  /** Default: EMAIL_FROM. */
  from?: { name: string; address: string }
  to: string
  subject: string
  html: string
  text: string
  /** Made from the operation's id: `<operation id>@<host>`, without the angle brackets. */
  messageId: string
  /** Beyond the usual ones. Line breaks and control characters in values become spaces. */
  headers?: Readonly<Record<string, string>>
}
export type Sent =
  | { kind: 'ok' }
  /**
   * Certainly not sent. `throttled`: the server said later (4yz); `unreachable`: no server, or none that lets us in; `rejected`: this message
   * or this address will not do (5yz).
   */
  | { kind: 'failed'; reason: 'throttled' | 'unreachable' | 'rejected' }
  /** The message went out and no answer came back. */
  | { kind: 'unknown'; reason: 'cut_off' | 'timed_out' }

const CONNECT_TIMEOUT_MS = 15_000
/** Between two lines of the server. */
const SILENCE_TIMEOUT_MS = 30_000
/** The whole of it, against a server that says something now and then. */
const SEND_TIMEOUT_MS = 60_000

/** @throws RangeError on a header name that is none: a bug of the caller, never an outside text */
export async function sendMail(config: Pick<Config, 'smtp' | 'emailFrom' | 'appUrl'>, message: Message): Promise<Sent> {
  const composed = new MailComposer({
    from: message.from ?? config.emailFrom,
    to: { name: '', address: message.to },
    subject: withoutControls(message.subject),
    text: message.text,
    html: message.html,
    messageId: message.messageId,
    headers: headersOf(message.headers ?? {}),
    // Texts come from events of others: none of them may make the composer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const raw = await composed.build()
  const { from, to } = composed.getEnvelope()
  return deliver(config, { from, to }, raw)
}

function deliver(
  config: Pick<Config, 'smtp' | 'appUrl'>,
  envelope: { from: string | false; to: string[] },
  raw: Buffer,
): Promise<Sent> {
  const { smtp } = config
  const { credentials } = smtp
  const connection = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.implicitTls,
    // A password goes over the network under TLS or not at all.
    requireTLS: credentials !== null && !smtp.loopback,
    name: new URL(config.appUrl).hostname,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  })
  let isAskedFor = false
  const body = new Readable({
    // The connection reads this for the first time when the server has answered DATA with 354.
    read() {
      isAskedFor = true
      this.push(raw)
      this.push(null)
    },
  })

  return new Promise<Sent>((resolve) => {
    const settle = (sent: Sent) => {
      clearTimeout(deadline)
      // The first word stands; what the connection still has to say is not heard.
      resolve(sent)
      connection.close()
    }
    const fail = (error: SmtpError) => settle(outcomeOf(error, isAskedFor))
    const deadline = setTimeout(() => fail({ code: 'ETIMEDOUT' }), SEND_TIMEOUT_MS)
    const send = () => connection.send(envelope, body, (error) => (error ? fail(error) : settle({ kind: 'ok' })))
    connection.on('error', fail)
    connection.connect((error) => {
      if (error) return fail(error)
      if (credentials === null) return send()
      const { user, password: pass } = credentials
      connection.login({ credentials: { user, pass } }, (refused) => (refused ? fail(refused) : send()))
    })
  })
}

/** What nodemailer says of a failure: its own code, and the server's where it answered. */
interface SmtpError {
  code?: string | undefined
  responseCode?: number | undefined
}

function outcomeOf(error: SmtpError, isAskedFor: boolean): Sent {
  const { code, responseCode = 0 } = error
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (responseCode >= 400 && responseCode < 600) {
    // 503 says that the conversation went wrong, not the message.
    if (responseCode < 500 || responseCode === 503) return { kind: 'failed', reason: 'throttled' }
    // Turned away at the greeting, at TLS or at the login: for the operator to mend, so the message waits.
    return { kind: 'failed', reason: isAboutMessage ? 'rejected' : 'unreachable' }
  }
  if (isAskedFor) return { kind: 'unknown', reason: code === 'ETIMEDOUT' ? 'timed_out' : 'cut_off' }
  // Too large for the server, or an address that is none.
  return { kind: 'failed', reason: isAboutMessage ? 'rejected' : 'unreachable' }
}

function headersOf(given: Readonly<Record<string, string>>): Record<string, string> {
  // RFC 3834, 5: so that no out-of-office answers it.
  const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated' }
  for (const [name, value] of Object.entries(given)) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) throw new RangeError('a mail header with an impossible name')
    headers[name] = withoutControls(value)
  }
  return headers
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
