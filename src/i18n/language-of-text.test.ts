import { expect, test } from 'vitest'
import { languageOfText } from './language-of-text.ts'

test.each([
  ['Ronda de presentaciones de un minuto y networking abierto con empresarios.', 'es-MX'],
  ['Join us for an evening of networking with the founders of Mexico City.', 'en'],
  ['Networking breakfast — desayuno de la Cámara para socios', 'es-MX'],
])('"%s" is %s, whatever the person speaks', (text, language) => {
  expect(languageOfText(text, 'en')).toBe(language)
  expect(languageOfText(text, 'es-MX')).toBe(language)
})

test.each(['', 'Networking CANACO', '懇親会', 'the de'])(
  '"%s" tells nothing, so the person’s own language is taken',
  (text) => {
    expect(languageOfText(text, 'en')).toBe('en')
    expect(languageOfText(text, 'es-MX')).toBe('es-MX')
  },
)
