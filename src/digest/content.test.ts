import { describe, expect, test } from 'vitest'
import { aDigest, aFullDigest, ORIGIN, saturday } from '../../test/builders/a-digest.ts'
import { aCharge, aKnownEvent, aPlan, aQuietWeek, at, aVerdict } from '../../test/builders/a-week.ts'
import type { EventId } from '../calendar/event.ts'
import { digestContent } from './content.ts'
import type { DigestContent, DigestInput } from './shapes.ts'
import { digestText } from './text.ts'

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
