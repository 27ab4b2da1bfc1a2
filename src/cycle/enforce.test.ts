import { describe, expect, test } from 'vitest'
import { at } from '../../test/builders/calendar-event.ts'
import {
  aDayLater,
  answersIn,
  breakfast,
  CARRIES,
  DAY,
  ID,
  LIMITS,
  type Life,
  living,
  MONDAY,
  noRoom,
  ownIntents,
  run,
  settingsOf,
  withEvents,
} from '../../test/builders/enforcing.ts'
import { WORK } from '../../test/builders/state.ts'
import type { Capabilities } from '../calendar/port.ts'
import { NEVER_READ } from './lists.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import type { Calendar, PersonState } from './state.ts'

describe('a day after it was told', () => {
  test('what fits is accepted, what does not is declined; not a minute sooner', () => {
    const fits = run(living([breakfast()]), MONDAY)
    expect(fits.occurrences.get(ID)?.grace).toMatchObject({ answer: 'accepted', actsAt: '2027-03-02T15:00:00.000Z' })
    expect(answersIn(run(fits, MONDAY.add({ minutes: 24 * 60 - 1 })))).toEqual([])
    expect(answersIn(run(fits, MONDAY.add(DAY)))).toEqual(['accepted'])
    expect(answersIn(aDayLater(living([breakfast()], noRoom)))).toEqual(['declined'])
  })

  test('the alarm is set for it', () => {
    const quiet: Life = { settings: { digest: { ...DEFAULT_SETTINGS.digest, enabled: false } } }
    const { wakeBy } = run(living([breakfast()], quiet), MONDAY).person
    expect(wakeBy).toBe('2027-03-02T15:15:00.000Z')
  })

  test('in `advise` nothing of it happens', () => {
    const state = aDayLater(living([breakfast()], { settings: { mode: 'advise' } }))
    expect(answersIn(state)).toEqual([])
    expect(state.occurrences.get(ID)?.grace).toBeUndefined()
  })

  test('it is answered once', () => {
    const answered = aDayLater(living([breakfast()]))
    expect(run(answered, MONDAY.add({ hours: 60 })).outbox).toEqual(answered.outbox)
  })

  test.each<[string, (told: PersonState) => PersonState]>([
    ['the cap', (told) => run(told, MONDAY.add({ hours: 1 }), CARRIES, settingsOf({ weeklyCapMinutes: 60 }))],
    [
      'its hour',
      (told) =>
        run(
          withEvents(told, [breakfast({ start: at('2027-03-04T15:00:00Z'), end: at('2027-03-04T17:00:00Z') })]),
          MONDAY.add({ hours: 1 }),
        ),
    ],
    [
      'the mode, off and on again,',
      (told) => {
        const off = run(told, MONDAY.add({ hours: 1 }), CARRIES, settingsOf({ mode: 'advise' }))
        return run(off, MONDAY.add({ hours: 2 }), CARRIES, settingsOf({ mode: 'enforce' }))
      },
    ],
  ])('a change of %s starts the day anew', (_, change) => {
    const state = aDayLater(living([breakfast()]), change)
    expect(answersIn(state)).toEqual([])
    expect(answersIn(run(state, MONDAY.add({ hours: 26 })))).toHaveLength(1)
  })
})

describe('never', () => {
  const unreadable: Partial<Calendar> = {
    sync: {
      ...NEVER_READ,
      readAt: '2027-03-01T12:00:00Z',
      failure: { reason: 'unreachable', since: '2027-03-01T12:00:00Z', attempts: 1, retryAt: null },
    },
  }
  const cases: [string, PersonState, Capabilities?][] = [
    ['what is not sure enough', unsure(living([breakfast()]))],
    ['while a busy calendar cannot be read', living([breakfast()], { calendar: unreadable })],
    ['what was answered in the calendar', living([breakfast({ answer: 'declined' })])],
    ['a hold', living([breakfast({ answer: 'tentative' })])],
    [
      'the person’s own event',
      living([
        breakfast({ answer: 'organiser', organiser: { name: null, email: 'mariana@cenit.example', self: true } }),
      ]),
    ],
    ['what is no invitation', living([breakfast({ invited: false })])],
    [
      'in a calendar that is only to be read',
      living([breakfast()], { calendar: { role: 'reader', followUps: false } }),
    ],
    [
      'what was decided in Aforo',
      living([breakfast()], { said: { breakfast: { decision: 'skip', decidedAt: '2027-03-01T10:00:00Z' } } }),
    ],
    [
      'what was answered or undone in Aforo',
      living([breakfast()], { said: { breakfast: { answeredAt: '2027-03-01T10:00:00Z' } } }),
    ],
    ['where the provider takes no answers', living([breakfast()]), { ...CARRIES, answers: 'none' }],
    [
      'what begins within the day',
      living([breakfast({ start: at('2027-03-02T14:00:00Z'), end: at('2027-03-02T15:30:00Z') })]),
    ],
    ['what nobody organises', living([breakfast({ organiser: { name: 'Somebody', email: null, self: false } })])],
    ['what was called off', living([breakfast({ status: 'cancelled' })])],
    [
      'an organiser whom the person never met nor allowed',
      living([breakfast({ organiser: { name: null, email: 'x@unknown.example', self: false } })]),
    ],
    [
      'a decline to a colleague',
      living([breakfast({ organiser: { name: null, email: 'jefa@cenit.example', self: false } })], noRoom),
    ],
    [
      'an acceptance to a colleague, be it one on the person’s own list',
      living([breakfast({ organiser: { name: null, email: 'jefa@cenit.example', self: false } })], {
        settings: { enforce: { ...LIMITS, allowedOrganisers: ['jefa@cenit.example'] } },
      }),
    ],
    [
      'a decline for protected hours',
      living([breakfast()], { settings: { protectedHours: [{ weekday: 4, from: '07:00', to: '12:00' }] } }),
    ],
  ]
  test.each(cases)('%s', (_, state, capabilities = CARRIES) => {
    let next = state
    for (let hours = 0; hours <= 72; hours += 6) next = run(next, MONDAY.add({ hours }), capabilities)
    expect(answersIn(next)).toEqual([])
  })

  test('but a correction makes sure', () => {
    const sure = {
      ...unsure(living([breakfast()])),
      corrections: new Map([[`event:${ID}`, { scope: 'event' as const, key: ID, networking: true }]]),
    }
    expect(answersIn(aDayLater(sure))).toEqual(['accepted'])
  })

  test('but an organiser once met is no stranger', () => {
    const organiser = { name: null, email: 'otra@camara.example', self: false }
    const seen = {
      title: 'Otro',
      start: '2026-12-01T14:00:00Z',
      end: '2026-12-01T16:00:00Z',
      organiser: 'camara.example',
    }
    expect(answersIn(aDayLater(living([breakfast({ organiser })])))).toEqual([])
    expect(
      answersIn(aDayLater(living([breakfast({ organiser })], { said: { otro: { attendance: 'attended', seen } } }))),
    ).toEqual(['accepted'])
  })

  test('what is out of sight for an hour is answered when it is seen again, by the day it was told', () => {
    const told = run(living([breakfast()]), MONDAY)
    const blind = { ...told, calendars: living([breakfast()], { calendar: unreadable }).calendars }
    const still = run(blind, MONDAY.add(DAY))
    expect(answersIn(still)).toEqual([])
    expect(answersIn(run({ ...still, calendars: told.calendars }, MONDAY.add({ hours: 25 })))).toEqual(['accepted'])
  })
})

test('whoever is taken off the list is off it, by whichever of their names they stand there', () => {
  const allow = (state: PersonState, allowed: boolean) =>
    run(state, MONDAY, CARRIES, { kind: 'allow_organiser', event: ID, allowed })
  const listed = (...allowedOrganisers: string[]) =>
    living([breakfast()], { settings: { enforce: { ...LIMITS, allowedOrganisers } } })
  const listOf = ({ person }: PersonState) => person.settings.enforce.allowedOrganisers
  expect(listOf(allow(listed('eventos@canaco.example', 'amcham.example'), false))).toEqual(['amcham.example'])
  expect(listOf(allow(listed('amcham.example'), true))).toEqual(['amcham.example', 'canaco.example'])
  expect(answersIn(aDayLater(allow(listed('eventos@canaco.example', 'canaco.example'), false)))).toEqual([])
})

/** As if the model were a little less sure of everything. */
function unsure(state: PersonState): PersonState {
  const items = [...(state.items.get(WORK) ?? [])].map(([id, item]) => {
    const { recognition } = item.body
    return [
      id,
      { ...item, body: { ...item.body, recognition: recognition && { ...recognition, confidence: 0.94 } } },
    ] as const
  })
  return { ...state, items: new Map([[WORK, new Map(items)]]) }
}

describe('a decline', () => {
  test('says thanks in the language of the invitation, where the provider carries it', () => {
    const [spanish] = ownIntents(aDayLater(living([breakfast()], noRoom)))
    expect(spanish?.effect.comment).toMatch(/^Muchas gracias por la invitación/)
    const text = 'Join us for breakfast: a round of introductions and open networking with the founders of the city.'
    const [english] = ownIntents(
      aDayLater(living([breakfast({ title: 'Business networking breakfast', description: text })], noRoom)),
    )
    expect(english?.effect.comment).toMatch(/^Thank you very much for the invitation/)
  })

  test('goes without a word where the provider carries none, and so does an acceptance', () => {
    const silent = { ...CARRIES, comments: false }
    const told = run(living([breakfast()], noRoom), MONDAY, silent)
    expect(ownIntents(run(told, MONDAY.add(DAY), silent))[0]?.effect).not.toHaveProperty('comment')
    expect(ownIntents(aDayLater(living([breakfast()])))[0]?.effect).not.toHaveProperty('comment')
  })
})
