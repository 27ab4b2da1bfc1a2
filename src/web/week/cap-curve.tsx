/**
 * The value of a week against its cap, drawn: steps, because an event comes in as a whole. The cap as it stands and the one asked about have
 * marks of their own shape and words; the numbers stand in a table beside it.
 */
import type { Language } from '../../i18n/index.ts'
import { pointsOf } from '../../i18n/points.ts'
import { CURVE_MINUTES, type CapCurve as Curve } from '../../planning/what-if.ts'

interface Mark {
  capMinutes: number
  value: number
}
export interface CapCurveProps {
  curve: Curve
  /** The cap as it stands. */
  now: Mark
  /** The cap asked about; null where none was. */
  chosen: Mark | null
  language: Language
}

/** Of the drawing's own units; it is scaled to the column. */
const WIDTH = 320
const HEIGHT = 190
const LEFT = 44
const RIGHT = WIDTH - 10
const TOP = 46
const BOTTOM = HEIGHT - 34
const TICK_HOURS = [0, 3, 6, 9, 12]

export function CapCurve({ curve, now, chosen, language }: CapCurveProps) {
  const { words, formats } = language
  const most = Math.max(...curve.points.map((point) => point.value), now.value, chosen?.value ?? 0, 0.01)
  const x = (minutes: number) => round(LEFT + (minutes / CURVE_MINUTES) * (RIGHT - LEFT))
  const y = (value: number) => round(BOTTOM - (value / most) * (BOTTOM - TOP))
  const line = curve.points
    .map((point, n) => (n === 0 ? `M${x(0)} ${y(point.value)}` : `H${x(point.capMinutes)}V${y(point.value)}`))
    .join('')
  const told = [
    now.capMinutes === 0
      ? words.whatIf.curveOff(pointsOf(now.value, language))
      : words.whatIf.curveNow(formats.duration(now.capMinutes), pointsOf(now.value, language)),
    ...[chosen, curve.points.at(-1) ?? null].flatMap((mark) =>
      mark === null || mark.capMinutes === now.capMinutes
        ? []
        : [words.whatIf.curveAt(formats.duration(mark.capMinutes), pointsOf(mark.value, language))],
    ),
  ]
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="curve-title curve-told">
      <title id="curve-title">{words.whatIf.curve}</title>
      <desc id="curve-told">{told.join(' ')}</desc>
      <path class="curve-area" d={`${line}V${BOTTOM}H${LEFT}Z`} />
      <path class="curve-axis" d={`M${LEFT} ${TOP}H${RIGHT}M${LEFT} ${BOTTOM}H${RIGHT}`} />
      <path class="curve-line" d={line} />
      {TICK_HOURS.map((hours) => (
        <text class="curve-text" x={x(60 * hours)} y={BOTTOM + 16} text-anchor="middle">
          {formats.number(hours)}
        </text>
      ))}
      <text class="curve-text" x={(LEFT + RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
        {words.whatIf.axes}
      </text>
      <text class="curve-text" x={LEFT - 5} y={BOTTOM + 4} text-anchor="end">
        {formats.number(0)}
      </text>
      <text class="curve-text" x={LEFT - 5} y={TOP + 4} text-anchor="end">
        {formats.number(most)}
      </text>
      {now.capMinutes <= CURVE_MINUTES && (
        <g class="curve-now">
          <path d={`M${x(now.capMinutes)} 18V${BOTTOM}`} />
          <circle cx={x(now.capMinutes)} cy={y(now.value)} r="5" />
          <MarkText at={x(now.capMinutes)} line={13} text={words.whatIf.now(formats.duration(now.capMinutes))} />
        </g>
      )}
      {chosen !== null && chosen.capMinutes <= CURVE_MINUTES && (
        <g class="curve-chosen">
          <path d={`M${x(chosen.capMinutes)} 34V${BOTTOM}`} />
          <path class="curve-diamond" d={`M${x(chosen.capMinutes)} ${y(chosen.value) - 6}l6 6l-6 6l-6 -6z`} />
          <MarkText
            at={x(chosen.capMinutes)}
            line={30}
            text={words.whatIf.chosen(formats.duration(chosen.capMinutes))}
          />
        </g>
      )}
    </svg>
  )
}

/** Beside its line where the middle would stick out. */
function MarkText({ at, line, text }: { at: number; line: number; text: string }) {
  const anchor = at < WIDTH / 4 ? 'start' : at > (WIDTH * 3) / 4 ? 'end' : 'middle'
  return (
    <text x={anchor === 'start' ? Math.max(0, at - 5) : at} y={line} text-anchor={anchor}>
      {text}
    </text>
  )
}

/** Each step once: from which cap on the value is another. */
export function CapNumbers({ curve, language }: { curve: Curve; language: Language }) {
  const { words, formats } = language
  const steps = curve.points.filter((point, n) => n === 0 || point.value !== curve.points[n - 1]?.value)
  return (
    <table class="table">
      <caption class="hidden">{words.whatIf.curve}</caption>
      <thead>
        <tr>
          <th scope="col">{words.whatIf.from}</th>
          <th scope="col">{words.whatIf.points}</th>
          <th scope="col">{words.whatIf.hours}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((point) => (
          <tr>
            <th scope="row">{formats.duration(point.capMinutes)}</th>
            <td>{formats.number(point.value)}</td>
            <td>{formats.duration(point.chargeMinutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function round(place: number): number {
  return Math.round(place * 10) / 10
}
