/** What was taken along comes back: through the door and a real database, whatever a life left behind, and however the file was tampered with. */
import fc from 'fast-check'
import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { ana, db, expectProblem, openDoor, person, stored } from '../../test/builders/a-door.ts'
import { aContact, anOutcome } from '../../test/builders/a-ledger.ts'
import { aCalendar, aFollowUp, aState, CALENDAR, idOf } from '../../test/builders/a-person.ts'
import { anyMemory, type Memory } from '../../test/builders/any-memory.ts'
import type { CalendarId } from '../calendar/event.ts'
import { blockIdOf } from '../calendar/marks.ts'
import { NOTHING_SAID } from '../cycle/known.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import type { PersonState } from '../cycle/state.ts'
import * as t from '../db/schema.ts'
import type { ContactId } from '../relationships/contact.ts'
import type { OutcomeId } from '../relationships/outcome.ts'
import { restoredShape } from './person-import.ts'

openDoor()

/** Of the account that `aState` has. */
const SUBJECT = 'sub-1'
const AGAIN = 'again' as CalendarId

describe('a person who erased everything and signed up again', () => {
  test('gets all of it back, whatever it was, and the second time nothing changes', async () => {
    await fc.assert(
      fc.asyncProperty(anyMemory(CALENDAR, SUBJECT), async (memory) => {
        await remembering(memory)
        const file = await exported()
        await startOver()
        const first = await taken(file)
        expect([first.errors, first.changes]).toEqual([[], []])
        expect(comparable(await exported())).toEqual(comparable(file))

        const before = await person()
        const second = await taken(file)
        expect(Object.values(second.rows).map((counts) => counts.taken)).toEqual(Array(10).fill(0))
        expect({ ...(await person()), person: null }).toEqual({ ...before, person: null })
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  test('keeps what they said since, and what Aforo found out since gives way', async () => {
    const eventId = idOf('breakfast')
    const said = (given: object) => new Map([[eventId, { ...NOTHING_SAID, ...given }]])
    await stored(
      aState(
        [],
        {
          occurrences: said({
            decision: 'attend',
            decidedAt: '2026-11-02T10:00:00Z',
            attendance: 'missed',
            attendanceAt: '2026-11-03T10:00:00Z',
            told: 'attend',
            ticketPrice: 500,
          }),
          weeks: new Map([['2026-W50', 60]]),
        },
        { weeklyCapMinutes: 240, maxEvenings: 1 },
      ),
    )
    const file = await exported()
    await startOver(
      {
        occurrences: said({
          decision: 'skip',
          decidedAt: '2026-11-24T10:00:00Z',
          attendance: 'presumed',
          attendanceAt: '2026-11-24T09:00:00Z',
          ticketPrice: 700,
        }),
        weeks: new Map([['2026-W50', 90]]),
      },
      { maxEvenings: 4 },
    )
    const { rows } = await taken({ ...file, exportedAt: '2026-11-23T12:00:00Z' })
    const state = await person()
    expect(state?.occurrences.get(eventId)).toMatchObject({
      decision: 'skip',
      attendance: 'missed',
      told: 'attend',
      ticketPrice: 700,
    })
    expect(state?.weeks.get('2026-W50')).toBe(90)
    expect(state?.person.settings).toMatchObject({ weeklyCapMinutes: 240, maxEvenings: 4 })
    expect(rows).toMatchObject({ occurrences: { taken: 1 }, weeks: { kept: 1 }, settings: { taken: 1, kept: 1 } })
  })

  test('hears what points at nobody any more, and is left with the rest', async () => {
    const credits = [
      { to: { kind: 'contact' as const, contactId: 'gone' as ContactId }, share: 4_000 },
      { to: { kind: 'event' as const, eventId: idOf('unknown') }, share: 6_000 },
    ]
    const outcome = anOutcome('deal', { contactId: 'gone' as ContactId, credits, closes: 'none' as OutcomeId })
    const [a, b] = [
      aContact('a', { introducedBy: 'b' as ContactId }),
      aContact('b', { introducedBy: 'a' as ContactId }),
    ]
    const c = aContact('c', { introducedBy: 'gone' as ContactId })
    const settings = { digest: { ...DEFAULT_SETTINGS.digest, email: 'old@example.com' } }
    await stored(
      aState(
        [],
        {
          contacts: new Map([a, b, c].map((one) => [one.id, one])),
          outcomes: new Map([[outcome.id, outcome]]),
        },
        settings,
      ),
    )
    const file = await exported()
    await startOver()
    const { changes, errors } = await taken(file)
    expect(errors).toEqual([])
    expect(changes.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'settings.digest.email address_not_verified',
      'contacts.2.introducedBy unknown_contact',
      'contacts.0.introducedBy introduced_in_a_circle',
      'outcomes.0.contactId unknown_contact',
      'outcomes.0.credits.0 unknown_contact',
      'outcomes.0.credits.1 unknown_event',
      'outcomes.0.closes not_a_proposal',
    ])
    const state = await person()
    expect(state?.outcomes.get(outcome.id)?.body).toMatchObject({
      contactId: null,
      closes: null,
      amount: 100_000,
      credits: [{ to: { kind: 'none' }, share: 10_000 }],
    })
    expect(state?.contacts.get(b.id)?.body.introducedBy).toBe('a')
  })

  test('is told anew what Aforo would answer for them, however long ago it was announced', async () => {
    const eventId = idOf('breakfast')
    const long = '2026-11-01T10:00:00Z'
    const grace = { answer: 'declined' as const, reason: null, start: long, end: long, since: long, actsAt: long }
    await stored(aState([], { occurrences: new Map([[eventId, { ...NOTHING_SAID, told: 'skip', grace }]]) }))
    const file = await exported()
    expect(JSON.stringify(file)).toContain('"grace"')
    await startOver()
    await taken(file)
    expect((await person())?.occurrences.get(eventId)).toEqual({ ...NOTHING_SAID, told: 'skip' })
  })

  test('has follow-ups of an account that is not connected as history', async () => {
    const done = {
      ...aFollowUp('x', 'breakfast', { state: 'done' }),
      id: blockIdOf(SUBJECT, idOf('breakfast'), 'follow-up', 0),
    }
    await stored(aState([], { followUps: new Map([[done.id, done]]) }))
    const file = await exported()
    await startOver({}, {}, 'sub-other')
    const { changes } = await taken(file)
    expect(changes).toMatchObject([{ path: 'followUps.0.calendarId', reason: 'calendar_missing' }])
    expect((await person())?.followUps.get(done.id)?.body).toMatchObject({ state: 'done', calendarId: CALENDAR })
  })
})

test('in the same life only what is missing comes back: what stands was said later', async () => {
  const [kept, lost] = [aContact('kept', { name: 'Antes' }), aContact('lost')]
  await stored(aState([], { contacts: new Map([kept, lost].map((one) => [one.id, one])) }, { maxEvenings: 5 }))
  const file = await exportedNow()
  await stored(aState([], { contacts: new Map([[kept.id, aContact('kept', { name: 'Después' })]]) }))
  const { rows } = await taken(file)
  expect(rows).toMatchObject({ contacts: { taken: 1, kept: 1 }, settings: { taken: 0, kept: 1 } })
  const state = await person()
  expect(state?.contacts.get(kept.id)?.body.name).toBe('Después')
  expect(state?.contacts.get(lost.id)).toEqual(lost)
  expect(state?.person.settings.maxEvenings).toBe(DEFAULT_SETTINGS.maxEvenings)
})

test('whoever was erased and comes back with a file is somebody again, and counted once', async () => {
  await stored(aState([], { contacts: new Map([['a' as ContactId, aContact('a')]]) }))
  const file = await exportedNow()
  expect((await ana().ask('DELETE', '/contacts/a')).status).toBe(204)
  expect((await person())?.forgotten.size).toBe(1)
  for (const taking of [1, 0]) {
    expect((await taken(file)).rows.contacts.taken).toBe(taking)
    const state = await person()
    expect([state?.contacts.size, state?.forgotten.size]).toEqual([1, 0])
  }
})

describe('a file that is not as Aforo writes it', () => {
  beforeEach(() => stored(aState([], { contacts: new Map([['a' as ContactId, aContact('a')]]) })))

  test('costs the rows that do not hold, says of each where and why, and keeps the others', async () => {
    const file = await exported()
    const good = { ...aContact('good').body, id: 'good' }
    const { rows, errors } = await taken({
      ...file,
      occurrences: 'all of them',
      weeks: [
        { week: '2026-W60', capMinutes: 3 },
        { week: '2026-W50', capMinutes: -1 },
      ],
      contacts: [
        { ...good, id: 'no-mail', emails: ['nobody', 'ana@example.com'] },
        { ...good, id: '__proto__' },
        { ...good, id: 'long', name: 'x'.repeat(201) },
        null,
        good,
        { ...good, note: 'again' },
      ],
      followUps: [{ ...aFollowUp('meeting-of-mine', 'lunch').body, id: 'meeting-of-mine', eventId: 'e1' }],
      outcomes: [
        { ...anOutcome('short').body, id: 'short', credits: [{ to: { kind: 'none' }, share: 9_999 }] },
        { ...anOutcome('odd').body, id: 'odd', amount: 1.5 },
        { ...anOutcome('doubloons').body, id: 'doubloons', currency: 'DBL' },
      ],
      person: { ...file.person, settings: { ...DEFAULT_SETTINGS, maxEvenings: 99, mystery: 1 } },
    })
    expect(errors.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual(
      [
        'occurrences not_as_written',
        'settings.maxEvenings not_as_written',
        'settings.mystery not_as_written',
        'weeks.0.week not_as_written',
        'weeks.1.capMinutes not_as_written',
        'contacts.0.emails.0 not_an_address',
        'contacts.1.id not_as_written',
        'contacts.2.name too_long',
        'contacts.3 not_as_written',
        'contacts.5 twice',
        'followUps.0.id not_as_written',
        'outcomes.0.credits shares_not_whole',
        'outcomes.1.amount not_as_written',
        'outcomes.2.currency unknown_currency',
      ].sort(),
    )
    for (const { message } of errors) expect(message).toMatch(/^[A-Z].*\.$/)
    expect(rows.contacts).toEqual({ taken: 1, same: 0, kept: 0, refused: 5 })
    expect([...((await person())?.contacts.keys() ?? [])]).toEqual(['a', 'good'])
  })

  test('cannot make Aforo take somebody else’s event, or another’s calendar, for a block of its own', async () => {
    const file = await exported()
    const body = aFollowUp('x', 'lunch').body
    const forged = [
      { ...body, id: `aforo${'0'.repeat(40)}`, eventId: idOf('lunch') },
      { ...body, id: blockIdOf(SUBJECT, idOf('dinner'), 'follow-up', 0), eventId: idOf('lunch') },
    ]
    const { errors } = await taken({ ...file, followUps: forged })
    expect(errors).toMatchObject([{ reason: 'not_ours' }, { reason: 'not_ours' }])
    expect((await person())?.followUps.size).toBe(0)
  })

  test.each<[string, unknown, string, number]>([
    ['is no JSON', 'nothing', 'malformed_json', 400],
    ['is somebody else’s format', { format: 'ical', items: [] }, 'invalid', 422],
    ['is a list', [1, 2], 'invalid', 422],
    [
      'has no time',
      { format: 'aforo-export-1', exportedAt: 'yesterday', person: { id: 'ana', settings: {} } },
      'invalid',
      422,
    ],
  ])('is refused whole when it %s', async (_, given, reason, status) => {
    await expectProblem(await sent(typeof given === 'string' ? given : JSON.stringify(given)), reason, status)
    expect((await person())?.contacts.size).toBe(1)
  })

  test('is refused whole when it has a million rows, is larger than 16 MB, or is no JSON by its type', async () => {
    const head = JSON.stringify({ ...(await exported()), places: [] }).replace('"places":[]', '"places":[ROWS]')
    const rows = Array(1_000_000).fill('{}').join(',')
    const problem = await expectProblem(await sent(head.replace('ROWS', rows)), 'invalid', 422)
    expect(problem.errors).toMatchObject([{ path: 'places' }])
    const large = await expectProblem(await sent(' '.repeat(16 * 1024 * 1024 + 1)), 'too_large', 413)
    expect(large.detail).toContain('16 MB')
    await expectProblem(await sent('{}', 'text/plain'), 'not_json', 415)
  })
})

describe('a file with more than is loaded of a person at once', () => {
  const many = (count: number) => {
    const [one] = [aContact('x', { note: `${'"'.repeat(500)}${'ñ'.repeat(1_000)}` })]
    return Array.from({ length: count }, (_, n) => ({ ...one.body, id: `c${n}` }))
  }
  beforeEach(() => stored(aState()))

  test('is refused, and nothing of it is taken', async () => {
    const file = { ...(await exported()), contacts: many(1_300) }
    await expectProblem(await sent(JSON.stringify(file)), 'too_much', 422)
    expect((await person())?.contacts.size).toBe(0)
  })

  test('and what just fits is loaded again, taken along again, and taken back', async () => {
    const file = { ...(await exported()), contacts: many(1_000) }
    expect((await taken(file)).rows.contacts.taken).toBe(1_000)
    expect((await person())?.contacts.size).toBe(1_000)
    expect((await taken(await exported())).rows.contacts.same).toBe(1_000)
  })
})

async function remembering({ settings, activity, ...memory }: Memory): Promise<void> {
  await stored(aState([], memory, settings))
  if (activity.length > 0)
    await db.insert(t.activity).values(activity.map((one) => ({ ...one, detail: { ...one.detail }, personId: 'ana' })))
}

/** Another person, whose account and calendar are those of before under other ids. */
async function startOver(
  known: Partial<PersonState> = {},
  settings: Parameters<typeof aState>[2] = {},
  subject = SUBJECT,
): Promise<void> {
  const [connection] = aState().connections.values()
  if (connection === undefined) throw new Error('aState has an account')
  const state = aState(
    [],
    {
      connections: new Map([['new', { ...connection, id: 'new', subject }]]),
      calendars: new Map([[AGAIN, aCalendar({ id: AGAIN, connectionId: 'new' })]]),
      ...known,
    },
    settings,
  )
  await stored({ ...state, person: { ...state.person, createdAt: '2026-11-23T15:00:00.000Z' } })
}

interface File {
  exportedAt: string
  person: { id: string; settings: unknown }
  connections: { id: string }[]
  calendars: { id: string }[]
  followUps: { calendarId: string }[]
}

/** As it is of a life before this one: who was erased comes back as somebody new. */
async function exported(): Promise<File> {
  const file = await exportedNow()
  return { ...file, person: { ...file.person, id: 'before' } }
}

async function exportedNow(): Promise<File> {
  return (await ana().ask('GET', '/me/export')).json()
}

async function taken(file: object) {
  const answer = await sent(JSON.stringify(file))
  expect(answer.status).toBe(200)
  return v.parse(restoredShape, await answer.json())
}

function sent(text: string, type = 'application/json'): Promise<Response> {
  return ana().send('/me/import', { method: 'POST', body: text, headers: { 'Content-Type': type } })
}

/** But for what is another after connecting again. */
function comparable({
  exportedAt: _,
  person: { settings },
  connections: __,
  calendars: ___,
  followUps,
  ...file
}: File) {
  return {
    ...file,
    settings,
    followUps: followUps.map(({ calendarId, ...body }) => ({ ...body, known: calendarId !== '' })),
  }
}
