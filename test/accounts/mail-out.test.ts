/** Mail out of workerd: what arrives at a real SMTP server, and which word comes back from one that misbehaves at each step. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { sendMail } from '../../src/mail/send.ts'
import { startMailbox } from '../sandbox/mailbox/mailbox.ts'
import { startWorker } from '../sandbox/worker.ts'
import { aConfig } from './a-door.ts'

type Message = Parameters<typeof sendMail>[1]

const message: Message = {
  to: 'ana@example.com',
  subject: 'Tu semana: 4 h 30 min de 6 h, y una invitación de la Cámara de Comercio, Servicios y Turismo',
  html: '<h1>¡Hola, Ana!</h1><p>Networking — miércoles 19:00</p>',
  text: '¡Hola, Ana!\nNetworking — miércoles 19:00\n.\nFin',
  messageId: 'q3ohfvd0@aforo.example',
}

let folder: string
let worker: Awaited<ReturnType<typeof startWorker>>
let mailbox: Awaited<ReturnType<typeof startMailbox>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aforo-mail-'))
  const config = join(folder, 'wrangler.toml')
  const main = join(import.meta.dirname, 'mail-worker.ts')
  await writeFile(
    config,
    `name = "mail-out"\nmain = ${JSON.stringify(main)}\ncompatibility_date = "2026-04-01"\ncompatibility_flags = ["nodejs_compat"]\n`,
  )
  worker = await startWorker({ config, vars: {}, persist: false })
  mailbox = await startMailbox()
}, 60_000)
afterAll(async () => {
  await Promise.all([worker.close(), mailbox.close()])
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  mailbox.clear()
  mailbox.heal()
})

test('a mail arrives whole: names and subject decoded, both versions, one recipient, the headers for one-click unsubscribing', async () => {
  const unsubscribe = `<https://aforo.example/u/${'x'.repeat(200)}>, <mailto:stop@aforo.example>`
  const sent = await send(mailbox.smtpUrl, {
    ...message,
    headers: { 'List-Unsubscribe': unsubscribe, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  })
  expect(sent).toEqual({ kind: 'ok' })
  const [mail] = mailbox.messages()
  expect(mail).toMatchObject({
    envelope: { from: 'aforo@mail.example', to: ['ana@example.com'] },
    from: { name: 'Aforo, México', address: 'aforo@mail.example' },
    to: [{ name: '', address: 'ana@example.com' }],
    subject: message.subject,
  })
  expect(mail?.text.replaceAll('\r\n', '\n').trim()).toBe(message.text)
  expect(mail?.html.trim()).toBe(message.html)
  const headers = new Map(mail?.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('message-id')).toBe('<q3ohfvd0@aforo.example>')
  expect(headers.get('list-unsubscribe')).toBe(unsubscribe)
  expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  // RFC 5322, 2.1.1 and RFC 2047, 2: lines and encoded words that any server takes.
  const [head = ''] = mail?.raw.split('\r\n\r\n') ?? []
  for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  for (const word of head.match(/=\?[^ ]+\?=/g) ?? []) expect(word.length).toBeLessThanOrEqual(75)
})

test('no text can end a header, add one, or add a reader', async () => {
  const evil = 'Hola\r\nBcc: thief@evil.example\r\n\r\n<h1>other</h1>'
  const sent = await send(mailbox.smtpUrl, {
    ...message,
    from: { name: evil, address: 'aforo@mail.example' },
    subject: evil,
    headers: { 'X-Week': evil },
  })
  expect(sent).toEqual({ kind: 'ok' })
  const [mail] = mailbox.messages()
  expect(mail?.envelope?.to).toEqual(['ana@example.com'])
  expect(mail?.headers.map((header) => header.key)).not.toContain('bcc')
  expect(mail?.html.trim()).toBe(message.html)
  for (const to of [
    'ana@example.com\r\nRCPT TO:<thief@evil.example>',
    'ana@example.com, thief@evil.example',
    'nobody',
    '',
  ]) {
    mailbox.clear()
    const end = await send(mailbox.smtpUrl, { ...message, to })
    if (end.kind !== 'ok') expect(end).toEqual({ kind: 'failed', reason: 'rejected' })
    expect(
      mailbox
        .messages()
        .flatMap((one) => one.envelope?.to)
        .filter((reader) => reader?.includes('thief')),
    ).toEqual([])
  }
})

test.each([
  ['CONNECT', 554, 'unreachable'],
  ['CONNECT', 421, 'throttled'],
  ['MAIL', 451, 'throttled'],
  ['MAIL', 550, 'rejected'],
  ['RCPT', 450, 'throttled'],
  ['RCPT', 550, 'rejected'],
  ['DATA', 452, 'throttled'],
  ['DATA', 554, 'rejected'],
] as const)('a server that answers %s with %i has certainly not taken the mail: %s', async (at, code, reason) => {
  mailbox.fault({ kind: 'answer', at, code })
  expect(await send(mailbox.smtpUrl)).toEqual({ kind: 'failed', reason })
  expect(mailbox.messages()).toEqual([])
  expect(await send(mailbox.smtpUrl)).toEqual({ kind: 'ok' })
})

test.each([true, false])('cut off after the mail went out, nobody knows (it was kept: %s)', async (keeps) => {
  mailbox.fault({ kind: 'cut', keeps })
  expect(await send(mailbox.smtpUrl)).toEqual({ kind: 'unknown', reason: 'cut_off' })
  expect(mailbox.messages()).toHaveLength(keeps ? 1 : 0)
})

test.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const)(
  'cut off at %s, before the mail was asked for, it was not sent',
  async (at) => {
    const server = await aCuttingServer(at)
    expect(await send(server.url)).toEqual({ kind: 'failed', reason: 'unreachable' })
    expect(server.heard.join('')).not.toContain('Hola')
    await server.close()
  },
)

test.each(['354', 'first bytes', 'last bytes'] as const)('cut off at the %s of the mail, nobody knows', async (at) => {
  const server = await aCuttingServer(at)
  expect(await send(server.url)).toEqual({ kind: 'unknown', reason: 'cut_off' })
  await server.close()
})

test('a server that is not there, or speaks something else, was sent nothing', async () => {
  expect(await send('smtp://127.0.0.1:9')).toEqual({ kind: 'failed', reason: 'unreachable' })
  expect(await send('smtp://nowhere.invalid:25')).toEqual({ kind: 'failed', reason: 'unreachable' })
  const server = await aCuttingServer('another protocol')
  expect(await send(server.url)).toEqual({ kind: 'failed', reason: 'unreachable' })
  await server.close()
})

test('a password is said to this machine or under TLS, never in the open', async () => {
  const server = await aCuttingServer('nothing')
  const config = aConfig({ SMTP_URL: server.url.replace('//', '//ana:open-sesame@') })
  expect(await ask({ ...config, smtp: { ...config.smtp, loopback: false } }, message)).toEqual({
    kind: 'failed',
    reason: 'unreachable',
  })
  expect(server.heard.join('')).not.toContain('AUTH')
  expect(await ask(config, message)).toEqual({ kind: 'ok' })
  expect(server.heard.join('')).toContain(`AUTH PLAIN ${Buffer.from('\0ana\0open-sesame').toString('base64')}`)
  await server.close()
})

test('mails sent at once do not disturb each other', async () => {
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      send(mailbox.smtpUrl, { ...message, to: `person${n}@example.com`, messageId: `op${n}@aforo.example` }),
    ),
  )
  expect(sent).toEqual(Array.from({ length: 10 }, () => ({ kind: 'ok' })))
  expect(new Set(mailbox.messages().map((mail) => mail.to[0]?.address)).size).toBe(10)
})

function send(smtpUrl: string, what: Message = message) {
  return ask(aConfig({ SMTP_URL: smtpUrl, EMAIL_FROM: '"Aforo, México" <aforo@mail.example>' }), what)
}

async function ask(config: object, what: Message): Promise<Awaited<ReturnType<typeof sendMail>>> {
  const response = await fetch(worker.url, { method: 'POST', body: JSON.stringify([config, what]) })
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
  return response.json() as ReturnType<typeof sendMail>
}

type Cut =
  | 'greeting'
  | 'EHLO'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | '354'
  | 'first bytes'
  | 'last bytes'
  | 'another protocol'
  | 'nothing'

/** As much of SMTP as is needed to break off exactly where a test wants. */
async function aCuttingServer(cut: Cut): Promise<{ url: string; heard: string[]; close(): Promise<void> }> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let isMail = false
    let rest = ''
    const answer = (step: Cut | null, line: string) => (cut === step ? socket.destroy() : socket.write(`${line}\r\n`))
    if (cut === 'another protocol') socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    else answer('greeting', '220 here')
    socket.on('data', (chunk) => {
      heard.push(String(chunk))
      rest += String(chunk)
      if (isMail) {
        if (cut === 'first bytes') socket.destroy()
        if (!rest.endsWith('\r\n.\r\n')) return
        isMail = false
        rest = ''
        return answer('last bytes', '250 kept')
      }
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const command = rest.slice(0, 4).toUpperCase()
        rest = rest.slice(end + 2)
        if (command === 'EHLO') answer('EHLO', '250-here\r\n250 AUTH PLAIN')
        else if (command === 'AUTH') answer(null, '235 welcome')
        else if (command === 'MAIL') answer('MAIL', '250 ok')
        else if (command === 'RCPT') answer('RCPT', '250 ok')
        else if (command === 'DATA') {
          isMail = true
          answer('DATA', '354 go on')
          if (cut === '354') socket.end()
        } else answer(null, '502 what')
      }
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
