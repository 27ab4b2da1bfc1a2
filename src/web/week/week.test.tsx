import { describe, expect, test } from 'vitest'
import { aKnownEvent, anOtherCap, aPlan, at, aVerdict } from '../../../test/builders/a-week.ts'
import { attribute, elements, first, parsePage, plain, textOf } from '../../../test/builders/page.ts'
import { aWeek } from '../../../test/builders/page-life.tsx'
import { read } from '../../../test/builders/pages.tsx'
import { SKIP_REASONS } from '../../../test/builders/skip-reasons.ts'
import type { BlockId } from '../../calendar/event.ts'
import { pageHtml } from '../frame/layout.tsx'

describe('the week', () => {
  const page = read('week', 'typical', 'es-MX')
  const text = textOf(page)
  test('shows each reason to skip in words', () => {
    for (const reason of SKIP_REASONS) expect(text.replaceAll(`skip-${reason}`, '')).not.toContain(reason)
    expect(text).toContain('Se encima con «Networking mixer».')
    expect(text).toContain('No cabe en las horas de tu semana.')
  })
  test('shows every charge as its three parts and their sum', () => {
    expect(text).toContain('2 h de evento + 1 h de traslado + 30 min de seguimiento = 3 h 30 min')
  })
  test('says which calendar cannot be read, and since when', () => {
    expect(text).toMatch(/No podemos leer «Trabajo» desde el dom 22 de nov.*: tiene demasiados eventos\./)
  })
  test('asks for the way to a place before it is saved, and not for "as usual"', () => {
    const form = elements(page, 'form').find((one) => attribute(one, 'action')?.endsWith('/travel')) ?? page
    const minutes = elements(form, 'input').filter((one) => attribute(one, 'name') === 'minutes')
    expect(minutes.map((one) => one.attributes.has('required'))).toEqual([true])
    expect(elements(form, 'button').map((one) => one.attributes.has('formnovalidate'))).toEqual([false, true])
  })
  test('offers an answer to the organiser only where one can be given', () => {
    const answers = elements(page, 'form').filter((form) => attribute(form, 'action')?.endsWith('/answer'))
    expect(answers.map((form) => attribute(form, 'action'))).toEqual(['/events/mixer/answer'])
  })
  test('over the cap it says what letting go of each frees and costs, and all of them together', () => {
    const commitments = ['chapter', 'gala'].map((id) => aVerdict(aKnownEvent(id), { standing: 'commitment' }))
    const couldFree = commitments.map(({ event }) => event.id)
    const plan = aPlan('2026-W48', commitments, { cap: { minutes: 60, debt: 0 }, couldFree })
    const shown = textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan }))))
    expect(shown).toContain('Networking gala: libera 3 h 30 min y vale 3.5 puntos')
    expect(shown).toContain('En total liberarías 7 h y perderías 7 puntos.')
    expect(shown).toContain('pasan tu tope')
    const off = { ...plan, cap: { minutes: 0, debt: 0 } }
    expect(textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: off }))))).toContain(
      'Para que tu semana quede libre del todo, podrías soltar:',
    )
  })
  test('says what can still be used, and of a week that is over what was not', () => {
    const shown = (week: string) => textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: aPlan(week) }))))
    expect(shown('2026-W48')).toContain('Aún puedes usar 6 h')
    expect(shown('2026-W47')).toContain('Sin usar: 6 h')
    // Its dates are its name there.
    expect(shown('2026-W47').split('16–22 de noviembre')).toHaveLength(3)
  })
  test('is called by what week it is', () => {
    const titled = (week: string) =>
      textOf(first(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: aPlan(week) }))), 'h1'))
    expect([titled('2026-W48'), titled('2026-W49'), titled('2026-W50')]).toEqual([
      'Esta semana',
      'La próxima semana',
      'Semana del 7–13 de diciembre',
    ])
  })
})

describe('the week at another cap', () => {
  const plan = aPlan('2026-W48', [aVerdict(aKnownEvent('mixer'))])
  const [mixer, gala] = [aVerdict(aKnownEvent('mixer')), aVerdict(aKnownEvent('gala'))]
  const later = aVerdict(aKnownEvent('later', { start: at('2026-12-01 19:00'), end: at('2026-12-01 21:00') }))
  const sectionWith = (other: Parameters<typeof anOtherCap>[1] | null, isCapAsked = true) => {
    const otherCap = other === null ? null : anOtherCap(plan, other)
    const page = parsePage(pageHtml(aWeek('es-MX', 'typical', { plan, otherCap, isCapAsked })))
    return elements(page, 'section').find((one) => attribute(one, 'id') === 'what-if')
  }
  const shown = (...given: Parameters<typeof sectionWith>) => {
    const section = sectionWith(...given)
    return section === undefined ? null : textOf(section)
  }

  test('says what enters, what leaves and what that wins, and names the days of another week', () => {
    const text = shown({ capMinutes: 420, value: 5.25, gain: 1.75, enter: [gala, later], leave: [mixer] })
    expect(text).toContain('Con un tope de 7 h')
    expect(text).toContain('lo elegido sumaría 5.25 puntos. Ganarías 1.75 puntos.')
    expect(text).toMatch(
      /Entrarían.*Networking gala.*Networking later · mar 1 de dic.* \(de otra semana\) · 3 h 30 min/s,
    )
    expect(text).toMatch(/Saldrían.*Networking mixer · mar 24 de nov.* · 3 h 30 min · 3\.5 puntos/s)
    expect(text).not.toMatch(/gala[^·]*·[^·]*\(de otra semana\)/)
  })
  test('says a loss as a loss, and when nothing would change', () => {
    expect(shown({ capMinutes: 60, value: 0, gain: -3.5, leave: [mixer] })).toContain('Perderías 3.5 puntos.')
    expect(shown({ capMinutes: 375 })).toContain('No entraría ni saldría nada.')
  })
  test('offers to use that cap, and not the one that stands', () => {
    const uses = (capMinutes: number) =>
      elements(sectionWith({ capMinutes }) ?? plain, 'form')
        .filter((form) => attribute(form, 'action') === '/weeks/2026-W48/cap')
        .flatMap((form) => elements(form, 'input').map((input) => attribute(input, 'value')))
    expect(uses(435)).toEqual(['/?week=2026-W48', '7.25'])
    expect(uses(360)).toEqual([])
  })
  test('calls no hours at all a week off, and says by how much a small cap would be passed', () => {
    const off = shown({ capMinutes: 0, value: 0, gain: -3.5, leave: [mixer] })
    expect(off).toContain('Con la semana libre')
    expect(off).toContain('Tomar la semana libre')
    expect(off).not.toMatch(/se pasaría|de 0 min|Usar/)
    const charge = { event: 120, travel: 60, followUp: 30, total: 210 }
    expect(shown({ capMinutes: 120, charge })).toContain(
      'Lo ya comprometido o por confirmar se pasaría por 1 h 30 min.',
    )
    expect(shown({ capMinutes: 210, charge })).not.toContain('se pasaría')
  })
  test('draws the curve with both caps marked in words, and gives its numbers', () => {
    const section = sectionWith({ capMinutes: 435, value: 5.5 }) ?? plain
    const [drawing] = elements(section, 'svg')
    expect(attribute(drawing ?? plain, 'role')).toBe('img')
    expect(textOf(drawing ?? plain)).toContain(
      'Con tu tope de 6 h suma 3.5 puntos. Con 7 h 15 min sumaría 5.5 puntos. Con 12 h sumaría 5.5 puntos.',
    )
    expect(elements(drawing ?? plain, 'text').map(textOf)).toEqual(
      expect.arrayContaining(['Hoy: 6 h', 'Aquí: 7 h 15 min']),
    )
    const rows = elements(section, 'tr').map((row) =>
      row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))),
    )
    expect(rows).toEqual([
      ['Tope desde', 'Puntos', 'Horas ocupadas'],
      ['0 min', '0', '0 min'],
      ['6 h', '3.5', '3 h 30 min'],
      ['7 h', '5.5', '3 h 30 min'],
    ])
  })
  test('opens with the curve and the worth of one more hour alone', () => {
    const text = shown({}, false)
    expect(text).toContain('Una hora más en esta semana te daría 2 puntos.')
    expect(text).not.toMatch(/Aquí:|Con un tope de|Usar/)
  })
  test('says so where no cap would change anything, and is not there once the week is over', () => {
    const points = [0, 15].map((capMinutes) => ({ capMinutes, value: 0, chargeMinutes: 0, exact: true }))
    const flat = shown({ curve: { week: plan.week, capMinutes: 360, points, oneMoreHour: 0 } })
    expect(flat).toContain('ningún tope cambia lo que elegimos en esta semana')
    expect(flat).not.toContain('Ver ese tope')
    expect(shown(null)).toBeNull()
  })
})

describe('debt on the week', () => {
  test('says of a second step what it takes back of the first, and of which meeting each is', () => {
    const [coffee, breakfast] = [aKnownEvent('coffee'), aKnownEvent('breakfast')]
    const debt = {
      owed: [
        {
          followUp: 'f1' as BlockId,
          event: coffee.id,
          title: 'Networking coffee',
          minutes: 30,
          lapsesAt: at('2026-12-21 00:00'),
        },
      ],
      frees: [
        { close: 1, enter: [coffee.id], leave: [], gain: 1 },
        { close: 4, enter: [breakfast.id], leave: [], gain: 2 },
      ],
    }
    const plan = aPlan('2026-W48', [], { cap: { minutes: 360, debt: 30 } })
    const events = new Map([coffee, breakfast].map((event) => [event.id, event]))
    const shown = textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan, debt, events }))))
    expect(shown).toContain('Si cierras 1 seguimiento, tu plan gana «Networking coffee».')
    expect(shown).toContain(
      'Si cierras 4 seguimientos, tu plan gana «Networking breakfast» en lugar de «Networking coffee».',
    )
    expect(shown).toContain('mar 24 de nov · 30 min, hasta el lun 21 de dic')
  })
})
