/** The pages of what the hours brought, the rows behind each figure, and the table as a file. They change nothing, so all of it is asked by address. */
import { type Context, Hono } from 'hono'
import type { Door } from '../../accounts/door.ts'
import type { EventId } from '../../calendar/event.ts'
import { DIMENSIONS, FIGURES, type Rows, rowsOf } from '../../cycle/figures.ts'
import { type Insights, insightsAt } from '../../cycle/insights.ts'
import { pastOf } from '../../cycle/learning.ts'
import type { Life } from '../../cycle/life.ts'
import { type PeriodFault, periodOf, presetPeriods } from '../../cycle/period.ts'
import { costOf, type Dimension } from '../../insights/returns.ts'
import { notFoundPage } from '../frame/failures.tsx'
import { languageFor, pageHtml } from '../frame/layout.tsx'
import { pageOf } from '../frame/pager.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { frameOf, lifeOf } from '../frame/visit.ts'
import {
  type EventView,
  type FollowUpView,
  type OutcomeView,
  RowsPage,
  type RowsPageProps,
  type RowsView,
} from './insight-rows.tsx'
import { InsightsPage } from './insights.tsx'
import { returnsCsv } from './insights-csv.ts'

const ROWS_PAGE = 50

export const insightPageRoutes = new Hono<Door>()

insightPageRoutes.get('/insights', async (c) => {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { insights, today, fault } = askedOf(c, life)
  const { from, to } = insights.period
  const page = (
    <InsightsPage
      frame={frameOf(c)}
      insights={insights}
      presets={presetPeriods(today)}
      asked={
        fault === null ? { from, to, fault } : { from: c.req.query('from') ?? '', to: c.req.query('to') ?? '', fault }
      }
      by={dimensionOf(c)}
      settings={life.state.person.settings}
    />
  )
  return c.html(pageHtml(page), fault === null ? 200 : 400)
})

insightPageRoutes.get('/insights/rows', async (c) => {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { insights, fault } = askedOf(c, life)
  const name = c.req.query('key') ?? ''
  const found = fault === null ? readRows(life, insights, c.req.query('figure') ?? '', name, c.req.query('page')) : null
  if (found === null) return notFoundPage(c)
  return c.html(
    pageHtml(
      <RowsPage
        frame={frameOf(c)}
        {...found}
        name={name}
        period={insights.period}
        currency={life.state.person.settings.currency}
      />,
    ),
  )
})

insightPageRoutes.get('/insights.csv', async (c) => {
  const life = await lifeOf(c)
  if (life === null) return signIn(c)
  const { insights, fault } = askedOf(c, life)
  if (fault !== null) return notFoundPage(c)
  const by = dimensionOf(c)
  const text = returnsCsv(insights, by, life.state.person.settings.currency, languageFor(frameOf(c)))
  const { from, to } = insights.period
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="aforo-${by}-${from}-${to}.csv"`,
  })
})

/** The insights of the period asked for; of the usual one where that is none. */
function askedOf(c: Context<Door>, life: Life) {
  const today = life.now.toZonedDateTimeISO(life.state.person.settings.timeZone).toPlainDate()
  const asked = periodOf({ from: c.req.query('from'), to: c.req.query('to') }, today)
  const period = asked.kind === 'ok' ? asked.period : presetPeriods(today).weeks
  const fault: PeriodFault | null = asked.kind === 'ok' ? null : asked.fault
  return { insights: insightsAt(life, period), today, fault }
}

function dimensionOf(c: Context<Door>): Dimension {
  return DIMENSIONS.find((one) => one === c.req.query('by')) ?? 'organiser'
}

/** @returns null where the address names no figure of this period */
export function readRows(
  life: Life,
  insights: Insights,
  asked: string,
  name: string,
  page: string | undefined,
): Pick<RowsPageProps, 'figure' | 'part' | 'rows'> | null {
  const figure = FIGURES.find((one) => one === asked)
  const found = figure === undefined ? null : rowsOf(insights, pastOf(life.state), figure, name)
  if (figure === undefined || found === null) return null
  return { figure, part: found.part, rows: viewOf(found, life, page) }
}

/** The rows with what the page shows of them; what is not there any more is left out. */
function viewOf({ rows }: Rows, life: Life, page: string | undefined): RowsView {
  switch (rows.kind) {
    case 'events': {
      const views = rows.events.flatMap((id) => eventView(life, id) ?? [])
      const attended = views.flatMap(({ past, cost }) =>
        past === null || past.attendance === 'missed' ? [] : [{ past, cost }],
      )
      const minutes = attended.reduce((sum, { past }) => sum + past.charge.total, 0)
      const cost = attended.reduce<number | null>((sum, one) => (one.cost === null ? sum : (sum ?? 0) + one.cost), null)
      return { kind: 'events', list: pageOf(views, page, ROWS_PAGE), count: views.length, minutes, cost }
    }
    case 'contacts': {
      const contacts = rows.contacts.flatMap((id) => life.state.contacts.get(id) ?? [])
      const { erased } = rows
      return { kind: 'contacts', list: pageOf(contacts, page, ROWS_PAGE), count: contacts.length, erased }
    }
    case 'follow_ups': {
      const byId = new Map<string, FollowUpView>(
        [...life.state.followUps.values()].map((followUp) => [followUp.id, followUpView(life, followUp)]),
      )
      const views = rows.followUps.flatMap((id) => byId.get(id) ?? [])
      return { kind: 'follow_ups', list: pageOf(views, page, ROWS_PAGE), count: views.length }
    }
    case 'outcomes': {
      const views = rows.outcomes.flatMap(({ id, amount }): OutcomeView[] => {
        const outcome = life.state.outcomes.get(id)
        if (outcome === undefined) return []
        const { contactId } = outcome.body
        return [{ outcome, amount, contact: (contactId === null ? null : life.state.contacts.get(contactId)) ?? null }]
      })
      return { kind: 'outcomes', list: pageOf(views, page, ROWS_PAGE), count: views.length, sums: sumsOf(views) }
    }
  }
}

function eventView({ state, known }: Life, id: EventId): EventView | null {
  const said = state.occurrences.get(id)
  if (said == null || said.seen === null) return null
  const { title, start, end } = said.seen
  const { past = null, ticketPrice: ticket } = said
  const cost = past === null ? null : costOf({ charge: past.charge, ticket }, state.person.settings.hourlyRate)
  return { id, title, start, end, hasPage: known.byId.has(id), past, ticket, cost }
}

function followUpView({ state, known }: Life, followUp: FollowUpView['followUp']): FollowUpView {
  const { eventId, body } = followUp
  return {
    followUp,
    eventTitle: known.byId.get(eventId)?.title ?? state.occurrences.get(eventId)?.seen?.title ?? body.title,
    hasPage: known.byId.has(eventId),
  }
}

function sumsOf(views: readonly OutcomeView[]): { currency: string; amount: number }[] {
  return [...Map.groupBy(views, ({ outcome }) => outcome.body.currency)].map(([currency, own]) => {
    return { currency, amount: own.reduce((sum, { amount }) => sum + amount, 0) }
  })
}
