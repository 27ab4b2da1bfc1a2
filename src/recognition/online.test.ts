import { expect, test } from 'vitest'
import { isOnline } from './online.ts'

test.each([
  ['Zoom', ''],
  ['Google Meet', ''],
  ['Microsoft Teams Meeting', ''],
  ['https://us02web.zoom.us/j/123', ''],
  ['En línea', ''],
  ['Videollamada por WhatsApp', ''],
  ['', 'Únete: https://meet.google.com/abc-defg-hij'],
  ['https://lu.ma/evento', 'https://zoom.us/j/1'],
])('"%s" with "%s" is joined from the desk', (location, description) => {
  expect(isOnline(location, description, false)).toBe(true)
})

test.each([
  ['Hotel Camino Real, Puebla', 'También por https://zoom.us/j/1'],
  ['WTC CDMX / Zoom', ''],
  ['Av. Reforma 222, piso 3', ''],
  ['', 'Nos vemos ahí'],
  ['https://lu.ma/evento', 'Dirección al registrarte'],
])('"%s" with "%s" is gone to', (location, description) => {
  expect(isOnline(location, description, false)).toBe(false)
})

test('a conference link decides only where no place is named', () => {
  expect(isOnline('', '', true)).toBe(true)
  expect(isOnline('Sala Tulipán', '', true)).toBe(false)
})
