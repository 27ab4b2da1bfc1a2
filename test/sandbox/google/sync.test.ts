/** Checklist 4-15, 24-26, 36: lists, pages, tokens, series. Names carry the source of what was probed live. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GoogleSandbox } from './server.ts'
import { ANA, type Api, anaAlone, as, everyPage, hourAt, NOW, ZONE } from './test-client.ts'

let sandbox: GoogleSandbox
let api: Api
let calendar: string
beforeEach(async () => {
  ;({ sandbox, api, calendar } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const insert = async (body: object) => {
  const { status, reason, body: event } = await api('POST', calendar, body)
  if (status !== 200) throw new Error(`insert: ${status} ${reason}`)
  return event.id ?? ''
}
const fullSync = async (query = '') => await everyPage(api, `${calendar}?maxResults=2500${query}`)
const changes = async (token: string | null, query = '') =>
  await everyPage(api, `${calendar}?syncToken=${encodeURIComponent(token ?? '')}${query}`)

describe('full reads', () => {
  test('hidden deletions fill pages: 12 living events took 3 pages of 527 rows, and pages may be empty (MM 73)', async () => {
    for (let n = 0; n < 515; n += 1) {
      const { event } = sandbox.world.hands.insert(ANA, hourAt('2026-11-24T10:00'))
      sandbox.world.hands.delete(ANA, event.id ?? '')
    }
    for (let n = 0; n < 12; n += 1) await insert(hourAt('2026-11-24T10:00'))
    const read = await everyPage(api, calendar)
    expect(read.pages).toEqual([0, 0, 12])
    expect(read.syncToken).not.toBeNull()
    expect((await fullSync('&showDeleted=true')).items).toHaveLength(527)
    sandbox.world.switches.hiddenRowsFillPages = false
    expect((await everyPage(api, calendar)).pages).toEqual([12])
  })

  test('pages show one moment, whatever is written between them, and the token holds what came in between', async () => {
    for (let n = 0; n < 6; n += 1) await insert(hourAt('2026-11-24T10:00', { id: `paged${n}` }))
    const first = await api('GET', `${calendar}?maxResults=3`)
    expect(first.body.nextSyncToken).toBeUndefined()
    await api('DELETE', `${calendar}/paged5`)
    await insert(hourAt('2026-11-24T12:00', { id: 'paged6' }))
    const second = await api('GET', `${calendar}?maxResults=3&pageToken=${first.body.nextPageToken}`)
    expect(second.body.items?.map((event) => [event.id, event.status])).toEqual([
      ['paged3', 'confirmed'],
      ['paged4', 'confirmed'],
      ['paged5', 'confirmed'],
    ])
    const later = await changes(second.body.nextSyncToken ?? null)
    expect(later.items.map((event) => [event.id, event.status])).toEqual([
      ['paged5', 'cancelled'],
      ['paged6', 'confirmed'],
    ])
    expect(
      await api('GET', `${calendar}?maxResults=3&singleEvents=true&pageToken=${first.body.nextPageToken}`),
    ).toMatchObject({ status: 400 })
  })

  test('bounds: timeMin is compared with the end, timeMax with the start, both exclusive', async () => {
    await insert(hourAt('2026-11-24T10:00', { id: 'bound' }))
    const found = async (from: string, to: string) =>
      (await fullSync(`&timeMin=2026-11-24T${from}-06:00&timeMax=2026-11-24T${to}-06:00`)).items.length
    expect(await found('11:00:00', '12:00:00')).toBe(0)
    expect(await found('10:59:59', '12:00:00')).toBe(1)
    expect(await found('09:00:00', '10:00:00')).toBe(0)
    expect(await found('09:00:00', '10:00:01.900')).toBe(1)
    const at = (text: string) => encodeURIComponent(text)
    const empty = await api(
      'GET',
      `${calendar}?timeMin=${at('2026-11-24T10:00:00Z')}&timeMax=${at('2026-11-24T10:00:00Z')}`,
    )
    expect(empty).toMatchObject({ status: 400, reason: 'timeRangeEmpty' })
    expect(empty.body.error?.errors[0]).toMatchObject({ domain: 'calendar', location: 'timeMax' })
    expect((await api('GET', `${calendar}?timeMin=2026-11-24T10:00:00`)).status).toBe(400)
  })

  test('times are shown in the zone of the calendar, or in the one asked for', async () => {
    await insert(hourAt('2026-11-24T10:00', { id: 'madrid' }))
    expect((await api('GET', `${calendar}/madrid`)).body.start).toEqual({
      dateTime: '2026-11-24T10:00:00-06:00',
      timeZone: ZONE,
    })
    expect((await api('GET', `${calendar}/madrid?timeZone=Europe/Madrid`)).body.start?.dateTime).toBe(
      '2026-11-24T17:00:00+01:00',
    )
    expect((await api('GET', `${calendar}?timeZone=UTC`)).body.items?.[0]?.start?.dateTime).toBe('2026-11-24T16:00:00Z')
  })

  test('types of events and private properties filter; several properties must all hold', async () => {
    await insert(hourAt('2026-11-24T10:00', { id: 'plain', extendedProperties: { private: { a: '1', b: '2' } } }))
    await insert(
      hourAt('2026-11-24T10:00', {
        id: 'focus',
        eventType: 'focusTime',
        focusTimeProperties: {},
        extendedProperties: { private: { a: '1' } },
      }),
    )
    expect((await fullSync()).items).toHaveLength(2)
    expect((await fullSync('&eventTypes=focusTime')).items.map((event) => event.id)).toEqual(['focus'])
    expect((await fullSync('&privateExtendedProperty=a%3D1')).items).toHaveLength(2)
    expect(
      (await fullSync('&privateExtendedProperty=a%3D1&privateExtendedProperty=b%3D2')).items.map((event) => event.id),
    ).toEqual(['plain'])
  })

  test('partial responses keep what is named and lose the rest, tokens too', async () => {
    await insert(hourAt('2026-11-24T10:00', { id: 'partial' }))
    const { body } = await api('GET', `${calendar}?fields=items(id,start/dateTime)`)
    expect(body).toEqual({ items: [{ id: 'partial', start: { dateTime: '2026-11-24T10:00:00-06:00' } }] })
  })

  test('2,500 events are one page', async () => {
    for (let n = 0; n < 2500; n += 1)
      sandbox.world.hands.plant(ANA, hourAt('2026-11-24T10:00', { summary: `Evento ${n}` }))
    const read = await fullSync()
    expect(read.pages).toEqual([2500])
  })
})

describe('incremental reads', () => {
  test('each changed event comes once, as it is now; deletions always, bare', async () => {
    await insert(hourAt('2026-11-24T10:00', { id: 'keep0' }))
    await insert(hourAt('2026-11-24T10:00', { id: 'gone0' }))
    const { syncToken } = await fullSync()
    await api('PATCH', `${calendar}/keep0`, { summary: 'uno' })
    await api('PATCH', `${calendar}/keep0`, { summary: 'dos' })
    await api('DELETE', `${calendar}/gone0`)
    const { items, syncToken: next } = await changes(syncToken)
    expect(items.map((event) => event.summary ?? event.status)).toEqual(['dos', 'cancelled'])
    expect(Object.keys(items[1] ?? {}).toSorted()).toEqual(['etag', 'id', 'kind', 'status'])
    expect((await changes(next)).items).toEqual([])
  })

  test('forbidden neighbours of a sync token are 400', async () => {
    const { syncToken } = await fullSync()
    const at = encodeURIComponent('2026-11-24T10:00:00Z')
    const forbidden = [
      'iCalUID=x',
      'orderBy=updated',
      'privateExtendedProperty=a%3D1',
      'q=x',
      'sharedExtendedProperty=a%3D1',
      `timeMin=${at}`,
      `timeMax=${at}`,
      `updatedMin=${at}`,
      'showDeleted=false',
    ]
    for (const parameter of forbidden) {
      expect((await api('GET', `${calendar}?syncToken=${syncToken}&${parameter}`)).status, parameter).toBe(400)
    }
    expect((await api('GET', `${calendar}?syncToken=${syncToken}&singleEvents=true`)).status).toBe(400)
    sandbox.world.switches.syncTokenParameterMismatch = 'ignore'
    expect((await api('GET', `${calendar}?syncToken=${syncToken}&singleEvents=true`)).status).toBe(200)
  })

  test('a corrupted token is 410 fullSyncRequired (stackoverflow 27921157), as is one of another calendar or of another account', async () => {
    const { syncToken } = await fullSync()
    const gone = async (caller: Api, path: string) => {
      const answer = await caller('GET', path)
      expect(answer).toMatchObject({ status: 410, reason: 'fullSyncRequired' })
      expect(answer.body.error?.errors[0]?.location).toBe('syncToken')
    }
    await gone(api, `${calendar}?syncToken=x${syncToken}`)
    sandbox.world.putCalendar({ id: 'otro@grupo.example', owner: ANA, summary: 'Otro', timeZone: ZONE })
    sandbox.world.share(ANA, 'otro@grupo.example', 'owner')
    await gone(api, `/calendars/otro@grupo.example/events?syncToken=${syncToken}`)
    sandbox.world.createAccount('beto@ejemplo.example', 'Beto', ZONE)
    sandbox.world.share('beto@ejemplo.example', ANA, 'reader')
    await gone(as(sandbox, 'beto@ejemplo.example'), `/calendars/${ANA}/events?syncToken=${syncToken}`)
    sandbox.world.switches.deadSyncToken = 'invalid'
    expect(await api('GET', `${calendar}?syncToken=dead`)).toMatchObject({ status: 400, reason: 'invalid' })
  })

  test('tokens die of age and of changed access, by their switches; updatedMin reaches 30 days', async () => {
    const { syncToken } = await fullSync()
    sandbox.world.share('beto@ejemplo.example', ANA, 'reader')
    sandbox.world.share('beto@ejemplo.example', ANA, 'writer')
    expect((await api('GET', `${calendar}?syncToken=${syncToken}`)).reason).toBe('fullSyncRequired')
    sandbox.world.switches.aclChangeExpiresSyncTokens = false
    expect((await api('GET', `${calendar}?syncToken=${syncToken}`)).status).toBe(200)
    sandbox.world.setClock({ fixedMs: NOW + 1000 })
    sandbox.world.switches.syncTokenMaxAgeDays = 0
    expect((await api('GET', `${calendar}?syncToken=${syncToken}`)).reason).toBe('fullSyncRequired')
    const long = encodeURIComponent(new Date(NOW - 31 * 86_400_000).toISOString())
    expect(await api('GET', `${calendar}?updatedMin=${long}`)).toMatchObject({
      status: 410,
      reason: 'updatedMinTooLongAgo',
    })
  })

  test('a token is withheld from filtered requests where the switch says so', async () => {
    expect((await everyPage(api, `${calendar}?q=x`)).syncToken).not.toBeNull()
    sandbox.world.switches.withholdSyncTokenWhenFiltered = true
    expect((await everyPage(api, `${calendar}?q=x`)).syncToken).toBeNull()
  })

  test('a token carries its window; a change outside is left out, or not, by the switch', async () => {
    const { syncToken } = await fullSync(`&timeMin=${encodeURIComponent('2026-11-25T00:00:00Z')}`)
    await insert(hourAt('2026-11-20T10:00', { id: 'before' }))
    await insert(hourAt('2026-11-26T10:00', { id: 'after0' }))
    expect((await changes(syncToken)).items.map((event) => event.id)).toEqual(['after0'])
    sandbox.world.switches.changeOutsideWindow = 'emit'
    expect((await changes(syncToken)).items).toHaveLength(2)
  })

  test('old tombstones leave the full list, yet no change since a token is lost', async () => {
    const { syncToken } = await fullSync()
    const id = await insert(hourAt('2026-11-24T10:00'))
    await api('DELETE', `${calendar}/${id}`)
    expect((await fullSync('&showDeleted=true')).items).toHaveLength(1)
    sandbox.world.setClock({ fixedMs: NOW + 31 * 86_400_000 })
    api = as(sandbox, ANA)
    expect((await fullSync('&showDeleted=true')).items).toHaveLength(0)
    expect((await changes(syncToken)).items.map((event) => event.status)).toEqual(['cancelled'])
  })
})

describe('series', () => {
  const weekly = (more: object = {}) => ({
    ...hourAt('2026-10-27T10:00'),
    id: 'series',
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'],
    ...more,
  })

  test('masters and exceptions, or instances and no masters', async () => {
    await insert(weekly())
    await api('PATCH', `${calendar}/series_20261124T160000Z`, { summary: 'otra' })
    expect((await fullSync()).items.map((event) => event.id)).toEqual(['series', 'series_20261124T160000Z'])
    const week = `&timeMin=${encodeURIComponent('2026-11-23T00:00:00Z')}&timeMax=${encodeURIComponent('2026-12-04T00:00:00Z')}`
    const single = (await fullSync(`&singleEvents=true&orderBy=startTime${week}`)).items
    expect(single.map((event) => [event.id, event.summary])).toEqual([
      ['series_20261124T160000Z', 'otra'],
      ['series_20261201T160000Z', 'Una hora'],
    ])
    expect(single.every((event) => event.recurringEventId === 'series' && event.recurrence === undefined)).toBe(true)
  })

  test('an instance is named by its original start in UTC and keeps it when moved; ids split at the last _ (MM 35)', async () => {
    await insert(weekly())
    const id = 'series_20261124T160000Z'
    const moved = await api('PATCH', `${calendar}/${id}`, { ...hourAt('2026-11-25T12:00') })
    expect(moved.body.id).toBe(id)
    expect(moved.body.originalStartTime?.dateTime).toBe('2026-11-24T10:00:00-06:00')
    expect(moved.body.start?.dateTime).toBe('2026-11-25T12:00:00-06:00')
    expect((await api('GET', `${calendar}/series_20261201T160000Z`)).body.recurringEventId).toBe('series')
    expect((await api('GET', `${calendar}/series_20261202T160000Z`)).status).toBe(404)
    // The instances of an occurrence's id are those of its series (checklist 14).
    expect((await api('GET', `${calendar}/${id}/instances?timeMax=2026-11-24T23:00:00Z`)).status).toBe(200)
  })

  test('a cancelled exception is listed without showDeleted, bare: no start, no summary (MM 33)', async () => {
    await insert(weekly())
    const { syncToken } = await fullSync()
    sandbox.world.hands.delete(ANA, 'series_20261124T160000Z', 'organiser')
    const bare = {
      kind: 'calendar#event',
      id: 'series_20261124T160000Z',
      status: 'cancelled',
      recurringEventId: 'series',
    }
    for (const read of [await fullSync(), await changes(syncToken)]) {
      const item = read.items.find((event) => event.id === bare.id)
      expect(item).toMatchObject(bare)
      expect(item?.originalStartTime?.dateTime).toBe('2026-11-24T10:00:00-06:00')
      expect(Object.keys(item ?? {})).not.toContain('start')
      expect(Object.keys(item ?? {})).not.toContain('summary')
    }
    expect((await fullSync('&singleEvents=true')).items.map((event) => event.id)).not.toContain(bare.id)
  })

  test('the wall clock survives the change of the clocks (MM 23), also where the zone has given it up', async () => {
    await insert({
      id: 'boston',
      summary: 'Standup',
      start: { dateTime: '2026-10-26T09:00:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-10-26T09:30:00', timeZone: 'America/New_York' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    })
    const { items } = await fullSync('&singleEvents=true&timeZone=America/New_York')
    expect(items.map((event) => event.start?.dateTime)).toEqual([
      '2026-10-26T09:00:00-04:00',
      '2026-11-02T09:00:00-05:00',
      '2026-11-09T09:00:00-05:00',
    ])
    expect(items.map((event) => event.id)).toEqual([
      'boston_20261026T130000Z',
      'boston_20261102T140000Z',
      'boston_20261109T140000Z',
    ])
    await insert(weekly())
    const mexico = (await fullSync('&singleEvents=true&q=Una&timeMax=2026-11-12T00:00:00Z')).items
    expect(mexico.map((event) => event.start?.dateTime?.slice(-6))).toEqual(['-06:00', '-06:00', '-06:00'])
  })

  test('EXDATE, RDATE and UNTIL count; all-day instances are named without a time', async () => {
    await insert({
      id: 'dias0',
      start: { date: '2026-11-23' },
      end: { date: '2026-11-25' },
      recurrence: ['RRULE:FREQ=DAILY;UNTIL=20261126', 'EXDATE;VALUE=DATE:20261124', 'RDATE;VALUE=DATE:20261201'],
    })
    const { items } = await fullSync('&singleEvents=true')
    expect(items.map((event) => [event.id, event.end?.date])).toEqual([
      ['dias0_20261123', '2026-11-25'],
      ['dias0_20261125', '2026-11-27'],
      ['dias0_20261126', '2026-11-28'],
      ['dias0_20261201', '2026-12-03'],
    ])
  })

  test('one touch of a weekly series emits some 700 instances far ahead, since no window goes with a token (gbrain#5015)', async () => {
    await insert(weekly())
    const { syncToken } = await everyPage(api, `${calendar}?maxResults=2500&singleEvents=true`)
    await api('PATCH', `${calendar}/series`, { summary: 'tocada' })
    const { items } = await changes(syncToken, '&singleEvents=true&maxResults=2500')
    expect(items.length).toBeGreaterThan(690)
    expect(items.at(-1)?.start?.dateTime?.slice(0, 4)).toBe('2040')
  })

  test('a deleted series takes its exceptions along; whether each is told is a switch', async () => {
    for (const [id, lists] of [
      ['todos', 'all'],
      ['solo0', 'master'],
    ] as const) {
      sandbox.world.switches.deletedSeriesLists = lists
      await insert(weekly({ id }))
      await api('PATCH', `${calendar}/${id}_20261124T160000Z`, { summary: 'otra' })
      const { syncToken } = await fullSync()
      await api('DELETE', `${calendar}/${id}`)
      expect((await changes(syncToken)).items).toHaveLength(lists === 'all' ? 2 : 1)
      expect((await api('GET', `${calendar}/${id}_20261124T160000Z`)).body.status).toBe('cancelled')
    }
  })
})
