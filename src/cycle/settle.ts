/** Was the person there? `followups/attendance.ts` says; this puts the person's events before it. */
import type { Temporal } from 'temporal-polyfill'
import { type Settled, settleAttendance } from '../followups/attendance.ts'
import { overlaps } from '../time/interval.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { attendedHours } from './plan.ts'
import type { PersonState } from './state.ts'

export function attendanceOf(state: PersonState, known: Known, event: KnownEvent, now: Temporal.Instant): Settled {
  const said = event.said?.attendance ?? null
  const own = said === 'attended' || said === 'missed' ? said : null
  if (event.networking !== true || (own === null && (event.cancelled || event.standing === null))) return 'none'
  // Nobody is asked about what they were told to skip, or said they would.
  if (own === null && event.standing === 'candidate' && event.said?.told !== 'attend') return 'none'
  const hours = attendedHours(state, event)
  const ended = hours.end.epochMilliseconds <= now.epochMilliseconds
  return settleAttendance({
    standing: event.standing ?? 'candidate',
    ended,
    // Of what is still to come nothing is settled: most events need not be held against all others.
    overlapsOtherCommitment:
      ended &&
      known.events.some(
        (other) =>
          other.id !== event.id &&
          other.standing === 'commitment' &&
          other.said?.attendance !== 'missed' &&
          overlaps(attendedHours(state, other), hours),
      ),
    own,
    setting: state.person.settings.attendance,
  })
}
