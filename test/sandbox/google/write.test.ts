/** Checklist 16-25, 27, 35: what a write does and what it refuses. Names carry the source of what was probed live. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GoogleSandbox } from './server.ts'
import { ANA, type Api, anaAlone, hourAt, ZONE } from './test-client.ts'

let sandbox: GoogleSandbox
let api: Api
let calendar: string
beforeEach(async () => {
  ;({ sandbox, api, calendar } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const ORGANISER = { email: 'eventos@camara.example', displayName: 'Cámara' }
const HOUR = hourAt('2026-11-24T10:00')
/** An invitation from outside, with Ana and two others on the list. */
const invitation = (id: string, more: object = {}) => {
  const guests = [ANA, 'otra@firma.example', ORGANISER.email].map((email) => ({
    email,
    responseStatus: email === ANA ? 'needsAction' : 'accepted',
  }))
  sandbox.world.hands.insert(ANA, { ...HOUR, id, organizer: ORGANISER, attendees: guests, ...more }, 'organiser')
  return `${calendar}/${id}`
}
const effects = () =>
  sandbox.world.effects.filter((effect) => effect.actor === 'api').map((effect) => [effect.op, effect.eventId])

describe('insert', () => {
  test('ids are 5 to 1024 of a-v and digits: w to z, upper case and hyphens are 400 (MM 21)', async () => {
    const bad = ['abcd', 'wxyz0', 'ABCDE', 'abc-def', 'a_bcde', 'a'.repeat(1025)]
    for (const id of bad) {
      const answer = await api('POST', calendar, { ...HOUR, id })
      expect(answer, id).toMatchObject({ status: 400, reason: 'invalid' })
      expect(answer.body.error?.message).toBe('Invalid resource id value.')
    }
    const good = ['abcde', '0'.repeat(1024), 'd6f0c1e2a3b44c5d8e9f0a1b2c3d4e5f']
    for (const id of good) expect((await api('POST', calendar, { ...HOUR, id })).body.id).toBe(id)
  })

  test('of two inserts at once one wins and the other is 409 duplicate (MM 39)', async () => {
    const both = await Promise.all([
      api('POST', calendar, { ...HOUR, id: 'doble' }),
      api('POST', calendar, { ...HOUR, id: 'doble' }),
    ])
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409])
    expect(both.find((answer) => answer.status === 409)?.body.error?.message).toBe(
      'The requested identifier already exists.',
    )
    expect(effects()).toEqual([['insert', 'doble']])
  })

  test('a deleted event never frees its id: insert 409, update 403, get 200 cancelled (MM 37)', async () => {
    await api('POST', calendar, { ...HOUR, id: 'erased' })
    expect((await api('DELETE', `${calendar}/erased`)).status).toBe(204)
    expect(await api('POST', calendar, { ...HOUR, id: 'erased' })).toMatchObject({ status: 409, reason: 'duplicate' })
    expect((await api('PUT', `${calendar}/erased`, HOUR)).status).toBe(403)
    expect((await api('GET', `${calendar}/erased`)).body.status).toBe('cancelled')
    expect(await api('DELETE', `${calendar}/erased`)).toMatchObject({ status: 410, reason: 'deleted' })
    expect(await api('PATCH', `${calendar}/erased`, { summary: 'x' })).toMatchObject({ status: 410, reason: 'deleted' })
    sandbox.world.switches.patchOfDeleted = 'applied'
    expect((await api('PATCH', `${calendar}/erased`, { status: 'confirmed' })).body.status).toBe('confirmed')
    expect(await api('DELETE', `${calendar}/unknown`)).toMatchObject({ status: 404, reason: 'notFound' })
  })

  test('iCalUID tombstones make insert 409 although no list shows them; import upserts (KP#403)', async () => {
    const uid = 'reunion@camara.example'
    const first = await api('POST', calendar, { ...HOUR, iCalUID: uid })
    expect(first.body.iCalUID).toBe(uid)
    await api('DELETE', `${calendar}/${first.body.id}`)
    expect((await api('POST', calendar, { ...HOUR, iCalUID: uid })).status).toBe(409)
    const imported = await api('POST', `${calendar}/import`, { ...HOUR, iCalUID: uid, organizer: ORGANISER })
    expect(imported.body).toMatchObject({ id: first.body.id, status: 'confirmed', organizer: ORGANISER })
    expect((await api('POST', calendar, { ...HOUR, id: 'abcde', iCalUID: 'x@y' })).status).toBe(400)
  })

  test('a body that cannot be is 400: "time range is empty" for a zero-length or inverted event (KP#616)', async () => {
    const at = (dateTime: string, timeZone?: string) => ({ dateTime, ...(timeZone ? { timeZone } : {}) })
    const empty = await api('POST', calendar, { start: at('2026-11-24T10:00:00Z'), end: at('2026-11-24T10:00:00Z') })
    expect(empty).toMatchObject({ status: 400, reason: 'timeRangeEmpty' })
    expect(empty.body.error?.message).toBe('The specified time range is empty.')
    const bad = [
      { start: at('2026-11-24T11:00:00Z'), end: at('2026-11-24T10:00:00Z') },
      { start: { date: '2026-11-24' }, end: at('2026-11-24T10:00:00Z') },
      { start: { date: '2026-11-24' }, end: { date: '2026-11-24' } },
      { start: at('2026-11-24T10:00:00Z'), end: at('2026-11-24T11:00:00Z'), recurrence: ['RRULE:FREQ=DAILY'] },
      { start: at('2026-11-24T10:00:00', 'Mars/Olympus'), end: at('2026-11-24T11:00:00', ZONE) },
      { start: at('2026-11-24T10:00:00'), end: at('2026-11-24T11:00:00') },
      { start: at('2026-11-24T10:00:00Z') },
      { ...HOUR, recurrence: ['RRULE:FREQ=NEVER'] },
      { ...HOUR, eventType: 'fromGmail' },
      { ...HOUR, extendedProperties: { private: { ['k'.repeat(45)]: 'v' } } },
      { ...HOUR, extendedProperties: { private: { k: 'v'.repeat(1025) } } },
    ]
    for (const body of bad)
      expect((await api('POST', calendar, body)).status, JSON.stringify(body).slice(0, 80)).toBe(400)
    expect(effects()).toEqual([])
  })

  test('conference data is ignored without conferenceDataVersion=1: 200 and no link (MM 61)', async () => {
    const body = { ...HOUR, conferenceData: { createRequest: { requestId: 'r1' } } }
    expect((await api('POST', calendar, body)).body).not.toHaveProperty('conferenceData')
    expect((await api('POST', `${calendar}?conferenceDataVersion=1`, body)).body).toHaveProperty('conferenceData')
  })
})

describe('change', () => {
  test('a stale If-Match is 412 on patch, update, delete and move; * forces (MM 49, MM 57)', async () => {
    const { body } = await api('POST', calendar, { ...HOUR, id: 'etags' })
    await api('PATCH', `${calendar}/etags`, { summary: 'nueva' })
    const stale = { 'if-match': body.etag ?? '' }
    sandbox.world.putCalendar({ id: 'otro@grupo.example', owner: ANA, summary: 'Otro', timeZone: ZONE })
    sandbox.world.share(ANA, 'otro@grupo.example', 'owner')
    for (const answer of [
      await api('PATCH', `${calendar}/etags`, { summary: 'x' }, stale),
      await api('PUT', `${calendar}/etags`, HOUR, stale),
      await api('DELETE', `${calendar}/etags`, undefined, stale),
      await api('POST', `${calendar}/etags/move?destination=otro@grupo.example`, undefined, stale),
      await api('PATCH', '/calendars/otro@grupo.example', { summary: 'x' }, { 'if-match': '"1"' }),
    ]) {
      expect(answer).toMatchObject({ status: 412, reason: 'conditionNotMet' })
    }
    expect((await api('PATCH', `${calendar}/etags`, { summary: 'x' }, { 'if-match': '*' })).status).toBe(200)
    const current = (await api('GET', `${calendar}/etags`)).body.etag ?? ''
    expect((await api('GET', `${calendar}/etags`, undefined, { 'if-none-match': current })).status).toBe(304)
    expect(current).toMatch(/^"\d+"$/)
  })

  test('equal values leave the etag (MM 58) and make no effect, unless switched', async () => {
    const { body } = await api('POST', calendar, { ...HOUR, id: 'equal' })
    expect((await api('PATCH', `${calendar}/equal`, { summary: 'Una hora' })).body.etag).toBe(body.etag)
    expect(effects()).toEqual([['insert', 'equal']])
    sandbox.world.switches.equalWriteKeepsEtag = false
    expect((await api('PATCH', `${calendar}/equal`, { summary: 'Una hora' })).body.etag).not.toBe(body.etag)
  })

  test('patch merges, null clears, arrays replace whole; update loses what it leaves out', async () => {
    const props = { private: { a: '1', b: '2' } }
    await api('POST', calendar, {
      ...HOUR,
      id: 'merge',
      location: 'aquí',
      extendedProperties: props,
      attendees: [{ email: 'x@y.example' }, { email: 'z@y.example' }],
    })
    const patched = await api('PATCH', `${calendar}/merge`, {
      location: null,
      extendedProperties: { private: { b: null, c: '3' } },
      attendees: [{ email: 'x@y.example', responseStatus: 'accepted' }],
    })
    expect(patched.body.location).toBeUndefined()
    expect(patched.body.extendedProperties?.private).toEqual({ a: '1', c: '3' })
    expect(patched.body.attendees).toEqual([{ email: 'x@y.example', responseStatus: 'accepted' }])
    const updated = await api('PUT', `${calendar}/merge`, HOUR)
    expect(updated.body).not.toHaveProperty('attendees')
    expect(updated.body).not.toHaveProperty('extendedProperties')
    expect(updated.body.iCalUID).toBe(patched.body.iCalUID)
  })

  test('a patch to cancelled is a deletion', async () => {
    await api('POST', calendar, { ...HOUR, id: 'ended' })
    expect((await api('PATCH', `${calendar}/ended`, { status: 'cancelled' })).body.status).toBe('cancelled')
    expect(effects()).toEqual([
      ['insert', 'ended'],
      ['delete', 'ended'],
    ])
  })

  test('changing reminders moves the etag and not `updated`', async () => {
    const { body } = await api('POST', calendar, { ...HOUR, id: 'remind' })
    sandbox.world.setClock({ offsetMs: 60_000 })
    const after = await api('PATCH', `${calendar}/remind`, {
      reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
    })
    expect(after.body.updated).toBe(body.updated)
    expect(after.body.etag).not.toBe(body.etag)
  })

  test('the type of an event is fixed, and of mail from Gmail only little can be written', async () => {
    await api('POST', calendar, { ...HOUR, id: 'clase' })
    expect((await api('PATCH', `${calendar}/clase`, { eventType: 'focusTime' })).status).toBe(400)
    sandbox.world.hands.plant(ANA, { id: 'gmail', eventType: 'fromGmail', ...HOUR })
    expect((await api('PATCH', `${calendar}/gmail`, { summary: 'x' })).status).toBe(403)
    expect((await api('PATCH', `${calendar}/gmail`, { colorId: '3' })).status).toBe(200)
  })

  test('a moved event is cancelled here, confirmed there, and the answer is the cancelled one (MM 48)', async () => {
    await api('POST', calendar, { ...HOUR, id: 'moving' })
    sandbox.world.putCalendar({ id: 'otro@grupo.example', owner: ANA, summary: 'Otro', timeZone: ZONE })
    sandbox.world.share(ANA, 'otro@grupo.example', 'owner')
    expect((await api('POST', `${calendar}/moving/move?destination=otro@grupo.example`)).body.status).toBe('cancelled')
    expect((await api('GET', '/calendars/otro@grupo.example/events/moving')).body.status).toBe('confirmed')
  })

  test('`self` means this calendar: on a secondary one the own row lacks it (MM 50)', async () => {
    sandbox.world.putCalendar({ id: 'otro@grupo.example', owner: ANA, summary: 'Otro', timeZone: ZONE })
    sandbox.world.share(ANA, 'otro@grupo.example', 'owner')
    const body = { ...HOUR, attendees: [{ email: ANA, responseStatus: 'accepted' }] }
    const primary = await api('POST', calendar, body)
    const secondary = await api('POST', '/calendars/otro@grupo.example/events', body)
    expect(primary.body.attendees?.[0]?.self).toBe(true)
    expect(secondary.body.attendees?.[0]).toEqual({ email: ANA, responseStatus: 'accepted' })
    expect(secondary.body.organizer).toEqual({ email: 'otro@grupo.example', displayName: 'Otro', self: true })
    expect(secondary.body.creator).toEqual({ email: ANA })
  })
})

describe('answers to invitations', () => {
  test('the omitted form changes the own response alone and ignores a comment (macro#5544, simstudioai/sim#8019)', async () => {
    const path = invitation('rsvp0')
    const answer = await api('PATCH', path, {
      attendeesOmitted: true,
      attendees: [{ email: ANA, responseStatus: 'accepted', comment: 'ahí estaré' }],
    })
    expect(answer.body.attendees).toEqual([
      { email: ANA, responseStatus: 'accepted', self: true },
      { email: 'otra@firma.example', responseStatus: 'accepted' },
      { email: ORGANISER.email, responseStatus: 'accepted' },
    ])
    const omitted = await api('GET', `${path}?maxAttendees=1`)
    expect(omitted.body).toMatchObject({ attendeesOmitted: true, attendees: [{ email: ANA, self: true }] })
  })

  test('one occurrence of a series can be answered alone, by its instance id', async () => {
    const path = invitation('chapter', { recurrence: ['RRULE:FREQ=WEEKLY'] })
    const answer = await api('PATCH', `${path}_20261201T160000Z`, {
      attendeesOmitted: true,
      attendees: [{ email: ANA, responseStatus: 'declined' }],
    })
    expect(answer.body).toMatchObject({
      recurringEventId: 'chapter',
      attendees: [{ responseStatus: 'declined' }, {}, {}],
    })
    expect((await api('GET', path)).body.attendees?.[0]?.responseStatus).toBe('needsAction')
  })

  test('a partial list without it drops the other guests, and an entry without a response un-answers (macro#5544, connectonion#1558)', async () => {
    const answer = await api('PATCH', invitation('rsvp1'), { attendees: [{ email: ANA }] })
    expect(answer.body.attendees).toEqual([{ email: ANA, responseStatus: 'needsAction', self: true }])
  })

  test('an own entry where one is not on the list is silently added (macro#5544)', async () => {
    const path = invitation('rsvp2', { attendees: [{ email: 'otra@firma.example', responseStatus: 'accepted' }] })
    const answer = await api('PATCH', path, {
      attendeesOmitted: true,
      attendees: [{ email: ANA, responseStatus: 'accepted' }],
    })
    expect(answer.body.attendees?.map((guest) => guest.email)).toEqual(['otra@firma.example', ANA])
  })

  test('a guest may not change what is shared: 403 forbiddenForNonOrganizer', async () => {
    const path = invitation('shared')
    for (const body of [
      { summary: 'mía' },
      hourAt('2026-11-24T12:00'),
      { extendedProperties: { shared: { a: '1' } } },
    ]) {
      expect(await api('PATCH', path, body)).toMatchObject({ status: 403, reason: 'forbiddenForNonOrganizer' })
    }
    expect((await api('PATCH', path, { colorId: '4', extendedProperties: { private: { mine: '1' } } })).status).toBe(
      200,
    )
    const open = invitation('modify', { guestsCanModify: true })
    expect((await api('PATCH', open, { summary: 'mía' })).status).toBe(200)
  })

  test('mail goes by sendUpdates: its default and none reach nobody (MM 1, MM 43), also on deletion (MM 44)', async () => {
    const guests = { attendees: [{ email: 'x@gmail.com' }, { email: 'y@firma.example' }] }
    const sent = async (query: string) => {
      await api('POST', `${calendar}${query}`, { ...HOUR, ...guests })
      return sandbox.world.mails.at(-1)?.to
    }
    expect(await sent('')).toEqual([])
    expect(await sent('?sendUpdates=none')).toEqual([])
    expect(await sent('?sendUpdates=externalOnly')).toEqual(['y@firma.example'])
    expect(await sent('?sendUpdates=all')).toEqual(['x@gmail.com', 'y@firma.example'])
    const path = invitation('mailed')
    await api('PATCH', `${path}?sendUpdates=all`, {
      attendeesOmitted: true,
      attendees: [{ email: ANA, responseStatus: 'declined' }],
    })
    expect(sandbox.world.mails.at(-1)).toMatchObject({ kind: 'response', to: [ORGANISER.email] })
    await api('POST', calendar, { ...HOUR, id: 'silent', ...guests })
    await api('DELETE', `${calendar}/silent?sendUpdates=none`)
    expect(sandbox.world.mails.at(-1)).toMatchObject({ kind: 'cancellation', to: [] })
    // A block without guests never mails anybody.
    const before = sandbox.world.mails.length
    await api('POST', `${calendar}?sendUpdates=all`, HOUR)
    expect(sandbox.world.mails).toHaveLength(before)
  })

  test('an organiser who cancels leaves a bare deletion; one who moves it changes it for the guest', async () => {
    const path = invitation('theirs')
    const list = await api('GET', `${calendar}?showDeleted=true`)
    sandbox.world.hands.patch(ANA, 'theirs', hourAt('2026-11-25T10:00'), 'organiser')
    expect((await api('GET', path)).body.start?.dateTime).toBe('2026-11-25T10:00:00-06:00')
    sandbox.world.hands.delete(ANA, 'theirs', 'organiser')
    const { items } = (await api('GET', `${calendar}?syncToken=${list.body.nextSyncToken}`)).body
    expect(Object.keys(items?.[0] ?? {}).toSorted()).toEqual(['etag', 'id', 'kind', 'status'])
  })
})
