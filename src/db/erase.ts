/** Taking rows away: of one account, or of a whole person. Each is one round trip and one transaction. */
import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from './locate.ts'
import * as t from './schema.ts'

/** The account's row, its calendars and what was read of them; what the person did, decided and booked stays. */
export async function deleteConnection(
  db: Database,
  personId: string,
  connectionId: string,
  calendarIds: readonly string[],
): Promise<void> {
  await db.batch([
    db.delete(t.items).where(and(eq(t.items.personId, personId), inArray(t.items.calendarId, [...calendarIds, '']))),
    db.delete(t.calendars).where(and(eq(t.calendars.personId, personId), eq(t.calendars.connectionId, connectionId))),
    db.delete(t.connections).where(and(eq(t.connections.personId, personId), eq(t.connections.id, connectionId))),
  ])
}

/** What becomes of the blocks in the calendars of somebody who is erased. */
export type BlocksWish = 'keep' | 'remove'

/** From here on nothing is begun for this person any more, and nobody signs in as them. What they once wished of their blocks stays wished. */
export async function markErasing(db: Database, personId: string, blocks: BlocksWish, now: string): Promise<void> {
  const wish = blocks === 'remove' ? { erasingBlocks: true } : {}
  await db.batch([
    db
      .update(t.people)
      .set({ erasingAt: now, wakeBy: now, ...wish })
      .where(eq(t.people.id, personId)),
    db.delete(t.sessions).where(eq(t.sessions.personId, personId)),
    db.delete(t.apiTokens).where(eq(t.apiTokens.personId, personId)),
  ])
}

export async function deletePerson(db: Database, personId: string): Promise<void> {
  await db.batch([
    db.delete(t.items).where(eq(t.items.personId, personId)),
    db.delete(t.occurrences).where(eq(t.occurrences.personId, personId)),
    db.delete(t.corrections).where(eq(t.corrections.personId, personId)),
    db.delete(t.places).where(eq(t.places.personId, personId)),
    db.delete(t.weeks).where(eq(t.weeks.personId, personId)),
    db.delete(t.followUps).where(eq(t.followUps.personId, personId)),
    db.delete(t.outbox).where(eq(t.outbox.personId, personId)),
    db.delete(t.activity).where(eq(t.activity.personId, personId)),
    db.delete(t.contacts).where(eq(t.contacts.personId, personId)),
    db.delete(t.outcomes).where(eq(t.outcomes.personId, personId)),
    db.delete(t.forgotten).where(eq(t.forgotten.personId, personId)),
    db.delete(t.calendars).where(eq(t.calendars.personId, personId)),
    db.delete(t.connections).where(eq(t.connections.personId, personId)),
    db.delete(t.sessions).where(eq(t.sessions.personId, personId)),
    db.delete(t.apiTokens).where(eq(t.apiTokens.personId, personId)),
    db.delete(t.people).where(eq(t.people.id, personId)),
  ])
}
