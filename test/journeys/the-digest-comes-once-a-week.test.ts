/**
 * The promise: one digest a local week at the person's own hour, exactly one while mail works, never a second by itself (design.md, rule 8 and section 7).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ActivityShape } from '../../src/api/schemas.ts'
import { en } from '../../src/i18n/en.ts'
import { es } from '../../src/i18n/es.ts'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import type { Message } from '../sandbox/mailbox/mailbox.ts'
import { isDigest, rule8, rule13, rule14, weekOfDigest } from '../simulation/rules/mails.ts'
import { good, type Journey, type Person, startJourney, until } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterEach(() => {
  journey.mailbox.heal()
  journey.google.faults.clear()
})
afterAll(() => journey?.close())

const GALA = 'Networking CANACO: noche de negocios'

async function personAt(moment: string, timeZone = 'America/Mexico_City', name = 'Ana Prueba'): Promise<Person> {
  await journey.at(moment)
  return journey.signUp({ timeZone, name })
}

function digests(person: Person): Message[] {
  return person.mails().filter(isDigest).reverse()
}

function newest(person: Person): Message {
  const mail = digests(person).at(-1)
  if (mail === undefined) throw new Error(`no digest came to ${person.email}`)
  return mail
}

/** When they were sent, by the one clock, on the person's own. */
async function sentAt(person: Person): Promise<string[]> {
  const { items } = good(await person.get<{ items: ActivityShape[] }>('/api/v1/activity?limit=500'))
  return items
    .filter(({ kind }) => kind === 'digest_sent')
    .map(({ at }) => at.replace(/:00(\.0+)?(?=[+-])/, ''))
    .reverse()
}

async function digestState(person: Person, week?: string): Promise<string> {
  const path = `/api/v1/digest${week === undefined ? '' : `?week=${week}`}`
  return good(await person.get<{ state: string }>(path)).state
}

function header(mail: Message, name: string): string {
  return mail.headers.find(({ key }) => key === name)?.value ?? ''
}

describe('the digest', () => {
  test('comes in Spanish as text and HTML, with the verdicts, and can be unsubscribed from with one press', async () => {
    const ana = await personAt('2026-11-22 10:00')
    ana.has(aCommitment({ start: '2026-11-24 19:00' }))
    ana.has(anInvitation({ title: 'Networking AMCHAM: tarde de socios', start: '2026-11-26 13:00' }))
    await ana.sync()
    await ana.ringUntil('2026-11-23 07:30')
    const mail = newest(ana)
    expect(weekOfDigest(mail)).toBe('2026-W48')
    expect(mail).toMatchObject({ from: { address: 'aforo@aforo.example' }, to: [{ address: ana.email }] })
    expect(mail.envelope?.to).toEqual([ana.email])
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain(GALA)
      expect(body).toContain('Networking AMCHAM: tarde de socios')
      expect(body.toLowerCase()).toContain(es.mail.digest.sections.attend.toLowerCase())
    }
    expect(mail.html).toMatch(/<html[^>]* lang="es/)
    expect(header(mail, 'content-language')).toMatch(/^es/)
    expect(header(mail, 'list-unsubscribe')).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\/unsubscribe\/[\w.-]+>$/)
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(rule14(ana.mails(), journey.url)).toEqual([])

    good(await ana.patch('/api/v1/settings', { locale: 'en' }))
    await journey.at('2026-11-30 07:00')
    await ana.ring()
    const next = newest(ana)
    expect(header(next, 'content-language')).toMatch(/^en/)
    expect(next.text).toContain(en.mail.digest.links)
    expect(rule8(ana.mails())).toEqual([])
  })

  test('comes on Monday at seven through the end of summer time in Tijuana, once each of four weeks', async () => {
    const tere = await personAt('2026-10-25 12:00', 'America/Tijuana', 'Tere')
    await tere.ringUntil('2026-11-17 12:00')
    expect(await sentAt(tere)).toEqual([
      '2026-10-25T11:00-07:00',
      '2026-10-26T07:00-07:00',
      '2026-11-02T07:00-08:00',
      '2026-11-09T07:00-08:00',
      '2026-11-16T07:00-08:00',
    ])
    expect(digests(tere).map(weekOfDigest)).toEqual(['2026-W43', '2026-W44', '2026-W45', '2026-W46', '2026-W47'])
    expect(rule8(tere.mails())).toEqual([])
  })

  test('comes in week 53 and in the first one of the new year, at the hour and day that were chosen', async () => {
    const ana = await personAt('2026-12-27 09:00')
    good(await ana.patch('/api/v1/settings', { digest: { weekday: 5, hour: 18 } }))
    await ana.ringUntil('2027-01-09 12:00')
    expect(digests(ana).map(weekOfDigest)).toEqual(['2026-W52', '2026-W53', '2027-W01'])
    expect((await sentAt(ana)).slice(1)).toEqual(['2027-01-01T18:00-06:00', '2027-01-08T18:00-06:00'])
    expect(rule8(ana.mails())).toEqual([])
  })

  test('is one, however often and by whomever it is asked for', async () => {
    const ana = await personAt('2026-11-22 10:00')
    await journey.at('2026-11-23 07:00')
    const asked = await Promise.all([
      ana.ring(),
      ana.post('/api/v1/digest', {}),
      ana.ring(),
      ana.post('/api/v1/digest', {}),
    ])
    const statuses = asked.flatMap((one) =>
      one === undefined || !('status' in Object(one)) ? [] : [Object(one).status],
    )
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1)
    expect(digests(ana)).toHaveLength(2)
    expect(await ana.post('/api/v1/digest', {})).toMatchObject({ status: 409, body: { reason: 'digest_already_sent' } })
    expect(rule8(ana.mails())).toEqual([])
  })
})

describe('while mail does not work', () => {
  test('for a day, the week gets its one mail when it works again', async () => {
    const ana = await personAt('2026-11-22 10:00')
    journey.mailbox.fault({ kind: 'answer', at: 'CONNECT', code: 421 }, Number.POSITIVE_INFINITY)
    await ana.ringUntil('2026-11-24 07:00')
    expect(digests(ana)).toHaveLength(1)
    expect(await digestState(ana)).toBe('pending')
    journey.mailbox.heal()
    await ana.ringUntil('2026-11-24 12:00')
    expect(digests(ana).map(weekOfDigest)).toEqual(['2026-W47', '2026-W48'])
    expect(await digestState(ana)).toBe('sent')
    await journey.at('2026-11-29 12:00')
    await ana.ring()
    expect(digests(ana)).toHaveLength(2)
  })

  test('a mail refused for now at any stage comes once; one that a relay doubles is still one mail', async () => {
    const ana = await personAt('2026-11-22 10:00')
    for (const at of ['MAIL', 'RCPT', 'DATA'] as const) journey.mailbox.fault({ kind: 'answer', at, code: 451 })
    journey.mailbox.fault({ kind: 'twice' })
    await ana.ringUntil('2026-11-23 12:00')
    expect(new Set(digests(ana).map((mail) => header(mail, 'message-id'))).size).toBe(2)
    expect(rule8(ana.mails())).toEqual([])
  })

  test.each([true, false])(
    'a connection cut after the mail is unknown, shown, and never repeated by itself; arrived: %s',
    async (keeps) => {
      const ana = await personAt('2026-11-22 10:00')
      journey.mailbox.fault({ kind: 'cut', keeps })
      await ana.ringUntil('2026-11-23 12:00')
      expect(digests(ana)).toHaveLength(keeps ? 2 : 1)
      expect(await digestState(ana)).toBe('unknown')
      const page = await ana.browser.ask<string>('GET', '/digest')
      expect(page.text).toContain('name="again"')
      expect(await ana.post('/api/v1/digest', {})).toMatchObject({ status: 409, body: { reason: 'digest_unknown' } })
      await ana.ringUntil('2026-11-28 12:00')
      expect(digests(ana)).toHaveLength(keeps ? 2 : 1)
      expect(await ana.post('/api/v1/digest', { again: true })).toMatchObject({ status: 200, body: { state: 'sent' } })
      expect(digests(ana)).toHaveLength(keeps ? 3 : 2)
      await journey.at('2026-11-30 07:00')
      await ana.ring()
      expect(weekOfDigest(newest(ana))).toBe('2026-W49')
    },
  )

  test('a machine that stops in the act of sending leaves an unknown, not a second mail', async () => {
    const ana = await personAt('2026-11-22 10:00')
    await journey.at('2026-11-23 07:00')
    journey.mailbox.fault({ kind: 'delay', at: 'DATA', ms: 10_000_000 })
    const rung = ana.ring().catch(() => undefined)
    await until(() => journey.mailbox.held() === 1, 'the mail to be on its way')
    await journey.restart()
    await rung
    await journey.at('2026-11-23 07:30')
    await journey.sweep()
    await ana.ringUntil('2026-11-23 12:00')
    expect(digests(ana)).toHaveLength(1)
    expect(await digestState(ana)).toBe('unknown')
  })

  test('a dead grant is said once by mail, and the digest still comes and says so', async () => {
    const ana = await personAt('2026-11-22 10:00')
    journey.google.grants.revoke(ana.email)
    await ana.ringUntil('2026-11-30 12:00')
    const notices = ana.mails().filter((mail) => !isDigest(mail))
    expect(notices.map(({ subject }) => subject)).toEqual([es.mail.notice.revoked.subject])
    expect(digests(ana).map(weekOfDigest)).toEqual(['2026-W47', '2026-W48', '2026-W49'])
    expect(newest(ana).text.toLowerCase()).toContain(es.mail.digest.sections.health.toLowerCase())
    expect(rule13(ana.mails())).toEqual([])
  })
})
