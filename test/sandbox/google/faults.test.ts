/** Checklist 33, 34, 75: faults on request, people who act by hand, and what outlives a restart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type GoogleSandbox, startGoogleSandbox } from './server.ts'
import { ANA, type Api, anaAlone, as, control, everyPage, hourAt, NOW, ZONE } from './test-client.ts'

let sandbox: GoogleSandbox
let api: Api
let calendar: string
beforeEach(async () => {
  ;({ sandbox, api, calendar } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const HOUR = hourAt('2026-11-24T10:00')
const apiEffects = () => sandbox.world.effects.filter((effect) => effect.actor === 'api').length

describe('faults', () => {
  test('it took effect and the answer is lost: the connection drops, or another status comes', async () => {
    await control(sandbox, 'POST', '/faults', { kind: 'commit-then-drop', match: { method: 'POST', path: '/events' } })
    await expect(api('POST', calendar, { ...HOUR, id: 'lost0' })).rejects.toThrow()
    sandbox.world.faults.add({ kind: 'commit-then-status', status: 502, match: { method: 'POST' } })
    expect((await api('POST', calendar, { ...HOUR, id: 'lost1' })).status).toBe(502)
    sandbox.world.faults.add({ kind: 'drop-before', match: { method: 'POST' } })
    await expect(api('POST', calendar, { ...HOUR, id: 'lost2' })).rejects.toThrow()
    expect(
      (await control(sandbox, 'GET', '/effects?actor=api&op=insert')).body.items.map(
        (one: { eventId: string }) => one.eventId,
      ),
    ).toEqual(['lost0', 'lost1'])
  })

  test('skip, times, account and path say which requests are hit, and each is counted', async () => {
    const fault = sandbox.world.faults.add({
      kind: 'status',
      status: 403,
      reason: 'quotaExceeded',
      retryAfter: '30',
      times: 2,
      skip: 1,
      match: { path: '^/calendar/v3/calendars/.*/events', account: ANA },
    })
    const seen: number[] = []
    for (let n = 0; n < 4; n += 1) seen.push((await api('GET', calendar)).status)
    expect(seen).toEqual([200, 403, 403, 200])
    expect(fault.hits).toBe(2)
    expect((await control(sandbox, 'GET', '/requests?path=/events&count')).body.count).toBe(4)
    expect((await control(sandbox, 'POST', '/faults', { kind: 'nonsense' })).status).toBe(400)
  })

  test('lists lie: empty, short, looping, without a token, stale', async () => {
    for (const id of ['list0', 'list1', 'list2']) await api('POST', calendar, { ...HOUR, id })
    const ids = async (query = '') => (await api('GET', `${calendar}${query}`)).body.items?.map((event) => event.id)
    const { syncToken } = await everyPage(api, calendar)
    sandbox.world.faults.add({ kind: 'empty-list' })
    expect(await ids()).toEqual([])
    sandbox.world.faults.add({ kind: 'short-list', count: 2 })
    expect(await ids()).toEqual(['list0'])
    sandbox.world.faults.add({ kind: 'withhold-sync-token' })
    expect((await api('GET', calendar)).body).not.toHaveProperty('nextSyncToken')
    sandbox.world.faults.add({ kind: 'repeat-page', times: -1 })
    const first = (await api('GET', `${calendar}?maxResults=1`)).body
    const again = (await api('GET', `${calendar}?maxResults=1&pageToken=${first.nextPageToken}`)).body
    expect(again.items).toEqual(first.items)
    expect(again.nextPageToken).toBe(first.nextPageToken)
    sandbox.world.faults.clear()
    await api('DELETE', `${calendar}/list2`)
    sandbox.world.faults.add({ kind: 'stale-read', times: 2 })
    expect(await ids()).toEqual(['list0', 'list1', 'list2'])
    expect((await api('GET', `${calendar}/list2`)).body.status).toBe('confirmed')
    expect(await ids()).toEqual(['list0', 'list1'])
    sandbox.world.faults.add({ kind: 'expire-sync-tokens' })
    expect((await api('GET', `${calendar}?syncToken=${syncToken}`)).reason).toBe('fullSyncRequired')
    expect((await api('GET', `${calendar}?syncToken=${syncToken}`)).status).toBe(200)
  })

  test('a stale list gives a token that still brings the write it did not know (MM 48: read replicas lag)', async () => {
    await api('POST', calendar, { ...HOUR, id: 'fresh' })
    sandbox.world.faults.add({ kind: 'stale-read' })
    const stale = await everyPage(api, calendar)
    expect(stale.items).toEqual([])
    expect((await everyPage(api, `${calendar}?syncToken=${stale.syncToken}`)).items.map((event) => event.id)).toEqual([
      'fresh',
    ])
    sandbox.world.switches.replicaLagSeconds = 5
    expect((await api('GET', `${calendar}/fresh`)).status).toBe(404)
    sandbox.world.setClock({ fixedMs: NOW + 6000 })
    expect((await api('GET', `${calendar}/fresh`)).status).toBe(200)
  })

  test('bodies are cut, slow, or no JSON at all', async () => {
    sandbox.world.faults.add({ kind: 'truncated-json' })
    await expect(api('GET', calendar)).rejects.toThrow(SyntaxError)
    sandbox.world.faults.add({ kind: 'not-json' })
    await expect(api('GET', calendar)).rejects.toThrow(SyntaxError)
    sandbox.world.faults.add({ kind: 'slow-body', ms: 10 })
    expect((await api('GET', calendar)).status).toBe(200)
  })

  test('a token runs out, a grant is revoked, a duplicate id is taken, in the middle of things', async () => {
    await api('POST', calendar, { ...HOUR, id: 'clash' })
    sandbox.world.faults.add({ kind: 'accept-duplicate-id' })
    const second = await api('POST', calendar, { ...HOUR, id: 'clash' })
    expect(second.status).toBe(200)
    expect(second.body.id).not.toBe('clash')
    sandbox.world.faults.add({ kind: 'expire-access-tokens' })
    expect(await api('GET', calendar)).toMatchObject({ status: 401, reason: 'authError' })
    const again = as(sandbox, ANA)
    sandbox.world.faults.add({ kind: 'revoke-grant' })
    expect((await again('GET', calendar)).status).toBe(401)
    expect([...sandbox.world.state.refreshTokens.values()].every((token) => token.revoked)).toBe(true)
  })
})

describe('hands', () => {
  test('the owner moves, edits, deletes and takes back; every act is in the effect log as theirs', async () => {
    const made = await control(sandbox, 'POST', '/events', { calendarId: ANA, event: { ...HOUR, id: 'mine0' } })
    expect(made.body.organizer.email).toBe(ANA)
    await control(sandbox, 'POST', '/events/move', {
      calendarId: ANA,
      eventId: 'mine0',
      start: { dateTime: '2026-11-24T17:00:00-06:00' },
    })
    expect((await api('GET', `${calendar}/mine0`)).body.end?.dateTime).toBe('2026-11-24T18:00:00-06:00')
    await control(sandbox, 'DELETE', '/events', { calendarId: ANA, eventId: 'mine0', actor: 'owner' })
    expect((await api('GET', `${calendar}/mine0`)).body.status).toBe('cancelled')
    await control(sandbox, 'POST', '/events/undelete', { calendarId: ANA, eventId: 'mine0' })
    expect((await api('GET', `${calendar}/mine0`)).body.status).toBe('confirmed')
    expect(sandbox.world.effects.map((effect) => [effect.actor, effect.op])).toEqual([
      ['human', 'insert'],
      ['human', 'patch'],
      ['human', 'delete'],
      ['human', 'patch'],
    ])
    expect(apiEffects()).toBe(0)
  })

  test('an answer given by hand shows in the calendar', async () => {
    const event = { ...HOUR, id: 'byhand', organizer: { email: 'a@b.example' }, attendees: [{ email: ANA }] }
    await control(sandbox, 'POST', '/events', { calendarId: ANA, actor: 'organiser', event })
    await control(sandbox, 'POST', '/events/rsvp', { calendarId: ANA, eventId: 'byhand', response: 'accepted' })
    expect((await api('GET', `${calendar}/byhand`)).body.attendees?.[0]?.responseStatus).toBe('accepted')
  })

  test('hostile events are served exactly as given and break nothing else', async () => {
    const events = [
      { id: 'noend', status: 'confirmed', summary: 'sin fin', start: { dateTime: '2026-11-24T10:00:00-06:00' } },
      { id: 'year9999', summary: 'lejos', start: { date: '9999-12-31' }, end: { date: '9999-12-31' } },
      { id: 'big', summary: 'x'.repeat(1_000_000), start: { date: '2026-11-24' }, end: { date: '2026-11-25' } },
      { id: 'script', summary: '<script>alert(1)</script>', start: 7, end: null, recurrence: 'RRULE:FREQ=SECONDLY' },
      { id: 'loop', start: { date: '2026-11-24' }, end: { date: '2026-11-25' }, recurrence: ['RRULE:FREQ=SECONDLY'] },
    ]
    expect((await control(sandbox, 'POST', '/events/raw', { calendarId: ANA, events })).body.stored).toBe(5)
    await api('POST', calendar, { ...HOUR, id: 'sound' })
    const { items } = await everyPage(api, calendar)
    expect(items.slice(0, 5)).toEqual(events)
    expect((await everyPage(api, `${calendar}?singleEvents=true&timeMin=2026-11-01T00:00:00Z`)).items.at(-1)?.id).toBe(
      'sound',
    )
    expect(
      (
        await api('POST', '/freeBusy', {
          timeMin: '2026-11-24T00:00:00Z',
          timeMax: '2026-11-25T00:00:00Z',
          items: [{ id: 'primary' }],
        })
      ).status,
    ).toBe(200)
  })
})

test('state survives a restart: accounts, grants, events, tokens and the signing key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'google-sandbox-'))
  const options = { stateFile: join(folder, 'state.json'), now: () => NOW, seedLife: false }
  const first = await startGoogleSandbox(options)
  first.world.createAccount(ANA, 'Ana Prueba', ZONE)
  await as(first, ANA)('POST', calendar, { ...HOUR, id: 'remains' })
  const { syncToken } = await everyPage(as(first, ANA), calendar)
  const keys = await (await fetch(`${first.url}/oauth2/v3/certs`)).text()
  await first.close()
  const second = await startGoogleSandbox(options)
  const later = as(second, ANA)
  expect((await later('GET', `${calendar}/remains`)).body.summary).toBe('Una hora')
  await later('PATCH', `${calendar}/remains`, { summary: 'otra' })
  expect((await everyPage(later, `${calendar}?syncToken=${syncToken}`)).items.map((event) => event.summary)).toEqual([
    'otra',
  ])
  expect(await (await fetch(`${second.url}/oauth2/v3/certs`)).text()).toBe(keys)
  await second.close()
  rmSync(folder, { recursive: true })
})
