/** What a browser brings to a journey: it keeps its cookies, follows no redirect by itself, and says where its own forms come from. */

export interface Answer<T = unknown> {
  status: number
  headers: Headers
  /** Of JSON its value, else the text. */
  body: T
  text: string
}

export interface Browser {
  readonly cookies: Map<string, string>
  /** @param init headers of its own win; `body` other than text goes as JSON */
  ask<T = unknown>(method: string, path: string, init?: Asked): Promise<Answer<T>>
}
export interface Asked {
  body?: unknown
  headers?: Record<string, string>
  /** False: not a word about where the request comes from. */
  origin?: string | false
}

export function aBrowser(origin: string): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async ask<T>(method: string, path: string, { body, headers = {}, origin: from = origin }: Asked = {}) {
      const isText = typeof body === 'string' || body instanceof URLSearchParams
      const response = await fetch(new URL(path, origin), {
        method,
        redirect: 'manual',
        headers: {
          'accept-language': 'es-MX',
          ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(from === false || method === 'GET' ? {} : { origin: from }),
          ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      })
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
      const text = await response.text()
      const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
      const value: T = isJson && text !== '' ? JSON.parse(text) : text
      return { status: response.status, headers: response.headers, body: value, text }
    },
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const name = pair.slice(0, pair.indexOf('='))
  const value = pair.slice(pair.indexOf('=') + 1)
  if (value === '' || /max-age=0\b/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}
