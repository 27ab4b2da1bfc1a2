/** The same hands at either provider: what they do shows where an app would look. */
import { describe, expect, test } from 'vitest'
import { type Hands, handsOf } from './hands.ts'
import { googleWorld, MONDAY, microsoftWorld } from './rules/an-app.ts'
import { seenIn } from './rules/watch.ts'

const ANA = 'ana@consultoria.example'
const HOUR = 3_600_000
const JUNTA = { title: 'Junta', start: MONDAY, minutes: 60 }

interface Account {
  hands: Hands
  zone(): string | undefined
  tokensAlive(): number
  /** Whether an app may write to the calendar; null where there is none. */
  mayWrite(calendar: string): boolean | null
  titles(): string[]
}

function atGoogle(): Account {
  const world = googleWorld()
  world.createAccount(ANA, 'Ana', 'America/Mexico_City')
  world.grants.issue(ANA)
  return {
    hands: handsOf(world, ANA),
    zone: () => world.calendar(ANA)?.timeZone,
    tokensAlive: () => [...world.state.refreshTokens.values()].filter(({ revoked }) => !revoked).length,
    mayWrite: (id) => (world.calendar(id) === undefined ? null : world.mayWrite(ANA, id)),
    titles: () => seenIn(world, ANA).flatMap(({ event }) => (event.cancelled ? [] : [event.title])),
  }
}

function atMicrosoft(): Account {
  const world = microsoftWorld()
  world.createAccount(ANA, 'Ana', 'America/Mexico_City')
  world.grants.issue(ANA)
  return {
    hands: handsOf(world, ANA),
    zone: () => world.account(ANA)?.timeZone,
    tokensAlive: () => [...world.state.refreshTokens.values()].filter(({ revoked }) => revoked === null).length,
    mayWrite: (id) => world.entry(id)?.canEdit ?? null,
    titles: () => seenIn(world, ANA).flatMap(({ event }) => (event.cancelled ? [] : [event.title])),
  }
}

describe.each([
  ['Google', atGoogle],
  ['Microsoft', atMicrosoft],
] as const)('at %s', (_provider, account) => {
  test('an account has what was planted, where and when it was', () => {
    const { hands, titles } = account()
    const second = hands.calendar('Trabajo')
    hands.meeting(JUNTA)
    hands.meeting({ ...JUNTA, title: 'Otra', calendar: second, zone: 'America/Tijuana' })
    const gala = hands.invitation({
      ...JUNTA,
      title: 'Gala',
      organiser: { name: 'CANACO', email: 'a@canaco.example' },
      answer: 'tentative',
    })
    expect(titles()).toEqual(['Junta', 'Gala', 'Otra'])
    expect(hands.find('Otra')).toMatchObject({
      calendarId: second,
      owner: ANA,
      event: { start: MONDAY, end: MONDAY + HOUR, ownAnswer: 'none' },
    })
    expect(hands.find('Gala')?.event).toMatchObject({ id: gala, organiser: 'a@canaco.example', ownAnswer: 'tentative' })
    hands.answer(gala, 'accepted')
    expect(hands.find('Gala')?.event.ownAnswer).toBe('accepted')
  })

  test('an event is moved, renamed, moved to another calendar, deleted and taken back', () => {
    const { hands } = account()
    const second = hands.calendar('Trabajo')
    const id = hands.meeting(JUNTA)
    hands.move(id, MONDAY + HOUR)
    hands.retitle(id, 'Comité')
    hands.rewrite(id, 'Traer cifras')
    hands.recolour(id)
    hands.recolour(id)
    expect(hands.find('Comité')?.event).toMatchObject({
      id,
      text: 'Traer cifras',
      start: MONDAY + HOUR,
      end: MONDAY + 2 * HOUR,
    })
    hands.moveTo(id, second)
    expect(hands.find('Comité')?.calendarId).toBe(second)
    hands.delete(id)
    expect(hands.find('Comité')).toBeNull()
    hands.undelete(id)
    expect(hands.find('Comité')?.event.id).toBe(id)
  })

  test('an event is cancelled by its organiser, and a series at one occurrence', () => {
    const { hands, titles } = account()
    const organiser = { name: 'CANACO', email: 'a@canaco.example' }
    hands.organiserCancels(hands.invitation({ ...JUNTA, organiser }))
    expect(titles()).toEqual([])
    const series = hands.invitation({ ...JUNTA, title: 'BNI', organiser, weekly: true })
    hands.organiserCancels(hands.occurrence(series, MONDAY + 7 * 24 * HOUR))
    expect(hands.find('BNI')?.event.id).toBe(series)
  })

  test('a zone changes, a calendar is only to be read, and goes, and the grant ends', () => {
    const { hands, zone, mayWrite, tokensAlive } = account()
    const second = hands.calendar('Trabajo')
    hands.changeZone('America/Tijuana')
    expect(zone()).toBe('America/Tijuana')
    expect([mayWrite(second), mayWrite(hands.primary)]).toEqual([true, true])
    hands.makeReadOnly(second)
    expect([mayWrite(second), mayWrite(hands.primary)]).toEqual([false, true])
    hands.deleteCalendar(second)
    expect([mayWrite(second), mayWrite(hands.primary)]).toEqual([null, true])
    expect(tokensAlive()).toBe(1)
    hands.revoke()
    expect(tokensAlive()).toBe(0)
  })

  test('who is not there has no hands', () => {
    expect(() => handsOf(googleWorld(), 'nadie@x.example')).toThrow(RangeError)
    expect(() => account().hands.delete('nothing')).toThrow(RangeError)
  })
})
