/** Checklist 50-58: creating, changing, deleting and answering, and who else hears of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MicrosoftSandbox } from './server.ts'
import { ANA, type Api, anaAlone, hourAt, inPath, NOW, round, weekly, window, ZONE } from './test-client.ts'

let sandbox: MicrosoftSandbox
let api: Api
beforeEach(async () => {
  ;({ sandbox, api } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const HOUR = hourAt('2026-11-24T10:00', 'Seguimiento')
const PROPERTY = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Block'
const at = (id: string | null | undefined) => `/me/events/${inPath(id)}`
const created = () => sandbox.world.effects.filter((one) => one.op === 'create' && one.actor === 'api').length

/** An invitation that has arrived in Ana's calendar, unanswered. */
function invited(more: object = {}) {
  const organizer = { emailAddress: { name: 'CANACO', address: 'eventos@canaco.example' } }
  const attendees = [
    { emailAddress: { address: ANA, name: 'Ana' }, status: { response: 'none' } },
    { emailAddress: { address: 'beto@empresa.example', name: 'Beto' }, status: { response: 'accepted' } },
  ]
  const event = {
    ...hourAt('2026-11-25T08:00', 'Desayuno'),
    organizer,
    attendees,
    iCalUId: 'evt-1@canaco.example',
    showAs: 'tentative',
    ...more,
  }
  sandbox.world.hands.insert(ANA, event, 'organiser')
  return async () => (await api('GET', '/me/events?$filter=isOrganizer%20eq%20false')).body.value[0]
}

describe('creating', () => {
  test('gives an event of the person, which nobody else is told of', async () => {
    const { status, body } = await api('POST', '/me/events', {
      ...HOUR,
      sensitivity: 'private',
      showAs: 'busy',
      isReminderOn: false,
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      type: 'singleInstance',
      isOrganizer: true,
      attendees: [],
      sensitivity: 'private',
      responseStatus: { response: 'organizer' },
      organizer: { emailAddress: { address: ANA } },
      onlineMeetingProvider: 'unknown',
      recurrence: null,
    })
    expect(body.iCalUId).toMatch(/^040000008200E00074C5B7101A82E008/)
    expect(sandbox.world.mails).toEqual([])
    await api('POST', '/me/events', { ...HOUR, attendees: [{ emailAddress: { address: 'beto@empresa.example' } }] })
    expect(sandbox.world.mails).toMatchObject([{ kind: 'invitation', to: ['beto@empresa.example'] }])
  })

  test('refuses times that make no sense; without a zone they are UTC (NT)', async () => {
    const day = (date: string, timeZone = ZONE) => ({ dateTime: date, timeZone })
    const refused = async (body: object) => (await api('POST', '/me/events', body)).code
    expect(await refused({ subject: 'x' })).toBe('ErrorInvalidRequest')
    expect(await refused({ ...HOUR, end: HOUR.start, start: HOUR.end })).toBe('ErrorInvalidRequest')
    expect(await refused({ ...HOUR, start: { ...HOUR.start, timeZone: 'Hora del Centro' } })).toBe(
      'TimeZoneNotSupportedException',
    )
    expect(await refused({ ...HOUR, isAllDay: true })).toBe('ErrorInvalidRequest')
    const mixed = { isAllDay: true, start: day('2026-11-24T00:00:00'), end: day('2026-11-25T00:00:00', 'UTC') }
    expect(await refused(mixed)).toBe('ErrorInvalidRequest')
    expect(await refused({ ...HOUR, showAs: 'ocupado' })).toBe('ErrorPropertyValidationFailure')
    const { body } = await api('POST', '/me/events', {
      start: { dateTime: '2026-11-24T10:00:00' },
      end: { dateTime: '2026-11-24T11:00' },
    })
    expect([body.start?.dateTime, body.originalStartTimeZone]).toEqual(['2026-11-24T10:00:00.0000000', 'UTC'])
  })

  test.each([
    ['America/Monterrey', 'documented', 'TimeZoneNotSupportedException'],
    ['Europe/Madrid', 'documented', 'TimeZoneNotSupportedException'],
    ['Europe/Madrid', 'any', null],
    ['America/Mexico_City', 'documented', null],
    ['Pacific Standard Time (Mexico)', 'documented', null],
    ['UTC', 'documented', null],
  ] as const)(
    'in %s is told what its page tells (zones: %s, MG/api/resources/datetimetimezone)',
    async (timeZone, zonesWritten, code) => {
      sandbox.world.switches.zonesWritten = zonesWritten
      const event = { ...HOUR, start: { ...HOUR.start, timeZone }, end: { ...HOUR.end, timeZone } }
      expect((await api('POST', '/me/events', event)).code).toBe(code)
      const { body } = await api('POST', '/me/events', HOUR)
      expect((await api('PATCH', at(body.id), { start: event.start, end: event.end })).code).toBe(code)
    },
  )

  test('with the same transactionId and body meets its own event, with another body an error (LG F10, corso#2490)', async () => {
    const first = await api('POST', '/me/events', { ...HOUR, transactionId: 'op-1' })
    const again = await api('POST', '/me/events', { transactionId: 'op-1', ...HOUR })
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    expect(created()).toBe(1)
    const different = await api('POST', '/me/events', { ...HOUR, subject: 'Otro', transactionId: 'op-1' })
    expect([different.status, different.code]).toEqual([409, 'ErrorDuplicateTransactionId'])
    sandbox.world.switches.duplicateTransactionStatus = 400
    expect((await api('POST', '/me/events', { ...HOUR, subject: 'Otro', transactionId: 'op-1' })).status).toBe(400)
    expect((await api('PATCH', at(first.body.id), { transactionId: 'op-2' })).code).toBe('ErrorInvalidRequest')
  })

  test('what a transactionId does after its event is deleted, or is forgotten, is a switch: nobody knows', async () => {
    const { switches } = sandbox.world
    const body = { ...HOUR, transactionId: 'op-1' }
    const first = await api('POST', '/me/events', body)
    await api('DELETE', at(first.body.id))
    switches.transactionAfterDelete = 'duplicate'
    expect((await api('POST', '/me/events', body)).code).toBe('ErrorDuplicateTransactionId')
    switches.transactionAfterDelete = 'answers-deleted'
    expect((await api('POST', '/me/events', body)).body.id).toBe(first.body.id)
    expect(created()).toBe(1)
    switches.transactionAfterDelete = 'creates-another'
    expect((await api('POST', '/me/events', body)).body.id).not.toBe(first.body.id)
    switches.transactionMemoryHours = 0.5
    sandbox.world.setClock({ fixedMs: NOW + 0.75 * 3_600_000 })
    await api('POST', '/me/events', body)
    expect(created()).toBe(3)
    sandbox.world.faults.add({ kind: 'forget-transaction' })
    await api('POST', '/me/events', body)
    expect(created()).toBe(4)
  })

  test('stamps extended properties, which are found and expanded by their exact name and never echoed', async () => {
    const stamped = { ...HOUR, singleValueExtendedProperties: [{ id: PROPERTY, value: "op'1" }] }
    const { body } = await api('POST', '/me/events', stamped)
    expect(body).not.toHaveProperty('singleValueExtendedProperties')
    const found = async (id: string, value: string) => {
      const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value.replaceAll("'", "''")}')`
      return (await api('GET', `/me/events?$filter=${encodeURIComponent(filter)}`)).body.value.map((event) => event.id)
    }
    expect(await found(PROPERTY, "op'1")).toEqual([body.id])
    expect(await found(PROPERTY.replace('Block', 'block'), "op'1")).toEqual([])
    expect(await found(PROPERTY, 'op')).toEqual([])
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`)
    const shown = await api('GET', `${at(body.id)}?$expand=${expand}&$select=subject`)
    expect(shown.body).toMatchObject({
      subject: 'Seguimiento',
      singleValueExtendedProperties: [{ id: PROPERTY, value: "op'1" }],
    })
    expect(
      (await api('POST', '/me/events', { ...HOUR, singleValueExtendedProperties: [{ id: 'Block', value: '1' }] }))
        .status,
    ).toBe(400)
    expect((await api('GET', `${at(body.id)}?$expand=singleValueExtendedProperties`)).status).toBe(400)
    sandbox.world.faults.add({ kind: 'drop-extended-properties' })
    await api('POST', '/me/events', { ...HOUR, singleValueExtendedProperties: [{ id: PROPERTY, value: 'op-2' }] })
    expect(await found(PROPERTY, 'op-2')).toEqual([])
  })

  test('open extensions are readable by their name', async () => {
    const { body } = await api('POST', '/me/events', HOUR)
    await api('POST', `${at(body.id)}/extensions`, { extensionName: 'example.aforo', block: 'b1' })
    const read = await api('GET', `${at(body.id)}/extensions/example.aforo`)
    expect(read.body).toMatchObject({ extensionName: 'example.aforo', block: 'b1' })
    expect((await api('GET', `${at(body.id)}/extensions/example.other`)).status).toBe(404)
    expect((await api('GET', `${at(body.id)}?$expand=extensions`)).body.extensions).toHaveLength(1)
  })
})

describe('changing', () => {
  test('merges, and changes etag and changeKey each time', async () => {
    const { body } = await api('POST', '/me/events', HOUR)
    const changed = await api('PATCH', at(body.id), { location: { displayName: 'Roma' }, categories: ['Aforo'] })
    expect(changed.body).toMatchObject({
      subject: 'Seguimiento',
      location: { displayName: 'Roma' },
      categories: ['Aforo'],
    })
    expect(changed.body.changeKey).not.toBe(body.changeKey)
    expect(changed.body['@odata.etag']).toBe(`W/"${changed.body.changeKey}"`)
    expect(changed.body.start).toEqual(body.start)
  })

  test('of what somebody else changed meanwhile is refused with 412, or 409 when both write at once', async () => {
    const { body } = await api('POST', '/me/events', HOUR)
    sandbox.world.hands.patch(ANA, body.id ?? '', { subject: 'Mío' })
    const stale = { 'if-match': body['@odata.etag'] }
    const refused = await api('PATCH', at(body.id), { subject: 'De la máquina' }, stale)
    expect([refused.status, refused.code]).toEqual([412, 'ErrorIrresolvableConflict'])
    expect((await api('DELETE', at(body.id), undefined, stale)).status).toBe(412)
    sandbox.world.faults.add({ kind: 'overlapping-write' })
    const clash = await api('PATCH', at(body.id), { subject: 'De la máquina' })
    expect([clash.status, clash.code]).toEqual([409, 'ErrorIrresolvableConflict'])
    const fresh = (await api('GET', at(body.id))).body
    expect(fresh.subject).toBe('Mío')
    expect((await api('PATCH', at(body.id), { subject: 'x' }, { 'if-match': fresh['@odata.etag'] })).status).toBe(200)
    expect((await api('PATCH', at(body.id), { subject: 'y' }, { 'if-match': '*' })).status).toBe(200)
  })

  test('by a guest reaches their own copy until the organiser says something (LG F10)', async () => {
    const read = invited()
    const event = await read()
    await api('PATCH', at(event?.id), { subject: 'Mi título', showAs: 'free' })
    expect((await read())?.subject).toBe('Mi título')
    sandbox.world.hands.patch(ANA, event?.id ?? '', { location: { displayName: 'Otro salón' } }, 'organiser')
    expect(await read()).toMatchObject({ subject: 'Desayuno', location: { displayName: 'Otro salón' }, showAs: 'free' })
  })

  test('of an occurrence makes an exception; of the series, everything but what already differed', async () => {
    const { body: master } = await api('POST', '/me/events', weekly('2026-11-24T07:00', 'tuesday'))
    const view = async () => (await api('GET', `/me/calendarView?${window('2026-11-23', '2026-12-07')}`)).body.value
    const [, second] = await view()
    const times = hourAt('2026-12-02T09:00')
    const moved = await api('PATCH', at(second?.id), { start: times.start, end: times.end })
    expect(moved.body).toMatchObject({ type: 'exception', id: second?.id, seriesMasterId: master.id })
    await api('PATCH', at(master.id), { subject: 'Capítulo Reforma' })
    expect((await view()).map((event) => [event.type, event.subject, event.start?.dateTime?.slice(0, 16)])).toEqual([
      ['occurrence', 'Capítulo Reforma', '2026-11-24T13:00'],
      ['exception', 'Cada semana', '2026-12-02T15:00'],
    ])
  })
})

describe('deleting', () => {
  test('answers 204, then 404; of a meeting of one’s own the guests are told', async () => {
    const { body } = await api('POST', '/me/events', {
      ...HOUR,
      attendees: [{ emailAddress: { address: 'beto@empresa.example' } }],
    })
    expect((await api('DELETE', at(body.id))).status).toBe(204)
    const again = await api('DELETE', at(body.id))
    expect([again.status, again.code]).toEqual([404, 'ErrorItemNotFound'])
    expect((await api('GET', at(body.id))).code).toBe('ErrorItemNotFound')
    expect(sandbox.world.mails.map((mail) => mail.kind)).toEqual(['invitation', 'cancellation'])
    expect((await api('DELETE', at('nonsense'))).code).toBe('ErrorInvalidIdMalformed')
  })

  test('an event in Deleted Items may answer to its immutable id: nobody knows', async () => {
    const { body } = await api('POST', '/me/events', HOUR, { prefer: 'IdType="ImmutableId"' })
    await api('DELETE', at(body.id))
    expect((await api('GET', at(body.id))).status).toBe(404)
    sandbox.world.switches.deletedFoundByImmutableId = true
    expect((await api('GET', at(body.id))).body.subject).toBe('Seguimiento')
    expect((await api('PATCH', at(body.id), { subject: 'x' })).status).toBe(404)
  })

  test('by hand can be taken back, under another regular id', async () => {
    const { body } = await api('POST', '/me/events', HOUR)
    sandbox.world.hands.delete(ANA, body.id ?? '')
    expect((await api('GET', at(body.id))).status).toBe(404)
    sandbox.world.hands.undelete(ANA, body.id ?? '')
    const { value } = (await api('GET', '/me/events')).body
    expect(value[0]?.subject).toBe('Seguimiento')
    expect(value[0]?.id).not.toBe(body.id)
  })
})

describe('answering', () => {
  test.each([
    ['accept', 'accepted', 'busy'],
    ['tentativelyAccept', 'tentativelyAccepted', 'tentative'],
  ])('%s answers 202, marks the event and mails the organiser', async (reply, response, showAs) => {
    const read = invited()
    expect(await read()).toMatchObject({ responseStatus: { response: 'notResponded' }, showAs: 'tentative' })
    const { status, body } = await api('POST', `${at((await read())?.id)}/${reply}`, {
      comment: 'Gracias',
      sendResponse: true,
    })
    expect([status, body]).toEqual([202, {}])
    const event = await read()
    expect(event).toMatchObject({ responseStatus: { response }, showAs })
    expect(event?.attendees?.map((guest) => guest.status?.response)).toEqual([response, 'accepted'])
    expect(sandbox.world.mails).toMatchObject([
      { kind: 'response', response, comment: 'Gracias', to: ['eventos@canaco.example'] },
    ])
  })

  test('decline moves the event to Deleted Items: gone from lists, removed in delta, and a second one finds nothing', async () => {
    const read = invited()
    const event = await read()
    const { deltaLink } = await round(api, `/me/calendarView/delta?${window('2026-11-23', '2026-11-30')}`)
    expect((await api('POST', `${at(event?.id)}/decline`, {})).status).toBe(202)
    expect(await read()).toBeUndefined()
    expect((await round(api, deltaLink)).items).toMatchObject([{ id: event?.id, '@removed': { reason: 'deleted' } }])
    expect((await api('POST', `${at(event?.id)}/decline`, {})).code).toBe('ErrorItemNotFound')
    expect(sandbox.world.mails).toHaveLength(1)
    sandbox.world.switches.declinedEventsStay = true
    const readNext = invited({ iCalUId: 'evt-2@canaco.example' })
    await api('POST', `${at((await readNext())?.id)}/decline`)
    expect(await readNext()).toMatchObject({ responseStatus: { response: 'declined' }, showAs: 'free' })
  })

  test('without sending says nothing to anybody and takes no comment', async () => {
    const read = invited()
    const id = (await read())?.id
    const refused = await api('POST', `${at(id)}/accept`, { sendResponse: false, comment: 'Hola' })
    expect([refused.status, refused.code]).toEqual([400, 'ErrorInvalidParameter'])
    const proposed = { start: hourAt('2026-11-25T09:00').start, end: hourAt('2026-11-25T09:00').end }
    expect((await api('POST', `${at(id)}/decline`, { sendResponse: false, proposedNewTime: proposed })).status).toBe(
      400,
    )
    expect((await api('POST', `${at(id)}/accept`, { sendResponse: false })).status).toBe(202)
    expect(sandbox.world.mails).toEqual([])
    expect((await read())?.responseStatus?.response).toBe('accepted')
  })

  test('one’s own event is an error', async () => {
    const { body } = await api('POST', '/me/events', HOUR)
    const refused = await api('POST', `${at(body.id)}/accept`, {})
    expect([refused.status, refused.code]).toEqual([400, 'ErrorInvalidRequest'])
  })

  test('one occurrence leaves the others as they are', async () => {
    const { recurrence } = weekly('2026-11-25T08:00', 'wednesday')
    const read = invited({ recurrence })
    const master = await read()
    const view = async () => (await api('GET', `/me/calendarView?${window('2026-11-23', '2026-12-14')}`)).body.value
    const [first, second] = await view()
    await api('POST', `${at(first?.id)}/accept`, {})
    await api('POST', `${at(second?.id)}/decline`, {})
    expect((await view()).map((event) => [event.type, event.responseStatus?.response])).toEqual([
      ['exception', 'accepted'],
      ['occurrence', 'notResponded'],
    ])
    expect((await api('GET', at(master?.id))).body.responseStatus?.response).toBe('notResponded')
  })

  test('what the organiser cancels stays, marked, until it is taken away', async () => {
    const read = invited()
    const event = await read()
    sandbox.world.hands.cancel(ANA, event?.id ?? '')
    expect(await read()).toMatchObject({ isCancelled: true, subject: 'Canceled: Desayuno', showAs: 'free' })
    sandbox.world.switches.cancellationBy = 'removing'
    sandbox.world.hands.cancel(ANA, event?.id ?? '')
    expect(await read()).toBeUndefined()
  })
})
