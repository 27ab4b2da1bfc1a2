/** What is around a page, for each life it may have to show: an ordinary one, one with nothing in it, and one that smuggles. */
import type { Locale } from '../../src/i18n/index.ts'
import type { Frame } from '../../src/web/frame/layout.tsx'
import { at, ZONE } from './a-week.ts'

export type Life = 'typical' | 'empty' | 'hostile'
export const LIVES: Life[] = ['typical', 'empty', 'hostile']
export const LOCALES: Locale[] = ['es-MX', 'en']
export const HOSTILE = '"><script>alert(1)</script>\u202E\r\n\u0000<img src=x onerror=alert(1)>&amp;{{x}}'

/** @returns what a text of that life says: the dull one, or twenty times the hostile one */
export function textOfLife(life: Life): (dull: string) => string {
  return (dull) => (life === 'hostile' ? HOSTILE.repeat(20) : dull)
}

export function aFrame(locale: Locale, life: Life, path = '/'): Frame {
  return {
    locale,
    timeZone: ZONE,
    now: at('2026-11-24 10:00'),
    person: {
      name: life === 'hostile' ? HOSTILE : 'Ana',
      email: life === 'empty' ? null : life === 'hostile' ? HOSTILE : 'ana@example.com',
    },
    path,
    flash: life === 'empty' ? null : { tone: life === 'typical' ? 'done' : 'problem', text: 'Guardado.' },
  }
}
