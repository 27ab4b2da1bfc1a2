/** The consent page: who, what for, yes or no. Unlike Google's it has no box for each scope: it is all or nothing. */
import { escaped, type Language, shell } from '../wire/consent-shell.ts'
import type { Account } from './model.ts'

const WORDS = {
  es: {
    title: 'Microsoft de prueba',
    banner: 'Esto es un Microsoft de prueba: cuentas inventadas, solo en esta máquina.',
    wants: (app: string) => `${app} pide permiso`,
    choose: 'Elige una cuenta',
    work: 'Cuenta profesional',
    personal: 'Cuenta personal',
    other: 'Usar otra cuenta (se crea vacía)',
    address: 'Correo de la cuenta nueva',
    otherPersonal: 'Es una cuenta personal (outlook.com)',
    scopes: 'Esta aplicación podrá',
    allow: 'Aceptar',
    cancel: 'Cancelar',
    error: 'No se puede continuar',
    needAddress: 'Escribe el correo de la cuenta nueva.',
    approval: 'Se necesita la aprobación del administrador',
    approvalText: 'Tu organización no deja que apruebes aplicaciones por tu cuenta.',
    back: 'Volver a la aplicación',
  },
  en: {
    title: 'Microsoft sandbox',
    banner: 'This is a sandbox (Microsoft de prueba): invented accounts, on this machine only.',
    wants: (app: string) => `${app}: permissions requested`,
    choose: 'Pick an account',
    work: 'Work account',
    personal: 'Personal account',
    other: 'Use another account (created empty)',
    address: 'Address of the new account',
    otherPersonal: 'It is a personal account (outlook.com)',
    scopes: 'This app would like to',
    allow: 'Accept',
    cancel: 'Cancel',
    error: 'Cannot continue',
    needAddress: 'Type the address of the new account.',
    approval: 'Need admin approval',
    approvalText: 'Your organisation does not let you approve apps by yourself.',
    back: 'Back to the app',
  },
}

const SCOPE_WORDS: Record<string, Record<Language, string>> = {
  openid: { es: 'Iniciar tu sesión', en: 'Sign you in' },
  profile: { es: 'Ver tu perfil básico', en: 'View your basic profile' },
  email: { es: 'Ver tu dirección de correo', en: 'View your email address' },
  offline_access: { es: 'Mantener el acceso que le des', en: 'Maintain access to data you have given it access to' },
  'user.read': { es: 'Leer tu perfil', en: 'Read your profile' },
  'calendars.read': { es: 'Leer tus calendarios', en: 'Read your calendars' },
  'calendars.readwrite': { es: 'Tener acceso completo a tus calendarios', en: 'Have full access to your calendars' },
  'mailboxsettings.read': { es: 'Leer la configuración de tu buzón', en: 'Read your mailbox settings' },
}

export const NEW_ACCOUNT = 'new'

export interface ConsentPage {
  language: Language
  /** Where the form goes: the authorize endpoint of the tenant that was asked. */
  action: string
  clientId: string
  accounts: readonly Account[]
  loginHint: string | null
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
      <span><strong>${escaped(account.name)}</strong><br>${escaped(account.email)}<br><small>${words[account.kind]}</small></span></label>`
  })
  const scopes = page.scopes.map((scope) => {
    const short = scope.replace(/^https:\/\/graph\.microsoft\.com\//i, '').toLowerCase()
    return `<li>${escaped(SCOPE_WORDS[short]?.[page.language] ?? scope)}<br><small>${escaped(scope)}</small></li>`
  })
  const chosenNew = page.problem === null && hinted !== undefined ? '' : ' checked'
  const problem = page.problem === null ? '' : `<p role="alert" class="problem">${words[page.problem]}</p>`
  return shell(
    page.language,
    words,
    `<h1>${escaped(words.wants(nameOf(page.clientId)))}</h1>${problem}
    <form method="post" action="${escaped(page.action)}">${hidden.join('')}
      <fieldset><legend>${words.choose}</legend>${accounts.join('')}
        <label class="row"><input type="radio" name="account" value="${NEW_ACCOUNT}"${chosenNew}><span>${words.other}</span></label>
        <label class="field">${words.address}<input type="email" name="email" autocomplete="off" placeholder="nombre@empresa.example"></label>
        <label class="row"><input type="checkbox" name="personal" value="yes"><span>${words.otherPersonal}</span></label>
      </fieldset>
      <h2>${words.scopes}</h2><ul>${scopes.join('')}</ul>
      <div class="buttons">
        <button name="decision" value="allow" class="primary">${words.allow}</button>
        <button name="decision" value="deny" formnovalidate>${words.cancel}</button>
      </div>
    </form>`,
  )
}

/** A tenant whose people may not consent: the way back carries the refusal. */
export function approvalPage(language: Language, back: string): string {
  const words = WORDS[language]
  return shell(
    language,
    words,
    `<h1>${words.approval}</h1><p role="alert">${words.approvalText}</p><p><a href="${escaped(back)}">${words.back}</a></p>`,
  )
}

/** Errors before a redirect may be trusted: a page, never a redirect. */
export function errorPage(language: Language, code: number, text: string): string {
  const words = WORDS[language]
  return shell(
    language,
    words,
    `<h1>${words.error}</h1><p role="alert"><strong>AADSTS${code}</strong>: ${escaped(text)}</p>`,
  )
}

/** The portal's name for a client is not known here: `aforo-sandbox` is "Aforo". */
function nameOf(clientId: string): string {
  const [first = clientId] = clientId.split(/[.-]/)
  return first.charAt(0).toUpperCase() + first.slice(1)
}
