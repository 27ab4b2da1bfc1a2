/**
 * What every browser test begins with: a world in which it is Monday the 23rd of November 2026, ten in the morning in Mexico
 * City, whatever day the machine has, a Chromium, and somebody who writes down what pages must never do.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { Temporal } from 'temporal-polyfill'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import type { Mailbox } from '../sandbox/mailbox/mailbox.ts'
import { startWorld } from '../sandbox/world.ts'
import { openBrowser } from './browser.ts'

export const MONDAY = Temporal.ZonedDateTime.from('2026-11-23T10:00[America/Mexico_City]')
export const PHONE = { width: 360, height: 740 }
export const DESKTOP = { width: 1280, height: 800 }

export interface Monday {
  /** The app's origin. */
  url: string
  google: GoogleWorld
  mailbox: Mailbox
  /** Somebody with a device of their own: a Spanish phone unless said. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>
  close(): Promise<void>
}

export interface Visitor {
  context: BrowserContext
  page: Page
  /** What went wrong in any of their pages since they came: errors, dialogs, visits to strangers, refused by a content policy. */
  troubles(): string[]
}

/** @param seedLife whether Google's sandbox holds its consultant */
export async function aMonday({ seedLife }: { seedLife: boolean }): Promise<Monday> {
  const shift = MONDAY.epochMilliseconds - Date.now()
  const [world, browser] = await Promise.all([
    startWorld({ entry: 'test/browser/worker.ts', seedLife, now: () => Date.now() + shift }),
    openBrowser(),
  ])
  await fetch(`${world.url}/__test/clock?shift=${shift}`)
  return {
    url: world.url,
    google: world.google.world,
    mailbox: world.mailbox,
    visitor: (options) => aVisitor(browser, [world.url, world.google.url, world.mailbox.url], options),
    async close() {
      await browser.close()
      await world.close()
    },
  }
}

async function aVisitor(browser: Browser, origins: string[], options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'es-MX',
    timezoneId: 'America/Mexico_City',
    viewport: PHONE,
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(15_000)
  const troubles: { what: string; at: string }[] = []
  const refusedPages = new Set<string>()
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    troubles.push({ what: `${message.type()}: ${message.text()}`, at: message.location().url })
  })
  context.on('weberror', (error) => troubles.push({ what: `uncaught: ${error.error().message}`, at: '' }))
  context.on('dialog', (dialog) => {
    troubles.push({ what: `dialog: ${dialog.message()}`, at: dialog.page()?.url() ?? '' })
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:' && !origins.includes(origin)) {
      troubles.push({ what: `went to ${request.url()}`, at: request.frame().url() })
    }
  })
  context.on('response', (response) => {
    if (response.status() >= 400 && response.request().isNavigationRequest()) refusedPages.add(response.url())
  })
  // A page that is refused on purpose says so on the console, too.
  const isToldTwice = ({ what, at }: { what: string; at: string }) =>
    what.startsWith('error: Failed to load resource') && refusedPages.has(at)
  return {
    context,
    page: await context.newPage(),
    troubles: () => troubles.filter((trouble) => !isToldTwice(trouble)).map(({ what, at }) => `${what} (${at})`),
  }
}
