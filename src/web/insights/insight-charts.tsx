/**
 * The drawings of the insights, made by hand on the server: hours of each week as bars under the cap's line, the funnel, and ranges. Each says in words what
 * it shows, and the numbers stand in a table beside it.
 */
import type { Language } from '../../i18n/index.ts'
import type { Step } from '../../insights/funnel.ts'
import type { WeekSpent } from '../../insights/weeks.ts'
import { mondayOf } from '../../time/week.ts'

/** Of the drawing's own units; it is scaled to the column. */
const WIDTH = 320
const LEFT = 34
const RIGHT = WIDTH - 6

const HOURS = { height: 180, top: 16, bottom: 132 } as const
/** Weeks that are named below their bars, and how wide such a name may be. */
const NAMED_WEEKS = 4
const LABEL = 44

/** @param weeks one or more, ascending, with hours or a cap in one of them */
export function HoursChart({ weeks, language }: { weeks: readonly WeekSpent[]; language: Language }) {
  const { words, formats } = language
  const said = words.insights.hours
  const { top, bottom, height } = HOURS
  const most = Math.max(60, ...weeks.flatMap(({ spentMinutes, capMinutes }) => [spentMinutes, capMinutes]))
  const step = (RIGHT - LEFT) / weeks.length
  const x = (n: number) => round(LEFT + n * step)
  const y = (minutes: number) => round(bottom - (minutes / most) * (bottom - top))
  const cap = weeks.map(({ capMinutes }, n) => `${n === 0 ? 'M' : 'L'}${x(n)} ${y(capMinutes)}H${x(n + 1)}`).join('')
  const highest = weeks.reduce((a, b) => (b.spentMinutes > a.spentMinutes ? b : a))
  const told = [
    sumSentence(weeks, language),
    ...(highest.spentMinutes > 0
      ? [said.most(formats.week(highest.week), formats.duration(highest.spentMinutes))]
      : []),
  ]
  const every = Math.max(1, Math.ceil(weeks.length / NAMED_WEEKS))
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby="hours-chart hours-told">
      <title id="hours-chart">{said.chart}</title>
      <desc id="hours-told">{told.join(' ')}</desc>
      <path class="chart-axis" d={`M${LEFT} ${top}H${RIGHT}M${LEFT} ${bottom}H${RIGHT}`} />
      {weeks.map(({ spentMinutes }, n) => (
        <rect
          class="chart-bar"
          x={round(LEFT + (n + 0.15) * step)}
          y={y(spentMinutes)}
          width={round(0.7 * step)}
          height={round(bottom - y(spentMinutes))}
        />
      ))}
      <path class="chart-cap" d={cap} />
      <text class="chart-text" x={LEFT - 5} y={top + 4} text-anchor="end">
        {formats.number(Math.round(most / 6) / 10)}
      </text>
      <text class="chart-text" x={LEFT - 5} y={bottom + 4} text-anchor="end">
        {formats.number(0)}
      </text>
      {weeks.map(({ week }, n) =>
        // The last name must not run into the one before it, nor out of the drawing.
        n % every === 0 && (weeks.length - n) * step >= LABEL ? (
          <text class="chart-text" x={x(n)} y={bottom + 18}>
            {formats.shortDate(mondayOf(week).toString())}
          </text>
        ) : null,
      )}
      <text class="chart-text" x={(LEFT + RIGHT) / 2} y={height - 6} text-anchor="middle">
        {said.chart}
      </text>
    </svg>
  )
}

export function sumSentence(weeks: readonly WeekSpent[], { words, formats }: Language): string {
  const spent = weeks.reduce((sum, one) => sum + one.spentMinutes, 0)
  const cap = weeks.reduce((sum, one) => sum + one.capMinutes, 0)
  return words.insights.hours.sum(formats.duration(spent), formats.duration(cap))
}

const ROW = 30
const LABELS = 96

export function FunnelChart({ steps, language }: { steps: readonly Step[]; language: Language }) {
  const { words, formats } = language
  const said = words.insights.funnel
  const most = Math.max(1, ...steps.map(({ count }) => count))
  const height = ROW * steps.length
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby="funnel-chart funnel-told">
      <title id="funnel-chart">{said.chart}</title>
      <desc id="funnel-told">
        {steps.map(({ reached, count }) => said.told(said.step[reached], formats.number(count))).join(' ')}
      </desc>
      {steps.map(({ reached, count }, n) => {
        const width = round((count / most) * (RIGHT - LABELS - 40))
        return (
          <g>
            <text class="chart-text" x="0" y={n * ROW + 19}>
              {said.step[reached]}
            </text>
            <rect class="chart-bar" x={LABELS} y={n * ROW + 5} width={width} height={ROW - 10} />
            <text x={LABELS + width + 6} y={n * ROW + 19}>
              {formats.number(count)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

export interface RangeBarProps {
  mean: number
  low: number
  high: number
  /** The right end of all bars that stand below one another; positive. */
  most: number
  /** All three in words. */
  label: string
}

/** From the low to the high end, with a mark where the mean is. */
export function RangeBar({ mean, low, high, most, label }: RangeBarProps) {
  const at = (value: number) => Math.round((Math.min(value, most) / most) * 9_800) / 100
  return (
    <svg class="range" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="range-all" y="3.5" width="100" height="1" />
      <rect class="range-band" x={at(low)} y="1.5" width={Math.max(0.5, round(at(high) - at(low)))} height="5" />
      <rect class="range-edge" x={Math.max(0, round(at(mean) - 0.4))} width="2" height="8" />
      <rect class="range-mean" x={round(at(mean))} width="1.2" height="8" />
    </svg>
  )
}

function round(place: number): number {
  return Math.round(place * 10) / 10
}
