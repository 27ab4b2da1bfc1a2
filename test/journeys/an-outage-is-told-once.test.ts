/**
 * Health, and one notice for each outage (design.md, rules 5 and 13; faults F03, F04, F25 to F27): whatever cannot be read is said on the page, in the
 * API and in the digest alike, and by one mail, however long it lasts and whatever is cut off meanwhile.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DigestShape } from '../../src/api/schemas.ts'
import { aMeeting, anInvitation } from '../builders/an-event.ts'
import type { Fault } from '../sandbox/google/faults.ts'
import type { Message } from '../sandbox/mailbox/mailbox.ts'
import { connectMicrosoft, microsoftOf, openOutlook } from './at-microsoft.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterEach(() => {
  journey.mailbox.heal()
  journey.google.faults.clear()
  microsoftOf(journey).faults.clear()
})
afterAll(() => journey?.close())

const INVITATION = 'Noche de negocios CANACO'
/** It asks for a pause of three hours, which is kept; without one days of it would be hundreds of tries. */
const DOWN = { kind: 'status', status: 503, retryAfter: '10800', times: -1, match: { path: '/calendar/v3/' } } as const

describe('a provider that is down for three days', () => {
  test('is said everywhere and told by one mail, and what else the person has goes on', async () => {
    const { ana } = await someoneWithBoth()
    ana.fault(DOWN)
    await ana.sync()
    const down = journey.now()
    await ana.ringUntil(down.add({ hours: 23 }))
    expect(notices(ana)).toEqual([])
    await ana.ringUntil(down.add({ hours: 25 }))
    expect(notices(ana)).toHaveLength(1)
    await ana.ringUntil(down.add({ hours: 72 }))

    const [mail, ...others] = notices(ana)
    expect(others).toEqual([])
    expect(mail?.subject).toBe(`Aforo no puede leer tu cuenta de Google (${ana.email}) desde el lun 23 de nov`)
    const text = unwrapped(mail)
    expect(text).toContain(`Google (${ana.email})`)
    expect(text).toMatch(/No podemos leer «.*» y «.*» desde el lun 23 de nov, 9:00.*: el proveedor no responde\./)
    expect(text).toContain('Familia')
    expect(text).toContain(`${journey.url}/calendars`)

    const since = '2026-11-23T09:00:00-06:00'
    const failing = { status: 'failing', since, reason: 'unreachable', reconnect: null }
    const [google, microsoft] = await ana.connections()
    expect(google).toMatchObject({ kind: 'google', status: 'ok', health: failing })
    expect(microsoft).toMatchObject({ kind: 'microsoft', health: { status: 'ok', since: null, reason: null } })
    expect(Date.parse(google?.health.nextTryAt ?? '')).toBeLessThanOrEqual(
      journey.now().add({ hours: 3 }).epochMilliseconds,
    )
    const calendars = await ana.calendars()
    expect(calendars.filter(({ health }) => health.status === 'failing').map(({ health }) => health)).toMatchObject([
      failing,
      failing,
    ])
    expect((await ana.plan()).unreadable).toMatchObject([
      { since, reason: 'unreachable' },
      { since, reason: 'unreachable' },
    ])
    expect((await ana.post('/sync', new URLSearchParams({ back: '/' }))).headers.get('location')).toBe(
      '/?said=syncedInPart',
    )
    const page = (await ana.get<string>('/calendars')).body
    expect(page).toContain(`Cuenta de Google (${ana.email})`)
    expect(page).toContain('Cuenta de Microsoft')
    expect(page).toMatch(/No podemos leer «Familia» desde el lun 23 de nov/)
    expect(page).toContain('Próximo intento')
    expect(page).toContain('Mientras tanto, lo último que leímos ahí sigue contando como ocupado.')
    expect((await ana.get<string>('/')).body).toMatch(/No podemos leer «Familia» de Google/)
    const digest = good(await ana.get<DigestShape>('/api/v1/digest'))
    for (const rendering of [digest.text, digest.html]) {
      expect(rendering.replace(/\s+/g, ' ')).toMatch(/No podemos leer «Familia» de Google/)
      expect(rendering).toContain(`${journey.url}/calendars`)
    }
    // Unread time never looks free.
    expect(await ana.verdict(INVITATION, '2026-W48')).toMatchObject({ verdict: 'skip', reason: 'overlaps' })
  })

  test('ends without a word, and is told anew when it happens anew, whatever is cut off meanwhile', async () => {
    const { ana, family } = await someoneWithBoth()
    ana.fault(DOWN)
    await ana.sync()
    await ana.ringUntil(journey.now().add({ hours: 25 }))
    expect(notices(ana)).toHaveLength(1)
    // Somebody pulls the plug, and asks again.
    await journey.restart()
    await ana.sync()
    await ana.ringUntil(journey.now().add({ hours: 6 }))
    expect(notices(ana)).toHaveLength(1)
    journey.google.faults.clear()
    await ana.ringUntil(journey.now().add({ hours: 4 }))
    expect((await ana.connections()).map(({ health }) => health.status)).toEqual(['ok', 'ok'])
    expect((await ana.plan()).unreadable).toEqual([])
    await ana.ringUntil(journey.now().add({ hours: 30 }))
    expect(notices(ana)).toHaveLength(1)

    // Another outage, another notice, though only one of the calendars fails.
    ana.fault({ ...DOWN, match: { path: `${family}/events` } })
    await ana.sync()
    await ana.ringUntil(journey.now().add({ hours: 30 }))
    expect(notices(ana)).toHaveLength(2)
    expect(unwrapped(notices(ana)[0])).toContain('No podemos leer «Familia» desde')
  })

  test('is told although mail was away when it was to be told, and not any more once it is over', async () => {
    const { ana } = await someoneWithBoth()
    ana.fault(DOWN)
    await ana.sync()
    const down = journey.now()
    journey.mailbox.fault({ kind: 'answer', at: 'CONNECT', code: 421 }, Number.POSITIVE_INFINITY)
    await ana.ringUntil(down.add({ hours: 30 }))
    journey.mailbox.heal()
    await ana.ringUntil(down.add({ hours: 40 }))
    expect(notices(ana)).toHaveLength(1)

    journey.google.faults.clear()
    await ana.ringUntil(down.add({ hours: 44 }))
    expect((await ana.plan()).unreadable).toEqual([])
    ana.fault(DOWN)
    await ana.sync()
    journey.mailbox.fault({ kind: 'answer', at: 'CONNECT', code: 421 }, Number.POSITIVE_INFINITY)
    await ana.ringUntil(down.add({ hours: 75 }))
    journey.google.faults.clear()
    await ana.sync()
    await ana.ringUntil(down.add({ hours: 78 }))
    journey.mailbox.heal()
    await ana.ringUntil(down.add({ hours: 100 }))
    expect(notices(ana)).toHaveLength(1)
  })

  test('before anything could be read is said on the first page, and told', async () => {
    await journey.at('2026-11-23 09:00')
    const account = journey.newAccount()
    journey.google.faults.add({ ...DOWN, match: { ...DOWN.match, account: account.email } })
    const ana = await journey.signUp(account)
    expect((await ana.get<string>('/')).body).toContain(
      `No podemos leer la cuenta de Google (${ana.email}) desde el lun`,
    )
    expect(await ana.connections()).toMatchObject([{ health: { status: 'failing', reason: 'unreachable' } }])
    await ana.ringUntil(journey.now().add({ hours: 50 }))
    expect(notices(ana)).toHaveLength(1)
    journey.google.faults.clear()
    await ana.ringUntil(journey.now().add({ hours: 4 }))
    expect(await ana.connections()).toMatchObject([{ health: { status: 'ok' } }])
  })
})

describe('a permission that was taken back', () => {
  test('at Google stops the account at once, is told once, and ends with connecting anew', async () => {
    const { ana } = await someoneWithBoth()
    const reduced = {
      ...DOWN,
      status: 403,
      reason: 'insufficientPermissions',
      match: { path: '/events?' },
    } satisfies Partial<Fault>
    ana.fault(reduced)
    expect((await ana.sync()).failed.map(({ reason }) => reason)).toEqual(['forbidden', 'forbidden'])
    const [google] = await ana.connections()
    expect(google).toMatchObject({
      status: 'limited',
      health: { status: 'limited', reason: 'forbidden', nextTryAt: null, reconnect: '/connect/google' },
    })
    const asked = ana.requests().length
    await ana.ringUntil(journey.now().add({ hours: 60 }))
    expect(ana.requests()).toHaveLength(asked)
    expect(notices(ana).map(({ subject }) => subject)).toEqual([
      'A Aforo le falta un permiso para leer tus calendarios',
    ])
    expect(notices(ana)[0]?.text).toContain(`${journey.url}/connect/google`)
    await expectOneWayBack(ana, 'google')

    journey.google.faults.clear()
    expect(await journey.connect(ana.browser, ana.email)).not.toContain('problem')
    expect((await ana.sync()).failed).toEqual([])
    expect((await ana.connections()).map(({ health }) => health.status)).toEqual(['ok', 'ok'])
    await ana.ringUntil(journey.now().add({ hours: 30 }))
    expect(notices(ana)).toHaveLength(1)
  })

  test('at Microsoft is told by its list of calendars, and one closed calendar is not taken for it', async () => {
    const { ana, outlook } = await someoneWithBoth()
    const { faults } = microsoftOf(journey)
    const denied = { kind: 'status', status: 403, reason: 'ErrorAccessDenied', times: -1 } as const
    faults.add({ ...denied, match: { account: outlook, path: '/calendarView' } })
    await ana.sync()
    await ana.ringUntil(journey.now().add({ minutes: 30 }))
    expect((await ana.connections())[1]).toMatchObject({
      status: 'ok',
      health: { status: 'failing', reason: 'forbidden' },
    })
    expect((await ana.get<string>('/calendars')).body).toContain('Pide acceso a quien te lo comparte')
    faults.clear()
    faults.add({ ...denied, match: { account: outlook, path: '/me/calendar' } })
    await ana.ringUntil(journey.now().add({ hours: 40 }))
    expect((await ana.connections())[1]).toMatchObject({
      status: 'limited',
      health: { status: 'limited', nextTryAt: null, reconnect: '/connect/microsoft' },
    })
    expect(notices(ana).at(0)?.text).toContain(`${journey.url}/connect/microsoft`)
    expect(notices(ana).filter(({ subject }) => subject.includes('permiso'))).toHaveLength(1)
  })
})

test('a revoked account is said once wherever its calendars would be, and told once, by its provider’s name', async () => {
  const { ana, outlook } = await someoneWithBoth()
  microsoftOf(journey).grants.revoke(outlook)
  await ana.sync()
  await ana.ringUntil(journey.now().add({ hours: 50 }))
  expect(notices(ana)).toHaveLength(1)
  expect(unwrapped(notices(ana)[0])).toContain(`El permiso de la cuenta de Microsoft (${outlook}) se retiró`)
  await expectOneWayBack(ana, 'microsoft')
  const outlooks = (await ana.calendars()).filter(({ health }) => health.status === 'revoked')
  expect(outlooks.length).toBeGreaterThan(0)
  expect(await connectMicrosoft(journey, ana.browser, outlook)).toBe('/calendars?said=connected')
  await ana.sync()
  await ana.ringUntil(journey.now().add({ hours: 30 }))
  expect((await ana.connections()).map(({ health }) => health.status)).toEqual(['ok', 'ok'])
  expect(notices(ana)).toHaveLength(1)
})

test('the calendar of follow-ups that became read-only is told once, and nothing is written elsewhere', async () => {
  const { ana, family } = await someoneWithBoth()
  const target = (await ana.calendars()).find(({ name }) => name === 'Familia')
  good(await ana.patch(`/api/v1/calendars/${target?.id}`, { followUps: true, busy: false, candidates: false }))
  journey.google.share(ana.email, family, 'reader')
  await ana.ringUntil(journey.now().add({ hours: 60 }))
  expect((await ana.calendars()).find(({ id }) => id === target?.id)).toMatchObject({
    followUps: true,
    health: { status: 'read_only', reason: 'forbidden' },
    unreadable: null,
  })
  expect(notices(ana).map(({ subject }) => subject)).toEqual(['Aforo ya no puede escribir tus seguimientos'])
  expect((await ana.get<string>('/calendars')).body).toContain('No se puede escribir')
  expect(ana.effects()).toEqual([])
  expect((await ana.plan()).unreadable).toEqual([])
})

/** Two calendars at Google, one at Microsoft; an invitation that is skipped for as long as what it lies upon is known. */
async function someoneWithBoth() {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  const { email, timeZone } = account
  const family = `familia.${email}`
  journey.google.putCalendar({ id: family, owner: email, summary: 'Familia', timeZone })
  journey.google.share(email, family, 'owner')
  const ana = await journey.signUp(account)
  const outlook = ana.email.replace('consultoria', 'empresa')
  openOutlook(journey, outlook)
  expect(await connectMicrosoft(journey, ana.browser, outlook)).toBe('/calendars?said=connected')
  ana.has(anInvitation({ title: INVITATION, start: '2026-11-28 19:00' }))
  ana.has(aMeeting({ title: 'Cena', start: '2026-11-28 18:30', minutes: 120 }), family)
  expect(await ana.sync()).toMatchObject({ pulled: 3, failed: [] })
  return { ana, family, outlook }
}

/** On the page, in the week and in the digest there is one way back to that account, and no word of its calendars. */
async function expectOneWayBack(ana: Person, provider: 'google' | 'microsoft'): Promise<void> {
  for (const path of ['/calendars', '/']) {
    const page = (await ana.get<string>(path)).body
    expect(
      page.match(new RegExp(`class="button" href="/connect/${provider}"[^>]*>\\s*Volver a conectar`, 'g')),
    ).toHaveLength(1)
    expect(page).not.toContain('No podemos leer')
  }
  const { text, html } = good(await ana.get<DigestShape>('/api/v1/digest'))
  for (const rendering of [text, html]) {
    expect(rendering.split(`${journey.url}/connect/${provider}`)).toHaveLength(2)
    expect(rendering).not.toContain('No podemos leer')
  }
}

/** Mail about something that ended; one cannot unsubscribe from these. Newest first. */
function notices(person: Person): Message[] {
  return person.mails().filter(({ headers }) => !headers.some(({ key }) => key === 'list-unsubscribe'))
}

function unwrapped(mail: Message | undefined): string {
  return mail?.text.replace(/\s+/g, ' ') ?? ''
}
