/** The real outside of a cycle: libSQL, the providers, SMTP, the object's storage and its one alarm. */
import type { Temporal } from 'temporal-polyfill'
import { createVault } from '../accounts/vault.ts'
import type { CalendarId, Cursor } from '../calendar/event.ts'
import type { CalendarPort } from '../calendar/port.ts'
import type { Config } from '../config.ts'
import { jitterFrom } from '../cycle/backoff.ts'
import { ownAddresses } from '../cycle/identity.ts'
import { blockFor } from '../cycle/place.ts'
import type { Connection, PersonState } from '../cycle/state.ts'
import type { Database } from '../db/locate.ts'
import { loadPerson, savePerson } from '../db/person.ts'
import { languageOf } from '../i18n/index.ts'
import { notificationAddress, portFor } from '../providers/ports.ts'
import type { Meter } from '../providers/request.ts'
import { accessTo, type SmallStorage } from './access.ts'
import { channelToken } from './channel-token.ts'
import type { Outside } from './cycle.ts'
import { type DeliverContext, deliver, forgetSending, withUnknown } from './deliver.ts'
import { keepNewestCursors, withNewestCursors } from './newest-cursors.ts'
import { respiteOf } from './respite.ts'

export interface OutsideContext {
  config: Config
  db: Database
  storage: SmallStorage
  personId: string
  now(): Temporal.Instant
  arm(at: Temporal.Instant | null): Promise<void>
  /** Renders and sends one mail. Handed in, so that what Node runs itself needs no JSX. */
  sendMail: DeliverContext['sendMail']
}

export function realOutside(context: OutsideContext): Outside {
  const { config, db, storage, personId } = context
  const vault = createVault(config)
  const meter: Meter = { requests: 0 }
  const ports = new Map<string, CalendarPort>()
  let addresses: ReadonlySet<string> = new Set()
  /** As the database holds them. */
  let cursors = new Map<CalendarId, Cursor | null>()
  /** Delivered in this cycle, and about to be saved. */
  let settled: ReadonlySet<string> = new Set()

  const port = (connection: Connection): CalendarPort => {
    const known = ports.get(connection.id)
    if (known !== undefined) return known
    const access = accessTo({ config, db, vault, storage, personId, now: context.now }, connection)
    const own = new Set([...addresses, ...(connection.email === null ? [] : [connection.email.toLowerCase()])])
    const respite = respiteOf(storage, connection.id, context.now)
    const made = portFor(connection.provider, config, { ownAddresses: own, access, meter, respite, now: context.now })
    ports.set(connection.id, made)
    return made
  }

  return {
    now: context.now,
    jitter: jitterFrom(Math.random),
    newId: () => crypto.randomUUID(),
    async load() {
      const loaded = await loadPerson(db, personId, context.now())
      if (loaded === null) return null
      addresses = ownAddresses(loaded)
      const newest = await withNewestCursors(storage, loaded)
      cursors = newest.saved
      return withUnknown(storage, newest.state)
    },
    async save(epoch, changed) {
      await savePerson(db, personId, epoch, changed, context.now())
      for (const [id, { sync }] of changed.calendars.put) cursors.set(id, sync.cursor)
      await forgetSending(storage, settled)
      settled = new Set()
    },
    port,
    requests: () => meter.requests,
    async deliver(intents, state) {
      const sent = await deliver(
        {
          storage,
          now: context.now,
          portOf: (connectionId) => ports.get(connectionId) ?? null,
          blockOf: (at, followUpId) => blockFor(at, followUpId, language(at), config.appUrl),
          sendMail: context.sendMail,
        },
        intents,
        state,
      )
      settled = new Set(sent.map(({ opId }) => opId))
      return sent
    },
    channelFor(calendarId: CalendarId, { provider }: Connection) {
      const address = notificationAddress(provider, config)
      return address === null ? null : { address, token: channelToken(config.secretKeys, { personId, calendarId }) }
    },
    keepCursors: (newest) => keepNewestCursors(storage, cursors, newest),
    arm: context.arm,
  }
}

function language(state: PersonState) {
  return languageOf(state.person.settings.locale, state.person.settings.timeZone)
}
