/** Checklist 63-65, 75: limits, batches, faults on request, people who act by hand, and what outlives a restart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MicrosoftSandbox, startMicrosoftSandbox } from './server.ts'
import { ANA, type Api, anaAlone, as, control, hourAt, inPath, NOW, round, window, ZONE } from './test-client.ts'

let sandbox: MicrosoftSandbox
let api: Api
beforeEach(async () => {
  ;({ sandbox, api } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const HOUR = hourAt('2026-11-24T10:00')
const DELTA = `/me/calendarView/delta?${window('2026-11-16', '2026-12-14')}`
const apiEffects = () => sandbox.world.effects.filter((effect) => effect.actor === 'api').length

describe('limits', () => {
  test('so many requests in ten minutes for an app and a mailbox; who does not wait waits longer', async () => {
    const { switches } = sandbox.world
    switches.requestsPerTenMinutes = 3
    for (let n = 0; n < 3; n += 1) expect((await api('GET', '/me/calendars')).status).toBe(200)
    const over = await api('GET', '/me/calendars')
    expect([over.status, over.code, over.headers.get('retry-after')]).toEqual([429, 'ApplicationThrottled', '10'])
    expect((await api('GET', '/me/calendars')).headers.get('retry-after')).toBe('20')
    switches.retryAfterForm = 'date'
    expect(Date.parse((await api('GET', '/me/calendars')).headers.get('retry-after') ?? '')).toBe(NOW + 30_000)
    sandbox.world.createAccount('otro@empresa.example', 'Otro', ZONE)
    expect((await as(sandbox, 'otro@empresa.example')('GET', '/me/calendars')).status).toBe(200)
    sandbox.world.setClock({ fixedMs: NOW + 601_000 })
    expect((await api('GET', '/me/calendars')).status).toBe(200)
  })

  test('four requests at once; the fifth is over the MailboxConcurrency limit', async () => {
    const { world } = sandbox
    world.switches.serviceMs = 1000
    const four = Promise.all(Array.from({ length: 4 }, () => api('GET', '/me/calendars')))
    // All four have been let in before the fifth sets out.
    while (world.requests.length < 4) await new Promise((done) => setImmediate(done))
    const fifth = await api('GET', '/me/calendars')
    expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([429, '1'])
    expect(fifth.body.error?.message).toBe('Application is over its MailboxConcurrency limit.')
    world.switches.concurrencyStatus = 503
    expect((await api('GET', '/me/calendars')).status).toBe(503)
    expect((await four).map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect((await api('GET', '/me/calendars')).status).toBe(200)
  })
})

describe('a batch', () => {
  const batch = async (requests: object[]) => {
    const { status, body, code } = await api('POST', '/$batch', { requests })
    const responses: {
      id: string
      status: number
      headers: Record<string, string>
      body?: { error?: { code: string } }
    }[] = JSON.parse(JSON.stringify(body)).responses ?? []
    return { status, code, responses }
  }

  test('has up to twenty requests, each with a status of its own, throttled one by one', async () => {
    sandbox.world.switches.requestsPerTenMinutes = 2
    const get = (id: string, url: string) => ({ id, method: 'GET', url })
    const { status, responses } = await batch([
      get('1', '/me/calendars'),
      get('2', '/me/events/none'),
      get('3', '/me/calendars'),
    ])
    expect(status).toBe(200)
    expect(responses.map((one) => [one.id, one.status])).toEqual([
      ['1', 200],
      ['2', 400],
      ['3', 429],
    ])
    expect(responses[2]?.headers['retry-after']).toBe('10')
    const many = Array.from({ length: 21 }, (_none, n) => get(String(n), '/me'))
    expect((await batch(many)).status).toBe(400)
  })

  test('runs what depends on a success only after it', async () => {
    const write = (id: string, body: object, dependsOn: string[] = []) => ({
      id,
      method: 'POST',
      url: '/me/events',
      headers: { 'Content-Type': 'application/json' },
      body,
      dependsOn,
    })
    const { responses } = await batch([write('a', {}), write('b', HOUR, ['a']), write('c', HOUR)])
    expect(responses.map((one) => one.status)).toEqual([400, 424, 201])
    expect(apiEffects()).toBe(1)
    sandbox.world.faults.add({ kind: 'commit-then-drop', match: { method: 'POST', path: '/me/events' } })
    expect((await batch([write('d', HOUR)])).responses[0]?.status).toBe(504)
    expect(apiEffects()).toBe(2)
  })
})

describe('faults', () => {
  test('it took effect and the answer is lost: the connection drops, or another status comes', async () => {
    await control(sandbox, 'POST', '/faults', { kind: 'commit-then-drop', match: { method: 'POST', path: '/events' } })
    await expect(api('POST', '/me/events', HOUR)).rejects.toThrow()
    sandbox.world.faults.add({ kind: 'commit-then-status', status: 504, match: { method: 'POST' } })
    expect((await api('POST', '/me/events', HOUR)).status).toBe(504)
    sandbox.world.faults.add({ kind: 'drop-before', match: { method: 'POST' } })
    await expect(api('POST', '/me/events', HOUR)).rejects.toThrow()
    expect((await control(sandbox, 'GET', '/effects?actor=api&op=create')).body.count).toBe(2)
  })

  test('skip, times, account and path say which requests are hit; the reason names the code', async () => {
    const fault = sandbox.world.faults.add({
      kind: 'status',
      status: 503,
      reason: 'ErrorMailboxMoveInProgress',
      retryAfter: '30',
      times: 2,
      skip: 1,
      match: { path: '^/v1.0/me/events', account: ANA },
    })
    const seen: (string | null)[] = []
    for (let n = 0; n < 4; n += 1) seen.push((await api('GET', '/me/events')).code)
    expect(seen).toEqual([null, 'ErrorMailboxMoveInProgress', 'ErrorMailboxMoveInProgress', null])
    expect(fault.hits).toBe(2)
    expect((await control(sandbox, 'GET', '/requests?path=/events&count')).body.count).toBe(4)
    expect((await control(sandbox, 'POST', '/faults', { kind: 'nonsense' })).status).toBe(400)
    expect((await control(sandbox, 'PATCH', '/switches', { nonsense: 1 })).status).toBe(400)
  })

  test('lists lie: empty, short, looping, without a link, stale', async () => {
    for (let n = 0; n < 3; n += 1) await api('POST', '/me/events', HOUR)
    const count = async (path: string) => (await api('GET', path)).body.value.length
    sandbox.world.switches.emptyDeltaPages = 'never'
    sandbox.world.faults.add({ kind: 'empty-list' })
    expect(await count('/me/events')).toBe(0)
    sandbox.world.faults.add({ kind: 'short-list', count: 2 })
    expect(await count(DELTA)).toBe(1)
    sandbox.world.faults.add({ kind: 'empty-list' })
    expect(await count('/me/calendars')).toBe(0)
    const prefer = { prefer: 'odata.maxpagesize=1' }
    const { body } = await api('GET', DELTA, undefined, prefer)
    sandbox.world.faults.add({ kind: 'repeat-page' })
    const looping = await api('GET', body['@odata.nextLink'] ?? '', undefined, prefer)
    const again = await api('GET', looping.body['@odata.nextLink'] ?? '', undefined, prefer)
    expect(again.body.value[0]?.id).toBe(looping.body.value[0]?.id)
    sandbox.world.faults.add({ kind: 'withhold-delta-link' })
    const withheld = (await api('GET', DELTA)).body
    expect([withheld['@odata.deltaLink'], withheld['@odata.nextLink']]).toEqual([undefined, undefined])
    sandbox.world.faults.add({ kind: 'stale-read', count: 2 })
    expect(await count('/me/events')).toBe(1)
  })

  test('the wire fails: half a body, no JSON, slowly', async () => {
    sandbox.world.faults.add({ kind: 'truncated-json' })
    await expect(api('GET', '/me/calendars')).rejects.toThrow(SyntaxError)
    sandbox.world.faults.add({ kind: 'not-json' })
    await expect(api('GET', '/me/calendars')).rejects.toThrow(SyntaxError)
    sandbox.world.faults.add({ kind: 'slow-body', ms: 20 })
    sandbox.world.faults.add({ kind: 'delay', ms: 5 })
    expect((await api('GET', '/me/calendars')).status).toBe(200)
  })

  test('tokens and grants end in the middle', async () => {
    sandbox.world.faults.add({ kind: 'expire-access-tokens' })
    const expired = await api('GET', '/me/calendars')
    expect([expired.status, expired.code]).toEqual([401, 'InvalidAuthenticationToken'])
    expect(expired.headers.get('www-authenticate')).toContain('Bearer')
    const fresh = as(sandbox, ANA)
    sandbox.world.faults.add({ kind: 'revoke-grant' })
    expect((await fresh('GET', '/me/calendars')).status).toBe(401)
    expect((await api('GET', '/me/nonsense')).status).toBe(401)
  })

  test('a schedule is missing from an answer', async () => {
    const bound = (text: string) => ({ dateTime: text, timeZone: 'UTC' })
    const asked = { schedules: [ANA], startTime: bound('2026-11-24T00:00:00'), endTime: bound('2026-11-25T00:00:00') }
    sandbox.world.faults.add({ kind: 'schedule-missing' })
    expect((await api('POST', '/me/calendar/getSchedule', asked)).body.value).toEqual([])
  })

  test('hostile events are served as they were given', async () => {
    const events = [
      { id: 'x', subject: '__proto__', start: null },
      { id: 'y', subject: 'x'.repeat(1000) },
    ]
    expect((await control(sandbox, 'POST', '/events/raw', { calendarId: ANA, events })).body.stored).toBe(2)
    expect((await api('GET', `/me/calendarView?${window('2026-11-16', '2026-12-14')}`)).body.value).toEqual(events)
    expect((await round(api, DELTA)).items).toEqual(expect.arrayContaining(events))
  })
})

describe('hands', () => {
  test('the owner, an organiser and the world act by the same rules, each under their name', async () => {
    const { body: made } = await control(sandbox, 'POST', '/events', { calendarId: ANA, event: HOUR })
    await control(sandbox, 'POST', '/events/move', {
      calendarId: ANA,
      eventId: made.id,
      start: { dateTime: '2026-11-25T12:00:00', timeZone: ZONE },
    })
    const { body } = await api('GET', `/me/events/${inPath(made.id)}`)
    expect([body.start?.dateTime, body.end?.dateTime]).toEqual([
      '2026-11-25T18:00:00.0000000',
      '2026-11-25T19:00:00.0000000',
    ])
    await control(sandbox, 'PATCH', '/events', { calendarId: ANA, eventId: made.id, event: { subject: 'Editada' } })
    await control(sandbox, 'DELETE', '/events', { calendarId: ANA, eventId: made.id })
    expect((await api('GET', `/me/events/${inPath(made.id)}`)).status).toBe(404)
    await control(sandbox, 'POST', '/events/undelete', { calendarId: ANA, eventId: made.id })
    expect((await api('GET', '/me/events')).body.value).toHaveLength(1)
    const effects = await control(sandbox, 'GET', '/effects')
    expect(effects.body.items.map((one: { op: string; actor: string }) => `${one.actor} ${one.op}`)).toEqual([
      'human create',
      'human update',
      'human update',
      'human delete',
      'human restore',
    ])
  })

  test('a guest answers in their calendar, others elsewhere', async () => {
    const guest = (address: string) => ({ emailAddress: { address }, status: { response: 'none' } })
    const event = {
      ...HOUR,
      organizer: guest('org@otra.example'),
      attendees: [guest(ANA), guest('beto@empresa.example')],
    }
    const { body: made } = await control(sandbox, 'POST', '/events', { calendarId: ANA, event, actor: 'organiser' })
    const answer = { calendarId: ANA, eventId: made.id, response: 'declined', email: 'beto@empresa.example' }
    await control(sandbox, 'POST', '/events/rsvp', answer)
    await control(sandbox, 'POST', '/events/rsvp', { calendarId: ANA, eventId: made.id, response: 'accepted' })
    const { body } = await api('GET', `/me/events/${inPath(made.id)}`)
    expect(body.attendees?.map((one) => one.status?.response)).toEqual(['accepted', 'declined'])
    expect(body).toMatchObject({ responseStatus: { response: 'accepted' }, showAs: 'busy' })
    await control(sandbox, 'POST', '/events/cancel', { calendarId: ANA, eventId: made.id })
    expect((await api('GET', `/me/events/${inPath(made.id)}`)).body.isCancelled).toBe(true)
    expect((await control(sandbox, 'POST', '/events/rsvp', { ...answer, response: 'quizá' })).status).toBe(400)
  })

  test('calendars are shared, and accounts and clocks change', async () => {
    await control(sandbox, 'POST', '/accounts', { email: 'otro@empresa.example', name: 'Otro', kind: 'work' })
    await control(sandbox, 'POST', `/calendars/${inPath(ANA)}/share`, { account: 'otro@empresa.example' })
    const { value } = (await as(sandbox, 'otro@empresa.example')('GET', '/me/calendars')).body
    expect(value.map((one) => [one.owner?.address, one.canEdit])).toEqual([
      ['otro@empresa.example', true],
      [ANA, false],
    ])
    await control(sandbox, 'PATCH', `/accounts/${inPath(ANA)}`, { timeZone: 'America/Tijuana' })
    expect((await api('GET', '/me/mailboxSettings')).body).toMatchObject({ timeZone: 'Pacific Standard Time (Mexico)' })
    expect((await control(sandbox, 'POST', '/clock', { now: '2026-12-01T00:00:00Z' })).body.now).toBe(
      Date.parse('2026-12-01T00:00:00Z'),
    )
    await control(sandbox, 'POST', '/clock', {})
    expect((await control(sandbox, 'GET', '/')).body).toMatchObject({
      now: NOW,
      login: sandbox.issuerUrl,
      graph: sandbox.graphUrl,
    })
    const { body } = await control(sandbox, 'POST', '/calendars', { account: ANA, name: 'Otro' })
    expect((await control(sandbox, 'DELETE', `/calendars/${inPath(body.id)}`)).status).toBe(200)
    expect((await control(sandbox, 'GET', `/calendars?account=${ANA}`)).body).toHaveLength(1)
    await control(sandbox, 'POST', '/reset', { seedLife: false })
    expect((await control(sandbox, 'GET', '/accounts')).body).toEqual([])
  })
})

test('accounts, events, grants, links and keys outlive a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aforo-microsoft-'))
  const options = { stateFile: join(folder, 'microsoft.json'), seedLife: false, now: () => NOW }
  const first = await startMicrosoftSandbox(options)
  first.world.createAccount(ANA, 'Ana', ZONE)
  const { accessToken } = first.world.grants.issue(ANA)
  const call = async (url: string, init: RequestInit = {}) => {
    const answer = await fetch(url, { ...init, headers: { authorization: `Bearer ${accessToken}` } })
    return JSON.parse(await answer.text())
  }
  const made = await call(`${first.graphUrl}/v1.0/me/events`, {
    method: 'POST',
    body: JSON.stringify({ ...HOUR, transactionId: 't' }),
  })
  const skip = await call(`${first.graphUrl}/v1.0${DELTA}`)
  const delta = await call(skip['@odata.nextLink'])
  const keys = async (running: MicrosoftSandbox) =>
    JSON.parse(await (await fetch(`${running.issuerUrl}/common/discovery/v2.0/keys`)).text()).keys[0].n
  const keysBefore = await keys(first)
  // Changed after the link was given, and before the restart.
  first.world.hands.patch(ANA, made.id, { subject: 'Editada' })
  await first.close()
  const second = await startMicrosoftSandbox(options)
  const again = await call(`${second.graphUrl}/v1.0/me/events`, {
    method: 'POST',
    body: JSON.stringify({ ...HOUR, transactionId: 't' }),
  })
  expect(again.id).toBe(made.id)
  const next = await call(delta['@odata.deltaLink'].replace(first.graphUrl, second.graphUrl))
  expect(next.value).toMatchObject([{ id: made.id, subject: 'Editada' }])
  expect(await keys(second)).toBe(keysBefore)
  await second.close()
  rmSync(folder, { recursive: true })
})
