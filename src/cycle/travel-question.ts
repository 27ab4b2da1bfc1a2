/**
 * "How long is the way?", asked once of each place that looks to be in another city, where half an hour would be a fiction. A place is one by its text
 * alone (`cityOf`); until it is answered the usual travel counts.
 *
 * The person's own city is the one that more than half of their commitments in person name, three at least, from five weeks back to thirteen ahead
 * (of ordinary events no place is kept); else the city of their time zone. Where neither is known nothing is asked.
 */
import type { Temporal } from 'temporal-polyfill'
import { cityOf, cityOfZone } from '../recognition/cities.ts'
import { isBefore } from '../time/instant.ts'
import { placeKey } from './identity.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import type { PersonState } from './state.ts'

export interface TravelQuestion {
  /** The next event there. */
  event: KnownEvent
  city: string
}

const MOST_QUESTIONS = 5
/** Fewer commitments than this say nothing of where somebody lives. */
const ENOUGH_TO_TELL = 3

/** One for each place, soonest first. */
export function travelQuestions(state: PersonState, known: Known, now: Temporal.Instant): TravelQuestion[] {
  const asked = new Map<string, TravelQuestion>()
  for (const event of known.events) {
    const city = travelAskedFor(state, known, event, now)
    const place = placeKey(event.location)
    if (city !== null && place !== null && !asked.has(place)) asked.set(place, { event, city })
  }
  return [...asked.values()].slice(0, MOST_QUESTIONS)
}

/** The other city that an event to come seems to be in, where nobody has said how long the way there is; null otherwise. */
export function travelAskedFor(
  state: PersonState,
  known: Known,
  event: KnownEvent,
  now: Temporal.Instant,
): string | null {
  const place = placeKey(event.location)
  if (event.networking !== true || event.standing === null || event.online || place === null) return null
  if (event.said?.travelMinutes != null || state.places.has(place) || !isBefore(now, event.start)) return null
  const city = cityOf(event.location)
  const own = ownCityOf(state, known)
  return city === null || own === null || city === own ? null : city
}

/** As a person would call it in the table of cities; null where nothing tells. */
function ownCityOf(state: PersonState, known: Known): string | null {
  const before = ownCities.get(known)
  if (before !== undefined) return before
  const named = known.events.flatMap((event) => {
    const counts = event.networking === true && event.standing === 'commitment' && !event.online
    const city = counts ? cityOf(event.location) : null
    return city === null ? [] : [city]
  })
  const most = [...new Set(named)].find((city) => named.filter((one) => one === city).length > named.length / 2)
  const own = (named.length >= ENOUGH_TO_TELL ? most : undefined) ?? cityOfZone(state.person.settings.timeZone)
  ownCities.set(known, own)
  return own
}

/** It is asked of every event that is shown, and follows from all of them. */
const ownCities = new WeakMap<Known, string | null>()
