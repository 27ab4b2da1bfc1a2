import { describe, expect, test } from 'vitest'
import { aFrame } from '../../../test/builders/a-frame.ts'
import { at } from '../../../test/builders/a-week.ts'
import { attribute, elements, parsePage, textOf } from '../../../test/builders/page.ts'
import { failedSince, someHealth } from '../../../test/builders/some-health.ts'
import { pageHtml } from '../frame/layout.tsx'
import { CalendarsPage } from './calendars.tsx'

describe('the calendars page', () => {
  const shown = (accounts: Parameters<typeof someHealth>[0]) =>
    parsePage(
      pageHtml(
        <CalendarsPage
          frame={aFrame('es-MX', 'typical', '/calendars')}
          providers={['google']}
          accounts={someHealth(accounts, at('2026-11-24 10:00')).map((one) => ({ ...one, removable: true }))}
        />,
      ),
    )
  const tagsOf = (calendar: NonNullable<Parameters<typeof someHealth>[0][string]['calendars']>[string]) =>
    elements(shown({ google: { calendars: { Trabajo: calendar } } }), 'p')
      .filter((one) => attribute(one, 'class')?.startsWith('tag'))
      .map(textOf)

  test('says up to date only of what is used and was read', () => {
    expect(tagsOf({})).toEqual(['Conectada', 'Al día'])
    expect(tagsOf({ sync: { readAt: null } })).toEqual(['Leyéndose por primera vez', 'Aún sin leer'])
    expect(tagsOf({ sync: { readAt: null }, busy: false, candidates: false })).toEqual(['Conectada', 'Sin uso'])
    expect(tagsOf({ sync: failedSince('2026-11-24T10:00:00Z') })).toEqual(['No se puede leer', 'No se puede leer'])
    expect(tagsOf({ sync: { gone: true } })).toEqual(['Conectada', 'Ya no existe'])
    expect(tagsOf({ followUps: true, role: 'reader', sync: { lostAt: '2026-11-24T10:00:00Z' } })).toEqual([
      'Conectada',
      'No se puede escribir',
    ])
  })

  test('tells two accounts of one address apart, and has one way back for the one that waits', () => {
    const page = shown({
      google: { calendars: { Trabajo: {} } },
      microsoft: {
        connection: {
          provider: 'microsoft',
          state: { status: 'revoked', since: '2026-11-24T10:00:00Z', listAt: null },
        },
        calendars: { Trabajo: {}, Familia: {} },
      },
    })
    expect(elements(page, 'h2').map(textOf)).toEqual([
      'Cuenta de Google (ana@example.com)',
      'Cuenta de Microsoft (ana@example.com)',
    ])
    expect(elements(page, 'a').filter((one) => attribute(one, 'href') === '/connect/microsoft')).toHaveLength(1)
    expect(textOf(page).match(/Espera a su cuenta/g)).toHaveLength(2)
  })

  test('says when it was read, when it is read next, what is wrong and what to do', () => {
    const page = textOf(
      shown({ google: { calendars: { Trabajo: {}, Familia: { sync: failedSince('2026-11-24T10:00:00Z') } } } }),
    )
    expect(page).toContain('Última lectura: ayer o después')
    expect(page).toMatch(/No podemos leer «Familia» desde el mar 24 de nov.*: el proveedor no responde\./)
    expect(page).toContain('No tienes que hacer nada')
  })
})
