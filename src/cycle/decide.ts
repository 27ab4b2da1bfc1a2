/**
 * The cycle's decisions, one step a line (design.md, section 2): what was sent, what the person said, then settle, choose, reserve and book, and the
 * week's mail. Pure: the same state at the same moment decides the same.
 */
import type { Temporal } from 'temporal-polyfill'
import type { Capabilities } from '../calendar/port.ts'
import { wakeAt, wakeBy } from './alarm.ts'
import { applyAll } from './apply.ts'
import type { Jitter } from './backoff.ts'
import type { Command, CommandResult } from './commands.ts'
import { lapse } from './debt.ts'
import { scheduleDigest } from './digest.ts'
import { enforce } from './enforce.ts'
import { keepHistory } from './history.ts'
import { knownAt } from './known.ts'
import { seeMeetings } from './meetings.ts'
import { scheduleNotices } from './notices.ts'
import { markOutages } from './outages.ts'
import { withdrawOwnAnswers } from './own-answers.ts'
import { placeFollowUps } from './place.ts'
import { horizonAt } from './plan.ts'
import { type AbsorbedSent, absorbSent, type Sent } from './sent.ts'
import type { Activity, PersonState } from './state.ts'
import { tell } from './told.ts'

export interface Decision {
  state: PersonState
  /** For the one alarm; null where nothing will ever be due before somebody does something. */
  wakeAt: Temporal.Instant | null
  /** What came of the commands together: the first that was not carried out, or that all were. */
  result: CommandResult
  activity: Activity[]
  counts: AbsorbedSent['counts']
}

/**
 * @param pulled the state with everything read taken in
 * @param commands what the person says at once: carried out together, or refused together
 * @param capabilities of the accounts' providers, by connection
 */
export function decide(
  pulled: PersonState,
  sent: readonly Sent[],
  commands: readonly Command[],
  capabilities: ReadonlyMap<string, Capabilities>,
  now: Temporal.Instant,
  jitter: Jitter,
): Decision {
  const absorbed = absorbSent(pulled, sent, now, jitter)
  let { state } = absorbed
  let known = knownAt(state, now)
  const said = applyAll(state, known, commands, now)
  if (said.state !== state) known = knownAt(said.state, now)
  state = withdrawOwnAnswers(said.state, known, now)
  if (state !== said.state) known = knownAt(state, now)
  const lapsed = lapse(state, known, now)
  state = lapsed.state
  const horizon = horizonAt(state, known, now)
  state = tell(state, known, horizon, now)
  state = enforce(state, known, horizon, capabilities, now)
  state = placeFollowUps(state, known, horizon, now)
  state = keepHistory(state, known, now)
  state = seeMeetings(state, known, now)
  state = scheduleDigest(state, now)
  state = markOutages(state, now)
  state = scheduleNotices(state, now)
  const wake = wakeAt(state, known, now)
  const by = wakeBy(wake)
  if (by !== state.person.wakeBy) state = { ...state, person: { ...state.person, wakeBy: by } }
  return {
    state,
    wakeAt: wake,
    result: said.result,
    activity: [...absorbed.activity, ...(said.activity ?? []), ...lapsed.activity],
    counts: absorbed.counts,
  }
}
