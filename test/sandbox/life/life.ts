/**
 * A realistic life around today: a consultant in Mexico City with her calendars and invitations, and a quiet second account
 * in Tijuana. The same `now` gives the same life; `topUp` adds the weeks that are missing and never touches or repeats what
 * it once laid down, so hands and clients keep the last word.
 */
import { Temporal } from 'temporal-polyfill'
import { CHAPTERS, type Invitation, JUST_ENDED, stranger, WEEKS } from './networking.ts'
import { layHolidays, layOrdinary, laySeries } from './ordinary.ts'
import {
  type Answer,
  allDay,
  Life,
  type LifeEvent,
  type LifeTimes,
  overlap,
  type Paper,
  type Span,
  spanOf,
} from './sheet.ts'
import type { Person } from './words.ts'
import { DIEGO, MARIANA } from './words.ts'

const MEXICO_CITY = 'America/Mexico_City'
const TIJUANA = 'America/Tijuana'
const WEEKS_BACK = 3
const WEEKS_AHEAD = 5
const HALF_HOUR = 1_800_000
const FIVE_MINUTES = 300_000
const JUST_ENDED_KEY = 'just ended'

/** Lays down what is missing around now. @returns how many events came in */
export function layLife(paper: Paper): { added: number } {
  const life = new Life(paper, MARIANA.email, MEXICO_CITY)
  const others = { familyOf: 'beatriz.luna@correo.example' }
  paper.openAccount({ ...MARIANA, zone: MEXICO_CITY, mainName: 'Trabajo', others })
  paper.openAccount({ ...DIEGO, zone: TIJUANA, mainName: 'Diego Ramos', others: null })
  layJustEnded(life, paper.now())
  const taken = life.spanOf('main', JUST_ENDED_KEY)
  laySeries(life)
  layChapters(life, taken)
  for (let week = -WEEKS_BACK; week <= WEEKS_AHEAD; week += 1) {
    const monday = life.monday.add({ weeks: week })
    const spokenFor = layInvitations(life, monday, taken)
    layOrdinary(life, monday, [...spokenFor, ...(taken === null ? [] : [taken])])
    layHolidays(life, monday)
  }
  const second = new Life(paper, DIEGO.email, TIJUANA)
  layQuietLife(second)
  return { added: life.added + second.added }
}

/** What an invitation looks like on the guest's calendar. */
function invitation(
  given: { organizer: Person; title: string; description: string; location?: string; guests: number },
  answer: Answer,
  key: string,
  times: LifeTimes,
): LifeEvent {
  const answers: Answer[] = ['accepted', 'needsAction', 'accepted', 'tentative', 'accepted', 'declined']
  return {
    title: given.title,
    description: given.description,
    ...(given.location === undefined ? {} : { location: given.location }),
    invitation: { by: given.organizer, answer, closed: true },
    guests: Array.from({ length: given.guests }, (_none, n) => ({
      ...stranger(key, n),
      answer: answers[n % answers.length] ?? 'needsAction',
    })),
    ...times,
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
    const event = { ...invitation(item, answer, key, times), ...feed(item) }
    if (life.write('main', key, event) && item.cancelled) life.cancel('main', key)
  }
  return spokenFor
}

/** Once, when the life begins: it ended half an hour ago, to five minutes. */
function layJustEnded(life: Life, now: number): void {
  const endMs = Math.floor((now - HALF_HOUR) / FIVE_MINUTES) * FIVE_MINUTES
  const start = Temporal.Instant.fromEpochMilliseconds(endMs - JUST_ENDED.minutes * 60_000).toZonedDateTimeISO(
    life.zone,
  )
  const times = life.times(start.toPlainDate(), start.toPlainTime().toString(), JUST_ENDED.minutes)
  life.write('main', JUST_ENDED_KEY, invitation(JUST_ENDED, 'accepted', JUST_ENDED_KEY, times))
}

function layChapters(life: Life, taken: Span | null): void {
  const began = life.monday.subtract({ weeks: 10 })
  const { referrals, founders } = CHAPTERS
  const weekly = life.write('main', 'chapter referrals', {
    ...invitation(
      referrals,
      'accepted',
      'referrals',
      life.times(began.add({ days: referrals.day }), referrals.at, referrals.minutes),
    ),
    rule: 'FREQ=WEEKLY;BYDAY=WE',
  })
  life.write('main', 'chapter founders', {
    ...invitation(
      founders,
      'needsAction',
      'founders',
      life.times(secondThursday(began), founders.at, founders.minutes),
    ),
    rule: 'FREQ=MONTHLY;BYDAY=2TH',
  })
  // The chapter does not meet on the morning of the event that has just ended.
  if (weekly && taken !== null) life.cancel('main', 'chapter referrals', taken)
}

function layQuietLife(life: Life): void {
  const began = life.monday.subtract({ weeks: 6 })
  life.write('main', 'class', {
    title: 'Clase de inglés',
    ...life.times(began.add({ days: 1 }), '19:00', 60),
    rule: 'FREQ=WEEKLY;BYDAY=TU,TH',
  })
  life.write('main', 'run', {
    title: 'Correr en la playa',
    ...life.times(began.add({ days: 5 }), '07:30', 60),
    rule: 'FREQ=WEEKLY;BYDAY=SA',
  })
  const lines: [key: string, day: number, at: string, minutes: number, title: string][] = [
    ['client', 0, '11:00', 60, 'Entrega identidad Cervecería Risco'],
    ['mariana', 2, '10:00', 30, 'Llamada con Mariana (sitio web)'],
    ['design', 3, '13:00', 90, 'Diseño editorial'],
  ]
  for (let week = -1; week <= 3; week += 1) {
    const monday = life.monday.add({ weeks: week })
    for (const [key, day, at, minutes, title] of lines) {
      life.write('main', `${key} ${monday}`, { title, ...life.times(monday.add({ days: day }), at, minutes) })
    }
    const mixer = {
      organizer: { displayName: 'Creativos Tijuana', email: 'hola@creativostijuana.example' },
      title: 'Meetup Creativos Tijuana',
      description: 'Portafolios sobre la mesa y cerveza artesanal. Para conocer clientes y colegas.',
      location: 'Pasaje Rodríguez, Tijuana',
      guests: 0,
    }
    const times = life.times(monday.add({ days: 4 }), '18:00', 120)
    if (week === 1) life.write('main', `meetup ${monday}`, invitation(mixer, 'needsAction', 'meetup', times))
  }
}

function feed(item: Invitation): Pick<LifeEvent, 'fromFeed'> {
  return item.fromFeed ? { fromFeed: true } : {}
}

function secondThursday(from: Temporal.PlainDate): Temporal.PlainDate {
  const first = from.with({ day: 1 })
  const second = first.add({ days: ((4 - first.dayOfWeek + 7) % 7) + 7 })
  return Temporal.PlainDate.compare(second, from) >= 0 ? second : secondThursday(first.add({ months: 1 }))
}
