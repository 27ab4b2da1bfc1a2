/** The sandbox's state on disk, so that yesterday's account still works: loaded at the start, saved soon after a change. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { timeToMs } from './event-time.ts'
import { type CalendarRecord, emptyState, type State, type StoredEvent } from './model.ts'

const SAVE_AFTER_MS = 250
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

/** Saves a quarter of a second after a change; `flush` at once, and for the last time. */
export class StateSaver {
  private timer: NodeJS.Timeout | null = null
  private saving: Promise<void> = Promise.resolve()
  private readonly file: string
  private readonly state: () => State

  constructor(file: string, state: () => State) {
    this.file = file
    this.state = state
    mkdirSync(dirname(file), { recursive: true })
  }

  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      // One write at a time: two would share the temporary file.
      this.saving = this.saving.then(() => this.save())
    }, SAVE_AFTER_MS)
  }

  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    await this.saving
    writeFileSync(`${this.file}.new`, textOf(this.state()))
    renameSync(`${this.file}.new`, this.file)
  }

  private async save(): Promise<void> {
    await writeFile(`${this.file}.new`, textOf(this.state()))
    await rename(`${this.file}.new`, this.file)
  }
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

function textOf(state: State): string {
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
