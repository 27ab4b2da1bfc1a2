/**
 * Where the hours went and what came of them, of a period: hours against the cap, verdicts kept, follow-ups closed in time, who became what, the return of
 * what was attended, what was learned of it, and what an hour more would be worth. Every figure opens its rows; where nothing can be said yet, a
 * sentence says so instead of a figure.
 */
import type { Insights } from '../../cycle/insights.ts'
import type { Period } from '../../cycle/period.ts'
import { type PeriodFault, PRESETS, type Preset } from '../../cycle/period.ts'
import { Card } from '../frame/card.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Submit } from '../frame/post-form.tsx'
import { FunnelChart, HoursChart, sumSentence } from './insight-charts.tsx'
import { LearnedCard, OneMoreHourCard } from './insight-learned.tsx'
import { FigureLink, insightsPath } from './insight-links.tsx'
import { Head, Numbers } from './insight-numbers.tsx'
import type { ReturnsProps } from './insight-parts.tsx'
import { PipelineCard, ReturnsCard } from './insight-returns.tsx'

export interface InsightsPageProps extends ReturnsProps {
  presets: Readonly<Record<Preset, Period>>
  /** The two dates as they were asked for, and what is wrong with them. */
  asked: { from: string; to: string; fault: PeriodFault | null }
}

export function InsightsPage(props: InsightsPageProps) {
  const { frame, insights } = props
  const said = languageFor(frame).words.insights
  return (
    <Page frame={frame} title={said.title}>
      <div class="stack-tight">
        <h1>{said.title}</h1>
        <p class="quiet">{said.lead}</p>
      </div>
      <PeriodChooser {...props} />
      <HoursCard frame={frame} insights={insights} />
      <VerdictsCard frame={frame} insights={insights} />
      <FollowUpsCard frame={frame} insights={insights} />
      <FunnelCard frame={frame} insights={insights} />
      <ReturnsCard {...props} />
      <PipelineCard {...props} />
      <LearnedCard {...props} />
      <OneMoreHourCard {...props} />
    </Page>
  )
}

function PeriodChooser({ frame, insights, presets, asked, by }: InsightsPageProps) {
  const { words, formats } = languageFor(frame)
  const said = words.insights.period
  const { from, to } = insights.period
  const isHere = (period: Period) => period.from === from && period.to === to
  return (
    <section class="stack" aria-labelledby="period">
      <h2 id="period">{said.title}</h2>
      <p>{said.is(formats.date(from), formats.date(to))}</p>
      <nav class="nav" aria-labelledby="period">
        {PRESETS.map((preset) => (
          <a
            href={insightsPath(presets[preset], by)}
            aria-current={isHere(presets[preset]) && asked.fault === null ? 'page' : undefined}
          >
            {said.preset[preset]}
          </a>
        ))}
      </nav>
      {asked.fault !== null && (
        <p class="note note-problem" role="alert" id="period-fault">
          {said.fault[asked.fault]} {said.instead}
        </p>
      )}
      <form method="get" action="/insights" class="row">
        <input type="hidden" name="by" value={by} />
        {(['from', 'to'] as const).map((end) => (
          <div class="field">
            <label for={end}>{said[end]}</label>
            <input
              id={end}
              name={end}
              type="date"
              value={asked[end]}
              required
              aria-invalid={asked.fault === null ? undefined : 'true'}
              aria-describedby={asked.fault === null ? undefined : 'period-fault'}
            />
          </div>
        ))}
        <Submit label={said.show} />
      </form>
    </section>
  )
}

interface PartProps {
  frame: Frame
  insights: Insights
}

function HoursCard({ frame, insights: { weeks, period } }: PartProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.hours
  const events = weeks.reduce((sum, week) => sum + week.events.length, 0)
  const over = weeks.filter(({ spentMinutes, capMinutes }) => spentMinutes > capMinutes).length
  return (
    <Card id="hours" title={said.title}>
      {events === 0 ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          <p class="strong">
            <FigureLink period={period} figure="hours" rows={events}>
              {sumSentence(weeks, language)}
            </FigureLink>
          </p>
          {over > 0 && <p>{said.over(over)}</p>}
          <HoursChart weeks={weeks} language={language} />
          <Numbers frame={frame} title={said.chart} columns={[said.week, said.spent, said.cap]}>
            {weeks.map(({ week, spentMinutes, capMinutes, events }) => (
              <tr>
                <th scope="row">{formats.week(week)}</th>
                <td>
                  <FigureLink period={period} figure="hours" name={week} rows={events.length} as="cell">
                    {formats.duration(spentMinutes)}
                  </FigureLink>
                </td>
                <td>{formats.duration(capMinutes)}</td>
              </tr>
            ))}
          </Numbers>
        </>
      )}
    </Card>
  )
}

const TOLD = {
  attend: ['attendKept', 'attendNotKept'],
  skip: ['skipKept', 'skipNotKept'],
} as const

function VerdictsCard({ frame, insights: { kept, period } }: PartProps) {
  const { words, formats } = languageFor(frame)
  const said = words.insights.verdicts
  const followed = kept.attendKept.length + kept.skipKept.length
  const all = followed + kept.attendNotKept.length + kept.skipNotKept.length
  return (
    <Card id="verdicts" title={said.title}>
      {all === 0 ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          <p class="strong">{said.share(formats.percent(followed / all))}</p>
          {(['attend', 'skip'] as const).map((told) => (
            <>
              <h3>{said[told]}</h3>
              <FigureList
                period={period}
                figures={TOLD[told].map((how) => ({
                  label: said.kept[how],
                  of: said[told],
                  name: how,
                  rows: kept[how].length,
                }))}
                figure="verdicts"
                frame={frame}
              />
            </>
          ))}
        </>
      )}
    </Card>
  )
}

/** A line for each figure: what it is of, and how many, which is the way to them. */
function FigureList({
  frame,
  period,
  figure,
  figures,
}: {
  frame: Frame
  period: Period
  figure: 'verdicts' | 'follow_ups'
  figures: readonly { label: string; of: string; name: string; rows: number }[]
}) {
  const { formats } = languageFor(frame)
  return (
    <ul>
      {figures.map(({ label, of, name, rows }) => (
        <li class="split figure-line">
          <span>{label}</span>
          <span class="number">
            <FigureLink period={period} figure={figure} name={name} rows={rows} as="cell" of={`${of}: ${label}`}>
              {formats.number(rows)}
            </FigureLink>
          </span>
        </li>
      ))}
    </ul>
  )
}

function FollowUpsCard({ frame, insights: { followed, period } }: PartProps) {
  const { words, formats } = languageFor(frame)
  const said = words.insights.followUps
  const { inTime, late, open, share } = followed
  return (
    <Card id="follow-ups" title={said.title}>
      {share === null ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          <p class="strong">{said.share(formats.percent(share / 1000), inTime.length + late.length + open.length)}</p>
          <FigureList
            frame={frame}
            period={period}
            figure="follow_ups"
            figures={(['inTime', 'late', 'open'] as const).map((how) => ({
              label: said.how[how],
              of: said.title,
              name: how,
              rows: followed[how].length,
            }))}
          />
          <p class="hint">{said.hint}</p>
        </>
      )}
    </Card>
  )
}

function FunnelCard({ frame, insights: { funnel, period } }: PartProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.funnel
  const met = funnel[0]?.count ?? 0
  return (
    <Card id="funnel" title={said.title}>
      {met === 0 ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <>
          <p class="hint">{said.lead}</p>
          <FunnelChart steps={funnel} language={language} />
          <table class="table">
            <caption class="hidden">{said.chart}</caption>
            <Head columns={[said.stage, said.people, said.share]} />
            <tbody>
              {funnel.map(({ reached, count }) => (
                <tr>
                  <th scope="row">{said.step[reached]}</th>
                  <td>
                    <FigureLink period={period} figure="funnel" name={reached} rows={count} as="cell">
                      {formats.number(count)}
                    </FigureLink>
                  </td>
                  <td>{formats.percent(count / met)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Card>
  )
}
