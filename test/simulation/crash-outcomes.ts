/** What came of a flow, read where a person, an organiser or an operator would see it, and what must have come of a mail. */
import { sql } from 'drizzle-orm'
import type { CrashPoint, Scene } from './crash-points.ts'
import type { Step } from './isolate.ts'

const HOUR = 3_600_000
/** Of the event that all flows are about. */
export const TITLE = 'Networking CANACO: desayuno de negocios'

export const NO_BLOCKS = { standing: [] as string[], inserted: 0, moved: 0, removed: 0 }

/** `standing`: local times at which blocks begin. */
export async function blocksOf({ town, ana, witness }: Scene) {
  const { blocks: inserted, moved, removed } = witness.writes
  const standing = ana.first.hands.blocks().map(({ event }) => {
    const at = new Date(Number(event.start) - 6 * HOUR)
    return at.toISOString().slice(8, 16)
  })
  const state = (await ana.state())?.state
  const followUps = [...(state?.followUps.values() ?? [])].map(({ body }) => body.state)
  return { standing, inserted, moved, removed, followUps, told: await toldOf(town, 'block') }
}

export async function answersOf({ town, ana, writes }: Scene) {
  const heard = writes.flatMap(({ notices }) => notices.filter(({ kind }) => kind === 'response'))
  const own = writes.filter(({ actor, before, after }) => actor === 'api' && before?.ownAnswer !== after.ownAnswer)
  const answer = ana.first.hands.find(TITLE)?.event.ownAnswer ?? own.at(-1)?.after.ownAnswer
  return { answer, heard: heard.length, told: await toldOf(town, 'answer') }
}

/** What the person is told that Aforo did. */
async function toldOf({ database }: Scene['town'], about: 'block' | 'answer'): Promise<string[]> {
  const rows = await database.whole.all<{ kind: string }>(sql`select kind from activity order by at, id`)
  const mails = ['digest_sent', 'notice_sent']
  return rows.flatMap(({ kind }) =>
    mails.includes(kind) || (about === 'answer') !== (kind === 'answered') ? [] : [kind],
  )
}

export async function mailsOf({ town }: Scene, opId: string) {
  const rows = await town.database.whole.all<{ state: string }>(
    sql`select state from outbox where op_id like ${`${opId}%`}`,
  )
  return {
    arrived: town.mails.filter((mail) => mail.opId.startsWith(opId)).length,
    states: rows.map(({ state }) => state),
  }
}

/**
 * Once, and known to be: but for a death between the note that it is about to be sent and the record that it was, and for a mail server whose answer
 * is lost. Then nobody can know, and that is what stands on record (design.md, rule 8).
 */
export function mailedOnce(point: CrashPoint | null) {
  const sent = { arrived: 1, states: ['done'] }
  const last = point?.steps.at(-1)
  if (point?.mishap === 'lost' && last?.seam === 'mail') return { arrived: 1, states: ['unknown'] }
  if (point?.mishap !== 'dies') return sent
  const isNote = ({ seam, what, when }: Step) => seam === 'storage' && what === 'put sending' && when === 'after'
  const mail = point.steps.findLastIndex(({ seam }) => seam === 'mail')
  const isRecorded = point.steps.slice(mail).some(({ seam, when }) => seam === 'database' && when === 'after')
  if (!point.steps.some(isNote) || (mail !== -1 && isRecorded)) return sent
  // What a mail server was given it goes on with, whatever becomes of who gave it.
  const isGiven = point.steps.slice(0, -1).some(({ seam }) => seam === 'mail')
  return { arrived: isGiven ? 1 : 0, states: ['unknown'] }
}

/** `knows`: titles of events to come; `channels`: calendars with one on record that lives at the provider. */
export async function accountsOf({ town, ana }: Scene) {
  const state = (await ana.state())?.state
  const people = await town.database.whole.all(sql`select id from people`)
  const calendars = [...(state?.calendars.values() ?? [])]
  const ids = calendars.flatMap(({ sync }) => (sync.channel === null ? [] : [sync.channel.id]))
  return {
    people: people.length,
    accounts: [...(state?.connections.values() ?? [])].map((connection) => connection.state.status),
    calendars: calendars.map(({ sync }) => (sync.readAt !== null && sync.failure === null ? 'read' : 'unread')),
    channels: livingChannels(town).filter(({ id }) => ids.includes(id)).length,
    knows: ((await ana.state())?.known.events ?? []).map(({ title }) => title),
  }
}

function livingChannels({ google, microsoft, timeline }: Scene['town']): { id: string; account: string }[] {
  const now = timeline.now()
  return [
    ...google.state.channels.filter(({ stopped, expiration }) => !stopped && expiration > now),
    ...microsoft.state.subscriptions.filter((one) => one.expiresAt > now),
  ]
}

export function channelsOf({ town }: Scene, address: string): number {
  return livingChannels(town).filter(({ account }) => account === address).length
}

/** Refresh tokens that live; Graph has no way to give one back (provider-facts B1), so of Microsoft's none count. */
export function grantsOf({ town }: Scene, address: string): number {
  return [...town.google.state.refreshTokens.values()].filter(({ account, revoked }) => account === address && !revoked)
    .length
}

/** Names of tables in which anything says who they were. */
export async function rowsOf({ town, ana }: Scene, id: string): Promise<string[]> {
  const { whole } = town.database
  const tables = await whole.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name <> 'taken_out'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const text = JSON.stringify(await whole.all(sql.raw(`select * from "${name}"`)))
    if (text.includes(id) || text.includes(ana.first.address)) found.push(name)
  }
  return found
}
