/**
 * What the events of a period cost and brought, by organiser, kind, series, quarter or event: the whole, the range of each part as a bar, and all figures as
 * a table. Money to come stands apart from money that came, each currency on a line of its own.
 */
import { ASIDES, DIMENSIONS, type Figure, type Scope, scopeKey } from '../cycle/figures.ts'
import type { Insights } from '../cycle/insights.ts'
import type { Language } from '../i18n/index.ts'
import { moneyText } from '../i18n/money.ts'
import { oneLine } from '../i18n/outside-text.ts'
import { quarterName } from '../i18n/quarter.ts'
import type { Credited, Dimension, Money, Return } from '../insights/returns.ts'
import { Card } from './card.tsx'
import { RangeBar } from './insight-charts.tsx'
import { csvPath, FigureLink, insightsPath } from './insight-links.tsx'
import { Head } from './insight-numbers.tsx'
import type { InsightsPageProps } from './insights.tsx'
import { type Frame, languageFor } from './layout.tsx'
import { Outside } from './outside.tsx'

/** Bars are to be compared, tables to be read; the rest is in the CSV. */
const MOST_BARS = 10
const MOST_ROWS = 50

type Props = Pick<InsightsPageProps, 'frame' | 'insights' | 'by' | 'settings'>

export function ReturnsCard(props: Props) {
  const { frame, insights, by, settings } = props
  const said = languageFor(frame).words.insights.returns
  const { whole, parts, ...aside } = insights.returns[by]
  const isNothing = parts.length === 0 && ASIDES.every((one) => aside[one].closed.sums.length === 0)
  return (
    <Card id="returns" title={said.title}>
      {isNothing ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          {settings.hourlyRate === null && (
            <p>
              {said.noRate} <a href="/settings#priorities">{said.noRateLink}</a>
            </p>
          )}
          <Whole {...props} whole={whole} />
          {ASIDES.filter((one) => aside[one].closed.sums.length > 0).map((one) => (
            <div class="stack-tight">
              <h3>{said.aside[one]}</h3>
              <p>
                <Sums {...props} figure="closed" scope={one} credited={aside[one].closed} />
              </p>
              <p class="hint">{said.asideHint[one]}</p>
            </div>
          ))}
          <nav class="nav" aria-label={said.nav}>
            {DIMENSIONS.map((one) => (
              <a href={`${insightsPath(insights.period, one)}#returns`} aria-current={one === by ? 'page' : undefined}>
                {said.by[one]}
              </a>
            ))}
          </nav>
          <Bars {...props} />
          <Table {...props} />
          <p>
            <a class="button" href={csvPath(insights.period, by)}>
              {said.csv}
            </a>
          </p>
        </>
      )}
    </Card>
  )
}

function Whole({ frame, insights, settings, whole }: Props & { whole: Return }) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.returns
  const { perHour, cost, net } = whole
  const own = scopeKey('whole', settings.currency)
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{said.hours}</dt>
          <dd>
            <FigureLink period={insights.period} figure="events" name={scopeKey('whole')} rows={whole.events.length}>
              {formats.duration(whole.minutes)} · {said.attended(whole.events.length)}
            </FigureLink>
          </dd>
        </div>
        {cost !== null && (
          <div>
            <dt>{said.cost}</dt>
            <dd>
              <FigureLink period={insights.period} figure="events" name={scopeKey('whole')} rows={whole.events.length}>
                {moneyText(cost, settings.currency, language)}
              </FigureLink>
            </dd>
          </div>
        )}
        {whole.closed.sums.length > 0 && (
          <div>
            <dt>{said.closed}</dt>
            <dd>
              <Sums frame={frame} insights={insights} figure="closed" scope="whole" credited={whole.closed} />
            </dd>
          </div>
        )}
        {net !== null && whole.closed.sums.length > 0 && (
          <div>
            <dt>{said.net}</dt>
            <dd>
              <FigureLink period={insights.period} figure="closed" name={own} rows={perHour?.count ?? 0}>
                {moneyText(net, settings.currency, language)}
              </FigureLink>
            </dd>
          </div>
        )}
        {perHour !== null && perHour.count > 0 && (
          <div>
            <dt>{said.perHour}</dt>
            <dd>
              <FigureLink period={insights.period} figure="closed" name={own} rows={perHour.count}>
                {moneyText(perHour.mean, settings.currency, language)}
              </FigureLink>{' '}
              ({rangeText(whole, settings.currency, language)})
            </dd>
          </div>
        )}
      </dl>
      {whole.closed.sums.length === 0 && <p class="quiet">{said.nothingClosed}</p>}
    </>
  )
}

/** One for each currency, each the way to its outcomes. */
function Sums({
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

/** Of those that closed business: of the others no range says anything yet. */
function Bars({ frame, insights, by, settings }: Props) {
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
                {mean}, {range} · {said.closedOnes(part.perHour?.count ?? 0)} · {said.attended(part.events.length)}
              </p>
              {part.events.length < 2 && by !== 'event' && <p class="quiet small">{said.thin}</p>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function PartName({ frame, by, part }: Pick<Props, 'frame' | 'by'> & { part: Return }) {
  const language = languageFor(frame)
  return <Outside text={nameOfPart(by, part.label, language)} instead={language.words.insights.untitled} bound={120} />
}

/** Kinds and quarters in the person's words, all else by its own name. */
export function nameOfPart(by: Dimension, label: string, language: Language): string {
  if (by === 'quarter') return quarterName(label, language)
  const kinds: Partial<Record<string, string>> = language.words.kind
  return (by === 'kind' && Object.hasOwn(kinds, label) ? kinds[label] : undefined) ?? label
}

function rangeText({ perHour }: Return, currency: string, language: Language): string {
  const [low, high] = [perHour?.low ?? 0, perHour?.high ?? 0].map((end) => language.formats.money(end, currency))
  return language.words.insights.returns.between(low ?? '', high ?? '')
}

function Table({ frame, insights, by, settings }: Props) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.returns
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
            {parts.slice(0, MOST_ROWS).map((part) => {
              const scope = { by, key: part.key ?? '' }
              const has = part.perHour !== null && part.perHour.count > 0
              return (
                <tr>
                  <th scope="row">
                    <PartName frame={frame} by={by} part={part} />
                  </th>
                  <td>
                    <FigureLink
                      period={insights.period}
                      figure="events"
                      name={scopeKey(scope)}
                      rows={part.events.length}
                      as="cell"
                      of={oneLine(nameOfPart(by, part.label, language), 80)}
                    >
                      {formats.number(part.events.length)}
                    </FigureLink>
                  </td>
                  <td class="number">{formats.duration(part.minutes)}</td>
                  {isPriced && <td class="number">{ownMoney(part.cost, settings.currency, language)}</td>}
                  <td class="number">
                    <Sums frame={frame} insights={insights} figure="closed" scope={scope} credited={part.closed} />
                  </td>
                  <td class="number">
                    <Sums frame={frame} insights={insights} figure="pipeline" scope={scope} credited={part.pipeline} />
                  </td>
                  {isPriced && <td class="number">{ownMoney(part.net, settings.currency, language)}</td>}
                  <td class="number">
                    {has ? ownMoney(part.perHour?.mean ?? null, settings.currency, language) : said.noDeal}
                  </td>
                  <td class="number">{has && rangeText(part, settings.currency, language)}</td>
                  <td class="number">{formats.number(part.perHour?.count ?? 0)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {more > 0 && <p class="quiet">{said.more(more)}</p>}
    </div>
  )
}

/** Where a sentence has said the currency once for all of them. */
function ownMoney(minor: number | null, currency: string, language: Language): string {
  return minor === null ? '' : language.formats.money(minor, currency)
}

/** Money to come: a line for each currency, of these events, of others and of none. */
export function PipelineCard({ frame, insights }: Props) {
  const language = languageFor(frame)
  const said = language.words.insights
  const { whole, ...aside } = insights.returns.event
  const lines = (scope: Scope, { sums }: Credited) =>
    sums.map((sum) => (
      <p class="strong">
        <FigureLink period={insights.period} figure="pipeline" name={scopeKey(scope, sum.currency)} rows={1}>
          {moneyText(sum.amount, sum.currency, language)}
        </FigureLink>
      </p>
    ))
  return (
    <Card id="pipeline" title={said.pipeline.title}>
      <p class="hint">{said.pipeline.lead}</p>
      {whole.pipeline.sums.length === 0 && <p class="quiet">{said.pipeline.none}</p>}
      {lines('whole', whole.pipeline)}
      {ASIDES.filter((one) => aside[one].pipeline.sums.length > 0).map((one) => (
        <>
          <h3>{said.returns.aside[one]}</h3>
          {lines(one, aside[one].pipeline)}
          <p class="hint">{said.returns.asideHint[one]}</p>
        </>
      ))}
    </Card>
  )
}
