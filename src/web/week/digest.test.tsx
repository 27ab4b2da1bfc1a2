import { describe, expect, test } from 'vitest'
import { aDigest } from '../../../test/builders/a-digest.ts'
import { aFrame } from '../../../test/builders/a-frame.ts'
import { at } from '../../../test/builders/a-week.ts'
import { attribute, elements, parsePage, textOf } from '../../../test/builders/page.ts'
import { digestContent } from '../../digest/content.ts'
import { pageHtml } from '../frame/layout.tsx'
import { DigestPage } from './digest.tsx'

describe('the digest page', () => {
  const buttons = (state: 'sent' | 'sending' | 'failed' | 'given_up' | 'unknown' | null) => {
    const content = digestContent(aDigest({ now: at('2026-11-24 10:00'), name: '' }))
    const page = parsePage(
      pageHtml(
        <DigestPage
          frame={aFrame('es-MX', 'typical', '/digest')}
          content={content}
          nextAt={null}
          to="a@b.mx"
          attempt={state === null ? null : { state, at: at('2026-11-23 07:00') }}
        />,
      ),
    )
    return elements(page, 'form')
      .filter((form) => attribute(form, 'action') === '/digest')
      .map((form) =>
        `${textOf(form)} ${elements(form, 'input').some((one) => attribute(one, 'name') === 'again') ? 'again' : ''}`.trim(),
      )
  }
  test('sends once, and again only what nobody can know to have arrived', () => {
    expect(buttons(null)).toEqual(['Enviar ahora'])
    expect(buttons('sent')).toEqual([])
    expect(buttons('sending')).toEqual([])
    expect(buttons('failed')).toEqual([])
    expect(buttons('unknown')).toEqual(['Enviar de nuevo again'])
    expect(buttons('given_up')).toEqual(['Enviar de nuevo again'])
  })
})
