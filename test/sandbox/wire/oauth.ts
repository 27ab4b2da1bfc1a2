/** What the OAuth endpoints of any provider read and answer in the same way (RFC 6749). */
import type { WebAnswer, WebRequest } from './http.ts'

/** The client's id and secret, from the header or the form (RFC 6749, 2.3.1); empty where they are missing. */
export function credentialsIn(request: WebRequest, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(formDecoded)
  return { id, secret }
}

/** Back to the client with an answer and its own state. */
export function redirectBack(query: URLSearchParams, answer: Record<string, string>): WebAnswer {
  const target = new URL(query.get('redirect_uri') ?? '')
  const state = query.get('state')
  if (state !== null) target.searchParams.set('state', state)
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' }, body: '' }
}

/** The authorization request that a consent form carries in its `r_...` fields, or the one it was posted to. */
export function requestIn(form: URLSearchParams, posted: URLSearchParams): URLSearchParams {
  const hidden = [...form].filter(([name]) => name.startsWith('r_')).map(([name, value]) => [name.slice(2), value])
  return hidden.length > 0 ? new URLSearchParams(hidden) : posted
}

/** What a person may be called of whom only the address is known. */
export function nameFrom(address: string): string {
  const words = (address.split('@')[0] ?? '').split(/[._-]+/).filter((word) => word !== '')
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ') || address
}

function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? ''
}
