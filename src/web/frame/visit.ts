/** One visit of a signed-in person to the pages: who they are, in which language, and what came of the form that led here. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Door, Visitor } from '../../accounts/door.ts'
import { CONSENT_PAGES, type ConsentPage } from '../../accounts/provider-login.ts'
import type { Command, CommandResult, RefusalReason } from '../../cycle/commands.ts'
import { type Life, lifeAt } from '../../cycle/life.ts'
import type { PersonState } from '../../cycle/state.ts'
import { loadPerson } from '../../db/person.ts'
import { type Locale, type Words, wordsOf } from '../../i18n/index.ts'
import { localeOfBrowser } from '../../i18n/locale.ts'
import { personObject } from '../../person/door.ts'
import type { Flash, Frame } from './layout.tsx'
import { backPath } from './post-form.tsx'

export type Said = keyof Words['pages']['said']
export type ConnectProblem = keyof Words['connectProblem']

/** Pages of nobody in particular speak the browser's language, on the clock of most people here. */
export function frameOf(c: Context<Door>, email: string | null = null): Frame {
  const { visitor } = c.var
  const locale = visitor?.settings.locale ?? localeOfBrowser(c.req.header('Accept-Language') ?? null)
  return {
    locale,
    timeZone: visitor?.settings.timeZone ?? 'America/Mexico_City',
    now: c.var.now,
    person: visitor === null ? null : { name: visitor.name, email },
    path: pathWithoutFlash(new URL(c.req.url)),
    flash: flashOf(c, locale),
  }
}

/** Back to the page of the form, which says what came of it. The words are named, never carried: anybody can write an address. */
export function redirectBack(
  c: Context<Door>,
  back: unknown,
  came: { said: Said; consent?: readonly ConsentPage[] } | { refused: RefusalReason | 'missing' },
): Response {
  const to = new URL(backPath(back), c.var.config.appUrl)
  const [name, value] = 'said' in came ? ['said', came.said] : ['refused', came.refused]
  to.searchParams.set(name, value)
  if ('said' in came) for (const page of came.consent ?? []) to.searchParams.append('consent', page)
  return c.redirect(`${to.pathname}${to.search}`, 303)
}

export function answerOf(c: Context<Door>, back: unknown, result: CommandResult, said: Said): Response {
  if (result.kind === 'ok') return redirectBack(c, back, { said })
  return redirectBack(c, back, { refused: result.kind === 'missing' ? 'missing' : result.reason })
}

/** The signed-in visitor of a page that is only for such; tokens are for the API. */
export function signedIn(c: Context<Door>): Visitor | null {
  return c.var.visitor?.via === 'session' ? c.var.visitor : null
}

/** What is known of the visitor, read at one moment; null for nobody. */
export async function stateOf(c: Context<Door>): Promise<PersonState | null> {
  const visitor = signedIn(c)
  return visitor === null ? null : loadPerson(c.var.db, visitor.personId, c.var.now)
}

/** The same with everything that follows from it: what is recognised, chosen and asked. */
export async function lifeOf(c: Context<Door>): Promise<Life | null> {
  const state = await stateOf(c)
  return state === null ? null : lifeAt(state, c.var.now)
}

/** @throws HTTPException 401: the session ended while the page stood open */
export function need(c: Context<Door>): Visitor {
  const visitor = signedIn(c)
  if (visitor === null) throw new HTTPException(401)
  return visitor
}

/** All of them, or none where one is refused. */
export function act(c: Context<Door>, visitor: Visitor, ...commands: readonly Command[]): Promise<CommandResult> {
  return personObject(c.env, visitor.personId).act(visitor.personId, commands)
}

/** Names and values as a form sends them: of a checkbox the value when it is ticked, nothing otherwise. */
export type Fields = Readonly<Record<string, string>>

/** Texts only, the last of a name; a file is as good as nothing. */
export async function fieldsOf(c: Context<Door>): Promise<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(await c.req.parseBody()))
    if (typeof value === 'string') fields[name] = value
  return fields
}

/** @param given the `problem` of the address, which anybody can write */
export function connectProblemOf(given: string | undefined): ConnectProblem | null {
  return given !== undefined && isKeyOf(wordsOf('es-MX').connectProblem, given) ? given : null
}

function flashOf(c: Context<Door>, locale: Locale): Flash | null {
  const words = wordsOf(locale)
  const [said, refused] = [c.req.query('said') ?? '', c.req.query('refused') ?? '']
  if (isKeyOf(words.pages.said, said)) {
    const consent = new Set(c.req.queries('consent') ?? [])
    const pages = [...consent].filter((page) => isKeyOf(CONSENT_PAGES, page))
    return { tone: 'done', text: words.pages.said[said], ...(pages.length > 0 && { consent: pages }) }
  }
  if (isKeyOf(words.refusal, refused)) return { tone: 'problem', text: words.refusal[refused] }
  if (refused === 'missing') return { tone: 'problem', text: words.pages.error.notFoundLead }
  // The sign-in page says it in its own place; whoever is signed in already lands on another.
  const problem = c.var.visitor === null ? null : connectProblemOf(c.req.query('problem'))
  return problem === null ? null : { tone: 'problem', text: words.connectProblem[problem] }
}

function pathWithoutFlash(url: URL): string {
  const shown = new URL(url)
  for (const name of ['said', 'refused', 'problem', 'consent']) shown.searchParams.delete(name)
  return `${shown.pathname}${shown.search}`
}

function isKeyOf<T extends object>(words: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(words, key)
}
