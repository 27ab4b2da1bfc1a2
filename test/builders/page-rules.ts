/** What every page keeps to, whatever it shows and in whatever language: held by the tests of all pages. */
import { describe, expect, test } from 'vitest'
import type { Locale } from '../../src/i18n/index.ts'
import { backPath } from '../../src/web/frame/post-form.tsx'
import { attribute, type Element, elements, first, textOf } from './page.ts'

/** A question changes nothing, so it may be asked by its address. */
const QUESTIONS = ['/#what-if', '/contacts', '/insights']

/** @param pages the same page for several lives and languages, as `parsePage` reads it */
export function describePage(name: string, pages: readonly { locale: Locale; page: Element }[]): void {
  describe(`the page ${name}, for every life and in both languages,`, () => {
    test('is one page in one language with one title', () => {
      for (const { locale, page } of pages) {
        expect(attribute(first(page, 'html'), 'lang')).toBe(locale)
        expect(elements(page, 'h1')).toHaveLength(1)
        expect(elements(page, 'main')).toHaveLength(1)
        expect(textOf(first(page, 'title'))).toMatch(/\S+ · Aforo$/)
      }
    })

    test('has no markup but ours, no script but the slider’s and the one for no network, no inline style', () => {
      for (const { page } of pages) {
        for (const one of ['img', 'iframe', 'style', 'object']) expect(elements(page, one)).toEqual([])
        for (const script of elements(page, 'script')) {
          const ours = expect.stringMatching(/^\/(?:what-if|offline)\.js$/)
          expect([...script.attributes, textOf(script)]).toEqual([['src', ours], ['type', 'module'], ''])
        }
        for (const element of elements(page)) {
          expect([...element.attributes.keys()].filter((key) => key === 'style' || key.startsWith('on'))).toEqual([])
          expect(attribute(element, 'href') ?? '').not.toMatch(/^\s*(?:javascript|data):/i)
        }
      }
    })

    test('names every field and every button, and points only to what is there', () => {
      for (const { page } of pages) {
        const all = elements(page)
        const ids = all.map((element) => attribute(element, 'id')).filter((id) => id !== undefined)
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
        const labelled = new Set(elements(page, 'label').map((label) => attribute(label, 'for')))
        for (const field of all.filter((one) => ['input', 'select', 'textarea'].includes(one.name))) {
          if (attribute(field, 'type') === 'hidden') continue
          expect(labelled.has(attribute(field, 'id')) || attribute(field, 'aria-label') !== undefined).toBe(true)
        }
        for (const one of all.filter(({ name }) => ['button', 'a', 'summary'].includes(name))) {
          expect(textOf(one).trim()).not.toBe('')
        }
        for (const element of all) {
          for (const key of ['for', 'aria-labelledby', 'aria-describedby', 'list']) {
            for (const id of attribute(element, key)?.split(' ') ?? []) expect(ids).toContain(id)
          }
        }
      }
    })

    test('has headings that go down one step at a time', () => {
      for (const { page } of pages) {
        const levels = elements(page).flatMap((one) => (/^h[1-6]$/.test(one.name) ? [Number(one.name[1])] : []))
        expect(levels[0]).toBe(1)
        for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
      }
    })

    test('has forms that post to paths of ours, questions apart, and know the way back', () => {
      for (const form of pages.flatMap(({ page }) => elements(page, 'form'))) {
        // A question changes nothing.
        if (attribute(form, 'method') === 'get') {
          expect(QUESTIONS).toContain(attribute(form, 'action'))
          continue
        }
        expect(attribute(form, 'method')).toBe('post')
        expect(attribute(form, 'action')).toMatch(/^\/[a-z]/)
        const back = elements(form, 'input').find((input) => attribute(input, 'name') === 'back')
        if (back !== undefined) expect(backPath(attribute(back, 'value'))).toBe(attribute(back, 'value'))
        expect(elements(form, 'form')).toEqual([])
        expect(elements(form, 'button').length).toBeGreaterThan(0)
      }
    })

    test('holds no code where a sentence belongs', () => {
      for (const { page } of pages) expect(textOf(page)).not.toMatch(/undefined|\[object|NaN|Invalid Date|=>/)
    })
  })
}
