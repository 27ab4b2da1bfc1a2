/** The life of `life/life.ts` in Exchange mailboxes: what each of its lines looks like as an event of Graph. */
import { layLife } from '../life/life.ts'
import type { Answer, CalendarName, LifeAccount, LifeEvent, LifeTime, LifeTimes, Paper, Span } from '../life/sheet.ts'
import { DIEGO } from '../life/words.ts'
import type { Json, JsonObject } from '../wire/control-door.ts'
import { steadyId } from '../wire/steady.ts'
import { partsIn, wholeOf } from './event-view.ts'
import { idOf } from './ids.ts'
import { type CalendarRecord, type Item, keyFrom } from './model.ts'
import type { MicrosoftWorld } from './world.ts'
import { windowsOf } from './zones.ts'

const OTHER_CALENDARS = { personal: 'Personal', family: 'Familia Torres Luna', holidays: 'Días festivos de México' }
const DAYS: Record<string, string> = {
  MO: 'monday',
  TU: 'tuesday',
  WE: 'wednesday',
  TH: 'thursday',
  FR: 'friday',
  SA: 'saturday',
  SU: 'sunday',
}
const INDEXES = ['first', 'second', 'third', 'fourth']
const RESPONSES: Record<Answer, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentativelyAccepted',
  needsAction: 'notResponded',
}

/** Lays down what is missing around now. @returns how many events came in */
export function topUp(world: MicrosoftWorld): { added: number } {
  return layLife(new MicrosoftPaper(world))
}

class MicrosoftPaper implements Paper {
  private readonly world: MicrosoftWorld

  constructor(world: MicrosoftWorld) {
    this.world = world
  }

  now(): number {
    return this.world.now()
  }

  openAccount({ email, displayName, zone, mainName, others }: LifeAccount): void {
    const { world } = this
    if (world.account(email) !== undefined) return
    const kind = email === DIEGO.email ? 'personal' : 'work'
    const account = world.createAccount(email, displayName, zone, kind, mainName)
    if (others === null) return
    const { personal, family, holidays } = OTHER_CALENDARS
    world.list(email, world.putCalendar(`${email} personal`, { address: account.address, name: displayName }, personal))
    const owner = { address: others.familyOf, name: 'Beatriz Luna' }
    const shared = { canEdit: false, canShare: false, canViewPrivateItems: false }
    world.list(email, world.putCalendar(`${email} family`, owner, family), shared)
    const publisher = { address: 'calendarios@festivos.example', name: holidays }
    world.list(email, world.putCalendar(`${email} holidays`, publisher, holidays), shared)
  }

  knows(account: string, calendar: CalendarName, key: string): boolean {
    return this.world.state.lived.has(lineOf(account, calendar, key))
  }

  write(account: string, calendar: CalendarName, key: string, event: LifeEvent): void {
    this.world.state.lived.add(lineOf(account, calendar, key))
    const address = this.world.account(account)?.address ?? account
    const itemKey = keyFrom(`life ${lineOf(account, calendar, key)}`)
    const entry = this.entryId(account, calendar)
    // An invitation carries its organiser's UID into whatever calendar it lands in, Google's too.
    const iCalUId =
      event.invitation === undefined ? {} : { iCalUId: `${steadyId(`life ${account} ${account} ${key}`)}@google.com` }
    this.world.hands.plant(entry, itemKey, { ...asGraphEvent(address, event), ...iCalUId })
    // What was declined long ago lies in Deleted Items; what comes to be answered still stands here.
    if (event.invitation?.answer === 'declined')
      this.world.hands.delete(entry, idOf({ key: itemKey, moves: 0 }, null, true))
  }

  spanOf(account: string, calendar: CalendarName, key: string): Span | null {
    const item = this.item(account, calendar, key)
    if (item === undefined || item.deletedAt !== null) return null
    const { startMs, endMs } = wholeOf(item)
    return { startMs, endMs }
  }

  cancel(account: string, calendar: CalendarName, key: string, occurrencesIn?: Span): void {
    const item = this.item(account, calendar, key)
    if (item === undefined) return
    const dates = occurrencesIn === undefined ? [null] : datesIn(item, occurrencesIn)
    for (const date of dates) this.world.hands.cancel(this.entryId(account, calendar), idOf(item, date, true))
  }

  move(account: string, calendar: CalendarName, key: string, occurrenceIn: Span, to: LifeTimes): void {
    const item = this.item(account, calendar, key)
    const [date] = item === undefined ? [] : datesIn(item, occurrenceIn)
    if (item === undefined || date === undefined) return
    const { start, end } = timesOf(to)
    this.world.hands.reschedule(this.entryId(account, calendar), idOf(item, date, true), start, end, 'organiser')
  }

  private item(account: string, calendar: CalendarName, key: string): Item | undefined {
    return this.calendarOf(account, calendar)?.items.get(keyFrom(`life ${lineOf(account, calendar, key)}`))
  }

  private calendarOf(account: string, calendar: CalendarName): CalendarRecord | undefined {
    const entry = this.world.entry(this.entryId(account, calendar))
    return entry === undefined ? undefined : this.world.calendarOf(entry)
  }

  private entryId(account: string, calendar: CalendarName): string {
    const entries = this.world.entriesOf(account)
    const entry = entries.find((one) => (calendar === 'main' ? one.isDefault : one.name === OTHER_CALENDARS[calendar]))
    // A calendar that a person deleted takes no more lines; the main one always is there.
    return entry?.id ?? account
  }
}

function datesIn(item: Item, span: Span): string[] {
  return partsIn(item, span.startMs, span.endMs).flatMap((part) => part.date ?? [])
}

function asGraphEvent(address: string, event: LifeEvent): JsonObject {
  const { invitation, guests = [] } = event
  const others = guests.map((guest) => attendee(guest.displayName, guest.email, guest.answer))
  const base: JsonObject = {
    subject: event.title,
    body: { contentType: 'text', content: event.description ?? '' },
    ...(event.location === undefined ? {} : { location: { displayName: event.location } }),
    showAs: shownAs(event),
    ...(event.sort === 'birthday' ? { sensitivity: 'private' } : {}),
    ...timesOf(event),
    isAllDay: 'date' in event.start,
    ...(event.rule === undefined ? {} : { recurrence: recurrenceOf(event.rule, event.start) }),
  }
  if (invitation === undefined) return event.guests === undefined ? base : { ...base, attendees: others }
  const { by, answer } = invitation
  return {
    ...base,
    organizer: { emailAddress: { name: by.displayName, address: by.email } },
    responseStatus: { response: RESPONSES[answer], time: '2026-01-05T15:00:00Z' },
    hideAttendees: guests.length === 0,
    attendees: [attendee('', address, answer), ...others],
  }
}

function attendee(name: string, address: string, answer: Answer): JsonObject {
  const response = answer === 'needsAction' ? 'none' : (RESPONSES[answer] ?? 'none')
  return { type: 'required', status: { response }, emailAddress: { name: name === '' ? address : name, address } }
}

/** Exchange keeps the hours of what is not answered yet as tentative (checklist 58). */
function shownAs({ free, sort, invitation }: LifeEvent): string {
  if (sort === 'away') return 'oof'
  if (sort === 'home') return 'workingElsewhere'
  if (free || invitation?.answer === 'declined') return 'free'
  return invitation === undefined || invitation.answer === 'accepted' ? 'busy' : 'tentative'
}

function timesOf({ start, end }: LifeTimes): { start: JsonObject; end: JsonObject } {
  return { start: timeOf(start), end: timeOf(end) }
}

/** Outlook writes Windows' names of zones. */
function timeOf(time: LifeTime): JsonObject {
  if ('date' in time) return { dateTime: `${time.date}T00:00:00`, timeZone: 'UTC' }
  return { dateTime: time.dateTime.slice(0, 19), timeZone: windowsOf(time.timeZone) }
}

/** The rules a life uses, as patterns. */
function recurrenceOf(rule: string, start: LifeTime): Json {
  const parts = new Map(
    rule.split(';').map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  )
  const startDate = ('date' in start ? start.date : start.dateTime).slice(0, 10)
  const [, month = 0, dayOfMonth = 0] = startDate.split('-').map(Number)
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const days = (parts.get('BYDAY') ?? '').split(',')
  const range = { type: 'noEnd', startDate }
  const daysOfWeek = days.map((day) => DAYS[day.slice(-2)] ?? 'monday')
  switch (parts.get('FREQ')) {
    case 'WEEKLY':
      return { pattern: { type: 'weekly', interval, daysOfWeek, firstDayOfWeek: 'monday' }, range }
    case 'MONTHLY':
      return {
        pattern: {
          type: 'relativeMonthly',
          interval,
          daysOfWeek,
          index: INDEXES[Number.parseInt(days[0] ?? '1', 10) - 1] ?? 'first',
        },
        range,
      }
    default:
      return { pattern: { type: 'absoluteYearly', interval, month, dayOfMonth }, range }
  }
}

function lineOf(account: string, calendar: CalendarName, key: string): string {
  return `${account} ${calendar} ${key}`
}
