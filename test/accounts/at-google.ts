/** What a person does at Google's sandbox: looks at the consent page, ticks, says yes or no. */
import type { Browser } from './a-door.ts'

export const EVENTS = 'https://www.googleapis.com/auth/calendar.events'
export const CALENDAR_LIST = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly'
export const ANA = 'ana@example.com'
export const LUIS = 'luis@example.com'

const CONSENT_PATH = '/o/oauth2/v2/auth'

/** The way to the provider and back, a second consent included where the app asks for one. */
export async function signIn(
  browser: Browser,
  account: string,
  choice: { path?: string; scopes?: string[]; decision?: 'allow' | 'deny' } = {},
): Promise<string> {
  let location = await browser.location(choice.path ?? '/connect/google')
  for (let round = 0; round < 2 && location.includes(CONSENT_PATH); round++) {
    location = await browser.location(await consent(location, account, choice))
  }
  return location
}

/** What a person does on the provider's page; answers with the address they are sent back to. */
export async function consent(
  location: string,
  account: string,
  choice: { scopes?: string[]; decision?: 'allow' | 'deny' } = {},
): Promise<string> {
  // Looking at the page comes first, as in a browser.
  await fetch(location)
  const form = new URLSearchParams({ account, decision: choice.decision ?? 'allow' })
  for (const [name, value] of new URL(location).searchParams) form.append(`r_${name}`, value)
  for (const scope of choice.scopes ?? [EVENTS, CALENDAR_LIST]) form.append('scope', scope)
  const response = await fetch(new URL(CONSENT_PATH, location), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  return response.headers.get('Location') ?? ''
}
