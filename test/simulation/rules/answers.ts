/** What Aforo answers to organisers: rule 6 as far as it shows outside, rule 7 by what really happened, and the ration of declines (threat 25). */
import { Temporal } from 'temporal-polyfill'
import type { Answer } from '../../../src/calendar/event.ts'
import { changedAnswer, named, type OwnAnswer, type Seen, type Write } from './seen.ts'

/** An answer the person gave in Aforo. */
export interface Act {
  at: number
  /** The provider's id of the event or occurrence, as writes call it. */
  eventId: string
  answer: Answer
}
/** Of one event, in the order in which they were given. */
export type ActsOf = (eventId: string) => readonly Act[]

export function actsByEvent(acts: readonly Act[]): ActsOf {
  const byEvent = Map.groupBy(acts, ({ eventId }) => eventId)
  return (eventId) => byEvent.get(eventId) ?? []
}

/** The answer of a write that nobody but Aforo gave; null for everything else. */
export function ownAnswer(write: Write, acts: readonly Act[]): OwnAnswer | null {
  if (write.actor !== 'api' || write.after.block !== null) return null
  const answer = changedAnswer(write)
  return acts.some((act) => act.eventId === write.eventId && act.at <= write.at && act.answer === answer)
    ? null
    : answer
}

/** Rule 6: what was sent is never sent again: an organiser hears one answer once (faults.md, N3). */
export function rule6(writes: readonly Write[]): string[] {
  return writes.flatMap(saidOnce)
}

export function saidOnce(write: Write): string[] {
  const { actor, before, after, notices } = write
  if (actor !== 'api' || before === null || after.block !== null || after.ownAnswer === 'none') return []
  const heard = notices.flatMap(({ kind, to }) => (kind === 'response' ? [to.join(', ')] : []))
  const again = changedAnswer(write) === null ? heard : heard.slice(1)
  return again.map((who) => `${named(write)}: ${who} hears "${after.ownAnswer}" again`)
}

/** Of one person: what their acceptances and declines are judged by. */
export interface Limits {
  timeZone: string
  /** The cap that stood when Aforo sent an answer at this moment. */
  capAt: (at: number) => number
  declinesPerOrganiser: number
  declinesPerWeek: number
  /** Milliseconds by which the clock that Aforo goes by is off: its weeks begin by it. */
  skew?: number
  /** Since when Aforo knows them: whoever erased everything is nobody whose declines are remembered. */
  since?: number
  /** Whether that account is connected: what was accepted elsewhere nobody can know. */
  knows?: (owner: string) => boolean
  /** The provider's ids of events that cost nothing, whatever stands in the calendar: skipped in Aforo, or still a question there. */
  uncharged?: ReadonlySet<string>
}

/** No local week lasts longer. */
const WEEK_MS = 169 * 3_600_000
/** Each way, and the follow-up of an event of which nobody is known yet: what every event of these lives costs besides its length. */
const BESIDES_MINUTES = 30 + 30 + 30
/** What a hand accepts while Aforo's answers of one reading go out, only the next reading can tell; a read is behind by no more. */
const UNHEARD_MS = 60_000

/**
 * Rule 7 by what really happened: whenever Aforo answers by itself, nobody had answered before (section 4), everything accepted that is still to come
 * in that week fits under the cap, and in no local week does it decline more than it may.
 * @param writes of one person's calendars, from the first on
 * @param acts answers the person gave or took back through Aforo: theirs, not Aforo's own
 */
export function rule7Answers(writes: readonly Write[], limits: Limits, acts: readonly Act[] = []): string[] {
  return writes.flatMap(underTheCap(limits, actsByEvent(acts)))
}

export function underTheCap(limits: Limits, actsOf: ActsOf): (write: Write) => string[] {
  /** By local week and then by id: what the person's answer says they attend. */
  const accepted = new Map<
    string,
    Map<string, Seen & { start: number; end: number; owner: string; byHandAt: number | null }>
  >()
  const weekOfAccepted = new Map<string, string>()
  const declines: { at: number; organiser: string }[] = []
  const weekOf = (at: number) => {
    const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(limits.timeZone).toPlainDate()
    return `${day.yearOfWeek}-W${day.weekOfYear}`
  }

  function remember({ at, actor, calendarId, eventId, owner, after, begunAnew = [] }: Write): void {
    const key = `${calendarId} ${eventId}`
    for (const id of [eventId, ...begunAnew]) {
      const gone = `${calendarId} ${id}`
      accepted.get(weekOfAccepted.get(gone) ?? '')?.delete(gone)
      weekOfAccepted.delete(gone)
    }
    const { start, end } = after
    // Whole days are left out: what they cost says the person, not the calendar.
    if (after.ownAnswer !== 'accepted' || after.cancelled || !isTime(start) || !isTime(end)) return
    const week = weekOf(start)
    const there = accepted.get(week) ?? new Map()
    const byHandAt = actor === 'api' ? null : at
    accepted.set(week, there.set(key, { ...after, start, end, owner, byHandAt }))
    weekOfAccepted.set(key, week)
  }

  function overRation(write: Write): string[] {
    const organiser = write.after.organiser.split('@')[1] ?? ''
    const now = write.at + (limits.skew ?? 0)
    declines.push({ at: now, organiser })
    // Weeks are those of the person's clock as it is now: who changed their zone has other weeks, also behind them.
    const week = weekOf(now)
    const from = Math.max(limits.since ?? 0, now - WEEK_MS + 1)
    const lately = declines.filter(({ at }) => at >= from && weekOf(at) === week)
    const kept = [
      [week, limits.declinesPerWeek, lately],
      [`${week} to ${organiser}`, limits.declinesPerOrganiser, lately.filter((one) => one.organiser === organiser)],
    ] as const
    return kept.flatMap(([key, most, { length }]) =>
      length > most ? [`${named(write)}: more than ${most} declines in ${key}`] : [],
    )
  }

  function overCap(write: Write): string[] {
    const week = weekOfAccepted.get(`${write.calendarId} ${write.eventId}`) ?? ''
    const taken = [...(accepted.get(week)?.values() ?? [])].filter(
      ({ id, start, owner, byHandAt }) =>
        start > write.at &&
        limits.uncharged?.has(id) !== true &&
        limits.knows?.(owner) !== false &&
        (byHandAt === null || write.at - byHandAt >= UNHEARD_MS),
    )
    const minutes = taken.reduce((sum, { start, end }) => sum + (end - start) / 60_000 + BESIDES_MINUTES, 0)
    const cap = limits.capAt(write.at)
    if (minutes <= cap) return []
    const names = taken.map(({ title }) => `"${title}"`).join(', ')
    return [`${named(write)}: ${minutes} of ${cap} minutes of ${week} are accepted, with ${names}`]
  }

  return (write) => {
    remember(write)
    const answer = ownAnswer(write, actsOf(write.eventId))
    if (answer === null) return []
    const before = write.before?.ownAnswer ?? 'none'
    return [
      ...(before === 'none' ? [] : [`${named(write)}: "${answer}" where "${before}" stood`]),
      ...(answer === 'declined' ? overRation(write) : []),
      ...(answer === 'accepted' ? overCap(write) : []),
    ]
  }
}

function isTime(moment: number | string): moment is number {
  return typeof moment === 'number' && !Number.isNaN(moment)
}
