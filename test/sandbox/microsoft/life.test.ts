/** The life that `npm start` shows is the one Google's sandbox has, as Exchange keeps it. */
import { expect, test } from 'vitest'
import { CHAPTERS, WEEKS } from '../life/networking.ts'
import { DIEGO, MARIANA } from '../life/words.ts'
import { type MicrosoftSandbox, startMicrosoftSandbox } from './server.ts'
import { as, type GraphBody, inPath, WINDOWS_ZONE } from './test-client.ts'

const WEEK = 7 * 86_400_000
const HOSTS = [...WEEKS.flat(), CHAPTERS.referrals, CHAPTERS.founders].map((item) => item.organizer.email)

async function weeks(
  sandbox: MicrosoftSandbox,
  from: number,
  count: number,
  account = MARIANA.email,
): Promise<GraphBody[]> {
  const api = as(sandbox, account)
  const { value } = (await api('GET', '/me/calendars')).body
  const bounds = `startDateTime=${new Date(from).toISOString()}&endDateTime=${new Date(from + count * WEEK).toISOString()}`
  const views = value.map((entry) => api('GET', `/me/calendars/${inPath(entry.id)}/calendarView?${bounds}&$top=1000`))
  return (await Promise.all(views)).flatMap((view) => view.body.value)
}

const isNetworking = (event: GraphBody) => HOSTS.includes(event.organizer?.emailAddress?.address ?? '')

test.each(['2026-11-23T15:00:00Z', '2026-11-25T15:12:00Z', '2026-12-24T20:04:00Z', '2027-07-06T09:59:00Z'])(
  'a life that begins at %s is as full as it should be, and something has just ended',
  async (beginning) => {
    const now = Date.parse(beginning)
    const sandbox = await startMicrosoftSandbox({ now: () => now })
    const three = await weeks(sandbox, now - WEEK, 3)
    const networking = three.filter(isNetworking)
    const ordinary = (three.length - networking.length) / 3
    expect(ordinary).toBeGreaterThan(50)
    expect(ordinary).toBeLessThan(70)
    expect(networking.length).toBeGreaterThanOrEqual(12)
    // What was declined lies in Deleted Items.
    expect(new Set(networking.map((event) => event.responseStatus?.response))).toEqual(
      new Set(['accepted', 'notResponded', 'tentativelyAccepted']),
    )
    const end = new Date(Math.floor((now - 1_800_000) / 300_000) * 300_000).toISOString().slice(0, 19)
    const ended = networking.filter(
      (event) => event.end?.dateTime === `${end}.0000000` && event.responseStatus?.response === 'accepted',
    )
    expect(ended).toHaveLength(1)
    await sandbox.close()
  },
)

test('Mariana works with four calendars, two of them to read; Diego is at home with an alias', async () => {
  const sandbox = await startMicrosoftSandbox({ now: () => Date.parse('2026-11-23T15:00:00Z') })
  const api = as(sandbox, MARIANA.email)
  const { value } = (await api('GET', '/me/calendars')).body
  expect(value.map((one) => [one.name, one.isDefaultCalendar, one.canEdit])).toEqual([
    ['Trabajo', true, true],
    ['Personal', false, true],
    ['Familia Torres Luna', false, false],
    ['Días festivos de México', false, false],
  ])
  const events = (await api('GET', '/me/events?$top=1000')).body.value
  expect(new Set(events.map((event) => event.originalStartTimeZone))).toEqual(new Set([WINDOWS_ZONE, 'UTC']))
  const chapter = events.find((event) => event.organizer?.emailAddress?.address === CHAPTERS.referrals.organizer.email)
  expect(chapter).toMatchObject({
    type: 'seriesMaster',
    isOrganizer: false,
    recurrence: { pattern: { type: 'weekly', daysOfWeek: ['wednesday'] } },
  })
  // An invitation has its organiser's UID, in Google's sandbox and here.
  expect(chapter?.iCalUId).toMatch(/^[0-9a-v]{26}@google\.com$/)
  const [diego] = (await as(sandbox, DIEGO.email)('GET', '/me/events')).body.value
  expect(diego?.organizer?.emailAddress?.address).toMatch(/^outlook_/)
  await sandbox.close()
})

test('the same moment gives the same life, and topping up adds weeks without touching what is there', async () => {
  let now = Date.parse('2026-11-23T15:00:00Z')
  const [one, two] = [await startMicrosoftSandbox({ now: () => now }), await startMicrosoftSandbox({ now: () => now })]
  const idsOf = async (sandbox: MicrosoftSandbox) =>
    (await as(sandbox, MARIANA.email)('GET', '/me/events?$top=1000')).body.value.map((event) => event.id ?? '')
  expect(await idsOf(one)).toEqual(await idsOf(two))
  const topUp = async () =>
    JSON.parse(await (await fetch(`${one.graphUrl}/__sandbox/life/top-up`, { method: 'POST' })).text()).added
  expect(await topUp()).toBe(0)
  const deleted = (await idsOf(one)).at(-1) ?? ''
  one.world.hands.delete(MARIANA.email, deleted)
  now += 2 * WEEK
  expect(await topUp()).toBeGreaterThan(50)
  expect(await idsOf(one)).not.toContain(deleted)
  await Promise.all([one.close(), two.close()])
})
