/** Checklist 4, 28, 32: the calendar list, who may see what, free-busy and quota. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GoogleSandbox } from './server.ts'
import { ANA, type Api, anaAlone, as, hourAt, NOW, ZONE } from './test-client.ts'

let sandbox: GoogleSandbox
let api: Api
let calendar: string
beforeEach(async () => {
  ;({ sandbox, api, calendar } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const HOUR = hourAt('2026-11-24T10:00')
const addCalendar = (id: string) => {
  sandbox.world.putCalendar({ id, owner: ANA, summary: id, timeZone: ZONE })
  return sandbox.world.share(ANA, id, 'owner')
}

describe('calendars', () => {
  test('a deleted entry is bare, and a first page may be empty with a next one (recorded answers)', async () => {
    const first = await api('GET', '/users/me/calendarList')
    expect(first.body.items?.[0]).toMatchObject({ id: ANA, primary: true, accessRole: 'owner', timeZone: ZONE })
    addCalendar('uno@grupo.example')
    sandbox.world.dropCalendar('uno@grupo.example')
    const { items } = (await api('GET', `/users/me/calendarList?syncToken=${first.body.nextSyncToken}`)).body
    expect(items?.map((entry) => Object.keys(entry).toSorted())).toEqual([['deleted', 'etag', 'id', 'kind']])
    sandbox.world.state.entries.reverse()
    const page = await api('GET', '/users/me/calendarList?maxResults=1')
    expect(page.body.items).toEqual([])
    expect(
      (await api('GET', `/users/me/calendarList?maxResults=1&pageToken=${page.body.nextPageToken}`)).body.items,
    ).toHaveLength(1)
  })

  test('a calendar and its entry have two etags; primary and the address are the same', async () => {
    const entry = await api('GET', '/users/me/calendarList/primary')
    const itself = await api('GET', `/calendars/${ANA}`)
    expect(entry.body.id).toBe(itself.body.id)
    expect(entry.body.etag).not.toBe(itself.body.etag)
    expect((await api('GET', `/users/me/calendarList?syncToken=x&minAccessRole=owner`)).status).toBe(400)
    const same = await api('PATCH', `/calendars/${ANA}`, { summary: ANA })
    expect(same.body.etag).toBe(itself.body.etag)
  })

  test('the 39th calendar is 403 quotaExceeded, and deleting refunds nothing (MM 36)', async () => {
    for (let n = 0; n < 38; n += 1) {
      const made = await api('POST', '/calendars', { summary: `c${n}` })
      expect((await api('DELETE', `/calendars/${made.body.id}`)).status).toBe(204)
    }
    const refused = await api('POST', '/calendars', { summary: 'otra' })
    expect(refused).toMatchObject({ status: 403, reason: 'quotaExceeded' })
    // The same words last for hours on other calls too (MM 17).
    expect(refused.body.error?.message).toBe('Calendar usage limits exceeded.')
  })

  test('the data owner cannot take a calendar off their list (MM 55)', async () => {
    addCalendar('uno@grupo.example')
    const refused = await api('DELETE', '/users/me/calendarList/uno@grupo.example')
    expect(refused.status).toBe(403)
    expect(refused.body.error?.message).toContain('data owner')
  })

  test('a reader cannot write, and sees no private details', async () => {
    sandbox.world.createAccount('beto@ejemplo.example', 'Beto', ZONE)
    sandbox.world.share('beto@ejemplo.example', ANA, 'reader')
    const beto = as(sandbox, 'beto@ejemplo.example')
    await api('POST', calendar, { ...HOUR, id: 'secret', visibility: 'private', summary: 'Terapia' })
    expect((await beto('GET', `/calendars/${ANA}/events/secret`)).body).not.toHaveProperty('summary')
    expect((await beto('POST', `/calendars/${ANA}/events`, HOUR)).status).toBe(403)
    expect((await api('GET', '/calendars/beto@ejemplo.example/events')).status).toBe(404)
  })

  test('free-busy: errors are per calendar (MM 12); transparent, declined and cancelled time is free', async () => {
    await api('POST', calendar, HOUR)
    await api('POST', calendar, { ...hourAt('2026-11-24T12:00'), transparency: 'transparent' })
    await api('POST', calendar, {
      ...hourAt('2026-11-24T13:00'),
      attendees: [{ email: ANA, responseStatus: 'declined' }],
    })
    await api('POST', calendar, { ...hourAt('2026-11-03T15:00'), recurrence: ['RRULE:FREQ=WEEKLY'] })
    const ask = {
      timeMin: '2026-11-24T00:00:00-06:00',
      timeMax: '2026-11-25T00:00:00-06:00',
      items: [{ id: 'primary' }, { id: 'nadie@grupo.example' }],
    }
    const { body } = await api('POST', '/freeBusy', ask)
    expect(body.calendars?.primary?.busy).toEqual([
      { start: '2026-11-24T16:00:00Z', end: '2026-11-24T17:00:00Z' },
      { start: '2026-11-24T21:00:00Z', end: '2026-11-24T22:00:00Z' },
    ])
    expect(body.calendars?.['nadie@grupo.example']?.errors).toEqual([{ domain: 'global', reason: 'notFound' }])
    sandbox.world.faults.add({ kind: 'freebusy-missing' })
    expect((await api('POST', '/freeBusy', ask)).body.calendars).toEqual({})
  })
})

describe('quota', () => {
  test('600 a minute and user, sliding; a patch costs three', async () => {
    sandbox.world.switches.quotaPerUserPerMinute = 5
    await api('POST', calendar, { ...HOUR, id: 'quota' })
    await api('PATCH', `${calendar}/quota`, { summary: 'x' })
    await api('GET', calendar)
    expect(await api('GET', calendar)).toMatchObject({ status: 403, reason: 'userRateLimitExceeded' })
    sandbox.world.switches.quotaAnswer = '429'
    sandbox.world.switches.quotaRetryAfterSeconds = 7
    const refused = await api('GET', calendar)
    expect(refused).toMatchObject({ status: 429, reason: 'rateLimitExceeded' })
    expect(refused.headers.get('retry-after')).toBe('7')
    sandbox.world.setClock({ fixedMs: NOW + 60_001 })
    expect((await api('GET', calendar)).status).toBe(200)
  })
})
