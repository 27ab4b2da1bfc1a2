import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, test } from 'vitest'
import { portOf } from './free-port.ts'
import { type Mailbox, startMailbox } from './mailbox/mailbox.ts'
import { KEPT_MESSAGES } from './mailbox/store.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function aMailbox(options: Parameters<typeof startMailbox>[0] = {}): Promise<Mailbox> {
  const mailbox = await startMailbox(options)
  closers.push(() => mailbox.close())
  return mailbox
}

function send(mailbox: Mailbox, set: { subject?: string; html?: string; text?: string } = {}) {
  const transport = createTransport({ url: mailbox.smtpUrl })
  return transport.sendMail({
    from: 'Aforo <aforo@aforo.example>',
    to: 'Lucía Peña <lucia@consultora.example>',
    subject: set.subject ?? 'Tu presupuesto de networking',
    text: set.text ?? 'Te quedan 2 h 30 min esta semana.',
    html: set.html ?? '<p>Te quedan <b>2 h 30 min</b> esta semana. <a href="http://127.0.0.1:1/semana">Ver</a></p>',
    headers: { 'List-Unsubscribe': '<http://127.0.0.1:1/baja>' },
  })
}

describe('a mail that arrives', () => {
  test('is parsed, accents and all, and found by whoever waits for it', async () => {
    const mailbox = await aMailbox()
    const waiting = mailbox.waitFor((mail) => mail.subject.includes('próxima'), 5_000)
    await send(mailbox, {
      subject: 'Tu próxima semana: año nuevo, señales y más cosas que caben en dos líneas de encabezado',
    })
    const mail = await waiting
    expect(mail.from).toEqual({ name: 'Aforo', address: 'aforo@aforo.example' })
    expect(mail.to).toEqual([{ name: 'Lucía Peña', address: 'lucia@consultora.example' }])
    expect(mail.envelope).toEqual({ from: 'aforo@aforo.example', to: ['lucia@consultora.example'] })
    expect(mail.text.trim()).toBe('Te quedan 2 h 30 min esta semana.')
    expect(mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toBe('<http://127.0.0.1:1/baja>')
    expect(mail.raw).toContain('MIME-Version: 1.0')
  })

  test('that does not come is told with the subjects that did', async () => {
    const mailbox = await aMailbox()
    await send(mailbox, { subject: 'otro' })
    await expect(mailbox.waitFor((mail) => mail.subject === 'este', 50)).rejects.toThrow('["otro"]')
  })

  test('is kept in the folder for the next run, newest first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aforo-mail-'))
    closers.push(() => rmSync(folder, { recursive: true }))
    const before = await startMailbox({ folder })
    await send(before, { subject: 'primero' })
    await send(before, { subject: 'segundo' })
    await before.close()
    const after = await aMailbox({ folder })
    expect(after.messages().map((mail) => mail.subject)).toEqual(['segundo', 'primero'])
    after.clear()
    expect(readdirSync(folder)).toEqual([])
  })

  test('pushes the oldest out when there are too many', async () => {
    const mailbox = await aMailbox()
    const transport = createTransport({ url: mailbox.smtpUrl, pool: true })
    for (let n = 0; n <= KEPT_MESSAGES; n++) {
      await transport.sendMail({ from: 'a@aforo.example', to: 'b@aforo.example', subject: String(n), text: '' })
    }
    transport.close()
    expect(mailbox.messages()).toHaveLength(KEPT_MESSAGES)
    expect(mailbox.messages().at(-1)?.subject).toBe('1')
  })
})

describe('the page', () => {
  test('lists the mails and shows one in a frame that runs no script', async () => {
    const mailbox = await aMailbox()
    await send(mailbox, { subject: '<script>alert(1)</script>', html: '<p>Hola</p><script>alert(2)</script>' })
    const list = await (await fetch(mailbox.url)).text()
    expect(list).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(list).not.toContain('<script')
    const path = /href="(\/messages\/[^"]+)"/.exec(list)?.[1]
    const page = await (await fetch(mailbox.url + path)).text()
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    expect(page).not.toContain('alert(2)')
    const framed = await fetch(`${mailbox.url + path}/html`)
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/)
    expect(await framed.text()).toMatch(/^<base target="_blank"><p>Hola<\/p>/)
    const raw = await fetch(`${mailbox.url + path}/raw`)
    expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  test('gives the mails as JSON and empties the box on DELETE', async () => {
    const mailbox = await aMailbox()
    await send(mailbox)
    const api = `${mailbox.url}/api/messages`
    expect(await (await fetch(api)).json()).toMatchObject({ items: [{ subject: 'Tu presupuesto de networking' }] })
    expect((await fetch(api, { method: 'DELETE' })).status).toBe(204)
    expect(mailbox.messages()).toEqual([])
  })

  test('says so when a mail is not there', async () => {
    const mailbox = await aMailbox()
    expect((await fetch(`${mailbox.url}/messages/20260101-0001`)).status).toBe(404)
  })
})

describe('a fault on request', () => {
  test.for(['CONNECT', 'MAIL', 'RCPT', 'DATA'] as const)('refuses at %s with the code asked for, once', async (at) => {
    const mailbox = await aMailbox()
    mailbox.fault({ kind: 'answer', at, code: 451 })
    await expect(send(mailbox)).rejects.toMatchObject({ responseCode: 451 })
    expect(mailbox.messages()).toEqual([])
    await send(mailbox)
    expect(mailbox.messages()).toHaveLength(1)
  })

  test.for([true, false])('cuts the connection before the answer, the mail kept: %s', async (keeps) => {
    const mailbox = await aMailbox()
    mailbox.fault({ kind: 'cut', keeps })
    await expect(send(mailbox)).rejects.toThrow()
    expect(mailbox.messages()).toHaveLength(keeps ? 1 : 0)
  })

  test('delivers twice', async () => {
    const mailbox = await aMailbox()
    mailbox.fault({ kind: 'twice' })
    await send(mailbox)
    expect(mailbox.messages()).toHaveLength(2)
  })

  test('delays, and lasts until it is healed', async () => {
    const mailbox = await aMailbox()
    mailbox.fault({ kind: 'answer', at: 'RCPT', code: 550 }, Number.POSITIVE_INFINITY)
    mailbox.fault({ kind: 'delay', at: 'DATA', ms: 30 })
    await expect(send(mailbox)).rejects.toMatchObject({ responseCode: 550 })
    await expect(send(mailbox)).rejects.toMatchObject({ responseCode: 550 })
    mailbox.heal()
    await send(mailbox)
    expect(mailbox.messages()).toHaveLength(1)
  })
})

test('a taken port is a reason, not a hang', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  closers.push(() => other.close())
  await expect(startMailbox({ port: portOf(other) })).rejects.toThrow('EADDRINUSE')
  await expect(startMailbox({ smtpPort: portOf(other) })).rejects.toThrow('EADDRINUSE')
})
