/** Every reason to skip, in the order of design.md, section 4. */
import type { SkipReason } from '../../src/planning/shapes.ts'

const all: Record<SkipReason, true> = {
  cancelled: true,
  declined: true,
  skipped_by_you: true,
  overlaps: true,
  protected_hours: true,
  no_follow_up_slot: true,
  evening_limit: true,
  daily_limit: true,
  follow_up_debt: true,
  over_cap: true,
  low_value: true,
}
export const SKIP_REASONS = Object.keys(all) as SkipReason[]
