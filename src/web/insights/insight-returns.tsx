/**
 * What the events of a period cost and brought, whole and in parts (`insight-parts.tsx`). Money to come stands apart from money that came, each currency on a
 * line of its own.
 */
import { ASIDES, DIMENSIONS, type Scope, scopeKey } from '../../cycle/figures.ts'
import { moneyText } from '../../i18n/money.ts'
import type { Credited, Return } from '../../insights/returns.ts'
import { Card } from '../frame/card.tsx'
import { languageFor } from '../frame/layout.tsx'
import { csvPath, FigureLink, insightsPath } from './insight-links.tsx'
import { Bars, type ReturnsProps, rangeText, Sums, Table } from './insight-parts.tsx'

export function ReturnsCard(props: ReturnsProps) {
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

function Whole({ frame, insights, settings, whole }: ReturnsProps & { whole: Return }) {
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
              </FigureLink>{' '}
              <span class="hint">{said.netHint}</span>
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

/** Money to come: a line for each currency, of these events, of others and of none. */
export function PipelineCard({ frame, insights }: ReturnsProps) {
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
