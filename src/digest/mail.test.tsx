import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aDigest, aFullDigest, ORIGIN } from '../../test/builders/a-digest.ts'
import { at, ZONE } from '../../test/builders/a-week.ts'
import { elements, parsePage, textOf } from '../../test/builders/page.ts'
import { digestContent } from './content.ts'
import { digestHtml, noticeHtml } from './html.tsx'
import { digestMessage, noticeMessage } from './message.ts'
import { noticeContent } from './notice.ts'
import { digestText } from './text.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'Mixer\r\nBcc: everybody@example.com',
  '\u202Etxt.exe\u2066 https://evil.example/phish javascript:alert(1) www.evil.example',
  `${'A'.repeat(100_000)}`,
  '\u0000\u0007\ud800',
  '',
]

describe.each(['es-MX', 'en'] as const)('the mail in %s', (locale) => {
  test.each(HOSTILE)('keeps a hostile title inert: %#', (hostile) => {
    const content = digestContent(aFullDigest(() => hostile, { locale, name: hostile }))
    const message = digestMessage(content, digestHtml(content))
    expect(message.subject).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    const page = parsePage(message.html)
    const names = new Set(elements(page).map((element) => element.name))
    for (const name of ['script', 'img', 'iframe', 'form', 'link']) expect(names).not.toContain(name)
    for (const link of elements(page, 'a')) expect(new URL(link.attributes.get('href') ?? '').origin).toBe(ORIGIN)
    for (const url of message.text.match(/\b[a-z]+:\/\/\S+/gi) ?? []) expect(new URL(url).origin).toBe(ORIGIN)
    for (const text of [message.text, textOf(page)])
      expect(text).not.toMatch(/evil\.example|[\u202a-\u202e\u2066-\u2069]/)
    expect(message.text.split('\n').filter((line) => line.startsWith('Bcc:'))).toEqual([])
  })

  test('says the same as text and as HTML', () => {
    const content = digestContent(aFullDigest((of) => of, { locale }))
    const html = textOf(parsePage(digestHtml(content))).replace(/\s+/g, ' ')
    const text = digestText(content).replace(/\s+/g, ' ')
    for (const { entries } of content.sections) {
      for (const entry of entries) {
        for (const line of [entry.title, ...entry.lines, ...entry.actions.map((action) => action.label)]) {
          expect(html).toContain(line.replace(/\s+/g, ' '))
          expect(text).toContain(line.replace(/\s+/g, ' '))
        }
      }
    }
  })

  test('has lines that mail may carry', () => {
    const text = digestText(digestContent(aFullDigest((of) => `${of} `.repeat(30), { locale })))
    for (const line of text.split('\n')) if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(78)
  })

  test('says its language, its title, and loads nothing', () => {
    const page = parsePage(digestHtml(digestContent(aFullDigest((of) => of, { locale }))))
    expect(elements(page, 'html')[0]?.attributes.get('lang')).toBe(locale)
    expect(elements(page, 'h1')).toHaveLength(1)
    expect(elements(page).filter((one) => one.attributes.has('src'))).toEqual([])
    for (const table of elements(page, 'table')) expect(table.attributes.get('role')).toBe('presentation')
  })

  test('a notice says what happened and links to the one thing to do', () => {
    const to = { locale, timeZone: ZONE, appUrl: ORIGIN, reconnectUrl: `${ORIGIN}/connect/google` }
    const account = { provider: 'google', address: 'ana@example.com <b>' } as const
    const notice = noticeContent({ about: 'revoked', account }, to)
    const message = noticeMessage(notice, noticeHtml(notice))
    expect(message.text).toContain(`${ORIGIN}/connect/google`)
    expect(elements(parsePage(message.html), 'b')).toEqual([])
    expect(message.headers['List-Unsubscribe']).toBeUndefined()
    const unnamed = noticeContent({ about: 'calendar_gone', account: { provider: 'google', address: null } }, to)
    expect(unnamed.paragraphs.join(' ')).not.toMatch(/ {2}/)
    expect(unnamed.action.url).toBe(`${ORIGIN}/calendars`)
  })

  test('a notice of a day names what cannot be read, since when and why', () => {
    const since = at('2026-11-23 07:00')
    const failing = [...'ABCDEFGHIJKL'].map((letter) => ({
      name: `Calendario ${letter} http://evil.example`,
      since,
      reason: letter === 'B' ? ('too_large' as const) : ('unreachable' as const),
    }))
    const account = { provider: 'microsoft', address: 'ana@example.com' } as const
    const to = { locale, timeZone: ZONE, appUrl: ORIGIN, reconnectUrl: ORIGIN }
    const notice = noticeContent({ about: 'unreadable', account, failing }, to)
    const { text } = noticeMessage(notice, noticeHtml(notice))
    expect(text).toContain('Microsoft (ana@example.com)')
    expect(notice.paragraphs).toHaveLength(4)
    expect(notice.paragraphs[1]).toMatch(/Calendario A .*Calendario C .*7:00/)
    expect(notice.paragraphs[2]).toMatch(/Calendario B .*7:00.*10,000/)
    expect(text).not.toContain('Calendario L')
    expect(text).not.toContain('evil.example')
    expect(text).toContain(`${ORIGIN}/calendars`)
    expect(notice.subject).toContain('23')
  })
})

test('a mail program can unsubscribe with one press (RFC 8058)', () => {
  const content = digestContent(aDigest())
  expect(digestMessage(content, '').headers).toMatchObject({
    'List-Unsubscribe': `<${ORIGIN}/unsubscribe/token>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
})

test('whatever stands in a calendar, both renderings hold together', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      const content = digestContent(aFullDigest(() => title))
      const page = parsePage(digestHtml(content))
      expect(elements(page, 'td').length).toBeGreaterThan(8)
      expect(digestText(content)).not.toMatch(/\p{Cc}(?<!\n)/u)
    }),
    { numRuns: 100 },
  )
}, 60_000)
