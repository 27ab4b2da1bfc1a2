/** The page of everything taken along and brought back, and what is said of permissions before and after leaving. */
import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { aFrame, HOSTILE, LIVES, type Life, LOCALES } from '../../../test/builders/a-frame.ts'
import { attribute, elements, parsePage, textOf } from '../../../test/builders/page.ts'
import { describePage } from '../../../test/builders/page-rules.ts'
import { nothingRestored } from '../../cycle/restored.ts'
import type { Locale } from '../../i18n/index.ts'
import { Page, pageHtml } from '../frame/layout.tsx'
import { MyDataPage } from './my-data.tsx'

function aPage(locale: Locale, life: Life): Child {
  const restored = nothingRestored()
  restored.rows.contacts.taken = 1_234
  if (life === 'hostile') {
    restored.refused.push({ table: 'contacts', row: 3, field: HOSTILE, reason: 'not_an_address' })
    for (let row = 0; row < 300; row++)
      restored.changed.push({ table: 'followUps', row, field: 'calendarId', reason: 'calendar_missing' })
  }
  const frame = aFrame(locale, life, '/my-data')
  return (
    <MyDataPage
      frame={frame}
      refused={life === 'empty' ? 'too_large' : null}
      restored={life === 'empty' ? null : restored}
    />
  )
}

describePage(
  'my-data',
  LOCALES.flatMap((locale) => LIVES.map((life) => ({ locale, page: parsePage(pageHtml(aPage(locale, life))) }))),
)

describe('what became of a file', () => {
  test('is said by table and by row, in words, and bounded', () => {
    const text = textOf(parsePage(pageHtml(aPage('es-MX', 'hostile'))))
    expect(text).toContain('1,234')
    expect(text).toContain('Contactos, fila 4')
    expect(text).toContain('No parece un correo.')
    expect(text).toContain('Y 100 filas más.')
    expect(text).not.toContain('not_an_address')
  })

  test('offers the three files and takes one', () => {
    const page = parsePage(pageHtml(aPage('en', 'typical')))
    const links = elements(page, 'a').map((link) => attribute(link, 'href'))
    expect(links).toEqual(expect.arrayContaining(['/api/v1/me/export', '/contacts.vcf', '/contacts.csv']))
    const [form] = elements(page, 'form').filter((one) => attribute(one, 'action') === '/my-data')
    expect(form && attribute(form, 'enctype')).toBe('multipart/form-data')
    expect(textOf(page)).toContain('All of the file was understood.')
  })
})

test('who has left an account of Microsoft’s is told where its permission is taken back', () => {
  for (const locale of LOCALES) {
    const flash = { tone: 'done' as const, text: '.', consent: ['personal', 'work'] as const }
    const page = parsePage(pageHtml(<Page frame={{ ...aFrame(locale, 'typical', '/'), flash }} title="." />))
    const links = elements(page, 'a').map((link) => attribute(link, 'href'))
    expect(links).toContain('https://account.live.com/consent/Manage')
    expect(links).toContain('https://myapps.microsoft.com')
  }
})
