/** accept, tentativelyAccept, decline (checklist 57, 58; B4): 202 without a body, and what the organiser hears of it. */
import type { FreeBusyStatus, ResponseType } from '@microsoft/microsoft-graph-types'
import type { JsonObject } from '../wire/control-door.ts'
import { partOn } from './event-view.ts'
import { type Writing, withException, withoutOccurrence } from './events-write.ts'
import { invalidParameter, invalidRequest, itemNotFound } from './graph-error.ts'
import { idOf } from './ids.ts'
import type { Item, ItemData } from './model.ts'

export type Reply = 'accept' | 'tentativelyAccept' | 'decline'

const ANSWERS: Record<Reply, { response: ResponseType; showAs: FreeBusyStatus }> = {
  accept: { response: 'accepted', showAs: 'busy' },
  tentativelyAccept: { response: 'tentativelyAccepted', showAs: 'tentative' },
  decline: { response: 'declined', showAs: 'free' },
}

/** @throws GraphError 400, or 404 for what is gone: a second decline finds nothing (F15) */
export function respond(writing: Writing, item: Item, date: string | null, reply: Reply, body: JsonObject): Item {
  const part = date === null ? null : partOn(item, date)
  if (date !== null && part === null) throw itemNotFound()
  const data = part?.data ?? item.data
  if (data.isOrganizer) throw invalidRequest("You can't respond to this meeting because you're the meeting organizer.")
  // The name of the parameter ignores case, as actions' parameters do.
  const given = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
  const comment = given.get('comment')
  const sends = given.get('sendresponse') !== false
  const proposes = given.get('proposednewtime') !== undefined && given.get('proposednewtime') !== null
  if (!sends && ((typeof comment === 'string' && comment !== '') || proposes))
    throw invalidParameter('Parameters comment and proposedNewTime need sendResponse to be true.')
  if (proposes && reply === 'accept') throw invalidParameter('A new time cannot be proposed with an acceptance.')
  if (sends) mailResponse(writing, item, data, reply, typeof comment === 'string' ? comment : null)
  return answered(writing, item, date, data, reply)
}

function answered(writing: Writing, item: Item, date: string | null, before: ItemData, reply: Reply): Item {
  const { world, calendar, actor } = writing
  const data = withAnswer(before, writing.account.address, reply, world.now())
  if (reply === 'decline' && !world.switches.declinedEventsStay) {
    if (date !== null) return withoutOccurrence(writing, item, date, 'respond')
    // Declining moves it to Deleted Items (LG F10).
    return world.commit(calendar, { ...item, data, deletedAt: world.now() }, 'respond', actor)
  }
  if (date !== null) return withException(writing, item, date, data, 'respond')
  return world.commit(calendar, { ...item, data }, 'respond', actor)
}

/** The event with this answer of this guest in it. */
export function withAnswer(data: ItemData, address: string, reply: Reply, now: number): ItemData {
  const { response, showAs } = ANSWERS[reply]
  const status = { response, time: new Date(now).toISOString() }
  const attendees = (data.attendees ?? []).map((guest) =>
    guest.emailAddress?.address?.toLowerCase() === address.toLowerCase() ? { ...guest, status } : guest,
  )
  return { ...data, attendees, responseStatus: status, showAs }
}

function mailResponse(writing: Writing, item: Item, data: ItemData, reply: Reply, comment: string | null): void {
  const organiser = data.organizer?.emailAddress?.address
  writing.world.mail({
    kind: 'response',
    calendarId: writing.entry.id,
    eventId: idOf(item, null, true),
    subject: data.subject ?? null,
    response: ANSWERS[reply].response ?? null,
    comment,
    to: organiser ? [organiser] : [],
  })
}
