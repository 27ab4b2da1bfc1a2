/**
 * A week of somebody's calendar in a few words, for journeys:
 * `aLife('2026-W48').cap(360).invited('mar 19:00', 'Networking CANACO').busy('mié 09:00-14:00')`.
 */
import { Temporal } from 'temporal-polyfill'
import { aCommitment, aMeeting, anInvitation, type EventSketch, ZONE } from './an-event.ts'

const DAYS = ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom']
const ALWAYS_IN_WEEK_ONE = 4

export interface Life {
  readonly events: readonly EventSketch[]
  /** What the person sets for themselves. */
  readonly settings: Readonly<Record<string, unknown>>
  cap(minutes: number): Life
  /** @param when `mar 19:00-21:00`, or `mar 19:00` for two hours */
  invited(when: string, title?: string, with_?: Partial<EventSketch>): Life
  accepted(when: string, title?: string, with_?: Partial<EventSketch>): Life
  busy(when: string, title?: string, with_?: Partial<EventSketch>): Life
}

/** @param week ISO week in which the days lie, `2026-W48` */
export function aLife(week: string, zone: string = ZONE): Life {
  return life(week, zone, [], {})
}

function life(
  week: string,
  zone: string,
  events: readonly EventSketch[],
  settings: Readonly<Record<string, unknown>>,
): Life {
  const adding =
    (make: (with_: Partial<EventSketch>) => EventSketch) =>
    (when: string, title?: string, with_: Partial<EventSketch> = {}) => {
      const named = title === undefined ? {} : { title }
      return life(week, zone, [...events, make({ ...timesIn(week, when), zone, ...named, ...with_ })], settings)
    }
  return {
    events,
    settings,
    cap: (weeklyCapMinutes) => life(week, zone, events, { ...settings, weeklyCapMinutes }),
    invited: adding(anInvitation),
    accepted: adding(aCommitment),
    busy: adding(aMeeting),
  }
}

function timesIn(week: string, when: string): { start: string; minutes: number } {
  const [, day = '', from = '', to] = /^(\S+) (\d{2}:\d{2})(?:-(\d{2}:\d{2}))?$/.exec(when) ?? []
  if (!DAYS.includes(day)) throw new RangeError(`"${when}" names no day and time, such as "mar 19:00-21:00"`)
  const date = mondayOf(week).add({ days: DAYS.indexOf(day) })
  const minutes = to === undefined ? 120 : minuteOfDay(to) - minuteOfDay(from)
  return { start: `${date} ${from}`, minutes }
}

/** The 4th of January lies in the first ISO week of its year (ISO 8601). */
function mondayOf(week: string): Temporal.PlainDate {
  const [year = 0, number = 0] = week.split('-W').map(Number)
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: ALWAYS_IN_WEEK_ONE })
  return fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 })
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
