import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saysPending } from './held.ts'

test.each([
  ['Growth CDMX', "You're on the waitlist. We will let you know if a spot opens."],
  ['Growth CDMX', 'Estás en lista de espera.'],
  ['Founders dinner', 'Your registration is pending approval by the host. Pending approval'],
  ['PENDIENTE: Desayuno CANACO', ''],
  ['[Waitlisted] AI Summit', ''],
  ['Cena de directores (pendiente de confirmación)', ''],
  ['Mesa redonda', 'Solicitud en revisión, te avisamos.'],
])('"%s" / "%s" is a hold', (title, description) => {
  expect(saysPending(title, description)).toBe(true)
})

test.each([
  ['Growth CDMX', 'Sold out? Join the waitlist at the door.'],
  ['Growth CDMX', 'No waitlist this year.'],
  ['Growth CDMX', 'Si se llena habrá lista de espera.'],
  ['pendientes de la casa', 'llamar al plomero'],
  ['Tentative: Payments Atlas', ''],
  ['Desayuno CANACO', 'Cupo limitado.'],
])('"%s" / "%s" is none', (title, description) => {
  expect(saysPending(title, description)).toBe(false)
})

test('any text has an answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, description) => {
      expect(typeof saysPending(title, description)).toBe('boolean')
    }),
  )
})
