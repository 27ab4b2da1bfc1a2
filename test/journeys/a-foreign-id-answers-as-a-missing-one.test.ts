/** Rule 11: a person sees and changes only what is theirs. Every route of OpenAPI is asked; a new one without an entry here fails. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

const BODIES: Record<string, unknown[]> = {
  'PATCH /api/v1/events/{id}': [
    { decision: 'skip' },
    { answer: 'declined' },
    { attendance: 'missed' },
    { networking: false },
    { travelMinutes: 10 },
    { ticketPrice: 100 },
    {},
  ],
  'PATCH /api/v1/follow-ups/{id}': [{ state: 'dismissed' }, { state: 'done', nextStep: null }],
  'PATCH /api/v1/calendars/{id}': [{ busy: false }, { followUps: true }, {}],
  'PATCH /api/v1/contacts/{id}': [{ name: 'Otra' }, { stage: 'client' }, { reminder: 'not_now' }, {}],
  'POST /api/v1/contacts/{id}/touches': [{ kind: 'call' }],
  'POST /api/v1/contacts/{id}/merge': [{ from: crypto.randomUUID() }],
  'POST /api/v1/contacts/{id}/apart': [{ other: crypto.randomUUID() }],
  'PATCH /api/v1/outcomes/{id}': [{ note: 'Otra' }, { amount: 1 }, { lostOn: '2026-11-24' }],
}
/** What a list cannot be asked without. */
const QUERIES: Record<string, string> = { '/api/v1/contacts/export': '?format=csv' }

/** Of her contact: a route with two ids. */
const touch = crypto.randomUUID()

interface OpenApi {
  paths: Record<string, Record<string, unknown>>
}

let journey: Journey
let ana: Person
let berta: Person
let paths: OpenApi['paths']
let hers: Record<string, string>
beforeAll(async () => {
  journey = await startJourney()
  ana = await journey.signUp()
  berta = await journey.signUp()
  await journey.connect(ana.browser, journey.newAccount().email)
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 08:00', minutes: 60 }))
  ana.has(aCommitment({ title: 'Comida de negocios', start: '2026-11-26 14:00', minutes: 60 }))
  ana.has(anInvitation({ title: 'Networking de negocios', start: '2026-11-27 19:00', minutes: 60 }))
  await ana.sync()
  // Something to be undone.
  good(await ana.patch(`/api/v1/events/${(await ana.event('Networking de negocios')).id}`, { answer: 'tentative' }))
  const bruno = { name: 'Bruno de negocios', emails: ['bruno@negocios.example'], eventId: null }
  const { id: contact } = good(await ana.post<{ id: string }>('/api/v1/contacts', bruno))
  good(await ana.post(`/api/v1/contacts/${contact}/touches`, { id: touch, kind: 'call' }))
  const proposal = { kind: 'proposal', contactId: contact, on: '2026-11-20', amount: 500_000 }
  const { id: outcome } = good(await ana.post<{ id: string }>('/api/v1/outcomes', proposal))
  // Both, so that nothing of their own is due while they are asked.
  await journey.ringUntil('2026-11-24 09:30', [ana, berta])
  await ana.token()
  const items = async (path: string) => good(await ana.get<{ items: { id: string; kind?: string }[] }>(path)).items
  const idOf = async (path: string) => (await items(path)).at(-1)?.id ?? ''
  hers = {
    '/api/v1/events/{id}': (await ana.event('Comida de negocios')).id,
    '/api/v1/follow-ups/{id}': (await ana.followUps()).find(({ state }) => state === 'booked')?.id ?? '',
    '/api/v1/calendars/{id}': await idOf('/api/v1/calendars'),
    '/api/v1/connections/{id}': await idOf('/api/v1/connections'),
    '/api/v1/tokens/{id}': await idOf('/api/v1/tokens'),
    '/api/v1/contacts/{id}': contact,
    '/api/v1/contacts/{id}/touches': contact,
    '/api/v1/contacts/{id}/touches/{touch}': contact,
    '/api/v1/contacts/{id}/merge': contact,
    '/api/v1/contacts/{id}/apart': contact,
    '/api/v1/outcomes/{id}': outcome,
    '/api/v1/activity/{id}/undo': (await items('/api/v1/activity')).find(({ kind }) => kind === 'answered')?.id ?? '',
  }
  paths = good(await ana.get<OpenApi>('/api/openapi.json')).paths
})
afterAll(() => journey?.close())

test('every route with an id answers a stranger as if there were no such thing, and changes nothing', async () => {
  const before = await allRows()
  const reads = Object.entries(paths).filter(([path]) => path.includes('{'))
  expect(reads.map(([path]) => path).toSorted()).toEqual(Object.keys(hers).toSorted())
  for (const [path, methods] of reads) {
    expect([path, hers[path]]).not.toEqual([path, ''])
    for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
      for (const body of BODIES[`${method} ${path}`] ?? [undefined]) {
        const ask = (id: string) =>
          berta.browser.ask(
            method,
            path.replace('{id}', id).replace('{touch}', touch),
            body === undefined ? {} : { body },
          )
        const foreign = await ask(hers[path] ?? '')
        const random = await ask(crypto.randomUUID())
        expect([method, path, body, foreign.status]).toEqual([method, path, body, 404])
        expect(foreign.text).toBe(random.text)
        expect(random.status).toBe(404)
      }
    }
  }
  expect(await allRows()).toEqual(before)
})

test('so does every page and form with an id', async () => {
  const before = await allRows()
  const forms: [string, string, Record<string, string>][] = [
    ['GET', '/events/ID', {}],
    ...['decision', 'answer', 'attendance', 'networking', 'travel', 'going', 'ticket'].map(
      (form): [string, string, Record<string, string>] => [
        'POST',
        `/events/ID/${form}`,
        { decision: 'skip', answer: 'declined', attendance: 'missed', networking: 'false', minutes: '5', price: '1' },
      ],
    ),
    ['POST', '/follow-ups/ID', { as: 'dismissed' }],
    ['POST', '/calendars/ID', {}],
    ['POST', '/connections/ID/disconnect', {}],
    ['POST', '/tokens/ID/delete', {}],
    ['POST', '/activity/ID/undo', {}],
  ]
  for (const [method, path, fields] of forms) {
    const [, room = ''] = path.split('/')
    const mine = hers[`/api/v1/${room}/{id}`] ?? hers[`/api/v1/${room}/{id}/undo`] ?? ''
    const ask = (id: string) =>
      berta.browser.ask<string>(
        method,
        path.replace('ID', id),
        method === 'GET' ? {} : { body: new URLSearchParams(fields) },
      )
    const [foreign, random] = [await ask(mine), await ask(crypto.randomUUID())]
    const seen = ({ status, headers, text }: typeof foreign) => [status, headers.get('location'), stripped(text)]
    expect([path, ...seen(foreign)]).toEqual([path, ...seen(random)])
    expect(foreign.text).not.toContain('Comida de negocios')
  }
  expect(await allRows()).toEqual(before)
})

test('lists, plan, digest, activity and export hold nothing of somebody else', async () => {
  const routes = Object.entries(paths).filter(([path, methods]) => !path.includes('{') && 'get' in methods)
  expect(routes.length).toBeGreaterThan(8)
  for (const [path] of routes) {
    const { status, text } = await berta.get(`${path}${QUERIES[path] ?? ''}`)
    expect([path, status]).toEqual([path, 200])
    expect(text).not.toContain('Desayuno de negocios')
    expect(text).not.toContain(ana.email)
    for (const id of Object.values(hers)) expect(text).not.toContain(id)
  }
})

test('nobody at all gets nothing', async () => {
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const asked = path.replace('{id}', hers[path] ?? '')
      const { status, text } = await journey.browser().ask(method.toUpperCase(), asked, { origin: false })
      expect([method, path, status]).toEqual([method, path, 401])
      expect(text).not.toContain('negocios')
    }
  }
})

describe('what another site makes a browser send', () => {
  const strangers: [string, string | false, Record<string, string>][] = [
    ['another origin', 'https://evil.example', {}],
    ['an origin that only begins like ours', 'PREFIX', {}],
    ['an origin it does not say', 'null', {}],
    ['another site, by the browser’s word', false, { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', false, { 'sec-fetch-site': 'same-site' }],
    ['our origin from another site', 'OURS', { 'sec-fetch-site': 'cross-site' }],
    ['another site’s page, by its referrer alone', false, { referer: 'https://evil.example/aforo' }],
  ]
  test.each(strangers)('%s is refused on every unsafe route, and changes nothing', async (_, given, headers) => {
    const origin = given === 'PREFIX' ? `${journey.url}.evil.example` : given === 'OURS' ? journey.url : given
    const before = await allRows()
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods).filter((name) => name !== 'get')) {
        const [body] = BODIES[`${method.toUpperCase()} ${path}`] ?? [{}]
        const asked = path.replace('{id}', hers[path] ?? '')
        const answer = await ana.browser.ask(method.toUpperCase(), asked, { body, headers, origin })
        expect([method, path, answer.status]).toEqual([method, path, 403])
        expect(answer.body).toMatchObject({ reason: 'cross_origin' })
      }
    }
    for (const form of ['/sync', '/settings', '/digest', '/tokens', '/account/delete', '/sign-out']) {
      const answer = await ana.browser.ask('POST', form, { body: new URLSearchParams({ name: 'x' }), headers, origin })
      expect([form, answer.status]).toEqual([form, 403])
    }
    expect(await allRows()).toEqual(before)
  })

  test('JSON that travels as text is no JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await ana.browser.ask('PATCH', '/api/v1/settings', {
        body: '{"weeklyCapMinutes":0}',
        headers: { 'content-type': type },
      })
      expect([type, answer.status]).toEqual([type, 415])
    }
  })
})

/** A page without what it says of the address asked for. */
function stripped(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[a-v0-9]{20,}/g, 'ID')
}

async function allRows(): Promise<unknown> {
  const tables = await journey.tables()
  return Promise.all(tables.map(async (table) => [table, await journey.rows(`select * from "${table}" order by 1, 2`)]))
}
