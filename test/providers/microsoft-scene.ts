/** A mailbox at the sandbox of Microsoft, and the adapter in front of it. */
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { CalendarEvent, Cursor, RemoteEventId } from '../../src/calendar/event.ts'
import { eventHash, type Known } from '../../src/calendar/fold.ts'
import type { CalendarPort, Changes } from '../../src/calendar/port.ts'
import { respiteOf } from '../../src/person/respite.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import { aStorage } from '../builders/a-storage.ts'
import { anInvitation } from '../builders/an-event.ts'
import { idOf } from '../sandbox/microsoft/ids.ts'
import type { Item } from '../sandbox/microsoft/model.ts'
import { DEFAULT_SWITCHES } from '../sandbox/microsoft/switches.ts'
import { atMicrosoft } from './at-microsoft.ts'
import { EMAIL } from './provider-world.ts'

export const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
export const SINCE = NOW.subtract({ hours: 5 * 7 * 24 })
export const WEEKLY = { weekly: true } as const

export let world: Awaited<ReturnType<typeof atMicrosoft>>
export let port: CalendarPort
/** Of the port that stands before each test. */
export let meter = { requests: 0 }

/** To be called once by a test file: a mailbox of its own, as new before each test. */
export function openMailbox(): void {
  beforeAll(async () => {
    world = await atMicrosoft(NOW)
  })
  afterAll(() => world.close())

  beforeEach(() => {
    const value = world.begin()
    const { world: inside } = world.sandbox
    inside.switches = { ...DEFAULT_SWITCHES, notificationsPerChange: 0 }
    inside.state.subscriptions = []
    meter = { requests: 0 }
    port = aPort(value)
  })
}

export function aPort(value: string, apiUrl?: string): CalendarPort {
  const respite = respiteOf(aStorage(), 'microsoft', () => NOW)
  const access = async () => ({ kind: 'ok' as const, value })
  return world.port({ ownAddresses: new Set([EMAIL]), access, meter, respite, now: () => NOW }, apiUrl)
}

export async function changes(cursor: Cursor | null = null, since = SINCE): Promise<Changes> {
  const read = await port.changes(world.calendar, cursor, since)
  if (read.kind === 'failed') throw new Error(`${read.error.reason} ${read.error.code}`)
  return read.value
}

/** Tuesdays at seven. */
export function plantWeekly(start = '2026-11-24 07:00'): Item {
  const sketch = anInvitation({ title: 'BNI Reforma', start, minutes: 90 })
  const body = { ...outlookEvent(sketch, EMAIL, WEEKLY), iCalUId: 'bni-reforma@bni.example' }
  return world.sandbox.world.hands.insert(world.calendar, body, 'organiser')
}

export const on = (series: Item, date: string) => idOf(series, date, true) as RemoteEventId

export function set(switches: Partial<typeof DEFAULT_SWITCHES>) {
  Object.assign(world.sandbox.world.switches, switches)
}

/** What is known of a calendar after these were read. */
export function knowing(events: readonly CalendarEvent[]): Map<RemoteEventId, Known> {
  return new Map(events.map((event) => [event.id, { hash: eventHash(event), missingSince: null, body: { event } }]))
}
