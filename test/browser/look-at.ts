/**
 * Looks at pages as people may see them, phone and desk, light and dark, with everything unfolded: nothing that axe-core calls serious, nothing that
 * scrolls sideways, and fingers find what they aim at.
 */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESKTOP, PHONE, type Visitor } from './a-monday.ts'
import { seriousAxeFindings } from './browser.ts'

export const LANGUAGES = [
  { browser: 'es-MX', setting: 'es-MX' },
  { browser: 'en-US', setting: 'en' },
] as const
const SCREENS = { phone: PHONE, desktop: DESKTOP }
const SCHEMES = ['light', 'dark'] as const
/** All that the colours of a scheme can change, so all that is looked at again in the dark. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** A page as a person may find it: how one comes to it. */
export type Way = (page: Page) => Promise<unknown>

/** Each page on each screen in each scheme, with everything that folds unfolded. @returns what is wrong, empty when all is well */
export async function lookAt({ page }: Visitor, lang: string, pages: Record<string, Way>): Promise<string[]> {
  const found: string[] = []
  for (const [name, way] of Object.entries(pages)) {
    await way(page)
    // A form's answer may be there before its stylesheets are.
    await page.waitForLoadState('load')
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
    const head = await page.evaluate(
      '[document.documentElement.lang, document.querySelectorAll("h1").length, document.title !== ""]',
    )
    expect([name, head]).toEqual([name, [expect.stringMatching(lang.slice(0, 2)), 1, true]])
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      await page.setViewportSize(viewport)
      const tooWide: unknown = await page.evaluate(TOO_WIDE)
      const tooSmall: unknown = screen === 'phone' ? await page.evaluate(TOO_SMALL) : []
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme })
        const findings = await seriousAxeFindings(page, scheme === 'dark' ? OF_COLOUR : undefined)
        found.push(
          ...findings.map(({ rule, targets }) => `${name}, ${screen}, ${scheme}: ${rule} at ${targets.join(', ')}`),
        )
      }
      for (const one of [tooWide, tooSmall].flat()) found.push(`${name}, ${screen}: ${String(one)}`)
    }
  }
  return found
}

/** What sticks out of the screen where the page can be scrolled sideways. */
const TOO_WIDE = `document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
    .map((one) => 'too wide: ' + one.tagName + '.' + one.className)`

/** Controls under 44 by 44 CSS pixels; a box is as large as its label, and links inside a sentence or a title are text. */
const TOO_SMALL = `[...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter((one) => getComputedStyle(one).display !== 'inline' && !one.closest('.skip-link'))
  .map((one) => [one, (one.matches('[type=checkbox], [type=radio]') ? one.closest('label') : one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([one, box]) => 'too small: ' + one.tagName + ' "' + (one.name || one.textContent) + '" ' + box.width + ' x ' + box.height)`

/** Asks the API as the visitor who is signed in, and expects that all is well. */
export async function asks<T>(
  { context }: Visitor,
  url: string,
  method: 'get' | 'post' | 'patch',
  path: string,
  data?: object,
): Promise<T> {
  const options = { ...(data && { data }), headers: { origin: url } }
  const answer = await context.request[method](`${url}/api/v1/${path}`, options)
  expect([path, answer.ok()]).toEqual([path, true])
  return answer.json()
}

/** The person's setting outranks the browser. @param url the app's origin */
export async function says({ context }: Visitor, url: string, locale: string): Promise<void> {
  const answer = await context.request.patch(`${url}/api/v1/settings`, { data: { locale }, headers: { origin: url } })
  expect(answer.status()).toBe(200)
}
