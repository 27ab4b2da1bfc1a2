/** Why a verdict is what it is, in one sentence: the same in the mail and on pages. */
import type { Words } from '../i18n/index.ts'
import type { Verdict } from '../planning/plan.ts'

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
