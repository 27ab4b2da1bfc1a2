import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, canBeListed, listsOrganiser, organiserIdentity } from './organiser.ts'

const OWN = ['lorena@clinicaserena.example', 'lorena.personal@gmail.com']

test.each([
  ['eventos@canaco.org.mx', 'canaco.org.mx'],
  ['afiliados@correo.canaco.org.mx', 'canaco.org.mx'],
  ['MAILTO:Eventos+2026@Canaco.org.mx', 'canaco.org.mx'],
  ['hola@mail.comunidad.io', 'comunidad.io'],
  ['ana@gmail.com', 'ana@gmail.com'],
  ['ana+eventos@hotmail.com', 'ana@hotmail.com'],
])('%s is kept by %s', (email, key) => {
  expect(organiserIdentity(email, null, OWN)).toMatchObject({ key, platform: false, own: false })
})

test.each(['calendar-invite@lu.ma', 'info@meetup.com', 'noreply@order.eventbrite.com', 'x@group.calendar.google.com'])(
  '%s speaks for a platform, so nothing is kept by it',
  (email) => {
    expect(organiserIdentity(email, 'Comunidad', OWN)).toEqual({
      key: null,
      platform: true,
      own: false,
      label: 'Comunidad',
    })
  },
)

test.each(['recepcion@clinicaserena.example', 'juntas@mail.clinicaserena.example', 'LORENA.PERSONAL@gmail.com'])(
  "%s is the person's own, so nothing is kept by it",
  (email) => {
    expect(organiserIdentity(email, null, OWN)).toMatchObject({ key: null, own: true })
  },
)

test('on a free mail provider only the own address is own, not everybody there', () => {
  expect(organiserIdentity('otra@gmail.com', null, OWN)).toMatchObject({ key: 'otra@gmail.com', own: false })
})

test.each([null, '', 'no address', '@', 'a@', '@b'])('%s has no key', (email) => {
  expect(organiserIdentity(email, null, OWN).key).toBeNull()
})

test('the label is the name, else the address', () => {
  expect(organiserIdentity('a@camara.example', ' Cámara ', []).label).toBe('Cámara')
  expect(organiserIdentity('A@camara.example', null, []).label).toBe('a@camara.example')
})

test.each([
  ['canaco.org.mx', true],
  ['correo.canaco.org.mx', true],
  ['ana@gmail.com', true],
  ['eventos@canaco.org.mx', true],
  ['gmail.com', false],
  ['luma.com', false],
  ['order.eventbrite.com', false],
  ['calendar-invite@lu.ma', false],
  ['org.mx', false],
  ['mx', false],
  ['', false],
  ['a b@canaco.org.mx', false],
  ['ana@', false],
  ['canaco..mx', false],
])('whether %s can stand for one organiser: %s', (entry, can) => {
  expect(canBeListed(entry)).toBe(can)
})

test.each([
  ['canaco.org.mx', 'afiliados@correo.canaco.org.mx', true],
  ['canaco.org.mx', 'eventos@nocanaco.org.mx', false],
  ['correo.canaco.org.mx', 'eventos@canaco.org.mx', false],
  ['ana@gmail.com', 'Ana+eventos@gmail.com', true],
  ['ana@gmail.com', 'otra@gmail.com', false],
])('whether %s speaks of %s: %s', (entry, email, speaks) => {
  const address = addressOf(email)
  expect(address !== null && listsOrganiser(entry, address)).toBe(speaks)
})

test('whatever an organiser is kept by can be listed, and then speaks of them', () => {
  for (const email of ['eventos@mail.canaco.org.mx', 'ana@gmail.com', 'hola@comunidad.io']) {
    const { key } = organiserIdentity(email, null, OWN)
    const address = addressOf(email)
    if (key === null || address === null) throw new Error(`${email} has no key`)
    expect([canBeListed(key), listsOrganiser(key, address)]).toEqual([true, true])
  }
})

test('any text ends in an identity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string()), fc.array(fc.string()), (email, name, own) => {
      const identity = organiserIdentity(email, name, own)
      if (identity.platform || identity.own) expect(identity.key).toBeNull()
    }),
  )
})
