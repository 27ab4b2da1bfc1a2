import { expect, test } from 'vitest'
import { backPath } from './post-form.tsx'
import { connectProblemOf } from './visit.ts'

test('a form leads back to a path of ours and nowhere else', () => {
  expect(backPath('/?week=2026-W48')).toBe('/?week=2026-W48')
  for (const given of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\r\nb',
    '/ñ',
    undefined,
    3,
    '',
  ]) {
    expect(backPath(given)).toBe('/')
  }
})

test('a problem of the address is taken only if it is one of ours', () => {
  expect(connectProblemOf('denied')).toBe('denied')
  for (const given of ['constructor', '<b>', undefined]) expect(connectProblemOf(given)).toBeNull()
})
