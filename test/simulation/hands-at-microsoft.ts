/** Hands in Outlook. */
import type { Answer } from '../../src/calendar/event.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import type { EventSketch } from '../builders/an-event.ts'
import { wallAt, zoneOf } from '../sandbox/microsoft/event-time.ts'
import { dateOn } from '../sandbox/microsoft/event-view.ts'
import type { HandKind } from '../sandbox/microsoft/hands.ts'
import { idOf } from '../sandbox/microsoft/ids.ts'
import type { Account, Item, ListEntry } from '../sandbox/microsoft/model.ts'
import type { Reply } from '../sandbox/microsoft/respond.ts'
import type { MicrosoftWorld } from '../sandbox/microsoft/world.ts'
import type { JsonObject } from '../sandbox/wire/control-door.ts'
import type { Hands } from './hands.ts'
import { type Invited, invitationOf, meetingOf, type Planted } from './planted.ts'
import { blockIn, seenAtMicrosoft } from './rules/microsoft.ts'
import type { Standing } from './rules/watch.ts'

export const REPLIES: Readonly<Record<Answer, Reply>> = {
  accepted: 'accept',
  tentative: 'tentativelyAccept',
  declined: 'decline',
}

export class MicrosoftHands implements Hands {
  readonly provider = 'microsoft'
  readonly address: string
  readonly primary: string
  readonly #world: MicrosoftWorld

  constructor(world: MicrosoftWorld, address: string) {
    this.#world = world
    this.address = address.toLowerCase()
    this.primary = this.#entry(this.address).id
  }

  calendar(name: string): string {
    const { address, name: owner } = this.#account()
    const calendar = this.#world.putCalendar(`${this.address} ${name}`, { address, name: owner }, name)
    return this.#world.list(this.address, calendar).id
  }

  meeting(planted: Planted): string {
    return this.#plant(meetingOf(planted, this.#account().timeZone), planted, {}, 'human')
  }

  invitation(invited: Invited): string {
    const sketch = invitationOf(invited, this.#account().timeZone)
    return this.#plant(sketch, invited, invited.uid === undefined ? {} : { iCalUId: invited.uid }, 'organiser')
  }

  find(title: string): Standing | null {
    return this.#standing(({ data }) => data.subject === title).next().value ?? null
  }

  occurrence(seriesId: string, start: number): string {
    const { item } = this.#found(seriesId)
    return idOf(item, dateOn(item, start), true)
  }

  blocks(): Standing[] {
    return [...this.#standing(({ data }) => blockIn(data) !== null)]
  }

  invitations(): Standing[] {
    return [...this.#standing(({ data }) => data.isOrganizer !== true && (data.attendees ?? []).length > 0)]
  }

  answer(id: string, answer: Answer): void {
    this.#world.hands.rsvp(this.#where(id), id, REPLIES[answer])
  }

  move(id: string, start: number): void {
    this.#reschedule(id, start, 'human')
  }

  retitle(id: string, title: string): void {
    this.#world.hands.patch(this.#where(id), id, { subject: title })
  }

  rewrite(id: string, text: string): void {
    this.#world.hands.patch(this.#where(id), id, { body: { contentType: 'text', content: text } })
  }

  recolour(id: string): void {
    const { entry, item } = this.#found(id)
    const before = item.data.categories?.[0]
    this.#world.hands.patch(entry.id, id, { categories: [before === 'Azul' ? 'Verde' : 'Azul'] })
  }

  copy(id: string): string {
    const { entry, item } = this.#found(id)
    const { subject = '', body, location, start, end, sensitivity = 'normal', showAs = 'busy' } = item.data
    // Outlook copies the properties, but not what the event was made with.
    const singleValueExtendedProperties = Object.entries(item.extended).map(([name, value]) => ({ id: name, value }))
    const place = location?.displayName ?? ''
    const copied: JsonObject = {
      ...{ subject, sensitivity, showAs, singleValueExtendedProperties },
      ...{ body: { ...body }, start: { ...start }, end: { ...end } },
      ...(place === '' ? {} : { location: { displayName: place } }),
    }
    return idOf(this.#world.hands.insert(entry.id, copied), null, true)
  }

  moveTo(id: string, calendar: string): void {
    this.#world.hands.move(this.#where(id), id, calendar)
  }

  delete(id: string): void {
    this.#world.hands.delete(this.#where(id), id)
  }

  undelete(id: string): void {
    this.#world.hands.undelete(this.#where(id), id)
  }

  organiserMoves(id: string, start: number): void {
    this.#reschedule(id, start, 'organiser')
  }

  organiserRenames(id: string, title: string): void {
    this.#world.hands.patch(this.#where(id), id, { subject: title }, 'organiser')
  }

  organiserCancels(id: string): void {
    this.#world.hands.cancel(this.#where(id), id)
  }

  changeZone(zone: string): void {
    this.#world.hands.changeZone(this.address, zone)
  }

  revoke(): void {
    this.#world.grants.revoke(this.address)
  }

  makeReadOnly(calendar: string): void {
    this.#world.list(this.address, this.#world.calendarOf(this.#entry(calendar)), { canEdit: false })
  }

  deleteCalendar(calendar: string): void {
    this.#world.dropCalendar(this.#world.calendarOf(this.#entry(calendar)))
  }

  #plant(sketch: EventSketch, planted: Planted, more: JsonObject, by: HandKind): string {
    const { weekly, calendar = this.primary } = planted
    const body = outlookEvent(sketch, this.#account().address, { ...more, ...(weekly === true && { weekly }) })
    return idOf(this.#world.hands.insert(calendar, body, by), null, true)
  }

  #reschedule(id: string, start: number, by: HandKind): void {
    const { entry, item } = this.#found(id)
    this.#world.hands.reschedule(entry.id, id, { ...wallAt(start, zoneOf(item.data.start)) }, null, by)
  }

  #account(): Account {
    const account = this.#world.account(this.address)
    if (account === undefined) throw new RangeError(`no account ${this.address}`)
    return account
  }

  #entry(idOrAddress: string): ListEntry {
    const entry = this.#world.entry(idOrAddress)
    if (entry === undefined) throw new RangeError(`no calendar ${idOrAddress}`)
    return entry
  }

  *#standing(holds: (item: Item) => boolean): Generator<Standing, undefined> {
    const own = [this.address, this.#account().address.toLowerCase()] as const
    for (const entry of this.#world.entriesOf(this.address))
      for (const item of this.#world.calendarOf(entry).items.values()) {
        const event = holds(item) ? seenAtMicrosoft(item, null, { own }) : null
        if (event !== null && !event.cancelled) yield { calendarId: entry.id, owner: this.address, event }
      }
    return undefined
  }

  #found(id: string): { entry: ListEntry; item: Item } {
    for (const entry of this.#world.entriesOf(this.address)) {
      const found = this.#world.locate([this.#world.calendarOf(entry)], id)
      if (found !== null) return { entry, item: found.item }
    }
    throw new RangeError(`nothing stands under ${id}`)
  }

  #where(id: string): string {
    return this.#found(id).entry.id
  }
}
