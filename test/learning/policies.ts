/**
 * Ways to decide where to go, in one simulated world under one cap: each week the real chooser takes the best set of what the policy says
 * events are worth, and the person goes. All have the values of the product beneath; they differ in what they add to them.
 */
import type { Temporal } from 'temporal-polyfill'
import { earnedBy } from '../../src/insights/earned.ts'
import {
  type EventRecord,
  type FollowUpRecord,
  type History,
  historyOf,
  organiserIdOf,
} from '../../src/insights/history.ts'
import { learnedFor } from '../../src/insights/learned.ts'
import { horizonOf } from '../../src/planning/horizon.ts'
import type { PlanEvent, PlanInput } from '../../src/planning/shapes.ts'
import { taught } from '../../src/planning/taught.ts'
import { EVEN_WEIGHTS } from '../../src/planning/value.ts'
import type { Contact } from '../../src/relationships/contact.ts'
import type { Outcome, OutcomeKind } from '../../src/relationships/outcome.ts'
import { timestamp } from '../../src/time/instant.ts'
import { addWeeks, type Week, weekInterval } from '../../src/time/week.ts'
import { aContact, anOutcome, id as eventIdOf, outcomeId } from '../builders/a-history.ts'
import { planRules } from '../builders/plan-rules.ts'
import { aftermath, FIRST_WEEK, HOURLY_RATE, type Meeting, type World, ZONE } from './world.ts'

export const POLICIES = [
  'ours',
  'ours, never trying',
  'always the same',
  'last outcome',
  'no learning',
  'oracle',
] as const
export type Policy = (typeof POLICIES)[number]

const HORIZON_WEEKS = 4
const DAY_HOURS = 24
const CURRENCY = 'MXN'
const RULES = { hourlyRate: HOURLY_RATE, currency: CURRENCY }
const rules = planRules({ timeZone: ZONE, hourlyRate: HOURLY_RATE })
/** The oracle looks at the truth alone. */
const ONLY_LEARNED = {
  ...EVEN_WEIGHTS,
  base: 0,
  objectives: 0,
  format: 0,
  interests: 0,
  people: 0,
  novelty: 0,
  hours: 0,
  ticket: 0,
}

export interface Run {
  /** After each week: expected business so far of where they went, in hours of the rate. */
  cumulative: number[]
  /** Minutes charged in all, and to organisers of whom little was known by the bonus. */
  minutes: number
  explored: number
  attended: number
}

export function run(world: World, policy: Policy): Run {
  const past = new Past(world)
  const cumulative: number[] = []
  let [sum, minutes, explored] = [0, 0, 0]
  for (let n = 0; n < world.weeks; n++) {
    const week = addWeeks(FIRST_WEEK, n)
    const input = inputOf(world, n, week, past)
    const decided = asSeenBy(policy, input, past, world, week)
    const { chooser, stage } = horizonOf(decided)
    const chosen = new Set(chooser.best.chosen)
    for (const { event, charge, choice } of stage.events) {
      past.told.set(event.id, chosen.has(event.id) ? 'attend' : 'skip')
      if (choice.week !== 0 || !chosen.has(event.id)) continue
      const meeting = past.meetingOf(event.id)
      sum += meeting.worth
      minutes += charge.total
      if ((event.learned?.explore ?? 0) > 0) explored += charge.total
      past.attend(meeting, charge)
    }
    cumulative.push(sum)
  }
  return { cumulative, minutes, explored, attended: past.events.length }
}

/**
 * Whether the ranges that were told when all was over held the truth: of organisers who were met often enough and never changed. The truth is
 * what very many events of theirs would have earned by our own table, everything come to its end.
 */
export function rangesHeld(world: World): { held: number; of: number } {
  const past = new Past(world)
  for (let n = 0; n < world.weeks; n++) {
    const week = addWeeks(FIRST_WEEK, n)
    const input = asSeenBy('ours', inputOf(world, n, week, past), past, world, week)
    const { chooser, stage } = horizonOf(input)
    for (const { event, charge, choice } of stage.events) {
      if (choice.week === 0 && chooser.best.chosen.includes(event.id)) past.attend(past.meetingOf(event.id), charge)
    }
  }
  const week = addWeeks(FIRST_WEEK, world.weeks)
  const learned = learnedFor(past.history(weekInterval(week, ZONE).start), RULES, week)
  const judged = (learned?.organisers ?? []).flatMap(({ organiserId, low, high, count }) => {
    const organiser = world.organisers.find(({ key }) => organiserId === organiserIdOf(key, key))
    if (organiser === undefined || organiser.worths.length > 1 || count < ENOUGH) return []
    const truth = trueReturn(world, organiser)
    return [truth >= low && truth <= high]
  })
  return { held: judged.filter((held) => held).length, of: judged.length }
}

/** Attended events from which on a range is judged. */
export const ENOUGH = 3
const VERY_MANY = 400

function trueReturn(world: World, organiser: World['organisers'][number]): number {
  const one = world.meetings.flat().find((meeting) => meeting.organiser === organiser)
  if (one === undefined) throw new RangeError('an organiser without events')
  const past = new Past(world)
  const total = organiser.minutes + 2 * organiser.travelMinutes + FOLLOW_UP
  const charge = { event: organiser.minutes, travel: 2 * organiser.travelMinutes, followUp: FOLLOW_UP, total }
  for (let n = 0; n < VERY_MANY; n++) past.attend({ ...one, id: `${one.id} again ${n}` }, charge)
  const earned = earnedBy(past.history(one.start.add({ hours: 1000 * DAY_HOURS })), RULES)
  const points = [...earned.values()].flat().reduce((sum, line) => sum + line.points, 0) / 100
  const missed = VERY_MANY - earned.size
  return points / ((earned.size + missed / 10) * (total / 60))
}

function asSeenBy(policy: Policy, input: PlanInput, past: Past, world: World, week: Week): PlanInput {
  const adding = (perHour: (event: PlanEvent) => number): PlanInput => ({
    ...input,
    events: input.events.map((event) => {
      const known = { perHour: 0, low: 0, high: 0, count: 0, explore: 0 }
      return { ...event, learned: { ...known, aboveAll: perHour(event) } }
    }),
  })
  switch (policy) {
    case 'ours':
    case 'ours, never trying': {
      const history = past.history(input.now)
      const told = taught(input, history, learnedFor(history, RULES, week))
      if (policy === 'ours') return told
      const without = told.events.map((event) => {
        return event.learned === null ? event : { ...event, learned: { ...event.learned, explore: 0 } }
      })
      return { ...told, events: without }
    }
    case 'always the same': {
      // Each time they went makes an hour there worth a point more.
      const times = Map.groupBy(past.events, ({ organiser }) => organiser.key)
      return adding(({ organiserKey }) => times.get(organiserKey)?.length ?? 0)
    }
    case 'last outcome': {
      const recent = past.organisersByLastOutcome(input.now)
      return adding(({ organiserKey }) => {
        const rank = recent.indexOf(organiserKey ?? '')
        return rank < 0 ? 0 : 10 / (1 + rank)
      })
    }
    case 'no learning':
      return input
    case 'oracle': {
      const worths = new Map(world.meetings.flat().map(({ id, worth }) => [id, worth]))
      const told = adding(({ id, countedMinutes, travelMinutes }) => {
        return (100 * (worths.get(id) ?? 0)) / ((countedMinutes + 2 * travelMinutes + FOLLOW_UP) / 60)
      })
      return { ...told, rules: { ...rules, weights: ONLY_LEARNED } }
    }
  }
}

const FOLLOW_UP = 30

function inputOf(world: World, n: number, week: Week, past: Past): PlanInput {
  const ahead = world.meetings.slice(n, n + HORIZON_WEEKS).flat()
  return {
    week,
    now: weekInterval(week, ZONE).start,
    events: ahead.map((meeting): PlanEvent => {
      const { id, organiser, start, end } = meeting
      past.meetings.set(id, meeting)
      return {
        id: eventIdOf(id),
        title: organiser.key,
        start,
        end,
        allDay: false,
        countedMinutes: organiser.minutes,
        place: organiser.travelMinutes === 0 ? null : organiser.key,
        travelMinutes: organiser.travelMinutes,
        standing: 'candidate',
        cancelled: false,
        declined: false,
        decision: null,
        kind: organiser.kind,
        smart: organiser.smart,
        organiserKey: organiser.key,
        seriesKey: organiser.key,
        text: '',
        attendees: [],
        met: past.timesMet(organiser.key, meeting.week),
        ticketPrice: null,
        learned: null,
        told: past.told.get(id) ?? null,
        followUp: { kind: 'owed', minutes: FOLLOW_UP },
      }
    }),
    busy: [],
    rules,
    debtMinutes: 0,
  }
}

/** What the person has lived through, and what of it is known by a day. */
class Past {
  readonly meetings = new Map<string, Meeting>()
  readonly told = new Map<string, 'attend' | 'skip'>()
  readonly events: EventRecord[] = []
  private readonly weeks: { key: string; week: number }[] = []
  private readonly contacts: { record: Contact; touches: { id: string; at: string }[] }[] = []
  private readonly followUps: FollowUpRecord[] = []
  private readonly outcomes: { record: Outcome; at: string; lostAt: string | null; organiser: string }[] = []
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  meetingOf(id: string): Meeting {
    const found = this.meetings.get(id)
    if (found === undefined) throw new RangeError(`no meeting ${id}`)
    return found
  }

  timesMet(key: string, week: number): number {
    return this.weeks.filter((one) => one.key === key && one.week >= week - 8 && one.week < week).length
  }

  attend(meeting: Meeting, charge: EventRecord['charge']): void {
    const { id, organiser, start, end, week } = meeting
    const after = aftermath(this.world, meeting)
    const eventId = eventIdOf(id)
    this.weeks.push({ key: organiser.key, week })
    this.events.push({
      id: eventId,
      title: organiser.key,
      start: timestamp(start),
      end: timestamp(end),
      organiser: { key: organiser.key, label: organiser.key },
      seriesKey: organiser.key,
      kind: organiser.kind,
      attendance: after.missed ? 'missed' : 'attended',
      charge,
      ticket: null,
    })
    if (after.missed) return
    const at = (days: number) => timestamp(end.add({ hours: DAY_HOURS * days }))
    if (after.followUpDone) this.followUps.push({ id: `f-${id}`, eventId, state: 'done', closedAt: at(1) })
    for (const [n, contact] of after.contacts.entries()) {
      const name = `c${n}-${id}`
      const touches = contact.touches.map((days, k) => ({ id: `t${k}-${name}`, at: at(days) }))
      const encounters = [{ eventId, at: timestamp(start), title: organiser.key }]
      const record = aContact(name, null, { createdAt: at(0), encounters })
      this.contacts.push({ record, touches })
      const outcome = (kind: OutcomeKind, days: number, amount: number | null, closes: string | null) => {
        const on = at(days).slice(0, 10)
        const told = { contactId: record.id, on, amount, closes: closes === null ? null : outcomeId(closes) }
        const isLost = kind === 'proposal' && contact.answer?.amount === 0
        this.outcomes.push({
          record: anOutcome(`${kind}-${name}`, kind, id, told),
          at: at(days),
          lostAt: isLost ? at(contact.answer?.day ?? 0) : null,
          organiser: organiser.key,
        })
      }
      if (contact.meeting !== null) outcome('meeting', contact.meeting, null, null)
      if (contact.proposal !== null) outcome('proposal', contact.proposal, null, null)
      const { answer } = contact
      if (answer !== null && answer.amount > 0) outcome('closed', answer.day, answer.amount, `proposal-${name}`)
    }
  }

  history(now: Temporal.Instant): History {
    const by = timestamp(now)
    return historyOf({
      forgotten: [],
      zone: ZONE,
      events: this.events,
      contacts: this.contacts.map(({ record: { id, body }, touches }) => {
        const known = touches
          .filter(({ at }) => at <= by)
          .map((touch) => ({ ...touch, kind: 'message' as const, note: null, eventId: null }))
        return { id, body: { ...body, touches: known } }
      }),
      followUps: this.followUps.filter(({ closedAt }) => closedAt !== null && closedAt <= by),
      outcomes: this.outcomes
        .filter(({ at }) => at <= by)
        .map(({ record: { id, body }, lostAt }) => {
          return { id, body: { ...body, lostOn: lostAt !== null && lostAt <= by ? lostAt.slice(0, 10) : null } }
        }),
    })
  }

  /** Of proposals and business, and of meetings where there is none yet: the latest first. */
  organisersByLastOutcome(now: Temporal.Instant): string[] {
    const by = timestamp(now)
    const known = this.outcomes.filter(({ at }) => at <= by).sort((a, b) => (a.at < b.at ? 1 : -1))
    return [...new Set(known.map(({ organiser }) => organiser))]
  }
}
