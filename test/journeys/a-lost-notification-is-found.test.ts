/** Channels are hints (design.md, sections 2 and 8): renewed with overlap, verified without a database, and never needed for being right. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { type Journey, type Person, startJourney, until } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test('an invitation that Google tells of is in the plan without anybody asking', async () => {
  const ana = await someone()
  await notifying(async () => {
    ana.has(anInvitation({ title: 'Noche de negocios' }))
    await until(async () => (await ana.events()).some(({ title }) => title === 'Noche de negocios'), 'the invitation')
  })
  expect(await ana.verdict('Noche de negocios')).toMatchObject({ verdict: 'attend' })
})

test('a notification that overtakes the list that it tells of is looked after once more', async () => {
  const ana = await someone()
  Object.assign(journey.google.switches, { replicaLagSeconds: 5 })
  const asked = ana.requests().length
  await notifying(async () => {
    ana.has(anInvitation({ title: 'Todavía en camino' }))
    await until(() => ana.requests().length > asked, 'a reading')
    await settled(ana)
  })
  const isKnown = async () => (await ana.events()).some(({ title }) => title === 'Todavía en camino')
  expect([await isKnown(), ana.requests().length - asked]).toEqual([false, 1])
  await ana.ringUntil(journey.now().add({ seconds: 12 }))
  expect([await isKnown(), ana.requests().length - asked]).toEqual([true, 2])
  await ana.ringUntil(journey.now().add({ minutes: 5 }))
  expect(ana.requests().length - asked).toBe(2)
  Object.assign(journey.google.switches, { replicaLagSeconds: 0 })
})

test('a notification that got lost costs a day at most', async () => {
  const ana = await someone()
  ana.has(anInvitation({ title: 'Sin aviso', start: '2026-11-27 18:00' }))
  await ana.ringUntil(journey.now().add({ hours: 24 }))
  expect(await ana.verdict('Sin aviso')).toMatchObject({ standing: 'candidate' })
})

test('a calendar that gets no channel is asked every few minutes', async () => {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  journey.google.faults.add({
    kind: 'status',
    status: 400,
    times: -1,
    match: { path: '/watch', account: account.email },
  })
  const ana = await journey.signUp(account)
  ana.has(anInvitation({ title: 'Sin canal' }))
  await ana.ringUntil(journey.now().add({ minutes: 14 }))
  expect(await ana.verdict('Sin canal')).toMatchObject({ standing: 'candidate' })
  journey.google.faults.clear()
})

test('a channel is replaced before it ends, and the old one left to end by itself, which is soon', async () => {
  const ana = await someone()
  const first = channels(ana)
  expect(first).toHaveLength(1)
  for (let day = 0; day < 9; day++) {
    await ana.ringUntil(journey.now().add({ hours: 24 }))
    const living = channels(ana).filter(
      ({ stopped, expiration }) => !stopped && expiration > journey.now().epochMilliseconds,
    )
    expect(living.length).toBeGreaterThan(0)
  }
  const [old, next, ...more] = channels(ana)
  expect(next?.stopped).toBe(false)
  expect(more).toEqual([])
  // Both live a week.
  const hoursOfBoth = 7 * 24 - ((next?.expiration ?? 0) - (old?.expiration ?? 0)) / 3_600_000
  expect(hoursOfBoth).toBeGreaterThan(1)
  expect(hoursOfBoth).toBeLessThan(12)
  const order = ana.requests().filter((request) => /watch|channels\/stop/.test(request))
  expect(order.map((request) => request.replace(/^.*\//, ''))).toEqual(['watch', 'watch'])
})

test('a renewal that fails leaves the living channel, and is tried again', async () => {
  const ana = await someone()
  ana.fault({ kind: 'status', status: 503, times: 2, match: { path: '/watch' } })
  await ana.ringUntil(journey.now().add({ hours: 8 * 24 }))
  const living = channels(ana).filter(
    ({ stopped, expiration }) => !stopped && expiration > journey.now().epochMilliseconds,
  )
  expect(living).toHaveLength(1)
})

test('a forged notification costs no round trip and no request, and is answered like a genuine one', async () => {
  const ana = await someone()
  const berta = await journey.signUp()
  const token = channels(ana)[0]?.token ?? ''
  const [person = '', calendar = '', signature = ''] = token.split('.')
  const asked = ana.requests().length
  const genuine = await post(token)
  await until(() => ana.requests().length > asked, 'the cycle it brings about')
  await settled(ana)
  const forged = [
    '',
    'x',
    token.slice(0, -1),
    `${token}a`,
    `${person}.${calendar}`,
    `${berta.id}.${calendar}.${signature}`,
    `${person}.${person}.${signature}`,
    `${person}.${calendar}.${signature}.more`,
    'a'.repeat(5_000),
    '__proto__.constructor.x',
  ]
  const cost = await journey.costOf(async () => {
    for (const one of forged) {
      const answer = await post(one)
      expect([answer.status, await answer.text()]).toEqual([genuine.status, ''])
    }
    await settled(ana)
  })
  // What the last line asks of the object is the one round trip.
  expect(cost).toMatchObject({ provider: 0, roundTrips: 1, rowsWritten: 0 })
})

test('the message that says a channel exists is no news', async () => {
  const ana = await someone()
  const token = channels(ana)[0]?.token ?? ''
  const cost = await journey.costOf(async () => {
    expect((await post(token, 'sync')).status).toBe(204)
    await settled(ana)
  })
  expect(cost).toMatchObject({ provider: 0, roundTrips: 1 })
})

test('messages that overtake the answer of watch find somebody who listens', async () => {
  await journey.at('2026-11-23 09:00')
  Object.assign(journey.google.switches, { syncMessage: 'before' })
  const account = journey.newAccount()
  const { faults } = journey.google
  faults.add({ kind: 'slow-body', ms: 400, match: { path: '/watch', account: account.email } })
  await notifying(async () => {
    const signingUp = journey.signUp(account)
    await until(() => journey.google.state.channels.some((channel) => channel.account === account.email), 'the channel')
    journey.google.hands.insert(account.email, {
      summary: 'Networking mientras tanto',
      start: { dateTime: '2026-11-24T19:00:00-06:00' },
      end: { dateTime: '2026-11-24T21:00:00-06:00' },
    })
    const ana = await signingUp
    await until(async () => (await ana.events()).length === 1, 'the event')
    expect(channels(ana)).toHaveLength(1)
  })
  Object.assign(journey.google.switches, { syncMessage: 'after' })
})

test('a lost alarm is found by the sweep, which wakes nobody else', async () => {
  const ana = await someone()
  const berta = await someone()
  ana.has(aCommitment({ title: 'Comida de negocios', start: '2026-11-23 13:00', minutes: 60 }))
  await ana.sync()
  // Nobody lets the alarm of 14:00 ring.
  await journey.at('2026-11-23 14:20')
  const asked = berta.requests().length
  await journey.sweep()
  await journey.sweep()
  await until(() => ana.effects().length > 0, 'the block')
  await settled(ana)
  expect(ana.effects()).toMatchObject([{ op: 'insert' }])
  expect(await ana.followUps()).toMatchObject([{ state: 'booked' }])
  expect(berta.requests()).toHaveLength(asked)
})

test('a sweep in which nobody is late costs one round trip and writes nothing', async () => {
  await someone()
  // Whoever the tests before left behind is late, but for one sweep.
  await journey.sweep()
  const cost = await journey.costOf(() => journey.sweep())
  expect(cost).toMatchObject({ provider: 0, roundTrips: 1, rowsWritten: 0 })
})

async function someone(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  return journey.signUp()
}

function channels(person: Person) {
  return journey.google.state.channels.filter(({ account }) => account === person.email)
}

function post(token: string, state = 'exists'): Promise<Response> {
  return fetch(`${journey.url}/webhooks/google`, {
    method: 'POST',
    headers: { 'x-goog-channel-token': token, 'x-goog-resource-state': state },
  })
}

/** Google tells of changes, as it does not in other tests. */
async function notifying(work: () => Promise<void>): Promise<void> {
  Object.assign(journey.google.switches, { notificationsPerChange: 1 })
  await work()
  Object.assign(journey.google.switches, { notificationsPerChange: 0 })
}

/** Everything the object was asked before has been done. */
async function settled(person: Person): Promise<void> {
  await journey.google.channels?.settled()
  await person.settled()
}
