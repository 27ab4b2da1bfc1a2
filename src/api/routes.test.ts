/** Who gets in, what a body may be, and what is said of whatever is refused. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ana,
  config,
  db,
  expectProblem,
  nobody,
  openDoor,
  person,
  stored,
  visitor,
} from '../../test/builders/a-door.ts'
import { aFollowUp, anEvent, aState, CALENDAR, idOf, NOON } from '../../test/builders/a-person.ts'
import { openDatabase } from '../db/locate.ts'
import * as t from '../db/schema.ts'
import { channelToken } from '../person/channel-token.ts'
import { MOST_BODY_BYTES } from './input.ts'

openDoor()

describe('who is nobody', () => {
  test.each([
    ['GET', '/me'],
    ['DELETE', '/me'],
    ['GET', '/plan'],
    ['POST', '/sync'],
    ['PATCH', '/events/x'],
    ['GET', '/no/such/route'],
  ])('is told how to do better at %s %s', async (method, path) => {
    const answer = await nobody().ask(method, path)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="Aforo"')
    await expectProblem(answer, 'not_signed_in')
  })

  test('and shows a token that is none, is told that', async () => {
    const answer = await nobody().ask('GET', '/me', undefined, { Authorization: 'Bearer aforo_nope' })
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="Aforo", error="invalid_token"')
  })

  test('has been erased meanwhile', async () => {
    await stored(aState())
    await db.update(t.people).set({ erasingAt: NOON.toString() })
    expect((await ana().ask('GET', '/plan')).status).toBe(401)
    expect((await ana().ask('GET', '/me/export')).status).toBe(401)
  })
})

describe('what is not there', () => {
  test('is a problem, and so is a method that an address does not have', async () => {
    await stored(aState())
    await expectProblem(await ana().ask('GET', '/nothing'), 'not_found', 404)
    for (const path of ['/me/imports', '/activity/x/undo']) {
      await expectProblem(await ana().ask('POST', path, {}), 'not_found', 404)
    }
    const answer = await ana().ask('PUT', '/calendars/x', {})
    await expectProblem(answer, 'method_not_allowed', 405)
    expect(answer.headers.get('Allow')).toBe('PATCH')
    expect((await ana().ask('POST', '/connections', {})).status).toBe(405)
  })

  test('answers byte for byte like what is somebody else’s', async () => {
    await stored(aState([anEvent('hers')], { followUps: new Map([['hers' as never, aFollowUp('hers', 'hers')]]) }))
    await stored(aState([], { calendars: new Map(), connections: new Map() }, {}), 'luis')
    const luis = visitor({ personId: 'luis' })
    const routes: [string, string, string, unknown?][] = [
      ['GET', '/events/', idOf('hers')],
      ['PATCH', '/events/', idOf('hers'), { decision: 'skip' }],
      ['PATCH', '/calendars/', CALENDAR, { busy: false }],
      ['PATCH', '/follow-ups/', 'hers', { state: 'dismissed' }],
      ['PATCH', '/follow-ups/', `reserved-${idOf('hers')}`, { state: 'dismissed' }],
    ]
    for (const [method, path, id, body] of routes) {
      const [foreign, random] = [await luis.ask(method, path + id, body), await luis.ask(method, `${path}random`, body)]
      expect([foreign.status, await foreign.text()]).toEqual([random.status, await random.text()])
      expect(foreign.status).toBe(404)
    }
  })
})

describe('a body', () => {
  beforeEach(() => stored(aState()))

  test('that is no JSON is refused by its type', async () => {
    const sent = { method: 'PATCH', headers: { 'Content-Type': 'text/plain' }, body: '{"maxEvenings":1}' }
    await expectProblem(await ana().send('/settings', sent), 'not_json', 415)
    const untyped = { method: 'PATCH', body: new TextEncoder().encode('{"maxEvenings":1}') }
    await expectProblem(await ana().send('/settings', untyped), 'not_json', 415)
  })

  test('that is broken JSON is 400, one that is not what is asked 422', async () => {
    const json = { 'Content-Type': 'application/json; charset=utf-8' }
    await expectProblem(
      await ana().send('/settings', { method: 'PATCH', headers: json, body: '{"maxEvenings":' }),
      'malformed_json',
      400,
    )
    for (const body of ['[]', '"x"', 'null', '7']) {
      await expectProblem(await ana().send('/settings', { method: 'PATCH', headers: json, body }), 'invalid', 422)
    }
  })

  test('with a currency that is none is refused, or every amount after it would be', async () => {
    const answer = await ana().ask('PATCH', '/settings', { currency: 'QQQ' })
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { reason: 'invalid', errors: [{ path: 'currency' }] },
    ])
    expect((await ana().ask('PATCH', '/settings', { currency: 'CLP' })).status).toBe(200)
  })

  test('is counted as it arrives, whatever length it claims and whether or not it is needed', async () => {
    const large = JSON.stringify({ interests: ['x'.repeat(MOST_BODY_BYTES)] })
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '2' }
    const answer = await ana().send('/settings', { method: 'PATCH', headers, body: large })
    expect((await expectProblem(answer, 'too_large', 413)).detail).toContain('256 KiB')
    await expectProblem(await ana().send('/sync', { method: 'POST', headers, body: large }), 'too_large', 413)
  })

  test('is not needed where everything in it may be left out', async () => {
    expect((await ana().ask('POST', '/digest')).status).toBe(200)
    expect(
      (await ana().send('/sync', { method: 'POST', headers: { 'Content-Type': 'application/json' } })).status,
    ).toBe(200)
  })

  test('cannot reach a prototype', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const body = '{"__proto__":{"polluted":1},"followUp":{"__proto__":{"polluted":1}}}'
    await expectProblem(await ana().send('/settings', { method: 'PATCH', headers, body }), 'invalid', 422)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('from another site’s page does nothing, JSON or not', async () => {
    const cookies = { Cookie: 'aforo=x', Origin: 'https://evil.example' }
    const answer = await ana().ask('PATCH', '/settings', { maxEvenings: 1 }, cookies)
    await expectProblem(answer, 'cross_origin', 403)
    expect((await person())?.person.settings.maxEvenings).toBe(2)
  })
})

describe('what breaks', () => {
  test('is told without a cause, under a number that the log has', async () => {
    await stored(aState())
    const answer = await ana({ broken: true }).ask('POST', '/sync')
    const problem = await expectProblem(answer, 'broken', 500)
    expect(problem.instance).toMatch(/^urn:uuid:/)
    expect(JSON.stringify(problem)).not.toContain('canary')
  })

  test('is seen by a watchdog when it is the database', async () => {
    expect(await (await nobody().send('/healthz', {}, '')).json()).toEqual({ ok: true })
    const gone = visitor(null, { db: openDatabase({ url: 'http://127.0.0.1:1', authToken: undefined }) })
    await expectProblem(await gone.send('/healthz', {}, ''), 'database_unreachable', 503)
  })
})

describe('a notification', () => {
  const subject = { personId: 'ana', calendarId: CALENDAR }

  test('of a change wakes the person’s object', async () => {
    const visit = nobody()
    const answer = await notify(visit, { 'X-Goog-Channel-Token': channelToken(config().secretKeys, subject) })
    expect(answer.status).toBe(204)
    expect(visit.notified).toEqual([['ana', CALENDAR]])
  })

  test('that only says the channel exists wakes nobody', async () => {
    const visit = nobody()
    const token = channelToken(config().secretKeys, subject)
    const answer = await notify(visit, { 'X-Goog-Channel-Token': token, 'X-Goog-Resource-State': 'sync' })
    expect([answer.status, visit.notified]).toEqual([204, []])
  })

  test('that is forged wakes nobody, and looks the same from outside', async () => {
    const genuine = channelToken(config().secretKeys, subject)
    const other = channelToken(config({ SECRET_KEY: Buffer.alloc(32, 2).toString('base64') }).secretKeys, subject)
    const told = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers]]
    const wanted = await told(await notify(nobody(), { 'X-Goog-Channel-Token': genuine }))
    for (const token of [
      undefined,
      '',
      'x',
      genuine.replace('ana', 'luis'),
      genuine.slice(0, -1),
      `${genuine}.x`,
      other,
    ]) {
      const visit = nobody()
      const answer = await notify(visit, token === undefined ? {} : { 'X-Goog-Channel-Token': token })
      expect(await told(answer)).toEqual(wanted)
      expect(visit.notified).toEqual([])
    }
  })

  function notify(visit: ReturnType<typeof nobody>, headers: Record<string, string>) {
    const sent = {
      method: 'POST',
      headers: { 'X-Goog-Resource-State': 'exists', ...headers },
      body: 'x'.repeat(1_000_000),
    }
    return visit.send('/webhooks/google', sent, '')
  }
})
