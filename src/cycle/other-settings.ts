/** Other settings, and what follows from them at once. */
import type { Temporal } from 'temporal-polyfill'
import { addWeeks, type Week, weekOf } from '../time/week.ts'
import { having } from './difference.ts'
import { isPending, overtaken } from './outbox.ts'
import type { Settings } from './settings.ts'
import type { PersonState } from './state.ts'
import { windowAt } from './window.ts'

/**
 * Another usual cap is for this week and those to come: the weeks behind that are still shown keep the one they had.
 * @param first the first of them, where that is not all that are shown
 */
export function keepingPastCaps(
  state: PersonState,
  settings: Settings,
  now: Temporal.Instant,
  first: Week = weekOf(windowAt(now).start, state.person.settings.timeZone),
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
