import { describe, expect, test } from 'vitest'
import { attribute, elements, textOf } from '../../../test/builders/page.ts'
import { read } from '../../../test/builders/pages.tsx'

describe('a form that was refused', () => {
  const problems = (name: string) =>
    elements(read(name, 'hostile', 'es-MX'), 'a')
      .filter((link) => attribute(link, 'href')?.startsWith('#') && attribute(link, 'href') !== '#content')
      .map((link) => [attribute(link, 'href'), textOf(link)])
  test('says at its top what is wrong, by the labels of the fields', () => {
    expect(problems('settings')).toEqual([
      ['#weeklyCapHours', 'Horas de networking por semana: Escribe un número.'],
      ['#work-1-0-from', 'Horario de trabajo, lunes: La hora de fin debe ser posterior a la de inicio, y van las dos.'],
      ['#timeZone', 'Zona horaria: Esa zona horaria no existe.'],
    ])
    expect(problems('value')).toEqual([
      ['#weight-base', 'Conocer gente: Debe estar entre 0 y 3.'],
      ['#weight-hours', 'Horas que te pide: Escribe un número.'],
    ])
  })
})
