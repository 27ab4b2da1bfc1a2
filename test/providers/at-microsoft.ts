/** Microsoft's sandbox as a `ProviderWorld`. */
import type { Temporal } from 'temporal-polyfill'
import type { BlockId, RemoteCalendarId, RemoteEventId } from '../../src/calendar/event.ts'
import { microsoftPort } from '../../src/providers/microsoft/calendar.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import { idOf } from '../sandbox/microsoft/ids.ts'
import type { Item } from '../sandbox/microsoft/model.ts'
import { type MicrosoftSandbox, startMicrosoftSandbox } from '../sandbox/microsoft/server.ts'
import { EMAIL, type ProviderWorld } from './provider-world.ts'

const REPLIES = { accepted: 'accept', declined: 'decline' } as const
const FAULTS = { 'expire-cursors': 'expire-delta-links', 'withhold-cursor': 'withhold-delta-link' } as const

export async function atMicrosoft(
  now: Temporal.Instant,
): Promise<ProviderWorld & { sandbox: MicrosoftSandbox; idOf(item: Item): RemoteEventId }> {
  const sandbox = await startMicrosoftSandbox({ seedLife: false, now: () => now.epochMilliseconds })
  const { world } = sandbox
  world.createAccount(EMAIL, 'Mariana', 'America/Mexico_City')
  const entry = world.entry(EMAIL)
  if (entry === undefined) throw new Error('no calendar')
  const calendar = world.calendarOf(entry)
  const stable = (item: Item) => idOf(item, null, true) as RemoteEventId
  const item = (id: string) => world.locate([calendar], id)?.item
  const block = (id: BlockId) => {
    const found = [...calendar.items.values()].find(({ data }) => data.transactionId === id)
    if (found === undefined) throw new Error(`no block ${id}`)
    return stable(found)
  }
  return {
    sandbox,
    idOf: stable,
    calendar: entry.id as RemoteCalendarId,
    begin() {
      world.faults.clear()
      world.mails = []
      world.effects = []
      calendar.items.clear()
      world.state.transactions.clear()
      return world.grants.issue(EMAIL).accessToken
    },
    port: (account, apiUrl = sandbox.graphUrl) => microsoftPort({ ...account, apiUrl }),
    plant(sketch) {
      const by = sketch.organiser === null ? 'human' : 'organiser'
      return stable(world.hands.insert(entry.id, outlookEvent(sketch, EMAIL), by))
    },
    retitle: (id, title) => void world.hands.patch(entry.id, id, { subject: title }, 'organiser'),
    drop: (id) => void world.hands.delete(entry.id, id, 'organiser'),
    answers: (id, answer) => void world.hands.rsvp(entry.id, id, REPLIES[answer]),
    answersOf: (id) =>
      (item(id)?.data.attendees ?? []).map(({ emailAddress, status }) => [
        emailAddress?.address ?? '',
        status?.response ?? '',
      ]),
    editBlock: (id, title) => void world.hands.patch(entry.id, block(id), { subject: title }),
    dropBlock: (id) => void world.hands.delete(entry.id, block(id)),
    blocks: () =>
      [...calendar.items.values()].flatMap(({ data, deletedAt }) =>
        deletedAt === null ? [data.transactionId as BlockId] : [],
      ),
    mails: () => world.mails.length,
    fault: (kind, given = {}) => {
      const named = kind === 'expire-cursors' || kind === 'withhold-cursor' ? FAULTS[kind] : kind
      world.faults.add({ kind: named, ...given })
    },
    close: sandbox.close,
  }
}
