/** Hands in Google Calendar. */
import type { Answer } from '../../src/calendar/event.ts'
import { type EventSketch, googleEvent } from '../builders/an-event.ts'
import type { JsonObject } from '../sandbox/google/call.ts'
import { findEvent } from '../sandbox/google/event-view.ts'
import type { HandKind } from '../sandbox/google/hands.ts'
import type { Account, CalendarRecord, GoogleEvent, StoredEvent } from '../sandbox/google/model.ts'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import type { Hands } from './hands.ts'
import { type Invited, invitationOf, meetingOf, type Planted } from './planted.ts'
import { isBlock, seenAtGoogle } from './rules/google.ts'
import type { Standing } from './rules/watch.ts'

export class GoogleHands implements Hands {
  readonly provider = 'google'
  readonly address: string
  readonly primary: string
  readonly #world: GoogleWorld

  constructor(world: GoogleWorld, address: string) {
    this.#world = world
    this.address = address.toLowerCase()
    this.primary = this.address
    this.#account()
  }

  calendar(name: string): string {
    const id = `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}.${this.address.replace('@', '.')}@group.calendar.google.com`
    this.#world.putCalendar({ id, owner: this.address, summary: name, timeZone: this.#account().timeZone })
    this.#world.share(this.address, id, 'owner')
    return id
  }

  meeting(planted: Planted): string {
    return this.#plant(meetingOf(planted, this.#account().timeZone), planted, {}, 'human')
  }

  invitation(invited: Invited): string {
    const sketch = invitationOf(invited, this.#account().timeZone)
    return this.#plant(sketch, invited, invited.uid === undefined ? {} : { iCalUID: invited.uid }, 'organiser')
  }

  find(title: string): Standing | null {
    return this.#standing(({ summary }) => summary === title).next().value ?? null
  }

  occurrence(seriesId: string, start: number): string {
    return `${seriesId}_${new Date(start).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`
  }

  blocks(): Standing[] {
    return [...this.#standing(isBlock)]
  }

  invitations(): Standing[] {
    return [...this.#standing(({ attendees }) => (attendees ?? []).some(({ email }) => email === this.address))]
  }

  answer(id: string, answer: Answer): void {
    this.#world.hands.rsvp(this.#where(id), id, answer)
  }

  move(id: string, start: number): void {
    this.#reschedule(id, start, 'human')
  }

  retitle(id: string, title: string): void {
    this.#world.hands.patch(this.#where(id), id, { summary: title })
  }

  rewrite(id: string, text: string): void {
    this.#world.hands.patch(this.#where(id), id, { description: text })
  }

  recolour(id: string): void {
    const { calendar, stored } = this.#found(id)
    this.#world.hands.patch(calendar.id, id, { colorId: stored.event.colorId === '5' ? '6' : '5' })
  }

  copy(id: string): string {
    const { event } = this.#found(id).stored
    const copied = ['summary', 'description', 'location', 'start', 'end', 'visibility', 'extendedProperties'] as const
    const body: JsonObject = JSON.parse(JSON.stringify(Object.fromEntries(copied.map((name) => [name, event[name]]))))
    return idIn(this.#world.hands.insert(this.#where(id), body))
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
    this.#world.hands.patch(this.#where(id), id, { summary: title }, 'organiser')
  }

  organiserCancels(id: string): void {
    this.#world.hands.delete(this.#where(id), id, 'organiser')
  }

  changeZone(zone: string): void {
    this.#world.hands.changeZone(this.primary, zone)
    this.#account().timeZone = zone
  }

  revoke(): void {
    this.#world.grants.revoke(this.address)
  }

  makeReadOnly(calendar: string): void {
    this.#world.share(this.address, calendar, 'reader')
  }

  deleteCalendar(calendar: string): void {
    this.#world.dropCalendar(calendar)
  }

  #plant(sketch: EventSketch, planted: Planted, more: JsonObject, by: HandKind): string {
    const { weekly = false, calendar = this.primary } = planted
    const whole = { ...sketch, recurrence: weekly ? ['RRULE:FREQ=WEEKLY'] : [] }
    return idIn(this.#world.hands.insert(calendar, { ...googleEvent(whole, this.address), ...more }, by))
  }

  #reschedule(id: string, start: number, by: HandKind): void {
    const { calendar, stored } = this.#found(id)
    const timeZone = stored.event.start?.timeZone ?? calendar.timeZone
    this.#world.hands.reschedule(calendar.id, id, { dateTime: new Date(start).toISOString(), timeZone }, null, by)
  }

  #account(): Account {
    const account = this.#world.account(this.address)
    if (account === undefined) throw new RangeError(`no account ${this.address}`)
    return account
  }

  #calendars(): CalendarRecord[] {
    return [...this.#world.state.calendars.values()].filter(({ owner }) => owner === this.address)
  }

  *#standing(holds: (event: GoogleEvent) => boolean): Generator<Standing, undefined> {
    for (const calendar of this.#calendars())
      for (const { event } of calendar.events.values())
        if (event.status !== 'cancelled' && holds(event))
          yield { calendarId: calendar.id, owner: this.address, event: seenAtGoogle(event, calendar) }
    return undefined
  }

  /** Where it stands; of what was moved from one calendar to another, the place where it is not cancelled. */
  #found(id: string): { calendar: CalendarRecord; stored: StoredEvent } {
    const there = this.#calendars().flatMap((calendar) => {
      const found = findEvent(calendar, id)
      return found === null ? [] : [{ calendar, stored: found.stored }]
    })
    const found = there.find(({ stored }) => stored.event.status !== 'cancelled') ?? there[0]
    if (found === undefined) throw new RangeError(`nothing stands under ${id}`)
    return found
  }

  #where(id: string): string {
    return this.#found(id).calendar.id
  }
}

function idIn({ event }: StoredEvent): string {
  return event.id ?? ''
}
