/**
 * The promises of the other journeys for somebody whose calendar is Microsoft's, and for somebody who has both (design.md, sections 2, 3 and 8): what
 * differs is the adapter's, and nothing of it shows.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, aMeeting, anInvitation, ZONE } from '../builders/an-event.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { connectMicrosoft, idAtMicrosoft, microsoftOf, openOutlook, signUpAtMicrosoft } from './at-microsoft.ts'
import { good, type Journey, startJourney, until } from './journey.ts'
import { brokenRules } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google, microsoftOf(journey))
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'
let people = 0
const aNewAddress = () => `persona${++people}@empresa.example`

async function someone() {
  await journey.at('2026-11-23 09:00')
  return signUpAtMicrosoft(journey, aNewAddress())
}

/** They attended the gala on Tuesday evening, and its block stands. */
async function someoneWithABlock() {
  const given = await someone()
  given.has(aCommitment({ start: '2026-11-24 19:00' }))
  await given.person.sync()
  await given.person.ringUntil('2026-11-24 22:00')
  const block = () => {
    const [one] = given.blocks()
    if (one === undefined) throw new Error('no block')
    return idAtMicrosoft(one)
  }
  return { ...given, block }
}

describe('somebody with a Microsoft account', () => {
  test('signs up and sees what of this week to attend, what to skip and why', async () => {
    await journey.at('2026-11-23 09:00')
    const email = aNewAddress()
    const mailbox = openOutlook(journey, email, { timeZone: 'America/Tijuana', kind: 'personal' })
    const zone = 'America/Tijuana'
    mailbox.has(anInvitation({ title: 'Networking de la cámara', start: '2026-11-25 19:00', zone }))
    mailbox.has(anInvitation({ title: 'Noche de networking para emprendedores', start: '2026-11-25 19:30', zone }))
    mailbox.has(aMeeting({ title: 'Taller con cliente', start: '2026-11-26 09:00', minutes: 540, zone }))
    mailbox.has(anInvitation({ title: 'Comida de vinculación empresarial', start: '2026-11-26 12:00', zone }))
    const browser = journey.browser()
    const ana = await journey.arrived(browser, email, await connectMicrosoft(journey, browser, email))
    const plan = await ana.plan()
    // Nobody said where they live but their own events, by Windows' name of it.
    expect(plan).toMatchObject({ week: '2026-W48', timeZone: 'America/Tijuana', unreadable: [] })
    const said = Object.fromEntries(
      plan.verdicts.map(({ event, verdict, reason }) => [event.title, { verdict, reason }]),
    )
    expect(said['Comida de vinculación empresarial']).toEqual({ verdict: 'skip', reason: 'overlaps' })
    expect(
      [said['Networking de la cámara']?.verdict, said['Noche de networking para emprendedores']?.verdict].toSorted(),
    ).toEqual(['attend', 'skip'])
    expect(await ana.connections()).toMatchObject([{ kind: 'microsoft', email, status: 'ok' }])
  })

  test('gets the block of what they attended, once, private, and nobody hears of it', async () => {
    const { person, has, blocks, effects } = await someone()
    has(aCommitment({ start: '2026-11-24 19:00' }))
    await person.sync()
    expect(blocks()).toEqual([])
    await person.ringUntil('2026-11-24 22:00')
    expect(blocks()).toMatchObject([
      {
        data: {
          sensitivity: 'private',
          showAs: 'busy',
          attendees: [],
          // Nine in the morning in Mexico City; written in UTC, which Outlook shows on the person's own clock.
          start: { dateTime: '2026-11-25T15:00:00', timeZone: 'UTC' },
          end: { dateTime: '2026-11-25T15:30:00', timeZone: 'UTC' },
        },
      },
    ])
    expect(await person.followUps()).toMatchObject([{ state: 'booked', touched: false, late: false }])
    await person.ringUntil('2026-11-27 20:00')
    expect(effects()).toEqual(['create'])
    expect(microsoftOf(journey).mails.filter(({ to }) => to.length > 0)).toEqual([])
    expect(await brokenRules(journey, writes, [person], { owed: [GALA] })).toEqual([])
  })

  test.each(['commit-then-drop', 'commit-then-status'] as const)(
    'has one block though its answer was lost (%s)',
    async (kind) => {
      const { person, email, has, blocks, effects } = await someone()
      has(aCommitment({ start: '2026-11-24 19:00' }))
      await person.sync()
      microsoftOf(journey).faults.add({ kind, match: { method: 'POST', path: '/events', account: email } })
      await person.ringUntil('2026-11-25 03:00')
      expect(blocks()).toHaveLength(1)
      expect(effects()).toEqual(['create'])
      expect(await person.followUps()).toMatchObject([{ state: 'booked', touched: false }])
      expect(await brokenRules(journey, writes, [person], { owed: [GALA] })).toEqual([])
    },
  )

  test('who moved a block keeps it there, and who deleted it never sees it again', async () => {
    const { person, email, blocks, block, effects } = await someoneWithABlock()
    const { hands } = microsoftOf(journey)
    hands.reschedule(email, block(), { dateTime: '2026-11-25T12:00:00', timeZone: ZONE }, null)
    await person.sync()
    expect(await person.followUps()).toMatchObject([{ state: 'booked', touched: true }])
    hands.delete(email, block())
    await person.sync()
    await person.ringUntil('2026-11-27 20:00')
    expect(await person.followUps()).toMatchObject([{ state: 'removed_by_you' }])
    expect(blocks()).toEqual([])
    expect(effects()).toEqual(['create'])
    expect(await brokenRules(journey, writes, [person])).toEqual([])
  })

  test('"no fui" takes the block away though one answer said that it had changed and the next that it was never there', async () => {
    const { person, email, blocks, effects } = await someoneWithABlock()
    const { faults } = microsoftOf(journey)
    faults.add({ kind: 'overlapping-write', match: { method: 'DELETE', account: email } })
    faults.add({ kind: 'empty-list', match: { method: 'GET', path: '/events?', account: email } })
    const { id } = await person.event(GALA)
    good(await person.patch(`/api/v1/events/${id}`, { attendance: 'missed' }))
    expect(blocks()).toHaveLength(1)
    await person.ringUntil('2026-11-25 08:00')
    expect(blocks()).toEqual([])
    expect(effects()).toEqual(['create', 'delete'])
    expect(await brokenRules(journey, writes, [person])).toEqual([])
  })

  test.each([
    ['as it was written', null, false],
    ['where they moved it', '2026-11-25T16:00:00', true],
  ] as const)(
    'who erases everything and signs up again keeps the one block, %s, though its write is forgotten',
    async (_, movedTo, touched) => {
      const { person, email, blocks, block, effects } = await someoneWithABlock()
      const world = microsoftOf(journey)
      if (movedTo !== null) world.hands.reschedule(email, block(), { dateTime: movedTo, timeZone: ZONE }, null)
      await connectMicrosoft(journey, person.browser, email)
      expect((await person.delete('/api/v1/me')).status).toBe(204)
      world.faults.add({ kind: 'forget-transaction', match: { account: email }, times: 9 })
      const browser = journey.browser()
      const again = await journey.arrived(browser, email, await connectMicrosoft(journey, browser, email))
      expect(await again.sync()).toMatchObject({ booked: 0, writes: 0 })
      await again.ringUntil('2026-11-25 08:00')
      expect(effects()).toEqual(['create'])
      expect(blocks()).toHaveLength(1)
      const start = `${movedTo ?? '2026-11-25T09:00:00'}-06:00`
      expect(await again.followUps()).toMatchObject([{ state: 'booked', touched, start }])
    },
  )

  test.each([400, 409] as const)(
    'who deletes a block, erases everything and signs up again is not given it anew where its id stays taken (%i)',
    async (duplicateTransactionStatus) => {
      const { person, email, block, effects } = await someoneWithABlock()
      const { hands, switches } = microsoftOf(journey)
      hands.delete(email, block())
      const before = { ...switches }
      Object.assign(switches, { transactionAfterDelete: 'duplicate', duplicateTransactionStatus })
      try {
        await connectMicrosoft(journey, person.browser, email)
        expect((await person.delete('/api/v1/me')).status).toBe(204)
        const browser = journey.browser()
        const again = await journey.arrived(browser, email, await connectMicrosoft(journey, browser, email))
        await again.ringUntil('2026-11-25 08:00')
        expect(effects()).toEqual(['create'])
        expect(await again.followUps()).toMatchObject([{ state: 'removed_by_you' }])
      } finally {
        Object.assign(switches, before)
      }
    },
  )

  test('who deleted a block just before Aforo would move it finds it gone for good', async () => {
    const { person, email, has, blocks, block, effects } = await someoneWithABlock()
    has(aMeeting({ title: 'Junta urgente', start: '2026-11-25 09:00', minutes: 60 }))
    // What is read before the write does not show the deletion yet.
    microsoftOf(journey).faults.add({
      kind: 'stale-read',
      count: 1,
      times: 2,
      match: { path: 'delta', account: email },
    })
    microsoftOf(journey).hands.delete(email, block())
    await person.sync()
    await person.ringUntil('2026-11-27 20:00')
    expect(blocks()).toEqual([])
    expect(effects()).toEqual(['create'])
  })

  test.each([
    ['a day', '2026-11-23 19:00'],
    ['five minutes', '2026-11-24 20:55'],
  ])('who takes one occurrence out of a series %s before it is over has no block for it', async (_, when) => {
    const { person, email, has, effects } = await someone()
    const series = has(aCommitment({ start: '2026-11-24 19:00' }), { weekly: true })
    await person.sync()
    await person.ringUntil(when)
    microsoftOf(journey).hands.delete(email, idAtMicrosoft(series, '2026-11-24'))
    await person.sync()
    await person.ringUntil('2026-11-25 12:00')
    expect(effects()).toEqual([])
    const standing = (await person.events()).flatMap(({ title, start }) => (title === GALA ? [start.slice(0, 10)] : []))
    expect(standing[0]).toBe('2026-12-01')
    await person.ringUntil('2026-12-02 12:00')
    expect(effects()).toEqual(['create'])
  })

  test('answers for one occurrence, and the organiser hears it', async () => {
    const { person, has, atMicrosoft } = await someone()
    has(anInvitation({ title: 'BNI Reforma: networking semanal', start: '2026-11-24 07:00', minutes: 90 }), {
      weekly: true,
    })
    await person.sync()
    const events = (await person.events()).filter(({ title }) => title.startsWith('BNI'))
    expect(events.length).toBeGreaterThan(10)
    const [first, second] = events
    good(await person.patch(`/api/v1/events/${second?.id}`, { answer: 'accepted' }))
    await person.sync()
    expect((await person.events()).filter(({ answer }) => answer === 'accepted').map(({ id }) => id)).toEqual([
      second?.id,
    ])
    expect(first?.id).not.toBe(second?.id)
    expect(Object.keys(atMicrosoft()[0]?.exceptions ?? {})).toEqual(['2026-12-01'])
    expect(microsoftOf(journey).mails.filter(({ kind }) => kind === 'response')).toMatchObject([
      { response: 'accepted', to: ['eventos@canaco-cdmx.example'] },
    ])
    expect(await brokenRules(journey, writes, [person])).toEqual([])
  })

  test('who declines sees the event no more, though the answer was lost and its id is still read from the bin', async () => {
    const { person, email, has } = await someone()
    has(anInvitation({ title: GALA, start: '2026-11-26 19:00' }))
    await person.sync()
    const { switches, faults, mails } = microsoftOf(journey)
    const heard = mails.length
    switches.deletedFoundByImmutableId = true
    try {
      faults.add({ kind: 'commit-then-drop', match: { method: 'POST', path: '/decline', account: email } })
      const { id } = await person.event(GALA)
      await person.patch(`/api/v1/events/${id}`, { answer: 'declined' })
      await person.ringUntil('2026-11-24 09:00')
      expect((await person.events()).map(({ title }) => title)).toEqual([])
      expect(mails.slice(heard).map(({ response }) => response)).toEqual(['declined'])
      expect((await person.connections()).map(({ status }) => status)).toEqual(['ok'])
    } finally {
      switches.deletedFoundByImmutableId = false
    }
  })

  test('whose grant was taken away is told once, and reconnects where the account is', async () => {
    const { person, email } = await someone()
    microsoftOf(journey).grants.revoke(email)
    await person.sync()
    expect(await person.connections()).toMatchObject([{ status: 'revoked' }])
    expect((await person.get<string>('/')).body).toContain('href="/connect/microsoft"')
    expect(await connectMicrosoft(journey, person.browser, email)).toBe('/calendars?said=connected')
    await person.sync()
    expect(await person.connections()).toMatchObject([{ status: 'ok' }])
    expect((await person.plan()).unreadable).toEqual([])
  })

  test('costs one request and one round trip where nothing changed, and writes nothing', async () => {
    const { person, has, email, effects } = await someone()
    has(anInvitation({ start: '2026-11-27 18:00' }))
    has(anInvitation({ title: 'BNI', start: '2026-11-24 07:00', minutes: 90 }), { weekly: true })
    await person.sync()
    const asked = () => microsoftOf(journey).requests.filter(({ account }) => account === email).length
    const before = asked()
    expect(await person.sync()).toMatchObject({ requests: 1, pulled: 1, changed: 0, writes: 0, failed: [] })
    const cost = await journey.costOf(() => person.sync(), person)
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, alarmWrites: 0 })
    // Exchange keeps the state of the last few rounds alone: one that is never followed further would soon be gone.
    for (let n = 0; n < 6; n++) await person.sync()
    expect(await journey.costOf(() => person.sync(), person)).toMatchObject({ roundTrips: 1, rowsWritten: 0 })
    await journey.restart()
    expect(await person.sync()).toMatchObject({ requests: 1, changed: 0 })
    expect(asked() - before).toBe(10)
    expect(effects()).toEqual([])
  })
})

describe('a notification', () => {
  test('of a change puts it into the plan without anybody asking', async () => {
    const { person, has } = await someone()
    const { switches } = microsoftOf(journey)
    switches.notificationsPerChange = 1
    try {
      has(anInvitation({ title: 'Noche de negocios' }))
      await until(async () => (await person.events()).some(({ title }) => title === 'Noche de negocios'), 'the event')
    } finally {
      switches.notificationsPerChange = 0
    }
  })

  test('that a subscription is gone has another one made', async () => {
    const { email } = await someone()
    const own = () => microsoftOf(journey).state.subscriptions.filter(({ account }) => account === email)
    const [first] = own()
    expect(first?.clientState?.length).toBeLessThanOrEqual(128)
    await fetch(`${journey.world.vars.MICROSOFT_GRAPH_URL}/__sandbox/subscriptions/lifecycle`, {
      method: 'POST',
      body: JSON.stringify({ event: 'subscriptionRemoved', subscriptionId: first?.id }),
    })
    await until(() => own().length === 1 && own()[0]?.id !== first?.id, 'another subscription')
  })

  test('is prolonged under its own name before it ends', async () => {
    const { person, email } = await someone()
    const own = () => microsoftOf(journey).state.subscriptions.filter(({ account }) => account === email)
    const [first] = structuredClone(own())
    await person.ringUntil('2026-11-30 12:00')
    expect(own().map(({ id }) => id)).toEqual([first?.id])
    expect(own()[0]?.expiresAt).toBeGreaterThan(first?.expiresAt ?? 0)
  })

  test('is heard beside others that say nothing', async () => {
    const { person, email, has } = await someone()
    const { clientState } = microsoftOf(journey).state.subscriptions.find(({ account }) => account === email) ?? {}
    has(anInvitation({ title: 'Foro de vinculación empresarial' }))
    const value = [7, { clientState: null }, { clientState: 'forged' }, { clientState, lifecycleEvent: null }]
    await fetch(`${journey.url}/webhooks/microsoft`, { method: 'POST', body: JSON.stringify({ value }) })
    const heard = async () => (await person.events()).some(({ title }) => title === 'Foro de vinculación empresarial')
    await until(heard, 'the change that was told')
  })

  test('asks for its token back, and one that nobody made does nothing', async () => {
    const hook = `${journey.url}/webhooks/microsoft`
    const said = await fetch(`${hook}?validationToken=${encodeURIComponent('Validation: <token> + 1')}`, {
      method: 'POST',
    })
    expect([said.status, said.headers.get('content-type'), await said.text()]).toEqual([
      200,
      expect.stringContaining('text/plain'),
      'Validation: <token> + 1',
    ])
    for (const body of ['{"value":[{"clientState":"forged"}]}', '{"value":7}', 'no json', '']) {
      expect((await fetch(hook, { method: 'POST', body })).status).toBe(202)
    }
  })
})

test('an event in both accounts counts once, is answered where the person was invited, and blocks time once', async () => {
  await journey.at('2026-11-23 09:00')
  const google = await journey.signUp()
  const email = aNewAddress()
  const outlook = openOutlook(journey, email)
  expect(await connectMicrosoft(journey, google.browser, email)).toBe('/calendars?said=connected')
  // Copied into Google as the person's own; the invitation went to the other account.
  google.has(anInvitation({ google: { iCalUID: 'gala@canaco.example' }, organiser: null, otherGuests: 0 }))
  outlook.has(anInvitation(), { iCalUId: 'gala@canaco.example' })
  await google.sync()
  const seen = (await google.events()).filter(({ title }) => title === GALA)
  expect(seen).toHaveLength(1)
  good(await google.patch(`/api/v1/events/${seen[0]?.id}`, { answer: 'accepted' }))
  await google.sync()
  expect(outlook.effects()).toEqual(['respond'])
  expect(google.effects()).toEqual([])
  expect((await google.plan()).verdicts.filter(({ event }) => event.title === GALA)).toHaveLength(1)
})
