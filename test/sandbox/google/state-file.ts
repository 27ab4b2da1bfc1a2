/** The sandbox's state on disk, so that yesterday's account still works: loaded at the start, written as text. */
import { existsSync, readFileSync } from 'node:fs'
import { timeToMs } from './event-time.ts'
import { type CalendarRecord, emptyState, type State, type StoredEvent } from './model.ts'

const VERSION = 1

export function loadState(file: string | undefined): State {
  const state = emptyState()
  if (file === undefined || !existsSync(file)) return state
  // Our own file; a foreign or broken one ends the start with the parser's words.
  const saved: SavedState = JSON.parse(readFileSync(file, 'utf8'))
  if (saved.version !== VERSION) throw new Error(`${file}: not a state of this sandbox (version ${saved.version})`)
  for (const { events, ...calendar } of saved.calendars) {
    const record: CalendarRecord = { ...calendar, events: new Map(), journal: [] }
    for (const { key, ...stored } of events) {
      const startMs = timeToMs(stored.event.start, calendar.timeZone)
      const endMs = timeToMs(stored.event.end, calendar.timeZone)
      record.events.set(key, { ...stored, startMs, endMs })
    }
    state.calendars.set(calendar.id, record)
  }
  state.signingKey = saved.signingKey
  state.accounts = new Map(saved.accounts.map((account) => [account.email, account]))
  state.entries = saved.entries
  state.consents = new Map(saved.consents)
  state.refreshTokens = new Map(saved.refreshTokens.map((token) => [token.token, token]))
  state.accessTokens = new Map(saved.accessTokens.map((token) => [token.token, token]))
  state.channels = saved.channels
  state.lastEtag = saved.lastEtag
  state.lived = new Set(saved.lived)
  return state
}

type SavedEvent = Omit<StoredEvent, 'startMs' | 'endMs'> & { key: string }
interface SavedState extends Pick<State, 'signingKey' | 'entries' | 'channels' | 'lastEtag'> {
  version: number
  accounts: State['accounts'] extends Map<string, infer A> ? A[] : never
  calendars: (Omit<CalendarRecord, 'events' | 'journal'> & { events: SavedEvent[] })[]
  consents: [string, string[]][]
  refreshTokens: State['refreshTokens'] extends Map<string, infer T> ? T[] : never
  accessTokens: State['accessTokens'] extends Map<string, infer T> ? T[] : never
  lived: string[]
}

export function textOf(state: State): string {
  const saved: SavedState = {
    version: VERSION,
    signingKey: state.signingKey,
    accounts: [...state.accounts.values()],
    calendars: [...state.calendars.values()].map(({ events, journal: _journal, ...calendar }) => ({
      ...calendar,
      events: [...events].map(([key, { startMs: _startMs, endMs: _endMs, ...stored }]) => ({ key, ...stored })),
    })),
    entries: state.entries,
    consents: [...state.consents],
    refreshTokens: [...state.refreshTokens.values()],
    accessTokens: [...state.accessTokens.values()],
    channels: state.channels,
    lastEtag: state.lastEtag,
    lived: [...state.lived],
  }
  return JSON.stringify(saved)
}
