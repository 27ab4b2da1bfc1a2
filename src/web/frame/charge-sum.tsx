/**
 * A charge as the sum it always is: event + travel + follow-up (design.md, section 4); and the week's bar of it under the cap.
 */
import type { Language } from '../../i18n/index.ts'
import type { Charge } from '../../planning/shapes.ts'

export function ChargeSum({ charge, language }: { charge: Charge; language: Language }) {
  const { words, formats } = language
  return (
    <p class="small">
      {words.charge.sum(
        formats.duration(charge.event),
        formats.duration(charge.travel),
        formats.duration(charge.followUp),
        formats.duration(charge.total),
      )}
    </p>
  )
}

/** The parts with the colours of the bar, which says the same to those who see it. */
export function ChargeKey({ charge, language }: { charge: Charge; language: Language }) {
  const { words, formats } = language
  const parts = [
    { name: 'event', label: words.pages.week.events, minutes: charge.event },
    { name: 'travel', label: words.pages.week.travel, minutes: charge.travel },
    { name: 'follow-up', label: words.pages.week.followUps, minutes: charge.followUp },
  ]
  return (
    <dl class="sum">
      {parts.map((part) => (
        <div>
          <dt>
            <svg class="key" viewBox="0 0 12 12" aria-hidden="true">
              <rect class={`key-${part.name}`} width="12" height="12" rx="3" />
            </svg>
            {part.label}
          </dt>
          <dd>{formats.duration(part.minutes)}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface ChargeMeterProps {
  charge: Charge
  capMinutes: number
  language: Language
}

/** Drawn, not styled: pages allow no inline style. Beyond the cap the bar goes on, and a mark shows where the cap was. */
export function ChargeMeter({ charge, capMinutes, language }: ChargeMeterProps) {
  const { words, formats } = language
  const whole = Math.max(capMinutes, charge.total, 1)
  const at = (minutes: number) => Math.round((minutes / whole) * 10_000) / 100
  const travelFrom = at(charge.event)
  const followUpFrom = at(charge.event + charge.travel)
  const label = words.pages.week.meter(
    formats.duration(charge.event),
    formats.duration(charge.travel),
    formats.duration(charge.followUp),
    formats.duration(capMinutes),
  )
  return (
    <svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="meter-rest" width="100" height="8" />
      <rect class="meter-event" width={at(charge.event)} height="8" />
      <rect class="meter-travel" x={travelFrom} width={at(charge.travel)} height="8" />
      <rect class="meter-follow-up" x={followUpFrom} width={at(charge.followUp)} height="8" />
      {[travelFrom, followUpFrom]
        .filter((edge) => edge > 0 && edge < 100)
        .map((edge) => (
          <rect class="meter-gap" x={Math.round((edge - 0.2) * 100) / 100} width="0.4" height="8" />
        ))}
      {charge.total > capMinutes && (
        <rect class="meter-cap" x={Math.max(0, at(capMinutes) - 0.5)} width="1" height="8" />
      )}
    </svg>
  )
}
