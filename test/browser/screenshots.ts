/**
 * Pictures of every page as people see it: Spanish and English, phone and desktop, light and dark. To look at before an issue
 * is closed; nothing is compared.
 *
 *     npm start                                                       (in another terminal)
 *     node test/browser/screenshots.ts http://127.0.0.1:PORT FOLDER / /follow-ups /settings
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { openBrowser, signIn } from './browser.ts'

/** The browser's language, and Aforo's own word for it in the settings. */
const LANGUAGES = {
  es: { browser: 'es-MX', setting: 'es-MX' },
  en: { browser: 'en-US', setting: 'en' },
} as const
const SCREENS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const
const SCHEMES = ['light', 'dark'] as const

export interface Screenshots {
  /** The running app's origin. */
  app: string
  /** Paths that need no session, and those that do. */
  pages: readonly string[]
  signedOutPages?: readonly string[]
  /** Made when missing; the files are named like `follow-ups-es-phone-dark.png`. */
  folder: string
  /** Which of the sandbox's people; the one it offers first unless said. */
  email?: string
}

/** @returns the files, in the order in which they were taken */
export async function takeScreenshots(options: Screenshots): Promise<string[]> {
  await mkdir(options.folder, { recursive: true })
  const browser = await openBrowser()
  const files: string[] = []
  try {
    for (const [language, { browser: locale, setting }] of Object.entries(LANGUAGES)) {
      const context = await browser.newContext({ locale, timezoneId: 'America/Mexico_City', reducedMotion: 'reduce' })
      for (const path of options.signedOutPages ?? []) {
        files.push(...(await takeOne(context, options, path, `signed-out-${nameOf(path)}-${language}`)))
      }
      const page = await context.newPage()
      await signIn(page, options.app, options.email)
      await chooseLocale(context, options.app, setting)
      await page.close()
      for (const path of options.pages) {
        files.push(...(await takeOne(context, options, path, `${nameOf(path)}-${language}`)))
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
  return files
}

async function takeOne(
  context: BrowserContext,
  { app, folder }: Screenshots,
  path: string,
  name: string,
): Promise<string[]> {
  const files: string[] = []
  const page = await context.newPage()
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await page.goto(app + path, { waitUntil: 'networkidle' })
      const file = join(folder, `${name}-${screen}-${colorScheme}.png`)
      await page.screenshot({ path: file, fullPage: true })
      files.push(file)
    }
  }
  await page.close()
  return files
}

/** The person's setting wins over the browser's language, and somebody may have chosen one. */
async function chooseLocale(context: BrowserContext, app: string, locale: string): Promise<void> {
  const answer = await context.request.patch(`${app}/api/v1/settings`, {
    data: { locale },
    headers: { origin: app },
  })
  if (!answer.ok()) throw new Error(`PATCH /api/v1/settings: ${answer.status()}`)
}

function nameOf(path: string): string {
  return path.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '') || 'home'
}

if (import.meta.main) {
  const [app, folder, ...pages] = process.argv.slice(2)
  if (app === undefined || folder === undefined) {
    console.error('node test/browser/screenshots.ts APP_URL FOLDER [PATH ...]')
    process.exitCode = 1
  } else {
    const files = await takeScreenshots({ app, folder, pages: pages.length > 0 ? pages : ['/'], signedOutPages: ['/'] })
    console.log(`${files.length} screenshots in ${folder}`)
  }
}
