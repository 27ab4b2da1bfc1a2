/** Checklist 45-49: rounds of calendarView/delta, what they say, what they leave out, and how they die. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MicrosoftSandbox } from './server.ts'
import {
  ANA,
  type Api,
  anaAlone,
  as,
  type GraphBody,
  hourAt,
  IMMUTABLE,
  inPath,
  NOW,
  round,
  weekly,
  window,
  ZONE,
} from './test-client.ts'

let sandbox: MicrosoftSandbox
let api: Api
beforeEach(async () => {
  ;({ sandbox, api } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const DELTA = `/me/calendarView/delta?${window('2026-11-16', '2026-12-14')}`
const make = async (body: object) => (await api('POST', '/me/events', body)).body
const gone = (items: GraphBody[]) => items.filter((item) => item['@removed'] !== undefined).map((item) => item.id)
const there = (items: GraphBody[]) => items.filter((item) => item['@removed'] === undefined)

describe('a full round', () => {
  test('begins with an empty page, ends with a delta link, and keeps to the page size that is preferred', async () => {
    for (let n = 0; n < 12; n += 1) await make(hourAt('2026-11-24T10:00', `Cita ${n}`))
    const prefer = { prefer: 'odata.maxpagesize=5' }
    const first = await api('GET', DELTA, undefined, prefer)
    expect(first.body.value).toEqual([])
    expect(first.body['@odata.nextLink']).toContain('$skiptoken=')
    expect(first.headers.get('preference-applied')).toBe('odata.track-changes, odata.maxpagesize=5')
    const whole = await round(api, DELTA, prefer)
    expect([whole.items.length, whole.pages]).toEqual([12, 4])
    expect(whole.deltaLink).toContain('$deltatoken=')
    // Without a preference ten come at a time.
    expect((await round(api, DELTA)).pages).toBe(3)
    sandbox.world.switches.emptyDeltaPages = 'never'
    expect((await round(api, DELTA)).pages).toBe(2)
  })

  test('has masters whole, occurrences as stubs and exceptions as one likes (KP#409, docs-contrib#34)', async () => {
    const master = await make(weekly('2026-11-17T07:00', 'tuesday', 'Capítulo'))
    const { body } = await api('GET', `/me/events/${inPath(master.id)}/instances?${window('2026-11-16', '2026-12-14')}`)
    await api('PATCH', `/me/events/${inPath(body.value[1]?.id)}`, { subject: 'Aniversario' })
    const { items } = await round(api, DELTA)
    const byType = (type: string) => items.filter((item) => item.type === type)
    expect(byType('seriesMaster')).toMatchObject([{ id: master.id, subject: 'Capítulo', recurrence: {} }])
    expect(byType('exception')).toMatchObject([{ subject: 'Aniversario', seriesMasterId: master.id }])
    sandbox.world.switches.mastersInDelta = 'left-out'
    expect((await round(api, DELTA)).items.map(({ type }) => type).filter((type) => type === 'seriesMaster')).toEqual(
      [],
    )
    expect(byType('occurrence')).toHaveLength(3)
    for (const stub of byType('occurrence'))
      expect(Object.keys(stub).toSorted()).toEqual([
        '@odata.etag',
        '@odata.type',
        'end',
        'id',
        'seriesMasterId',
        'start',
        'type',
      ])
    sandbox.world.switches.exceptionsInDelta = 'stub'
    expect((await round(api, DELTA)).items.filter((item) => item.subject === 'Aniversario')).toEqual([])
  })

  test('shows transactionId but never extended properties, and takes no query options', async () => {
    const property = { id: 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Block', value: 'b1' }
    await make({ ...hourAt('2026-11-24T10:00'), transactionId: 't1', singleValueExtendedProperties: [property] })
    const { items } = await round(api, DELTA)
    expect(items).toMatchObject([{ transactionId: 't1', '@odata.type': '#microsoft.graph.event' }])
    expect(items[0]).not.toHaveProperty('singleValueExtendedProperties')
    for (const option of [
      '$select=subject',
      '$filter=subject eq 1',
      '$expand=extensions',
      '$orderby=subject',
      '$search=x',
      '$top=5',
    ])
      expect((await api('GET', `${DELTA}&${option}`)).code).toBe('ErrorInvalidUrlQuery')
    expect((await api('GET', '/me/calendarView/delta')).code).toBe('ErrorInvalidParameter')
  })

  test('leaves out what lies outside its window, a series too', async () => {
    await make(hourAt('2027-02-24T10:00'))
    await make({ ...weekly('2027-02-23T07:00', 'tuesday') })
    expect((await round(api, DELTA)).items).toEqual([])
  })
})

describe('the next round', () => {
  test('says what came, changed and went since, and nothing when nothing did', async () => {
    const kept = await make(hourAt('2026-11-24T10:00', 'Queda'))
    const dropped = await make(hourAt('2026-11-25T10:00', 'Se va'))
    const { deltaLink } = await round(api, DELTA)
    const quiet = await round(api, deltaLink)
    expect([quiet.items, quiet.pages]).toEqual([[], 1])
    await api('PATCH', `/me/events/${inPath(kept.id)}`, { subject: 'Cambió' })
    await api('DELETE', `/me/events/${inPath(dropped.id)}`)
    const added = await make(hourAt('2026-11-26T10:00', 'Nueva'))
    const next = await round(api, quiet.deltaLink)
    expect(gone(next.items)).toEqual([dropped.id])
    expect(new Set(there(next.items).map((item) => [item.id, item.subject].join()))).toEqual(
      new Set([`${kept.id},Cambió`, `${added.id},Nueva`]),
    )
    expect((await round(api, next.deltaLink)).items).toEqual([])
  })

  test('calls removed whatever is made, changed or deleted outside the window (microsoft-graph-docs#6599)', async () => {
    const inside = await make(hourAt('2026-11-24T10:00'))
    const { deltaLink } = await round(api, DELTA)
    const outside = await make(hourAt('2027-02-24T10:00'))
    const times = hourAt('2027-01-12T10:00')
    await api('PATCH', `/me/events/${inPath(inside.id)}`, { start: times.start, end: times.end })
    const { items, deltaLink: later } = await round(api, deltaLink)
    expect(gone(items).toSorted()).toEqual([inside.id, outside.id].toSorted())
    expect(there(items)).toEqual([])
    // It still exists: a client has to look before it believes in a deletion.
    expect((await api('GET', `/me/events/${inPath(inside.id)}`)).status).toBe(200)
    await api('DELETE', `/me/events/${inPath(outside.id)}`)
    expect(gone((await round(api, later)).items)).toEqual([outside.id])
  })

  test.each([
    ['says', 'told'],
    ['does not say', 'left-out'],
  ] as const)('says all of a series that changed, and %s which of its occurrences are gone', async (_, told) => {
    sandbox.world.switches.goneOccurrences = told
    const master = await make(weekly('2026-11-17T07:00', 'tuesday'))
    const { deltaLink } = await round(api, DELTA)
    const { body } = await api('GET', `/me/events/${inPath(master.id)}/instances?${window('2026-11-16', '2026-12-14')}`)
    await api('DELETE', `/me/events/${inPath(body.value[2]?.id)}`)
    const { items, deltaLink: later } = await round(api, deltaLink)
    expect(gone(items)).toEqual(told === 'told' ? [body.value[2]?.id] : [])
    expect(
      there(items)
        .map((item) => item.type)
        .toSorted(),
    ).toEqual(['occurrence', 'occurrence', 'occurrence', 'seriesMaster'])
    await api('DELETE', `/me/events/${inPath(master.id)}`)
    expect(gone((await round(api, later)).items)).toHaveLength(4)
  })

  test('has immutable ids when they are preferred, with the same link', async () => {
    const event = await make(hourAt('2026-11-24T10:00'))
    const { deltaLink } = await round(api, DELTA, { prefer: IMMUTABLE })
    const other = sandbox.world.list(ANA, sandbox.world.putCalendar('other', { address: ANA, name: 'Ana' }, 'Otro'))
    sandbox.world.hands.move(ANA, event.id ?? '', other.id)
    const immutable = (await api('GET', `/me/calendars/${inPath(other.id)}/events`, undefined, { prefer: IMMUTABLE }))
      .body.value[0]?.id
    expect(gone((await round(api, deltaLink, { prefer: IMMUTABLE })).items)).toEqual([immutable])
  })

  test('may say things again, in no order, and late, by switches', async () => {
    for (let n = 0; n < 6; n += 1) await make(hourAt('2026-11-24T10:00', `Cita ${n}`))
    const { switches } = sandbox.world
    switches.deltaReplays = 2
    const { items } = await round(api, DELTA, { prefer: 'odata.maxpagesize=3' })
    expect(items).toHaveLength(8)
    expect(new Set(items.map((item) => item.id)).size).toBe(6)
    switches.deltaReplays = 0
    switches.replicationDelaySeconds = 60
    const behind = await round(api, DELTA)
    expect(behind.items).toEqual([])
    sandbox.world.setClock({ fixedMs: NOW + 61_000 })
    expect((await round(api, behind.deltaLink)).items).toHaveLength(6)
  })
})

describe('a link', () => {
  test('dies by generations, in the middle of a round too (microsoft-graph-docs#2350, #2162)', async () => {
    for (let n = 0; n < 12; n += 1) await make(hourAt('2026-11-24T10:00', `Cita ${n}`))
    const prefer = { prefer: 'odata.maxpagesize=2' }
    const links: string[] = []
    let next = DELTA
    for (let page = 0; page < 5; page += 1) {
      next = (await api('GET', next, undefined, prefer)).body['@odata.nextLink'] ?? ''
      links.push(next)
    }
    // The last three still work, as whoever lost an answer needs; older ones are gone.
    expect((await api('GET', links[3] ?? '', undefined, prefer)).status).toBe(200)
    const dead = await api('GET', links[0] ?? '', undefined, prefer)
    expect([dead.status, dead.code]).toEqual([410, 'SyncStateNotFound'])
    expect(dead.body.error?.message).toMatch(/generation=1;\[highest=6\]/)
    expect(dead.body.error?.innerError?.['request-id']).toBe(dead.headers.get('request-id'))
  })

  test('dies when somebody says so, in either form that is documented', async () => {
    const { deltaLink } = await round(api, DELTA)
    sandbox.world.faults.add({ kind: 'expire-delta-links' })
    expect((await api('GET', deltaLink)).code).toBe('SyncStateNotFound')
    expect((await api('GET', deltaLink)).status).toBe(200)
    sandbox.world.switches.expiredDelta = 'resyncRequired'
    sandbox.world.grants.expireDeltaLinks()
    const reset = await api('GET', deltaLink)
    expect([reset.status, reset.code]).toEqual([410, 'resyncRequired'])
    expect(reset.headers.get('location')).toMatch(/calendarView\/delta\?\$deltatoken=$/)
  })

  test('may live for ever, or find its pages small and empty: switches', async () => {
    const { switches } = sandbox.world
    switches.deltaGenerationsKept = null
    const first = await round(api, DELTA)
    for (let n = 0; n < 6; n += 1) await api('GET', first.deltaLink)
    expect((await api('GET', first.deltaLink)).status).toBe(200)
    for (let n = 0; n < 3; n += 1) await make(hourAt('2026-11-24T10:00', `Cita ${n}`))
    switches.emptyDeltaPages = 'always'
    switches.deltaMaxPageSize = 2
    expect((await round(api, first.deltaLink, { prefer: 'odata.maxpagesize=50' })).pages).toBe(3)
  })

  test('is only good for its own calendar and person, to the letter', async () => {
    const { deltaLink } = await round(api, DELTA)
    const spoilt = await api('GET', deltaLink.replace('deltatoken=', 'deltatoken=x'))
    expect([spoilt.status, spoilt.code]).toEqual([400, 'SyncStateInvalid'])
    sandbox.world.createAccount('otro@empresa.example', 'Otro', ZONE)
    expect((await as(sandbox, 'otro@empresa.example')('GET', deltaLink)).code).toBe('SyncStateInvalid')
  })

  test('works for any calendar, which the documentation does not promise', async () => {
    const { body: calendar } = await api('POST', '/me/calendars', { name: 'Otro' })
    const events = `/me/calendars/${inPath(calendar.id)}/events`
    await api('POST', events, hourAt('2026-11-24T10:00'))
    const { items, deltaLink } = await round(api, DELTA.replace('/me/', `/me/calendars/${inPath(calendar.id)}/`))
    expect(items).toHaveLength(1)
    await api('DELETE', `/me/calendars/${inPath(calendar.id)}`)
    expect((await api('GET', deltaLink)).code).toBe('ErrorItemNotFound')
  })
})
