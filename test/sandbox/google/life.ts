/**
 * A realistic life around today: a consultant in Mexico City with her calendars and invitations, and a quiet second account
 * in Tijuana. The same `now` gives the same life; `topUp` adds the weeks that are missing and never touches or repeats what
 * it once laid down, so hands and clients keep the last word.
 */
import { Temporal } from 'temporal-polyfill'
import { CHAPTERS, type Invitation, JUST_ENDED, stranger, WEEKS } from './life-networking.ts'
import { layHolidays, layOrdinary, laySeries } from './life-ordinary.ts'
import {
  allDay,
  FAMILY_CALENDAR,
  HOLIDAY_CALENDAR,
  Life,
  overlap,
  PERSONAL_CALENDAR,
  type Span,
  spanOf,
} from './life-sheet.ts'
import type { Person } from './life-words.ts'
import { DIEGO, MARIANA } from './life-words.ts'
import { eventIdFrom, type GoogleEvent } from './model.ts'
import { occurrences } from './recurrence.ts'
import type { GoogleWorld } from './world.ts'

const WEEKS_BACK = 3
const WEEKS_AHEAD = 5
const HALF_HOUR = 1_800_000
const FIVE_MINUTES = 300_000

/** Lays down what is missing around `now`. @returns how many events came in */
export function topUp(world: GoogleWorld): { added: number } {
  const life = new Life(world, MARIANA.email, 'America/Mexico_City')
  openAccounts(world)
  const justEnded = layJustEnded(world, life)
  const taken = span(world, justEnded)
  laySeries(life)
  layChapters(world, life, taken)
  for (let week = -WEEKS_BACK; week <= WEEKS_AHEAD; week += 1) {
    const monday = life.monday.add({ weeks: week })
    const spokenFor = layInvitations(life, monday, taken)
    layOrdinary(life, monday, [...spokenFor, ...(taken === null ? [] : [taken])])
    layHolidays(life, monday)
  }
  const second = new Life(world, DIEGO.email, 'America/Tijuana')
  layQuietLife(second)
  return { added: life.added + second.added }
}

function openAccounts(world: GoogleWorld): void {
  if (world.account(MARIANA.email) === undefined) {
    const zone = 'America/Mexico_City'
    world.createAccount(MARIANA.email, MARIANA.displayName, zone, 'Trabajo', 'es-419')
    world.putCalendar({ id: PERSONAL_CALENDAR, owner: MARIANA.email, summary: 'Personal', timeZone: zone })
    world.share(MARIANA.email, PERSONAL_CALENDAR, 'owner')
    world.putCalendar({
      id: FAMILY_CALENDAR,
      owner: 'beatriz.luna@correo.example',
      summary: 'Familia Torres Luna',
      timeZone: zone,
    })
    world.share(MARIANA.email, FAMILY_CALENDAR, 'reader')
    world.putCalendar({
      id: HOLIDAY_CALENDAR,
      owner: 'calendarios@festivos.example',
      summary: 'Días festivos de México',
      timeZone: zone,
    })
    world.share(MARIANA.email, HOLIDAY_CALENDAR, 'reader')
  }
  if (world.account(DIEGO.email) === undefined)
    world.createAccount(DIEGO.email, DIEGO.displayName, 'America/Tijuana', 'Diego Ramos', 'es-419')
}

/** What an invitation looks like on the guest's calendar. */
function invitation(
  life: Life,
  given: { organizer: Person; title: string; description: string; location?: string; guests: number },
  answer: string,
  key: string,
): GoogleEvent {
  const { organizer } = given
  const others = Array.from({ length: given.guests }, (_none, n) => stranger(key, n))
  const answers = ['accepted', 'needsAction', 'accepted', 'tentative', 'accepted', 'declined']
  return {
    summary: given.title,
    description: given.description,
    ...(given.location === undefined ? {} : { location: given.location }),
    organizer,
    creator: { email: organizer.email },
    guestsCanInviteOthers: false,
    ...(given.guests === 0 ? { guestsCanSeeOtherGuests: false } : {}),
    attendees: [
      { email: life.email, responseStatus: answer },
      { ...organizer, organizer: true, responseStatus: 'accepted' },
      ...others.map((guest, n) => ({ ...guest, responseStatus: answers[n % answers.length] ?? 'needsAction' })),
    ],
  }
}

/** Writes one week's invitations and answers the hours that are no longer free for anything else: accepted, or kept free. */
function layInvitations(life: Life, monday: Temporal.PlainDate, taken: Span | null): Span[] {
  const weekNumber = Math.round(monday.since('1970-01-05').days / 7)
  const spokenFor: Span[] = []
  for (const item of WEEKS[weekNumber % WEEKS.length] ?? []) {
    const date = monday.add({ days: item.day })
    const key = `invitation ${item.key} ${date}`
    const times = item.at === null ? allDay(date) : life.times(date, item.at, item.minutes)
    const when = spanOf(times)
    // Nothing else that she accepted may overlap the event that has just ended.
    const answer = item.answer === 'accepted' && taken !== null && overlap(when, taken) ? 'needsAction' : item.answer
    if (answer === 'accepted' || item.keptFree) spokenFor.push(when)
    const event = { ...invitation(life, item, answer, key), ...times, ...feed(item) }
    const id = life.write(life.email, key, event)
    if (id !== null && item.cancelled) life.cancel(life.email, id)
  }
  return spokenFor
}

/** Once, when the life begins: it ended half an hour ago, to five minutes. */
function layJustEnded(world: GoogleWorld, life: Life): string {
  const endMs = Math.floor((world.now() - HALF_HOUR) / FIVE_MINUTES) * FIVE_MINUTES
  const start = Temporal.Instant.fromEpochMilliseconds(endMs - JUST_ENDED.minutes * 60_000).toZonedDateTimeISO(
    life.zone,
  )
  const times = life.times(start.toPlainDate(), start.toPlainTime().toString(), JUST_ENDED.minutes)
  const key = 'just ended'
  life.write(life.email, key, { ...invitation(life, JUST_ENDED, 'accepted', key), ...times })
  return eventIdFrom(`life ${life.email} ${life.email} ${key}`)
}

function layChapters(world: GoogleWorld, life: Life, taken: Span | null): void {
  const began = life.monday.subtract({ weeks: 10 })
  const { referrals, founders } = CHAPTERS
  const weekly = life.write(life.email, 'chapter referrals', {
    ...invitation(life, referrals, 'accepted', 'referrals'),
    ...life.times(began.add({ days: referrals.day }), referrals.at, referrals.minutes),
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE'],
  })
  life.write(life.email, 'chapter founders', {
    ...invitation(life, founders, 'needsAction', 'founders'),
    ...life.times(secondThursday(began), founders.at, founders.minutes),
    recurrence: ['RRULE:FREQ=MONTHLY;BYDAY=2TH'],
  })
  if (weekly === null || taken === null) return
  const series = world.calendar(life.email)?.events.get(weekly)
  if (series === undefined) return
  // The chapter does not meet on the morning of the event that has just ended.
  for (const one of occurrences(series.event, life.zone, taken.startMs, taken.endMs)) life.cancel(life.email, one.id)
}

function layQuietLife(life: Life): void {
  const began = life.monday.subtract({ weeks: 6 })
  life.write(life.email, 'class', {
    summary: 'Clase de inglés',
    ...life.times(began.add({ days: 1 }), '19:00', 60),
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH'],
  })
  life.write(life.email, 'run', {
    summary: 'Correr en la playa',
    ...life.times(began.add({ days: 5 }), '07:30', 60),
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=SA'],
  })
  const lines: [key: string, day: number, at: string, minutes: number, title: string][] = [
    ['client', 0, '11:00', 60, 'Entrega identidad Cervecería Risco'],
    ['mariana', 2, '10:00', 30, 'Llamada con Mariana (sitio web)'],
    ['design', 3, '13:00', 90, 'Diseño editorial'],
  ]
  for (let week = -1; week <= 3; week += 1) {
    const monday = life.monday.add({ weeks: week })
    for (const [key, day, at, minutes, summary] of lines) {
      life.write(life.email, `${key} ${monday}`, { summary, ...life.times(monday.add({ days: day }), at, minutes) })
    }
    const mixer = {
      organizer: { displayName: 'Creativos Tijuana', email: 'hola@creativostijuana.example' },
      title: 'Meetup Creativos Tijuana',
      description: 'Portafolios sobre la mesa y cerveza artesanal. Para conocer clientes y colegas.',
      location: 'Pasaje Rodríguez, Tijuana',
      guests: 0,
    }
    if (week === 1)
      life.write(life.email, `meetup ${monday}`, {
        ...invitation(life, mixer, 'needsAction', 'meetup'),
        ...life.times(monday.add({ days: 4 }), '18:00', 120),
      })
  }
}

/** Feeds carry all their events as tentative. */
function feed(item: Invitation): GoogleEvent {
  return item.fromFeed ? { status: 'tentative' } : {}
}

function span(world: GoogleWorld, id: string): Span | null {
  return world.calendar(MARIANA.email)?.events.get(id) ?? null
}

function secondThursday(from: Temporal.PlainDate): Temporal.PlainDate {
  const first = from.with({ day: 1 })
  const second = first.add({ days: ((4 - first.dayOfWeek + 7) % 7) + 7 })
  return Temporal.PlainDate.compare(second, from) >= 0 ? second : secondThursday(first.add({ months: 1 }))
}
