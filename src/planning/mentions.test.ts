import { describe, expect, test } from 'vitest'
import { interestsIn, peopleIn } from './mentions.ts'

test('interests are whole words, whatever their case, accents and number', () => {
  expect(interestsIn('Encuentro de Innovación y STARTUPS', ['innovacion', 'startup', 'art', 'up', ' '])).toEqual([
    'innovacion',
    'startup',
  ])
  expect(interestsIn('desarrollo en C++ y C#', ['c++', 'c#', 'c'])).toEqual(['c++', 'c#'])
})

describe('people and companies to meet', () => {
  const guests = [
    { name: 'CANACO Ciudad de México', email: 'eventos@mail.canaco-cdmx.example' },
    { name: 'Laura Pérez Núñez', email: 'laura.perez@gmail.com' },
    { name: null, email: 'Compras+Eventos@GrupoBimbo.com.mx' },
    { name: 'Luma', email: 'invite@luma-mail.com' },
  ]

  test('are found by name, in the list and in the text, whole words alone', () => {
    expect(peopleIn('', guests, ['laura perez', 'Pérez Núñez', 'Ana', 'Laura P'])).toEqual([
      'laura perez',
      'Pérez Núñez',
    ])
    expect(peopleIn('Panel con Ana Robles (Nubank).', [], ['ana robles', 'NUBANK', 'Rob'])).toEqual([
      'ana robles',
      'NUBANK',
    ])
    // Two guests beside each other make no third one.
    const two = [
      { name: 'Laura', email: null },
      { name: 'Robles', email: null },
    ]
    expect(peopleIn('', two, ['Laura Robles'])).toEqual([])
  })

  test('are found by the label of their domain, but not by that of a platform, of free mail or of a country', () => {
    expect(peopleIn('', guests, ['Grupo Bimbo', 'canaco', 'Canaco CDMX'])).toEqual([
      'Grupo Bimbo',
      'canaco',
      'Canaco CDMX',
    ])
    expect(peopleIn('', guests, ['gmail', 'luma mail', 'mx', 'Bimbo'])).toEqual([])
  })

  test('are found by address and by domain, with whatever lies under it, and by these in the text', () => {
    const wanted = ['laura.perez@gmail.com', '@canaco-cdmx.example', 'grupobimbo.com.mx', 'compras@grupobimbo.com.mx']
    expect(peopleIn('', guests, wanted)).toEqual(wanted)
    expect(peopleIn('', guests, ['perez@gmail.com', 'bimbo.com.mx', 'cdmx.example'])).toEqual([])
    expect(
      peopleIn('Informes: hola@cenit.mx.', [], ['hola@cenit.mx', 'cenit.mx', 'nit.mx', 'hola@cenit.mx.example']),
    ).toEqual(['hola@cenit.mx', 'cenit.mx'])
  })

  test('are nobody where nothing is wanted or nothing is said', () => {
    expect(peopleIn('', [], ['Laura', ' ', '@', '...', 'a@'])).toEqual([])
    expect(peopleIn('Laura', guests, [])).toEqual([])
  })
})
