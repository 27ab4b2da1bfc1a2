/** The rules that are judged by what the API answers, by the alarm and by what was given out: 5, 7 of plans, 9 to 12. */
import { Temporal } from 'temporal-polyfill'
import type { EventShape, PlanShape } from '../../../src/api/schemas.ts'
import type { Seen } from './seen.ts'

/** What of an event that the API lists is judged here. */
export type Listed = Pick<EventShape, 'id' | 'title'>

/** Rule 5: what stands in the calendar stays known, whatever a bad read said. @param before, after what the API listed */
export function rule5(standing: readonly Seen[], before: readonly Listed[], after: readonly Listed[]): string[] {
  const living = new Set(standing.flatMap(({ title, cancelled }) => (cancelled ? [] : [title])))
  const known = new Set(after.map(({ id }) => id))
  return before
    .filter(({ id, title }) => living.has(title) && !known.has(id))
    .map(({ title }) => `"${title}" stands in the calendar and is no longer known`)
}

/** Rule 7: what Aforo itself takes on never passes the cap, and the sums are what they are called. */
export function rule7(plan: Judged): string[] {
  const room = plan.cap.minutes - plan.cap.debt
  const sum = (of: Judged['verdicts']) => of.reduce((total, { charge }) => total + charge.total, 0)
  const chosen = plan.verdicts.filter(({ standing, verdict }) => standing === 'candidate' && verdict === 'attend')
  const charged = plan.verdicts.filter(({ verdict }) => verdict !== 'skip')
  const found: string[] = []
  if (chosen.length > 0 && sum(charged) > room) found.push(`${plan.week}: ${sum(charged)} of ${room} minutes are taken`)
  if (sum(charged) !== plan.charge.total) found.push(`${plan.week}: says ${plan.charge.total}, charges ${sum(charged)}`)
  for (const { charge, event } of [...plan.verdicts, { charge: plan.charge, event: { title: plan.week } }]) {
    if (charge.event + charge.travel + charge.followUp !== charge.total)
      found.push(`"${event.title}": a sum that is none`)
  }
  return found
}

/** What of a plan is judged here. */
type Judged = Pick<PlanShape, 'week' | 'cap' | 'charge'> & {
  verdicts: (Pick<PlanShape['verdicts'][number], 'standing' | 'verdict' | 'charge'> & { event: { title: string } })[]
}

/** Rule 9: whoever is owed anything is woken. @param alarmAt epoch milliseconds; null: none is set */
export function rule9(alarmAt: number | null, now: number): string[] {
  if (alarmAt === null) return ['no alarm is set']
  const week = 8 * 24 * 3_600_000
  return alarmAt - now > week ? [`the alarm is ${new Date(alarmAt).toISOString()}, beyond the next digest`] : []
}

/** Rule 10: every time is an instant that its zone really has, with that zone's offset. */
export function rule10(items: readonly { start: string; end: string; timeZone: string }[]): string[] {
  return items.flatMap(({ start, end, timeZone }) =>
    [start, end].flatMap((at) => {
      try {
        Temporal.ZonedDateTime.from(`${at}[${timeZone}]`, { offset: 'reject' })
        return []
      } catch {
        return [`${at} is no time in ${timeZone}`]
      }
    }),
  )
}

/** Rule 11: a foreign id answers exactly as a missing one. */
export function rule11(foreign: { status: number; body: string }, missing: { status: number; body: string }): string[] {
  return foreign.status === missing.status && foreign.body === missing.body
    ? []
    : [`${foreign.status} ${foreign.body} instead of ${missing.status} ${missing.body}`]
}

/** Rule 12. @param texts by name: logs, mails, answers, exports; @param secrets as they were given out */
export function rule12(texts: Readonly<Record<string, string>>, secrets: readonly string[]): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    secrets.filter((secret) => secret !== '' && text.includes(secret)).map((s) => `${name} tells ${s.slice(0, 4)}…`),
  )
}
