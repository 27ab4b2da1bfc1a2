import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCharge, aKnownEvent, aPlan, aQuietWeek, at, aVerdict, ZONE } from '../../test/builders/a-week.ts'
import { elements, parsePage, textOf } from '../../test/builders/page.ts'
import type { EventId } from '../calendar/event.ts'
import { digestContent } from './content.ts'
import { digestHtml, noticeHtml } from './html.tsx'
import { digestMessage, noticeMessage } from './message.ts'
import { noticeContent } from './notice.ts'
import type { DigestContent, DigestInput } from './shapes.ts'
import { digestText } from './text.ts'

const ORIGIN = 'https://aforo.example'
const tuesday = at('2026-11-24 07:00')
const saturday = at('2026-11-28 09:00')

function aDigest(with_: Partial<DigestInput> = {}): DigestInput {
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
function aFullDigest(title: (of: string) => string = (of) => of, with_: Partial<DigestInput> = {}): DigestInput {
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

function section(content: DigestContent, kind: string) {
  return content.sections.find((one) => one.kind === kind)
}
function labels(content: DigestContent, kind: string) {
  return section(content, kind)?.entries.map((entry) => entry.actions.map((action) => action.label))
}

describe('what the digest says', () => {
  test('hours charged against the cap, as the sum they are', () => {
    const content = digestContent(aFullDigest())
    expect(content.subject).toBe('Tu semana de networking se pasa: 7 h de 6 h')
    expect(content.budget.sum).toBe('7 h = 4 h de evento + 2 h de traslado + 1 h de seguimiento')
    expect(content.remarks[0]).toBe('Tus compromisos se pasan por 1 h.')
  })
  test('a week that only follow-ups left open fill is full, not over its cap', () => {
    const thisWeek = aPlan('2026-W48', [aVerdict(aKnownEvent('one'), { charge: aCharge(120, 60, 30) })], {
      cap: { minutes: 360, debt: 180 },
    })
    const content = digestContent(aDigest({ thisWeek }))
    expect(content.subject).toBe('Tu semana de networking: 3 h 30 min de 6 h')
    expect(content.budget.over).toBe(false)
    expect(content.remarks[0]).toBe('Tu semana está completa.')
  })
  test('every part of the week that has something in it, what asks before what tells', () => {
    expect(digestContent(aFullDigest()).sections.map((one) => one.kind)).toEqual([
      'health',
      'attend',
      'hold',
      'ask_attendance',
      'ask_networking',
      'owed',
      'to_hear',
      'skip',
      'booked',
      'last_week',
      'came_of_week',
      'came_of_quarter',
    ])
  })
  test('a quiet week is short', () => {
    const content = digestContent(aDigest())
    expect(content.sections).toEqual([])
    expect(content.subject).toBe('Tu semana de networking: nada agendado')
    expect(digestText(content).split('\n').length).toBeLessThan(24)
  })
  test('a week off says so instead of calling it quiet', () => {
    const content = digestContent(aDigest({ thisWeek: aPlan('2026-W48', [], { cap: { minutes: 0, debt: 0 } }) }))
    expect(content.remarks).toEqual(['Es tu semana libre: no se propone nada.'])
    expect(content.subject).toBe('Tu networking: semana libre')
    expect(content.budget.sentence).toBe('semana libre')
  })
  test('a week off with a commitment in it says what that asks for, and its skips say why', () => {
    const [mine, other] = [aKnownEvent('mine'), aKnownEvent('other')]
    const verdicts = [
      aVerdict(mine, { standing: 'commitment' }),
      aVerdict(other, { verdict: 'skip', reason: 'over_cap', followUp: null }),
    ]
    const thisWeek = aPlan('2026-W48', verdicts, { cap: { minutes: 0, debt: 0 } })
    const content = digestContent(
      aDigest({ thisWeek, events: new Map([mine, other].map((event) => [event.id, event])) }),
    )
    expect(content.subject).toBe('Tu networking: semana libre, con 3 h 30 min')
    expect(content.remarks[0]).toBe(
      'Es tu semana libre: no se propone nada, pero lo ya comprometido o por confirmar pide 3 h 30 min.',
    )
    expect(content.sections.find(({ kind }) => kind === 'skip')?.entries[0]?.lines).toContain('Es tu semana libre.')
  })
  test('a week off to come is told the week before', () => {
    const comingWeek = aPlan('2026-W49', [], { cap: { minutes: 0, debt: 0 } })
    expect(digestContent(aDigest({ comingWeek })).remarks.at(-1)).toMatch(/^Semana del .*: semana libre\.$/)
  })
  test('debt says what closing the fewest follow-ups would bring in, and what lapsed is told once', () => {
    const mixer = aKnownEvent('mixer', { title: 'Mixer https://x.example' })
    const golf = aKnownEvent('golf', { title: 'Golf' })
    const events = new Map([mixer, golf].map((event) => [event.id, event]))
    const freeing = (leave: EventId[]) => ({
      frees: [
        { close: 2, enter: [mixer.id], leave },
        { close: 3, enter: [mixer.id], leave: [] },
      ],
    })
    const thisWeek = aPlan('2026-W48', [], { cap: { minutes: 360, debt: 90 } })
    expect(digestContent(aDigest({ thisWeek, events, debt: freeing([]), lapsed: ['Golf'] })).remarks).toEqual([
      'Aún puedes usar 4 h 30 min.',
      'Apartamos 1 h 30 min de tu tope para seguimientos pendientes.',
      'Si cierras 2 seguimientos, tu plan gana «Mixer [enlace]».',
      'Quedaron sin cerrar y ya no restan horas a tu tope: «Golf».',
      'Esta semana no hay eventos de networking en tus calendarios ni pendientes contigo. Disfruta las horas.',
    ])
    expect(digestContent(aDigest({ thisWeek, events, debt: freeing([golf.id]) })).remarks).toContain(
      'Si cierras 2 seguimientos, tu plan gana «Mixer [enlace]» en lugar de «Golf».',
    )
  })
  test('from Saturday on the coming week comes first, and then what is left of this one', () => {
    const sunday = aKnownEvent('sunday', { start: at('2026-11-29 12:00'), end: at('2026-11-29 14:00') })
    const over = aKnownEvent('over')
    const next = aKnownEvent('next', { start: at('2026-12-01 19:00'), end: at('2026-12-01 21:00') })
    const content = digestContent(
      aDigest({
        now: saturday,
        events: new Map([sunday, over, next].map((event) => [event.id, event])),
        thisWeek: aPlan('2026-W48', [aVerdict(sunday), aVerdict(over)]),
        comingWeek: aPlan('2026-W49', [aVerdict(next)]),
      }),
    )
    expect(content.heading).toBe('Semana del 30 de noviembre – 6 de diciembre'.replaceAll(' – ', '\u2009–\u2009'))
    expect(section(content, 'attend')?.entries.map((entry) => entry.event)).toEqual(['next'])
    expect(section(content, 'rest_of_week')?.entries.map((entry) => entry.event)).toEqual(['sunday'])
  })
  test('on Friday night this week still stands first', () => {
    expect(digestContent(aDigest({ now: at('2026-11-27 23:59') })).heading).toBe('Semana del 23–29 de noviembre')
  })
  test('over the cap it names what could be freed, with a way to do it', () => {
    const gala = aKnownEvent('gala', { standing: 'commitment' })
    const plan = aPlan('2026-W48', [aVerdict(gala, { charge: aCharge(400, 60, 30) })], { couldFree: [gala.id] })
    const content = digestContent(aDigest({ thisWeek: plan }))
    expect(section(content, 'could_free')?.entries[0]?.lines[1]).toBe('Libera 8 h 10 min y vale 3.5 puntos.')
    expect(labels(content, 'could_free')).toEqual([['No voy']])
  })
  test('an answer to the organiser is offered only where it can be given', () => {
    const one = aKnownEvent('one')
    const two = aKnownEvent('two')
    const input = aDigest({
      events: new Map([one, two].map((event) => [event.id, event])),
      answerable: new Set([one.id]),
      thisWeek: aPlan('2026-W48', [aVerdict(one), aVerdict(two)]),
    })
    expect(labels(digestContent(input), 'attend')).toEqual([
      ['Aceptar', 'Declinar'],
      ['Voy', 'No voy'],
    ])
  })
  test('a commitment, a cancelled event and a declined one ask for nothing', () => {
    const verdicts = [
      aVerdict(aKnownEvent('a', { standing: 'commitment' })),
      aVerdict(aKnownEvent('b', { cancelled: true }), { verdict: 'skip', reason: 'cancelled' }),
      aVerdict(aKnownEvent('c', { answer: 'declined' }), { verdict: 'skip', reason: 'declined' }),
    ]
    const content = digestContent(aDigest({ thisWeek: aPlan('2026-W48', verdicts) }))
    expect(labels(content, 'attend')).toEqual([[]])
    expect(labels(content, 'skip')).toEqual([[], []])
  })
  test('a skip that overlaps names what with', () => {
    expect(section(digestContent(aFullDigest()), 'skip')?.entries[0]?.lines).toContain('Se encima con «Mixer».')
  })
  test('a skip that lost a competition says what would have to go and what that loses; too many names are for the page', () => {
    const skip = aKnownEvent('skip')
    const mixer = aKnownEvent('mixer', { title: 'Mixer' })
    const later = aKnownEvent('later', { title: 'Panel', start: at('2026-12-01 19:00'), end: at('2026-12-01 21:00') })
    const third = aKnownEvent('third')
    const said = (without: readonly { id: EventId }[], loss: number, locale: DigestInput['locale'] = 'es-MX') => {
      const counterfactual = { without: without.map(({ id }) => id), loss }
      const verdict = aVerdict(skip, { verdict: 'skip', reason: 'over_cap', followUp: null, counterfactual })
      const events = new Map([skip, mixer, later, third].map((event) => [event.id, event]))
      const input = aDigest({ locale, events, thisWeek: aPlan('2026-W48', [verdict]) })
      return section(digestContent(input), 'skip')?.entries[0]?.lines.at(-1)
    }
    expect(said([mixer], 1)).toBe('Para que entrara habría que soltar «Mixer»: perderías 1 punto.')
    expect(said([mixer, later], 0.04)).toBe(
      'Para que entrara habría que soltar «Mixer» y «Panel» (mar 1 de dic): perderías 0.04 puntos.',
    )
    expect(said([mixer], 0)).toBe('También podrías ir a este en lugar de «Mixer»: vale lo mismo.')
    expect(said([later], 12.5, 'en')).toBe(
      'For it to come in, you would have to let go of “Panel” (Tue, Dec 1) and lose 12.5 points.',
    )
    expect(said([mixer, later, third], 2)).toBe('No cabe en las horas de tu semana.')
  })
  test('what has ended is no verdict any more', () => {
    const content = digestContent(aFullDigest((of) => of, { now: at('2026-11-25 08:00') }))
    expect(section(content, 'attend')).toBeUndefined()
  })
  test('a follow-up is owed once its time has passed, and only booked before', () => {
    const content = digestContent(aFullDigest())
    expect(section(content, 'owed')?.entries.map((entry) => entry.title)).toEqual(['Desayuno'])
    expect(section(content, 'booked')?.entries.map((entry) => entry.title)).toEqual(['Panel'])
  })
  test('an event that is asked about is not told as well, nor one of before last week', () => {
    const asked = aKnownEvent('asked', { start: at('2026-11-20 09:00'), end: at('2026-11-20 10:00') })
    const old = aKnownEvent('old', { start: at('2026-11-10 09:00'), end: at('2026-11-10 10:00') })
    const content = digestContent(
      aDigest({
        attendanceQuestions: [asked],
        past: [asked, old].map((event) => ({ event, attendance: null, followUp: null })),
      }),
    )
    expect(section(content, 'last_week')).toBeUndefined()
    expect(labels(content, 'ask_attendance')).toEqual([['Fui', 'No fui']])
  })
  test('what came of last week in three lines, at the weekend of this one, and nothing where nothing came', () => {
    const content = digestContent(aFullDigest())
    expect(section(content, 'came_of_week')?.entries).toEqual([
      {
        event: null,
        title: 'Semana del 16–22 de noviembre',
        lines: [
          'Conociste a 2 personas: Laura Gómez y Pedro Ruiz.',
          'Seguimientos: 2 cerrados y 1 por cerrar.',
          'Anotaste: Propuesta de $12,500 MXN y Reunión.',
        ],
        actions: [],
      },
    ])
    expect(section(digestContent(aFullDigest((of) => of, { now: saturday })), 'came_of_week')).toBeUndefined()
    const came = {
      ofLastWeek: aQuietWeek('2026-W47'),
      ofThisWeek: aQuietWeek('2026-W48', {
        met: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
        outcomes: Array.from({ length: 5 }, () => ({ kind: 'referral' as const, amount: null, currency: 'MXN' })),
      }),
    }
    expect(section(digestContent(aDigest({ now: saturday, came })), 'came_of_week')?.entries[0]?.lines).toEqual([
      'Conociste a 7 personas: A, B, C, D, E y 2 más.',
      'Anotaste: Recomendación, Recomendación, Recomendación y 2 más.',
    ])
  })
  test('what last quarter’s events brought: money by currency, and the best organiser where one can be named', () => {
    const lastQuarter = section(digestContent(aFullDigest()), 'came_of_quarter')
    expect(lastQuarter?.entries).toEqual([
      {
        event: null,
        title: 'Trimestre 3 de 2026',
        lines: [
          'Negocio cerrado de sus eventos: $12,345.67 MXN.',
          'Propuestas abiertas: USD\u00a05,000.',
          'Lo que más dejó por hora: CANACO, $1,763.67 MXN (de $900 a $2,600), con 3 eventos.',
        ],
        actions: [{ label: 'Ver mi balance', url: `${ORIGIN}/insights` }],
      },
    ])
    const open = { quarter: '2026-Q3', closed: [], pipeline: [{ currency: 'USD', amount: 500_000 }], best: null }
    expect(section(digestContent(aDigest({ lastQuarter: open })), 'came_of_quarter')?.entries[0]?.lines).toEqual([
      'Propuestas abiertas: USD\u00a05,000.',
    ])
  })
  test('of whom it is time to hear, five at most, with what was promised and one way to all of them', () => {
    const people = Array.from({ length: 8 }, (_, n) => ({ name: `Persona ${n}`, promise: null }))
    const said = section(digestContent(aDigest({ toHear: people })), 'to_hear')
    expect(said?.entries.map(({ title, lines, actions }) => [title, lines, actions.map(({ url }) => url)])).toEqual([
      ...[0, 1, 2, 3].map((n) => [`Persona ${n}`, [], []]),
      ['Persona 4', [], [`${ORIGIN}/contacts`]],
    ])
    expect(said?.more).toBe('y 3 más en Aforo.')
    const [laura] = section(digestContent(aFullDigest()), 'to_hear')?.entries ?? []
    expect(laura?.lines).toEqual(['Prometiste: Mandar propuesta, para el 23 de noviembre de 2026'])
  })
  test('a week in which nothing stands is quiet, whatever came of the ones before it; not one in which somebody waits', () => {
    const { came, lastQuarter, toHear } = aFullDigest()
    const quiet = digestContent(aDigest({ came, lastQuarter }))
    expect(quiet.subject).toBe('Tu semana de networking: nada agendado')
    expect(quiet.remarks.at(-1)).toMatch(/ni pendientes contigo/)
    expect(digestContent(aDigest({ toHear })).subject).toBe('Tu semana de networking: 0 min de 6 h')
  })
  test('a long list is cut and says how much is left', () => {
    const verdicts = Array.from({ length: 14 }, (_, i) =>
      aVerdict(aKnownEvent(`e${i}`), { verdict: 'skip', reason: 'over_cap' }),
    )
    const skip = section(digestContent(aDigest({ thisWeek: aPlan('2026-W48', verdicts) })), 'skip')
    expect(skip?.entries).toHaveLength(10)
    expect(skip?.more).toBe('y 4 más en Aforo.')
  })
  test('says all of it in English too', () => {
    const content = digestContent(aFullDigest((of) => of, { locale: 'en' }))
    expect(content.subject).toBe('Your networking week is over its cap: 7 h of 6 h')
    expect(digestText(content)).not.toMatch(/semana|evento|Seguimiento:/)
  })
})

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'Mixer\r\nBcc: everybody@example.com',
  '\u202Etxt.exe\u2066 https://evil.example/phish javascript:alert(1) www.evil.example',
  `${'A'.repeat(100_000)}`,
  '\u0000\u0007\ud800',
  '',
]

describe.each(['es-MX', 'en'] as const)('the mail in %s', (locale) => {
  test.each(HOSTILE)('keeps a hostile title inert: %#', (hostile) => {
    const content = digestContent(aFullDigest(() => hostile, { locale, name: hostile }))
    const message = digestMessage(content, digestHtml(content))
    expect(message.subject).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    const page = parsePage(message.html)
    const names = new Set(elements(page).map((element) => element.name))
    for (const name of ['script', 'img', 'iframe', 'form', 'link']) expect(names).not.toContain(name)
    for (const link of elements(page, 'a')) expect(new URL(link.attributes.get('href') ?? '').origin).toBe(ORIGIN)
    for (const url of message.text.match(/\b[a-z]+:\/\/\S+/gi) ?? []) expect(new URL(url).origin).toBe(ORIGIN)
    for (const text of [message.text, textOf(page)])
      expect(text).not.toMatch(/evil\.example|[\u202a-\u202e\u2066-\u2069]/)
    expect(message.text.split('\n').filter((line) => line.startsWith('Bcc:'))).toEqual([])
  })

  test('says the same as text and as HTML', () => {
    const content = digestContent(aFullDigest((of) => of, { locale }))
    const html = textOf(parsePage(digestHtml(content))).replace(/\s+/g, ' ')
    const text = digestText(content).replace(/\s+/g, ' ')
    for (const { entries } of content.sections) {
      for (const entry of entries) {
        for (const line of [entry.title, ...entry.lines, ...entry.actions.map((action) => action.label)]) {
          expect(html).toContain(line.replace(/\s+/g, ' '))
          expect(text).toContain(line.replace(/\s+/g, ' '))
        }
      }
    }
  })

  test('has lines that mail may carry', () => {
    const text = digestText(digestContent(aFullDigest((of) => `${of} `.repeat(30), { locale })))
    for (const line of text.split('\n')) if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(78)
  })

  test('says its language, its title, and loads nothing', () => {
    const page = parsePage(digestHtml(digestContent(aFullDigest((of) => of, { locale }))))
    expect(elements(page, 'html')[0]?.attributes.get('lang')).toBe(locale)
    expect(elements(page, 'h1')).toHaveLength(1)
    expect(elements(page).filter((one) => one.attributes.has('src'))).toEqual([])
    for (const table of elements(page, 'table')) expect(table.attributes.get('role')).toBe('presentation')
  })

  test('a notice says what happened and links to the one thing to do', () => {
    const to = { locale, timeZone: ZONE, appUrl: ORIGIN, reconnectUrl: `${ORIGIN}/connect/google` }
    const account = { provider: 'google', address: 'ana@example.com <b>' } as const
    const notice = noticeContent({ about: 'revoked', account }, to)
    const message = noticeMessage(notice, noticeHtml(notice))
    expect(message.text).toContain(`${ORIGIN}/connect/google`)
    expect(elements(parsePage(message.html), 'b')).toEqual([])
    expect(message.headers['List-Unsubscribe']).toBeUndefined()
    const unnamed = noticeContent({ about: 'calendar_gone', account: { provider: 'google', address: null } }, to)
    expect(unnamed.paragraphs.join(' ')).not.toMatch(/ {2}/)
    expect(unnamed.action.url).toBe(`${ORIGIN}/calendars`)
  })

  test('a notice of a day names what cannot be read, since when and why', () => {
    const since = at('2026-11-23 07:00')
    const failing = [...'ABCDEFGHIJKL'].map((letter) => ({
      name: `Calendario ${letter} http://evil.example`,
      since,
      reason: letter === 'B' ? ('too_large' as const) : ('unreachable' as const),
    }))
    const account = { provider: 'microsoft', address: 'ana@example.com' } as const
    const to = { locale, timeZone: ZONE, appUrl: ORIGIN, reconnectUrl: ORIGIN }
    const notice = noticeContent({ about: 'unreadable', account, failing }, to)
    const { text } = noticeMessage(notice, noticeHtml(notice))
    expect(text).toContain('Microsoft (ana@example.com)')
    expect(notice.paragraphs).toHaveLength(4)
    expect(notice.paragraphs[1]).toMatch(/Calendario A .*Calendario C .*7:00/)
    expect(notice.paragraphs[2]).toMatch(/Calendario B .*7:00.*10,000/)
    expect(text).not.toContain('Calendario L')
    expect(text).not.toContain('evil.example')
    expect(text).toContain(`${ORIGIN}/calendars`)
    expect(notice.subject).toContain('23')
  })
})

test('a mail program can unsubscribe with one press (RFC 8058)', () => {
  const content = digestContent(aDigest())
  expect(digestMessage(content, '').headers).toMatchObject({
    'List-Unsubscribe': `<${ORIGIN}/unsubscribe/token>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
})

test('whatever stands in a calendar, both renderings hold together', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      const content = digestContent(aFullDigest(() => title))
      const page = parsePage(digestHtml(content))
      expect(elements(page, 'td').length).toBeGreaterThan(8)
      expect(digestText(content)).not.toMatch(/\p{Cc}(?<!\n)/u)
    }),
    { numRuns: 100 },
  )
}, 60_000)
