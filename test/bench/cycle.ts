/**
 * What a cycle costs: provider requests, database round trips, rows and alarms, counted on the real Worker in workerd between Google's sandbox
 * and a real libSQL server, under one virtual clock. Then times: a Worker's clock stands while it computes, so CPU is measured in Node, with
 * the same modules and the rows that the Worker wrote; the write of a first sync against a bare upsert of the very same JSON.
 */
import { createClient, type InStatement, type InValue } from '@libsql/client/web'
import { drizzle } from 'drizzle-orm/libsql/web'
import type { Temporal } from 'temporal-polyfill'
import { jitterFrom } from '../../src/cycle/backoff.ts'
import { decide } from '../../src/cycle/decide.ts'
import { difference } from '../../src/cycle/difference.ts'
import { knownAt } from '../../src/cycle/known.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import type { Database } from '../../src/db/locate.ts'
import { loadPerson, savePerson } from '../../src/db/person.ts'
import * as schema from '../../src/db/schema.ts'
import { aCommitment, aMeeting, anInvitation, ZONE } from '../builders/an-event.ts'
import { instantOf, type Journey, type Person, startJourney } from '../journeys/journey.ts'
import { topUp } from '../sandbox/google/life.ts'
import { MARIANA } from '../sandbox/life/words.ts'
import type { BenchTable } from './run.ts'

const MONDAY = '2026-11-23 09:00'
const EVENTS = 2_500
const NOTIFICATIONS = 100
const NOTIFIED_EVERY_MS = 100
const DAYS = 6
const WRITE_RUNS = 15
const TIMED_RUNS = 100

export async function benchCycle({ seed }: { seed: number }): Promise<BenchTable> {
  const journey = await startJourney({ now: MONDAY })
  try {
    const counted = [await unchangedCycle(journey), await changedCycle(journey), await fromEventToBlock(journey)]
    const busy = await aBusyPerson(journey, randomOf(seed))
    counted.push(busy.lines, await theWrite(journey, busy.person), await burst(journey), await livingChannels(journey))
    await journey.at(MONDAY)
    topUp(journey.google)
    const mariana = await journey.signUp({ email: MARIANA.email })
    return {
      title: 'The cycle',
      lines: [
        '| what it must reach | measured | goal | |',
        '| --- | ---: | ---: | --- |',
        ...counted.flat(),
        '',
        `| ms, of ${TIMED_RUNS} runs | events | first | best | p50 | p99 |`,
        '| --- | ---: | ---: | ---: | ---: | ---: |',
        ...(await timesOf(journey, mariana, 'a realistic life')),
        ...(await timesOf(journey, busy.person, 'a very full one')),
      ],
    }
  } finally {
    await journey.close()
  }
}

async function unchangedCycle(journey: Journey): Promise<string[]> {
  const person = await someoneWithThreeCalendars(journey)
  await person.sync()
  const cost = await journey.costOf(() => person.sync(), person)
  return [
    atMost('unchanged cycle, 3 calendars: provider requests', cost.provider, 3),
    atMost('its round trips to the database', cost.roundTrips, 1),
    atMost('its rows written', cost.rowsWritten, 0),
    atMost('its writes of the alarm', cost.alarmWrites, 0),
  ]
}

async function changedCycle(journey: Journey): Promise<string[]> {
  const person = await someoneWithThreeCalendars(journey)
  await person.sync()
  for (const hour of ['09', '11', '13']) person.has(aMeeting({ start: `2026-11-26 ${hour}:00` }))
  person.has(anInvitation({ title: 'Café de contactos', start: '2026-11-27 18:00' }))
  const cost = await journey.costOf(() => person.sync(), person)
  return [
    atMost('changed cycle, 4 new events: round trips', cost.roundTrips, 2),
    row('its rows written', cost.rowsWritten),
  ]
}

async function fromEventToBlock(journey: Journey): Promise<string[]> {
  await journey.at(MONDAY)
  const person = await journey.signUp()
  person.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-24 08:00', minutes: 90 }))
  await person.sync()
  await person.ringUntil('2026-11-24 09:29')
  await journey.at('2026-11-24 09:30')
  const cost = await journey.costOf(() => person.ring(), person)
  const booked = person.effects().length === 1 && (await person.followUps())[0]?.state === 'booked'
  if (!booked) throw new Error('the event ended and no block was booked')
  return [atMost("from an event's end to its block written and recorded: round trips", cost.roundTrips, 3)]
}

/** Connected as people connect, then read as a delta, then whole once more. */
async function aBusyPerson(journey: Journey, random: () => number): Promise<{ person: Person; lines: string[] }> {
  await journey.at(MONDAY)
  const account = journey.newAccount()
  for (const event of eventsOfABusyPerson(random)) journey.google.hands.plant(account.email, event)
  journey.database.forget()
  const person = await journey.signUp(account)
  const written = tripsThat(journey, /into items/).length
  const pages = listsOf(person)
  const pageLength = /maxResults=(\d+)/.exec(pages[0] ?? '')?.[1] ?? 'unsaid'
  const again = await journey.costOf(() => person.sync(), person)
  journey.google.grants.expireSyncTokens(person.calendar)
  await journey.costOf(() => person.sync(), person)
  const writtenAgain = tripsThat(journey, /into items/).length
  return {
    person,
    lines: [
      atMost(`first sync of ${EVENTS} events, maxResults=${pageLength}: requests for events`, pages.length, 1),
      atMost('its writes of events, round trips', written, 1),
      atMost('the same sync again: rows written', again.rowsWritten, 0),
      atMost('all of it read anew after 410: writes of events', writtenAgain, 0),
    ],
  }
}

/** Taking turns, each into a calendar of which no row is there, as a first sync finds it; then with every row there and the same. */
async function theWrite(journey: Journey, person: Person): Promise<string[]> {
  const client = createClient({ url: journey.world.databaseUrl })
  const db = databaseOf(journey)
  try {
    const stored = await client.execute({ sql: 'select * from items where person_id = ?', args: [person.id] })
    const rows = stored.rows.map((row) => COLUMNS.map((name) => row[name] ?? null))
    const bytes = rows.reduce((sum, row) => sum + row.join('').length, 0) / rows.length
    const now = journey.now()
    const state = await loaded(db, person, now)
    const everything = difference({ ...state, items: new Map() }, state, [])
    let { epoch } = state.person
    const save = () => savePerson(db, person.id, epoch++, everything, now)
    const [whole, each] = [bareUpsert(rows), rows.map(oneUpsert)]
    const bare = () => client.batch([whole], 'write')
    const single = () => client.batch(each, 'write')
    const drizzled = () => drizzleUpserts(db, person.id, state)
    const empty = () => client.execute({ sql: 'delete from items where person_id = ?', args: [person.id] })
    const first = await takingTurns({ save, bare, single, drizzled }, empty)
    const again = await takingTurns({ save, bare })
    const times = (way: keyof typeof first) => round(first[way].best / first.save.best)
    return [
      atMost(
        'its write against a bare json_each upsert of the same rows, times',
        round(first.save.best / first.bare.best),
        1.3,
      ),
      atLeast('the same rows as upserts of drizzle in a batch against its write, times', times('drizzled'), 4),
      atLeast('the same rows as upserts of bare SQL in a batch against its write, times', times('single'), 4),
      row(
        'its write against the bare one, every row there and the same, times',
        round(again.save.best / again.bare.best),
      ),
      ...(['save', 'bare', 'drizzled', 'single'] as const).map((way) => {
        const { best, median } = first[way]
        const what = `best and median of ${WRITE_RUNS}, ${rows.length} rows of ${Math.round(bytes)} bytes: ${WAYS[way]}`
        return `| ${what} | ${best.toFixed(1)}, ${median.toFixed(1)} ms | | |`
      }),
    ]
  } finally {
    client.close()
  }
}

const WAYS = {
  save: 'its write',
  bare: 'bare json_each upsert',
  drizzled: 'upserts of drizzle',
  single: 'upserts of bare SQL',
}

/** Through the door that Google knocks at, ten a second; every tenth comes of a change. */
async function burst(journey: Journey): Promise<string[]> {
  await journey.at(MONDAY)
  const person = await journey.signUp()
  await journey.later({ minutes: 5 })
  const reads = listsOf(person).length
  journey.database.forget()
  for (let n = 1; n <= NOTIFICATIONS; n++) {
    if (n % 10 === 0)
      person.has(anInvitation({ title: `Café ${n}`, start: `2026-11-26 ${9 + n / 10}:00`.replace(' 9', ' 09') }))
    await notify(journey, person)
    await person.ringUntil(journey.now().add({ milliseconds: NOTIFIED_EVERY_MS }))
  }
  await person.ringUntil(journey.now().add({ seconds: 60 }))
  // A cycle that only delivers goes on with the state just saved: every load is a cycle of its own.
  const cycles = tripsThat(journey, /^select .* from "items"/).length
  await person.event(`Café ${NOTIFICATIONS}`)
  return [
    atMost(`${NOTIFICATIONS} notifications in ten seconds, the last change seen: cycles`, cycles, 2),
    row('their reads of the calendar', listsOf(person).length - reads),
  ]
}

async function livingChannels(journey: Journey): Promise<string[]> {
  const person = await someoneWithThreeCalendars(journey)
  const before = listsOf(person).length
  await person.ringUntil(journey.now().add({ hours: 24 * DAYS }))
  const reads = (listsOf(person).length - before) / 3 / DAYS
  return [
    row(
      `reads a day of a calendar with a living channel, mean of 3 over ${DAYS} days`,
      round(reads),
      'once, with jitter',
    ),
  ]
}

async function timesOf(journey: Journey, person: Person, who: string): Promise<string[]> {
  await journey.at(MONDAY)
  await person.sync()
  const now = journey.now()
  const db = databaseOf(journey)
  const state = await loaded(db, person, now)
  // As loaded a moment ago: what was known of the very same items is remembered.
  const fresh = (): PersonState => ({ ...state, items: new Map(state.items) })
  const jitter = jitterFrom(() => 0.5)
  const works: [string, () => unknown][] = [
    ['decide', () => decide(fresh(), [], [], new Map(), now, jitter)],
    ['what is known, a part of it', () => knownAt(fresh(), now)],
    ['load', () => loadPerson(db, person.id, now)],
    ['`GET /api/v1/plan` in workerd', () => person.plan()],
    ['unchanged `POST /api/v1/sync` in workerd', () => person.sync()],
  ]
  const events = knownAt(state, now).events.length
  const lines: string[] = []
  for (const [name, work] of works) {
    const times: number[] = []
    for (let run = 0; run < TIMED_RUNS; run++) times.push(await timed(work))
    const shown = [times[0] ?? Number.NaN, Math.min(...times), at(times, 0.5), at(times, 0.99)].map((ms) =>
      ms.toFixed(1),
    )
    lines.push(`| ${who}: ${name} | ${events} | ${shown.join(' | ')} |`)
  }
  return lines
}

async function someoneWithThreeCalendars(journey: Journey): Promise<Person> {
  await journey.at(MONDAY)
  const account = journey.newAccount()
  for (const name of ['Personal', 'Clientes']) {
    const id = `${name}.${account.email}`
    journey.google.putCalendar({ id, owner: account.email, summary: name, timeZone: ZONE })
    journey.google.share(account.email, id, 'owner')
    journey.google.hands.insert(id, { summary: 'Dentista', start: { date: '2026-11-27' }, end: { date: '2026-11-28' } })
  }
  const person = await journey.signUp(account)
  person.has(anInvitation({ title: 'Noche de negocios' }))
  person.has(aCommitment({ title: 'Desayuno de negocios', start: '2026-11-25 08:00', minutes: 90 }))
  await person.sync()
  return person
}

/** Within the weeks that are looked at; one in forty is networking, the others have an agenda of some lines and colleagues. */
function* eventsOfABusyPerson(random: () => number) {
  const first = instantOf('2026-10-20 08:00')
  const titles = ['Junta de seguimiento', 'Revisión de propuesta', 'Llamada con cliente', 'Comité de dirección', '1:1']
  const line = 'Orden del día: avances de la semana, pendientes y siguientes pasos. '
  for (let n = 0; n < EVENTS; n++) {
    const start = first.add({ minutes: 64 * n })
    const { title, description, location } = anInvitation()
    const networking = n % 40 === 0
    yield {
      summary: networking ? title : `${titles[n % titles.length]} ${n}`,
      description: networking ? description : line.repeat(Math.floor(random() * 8)),
      location: networking ? location : 'Sala 4',
      start: { dateTime: start.toString(), timeZone: ZONE },
      end: { dateTime: start.add({ minutes: 45 }).toString(), timeZone: ZONE },
      organizer: {
        email: networking ? `eventos@camara${n}.example` : 'direccion@consultoria.example',
        displayName: 'Laura Ibarra',
      },
    }
  }
}

const COLUMNS = ['person_id', 'calendar_id', 'remote_id', 'hash', 'until', 'missing_since', 'body'] as const
const INTO = `insert into items (${COLUMNS.join(', ')})`
const UPSERT =
  'on conflict do update set hash = excluded.hash, until = excluded.until, missing_since = excluded.missing_since, body = excluded.body'
type Row = InValue[]

/** The very JSON that is stored, in one text, as small as it goes. */
function bareUpsert(rows: readonly Row[]): InStatement {
  const [person = null, calendar = null] = rows[0] ?? []
  const texts = rows.map(
    ([, , ...rest]) =>
      `[${rest
        .slice(0, -1)
        .map((value) => JSON.stringify(value))
        .join(',')},${rest.at(-1)}]`,
  )
  return {
    sql: `${INTO} select ?, ?, j.value->>0, j.value->>1, j.value->>2, j.value->>3, j.value->4 from json_each(?) j where true ${UPSERT}`,
    args: [person, calendar, `[${texts.join(',')}]`],
  }
}

/** As one would write them here without a second thought. */
function drizzleUpserts(db: Database, personId: string, state: PersonState): Promise<unknown> {
  const [first, ...rest] = [...state.items.values()].flatMap((items) =>
    [...items.values()].map((item) =>
      db
        .insert(schema.items)
        .values({ personId, ...item })
        .onConflictDoUpdate({
          target: [schema.items.personId, schema.items.calendarId, schema.items.remoteId],
          set: item,
        }),
    ),
  )
  return first === undefined ? Promise.resolve() : db.batch([first, ...rest])
}

function oneUpsert(row: Row): InStatement {
  return { sql: `${INTO} values (?, ?, ?, ?, ?, ?, ?) ${UPSERT}`, args: row }
}

/** Uncompressed, as local workerd asks for it: Node would have the server compress a megabyte on this very machine. */
function databaseOf(journey: Journey): Database {
  const plain: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    request.headers.set('accept-encoding', 'identity')
    return fetch(request)
  }
  return drizzle({ client: createClient({ url: journey.world.databaseUrl, fetch: plain }) })
}

async function loaded(db: Database, person: Person, now: Temporal.Instant): Promise<PersonState> {
  const state = await loadPerson(db, person.id, now)
  if (state === null) throw new Error('the person is gone')
  return state
}

function listsOf(person: Person): string[] {
  return person.requests().filter((request) => /^GET .*\/events\?/.test(request))
}

/** Round trips since the last `forget` with such a statement. */
function tripsThat(journey: Journey, statement: RegExp) {
  return journey.database.trips().filter(({ statements }) => statements.some((sql) => statement.test(sql)))
}

/** As Google would, of the channel that stands. */
async function notify(journey: Journey, person: Person): Promise<void> {
  const channel = journey.google.state.channels.find(({ account, stopped }) => account === person.email && !stopped)
  if (channel === undefined) throw new Error('no channel')
  const headers = { 'x-goog-channel-token': channel.token ?? '', 'x-goog-resource-state': 'exists' }
  const { status } = await fetch(channel.address, { method: 'POST', headers })
  if (status !== 204) throw new Error(`a notification was answered ${status}`)
}

/**
 * Ways compared by the best of their runs: whatever else the machine does meanwhile only makes a run longer. The first round, which warms caches
 * and code, does not count.
 */
async function takingTurns<Way extends string>(
  ways: Record<Way, () => Promise<unknown>>,
  before: () => Promise<unknown> = async () => undefined,
): Promise<Record<Way, { best: number; median: number }>> {
  const names = Object.keys(ways) as Way[]
  const times = new Map<Way, number[]>(names.map((name) => [name, []]))
  for (let run = 0; run <= WRITE_RUNS; run++) {
    // In another order each time: one way's garbage is not to be another's cost.
    for (const name of [...names.slice(run % names.length), ...names.slice(0, run % names.length)]) {
      await before()
      const ms = await timed(ways[name])
      if (run > 0) times.get(name)?.push(ms)
    }
  }
  const found = names.map((name) => {
    const all = times.get(name) ?? []
    return [name, { best: Math.min(...all), median: at(all, 0.5) }]
  })
  return Object.fromEntries(found)
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function at(times: readonly number[], share: number): number {
  const ascending = [...times].sort((a, b) => a - b)
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN
}

function atMost(what: string, measured: number, goal: number): string {
  return row(what, measured, `at most ${goal}`, measured <= goal ? 'reached' : 'MISSED')
}

function atLeast(what: string, measured: number, goal: number): string {
  return row(what, measured, `at least ${goal}`, measured >= goal ? 'reached' : 'MISSED')
}

function row(what: string, measured: number, goal = '', verdict = ''): string {
  return `| ${what} | ${measured} | ${goal} | ${verdict} |`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** mulberry32 (public domain): the same calendar on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
