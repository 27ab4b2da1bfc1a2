/**
 * The SMTP side of the mailbox: takes every mail for everybody on the loopback, and misbehaves when a test asks for it.
 */
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { portOf } from '../free-port.ts'
import type { Envelope } from './store.ts'

export type SmtpStage = 'CONNECT' | 'MAIL' | 'RCPT' | 'DATA'

/** What goes wrong, once or as often as asked. */
export type MailFault =
  /** A refusal: 4xx for now, 5xx for good. Nothing is kept. */
  | { kind: 'answer'; at: SmtpStage; code: number }
  /** The connection ends after the whole mail came, before its answer; `keeps` says whether the mail arrived all the same. */
  | { kind: 'cut'; keeps: boolean }
  | { kind: 'delay'; at: SmtpStage; ms: number }
  /** A relay that delivers one mail twice. */
  | { kind: 'twice' }

export interface Smtp {
  port: number
  fault(fault: MailFault, times: number): void
  /** Connections that a `delay` holds at this moment. */
  held(): number
  heal(): void
  close(): Promise<void>
}

/** @throws when the port is taken */
export async function startSmtp(
  port: number,
  keep: (raw: Buffer, envelope: Envelope) => Promise<unknown>,
): Promise<Smtp> {
  let faults: { fault: MailFault; left: number }[] = []
  const sockets = new Set<Socket>()
  let held = 0

  const take = <K extends MailFault['kind']>(kind: K, at?: SmtpStage): Extract<MailFault, { kind: K }> | undefined => {
    const isMeant = (fault: MailFault): fault is Extract<MailFault, { kind: K }> =>
      fault.kind === kind && (!('at' in fault) || fault.at === at)
    for (const entry of faults) {
      if (!isMeant(entry.fault)) continue
      entry.left -= 1
      faults = faults.filter((other) => other.left > 0)
      return entry.fault
    }
    return undefined
  }
  const stage = async (at: SmtpStage): Promise<Error | null> => {
    const delay = take('delay', at)
    if (delay) {
      held += 1
      // Nobody waits for a mail that is held longer than everything else lasts.
      await new Promise((resolve) => setTimeout(resolve, delay.ms).unref())
      held -= 1
    }
    const refusal = take('answer', at)
    return refusal ? Object.assign(new Error('refused on request'), { responseCode: refusal.code }) : null
  }

  const server = new SMTPServer({
    hideSTARTTLS: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => void stage('CONNECT').then(done),
    onMailFrom: (_address, _session, done) => void stage('MAIL').then(done),
    onRcptTo: (_address, _session, done) => void stage('RCPT').then(done),
    onData: (stream, session, done) => {
      const receive = async () => {
        const raw = Buffer.from(await text(stream.setEncoding('latin1')), 'latin1')
        const refusal = await stage('DATA')
        if (refusal) return done(refusal)
        const cut = take('cut')
        const copies = cut?.keeps === false ? 0 : take('twice') ? 2 : 1
        for (let copy = 0; copy < copies; copy++) await keep(raw, envelopeOf(session))
        if (cut) return socketOf(session, sockets)?.destroy()
        done()
      }
      receive().catch(done)
    },
  })
  // Without a listener a client that breaks off would end the process.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return {
    port: portOf(server.server),
    fault(fault, times) {
      faults.push({ fault, left: times })
    },
    held: () => held,
    heal() {
      faults = []
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function envelopeOf(session: SMTPServerSession): Envelope {
  const { mailFrom, rcptTo } = session.envelope
  return { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) }
}

function socketOf(session: SMTPServerSession, sockets: ReadonlySet<Socket>): Socket | undefined {
  for (const socket of sockets) if (socket.remotePort === session.remotePort) return socket
  return undefined
}
