/** The life of `life/life.ts` on Google's calendars: what each of its lines looks like as an event of the API. */
import { layLife } from '../life/life.ts'
import type { CalendarName, LifeAccount, LifeEvent, LifeTimes, Paper, Span } from '../life/sheet.ts'
import { eventIdFrom, type GoogleAttendee, type GoogleEvent } from './model.ts'
import { occurrences } from './recurrence.ts'
import type { GoogleWorld } from './world.ts'

const OTHER_CALENDARS = {
  personal: 'mariana.personal.cenit@group.calendar.google.com',
  family: 'familia.torres.luna@group.calendar.google.com',
  holidays: 'es.mexican#holiday@group.v.calendar.google.com',
}

/** Lays down what is missing around `now`. @returns how many events came in */
export function topUp(world: GoogleWorld): { added: number } {
  return layLife(new GooglePaper(world))
}

class GooglePaper implements Paper {
  private readonly world: GoogleWorld

  constructor(world: GoogleWorld) {
    this.world = world
  }

  now(): number {
    return this.world.now()
  }

  openAccount({ email, displayName, zone: timeZone, mainName, others }: LifeAccount): void {
    const { world } = this
    if (world.account(email) !== undefined) return
    world.createAccount(email, displayName, timeZone, mainName, 'es-419')
    if (others === null) return
    const { personal, family, holidays } = OTHER_CALENDARS
    world.putCalendar({ id: personal, owner: email, summary: 'Personal', timeZone })
    world.share(email, personal, 'owner')
    world.putCalendar({ id: family, owner: others.familyOf, summary: 'Familia Torres Luna', timeZone })
    world.share(email, family, 'reader')
    const owner = 'calendarios@festivos.example'
    world.putCalendar({ id: holidays, owner, summary: 'Días festivos de México', timeZone })
    world.share(email, holidays, 'reader')
  }

  knows(account: string, calendar: CalendarName, key: string): boolean {
    return this.world.state.lived.has(lineOf(account, calendar, key))
  }

  write(account: string, calendar: CalendarName, key: string, event: LifeEvent): void {
    this.world.state.lived.add(lineOf(account, calendar, key))
    const id = eventIdOf(account, calendar, key)
    this.world.hands.plant(calendarIdOf(account, calendar), { id, ...asGoogleEvent(account, event) })
  }

  spanOf(account: string, calendar: CalendarName, key: string): Span | null {
    return this.stored(account, calendar, key) ?? null
  }

  cancel(account: string, calendar: CalendarName, key: string, occurrencesIn?: Span): void {
    const ids =
      occurrencesIn === undefined
        ? [eventIdOf(account, calendar, key)]
        : this.occurrencesIn(account, calendar, key, occurrencesIn)
    for (const id of ids) this.world.hands.delete(calendarIdOf(account, calendar), id, 'organiser')
  }

  move(account: string, calendar: CalendarName, key: string, occurrenceIn: Span, to: LifeTimes): void {
    const [id] = this.occurrencesIn(account, calendar, key, occurrenceIn)
    if (id === undefined) return
    this.world.hands.reschedule(calendarIdOf(account, calendar), id, to.start, to.end, 'organiser')
  }

  private occurrencesIn(account: string, calendar: CalendarName, key: string, span: Span): string[] {
    const series = this.stored(account, calendar, key)
    if (series === undefined) return []
    const zone = series.event.start?.timeZone ?? 'UTC'
    return occurrences(series.event, zone, span.startMs, span.endMs).map((one) => one.id)
  }

  private stored(account: string, calendar: CalendarName, key: string) {
    return this.world.calendar(calendarIdOf(account, calendar))?.events.get(eventIdOf(account, calendar, key))
  }
}

function asGoogleEvent(account: string, event: LifeEvent): GoogleEvent {
  const { invitation, guests = [] } = event
  const others: GoogleAttendee[] = guests.map(({ answer, ...guest }) => ({ ...guest, responseStatus: answer }))
  const base: GoogleEvent = {
    summary: event.title,
    ...(event.description === undefined ? {} : { description: event.description }),
    ...(event.location === undefined ? {} : { location: event.location }),
    ...(event.free ? { transparency: 'transparent' } : {}),
    ...(event.rule === undefined ? {} : { recurrence: [`RRULE:${event.rule}`] }),
    ...(event.fromFeed ? { status: 'tentative' } : {}),
    start: event.start,
    end: event.end,
    ...sortOf(account, event),
  }
  if (invitation === undefined) {
    if (event.guests === undefined) return base
    return { ...base, attendees: [{ email: account, organizer: true, responseStatus: 'accepted' }, ...others] }
  }
  return {
    ...base,
    organizer: invitation.by,
    creator: { email: invitation.by.email },
    ...(invitation.closed ? { guestsCanInviteOthers: false } : {}),
    ...(invitation.closed && guests.length === 0 ? { guestsCanSeeOtherGuests: false } : {}),
    attendees: [
      { email: account, responseStatus: invitation.answer },
      { ...invitation.by, organizer: true, responseStatus: 'accepted' },
      ...others,
    ],
  }
}

function sortOf(account: string, { sort, title }: LifeEvent): GoogleEvent {
  switch (sort) {
    case 'focus':
      return { eventType: 'focusTime', focusTimeProperties: { autoDeclineMode: 'declineNone' } }
    case 'office': {
      const workingLocationProperties = { type: 'officeLocation', officeLocation: { label: title } }
      return { eventType: 'workingLocation', visibility: 'public', workingLocationProperties }
    }
    case 'home': {
      const workingLocationProperties = { type: 'homeOffice', homeOffice: {} }
      return { eventType: 'workingLocation', visibility: 'public', workingLocationProperties }
    }
    case 'birthday':
      return { eventType: 'birthday', visibility: 'private', birthdayProperties: { type: 'birthday' } }
    case 'holiday':
      return { visibility: 'public' }
    case 'away': {
      // Its organiser has an address of Google's own (GD/releases 2021-02-08).
      const declining = { autoDeclineMode: 'declineOnlyNewConflictingInvitations', declineMessage: 'Regreso mañana.' }
      return {
        eventType: 'outOfOffice',
        organizer: { email: 'unknownorganizer@calendar.google.com' },
        creator: { email: account },
        outOfOfficeProperties: declining,
      }
    }
    default:
      return {}
  }
}

function calendarIdOf(account: string, calendar: CalendarName): string {
  return calendar === 'main' ? account : OTHER_CALENDARS[calendar]
}

function lineOf(account: string, calendar: CalendarName, key: string): string {
  return `${account} ${calendarIdOf(account, calendar)} ${key}`
}

function eventIdOf(account: string, calendar: CalendarName, key: string): string {
  return eventIdFrom(`life ${lineOf(account, calendar, key)}`)
}
