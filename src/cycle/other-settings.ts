/** Other settings, and what follows from them at once. */
import type { Temporal } from 'temporal-polyfill'
import { MOST_WEEKS } from '../insights/weeks.ts'
import { momentOf } from '../time/instant.ts'
import { addWeeks, type Week, weekOf } from '../time/week.ts'
import { having } from './difference.ts'
import { isPending, overtaken } from './outbox.ts'
import type { Settings } from './settings.ts'
import type { PersonState } from './state.ts'
import { windowAt } from './window.ts'

/**
 * Another usual cap is for this week and those to come: the weeks behind keep the one they had.
 * @param first the first of them; as far as anything is shown of unless said
 */
export function keepingPastCaps(
  state: PersonState,
  settings: Settings,
  now: Temporal.Instant,
  first: Week = firstShown(state, now),
): PersonState {
  const { weeklyCapMinutes, timeZone } = state.person.settings
  if (settings.weeklyCapMinutes === weeklyCapMinutes) return state
  let { weeks } = state
  const current = weekOf(now, timeZone)
  for (let week = first; week < current; week = addWeeks(week, 1)) {
    if (!weeks.has(week)) weeks = having(weeks, week, weeklyCapMinutes)
  }
  return { ...state, weeks }
}

/** Since they came, or since before, for what was read then is shown, too; as far as insights look back. */
function firstShown(state: PersonState, now: Temporal.Instant): Week {
  const { timeZone } = state.person.settings
  const [came, read] = [firstWeek(state), weekOf(windowAt(now).start, timeZone)]
  const oldest = addWeeks(weekOf(now, timeZone), -MOST_WEEKS)
  const first = came < read ? came : read
  return first < oldest ? oldest : first
}

/** The one in which they came. */
export function firstWeek({ person: { createdAt, settings } }: PersonState): Week {
  return weekOf(momentOf(createdAt), settings.timeZone)
}

export function withSettings(state: PersonState, change: Partial<Settings>, now: Temporal.Instant): PersonState {
  let { outbox } = state
  if (change.digest?.enabled === false) {
    // Who does not want the mail does not get the one either that still waits for its server.
    for (const intent of state.outbox.values()) {
      if (intent.body.effect.kind === 'digest' && isPending(intent)) {
        outbox = having(outbox, intent.opId, overtaken(intent, 'unsubscribed', now))
      }
    }
  }
  return { ...state, outbox, person: { ...state.person, settings: { ...state.person.settings, ...change } } }
}
