/** The sandbox's state on disk, so that yesterday's account still works: loaded at the start, written as text. */
import { existsSync, readFileSync } from 'node:fs'
import { type CalendarRecord, emptyState, type State } from './model.ts'

const VERSION = 1

interface Saved extends Pick<State, 'signingKey' | 'entries' | 'subscriptions' | 'lastChange'> {
  version: number
  accounts: [string, State['accounts'] extends Map<string, infer A> ? A : never][]
  calendars: (Omit<CalendarRecord, 'items'> & {
    items: CalendarRecord['items'] extends Map<string, infer I> ? I[] : never
  })[]
  consents: [string, string[]][]
  refreshTokens: [string, State['refreshTokens'] extends Map<string, infer T> ? T : never][]
  accessTokens: [string, State['accessTokens'] extends Map<string, infer T> ? T : never][]
  transactions: [string, State['transactions'] extends Map<string, infer T> ? T : never][]
  generations: [string, number][]
  lived: string[]
}

/** @throws Error for a file that is none of ours: a foreign or broken one ends the start with the parser's words */
export function loadState(file: string | undefined): State {
  if (file === undefined || !existsSync(file)) return emptyState()
  const saved: Saved = JSON.parse(readFileSync(file, 'utf8'))
  if (saved.version !== VERSION) throw new Error(`${file}: not a state of this sandbox (version ${saved.version})`)
  const { signingKey, entries, subscriptions, lastChange } = saved
  return {
    signingKey,
    entries,
    subscriptions,
    lastChange,
    accounts: new Map(saved.accounts),
    calendars: new Map(
      saved.calendars.map(({ items, ...calendar }) => [
        calendar.key,
        { ...calendar, items: new Map(items.map((item) => [item.key, item])) },
      ]),
    ),
    consents: new Map(saved.consents),
    refreshTokens: new Map(saved.refreshTokens),
    accessTokens: new Map(saved.accessTokens),
    transactions: new Map(saved.transactions),
    generations: new Map(saved.generations),
    lived: new Set(saved.lived),
  }
}

export function textOf(state: State): string {
  const { signingKey, entries, subscriptions, lastChange } = state
  const saved: Saved = {
    version: VERSION,
    signingKey,
    entries,
    subscriptions,
    lastChange,
    accounts: [...state.accounts],
    calendars: [...state.calendars.values()].map(({ items, ...calendar }) => ({
      ...calendar,
      items: [...items.values()],
    })),
    consents: [...state.consents],
    refreshTokens: [...state.refreshTokens],
    accessTokens: [...state.accessTokens],
    transactions: [...state.transactions],
    generations: [...state.generations],
    lived: [...state.lived],
  }
  return JSON.stringify(saved)
}
