/**
 * A simulated city for one person: organisers whose true worth is known here and nowhere else, what comes of each event and when. What comes
 * of an event depends on the seed and the event alone, so every policy that goes there meets the same people: they are compared in pairs.
 *
 * None of it is made to please the learner. Worth is expected business in hours of the person's rate, in proportion to its amount; the
 * learner sees contacts, touches, meetings, proposals and business months late, and counts them by its own table.
 */
import type { Temporal } from 'temporal-polyfill'
import { NETWORKING_KINDS, type NetworkingKind } from '../../src/recognition/kinds.ts'
import { addWeeks, mondayOf, type Week } from '../../src/time/week.ts'

export const ZONE = 'America/Mexico_City'
export const FIRST_WEEK: Week = '2026-W02'
/** Minor units. */
export const HOURLY_RATE = 50_000
const AHEAD_WEEKS = 4

export interface World {
  seed: number
  weeks: number
  organisers: readonly Organiser[]
  /** By week from the first, reaching far enough ahead for the last one's horizon. */
  meetings: readonly (readonly Meeting[])[]
}
export interface Organiser {
  key: string
  kind: NetworkingKind
  smart: boolean
  everyWeeks: 1 | 2 | 4
  phase: number
  weekday: number
  startMinute: number
  minutes: number
  travelMinutes: number
  /** Weeks of the world; the last is exclusive. */
  from: number
  to: number
  /** Ascending by `from`: what it is worth, until the next. */
  worths: readonly Worth[]
}
export interface Worth {
  from: number
  /** People met at an event, on average. */
  contacts: number
  /** Of a contact: that a meeting comes of it. */
  meets: number
  /** Hours of business of one who becomes a client, on average. */
  business: number
}
export interface Meeting {
  id: string
  organiser: Organiser
  week: number
  start: Temporal.Instant
  end: Temporal.Instant
  /** Expected business in hours of the person's rate: the truth. */
  worth: number
}
/** What comes of having been there; ages in days after the event. */
export interface Aftermath {
  missed: boolean
  followUpDone: boolean
  contacts: readonly {
    touches: readonly number[]
    meeting: number | null
    proposal: number | null
    /** The answer to the proposal, and the amount in minor units; 0 is a no. */
    answer: { day: number; amount: number } | null
  }[]
}

const PROPOSES = 0.4
const CLOSES = 0.4

export function aWorld(seed: number, weeks: number): World {
  const random = generator(`world ${seed}`)
  const kinds = new Map(NETWORKING_KINDS.map((kind) => [kind, lognormal(random, 0.4)]))
  const organisers: Organiser[] = Array.from({ length: 16 }, (_, n) => anOrganiser(random, n, 0, weeks, kinds))
  // Somebody new about every six weeks.
  for (let week = 1; week < weeks; week++) {
    if (random() < 1 / 6) organisers.push(anOrganiser(random, organisers.length, week, weeks, kinds))
  }
  const meetings = Array.from({ length: weeks + AHEAD_WEEKS }, (_, week) =>
    organisers.flatMap((one) => meetingOf(one, week, seed) ?? []),
  )
  return { seed, weeks, organisers, meetings }
}

export function aftermath({ seed }: World, meeting: Meeting): Aftermath {
  const random = generator(`aftermath ${seed} ${meeting.id}`)
  const { contacts, meets, business } = worthAt(meeting.organiser, meeting.week)
  const within = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  return {
    missed: random() < 0.07,
    followUpDone: random() < 0.85,
    contacts: Array.from({ length: poisson(random, contacts) }, () => {
      const touches = Array.from({ length: poisson(random, 1) }, () => within(2, 60))
      const meeting = random() < meets ? within(5, 40) : null
      const proposal = meeting !== null && random() < PROPOSES ? meeting + within(5, 55) : null
      const won = random() < CLOSES
      const amount = Math.max(1, Math.round(business * lognormal(random, 0.8) * HOURLY_RATE))
      const answer = proposal === null ? null : { day: proposal + within(28, 180), amount: won ? amount : 0 }
      return { touches, meeting, proposal, answer }
    }),
  }
}

function anOrganiser(
  random: () => number,
  n: number,
  from: number,
  weeks: number,
  kinds: ReadonlyMap<NetworkingKind, number>,
): Organiser {
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
  const kind = pick(NETWORKING_KINDS)
  const ofKind = kinds.get(kind) ?? 1
  const worth = (week: number): Worth => ({
    from: week,
    contacts: 2 * lognormal(random, 0.4),
    meets: Math.min(0.8, 0.25 * ofKind * lognormal(random, 0.6)),
    business: 40 * lognormal(random, 0.4),
  })
  const worths = [worth(from)]
  let to = from + 1
  for (; to < weeks + AHEAD_WEEKS && random() > 1 / 80; to++) if (random() < 1 / 60) worths.push(worth(to))
  return {
    key: `org${n}.example`,
    kind,
    smart: random() < 0.5,
    everyWeeks: pick([1, 2, 4]),
    phase: Math.floor(random() * 4),
    weekday: 1 + Math.floor(random() * 5),
    startMinute: pick([8 * 60, 9 * 60, 13 * 60, 18 * 60, 19 * 60]),
    minutes: pick([60, 90, 120, 150]),
    travelMinutes: random() < 0.2 ? 0 : 30,
    from,
    to,
    worths,
  }
}

function meetingOf(organiser: Organiser, week: number, seed: number): Meeting | null {
  const { from, to, everyWeeks, phase, weekday, startMinute, minutes } = organiser
  if (week < from || week >= to || (week + phase) % everyWeeks !== 0) return null
  const day = mondayOf(addWeeks(FIRST_WEEK, week)).add({ days: weekday - 1 })
  const start = day.toZonedDateTime(ZONE).add({ minutes: startMinute }).toInstant()
  const { contacts, meets, business } = worthAt(organiser, week)
  return {
    // Scattered, as real ids are: nothing follows from their order.
    id: `${hash(`${seed} ${organiser.key} ${week}`).toString(36)}-${organiser.key}-${week}`,
    organiser,
    week,
    start,
    end: start.add({ minutes }),
    worth: contacts * meets * PROPOSES * CLOSES * business,
  }
}

function worthAt({ worths }: Organiser, week: number): Worth {
  const found = worths.findLast(({ from }) => from <= week) ?? worths[0]
  if (found === undefined) throw new RangeError('an organiser without worth')
  return found
}

/** Mulberry32, seeded by a text. */
function generator(seed: string): () => number {
  let state = hash(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** FNV-1a, finished as murmur is, so that neighbours lie far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}

/** Of mean 1. */
function lognormal(random: () => number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.exp(sigma * normal - (sigma * sigma) / 2)
}

function poisson(random: () => number, mean: number): number {
  const least = Math.exp(-mean)
  let n = 0
  for (let product = random(); product > least; product *= random()) n++
  return n
}
