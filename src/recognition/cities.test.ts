import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cityOf, cityOfZone } from './cities.ts'

describe('the city of a place', () => {
  test.each([
    ['Av. Paseo de la Reforma 222, Juárez, Cuauhtémoc, 06600 Ciudad de México, CDMX, Mexico', 'Ciudad de México'],
    ['Salón Madero, Centro Histórico, CDMX', 'Ciudad de México'],
    ['Torre Cuadrata\nBlvd. Manuel Ávila Camacho 5\nNaucalpan de Juárez, Méx.', 'Ciudad de México'],
    ['Cintermex, Av. Fundidora 501, Obrera, 64010 Monterrey, N.L., Mexico', 'Monterrey'],
    ['Hotel Quinta Real, San Pedro Garza García', 'Monterrey'],
    ['Monterrey N.L. 64000', 'Monterrey'],
    ['Expo Guadalajara', 'Guadalajara'],
    ['Tec de Monterrey, Campus Querétaro', 'Querétaro'],
    ['WeWork (Zapopan, Jal.)', 'Guadalajara'],
    ['Ágora Bogotá - Bogotá, Colombia', 'Bogotá'],
    ['Av. José Larco 1301, Miraflores, Lima, Perú', 'Lima'],
    ['Hotel Intercontinental • Santiago de Chile', 'Santiago'],
    ['CIUDAD DE MEXICO', 'Ciudad de México'],
    ['São Paulo, Brasil', 'São Paulo'],
    ['1601 Biscayne Blvd, Miami, FL 33132, USA', 'Miami'],
    ['Boca del Río, Ver.', 'Veracruz'],
  ])('is found in "%s"', (location, city) => {
    expect(cityOf(location)).toBe(city)
  })

  test.each([
    'Colima 161, Roma Norte',
    'Av. Monterrey 50, Col. Roma',
    'Café La Habana',
    'Hotel Monterrey',
    'Tec de Monterrey',
    'Calle Durango 200',
    'Sala de juntas 3',
    'Polanco',
    'Casa Madrid',
    'México',
    'https://zoom.us/j/123',
    '',
    ' , ,\n',
  ])('is not guessed from "%s"', (location) => {
    expect(cityOf(location)).toBe(null)
  })

  test('is the last one that is named, as addresses are written', () => {
    expect(cityOf('Guadalajara, Monterrey')).toBe('Monterrey')
    expect(cityOf('Monterrey, piso 3')).toBe('Monterrey')
  })

  test('never breaks on a text from outside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const city = cityOf(text)
        expect(city === null || city !== '').toBe(true)
      }),
    )
  })
})

test('a zone’s city is the one of its name', () => {
  expect(cityOfZone('America/Mexico_City')).toBe('Ciudad de México')
  expect(cityOfZone('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
  expect(cityOfZone('America/Sao_Paulo')).toBe('São Paulo')
  expect(cityOfZone('Etc/UTC')).toBe(null)
})
