/** The consent page: who, which scopes, yes or no. Plain HTML that works without scripts, on a phone and by keyboard. */
import { escaped, type Language, shell } from '../wire/consent-shell.ts'
import type { Account } from './model.ts'

const WORDS = {
  es: {
    title: 'Google de prueba',
    banner: 'Esto es un Google de prueba: cuentas inventadas, solo en esta máquina.',
    wants: (app: string) => `${app} quiere acceder a tu cuenta`,
    choose: 'Elige una cuenta',
    other: 'Usar otra cuenta (se crea vacía)',
    address: 'Correo de la cuenta nueva',
    scopes: 'Elige a qué puede acceder',
    basic: 'Tu nombre y tu correo se comparten siempre.',
    allow: 'Permitir',
    cancel: 'Cancelar',
    error: 'No se puede continuar',
    needAddress: 'Escribe el correo de la cuenta nueva.',
  },
  en: {
    title: 'Google sandbox',
    banner: 'This is a sandbox (Google de prueba): invented accounts, on this machine only.',
    wants: (app: string) => `${app} wants to access your account`,
    choose: 'Choose an account',
    other: 'Use another account (created empty)',
    address: 'Address of the new account',
    scopes: 'Choose what it may access',
    basic: 'Your name and address are always shared.',
    allow: 'Allow',
    cancel: 'Cancel',
    error: 'Cannot continue',
    needAddress: 'Type the address of the new account.',
  },
}

const SCOPE_WORDS: Record<string, Record<Language, string>> = {
  calendar: { es: 'Ver, editar y borrar todos tus calendarios', en: 'See, edit and delete all your calendars' },
  'calendar.readonly': { es: 'Ver todos tus calendarios', en: 'See all your calendars' },
  'calendar.events': {
    es: 'Ver y editar eventos de todos tus calendarios',
    en: 'See and edit events on all your calendars',
  },
  'calendar.events.readonly': { es: 'Ver eventos de todos tus calendarios', en: 'See events on all your calendars' },
  'calendar.events.owned': {
    es: 'Ver y editar eventos de calendarios tuyos',
    en: 'See and edit events on calendars you own',
  },
  'calendar.calendarlist.readonly': { es: 'Ver la lista de tus calendarios', en: 'See the list of your calendars' },
  'calendar.freebusy': { es: 'Ver tu disponibilidad', en: 'See your availability' },
  'calendar.settings.readonly': { es: 'Ver la configuración de tus calendarios', en: 'See your calendar settings' },
}

export const NEW_ACCOUNT = 'new'

export interface ConsentPage {
  language: Language
  clientId: string
  accounts: readonly Account[]
  loginHint: string | null
  /** Scopes with a box of their own; the basic ones are granted always. */
  scopes: readonly string[]
  /** The authorization request, handed on in hidden fields. */
  request: URLSearchParams
  problem: 'needAddress' | null
}

export function consentPage(page: ConsentPage): string {
  const words = WORDS[page.language]
  const hinted = page.accounts.find((account) => account.email === page.loginHint) ?? page.accounts[0]
  const hidden = [...page.request].map(
    ([name, value]) => `<input type="hidden" name="r_${escaped(name)}" value="${escaped(value)}">`,
  )
  const accounts = page.accounts.map((account) => {
    const chosen = account === hinted && page.problem === null ? ' checked' : ''
    return `<label class="row"><input type="radio" name="account" value="${escaped(account.email)}"${chosen}>
      <span><strong>${escaped(account.name)}</strong><br>${escaped(account.email)}</span></label>`
  })
  const boxes = page.scopes.map((scope) => {
    const text = SCOPE_WORDS[scope.replace('https://www.googleapis.com/auth/', '')]?.[page.language] ?? scope
    return `<label class="row"><input type="checkbox" name="scope" value="${escaped(scope)}" checked>
      <span>${escaped(text)}<br><small>${escaped(scope)}</small></span></label>`
  })
  const chosenNew = page.problem === null && hinted !== undefined ? '' : ' checked'
  const problem = page.problem === null ? '' : `<p role="alert" class="problem">${words[page.problem]}</p>`
  return shell(
    page.language,
    words,
    `<h1>${escaped(words.wants(nameOf(page.clientId)))}</h1>${problem}
    <form method="post" action="/o/oauth2/v2/auth">${hidden.join('')}
      <fieldset><legend>${words.choose}</legend>${accounts.join('')}
        <label class="row"><input type="radio" name="account" value="${NEW_ACCOUNT}"${chosenNew}><span>${words.other}</span></label>
        <label class="field">${words.address}<input type="email" name="email" autocomplete="off" placeholder="nombre@empresa.example"></label>
      </fieldset>
      <fieldset><legend>${words.scopes}</legend><p>${words.basic}</p>${boxes.join('')}</fieldset>
      <div class="buttons">
        <button name="decision" value="allow" class="primary">${words.allow}</button>
        <button name="decision" value="deny" formnovalidate>${words.cancel}</button>
      </div>
    </form>`,
  )
}

/** Google's own errors before a redirect may be trusted: a page, never a redirect. */
export function errorPage(language: Language, code: string, text: string): string {
  return shell(
    language,
    WORDS[language],
    `<h1>${WORDS[language].error}</h1><p role="alert"><strong>${escaped(code)}</strong>: ${escaped(text)}</p>`,
  )
}

/** Google shows the name its console has for a client. Ours is only known by its id: `aforo-sandbox.apps...` is "Aforo". */
function nameOf(clientId: string): string {
  const [first = clientId] = clientId.split(/[.-]/)
  return first.charAt(0).toUpperCase() + first.slice(1)
}
