/** The person’s own: settings, weekly mail, export, tokens, leaving. */
import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { ana, aToken, db, expectProblem, nobody, openDoor, person, stored } from '../../test/builders/a-door.ts'
import { aCalendar, aFollowUp, anEvent, aState, at, CALENDAR, NOON } from '../../test/builders/a-person.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import * as t from '../db/schema.ts'
import { exportShape, meShape } from './schemas.ts'

openDoor()

describe('settings', () => {
  beforeEach(() => stored(aState()))

  test('change where they are given and stay where they are not, their parts too', async () => {
    const answer = await ana().ask('PATCH', '/settings', {
      weeklyCapMinutes: 240,
      followUp: { maxMinutes: 60 },
      digest: { hour: 8 },
      objectives: { sell: 3 },
    })
    expect(answer.status).toBe(200)
    const wanted = {
      ...DEFAULT_SETTINGS,
      weeklyCapMinutes: 240,
      followUp: { ...DEFAULT_SETTINGS.followUp, maxMinutes: 60 },
      digest: { ...DEFAULT_SETTINGS.digest, hour: 8 },
      objectives: { ...DEFAULT_SETTINGS.objectives, sell: 3 },
    }
    expect(await answer.json()).toEqual(wanted)
    expect((await person())?.person.settings).toEqual(wanted)
  })

  test.each<[string, unknown, string]>([
    ['an unknown one', { weeklyCap: 3 }, 'weeklyCap'],
    ['a wrong type', { maxPerDay: '2' }, 'maxPerDay'],
    ['out of bounds', { weeklyCapMinutes: 10_081 }, 'weeklyCapMinutes'],
    ['no zone', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['a part nobody knows', { digest: { day: 1 } }, 'digest.day'],
    [
      'a window that ends before it begins',
      { workingHours: [{ weekday: 1, from: '18:00', to: '09:00' }] },
      'workingHours.0',
    ],
    ['parts that do not hold together', { followUp: { minMinutes: 200 } }, 'followUp'],
  ])('are refused, and nothing changes, for %s', async (_, patch, path) => {
    const problem = await expectProblem(await ana().ask('PATCH', '/settings', patch), 'invalid', 422)
    expect(problem.errors?.map((error) => error.path)).toContain(path)
    expect((await person())?.person.settings).toEqual(DEFAULT_SETTINGS)
  })

  test('take only a verified address for the mail', async () => {
    const answer = await ana().ask('PATCH', '/settings', { digest: { email: 'boss@example.com' } })
    await expectProblem(answer, 'address_not_verified', 422)
    expect((await ana().ask('PATCH', '/settings', { digest: { email: 'ana@example.com' } })).status).toBe(200)
  })

  test('take any other change while the address chosen for the mail is verified no more', async () => {
    const digest = { ...DEFAULT_SETTINGS.digest, email: 'gone@example.com' }
    await stored(aState([], {}, { digest }))
    expect((await ana().ask('PATCH', '/settings', { weeklyCapMinutes: 300 })).status).toBe(200)
    expect((await person())?.person.settings).toMatchObject({ weeklyCapMinutes: 300, digest })
  })

  test('of one calendar say what it is for', async () => {
    const answer = await ana().ask('PATCH', `/calendars/${CALENDAR}`, { candidates: false })
    expect(await answer.json()).toMatchObject({ id: CALENDAR, busy: true, candidates: false, followUps: true })
    const calendars = await (await ana().ask('GET', '/calendars')).json()
    expect(calendars).toMatchObject({ items: [{ id: CALENDAR, candidates: false }], next: null })
  })

  test('never let follow-ups go where Aforo may not write', async () => {
    const readOnly = aCalendar({ role: 'reader', followUps: false })
    await stored(aState([], { calendars: new Map([[CALENDAR, readOnly]]) }))
    const answer = await ana().ask('PATCH', `/calendars/${CALENDAR}`, { followUps: true })
    await expectProblem(answer, 'calendar_not_writable', 409)
  })
})

describe('the weekly mail', () => {
  test('reads as it would be sent, and is sent once', async () => {
    await stored(aState([anEvent('breakfast')]))
    const before = await (await ana().ask('GET', '/digest')).json()
    expect(before).toMatchObject({ week: '2026-W48', state: 'none', subject: expect.any(String) })
    expect(before).toMatchObject({ html: expect.stringContaining('Networking breakfast') })
    expect(await (await ana().ask('POST', '/digest')).json()).toEqual({ week: '2026-W48', state: 'pending' })
    await expectProblem(await ana().ask('POST', '/digest', {}), 'digest_already_sent', 409)
    await expectProblem(await ana().ask('POST', '/digest', { again: false }), 'invalid', 422)
  })

  test('of another week is its own, and of a far one there is none', async () => {
    await stored(
      aState([
        anEvent('next', {
          start: { at: at('2026-12-01 10:00'), timeZone: 'UTC' },
          end: { at: at('2026-12-01 11:00'), timeZone: 'UTC' },
        }),
      ]),
    )
    const next = await (await ana().ask('GET', '/digest?week=2026-W49')).json()
    expect(next).toMatchObject({ week: '2026-W49', text: expect.stringContaining('Networking next') })
    await expectProblem(await ana().ask('GET', '/digest?week=2027-W30'), 'invalid_query', 400)
  })
})

describe('the person', () => {
  test('is told who they are, by what, and which accounts they have', async () => {
    await stored(aState())
    const me = v.parse(meShape, await (await ana().ask('GET', '/me')).json())
    expect(me).toMatchObject({ id: 'ana', name: 'Ana Robles', emails: ['ana@example.com'], via: 'session' })
    const connections = await (await ana().ask('GET', '/connections')).json()
    expect(connections).toMatchObject({ items: [{ id: 'google', kind: 'google', status: 'ok' }], next: null })
  })

  test('takes everything along but secrets', async () => {
    const followUps = new Map([['one' as never, aFollowUp('one', 'breakfast')]])
    await stored(aState([anEvent('breakfast')], { followUps, weeks: new Map([['2026-W49', 0]]) }))
    const { token } = await (await ana().ask('POST', '/tokens', { name: 'hoja' })).json<{ token: string }>()
    const answer = await ana().ask('GET', '/me/export')
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="aforo.json"')
    const text = await answer.text()
    expect(v.parse(exportShape, JSON.parse(text))).toMatchObject({
      person: { id: 'ana', settings: DEFAULT_SETTINGS },
      connections: [{ email: 'ana@example.com' }],
      events: [{ event: { title: 'Networking breakfast' } }],
      followUps: [{ id: 'one', state: 'booked' }],
      weeks: [{ week: '2026-W49', capMinutes: 0 }],
      tokens: [{ name: 'hoja' }],
    })
    expect(text).not.toMatch(/canary|"hash"/)
    expect(text).not.toContain(token)
  })

  test('sees what Aforo did in pages, none of it twice or never', async () => {
    await stored(aState())
    const acts = ['a', 'b', 'c', 'd', 'e'].map((id, n) => ({ id, at: `2026-11-23T1${n < 3 ? 0 : 1}:00:00Z` }))
    await db
      .insert(t.activity)
      .values(acts.map((one) => ({ ...one, personId: 'ana', kind: 'booked' as const, detail: {} })))
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const answer = await ana().ask('GET', `/activity?limit=2${cursor}`)
      const page = await answer.json<{ items: { id: string; at: string }[]; next: string | null }>()
      seen.push(...page.items.map(({ id }) => id))
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    expect(seen).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  test('is erased by a session that just signed in, and by nothing else', async () => {
    await stored(aState())
    const token = await aToken()
    await expectProblem(await nobody().ask('DELETE', '/me', undefined, token), 'not_with_a_token', 403)
    await expectProblem(
      await ana({ signedInAt: NOON.subtract({ minutes: 11 }) }).ask('DELETE', '/me'),
      'sign_in_again',
      403,
    )
    expect(await person()).not.toBeNull()
    const answer = await ana({ signedInAt: NOON.subtract({ minutes: 9 }) }).ask('DELETE', '/me')
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Set-Cookie')).toMatch(/^aforo=;.*Max-Age=0/)
    expect(await person()).toBeNull()
  })

  test('makes tokens by a session alone, and a token says no more than it may', async () => {
    await stored(aState())
    const made = await ana().ask('POST', '/tokens', { name: ' hoja ' })
    expect(made.status).toBe(201)
    const { id, token } = await made.json<{ id: string; token: string }>()
    const bearer = { Authorization: `Bearer ${token}` }
    expect(await (await nobody().ask('GET', '/me', undefined, bearer)).json()).toMatchObject({
      id: 'ana',
      via: 'token',
    })
    await expectProblem(await nobody().ask('POST', '/tokens', { name: 'x' }, bearer), 'not_with_a_token', 403)
    const list = await (await ana().ask('GET', '/tokens')).json()
    expect(list).toEqual({ items: [{ id, name: 'hoja', createdAt: '2026-11-23T12:00:00-06:00' }], next: null })
    expect((await ana().ask('DELETE', `/tokens/${id}`)).status).toBe(204)
    await expectProblem(await ana().ask('DELETE', `/tokens/${id}`), 'not_found', 404)
    expect((await nobody().ask('GET', '/me', undefined, bearer)).status).toBe(401)
  })

  test('keeps the last account one can sign in with', async () => {
    await stored(aState())
    await expectProblem(await ana().ask('DELETE', '/connections/google'), 'last_connection', 409)
    await expectProblem(await ana().ask('DELETE', '/connections/nothing'), 'not_found', 404)
    expect((await ana().ask('DELETE', '/connections/second')).status).toBe(204)
  })
})
