import type { DigestInput } from '../../src/digest/shapes.ts'
import { aKnownEvent, aPlan, aQuietWeek, at, aVerdict, ZONE } from './a-week.ts'

export const ORIGIN = 'https://aforo.example'
export const tuesday = at('2026-11-24 07:00')
export const saturday = at('2026-11-28 09:00')

export function aDigest(with_: Partial<DigestInput> = {}): DigestInput {
  return {
    locale: 'es-MX',
    timeZone: ZONE,
    now: tuesday,
    name: 'Ana',
    thisWeek: aPlan('2026-W48'),
    comingWeek: aPlan('2026-W49'),
    events: new Map(),
    answerable: new Set(),
    announced: new Map(),
    past: [],
    followUps: [],
    debt: { frees: [] },
    lapsed: [],
    attendanceQuestions: [],
    networkingQuestions: [],
    came: { ofLastWeek: aQuietWeek('2026-W47'), ofThisWeek: aQuietWeek('2026-W48') },
    lastQuarter: null,
    toHear: [],
    troubles: [],
    appUrl: ORIGIN,
    unsubscribeUrl: `${ORIGIN}/unsubscribe/token`,
    link: ({ event, action }) => `${ORIGIN}/act/${encodeURIComponent(event)}.${action}`,
    ...with_,
  }
}

/** One of everything. */
export function aFullDigest(title: (of: string) => string = (of) => of, with_: Partial<DigestInput> = {}): DigestInput {
  const mixer = aKnownEvent('mixer', { title: title('Mixer'), location: title('Polanco') })
  const gala = aKnownEvent('gala', { title: title('Gala'), start: at('2026-11-26 20:00'), end: at('2026-11-26 23:00') })
  const golf = aKnownEvent('golf', {
    title: title('Golf'),
    organiser: { name: title('Club'), email: null, key: null, self: false },
  })
  const lunch = aKnownEvent('lunch', {
    title: title('Comida'),
    start: at('2026-11-19 14:00'),
    end: at('2026-11-19 16:00'),
  })
  const asked = aKnownEvent('asked', {
    title: title('Café'),
    start: at('2026-11-23 09:00'),
    end: at('2026-11-23 10:00'),
  })
  const unsure = aKnownEvent('unsure', { title: title('¿Qué es?') })
  const all = [mixer, gala, golf]
  return aDigest({
    events: new Map(all.map((event) => [event.id, event])),
    thisWeek: aPlan('2026-W48', [
      aVerdict(mixer),
      aVerdict(gala, { verdict: 'hold', standing: 'hold', followUp: null }),
      aVerdict(golf, {
        verdict: 'skip',
        reason: 'overlaps',
        conflictsWith: mixer.id,
        followUp: null,
        counterfactual: { without: [mixer.id], loss: 1.5 },
      }),
    ]),
    past: [{ event: lunch, attendance: 'attended', followUp: 'done' }],
    followUps: [
      { eventTitle: title('Desayuno'), start: at('2026-11-23 12:00'), end: at('2026-11-23 12:30'), late: false },
      { eventTitle: title('Panel'), start: at('2026-11-25 12:00'), end: at('2026-11-25 12:30'), late: true },
    ],
    attendanceQuestions: [asked],
    networkingQuestions: [unsure],
    came: {
      ofLastWeek: aQuietWeek('2026-W47', {
        met: [title('Laura Gómez'), title('Pedro Ruiz')],
        followUps: { closed: 2, open: 1 },
        outcomes: [
          { kind: 'proposal', amount: 1_250_000, currency: 'MXN' },
          { kind: 'meeting', amount: null, currency: 'MXN' },
        ],
      }),
      ofThisWeek: aQuietWeek('2026-W48'),
    },
    lastQuarter: {
      quarter: '2026-Q3',
      closed: [{ currency: 'MXN', amount: 1_234_567 }],
      pipeline: [{ currency: 'USD', amount: 500_000 }],
      best: {
        name: title('CANACO'),
        perHour: { mean: 176_367, low: 90_000, high: 260_000, count: 2 },
        events: 3,
        currency: 'MXN',
      },
    },
    toHear: [{ name: title('Laura Gómez'), promise: { text: title('Mandar propuesta'), on: '2026-11-23' } }],
    troubles: [
      {
        kind: 'calendar',
        name: title('Trabajo'),
        account: null,
        status: 'failing',
        since: at('2026-11-22 10:00'),
        reason: 'unreachable',
        busy: true,
        followUps: true,
      },
    ],
    ...with_,
  })
}
