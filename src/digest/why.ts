/** Why a verdict is what it is, in one sentence: the same in the mail and on pages. */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { Language, Words } from '../i18n/index.ts'
import { pointsOf } from '../i18n/points.ts'
import type { Verdict } from '../planning/shapes.ts'
import { weekOf } from '../time/week.ts'

/**
 * @param conflict the title of `verdict.conflictsWith`, cleaned; null where it is not known
 * @param capMinutes of the verdict's week: where there is none, nothing is too much for it
 */
export function whyOf(verdict: Verdict, conflict: string | null, capMinutes: number, words: Words): string {
  switch (verdict.verdict) {
    case 'hold':
      return words.hold
    case 'attend':
      if (verdict.event.decision === 'attend') return words.attend.decided
      return verdict.standing === 'commitment' ? words.attend.commitment : words.attend.chosen
    case 'skip':
      if (verdict.reason === 'overlaps' && conflict !== null) return words.overlapsWith(conflict)
      if (verdict.reason === 'over_cap' && capMinutes === 0) return words.weekOff
      // Every skip has a reason (design.md, section 4).
      return words.skip[verdict.reason ?? 'low_value']
  }
}

/**
 * What would have to go for a skip to come in, and what that loses; an event of another week is named with its day.
 * @param eventOf the title, cleaned, and the start of an event that would have to go
 * @returns null where it lost no competition
 */
export function counterfactualOf(
  { event, counterfactual }: Verdict,
  eventOf: (id: EventId) => { title: string; start: Temporal.Instant } | undefined,
  language: Language,
): string | null {
  if (counterfactual === null) return null
  const { words, formats, timeZone } = language
  const week = weekOf(event.start, timeZone)
  const titles = counterfactual.without.map((id) => {
    const { title, start } = eventOf(id) ?? { title: words.place.untitled, start: event.start }
    if (weekOf(start, timeZone) === week) return words.counterfactual.title(title)
    return words.counterfactual.titleOn(title, formats.shortDay(start))
  })
  const { loss } = counterfactual
  if (loss === 0) return words.counterfactual.even(formats.list(titles))
  return words.counterfactual.losing(formats.list(titles), pointsOf(loss, language))
}
