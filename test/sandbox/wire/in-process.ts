/** A sandbox asked in the same process: no socket, no port, the same replies. */
import { type Serve, spoilt, type WebAnswer } from './http.ts'

/**
 * @param serve what stands behind one origin
 * @param wait how a slow body takes its time
 * @returns a fetch for requests to that origin; a dropped connection throws, as fetch does
 */
export function fetchInProcess(serve: Serve, wait: (ms: number) => Promise<void>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const asked = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(request.headers),
      body: request.body === null ? '' : await request.text(),
      url,
    }
    const reply = await serve(asked, url.origin)
    if (reply.kind === 'dropped') throw new TypeError('fetch failed')
    await wait(reply.faults.of('slow-body')?.ms ?? 0)
    const response = responseOf(spoilt(reply.answer, reply.faults))
    reply.after?.()
    return response
  }
}

function responseOf({ status, headers, body }: WebAnswer): Response {
  // These three have no body (RFC 9110, 15.3.5, 15.4.5 and 15.3.6).
  const bare = status === 204 || status === 205 || status === 304
  return new Response(bare ? null : body, { status, headers })
}
