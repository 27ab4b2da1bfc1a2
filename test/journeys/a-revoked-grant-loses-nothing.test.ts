/** What becomes of a person when tokens run out, rotate, cannot be had, or are taken away (design.md, rules 12 and 13). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { EVENTS_SCOPE, type Journey, LIST_SCOPE, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test('an access token that ran out is renewed once for two calendars', async () => {
  const ana = await someone()
  await journey.later({ hours: 2 })
  const before = refreshes(ana)
  expect((await ana.sync()).failed).toEqual([])
  expect(refreshes(ana) - before).toBe(1)
  await ana.sync()
  expect(refreshes(ana) - before).toBe(1)
})

test('an access token that Google no longer takes is renewed once for two calendars read side by side', async () => {
  const ana = await someone()
  journey.google.grants.expireAccess(ana.email)
  const before = refreshes(ana)
  expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
  expect(refreshes(ana) - before).toBe(1)
})

test('an access token that dies in the middle of a sync fails nothing', async () => {
  const ana = await someone()
  ana.has(anInvitation({ title: 'En medio' }))
  ana.fault({ kind: 'expire-access-tokens', match: { path: '/events?' }, skip: 1 })
  expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
  expect(await ana.event('En medio')).toMatchObject({ networking: true })
})

test('a refresh token that rotates is kept before it is used, and outlives a restart', async () => {
  const ana = await someone()
  Object.assign(journey.google.switches, { rotateRefreshTokens: true })
  try {
    const before = await sealedGrants(ana)
    journey.google.grants.expireAccess(ana.email)
    expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
    expect(await sealedGrants(ana)).not.toEqual(before)
    await journey.restart()
    journey.google.grants.expireAccess(ana.email)
    expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
    expect(await ana.connections()).toMatchObject([{ status: 'ok' }])
  } finally {
    Object.assign(journey.google.switches, { rotateRefreshTokens: false })
  }
})

test.each([503, 429, 500])('a token endpoint that answers %i is no revoked grant', async (status) => {
  const ana = await someone()
  await journey.later({ hours: 2 })
  Object.assign(journey.google.switches, { tokenEndpointStatus: status })
  expect((await ana.sync()).failed).toHaveLength(2)
  Object.assign(journey.google.switches, { tokenEndpointStatus: null })
  expect(await ana.connections()).toMatchObject([{ status: 'ok' }])
  expect((await ana.plan()).unreadable).toHaveLength(2)
  expect(await ana.event('Noche de negocios')).toMatchObject({ networking: true })

  await ana.ringUntil(journey.now().add({ hours: 1 }))
  expect((await ana.plan()).unreadable).toEqual([])
  expect(notices(ana)).toEqual([])
})

test('an API that takes no token although the grant lives is an outage, and heals by itself', async () => {
  const ana = await someone()
  ana.fault({ kind: 'status', status: 401, times: -1, match: { path: '/calendar/v3' } })
  expect((await ana.sync()).failed).toMatchObject([{ reason: 'unreachable' }, { reason: 'unreachable' }])
  expect(await ana.connections()).toMatchObject([{ status: 'ok' }])
  journey.google.faults.clear()
  await ana.ringUntil(journey.now().add({ hours: 1 }))
  expect((await ana.plan()).unreadable).toEqual([])
  expect(notices(ana)).toEqual([])
})

test('a revoked grant is told once by mail and on the page, and nothing is asked of Google any more', async () => {
  const ana = await someone()
  journey.google.grants.revoke(ana.email)
  expect((await ana.sync()).failed).toMatchObject([{ reason: 'revoked' }, { reason: 'revoked' }])
  expect(await ana.connections()).toMatchObject([{ status: 'revoked', email: ana.email }])
  expect((await ana.plan()).unreadable).toMatchObject([{ reason: 'revoked' }, { reason: 'revoked' }])
  expect(await ana.event('Noche de negocios')).toMatchObject({ networking: true })
  const page = (await ana.get<string>('/')).body
  expect(page).toContain('href="/connect/google"')
  const asked = [ana.requests().length, refreshes(ana)]

  await ana.sync()
  await ana.ringUntil('2026-11-26 12:00')
  expect([ana.requests().length, refreshes(ana)]).toEqual(asked)
  const told = notices(ana)
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toContain(`${journey.url}/`)
  expect((await ana.get<string>('/')).body).toContain('href="/connect/google"')
})

test('what was to be done while the grant was dead is done once the person connects again', async () => {
  const ana = await someone()
  journey.google.grants.revoke(ana.email)
  await ana.sync()
  // The commitment of Wednesday morning ends while nothing can be written.
  await ana.ringUntil('2026-11-25 12:00')
  expect(ana.effects()).toEqual([])

  expect(await journey.connect(ana.browser, ana.email)).not.toContain('problem')
  expect(await ana.sync()).toMatchObject({ failed: [] })
  expect(await ana.connections()).toMatchObject([{ status: 'ok' }])
  expect((await ana.plan()).unreadable).toEqual([])
  await ana.ringUntil('2026-11-25 13:00')
  expect(ana.effects()).toMatchObject([{ op: 'insert', calendarId: ana.calendar }])
  expect(await ana.followUps()).toMatchObject([{ state: 'booked' }])
  await ana.ringUntil('2026-11-26 13:00')
  expect(ana.effects()).toHaveLength(1)
})

test('a grant that is revoked a second time is told a second time', async () => {
  const ana = await someone()
  for (const times of [1, 2]) {
    journey.google.grants.revoke(ana.email)
    await ana.sync()
    await ana.ringUntil(journey.now().add({ hours: 2 }))
    expect(notices(ana)).toHaveLength(times)
    await journey.connect(ana.browser, ana.email)
    expect((await ana.sync()).failed).toEqual([])
  }
})

test('who ticks only some of the boxes is told, and can connect again', async () => {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  const browser = journey.browser()
  const some = ['openid', 'email', 'profile', LIST_SCOPE]
  expect(await journey.connect(browser, account.email, { scopes: some })).toBe('/?problem=scopes')
  const limited = await browser.ask<{ items: { status: string }[] }>('GET', '/api/v1/connections')
  expect(limited.body.items).toMatchObject([{ status: 'limited' }])
  const page = await browser.ask<string>('GET', '/?problem=scopes')
  expect(page.body).toContain('href="/connect/google"')

  expect(await journey.connect(browser, account.email)).not.toContain('problem')
  const whole = await browser.ask<{ items: { status: string }[] }>('GET', '/api/v1/connections')
  expect(whole.body.items).toMatchObject([{ status: 'ok' }])
  expect((await browser.ask('POST', '/api/v1/sync')).body).toMatchObject({ pulled: 1, failed: [] })
})

test('a permission taken back later stops the work, says so, and asks nothing in vain', async () => {
  const ana = await someone()
  ana.fault({
    kind: 'status',
    status: 403,
    reason: 'insufficientPermissions',
    times: -1,
    match: { path: '/calendar/v3' },
  })
  await ana.sync()
  await ana.ringUntil(journey.now().add({ hours: 30 }))
  expect((await ana.plan()).unreadable).toMatchObject([{ reason: 'forbidden' }, { reason: 'forbidden' }])
  expect((await ana.get<string>('/')).body).toContain('href="/connect/google"')
  const asked = ana.requests().length
  await ana.ringUntil(journey.now().add({ hours: 24 }))
  expect(ana.requests().length - asked).toBeLessThan(6)
  journey.google.faults.clear()
})

async function someone(): Promise<Person> {
  journey.google.faults.clear()
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  journey.google.putCalendar({
    id: `2.${account.email}`,
    owner: account.email,
    summary: 'Personal',
    timeZone: account.timeZone,
  })
  journey.google.share(account.email, `2.${account.email}`, 'owner')
  const ana = await journey.signUp({ ...account, scopes: ['openid', 'email', 'profile', EVENTS_SCOPE, LIST_SCOPE] })
  ana.has(anInvitation({ title: 'Noche de negocios', start: '2026-11-27 18:00' }))
  ana.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-25 08:00', minutes: 90 }))
  expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
  return ana
}

/** Mail about something that ended; one cannot unsubscribe from these. */
function notices(person: Person) {
  return person.mails().filter(({ headers }) => !headers.some(({ key }) => key === 'list-unsubscribe'))
}

/** Requests for tokens made with the person's refresh token. */
function refreshes(person: Person): number {
  return journey.google.requests.filter(({ path, account }) => path === '/token' && account === person.email).length
}

async function sealedGrants(person: Person): Promise<unknown[]> {
  return (await journey.rows('select "grant" from connections where person_id = ?', [person.id])).map(
    ({ grant }) => grant,
  )
}
