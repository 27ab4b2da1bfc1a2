import { createTransport } from 'nodemailer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, seriousAxeFindings } from '../browser/browser.ts'
import { type Mailbox, startMailbox } from './mailbox/mailbox.ts'

let browser: Browser
let mailbox: Mailbox
beforeAll(async () => {
  ;[browser, mailbox] = await Promise.all([openBrowser(), startMailbox()])
})
afterAll(async () => {
  await browser.close()
  await mailbox.close()
})

test('on a phone a person finds a mail, reads it and follows its link into a new tab', async () => {
  await createTransport({ url: mailbox.smtpUrl }).sendMail({
    from: 'Aforo <aforo@aforo.example>',
    to: 'Lucía Peña <lucia@consultora.example>',
    subject: 'Tu presupuesto de networking: 3 h 10 min de 6 h',
    text: 'Hola, Lucía.',
    html: `<html><head></head><body><p>Hola, Lucía. <a href="${mailbox.url}/?followed">Ver la semana</a></p>
      <script>document.body.textContent = 'a script ran'</script></body></html>`,
  })
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'es-MX' })
  const page = await context.newPage()
  await page.goto(mailbox.url)
  expect(await seriousAxeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Tu presupuesto de networking' }).click()
  expect(await seriousAxeFindings(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)

  const frame = page.frameLocator('iframe')
  const opened = context.waitForEvent('page')
  await frame.getByRole('link', { name: 'Ver la semana' }).click()
  const tab = await opened
  await tab.waitForURL(`${mailbox.url}/?followed`)
  expect(await tab.getByRole('heading', { level: 1 }).textContent()).toBe('Buzón de pruebas')
  // As a page of its own, not as a sandboxed one: the link leads to where the person is signed in.
  expect(await tab.evaluate('window.origin')).toBe(mailbox.url)
  await context.close()
})

test('a planted fault is found', async () => {
  const page = await browser.newPage()
  await page.setContent('<html><title>x</title><body><img src="data:,"><button></button></body></html>')
  const rules = (await seriousAxeFindings(page)).map((finding) => finding.rule)
  expect(rules).toEqual(expect.arrayContaining(['button-name', 'html-has-lang', 'image-alt']))
  await page.close()
})
