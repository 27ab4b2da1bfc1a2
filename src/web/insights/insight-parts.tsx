/** The parts of what events brought, by organiser, kind, series, quarter or event: the range of each as a bar, and all figures as a table. */
import { type Figure, type Scope, scopeKey } from '../../cycle/figures.ts'
import type { Insights } from '../../cycle/insights.ts'
import type { Settings } from '../../cycle/settings.ts'
import type { Language } from '../../i18n/index.ts'
import { moneyText } from '../../i18n/money.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { quarterName } from '../../i18n/quarter.ts'
import type { Credited, Dimension, Money, Return } from '../../insights/returns.ts'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { RangeBar } from './insight-charts.tsx'
import { FigureLink } from './insight-links.tsx'
import { Head } from './insight-numbers.tsx'

/** Bars are to be compared, tables to be read; the rest is in the CSV. */
const MOST_BARS = 10
const MOST_ROWS = 50

/** What a card about returns is made of. */
export interface ReturnsProps {
  frame: Frame
  insights: Insights
  /** How the returns are grouped. */
  by: Dimension
  settings: Pick<Settings, 'hourlyRate' | 'currency'>
}

/** Of those that closed business: of the others no range says anything yet. */
export function Bars({ frame, insights, by, settings }: ReturnsProps) {
  const language = languageFor(frame)
  const said = language.words.insights.returns
  const parts = insights.returns[by].parts.filter(({ perHour }) => perHour !== null && perHour.count > 0)
  const shown = parts.slice(0, MOST_BARS)
  const most = Math.max(1, ...shown.map(({ perHour }) => perHour?.high ?? 0))
  if (shown.length === 0) return null
  return (
    <div class="stack-tight">
      <h3>{said.bars}</h3>
      <p class="hint">{said.rangeHint}</p>
      <ul class="list-plain">
        {shown.map((part) => {
          const range = rangeText(part, settings.currency, language)
          const mean = said.perHourOf(moneyText(part.perHour?.mean ?? 0, settings.currency, language))
          return (
            <li class="stack-tight">
              <p>
                <PartName frame={frame} by={by} part={part} />
              </p>
              {part.perHour !== null && <RangeBar {...part.perHour} most={most} label={`${mean}, ${range}`} />}
              <p class="small">
                {mean}, {range} ·{' '}
                <FigureLink
                  period={insights.period}
                  figure="closed"
                  name={scopeKey(scopeOf(by, part), settings.currency)}
                  rows={part.perHour?.count ?? 0}
                >
                  {said.closedOnes(part.perHour?.count ?? 0)}
                </FigureLink>{' '}
                ·{' '}
                <FigureLink
                  period={insights.period}
                  figure="events"
                  name={scopeKey(scopeOf(by, part))}
                  rows={part.events.length}
                >
                  {said.attended(part.events.length)}
                </FigureLink>
              </p>
              {part.events.length < 2 && by !== 'event' && <p class="quiet small">{said.thin}</p>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function PartName({ frame, by, part }: Pick<ReturnsProps, 'frame' | 'by'> & { part: Return }) {
  const language = languageFor(frame)
  return <Outside text={nameOfPart(by, part.label, language)} instead={language.words.insights.untitled} bound={120} />
}

/** Kinds and quarters in the person's words, all else by its own name. */
export function nameOfPart(by: Dimension, label: string, language: Language): string {
  if (by === 'quarter') return quarterName(label, language)
  const kinds: Partial<Record<string, string>> = language.words.kind
  return (by === 'kind' && Object.hasOwn(kinds, label) ? kinds[label] : undefined) ?? label
}

export function rangeText({ perHour }: Return, currency: string, language: Language): string {
  const [low, high] = [perHour?.low ?? 0, perHour?.high ?? 0].map((end) => language.formats.money(end, currency))
  return language.words.insights.returns.between(low ?? '', high ?? '')
}

export function Table({ frame, insights, by, settings }: ReturnsProps) {
  const said = languageFor(frame).words.insights.returns
  const { parts } = insights.returns[by]
  const isPriced = settings.hourlyRate !== null
  const columns = [
    said.name[by],
    said.events,
    said.hours,
    ...(isPriced ? [said.cost] : []),
    said.closed,
    said.pipeline,
    ...(isPriced ? [said.net] : []),
    said.perHour,
    said.range,
    said.deals,
  ]
  const more = parts.length - MOST_ROWS
  if (parts.length === 0) return null
  return (
    <div class="stack-tight">
      <h3 id="returns-table">{said.table}</h3>
      <p class="hint">{said.other(settings.currency)}</p>
      {/* What scrolls sideways must be reachable by the keyboard (WCAG 2.1.1). */}
      <section class="scroll" aria-labelledby="returns-table" tabindex={0}>
        <table class="table">
          <Head columns={columns} />
          <tbody>
            {parts.slice(0, MOST_ROWS).map((part) => (
              <TableRow frame={frame} insights={insights} by={by} settings={settings} part={part} />
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p class="quiet">{said.more(more)}</p>}
    </div>
  )
}

/** What is made of hours opens the events; what is made of money in the person's currency, the outcomes. */
function TableRow({ frame, insights, by, settings, part }: ReturnsProps & { part: Return }) {
  const language = languageFor(frame)
  const { words, formats } = language
  const { currency, hourlyRate } = settings
  const { events, perHour } = part
  const scope = scopeOf(by, part)
  const deals = perHour?.count ?? 0
  const of = oneLine(nameOfPart(by, part.label, language), 80)
  const money = (minor: number | null) => (minor === null ? '' : formats.money(minor, currency))
  const ofEvents = (figure: string) => (
    <td class="number">
      <FigureLink
        period={insights.period}
        figure="events"
        name={scopeKey(scope)}
        rows={events.length}
        as="cell"
        of={of}
      >
        {figure}
      </FigureLink>
    </td>
  )
  const ofDeals = (figure: string) => (
    <td class="number">
      <FigureLink
        period={insights.period}
        figure="closed"
        name={scopeKey(scope, currency)}
        rows={deals}
        as="cell"
        of={of}
      >
        {figure}
      </FigureLink>
    </td>
  )
  return (
    <tr>
      <th scope="row">
        <PartName frame={frame} by={by} part={part} />
      </th>
      {ofEvents(formats.number(events.length))}
      {ofEvents(formats.duration(part.minutes))}
      {hourlyRate !== null && ofEvents(money(part.cost))}
      <td class="number">
        <Sums frame={frame} insights={insights} figure="closed" scope={scope} credited={part.closed} />
      </td>
      <td class="number">
        <Sums frame={frame} insights={insights} figure="pipeline" scope={scope} credited={part.pipeline} />
      </td>
      {hourlyRate !== null && ofDeals(money(part.net))}
      {ofDeals(deals > 0 ? money(perHour?.mean ?? null) : words.insights.returns.noDeal)}
      <td class="number">{deals > 0 && rangeText(part, currency, language)}</td>
      {ofDeals(formats.number(deals))}
    </tr>
  )
}

function scopeOf(by: Dimension, { key }: Return): Scope {
  return { by, key: key ?? '' }
}

/** One for each currency, each the way to its outcomes. */
export function Sums({
  frame,
  insights,
  figure,
  scope,
  credited,
}: {
  frame: Frame
  insights: Insights
  figure: Extract<Figure, 'closed' | 'pipeline'>
  scope: Scope
  credited: Credited
}) {
  const language = languageFor(frame)
  return (
    <>
      {credited.sums.map((sum: Money, n) => (
        <>
          {n > 0 && ' · '}
          <FigureLink period={insights.period} figure={figure} name={scopeKey(scope, sum.currency)} rows={1}>
            {moneyText(sum.amount, sum.currency, language)}
          </FigureLink>
        </>
      ))}
    </>
  )
}
