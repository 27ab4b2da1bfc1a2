import { expect, test } from 'vitest'
import { isTimeZone } from './zone.ts'

test.each(['America/Mexico_City', 'Etc/GMT+6', 'UTC', 'America/Argentina/Buenos_Aires'])(
  '%s is a time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(true)
    // Asked again, it is answered from memory.
    expect(isTimeZone(name)).toBe(true)
  },
)

test.each(['', '+06:00', '-06', 'Marte/Olimpo', 'Mexico City', `America/${'a'.repeat(80)}`])('%j is none', (name) => {
  expect(isTimeZone(name)).toBe(false)
  expect(isTimeZone(name)).toBe(false)
})
