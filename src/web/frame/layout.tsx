/**
 * What every page has around it: language, title, stylesheet, the way about, and what was said of the last form. Pages are
 * functions from data to JSX; they load nothing and work without a script: `offline.js` is for where there is no network.
 */
import type { Child } from 'hono/jsx'
import type { Temporal } from 'temporal-polyfill'
import type { ConsentPage } from '../../accounts/provider-login.ts'
import { type Language, type Locale, languageOf } from '../../i18n/index.ts'
import { ConsentNote } from './consent-note.tsx'
import { Outside } from './outside.tsx'

/** What a page must know of its reader, whatever it shows. */
export interface Frame {
  locale: Locale
  timeZone: string
  now: Temporal.Instant
  /** Null where nobody is signed in. */
  person: { name: string; email: string | null } | null
  /** Path and query of this page: where its forms lead back to. */
  path: string
  /** What came of the form that led here. */
  flash: Flash | null
}
export interface Flash {
  tone: 'done' | 'problem'
  /** A sentence of ours. */
  text: string
  /** Where a permission is still to be taken back, of an account that is gone from here. */
  consent?: readonly ConsentPage[]
}

export interface PageProps {
  frame: Frame
  title: string
  /** Seconds after which the page asks for itself again. */
  refresh?: number
  children?: Child
}

/** A page as it is sent. @param page one of the page components, which are all synchronous */
export function pageHtml(page: Child): string {
  return `<!DOCTYPE html>${String(page)}`
}

export function languageFor(frame: Frame): Language {
  return languageOf(frame.locale, frame.timeZone)
}

export function Page({ frame, title, refresh, children }: PageProps) {
  const words = languageFor(frame).words.pages.layout
  return (
    <html lang={frame.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        {refresh !== undefined && <meta http-equiv="refresh" content={String(refresh)} />}
        <title>{words.title(title)}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/tokens.css" />
        <link rel="stylesheet" href="/aforo.css" />
      </head>
      <body>
        <a class="skip-link" href="#content">
          {words.skipToContent}
        </a>
        <header class="bar">
          <a class="brand" href="/">
            Aforo
          </a>
          {frame.person !== null && <Navigation frame={frame} />}
        </header>
        <main class="content" id="content">
          {frame.person !== null && (
            <div
              class="note"
              id="waiting"
              role="status"
              hidden
              data-offline={words.offline}
              data-waiting={words.waiting}
              data-refused={words.refused}
            />
          )}
          {frame.flash !== null && <FlashNote frame={frame} flash={frame.flash} />}
          {children}
        </main>
        {frame.person !== null && <Footer frame={frame} person={frame.person} />}
        {frame.person !== null && <script src="/offline.js" type="module" />}
      </body>
    </html>
  )
}

function Navigation({ frame }: { frame: Frame }) {
  const words = languageFor(frame).words.pages.layout
  return (
    <nav class="nav" aria-label={words.nav}>
      <NavLink frame={frame} to="/" label={words.week} />
      <NavLink frame={frame} to="/follow-ups" label={words.followUps} />
      <NavLink frame={frame} to="/contacts" label={words.contacts} />
      <NavLink frame={frame} to="/insights" label={words.insights} />
      <NavLink frame={frame} to="/calendars" label={words.calendars} />
      <NavLink frame={frame} to="/settings" label={words.settings} />
    </nav>
  )
}

function NavLink({ frame, to, label }: { frame: Frame; to: string; label: string }) {
  const here = frame.path.split('?')[0] === to
  return (
    <a href={to} aria-current={here ? 'page' : undefined}>
      {label}
    </a>
  )
}

function Footer({ frame, person }: { frame: Frame; person: NonNullable<Frame['person']> }) {
  const words = languageFor(frame).words.pages.layout
  return (
    <footer class="foot">
      <nav class="nav" aria-label={words.more}>
        <NavLink frame={frame} to="/outcomes" label={words.outcomes} />
        <NavLink frame={frame} to="/digest" label={words.digest} />
        <NavLink frame={frame} to="/activity" label={words.activity} />
      </nav>
      <form method="post" action="/sign-out">
        <button class="button button-plain" type="submit">
          {words.signOut}
        </button>
      </form>
      <p class="quiet">
        <Outside text={words.signedInAs(person.email ?? person.name)} bound={160} />
      </p>
    </footer>
  )
}

function FlashNote({ frame, flash }: { frame: Frame; flash: Flash }) {
  const { words: all } = languageFor(frame)
  const words = all.pages.layout
  return (
    <div class={flash.tone === 'done' ? 'note' : 'note note-problem'} role={flash.tone === 'done' ? 'status' : 'alert'}>
      <p>
        <span class="strong">{flash.tone === 'done' ? words.done : words.problem}:</span> {flash.text}
      </p>
      <ConsentNote words={all} pages={flash.consent ?? []} />
    </div>
  )
}
