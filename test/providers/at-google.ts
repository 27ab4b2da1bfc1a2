/** Google's sandbox as a `ProviderWorld`. */
import type { Temporal } from 'temporal-polyfill'
import type { BlockId, RemoteCalendarId, RemoteEventId } from '../../src/calendar/event.ts'
import { googlePort } from '../../src/providers/google/calendar.ts'
import { googleEvent } from '../builders/an-event.ts'
import { startGoogleSandbox } from '../sandbox/google/server.ts'
import { EMAIL, type ProviderWorld } from './provider-world.ts'

export async function atGoogle(now: Temporal.Instant): Promise<ProviderWorld> {
  const sandbox = await startGoogleSandbox({ seedLife: false, now: () => now.epochMilliseconds })
  const { world } = sandbox
  world.switches = { ...world.switches, quotaPerUserPerMinute: 1_000_000 }
  return {
    calendar: EMAIL as RemoteCalendarId,
    begin() {
      world.faults.clear()
      world.mails = []
      world.dropCalendar(EMAIL)
      world.createAccount(EMAIL, 'Mariana', 'America/Mexico_City')
      world.putCalendar({ id: EMAIL, owner: EMAIL, summary: 'Trabajo', timeZone: 'America/Mexico_City', primary: true })
      world.share(EMAIL, EMAIL, 'owner', { primary: true, selected: true })
      const { accessToken } = world.grants.issue(EMAIL)
      return accessToken
    },
    port: (account, apiUrl = sandbox.url) => googlePort({ ...account, apiUrl }),
    plant(sketch) {
      const by = sketch.organiser === null ? 'human' : 'organiser'
      return world.hands.insert(EMAIL, googleEvent(sketch, EMAIL), by).event.id as RemoteEventId
    },
    retitle: (id, title) => void world.hands.patch(EMAIL, id, { summary: title }, 'organiser'),
    drop: (id) => void world.hands.delete(EMAIL, id, 'organiser'),
    answers: (id, answer) => void world.hands.rsvp(EMAIL, id, answer),
    answersOf: (id) =>
      (world.calendar(EMAIL)?.events.get(id)?.event.attendees ?? []).map(({ email, responseStatus }) => [
        email ?? '',
        responseStatus ?? '',
      ]),
    editBlock: (id, title) => void world.hands.patch(EMAIL, id, { summary: title }),
    dropBlock: (id) => void world.hands.delete(EMAIL, id),
    blocks: () =>
      [...(world.calendar(EMAIL)?.events.values() ?? [])].flatMap(({ event }) =>
        event.status === 'cancelled' ? [] : [event.id as BlockId],
      ),
    mails: () => world.mails.length,
    fault: (kind, given = {}) => {
      const named = kind === 'expire-cursors' || kind === 'withhold-cursor' ? FAULTS[kind] : kind
      world.faults.add({ kind: named, ...given })
    },
    close: sandbox.close,
  }
}

const FAULTS = { 'expire-cursors': 'expire-sync-tokens', 'withhold-cursor': 'withhold-sync-token' } as const
