/**
 * What the digest says of what came of events: the people met, follow-ups and outcomes of a week, the money of the last quarter, and of whom it is time
 * to hear again. Short, and nothing where there is nothing to say.
 */
import type { Language } from '../i18n/index.ts'
import { moneyText } from '../i18n/money.ts'
import { quarterName } from '../i18n/quarter.ts'
import type { Money } from '../insights/returns.ts'
import { outside } from './entries.ts'
import type { CameOfQuarter, CameOfWeek, DigestEntry, ToHear } from './shapes.ts'

const MOST_NAMES = 5
const MOST_OUTCOMES = 3
const NAME_LENGTH = 60
const STEP_LENGTH = 120

export function weekCameEntries(came: CameOfWeek, language: Language): DigestEntry[] {
  const { words, formats } = language
  const said = words.mail.digest.came
  const { met, followUps, outcomes } = came
  const lines: string[] = []
  if (met.length > 0) {
    const names = met.map((name) => nameOf(name, language))
    lines.push(said.met(listed(names, MOST_NAMES, language), met.length))
  }
  const closed = [
    ...(followUps.closed > 0 ? [said.closed(followUps.closed)] : []),
    ...(followUps.open > 0 ? [said.open(followUps.open)] : []),
  ]
  if (closed.length > 0) lines.push(said.followUps(formats.list(closed)))
  if (outcomes.length > 0) {
    const named = outcomes.map(({ kind, amount, currency }) => {
      const what = words.relationships.outcomes.kind[kind]
      return amount === null ? what : said.outcome(what, moneyText(amount, currency, language))
    })
    lines.push(said.outcomes(listed(named, MOST_OUTCOMES, language)))
  }
  if (lines.length === 0) return []
  return [{ event: null, title: words.mail.digest.heading(formats.week(came.week)), lines, actions: [] }]
}

export function quarterCameEntries(came: CameOfQuarter | null, language: Language, appUrl: string): DigestEntry[] {
  if (came === null) return []
  const { words, formats } = language
  const said = words.mail.digest.came
  const { closed, pipeline, best } = came
  const sums = (money: readonly Money[]) =>
    formats.list(money.map(({ amount, currency }) => moneyText(amount, currency, language)))
  const lines = [
    ...(closed.length > 0 ? [said.closedSums(sums(closed))] : []),
    ...(pipeline.length > 0 ? [said.pipelineSums(sums(pipeline))] : []),
  ]
  if (best !== null) {
    const { mean, low, high } = best.perHour
    const range = words.insights.returns.between(formats.money(low, best.currency), formats.money(high, best.currency))
    lines.push(said.best(nameOf(best.name, language), moneyText(mean, best.currency, language), range, best.events))
  }
  if (lines.length === 0) return []
  const actions = [{ label: words.mail.digest.actions.insights, url: `${appUrl}/insights` }]
  return [{ event: null, title: quarterName(came.quarter, language), lines, actions }]
}

/** Names, and what was promised; the way to all of them stands with the last. */
export function toHearEntries(people: readonly ToHear[], language: Language, appUrl: string): DigestEntry[] {
  const { words, formats } = language
  const shown = people.slice(0, MOST_NAMES)
  return shown.map(({ name, promise }, n): DigestEntry => {
    const on = promise === null || promise.on === null ? '' : formats.date(promise.on)
    return {
      event: null,
      title: nameOf(name, language),
      lines:
        promise === null
          ? []
          : [words.relationships.contacts.promised(outside(promise.text, STEP_LENGTH, language), on)],
      actions: n === shown.length - 1 ? [{ label: words.mail.digest.actions.contacts, url: `${appUrl}/contacts` }] : [],
    }
  })
}

export function moreToHear(people: readonly ToHear[]): number {
  return Math.max(0, people.length - MOST_NAMES)
}

function nameOf(name: string, language: Language): string {
  const cleaned = outside(name, NAME_LENGTH, language)
  return cleaned === '' ? language.words.insights.untitled : cleaned
}

/** "Ana, Luis y 3 más", as a list reads. */
function listed(items: readonly string[], most: number, { words, formats }: Language): string {
  const more = items.length - most
  return more <= 0 ? formats.list(items) : `${items.slice(0, most).join(', ')} ${words.count.more(more)}`
}
