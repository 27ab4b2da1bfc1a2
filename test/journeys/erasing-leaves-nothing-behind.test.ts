/** Leaving (design.md, section 8; rule 12): a person takes everything along, disconnects an account, or is erased without a trace. */
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import { connectMicrosoft, signUpAtMicrosoft } from './at-microsoft.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test('erasing leaves no row, no grant, no channel and nothing in the object; blocks stay', async () => {
  const ana = await someone()
  const token = await ana.token()
  const cookie = ana.browser.cookies.get('aforo') ?? ''
  await signInAgain(ana)
  expect((await ana.delete('/api/v1/me')).status).toBe(204)

  expect(await traces(ana)).toEqual([])
  expect(channels(ana).every(({ stopped }) => stopped)).toBe(true)
  expect(livingGrants(ana.email)).toBe(0)
  expect(await ana.stored()).toEqual([])
  expect((await ana.alarm()).at).toBeNull()
  const blocks = ana.atGoogle().filter(({ id }) => ana.effects().some(({ eventId }) => eventId === id))
  expect(blocks).toMatchObject([{ status: 'confirmed' }])

  ana.browser.cookies.set('aforo', cookie)
  expect((await ana.get('/api/v1/me')).status).toBe(401)
  const asked = { headers: { authorization: `Bearer ${token}` }, origin: false } as const
  expect((await journey.browser().ask('GET', '/api/v1/me', asked)).status).toBe(401)
})

test('what comes late to somebody erased does nothing and brings nothing back', async () => {
  const ana = await someone()
  const [channel] = channels(ana)
  await signInAgain(ana)
  await ana.delete('/api/v1/me')
  const before = [ana.requests().length, ana.mails().length]
  await fetch(`${journey.url}/webhooks/google`, {
    method: 'POST',
    headers: { 'x-goog-channel-token': channel?.token ?? '', 'x-goog-resource-state': 'exists' },
  })
  await ana.settled()
  await ana.ring()
  await journey.later({ hours: 24 * 30 })
  await ana.ring()
  await journey.sweep()
  await ana.settled()
  expect([ana.requests().length, ana.mails().length]).toEqual(before)
  expect(await traces(ana)).toEqual([])
  expect(await ana.stored()).toEqual([])
})

test('who signs up again after erasing begins anew, and gets no second block for what has one', async () => {
  const ana = await someone()
  await signInAgain(ana)
  await ana.delete('/api/v1/me')
  const before = ana.requests().length
  expect(await journey.connect(ana.browser, ana.email)).toBe('/')
  const again = good(await ana.get<{ id: string }>('/api/v1/me')).id
  expect(again).not.toBe(ana.id)
  await ana.sync()
  await journey.later({ hours: 1 })
  await ana.sync()
  expect(ana.effects().filter(({ op }) => op === 'insert')).toHaveLength(1)
  // Seen where it stands, it is not even tried.
  expect(ana.requests().slice(before)).not.toContainEqual(expect.stringMatching(/^POST .*\/events\?/))
  expect(await ana.followUps()).toMatchObject([{ state: 'booked', touched: false }, { state: 'reserved' }])
  expect(good(await ana.get<{ items: unknown[] }>('/api/v1/tokens')).items).toEqual([])
})

test('who asks for it has the blocks gone that nobody touched and that have not begun, and no other', async () => {
  const ana = await withBlocks()
  const [untouched, touched] = standing(ana)
  journey.google.hands.patch(ana.calendar, touched?.id ?? '', { summary: 'Mío' })
  await signInAgain(ana)
  expect((await ana.delete('/api/v1/me?blocks=all')).status).toBe(400)
  expect((await ana.delete('/api/v1/me?blocks=remove')).status).toBe(204)
  expect(ana.atGoogle().find(({ id }) => id === untouched?.id)?.status).toBe('cancelled')
  expect(standing(ana).map(({ summary }) => summary)).toEqual(['Mío'])
  expect(ana.effects().filter(({ op }) => op === 'delete')).toMatchObject([{ eventId: untouched?.id }])
  expect(await traces(ana)).toEqual([])
  expect(livingGrants(ana.email)).toBe(0)
})

test('blocks that have begun stay, whatever was asked, and so do all of a calendar that does not answer', async () => {
  const ana = await withBlocks()
  const [first] = standing(ana)
  await journey.at(Temporal.Instant.from(String(first?.start?.dateTime)))
  await signInAgain(ana)
  expect((await ana.delete('/api/v1/me?blocks=remove')).status).toBe(204)
  expect(standing(ana).map(({ id }) => id)).toEqual([first?.id])

  const luis = await withBlocks()
  await signInAgain(luis)
  luis.fault({ kind: 'status', status: 503, times: -1 })
  expect((await luis.delete('/api/v1/me?blocks=remove')).status).toBe(204)
  journey.google.faults.clear()
  expect(standing(luis)).toHaveLength(2)
  expect(await traces(luis)).toEqual([])
})

test('who had an account of Microsoft’s is told where its permission is taken back, before and after', async () => {
  await journey.at('2026-11-23 09:00')
  for (const [kind, page] of [
    ['personal', 'https://account.live.com/consent/Manage'],
    ['work', 'https://myapps.microsoft.com'],
  ] as const) {
    const email = `${kind}@consultoria.example`
    const { person } = await signUpAtMicrosoft(journey, email, { kind })
    expect((await person.connections())[0]).toMatchObject({ kind: 'microsoft', consentPage: page })
    expect((await person.browser.ask('GET', '/settings')).text).toContain(`href="${page}"`)

    const second = journey.newAccount()
    await journey.connect(person.browser, second.email)
    await person.settled()
    const [first, google] = await person.connections()
    expect(google?.consentPage).toBeNull()
    const gone = await person.browser.ask('POST', `/connections/${first?.id}/disconnect`, {
      body: new URLSearchParams({ back: '/calendars' }),
    })
    const to = gone.headers.get('location') ?? ''
    expect(to).toBe(`/calendars?said=disconnected&consent=${kind}`)
    expect((await person.browser.ask('GET', to)).text).toContain(`href="${page}"`)

    await connectMicrosoft(journey, person.browser, email)
    await person.settled()
    const erased = await person.browser.ask('POST', '/account/delete', { body: new URLSearchParams() })
    expect(erased.headers.get('location')).toBe(`/?said=erased&consent=${kind}`)
    expect((await person.browser.ask('GET', erased.headers.get('location') ?? '')).text).toContain(`href="${page}"`)
  }
  const forged = await journey.browser().ask('GET', '/?said=erased&consent=https://evil.example&consent=constructor')
  expect(forged.text).not.toContain('evil.example')
})

test('every table of the schema is emptied of whoever is erased', async () => {
  const ana = await someone()
  await ana.token()
  const event = await ana.event('Desayuno de negocios')
  const contact = good(await ana.post<{ id: string }>('/api/v1/contacts', { name: 'Laura', eventId: event.id }))
  good(await ana.post('/api/v1/outcomes', { kind: 'closed', contactId: contact.id, on: '2026-11-24', amount: 1 }))
  const other = good(await ana.post<{ id: string }>('/api/v1/contacts', { name: 'Pedro', eventId: event.id }))
  expect((await ana.delete(`/api/v1/contacts/${other.id}`)).status).toBe(204)
  good(await ana.patch('/api/v1/plan', { capMinutes: 60 }))
  good(await ana.patch(`/api/v1/events/${event.id}`, { travelMinutes: 10, scope: 'place' }))
  good(await ana.patch(`/api/v1/events/${event.id}`, { networking: true }))
  await signInAgain(ana)
  const tables = await journey.tables()
  const column = (table: string) => (table === 'people' ? 'id' : 'person_id')
  const rows = (table: string) => journey.rows(`select 1 from "${table}" where ${column(table)} = ?`, [ana.id])
  // So that a table which nobody thought of here is noticed: each has a row of hers before.
  for (const table of tables) expect([table, (await rows(table)).length > 0]).toEqual([table, true])
  expect((await ana.delete('/api/v1/me')).status).toBe(204)
  for (const table of tables) expect([table, await rows(table)]).toEqual([table, []])
})

test('erasing wants a sign-in of the last ten minutes', async () => {
  const ana = await someone()
  await signInAgain(ana)
  await journey.later({ minutes: 11 })
  expect((await ana.delete('/api/v1/me')).body).toMatchObject({ status: 403, reason: 'sign_in_again' })
  const form = await ana.browser.ask('POST', '/account/delete', { body: new URLSearchParams() })
  expect(form.headers.get('location')).toBe('/?again=1')
  expect((await ana.get('/api/v1/me')).status).toBe(200)
  await signInAgain(ana)
  expect((await ana.browser.ask('POST', '/account/delete', { body: new URLSearchParams() })).status).toBe(303)
  expect(await traces(ana)).toEqual([])
})

test('a Google that is away keeps nobody from leaving', async () => {
  const ana = await someone()
  await signInAgain(ana)
  ana.fault({ kind: 'status', status: 503, times: -1 })
  journey.google.faults.add({ kind: 'status', status: 503, times: -1, match: { path: '/revoke' } })
  expect((await ana.delete('/api/v1/me')).status).toBe(204)
  journey.google.faults.clear()
  expect(await traces(ana)).toEqual([])
})

test('an erasing that is cut off is finished by the sweep, and nothing happens for that person in between', async () => {
  const ana = await someone()
  await signInAgain(ana)
  journey.database.fault('refuse', (statements) => statements.some((sql) => /^delete from "?items/.test(sql)))
  expect((await ana.delete('/api/v1/me')).status).toBe(500)
  journey.database.heal()
  expect((await ana.get('/api/v1/me')).status).toBe(401)
  expect(await journey.connect(journey.browser(), ana.email)).toBe('/?problem=being_erased')
  await journey.later({ minutes: 15 })
  await journey.sweep()
  expect(await traces(ana)).toEqual([])
})

test('an export holds what is the person’s and not a secret', async () => {
  const ana = await someone()
  const token = await ana.token()
  const { text, headers } = await ana.get<Record<string, unknown>>('/api/v1/me/export')
  expect(headers.get('content-disposition')).toContain('attachment')
  expect(text).toContain('Desayuno de negocios')
  expect(text).toContain(ana.email)
  const [{ grant = '' } = {}] = await journey.rows('select "grant" from connections where person_id = ?', [ana.id])
  const [{ hash = '' } = {}] = await journey.rows('select hash from sessions where person_id = ?', [ana.id])
  const [{ hash: tokenHash = '' } = {}] = await journey.rows('select hash from api_tokens where person_id = ?', [
    ana.id,
  ])
  const { refreshTokens, accessTokens } = journey.google.state
  const secrets = [
    token,
    ana.browser.cookies.get('aforo'),
    grant,
    hash,
    tokenHash,
    ...channels(ana).flatMap((channel) => [channel.token, channel.id, channel.resourceId]),
    ...[...refreshTokens.keys(), ...accessTokens.keys()],
    journey.world.vars.SECRET_KEY,
    journey.world.vars.GOOGLE_CLIENT_SECRET,
  ]
  for (const secret of secrets) {
    expect(String(secret).length).toBeGreaterThan(8)
    expect(text).not.toContain(String(secret))
  }
})

test('no token of Google’s stands anywhere in the database, the logs or the mails in clear text', async () => {
  const ana = await someone()
  const { refreshTokens, accessTokens } = journey.google.state
  const tables = await journey.tables()
  const rows = await Promise.all(tables.map((table) => journey.rows(`select * from "${table}"`)))
  const everything = JSON.stringify([rows, journey.world.worker.logs(), ana.mails().map(({ raw }) => raw)])
  for (const token of [...refreshTokens.keys(), ...accessTokens.keys()]) expect(everything).not.toContain(token)
  const logs = JSON.stringify(journey.world.worker.logs())
  expect(logs).not.toContain(ana.email)
  expect(logs).not.toContain('Desayuno de negocios')
})

test('an account that is disconnected is forgotten with its events; history and blocks stay', async () => {
  const ana = await someone()
  const second = journey.newAccount()
  await journey.connect(ana.browser, second.email)
  await ana.settled()
  ana.has(anInvitation({ title: 'De la otra cuenta', start: '2026-11-27 18:00' }), second.email)
  await ana.sync()
  const [first, other] = await ana.connections()
  expect((await ana.delete(`/api/v1/connections/${first?.id}`)).status).toBe(204)
  expect(livingGrants(ana.email)).toBe(0)
  expect(channels(ana).every(({ stopped }) => stopped)).toBe(true)
  expect((await ana.events()).map(({ title }) => title)).toEqual(['De la otra cuenta'])
  expect(await ana.followUps()).toMatchObject([{ state: 'booked' }, {}])
  expect(ana.atGoogle().filter(({ id }) => ana.effects().some(({ eventId }) => eventId === id))).toMatchObject([
    { status: 'confirmed' },
  ])

  const last = await ana.delete(`/api/v1/connections/${other?.id}`)
  expect([last.status, last.body]).toMatchObject([409, { reason: 'last_connection' }])
  await ana.ringUntil(journey.now().add({ hours: 48 }))
  expect(await ana.sync()).toMatchObject({ pulled: 1, failed: [] })
})

/** Somebody with a block that is booked and an invitation to come. */
async function someone(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 08:00', minutes: 60 }))
  ana.has(anInvitation({ title: 'Noche de negocios', start: '2026-11-26 19:00' }))
  await ana.sync()
  await ana.ringUntil('2026-11-24 09:30')
  expect(ana.effects()).toMatchObject([{ op: 'insert' }])
  return ana
}

/** Two blocks that stand in the calendar and are still to come: the free time begins in the afternoon. */
async function withBlocks(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(aCommitment({ title: 'Networking CANACO: mañana de negocios', start: '2026-11-24 08:00', minutes: 60 }))
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 10:00', minutes: 60 }))
  ana.has(aMeeting({ start: '2026-11-24 11:00', minutes: 240 }))
  ana.has(aMeeting({ start: '2026-11-24 09:00', minutes: 60 }))
  await ana.sync()
  await ana.ringUntil('2026-11-24 11:30')
  expect(standing(ana)).toHaveLength(2)
  return ana
}

/** Aforo's blocks that stand in the calendar, by start. */
function standing(ana: Person) {
  return ana
    .atGoogle()
    .filter(({ id, status }) => status !== 'cancelled' && ana.effects().some(({ eventId }) => eventId === id))
    .sort((a, b) => String(a.start?.dateTime).localeCompare(String(b.start?.dateTime)))
}

async function signInAgain(ana: Person): Promise<void> {
  expect(await journey.connect(ana.browser, ana.email)).toBe('/')
}

/** Names of tables in which anything still says who the person was. */
async function traces(ana: Person): Promise<string[]> {
  const found: string[] = []
  for (const table of await journey.tables()) {
    const text = JSON.stringify(await journey.rows(`select * from "${table}"`))
    if (text.includes(ana.id) || text.includes(ana.email)) found.push(table)
  }
  return found
}

function channels(ana: Person) {
  return journey.google.state.channels.filter(({ account }) => account === ana.email)
}

function livingGrants(email: string): number {
  const { refreshTokens } = journey.google.state
  return [...refreshTokens.values()].filter(({ account, revoked }) => account === email && !revoked).length
}
