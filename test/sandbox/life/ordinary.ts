/**
 * Sixty ordinary events a week: standing meetings and family routine as series, the rest dealt out by the week from
 * `words.ts`, with gaps left in working hours. What would overlap a networking event that was accepted, or
 * for which hours are kept free, is left out.
 */
import type { Temporal } from 'temporal-polyfill'
import {
  type Answer,
  allDay,
  type CalendarName,
  type Life,
  type LifeEvent,
  overlap,
  type Span,
  spanOf,
} from './sheet.ts'
import {
  CALLS,
  CANCELLED,
  DECLINED,
  FOCUS,
  IVAN,
  MARIANA,
  MEETINGS,
  NOTES,
  type Ordinary,
  PAOLA,
  PERSONAL,
  type Person,
  RENATA,
} from './words.ts'

const TRAVEL_MS = 1_800_000
const ERRANDS_A_WEEK = 5
/** Where the day's meetings, calls and focus go; four of the six are used each day, so there are gaps. */
const SLOTS: [at: string, deck: readonly Ordinary[]][] = [
  ['10:45', MEETINGS],
  ['11:45', CALLS],
  ['12:30', MEETINGS],
  ['15:30', FOCUS],
  ['16:00', MEETINGS],
  ['17:15', CALLS],
]

export function laySeries(life: Life): void {
  const began = life.monday.subtract({ weeks: 10 })
  const team = [PAOLA, IVAN, RENATA]
  const work: [key: string, day: number, at: string, minutes: number, title: string, rule: string, guests: Person[]][] =
    [
      ['daily', 0, '10:30', 15, 'Arranque del día', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', team],
      ['sales', 0, '09:30', 30, 'Seguimiento comercial', 'FREQ=WEEKLY;BYDAY=MO', [PAOLA, RENATA]],
      ['paola', 3, '17:15', 30, '1:1 Paola / Mariana', 'FREQ=WEEKLY;BYDAY=TH', [PAOLA]],
      ['friday', 4, '13:45', 30, 'Cierre de semana del equipo', 'FREQ=WEEKLY;BYDAY=FR', team],
      ['retro', 2, '13:45', 45, 'Retro de proyectos', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', team],
    ]
  for (const [key, day, at, minutes, title, rule, guests] of work) {
    const isNew = life.write('main', `series ${key}`, {
      title,
      ...life.times(began.add({ days: day }), at, minutes),
      rule,
      guests: guests.map((guest) => ({ ...guest, answer: 'accepted' })),
    })
    if (isNew && key === 'sales') {
      const [monday, tuesday] = [life.monday.add({ weeks: 1 }), life.monday.add({ weeks: 1, days: 1 })]
      life.move('main', `series ${key}`, monday, life.times(tuesday, '09:30', 30))
    }
    if (isNew && key === 'daily') life.skip('main', `series ${key}`, life.monday.add({ weeks: 1, days: 4 }))
  }
  life.write('main', 'series lunch', {
    title: 'Comida',
    free: true,
    ...life.times(began, '14:30', 60),
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  })
  const places: [sort: 'office' | 'home', day: number, days: string, label: string][] = [
    ['office', 0, 'MO,WE', 'Oficina Roma'],
    ['home', 1, 'TU,TH,FR', 'Casa'],
  ]
  for (const [sort, day, days, title] of places) {
    life.write('main', `location ${sort}`, {
      title,
      sort,
      free: true,
      ...allDay(began.add({ days: day })),
      rule: `FREQ=WEEKLY;BYDAY=${days}`,
    })
  }
  const own: [key: string, day: number, at: string, minutes: number, title: string, days: string, place?: string][] = [
    ['gym', 0, '06:00', 50, 'Gimnasio', 'MO,WE,FR'],
    ['school', 0, '07:00', 30, 'Llevar a Emilia a la escuela', 'MO,TU,TH,FR', 'Colegio Los Encinos'],
    ['pickup', 1, '15:30', 30, 'Recoger a Emilia', 'TU', 'Colegio Los Encinos'],
    ['therapy', 0, '19:15', 50, 'Terapia', 'MO'],
    ['piano', 0, '18:15', 45, 'Piano de Emilia', 'MO', 'Academia Do Re Mi, Narvarte'],
    ['market', 5, '10:00', 75, 'Súper y tianguis', 'SA'],
    ['yoga', 6, '09:00', 60, 'Yoga', 'SU', 'Parque México'],
    ['parents', 6, '14:00', 180, 'Comida con mis papás', 'SU', 'Coyoacán'],
  ]
  for (const [key, day, at, minutes, title, days, location] of own) {
    const place = location === undefined ? {} : { location }
    life.write('personal', `series ${key}`, {
      title,
      ...place,
      ...life.times(began.add({ days: day }), at, minutes),
      rule: `FREQ=WEEKLY;BYDAY=${days}`,
    })
  }
  life.write('main', 'birthday', {
    title: 'Cumpleaños de Paola',
    sort: 'birthday',
    free: true,
    ...allDay(life.monday.add({ days: 9 })),
    rule: 'FREQ=YEARLY',
  })
  life.write('family', 'series football', {
    title: 'Partido de Nico ⚽',
    location: 'Deportivo Benito Juárez',
    ...life.times(began.add({ days: 5 }), '12:00', 90),
    rule: 'FREQ=WEEKLY;BYDAY=SA',
  })
}

/** One week's hand of ordinary events. */
export function layOrdinary(life: Life, monday: Temporal.PlainDate, spokenFor: readonly Span[]): void {
  const widened = spokenFor.map((one) => ({ startMs: one.startMs - TRAVEL_MS, endMs: one.endMs + TRAVEL_MS }))
  const put = (
    calendar: CalendarName,
    key: string,
    day: number,
    at: string,
    item: Ordinary,
    answer: Answer = 'accepted',
  ) => {
    const times = life.times(monday.add({ days: day }), at, item.minutes)
    if (widened.some((one) => overlap(one, spanOf(times)))) return false
    return life.write(calendar, `${key} ${monday}`, { ...ordinary(item, answer), ...times })
  }
  const deals = new Map<readonly Ordinary[], number>()
  /** The next card of a deck, begun elsewhere each week: nothing twice in a week. */
  const next = <T extends Ordinary>(deck: readonly T[]): T | undefined => {
    const n = deals.get(deck) ?? life.pick(`deck ${monday} ${deck.length}`, deck.length)
    deals.set(deck, n + 1)
    return deck[n % deck.length]
  }
  for (let day = 0; day < 5; day += 1) {
    const without = [
      life.pick(`gap ${monday} ${day}`, SLOTS.length),
      life.pick(`second gap ${monday} ${day}`, SLOTS.length),
    ]
    SLOTS.forEach(([at, deck], slot) => {
      // Focus and the meeting after lunch share their time: one of the two each day.
      const shared = at === (day % 2 === 0 ? '15:30' : '16:00')
      if (without.includes(slot) || shared) return
      const item = next(deck)
      if (item !== undefined) put('main', `day ${day} ${slot}`, day, at, item)
    })
    const note = next(NOTES)
    if (note !== undefined) put('main', `note ${day}`, day, '09:00', note)
  }
  const declined = DECLINED[life.pick(`declined ${monday}`, DECLINED.length)]
  if (declined !== undefined)
    put('main', 'declined', 1 + life.pick(`declined day ${monday}`, 3), '12:30', declined, 'declined')
  const cancelled = CANCELLED[life.pick(`cancelled ${monday}`, CANCELLED.length)]
  if (cancelled !== undefined && put('main', 'cancelled', 3, '11:45', cancelled, 'needsAction'))
    life.cancel('main', `cancelled ${monday}`)
  for (let n = 0; n < ERRANDS_A_WEEK; n += 1) {
    const item = next(PERSONAL)
    if (item !== undefined) put('personal', `personal ${n}`, item.day, item.at, item)
  }
  if (life.pick(`away ${monday}`, 4) === 0) layAway(life, monday)
  const family: Ordinary = { title: 'Comida familiar en casa de la abuela', minutes: 240, location: 'Coyoacán' }
  if (life.pick(`family ${monday}`, 2) === 0) put('family', 'family', 6, '13:30', family)
}

/** Public holidays and some days that only feel like one. */
export function layHolidays(life: Life, monday: Temporal.PlainDate): void {
  for (let day = 0; day < 7; day += 1) {
    const date = monday.add({ days: day })
    const name = holidayOn(date)
    if (name !== null)
      life.write('holidays', `holiday ${date}`, {
        title: name,
        sort: 'holiday',
        free: true,
        ...allDay(date),
      })
  }
}

function layAway(life: Life, monday: Temporal.PlainDate): void {
  life.write('main', `away ${monday}`, {
    title: 'Fuera de la oficina',
    sort: 'away',
    ...life.times(monday.add({ days: 4 }), '16:00', 120),
  })
}

function ordinary(item: Ordinary, answer: Answer): Omit<LifeEvent, 'start' | 'end'> {
  const { organizer, guests = [] } = item
  return {
    title: item.title,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.location === undefined ? {} : { location: item.location }),
    ...(item.free ? { free: true } : {}),
    ...(item.type === 'focusTime' ? { sort: 'focus' } : {}),
    ...(organizer === undefined
      ? {}
      : {
          invitation: { by: organizer, answer, closed: false },
          guests: guests
            .filter((guest) => guest.email !== MARIANA.email)
            .map((guest) => ({ ...guest, answer: 'accepted' })),
        }),
  }
}

function holidayOn(date: Temporal.PlainDate): string | null {
  const nthMonday = date.dayOfWeek === 1 ? Math.ceil(date.day / 7) : 0
  const fixed: Record<string, string> = {
    '1-1': 'Año Nuevo',
    '1-6': 'Día de Reyes',
    '2-14': 'Día de San Valentín',
    '5-1': 'Día del Trabajo',
    '5-10': 'Día de las Madres',
    '9-16': 'Día de la Independencia',
    '11-2': 'Día de Muertos',
    '12-12': 'Día de la Virgen de Guadalupe',
    '12-24': 'Nochebuena',
    '12-25': 'Navidad',
    '12-31': 'Víspera de Año Nuevo',
  }
  if (date.month === 2 && nthMonday === 1) return 'Día de la Constitución'
  if (date.month === 3 && nthMonday === 3) return 'Natalicio de Benito Juárez'
  if (date.month === 11 && nthMonday === 3) return 'Día de la Revolución'
  return fixed[`${date.month}-${date.day}`] ?? null
}
