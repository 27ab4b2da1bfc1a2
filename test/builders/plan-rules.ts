/** The rules of a person who set nothing, with every field dull; a test sets what matters to it. */
import type { PlanRules } from '../../src/planning/shapes.ts'
import { EVEN_WEIGHTS } from '../../src/planning/value.ts'

export const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5]

export function planRules(over: Partial<PlanRules> = {}): PlanRules {
  return {
    timeZone: 'America/Mexico_City',
    capMinutes: 360,
    capByWeek: new Map(),
    workingHours: WORKING_DAYS.map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
    protectedHours: [],
    holidays: new Set(),
    maxEvenings: 2,
    maxPerDay: 2,
    withinWorkingDays: 2,
    objectives: { beKnown: 1, sell: 1, partner: 1, learn: 1 },
    interests: [],
    people: [],
    weights: EVEN_WEIGHTS,
    hourlyRate: null,
    ...over,
  }
}
