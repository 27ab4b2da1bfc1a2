/**
 * The promise: a link in the mail shows what it would do, acts when its button is pressed and never otherwise, for the person, event and time it was signed for
 * (design.md, section 7); and no text from outside becomes a header, a link or markup of our mail (rule 14).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anInvitation } from '../builders/an-event.ts'
import { isDigest, rule14, weekOfDigest } from '../simulation/rules/mails.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'
import { brokenRules } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google)
})
afterEach(() => {
  journey.google.mails = []
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'

/** Ana on Monday at seven, with the mail of a week in which she is invited on Thursday. */
async function anaWithMail(sketch: Parameters<typeof anInvitation>[0] = {}): Promise<Person> {
  await journey.at('2026-11-22 10:00')
  const ana = await journey.signUp()
  ana.has(anInvitation({ title: GALA, start: '2026-11-26 13:00', ...sketch }))
  await ana.sync()
  await ana.ringUntil('2026-11-23 07:00')
  return ana
}

interface Link {
  label: string
  path: string
}

/** One-tap links of the newest mail, as a browser reads them. */
function links(person: Person): Link[] {
  const [mail] = person.mails().filter(isDigest)
  return [...(mail?.html ?? '').matchAll(/<a\b[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)].map(
    ([, href = '', label = '']) => ({
      label: label.replace(/<[^>]+>/g, '').trim(),
      path: new URL(href.replaceAll('&amp;', '&')).pathname,
    }),
  )
}

function actions(person: Person): Map<string, string> {
  return new Map(
    links(person).flatMap(({ path }) => {
      const body = /^\/act\/([\w-]+)\./.exec(path)?.[1]
      const fields: unknown = body === undefined ? null : JSON.parse(Buffer.from(body, 'base64url').toString())
      return Array.isArray(fields) ? [[String(fields[3]), path] as const] : []
    }),
  )
}

function link(person: Person, action: string): string {
  const path = actions(person).get(action)
  if (path === undefined) throw new Error(`no link "${action}" in the mail, only ${[...actions(person).keys()]}`)
  return path
}

function answerAtGoogle(person: Person): string | null | undefined {
  const event = person.atGoogle().find(({ summary }) => summary === GALA)
  return event?.attendees?.find(({ email }) => email === person.email)?.responseStatus
}

describe('a link of the mail', () => {
  test('opened shows the event and does nothing, however often; pressed it acts, and pressed again it is harmless', async () => {
    const ana = await anaWithMail()
    const nobody = journey.browser()
    const accept = link(ana, 'accept')
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await nobody.ask<string>(method, accept)
      expect(page.status).toBe(200)
      if (method === 'GET') expect(page.text).toContain(GALA)
    }
    expect(answerAtGoogle(ana)).toBe('needsAction')
    expect(ana.effects()).toEqual([])

    // A mail program's or scanner's own requests carry no session, and neither do these.
    const pressed = await Promise.all([1, 2, 3].map(() => nobody.ask('POST', accept, { body: '' })))
    expect(pressed.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await nobody.ask('POST', accept, { body: '' })).status).toBe(200)
    expect(answerAtGoogle(ana)).toBe('accepted')
    expect(ana.effects()).toHaveLength(1)
    expect(journey.google.mails.filter(({ to }) => to.length > 0)).toHaveLength(1)
    expect(nobody.cookies.size).toBe(0)
  })

  test('declines with the organiser told', async () => {
    const ana = await anaWithMail()
    expect((await journey.browser().ask('POST', link(ana, 'decline'), { body: '' })).status).toBe(200)
    expect(answerAtGoogle(ana)).toBe('declined')
    const eventId = ana.atGoogle().find(({ summary }) => summary === GALA)?.id ?? ''
    const acts = [{ at: journey.now().epochMilliseconds, eventId, answer: 'declined' as const }]
    expect(await brokenRules(journey, writes, [ana], { acts })).toEqual([])
  })

  test('asks "¿fuiste?", books on "fui" and takes the block away on "no fui"', async () => {
    const ana = await anaWithMail({ answer: 'tentative', start: '2026-11-22 19:00' })
    const browser = journey.browser()
    expect((await browser.ask('POST', link(ana, 'attended'), { body: '' })).status).toBe(200)
    expect((await ana.followUps()).map(({ state }) => state)).toEqual(['booked'])
    expect((await browser.ask('POST', link(ana, 'missed'), { body: '' })).status).toBe(200)
    expect(await ana.followUps()).toEqual([])
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert', 'delete'])
  })

  test('acts for the person it was signed for, whoever is signed in where it is pressed', async () => {
    const ana = await anaWithMail()
    const berta = await anaWithMail()
    expect((await berta.browser.ask('POST', link(ana, 'accept'), { body: '' })).status).toBe(200)
    expect(answerAtGoogle(ana)).toBe('accepted')
    expect(answerAtGoogle(berta)).toBe('needsAction')
  })

  test('is over after its two weeks, shows so, and acts no more', async () => {
    const ana = await anaWithMail()
    const [accept, decline] = [link(ana, 'accept'), link(ana, 'decline')]
    await journey.at('2026-12-07 06:59')
    expect((await journey.browser().ask('GET', decline)).status).toBe(200)
    await journey.at('2026-12-07 07:01')
    for (const method of ['GET', 'POST']) {
      expect((await journey.browser().ask(method, accept, method === 'POST' ? { body: '' } : {})).status).toBe(410)
    }
    expect(ana.effects()).toEqual([])
  })

  test('changed in any part is none: another action, person, event, time or signature, and a link of another purpose', async () => {
    const ana = await anaWithMail()
    const berta = await anaWithMail()
    const accept = link(ana, 'accept').slice('/act/'.length)
    const [body = '', signature = ''] = accept.split('.')
    const fields: (string | number)[] = JSON.parse(Buffer.from(body, 'base64url').toString())
    const [purpose = '', person = '', event = '', action = '', until = 0] = fields
    const forged = (changed: (string | number)[]) =>
      `${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`
    const [unsubscribe = ''] = links(ana).flatMap(({ path }) => (path.startsWith('/unsubscribe/') ? [path] : []))
    const tokens = [
      forged([purpose, person, event, 'decline', until]),
      forged([purpose, berta.id, event, action, until]),
      forged([purpose, person, `${event}0`, action, until]),
      forged([purpose, person, event, action, Number(until) + 1]),
      forged(['unsubscribe', person]),
      body,
      `${body}.`,
      `${accept}x`,
      `${body}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
      `${body} .${signature}`,
      unsubscribe.slice('/unsubscribe/'.length),
      'x'.repeat(5_000),
      '..%2f..%2fme',
    ]
    for (const token of tokens) {
      for (const method of ['GET', 'POST']) {
        const answer = await journey.browser().ask(method, `/act/${token}`, method === 'POST' ? { body: '' } : {})
        expect([method, token.slice(0, 40), answer.status]).toEqual([method, token.slice(0, 40), 404])
      }
    }
    expect((await journey.browser().ask('POST', `/unsubscribe/${accept}`, { body: '' })).status).toBe(404)
    expect([...ana.effects(), ...berta.effects()]).toEqual([])
    expect((await ana.get<{ digest: { enabled: boolean } }>('/api/v1/settings')).body.digest.enabled).toBe(true)
  })

  test('of an event that has gone says so and does nothing', async () => {
    const ana = await anaWithMail()
    const accept = link(ana, 'accept')
    journey.google.hands.delete(
      ana.calendar,
      ana.atGoogle().find(({ summary }) => summary === GALA)?.id ?? '',
      'organiser',
    )
    await ana.sync()
    expect((await journey.browser().ask('POST', accept, { body: '' })).status).toBe(404)
    expect(ana.effects()).toEqual([])
  })
})

describe('unsubscribing', () => {
  test('takes one press of the mail program, no cookie and no page; a look at the link does nothing', async () => {
    const ana = await anaWithMail()
    const [mail] = ana.mails().filter(isDigest)
    const header = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
    const path = new URL(header.slice(1, -1)).pathname
    const program = journey.browser()
    const isEnabled = async () =>
      good(await ana.get<{ digest: { enabled: boolean } }>('/api/v1/settings')).digest.enabled
    expect((await program.ask('GET', path)).status).toBe(200)
    expect(await isEnabled()).toBe(true)
    // RFC 8058, 3.1: the body is `List-Unsubscribe=One-Click`, nothing else comes along.
    const press = () =>
      program.ask('POST', path, { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), origin: false })
    expect((await press()).status).toBe(200)
    expect((await press()).status).toBe(200)
    expect(await isEnabled()).toBe(false)
    const before = ana.mails().length
    for (const monday of ['2026-11-30 07:00', '2026-12-07 07:00']) {
      await journey.at(monday)
      await ana.ring()
    }
    expect(ana.mails()).toHaveLength(before)
    good(await ana.patch('/api/v1/settings', { digest: { enabled: true } }))
    await journey.at('2026-12-14 07:00')
    await ana.ring()
    // Back again, the person gets what is left of this week, and the next one.
    expect(ana.mails().slice(0, 2).map(weekOfDigest)).toEqual(['2026-W51', '2026-W50'])
    expect(ana.mails()).toHaveLength(before + 2)
  })
})

describe('text from outside', () => {
  const hostile = [
    'Networking CANACO\r\nBcc: todos@evil.example\r\n\r\nHola',
    'Networking </title><script>alert(1)</script><img src=x onerror=alert(2)>',
    'Networking: gana en https://evil.example/premio o www.evil.example hoy',
    'Networking "><a href="https://evil.example">entra</a> [clic](https://evil.example)',
    'Networking \u202Eoiciver\u202C javascript:alert(1) =?utf-8?B?QmNjOiB4QGV2aWwuZXhhbXBsZQ==?=',
  ]

  test('becomes neither header nor link nor markup of the mail', async () => {
    await journey.at('2026-11-22 10:00')
    const ana = await journey.signUp({ name: 'Ana <b>Ñandú</b>\r\nBcc: otra@evil.example https://evil.example' })
    for (const [n, title] of hostile.entries()) {
      ana.has(
        anInvitation({
          title,
          location: 'https://evil.example/mapa\r\nX-Evil: 1',
          start: `2026-11-${24 + n} 13:00`,
          answer: n % 2 === 0 ? 'accepted' : 'needsAction',
          organiser: {
            name: '<img src=//evil.example/p.png>\r\nBcc: x@evil.example',
            email: 'eventos@canaco-cdmx.example',
          },
        }),
      )
    }
    await ana.sync()
    await ana.ringUntil('2026-11-23 07:00')
    const [mail] = ana.mails().filter(isDigest)
    expect(mail?.envelope?.to).toEqual([ana.email])
    expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(mail?.headers.map(({ key }) => key)).not.toContain('x-evil')
    expect(mail?.subject).not.toContain('evil')
    expect(mail?.text).toContain('Networking CANACO')
    expect(mail?.text).not.toMatch(/(https?:\/\/|www\.)evil/)
    expect(rule14(ana.mails(), journey.url)).toEqual([])
  })

  test('is inert on the pages and in the block too', async () => {
    await journey.at('2026-11-22 10:00')
    const ana = await journey.signUp()
    ana.has(anInvitation({ title: hostile[1] ?? '', answer: 'accepted', start: '2026-11-23 12:00', minutes: 60 }))
    await ana.sync()
    await ana.ringUntil('2026-11-23 14:00')
    for (const path of ['/', '/follow-ups', '/digest']) {
      const page = await ana.browser.ask<string>('GET', path)
      expect(page.status).toBe(200)
      expect(page.text).not.toContain('<script>alert')
      expect(page.text).not.toMatch(/<img[^>]+onerror/)
    }
    expect(ana.effects().map(({ op }) => op)).toEqual(['insert'])
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
  })
})
