/**
 * A real Chromium for tests and screenshots, with nothing installed beforehand: the one that npm brings on Linux x64, an installed
 * Chrome elsewhere, or whatever CHROME_PATH names.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

/** Its default ends the browser with the last page, and the last one would hide faults of CSP and CORS from us. */
const UNWANTED_ARGS = ['--single-process', '--no-zygote', '--disable-web-security']

/** Inside node_modules, so that a newer version never meets an older one's files. */
const UNPACKED = join(import.meta.dirname, '../../node_modules/.cache/chromium')

/** The system's fonts and, for a machine that has none, the one that came along; the package's own file names other folders. */
const FONT_CONFIG = join(UNPACKED, 'fonts.conf')
const FONTS = `<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(UNPACKED, 'fonts')}</dir>
  <cachedir>${join(UNPACKED, 'fonts-cache')}</cachedir>
</fontconfig>
`

export async function openBrowser(): Promise<Browser> {
  const chosen = process.env.CHROME_PATH
  if (chosen !== undefined && chosen !== '') return playwright.launch({ executablePath: chosen })
  if (process.platform !== 'linux' || process.arch !== 'x64') return playwright.launch({ channel: 'chrome' })
  const args = chromium.args.filter((arg) => !UNWANTED_ARGS.includes(arg) && !arg.startsWith('--headless'))
  const executablePath = await unpackedChromium()
  return playwright.launch({
    executablePath,
    args,
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: FONT_CONFIG },
  })
}

/**
 * The package unpacks into the system's temporary folder and takes what lies there for whole. Two test files that start at once
 * would run half a browser, so it unpacks into a folder of its own that gets its name when it is complete.
 */
async function unpackedChromium(): Promise<string> {
  const executable = join(UNPACKED, 'chromium')
  if (existsSync(executable)) return executable
  await mkdir(dirname(UNPACKED), { recursive: true })
  const fresh = await mkdtemp(`${UNPACKED}-`)
  const before = process.env.TMPDIR
  process.env.TMPDIR = fresh
  // It reads the temporary folder's name before it first waits.
  const unpacking = chromium.executablePath()
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await unpacking
  await writeFile(join(fresh, 'fonts.conf'), FONTS)
  // Somebody else may have been faster; theirs is as good.
  await rename(fresh, UNPACKED).catch(() => rm(fresh, { recursive: true }))
  return executable
}

export interface AxeFinding {
  rule: string
  impact: string
  help: string
  /** CSS selectors of what is meant. */
  targets: string[]
}

/**
 * What axe-core calls serious or critical on the page as it stands (WCAG 2.2 A and AA). Nothing may be left.
 * @param rules only these, where the rest was looked at before and cannot have changed
 */
export async function seriousAxeFindings(page: Page, rules?: readonly string[]): Promise<AxeFinding[]> {
  // Through the debugger, not as a script element: the page's own content policy stays in force.
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(await axeSource())
  const runOnly = rules ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'], preload: false })
      .then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, impact, help, nodes }) => ({ rule: id, impact, help, targets: nodes.map(({ target }) => target.join(' ')) })))`,
  )
  return isFindings(found) ? found : []
}

function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}

function isFindings(value: unknown): value is AxeFinding[] {
  return Array.isArray(value)
}

/**
 * Through the sandbox's consent page, as a person would.
 * @param app the app's origin
 * @param email which of the sandbox's people; the one it offers first unless said
 */
export async function signIn(page: Page, app: string, email?: string): Promise<void> {
  await page.goto(`${app}/connect/google`)
  if (email !== undefined) await page.locator(`input[type=radio][value="${email}"]`).check()
  await page.locator('button[value=allow]').click()
  await page.waitForURL(`${app}/**`)
}
