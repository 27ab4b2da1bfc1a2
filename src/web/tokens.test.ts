import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(`${import.meta.dirname}/assets/tokens.css`, 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
const tokensOf = (text: string) =>
  new Map([...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]))
const schemes = { light: tokensOf(light), dark: new Map([...tokensOf(light), ...tokensOf(dark)]) }

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const TEXT = [
  ['ink', 'page'],
  ['ink', 'card'],
  ['ink', 'accent-soft'],
  ['quiet', 'page'],
  ['quiet', 'card'],
  ['accent', 'page'],
  ['accent', 'card'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['attend', 'attend-soft'],
  ['hold', 'hold-soft'],
  ['skip', 'skip-soft'],
  ['problem', 'problem-soft'],
  ['problem', 'card'],
] as const
/** Borders of fields, the ring of the focus, the parts of the bar against what is left of it: 3 to 1 (WCAG 2.2, 1.4.11). */
const SHAPES = [
  ['field-line', 'card'],
  ['field-line', 'page'],
  ['focus', 'page'],
  ['focus', 'card'],
  ['meter-event', 'meter-rest'],
  ['meter-follow-up', 'meter-rest'],
  ['problem', 'meter-rest'],
] as const

describe.each(['light', 'dark'] as const)('colours in the %s', (scheme) => {
  const colour = (name: string) => schemes[scheme].get(name) ?? '#000000'
  test.each(TEXT)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(SHAPES)('%s can be seen beside %s', (shape, ground) => {
    expect(contrast(colour(shape), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})

test('components take tokens and no colour of their own', () => {
  expect(readFileSync(`${import.meta.dirname}/assets/aforo.css`, 'utf8')).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i)
})
