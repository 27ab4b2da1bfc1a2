/** What the person's whole history has taught the chooser, in points for each charged hour; and what an hour more a week would be worth. */
import { scopeKey } from '../../cycle/figures.ts'
import type { Insights } from '../../cycle/insights.ts'
import type { Language } from '../../i18n/index.ts'
import { moneyText } from '../../i18n/money.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { pointsOf } from '../../i18n/points.ts'
import { EXPLORES } from '../../insights/explore.ts'
import type { Estimate, Learned } from '../../insights/learned.ts'
import { Card } from '../frame/card.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { RangeBar } from './insight-charts.tsx'
import { FigureLink } from './insight-links.tsx'
import { Numbers } from './insight-numbers.tsx'
import type { ReturnsProps } from './insight-parts.tsx'
import { nameOfPart } from './insight-parts.tsx'

/** What is learned of more is in the API. */
const MOST_SHOWN = 20

interface LearnedRow {
  name: string
  /** Its figure's key. */
  key: string
  estimate: Estimate
}

export function LearnedCard({ frame, insights }: Pick<ReturnsProps, 'frame' | 'insights'>) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.learned
  const { learned } = insights
  return (
    <Card id="learned" title={said.title}>
      {learned === null ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          <p class="hint">{said.lead}</p>
          <p class="strong">
            {said.all}:{' '}
            <FigureLink period={insights.period} figure="learned" rows={learned.all.count}>
              {said.pointsPerHour(pointsOf(learned.all.perHour, language), learned.all.count)}
            </FigureLink>
          </p>
          <Estimates frame={frame} insights={insights} title={said.kinds} rows={kindRows(learned, language)} />
          <Estimates frame={frame} insights={insights} title={said.organisers} rows={organiserRows(learned)} />
          <p class="hint">{said.thinHint(formats.percent(EXPLORES.share))}</p>
          <p>
            <a href="/value">{said.valueLink}</a>
          </p>
        </>
      )}
    </Card>
  )
}

function kindRows({ kinds }: Learned, language: Language): LearnedRow[] {
  return kinds.map((estimate) => {
    const key = scopeKey({ by: 'kind', key: estimate.kind })
    return { name: nameOfPart('kind', estimate.kind, language), key, estimate }
  })
}

function organiserRows({ organisers }: Learned): LearnedRow[] {
  return organisers.map((estimate) => {
    const key = scopeKey({ by: 'organiser', key: estimate.organiserId })
    return { name: estimate.label, key, estimate }
  })
}

function Estimates({
  frame,
  insights,
  title,
  rows,
}: {
  frame: Frame
  insights: Insights
  title: string
  rows: readonly LearnedRow[]
}) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.learned
  const shown = rows.slice(0, MOST_SHOWN)
  const most = Math.max(0.01, ...shown.map(({ estimate }) => estimate.high))
  const between = ({ low, high }: Estimate) => words.insights.returns.between(formats.number(low), formats.number(high))
  const nameOf = (name: string) => <Outside text={name} instead={words.insights.untitled} bound={120} />
  return (
    <div class="stack-tight">
      <h3>{title}</h3>
      <ul class="list-plain">
        {shown.map(({ name, key, estimate }) => (
          <li class="stack-tight">
            <p>{nameOf(name)}</p>
            <RangeBar
              mean={estimate.perHour}
              low={estimate.low}
              high={estimate.high}
              most={most}
              label={`${formats.number(estimate.perHour)}, ${between(estimate)}`}
            />
            <p class="small">
              {said.perHourOf(pointsOf(estimate.perHour, language))}, {between(estimate)} ·{' '}
              <FigureLink
                period={insights.period}
                figure="learned"
                name={key}
                rows={estimate.count}
                of={oneLine(name, 80)}
              >
                {words.insights.returns.attended(estimate.count)}
              </FigureLink>
            </p>
            {estimate.count < EXPLORES.knownFrom && <p class="quiet small">{said.thin}</p>}
          </li>
        ))}
      </ul>
      <Numbers frame={frame} title={title} columns={[said.who, said.perHour, said.range, said.count]}>
        {shown.map(({ name, estimate }) => (
          <tr>
            <th scope="row">{nameOf(name)}</th>
            <td>{formats.number(estimate.perHour)}</td>
            <td>{between(estimate)}</td>
            <td>{formats.number(estimate.count)}</td>
          </tr>
        ))}
      </Numbers>
    </div>
  )
}

export function OneMoreHourCard({ frame, insights, settings }: Pick<ReturnsProps, 'frame' | 'insights' | 'settings'>) {
  const language = languageFor(frame)
  const said = language.words.insights.oneMoreHour
  const { oneMoreHour, always, period } = insights
  const { points, money } = oneMoreHour
  const deals = always.perHour?.count ?? 0
  const { formats } = language
  return (
    <Card id="one-more-hour" title={said.title}>
      {points <= 0 ? <p>{said.nothing}</p> : <p class="strong">{said.points(pointsOf(points, language))}</p>}
      {points > 0 && deals === 0 && <p class="quiet">{said.noMoney}</p>}
      {points > 0 && deals > 0 && money === null && <p class="quiet">{said.noPlan}</p>}
      {points > 0 && deals > 0 && money !== null && (
        <p>
          {said.money(moneyText(money.mean, settings.currency, language))}{' '}
          <FigureLink period={period} figure="one_more_hour" rows={deals}>
            {said.moneyRange(
              formats.money(money.low, settings.currency),
              formats.money(money.high, settings.currency),
              deals,
            )}
          </FigureLink>
        </p>
      )}
      <p>
        <a href="/#what-if">{said.link}</a>
      </p>
    </Card>
  )
}
