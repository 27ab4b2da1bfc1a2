/** A judge that lets nothing through and accuses nobody: each rule at either provider, on a life that keeps it and on one that breaks it. */
import { describe, expect, test } from 'vitest'
import { type Hands, handsOf } from '../hands.ts'
import { Judge } from '../invariants.ts'
import { type App, appAtGoogle, appAtMicrosoft, googleWorld, MONDAY, microsoftWorld } from './an-app.ts'
import { type Act, type Limits, rule6, rule7Answers } from './answers.ts'
import type { Seen, Write } from './seen.ts'
import { rule5 } from './shown.ts'
import { seenIn, watchWrites } from './watch.ts'
import { rule1, rule2, rule3, rule4, rule4Shown } from './writes.ts'

const ANA = 'ana@consultoria.example'
const HOUR = 3_600_000
const DAY = 24 * HOUR
const CANACO = { name: 'CANACO', email: 'eventos@canaco.example' }
const GALA = { title: 'Networking CANACO', start: MONDAY + DAY, minutes: 120, organiser: CANACO }
const LIMITS: Limits = {
  timeZone: 'America/Mexico_City',
  capAt: () => 420,
  declinesPerOrganiser: 1,
  declinesPerWeek: 2,
}

interface Scene {
  hands: Hands
  app: App
  writes: readonly Write[]
  acts: Act[]
  /** The organiser hears the same answer again, as a careless app would have it. */
  repeats(id: string): void
  clock(at: number): void
  /** What is in the calendars now. */
  standing(): Seen[]
}

function atGoogle(deletedSeriesLists: 'all' | 'master' = 'all'): Scene {
  const world = googleWorld()
  world.switches = { ...world.switches, deletedSeriesLists }
  const writes = watchWrites(world)
  world.createAccount(ANA, 'Ana', 'America/Mexico_City')
  const app = appAtGoogle(world, ANA)
  return {
    hands: handsOf(world, ANA),
    app,
    writes,
    acts: [],
    repeats(id) {
      world.switches = { ...world.switches, equalWriteKeepsEtag: false }
      app.answers(id, 'accepted')
    },
    clock: (fixedMs) => world.setClock({ fixedMs }),
    standing: () => seenIn(world).map(({ event }) => event),
  }
}

function atMicrosoft(): Scene {
  const world = microsoftWorld()
  const writes = watchWrites(world)
  world.createAccount(ANA, 'Ana', 'America/Mexico_City', 'personal')
  const app = appAtMicrosoft(world, ANA)
  return {
    hands: handsOf(world, ANA),
    app,
    writes,
    acts: [],
    repeats: (id) => app.answers(id, 'accepted'),
    clock: (fixedMs) => world.setClock({ fixedMs }),
    standing: () => seenIn(world).map(({ event }) => event),
  }
}

function judged({ writes, acts }: Pick<Scene, 'writes' | 'acts'>, limits: Limits = LIMITS): string[] {
  const judge = new Judge({ limitsOf: () => limits })
  for (const act of acts) judge.act(act)
  return writes.flatMap((write) => judge.see(write)).map(({ rule, what }) => `${rule} ${what}`)
}

/** The functions of the rules' numbers say what the judge says, one write after the other. */
function judgedByNumber({ writes, acts }: Scene): string[] {
  return Object.entries({
    1: rule1(writes),
    2: rule2(writes),
    3: rule3(writes, acts),
    4: rule4(writes),
    6: rule6(writes),
    7: rule7Answers(writes, LIMITS, acts),
  }).flatMap(([rule, found]) => found.map((what) => `${rule} ${what}`))
}

const allowed: [string, (scene: Scene) => void][] = [
  [
    'an acceptance while a hand accepts what only the next reading can tell',
    ({ app, hands }) => {
      hands.answer(hands.invitation(GALA), 'accepted')
      hands.answer(hands.invitation({ ...GALA, title: 'B', start: GALA.start + 3 * HOUR }), 'accepted')
      app.answers(hands.invitation({ ...GALA, title: 'C', start: GALA.start + 6 * HOUR }), 'accepted')
    },
  ],
  [
    'a block, moved by Aforo, recoloured by hand, moved again',
    ({ app, hands }) => {
      const id = app.writes({ id: 'aforo1' })
      app.moves(id, MONDAY + HOUR)
      hands.recolour(id)
      app.moves(id, MONDAY + 2 * HOUR)
    },
  ],
  [
    'another generation, where Aforo itself took the first away',
    ({ app }) => {
      app.deletes(app.writes({ id: 'aforo1' }))
      app.writes({ id: 'aforo2' })
    },
  ],
  [
    'a block that the person moves, rewrites, deletes and takes back',
    ({ app, hands }) => {
      const id = app.writes({ id: 'aforo1' })
      hands.move(id, MONDAY + 5 * HOUR)
      hands.rewrite(id, 'Llamar a Rosa')
      hands.delete(id)
      hands.undelete(id)
    },
  ],
  [
    "a copy, which is the person's, and the block beside it",
    ({ app, hands }) => {
      const id = app.writes({ id: 'aforo1' })
      const copy = hands.copy(id)
      hands.move(copy, MONDAY + DAY)
      hands.delete(copy)
      app.moves(id, MONDAY + HOUR)
    },
  ],
  ['an answer', ({ app, hands }) => app.answers(hands.invitation(GALA), 'accepted')],
  [
    'what is accepted in the place of a series that was taken away',
    ({ app, hands }) => {
      const series = hands.invitation({ ...GALA, weekly: true })
      app.answers(hands.occurrence(series, GALA.start + 7 * DAY), 'accepted')
      hands.delete(series)
      app.answers(hands.invitation({ ...GALA, title: 'B', start: GALA.start + 7 * DAY, minutes: 150 }), 'accepted')
    },
  ],
  [
    'an answer to one occurrence of a series',
    ({ app, hands }) => {
      const series = hands.invitation({ ...GALA, weekly: true })
      app.answers(hands.occurrence(series, GALA.start + 7 * DAY), 'declined')
      app.answers(hands.occurrence(series, GALA.start + 14 * DAY), 'accepted')
    },
  ],
  [
    'an answer that the person gives in Aforo after another in their calendar',
    ({ app, hands, acts, clock }) => {
      const id = hands.invitation(GALA)
      hands.answer(id, 'tentative')
      clock(MONDAY + HOUR)
      acts.push({ at: MONDAY + HOUR, eventId: id, answer: 'accepted' })
      app.answers(id, 'accepted')
    },
  ],
  [
    'everything that others and the person themselves do',
    ({ app, hands }) => {
      const id = hands.invitation(GALA)
      hands.organiserMoves(id, GALA.start + HOUR)
      hands.organiserRenames(id, 'Noche de negocios')
      hands.answer(id, 'accepted')
      hands.organiserCancels(id)
      hands.answer(hands.invitation(GALA), 'declined')
      const second = hands.calendar('Trabajo')
      const meeting = hands.meeting({ title: 'Junta', start: MONDAY, minutes: 60 })
      hands.moveTo(meeting, second)
      hands.meeting({ title: 'Otra', start: MONDAY, minutes: 60, calendar: second })
      hands.changeZone('America/Tijuana')
      app.writes({ id: 'aforo1' })
      hands.deleteCalendar(second)
    },
  ],
]

const refused: [string, number, (scene: Scene) => void][] = [
  ['an event that is no block', 1, ({ app }) => void app.makes('Algo')],
  ['a deletion of what is not ours', 1, ({ app, hands }) => app.deletes(hands.meeting({ ...GALA }))],
  [
    'a deletion of one occurrence of what is not ours',
    1,
    ({ app, hands }) => {
      const series = hands.invitation({ ...GALA, weekly: true })
      app.deletes(hands.occurrence(series, GALA.start + 7 * DAY))
    },
  ],
  ['a changed title', 1, ({ app, hands }) => app.retitles(hands.invitation(GALA), 'Otro')],
  ['a changed time', 1, ({ app, hands }) => app.moves(hands.invitation({ ...GALA, minutes: 30 }), GALA.start + HOUR)],
  ['an event shown as free', 1, ({ app, hands }) => app.hides(hands.meeting(GALA))],
  [
    "a change to the person's copy of a block",
    1,
    ({ app, hands }) => app.retitles(hands.copy(app.writes({ id: 'aforo1' })), 'x'),
  ],
  ['guests dropped', 1, ({ app, hands }) => app.dropsGuests(hands.invitation(GALA))],
  [
    'a second block',
    2,
    ({ app }) => {
      app.writes({ id: 'aforo1' })
      app.writes({ id: 'aforo2', start: MONDAY + DAY })
    },
  ],
  ...(['move', 'retitle', 'rewrite'] as const).map((how): [string, number, (scene: Scene) => void] => [
    `a write over a hand (${how})`,
    3,
    ({ app, hands }) => {
      const id = app.writes({ id: 'aforo1' })
      if (how === 'move') hands.move(id, MONDAY + 5 * HOUR)
      else if (how === 'retitle') hands.retitle(id, 'Llamar a Rosa')
      else hands.rewrite(id, 'Rosa, 55 1234 5678')
      app.moves(id, MONDAY + HOUR)
    },
  ]),
  [
    "an answer against the person's own",
    3,
    ({ app, hands, acts, clock }) => {
      const id = hands.invitation(GALA)
      acts.push({ at: MONDAY, eventId: id, answer: 'accepted' })
      clock(MONDAY + HOUR)
      hands.answer(id, 'tentative')
      clock(MONDAY + 2 * HOUR)
      app.answers(id, 'accepted')
    },
  ],
  ['a public block', 4, ({ app }) => void app.writes({ id: 'aforo1', public: true })],
  ['a block that leaves the time free', 4, ({ app }) => void app.writes({ id: 'aforo1', free: true })],
  [
    'an answer that the organiser hears twice',
    6,
    ({ app, hands, repeats }) => {
      const id = hands.invitation(GALA)
      app.answers(id, 'accepted')
      repeats(id)
    },
  ],
  [
    'an acceptance over the cap',
    7,
    ({ app, hands, clock }) => {
      hands.answer(hands.invitation(GALA), 'accepted')
      hands.answer(hands.invitation({ ...GALA, title: 'Otra semana', start: GALA.start + 7 * DAY }), 'accepted')
      clock(MONDAY + HOUR)
      // 210 minutes each: two are 420, which is the cap.
      app.answers(hands.invitation({ ...GALA, title: 'B', start: GALA.start + 3 * HOUR }), 'accepted')
      app.answers(hands.invitation({ ...GALA, title: 'C', start: GALA.start + 6 * HOUR, minutes: 15 }), 'accepted')
    },
  ],
  [
    'a decline over the ration',
    7,
    ({ app, hands }) => {
      app.answers(hands.invitation(GALA), 'declined')
      app.answers(hands.invitation({ ...GALA, organiser: { name: 'AMCHAM', email: 'a@amcham.example' } }), 'declined')
      app.answers(hands.invitation({ ...GALA, title: 'B' }), 'declined')
    },
  ],
  [
    'a decline over the ration, of occurrences',
    7,
    ({ app, hands }) => {
      const series = hands.invitation({ ...GALA, weekly: true })
      app.answers(hands.occurrence(series, GALA.start + 7 * DAY), 'declined')
      app.answers(hands.occurrence(series, GALA.start + 14 * DAY), 'declined')
    },
  ],
]

describe.each([
  ['Google', () => atGoogle()],
  ['Google, where a deleted series is all that is told of it,', () => atGoogle('master')],
  ['Microsoft', atMicrosoft],
] as const)('at %s', (_provider, scene) => {
  test.each(allowed)('%s breaks nothing', (_what, happens) => {
    const given = scene()
    happens(given)
    expect(judged(given)).toEqual([])
    expect(judgedByNumber(given)).toEqual([])
  })

  test.each(refused)('%s is seen, as rule %i', (_what, rule, happens) => {
    const given = scene()
    happens(given)
    const found = judged(given)
    expect([...new Set(found.map((what) => Number.parseInt(what, 10)))]).toEqual([rule])
    expect(judgedByNumber(given).toSorted()).toEqual(found.toSorted())
  })

  test('a block with guests is seen, and whom it would be mailed to', () => {
    const given = scene()
    given.app.writes({ id: 'aforo1', guests: ['rosa@otra.example'] })
    expect(judged(given)).toEqual([
      expect.stringMatching(/^4 .*rosa@otra.example would be mailed/),
      expect.stringMatching(/^4 .*has guests/),
    ])
  })

  test('a block that comes back after the person deleted it is seen as made again, and as a second one', () => {
    const given = scene()
    given.hands.delete(given.app.writes({ id: 'aforo1' }))
    given.app.writes({ id: 'aforo2' })
    expect(judged(given)).toEqual([
      expect.stringMatching(/^2 .*a second one/),
      expect.stringMatching(/^3 .*made again what was deleted/),
    ])
  })

  test('an answer of its own where the person had answered is seen twice over', () => {
    const given = scene()
    const id = given.hands.invitation(GALA)
    given.hands.answer(id, 'tentative')
    given.app.answers(id, 'accepted')
    expect(judged(given)).toEqual([
      expect.stringMatching(/^3 .*answered "accepted" after the person had answered/),
      expect.stringMatching(/^7 .*"accepted" where "tentative" stood/),
    ])
  })

  test('what goes to another calendar is there, and here no more; with its calendar all goes', () => {
    const { hands, app, writes } = scene()
    const second = hands.calendar('Trabajo')
    const id = app.writes({ id: 'aforo1' })
    hands.moveTo(id, second)
    hands.deleteCalendar(second)
    const told = writes.map(({ op, calendarId, eventId, after }) => [op, calendarId, eventId, after.cancelled])
    expect(told).toEqual([
      ['insert', hands.primary, id, false],
      ['move', second, id, false],
      ['move', hands.primary, id, true],
      ['calendar_deleted', second, id, true],
    ])
  })

  test("a block among the events is seen, the person's copy of it is none", () => {
    const { app, hands, standing } = scene()
    hands.invitation(GALA)
    const id = app.writes({ id: 'aforo1' })
    const listed = ['Networking CANACO', 'Seguimiento: Networking CANACO'].map((title) => ({ id: title, title }))
    expect(rule4Shown(standing(), listed)).toHaveLength(1)
    hands.copy(id)
    expect(rule4Shown(standing(), listed)).toEqual([])
  })

  test('an event that is forgotten though it stands is seen, and none that is gone', () => {
    const { hands, standing } = scene()
    const id = hands.invitation(GALA)
    const listed = [{ id: 'e1', title: 'Networking CANACO' }]
    expect(rule5(standing(), listed, listed)).toEqual([])
    expect(rule5(standing(), listed, [])).toHaveLength(1)
    hands.answer(id, 'declined')
    hands.delete(hands.meeting({ ...GALA, title: 'Junta' }))
    expect(rule5(standing(), [{ id: 'e2', title: 'Junta' }], [])).toEqual([])
  })

  test('a lost block is seen', () => {
    const { app, writes } = scene()
    app.writes({ id: 'aforo1' })
    const judge = new Judge()
    for (const write of writes) judge.see(write)
    expect([judge.lost(['Networking CANACO']), judge.lost(['Networking CANACO'], ANA)]).toEqual([[], []])
    expect([judge.lost(['AMCHAM']), judge.lost(['Networking CANACO'], 'luis@x.example')].flat()).toHaveLength(2)
    expect(rule2(writes, ['Networking CANACO'])).toEqual([])
    expect(rule2(writes, ['Networking AMCHAM'])).toEqual(['no block for "Networking AMCHAM"'])
  })

  test('what was skipped in Aforo or has no hours of its own is not charged', () => {
    const given = scene()
    const skipped = given.hands.invitation(GALA)
    given.hands.answer(skipped, 'accepted')
    given.hands.answer(given.hands.invitation({ ...GALA, start: MONDAY - HOUR }), 'accepted')
    given.clock(MONDAY + HOUR)
    given.app.answers(given.hands.invitation({ ...GALA, title: 'B', minutes: 330 }), 'accepted')
    expect(judged(given)).toHaveLength(1)
    expect(judged(given, { ...LIMITS, uncharged: new Set([skipped]) })).toEqual([])
  })
})

// Exchange makes no meeting where it was not licensed to, and says nothing: at the sandbox of Microsoft nobody can break this.
test('a block with a conference is seen, as rule 4', () => {
  const given = atGoogle()
  given.app.writes({ id: 'aforo1', conference: true })
  expect(judged(given)).toEqual([expect.stringMatching(/^4 .*has a conference/)])
})

test('the same life looks the same at both', () => {
  const told = [atGoogle(), atMicrosoft()].map(({ hands, app, writes }) => {
    const gala = hands.invitation({ ...GALA, uid: 'gala@canaco.example' })
    app.answers(gala, 'tentative')
    hands.answer(gala, 'accepted')
    hands.organiserRenames(gala, 'Noche de negocios')
    hands.meeting({ title: 'Junta', start: MONDAY, minutes: 60 })
    hands.move(app.writes({ id: 'aforo1' }), MONDAY + HOUR)
    expect(hands.blocks().map(({ event }) => event)).toEqual([writes.at(-1)?.after])
    expect(hands.find('Noche de negocios')?.event.id).toBe(gala)
    expect(hands.find('Junta nueva')).toBeNull()
    for (const { notices } of writes) for (const { to } of notices) expect(to).not.toEqual([])
    return writes.map(({ actor, owner, before, after, notices }) => {
      const { id: _, rest: _r, guests, ...seen } = after
      const asked = guests.map(({ own, answer }) => ({ own, answer }))
      // Who answers in Google's app is asked there whether the organiser shall hear of it.
      return { actor, owner, wasThere: before !== null, seen, asked, notices: actor === 'api' ? notices : [] }
    })
  })
  expect(told[0]).toEqual(told[1])
})

test('one block in each of two accounts of one person is a second one', () => {
  const [google, microsoft] = [googleWorld(), microsoftWorld()]
  const writes = watchWrites(google, microsoft)
  google.createAccount(ANA, 'Ana', 'America/Mexico_City')
  microsoft.createAccount('ana@outlook.example', 'Ana', 'America/Mexico_City')
  appAtGoogle(google, ANA).writes({ id: 'aforo1' })
  appAtMicrosoft(microsoft, 'ana@outlook.example').writes({ id: 'aforo2' })
  expect(writes.map(({ provider }) => provider)).toEqual(['google', 'microsoft'])
  expect(rule2(writes)).toEqual([])
  expect(rule2(writes, [], () => 'ana')).toHaveLength(1)
  // Of what stands in an account that she has not connected since she erased everything and came back, nobody can know.
  const judged = (limits: Partial<Limits>) => {
    const judge = new Judge({ personOf: () => 'ana', limitsOf: () => ({ ...LIMITS, ...limits }) })
    return writes.flatMap((write) => judge.see(write)).filter(({ rule }) => rule === 2).length
  }
  const [first] = writes
  const later = (first?.at ?? 0) + 1
  expect(judged({ since: later, knows: (owner) => owner !== first?.owner })).toBe(0)
  expect(judged({ since: first?.at ?? 0, knows: (owner) => owner !== first?.owner })).toBe(1)
  expect(judged({ since: later, knows: () => true })).toBe(1)
})
