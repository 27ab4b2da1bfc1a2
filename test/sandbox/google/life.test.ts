/** The life that `npm start` shows: whole at any moment it may begin, and topped up without repeating itself. */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { describe, expect, test } from 'vitest'
import { CHAPTERS, WEEKS } from '../life/networking.ts'
import { type GoogleSandbox, startGoogleSandbox } from './server.ts'
import { as, everyPage } from './test-client.ts'

const MARIANA = 'mariana.torres@consultoriacenit.example'
const WEEK = 7 * 86_400_000
const HOSTS = [...WEEKS.flat(), CHAPTERS.referrals, CHAPTERS.founders].map((item) => item.organizer.email)

/** Monday morning, the middle of the chapter's breakfast, Christmas week, a spring evening, a night in July. */
const BEGINNINGS = [
  '2026-11-23T15:00:00Z',
  '2026-11-25T15:12:00Z',
  '2026-12-24T20:04:00Z',
  '2027-03-04T02:07:00Z',
  '2027-07-06T09:59:00Z',
]

async function week(sandbox: GoogleSandbox, from: number, weeks: number): Promise<calendar_v3.Schema$Event[]> {
  const api = as(sandbox, MARIANA)
  const { items } = (await api('GET', '/users/me/calendarList')).body
  const bounds = `timeMin=${new Date(from).toISOString()}&timeMax=${new Date(from + weeks * WEEK).toISOString()}`
  const all = await Promise.all(
    (items ?? []).map((entry) =>
      everyPage(
        api,
        `/calendars/${encodeURIComponent(entry.id ?? '')}/events?singleEvents=true&maxResults=2500&${bounds}`,
      ),
    ),
  )
  return all.flatMap((read) => read.items)
}

const isNetworking = (event: calendar_v3.Schema$Event) => HOSTS.includes(event.organizer?.email ?? '')
const answerOf = (event: calendar_v3.Schema$Event) =>
  event.attendees?.find((guest) => guest.email === MARIANA)?.responseStatus
const ms = (time: calendar_v3.Schema$EventDateTime | undefined) => Date.parse(time?.dateTime ?? time?.date ?? '')

function mondayBefore(now: number): number {
  const local = new Date(now - 6 * 3_600_000)
  const days = (local.getUTCDay() + 6) % 7
  return Date.parse(`${local.toISOString().slice(0, 10)}T06:00:00Z`) - days * 86_400_000
}

describe.each(BEGINNINGS)('a life that begins at %s', (beginning) => {
  const now = Date.parse(beginning)

  test('has some sixty ordinary events a week and a dozen invitations in three, of every answer', async () => {
    const sandbox = await startGoogleSandbox({ now: () => now })
    const three = await week(sandbox, mondayBefore(now), 3)
    await sandbox.close()
    const networking = three.filter(isNetworking)
    const ordinary = (three.length - networking.length) / 3
    expect(ordinary).toBeGreaterThan(52)
    expect(ordinary).toBeLessThan(70)
    expect(networking.length).toBeGreaterThanOrEqual(14)
    expect(networking.length).toBeLessThanOrEqual(22)
    expect(new Set(networking.map(answerOf))).toEqual(new Set(['accepted', 'needsAction', 'tentative', 'declined']))
    expect(networking.some((event) => event.start?.date !== undefined)).toBe(true)
    expect(new Set(three.map((event) => event.eventType))).toEqual(
      expect.objectContaining(new Set(['default', 'workingLocation', 'focusTime'])),
    )
  })

  test('has one accepted networking event that ended half an hour ago and overlaps no other accepted one', async () => {
    const sandbox = await startGoogleSandbox({ now: () => now })
    const events = (await week(sandbox, now - WEEK, 2)).filter(
      (event) => isNetworking(event) && answerOf(event) === 'accepted',
    )
    await sandbox.close()
    const end = Math.floor((now - 1_800_000) / 300_000) * 300_000
    const ended = events.filter((event) => ms(event.end) === end && /networking/i.test(event.summary ?? ''))
    expect(ended).toHaveLength(1)
    const [one] = ended
    const overlapping = events.filter(
      (event) => event !== one && ms(event.start) < end && ms(event.end) > ms(one?.start),
    )
    expect(overlapping.map((event) => event.summary)).toEqual([])
  })
})

test('the same moment gives the same life, and topping up adds weeks without touching what is there', async () => {
  let now = Date.parse('2026-11-23T15:00:00Z')
  const [one, two] = [await startGoogleSandbox({ now: () => now }), await startGoogleSandbox({ now: () => now })]
  const idsOf = (sandbox: GoogleSandbox) => [...(sandbox.world.calendar(MARIANA)?.events.keys() ?? [])]
  expect(idsOf(one)).toEqual(idsOf(two))
  const again = await fetch(`${one.url}/__sandbox/life/top-up`, { method: 'POST' })
  expect(await again.json()).toEqual({ added: 0 })
  const deleted = idsOf(one).at(-1) ?? ''
  if (one.world.calendar(MARIANA)?.events.get(deleted)?.event.status !== 'cancelled')
    one.world.hands.delete(MARIANA, deleted)
  now += 2 * WEEK
  const later = await fetch(`${one.url}/__sandbox/life/top-up`, { method: 'POST' })
  expect(JSON.parse(await later.text()).added).toBeGreaterThan(50)
  expect(one.world.calendar(MARIANA)?.events.get(deleted)?.event.status).toBe('cancelled')
  await Promise.all([one.close(), two.close()])
})
