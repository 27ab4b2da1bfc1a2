import type { Child } from 'hono/jsx'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aFrame, LIVES, type Life, LOCALES, textOfLife } from '../../../test/builders/a-frame.ts'
import { contactId, aContact as someContact, anOutcome as someOutcome } from '../../../test/builders/a-ledger.ts'
import { aFollowUp, aState, at, idOf, NOON } from '../../../test/builders/a-person.ts'
import { aKnownEvent, aVerdict, wordsSaid } from '../../../test/builders/a-week.ts'
import { attribute, type Element, elements, parsePage, textOf } from '../../../test/builders/page.ts'
import { describePage } from '../../../test/builders/page-rules.ts'
import { DIMENSIONS, FIGURES } from '../../cycle/figures.ts'
import { type Insights, insightsAt } from '../../cycle/insights.ts'
import { lifeAt } from '../../cycle/life.ts'
import { type Period, presetPeriods } from '../../cycle/period.ts'
import type { OccurrenceBody, PersonState } from '../../cycle/state.ts'
import { type Locale, languageOf } from '../../i18n/index.ts'
import type { Dimension } from '../../insights/returns.ts'
import type { ContactBody } from '../../relationships/contact.ts'
import type { OutcomeBody } from '../../relationships/outcome.ts'
import { Value } from '../events/verdict-card.tsx'
import { pageHtml } from '../frame/layout.tsx'
import { readRows } from './insight-routes.tsx'
import { RowsPage } from './insight-rows.tsx'
import { InsightsPage, type InsightsPageProps } from './insights.tsx'
import { returnsCsv } from './insights-csv.ts'

const PERIOD: Period = { from: '2026-09-01', to: '2026-11-23' }
const ZONE = 'America/Mexico_City'
const TODAY = Temporal.PlainDate.from('2026-11-23')
const PRICED = { hourlyRate: 80_000, currency: 'MXN' }

/** Attended unless said; three and a half hours of charge. */
function past(
  title: string,
  on: string,
  organiser: { key: string | null; label: string },
  said: Partial<OccurrenceBody> = {},
  attendance: 'attended' | 'missed' = 'attended',
): OccurrenceBody {
  return wordsSaid({
    seen: { title, start: at(`${on} 08:00`), end: at(`${on} 10:00`), organiser: organiser.key, series: title },
    past: {
      kind: 'chamber-breakfast',
      smart: true,
      organiser,
      charge: { event: 120, travel: 60, followUp: 30, total: 210 },
      standing: 'commitment',
      attendance,
    },
    ...said,
  })
}

function aContact(id: string, body: Partial<ContactBody>) {
  return [contactId(id), someContact(id, body)] as const
}
function anOutcome(id: string, body: Partial<OutcomeBody>) {
  const outcome = someOutcome(id, body)
  return [outcome.id, outcome] as const
}

/** An autumn with everything in it; of a life that smuggles, in every text. */
function aPerson(life: Life, priced = true): PersonState {
  const settings = priced ? PRICED : { hourlyRate: null, currency: 'MXN' }
  if (life === 'empty') return aState([], {}, settings)
  const text = textOfLife(life)
  const canaco = { key: 'canaco.example', label: text('CANACO') }
  const credited = (event: string) => [{ to: { kind: 'event' as const, eventId: idOf(event) }, share: 10_000 }]
  const halves = (event: string) => [
    { to: { kind: 'event' as const, eventId: idOf(event) }, share: 5_000 },
    { to: { kind: 'contact' as const, contactId: contactId('pedro') }, share: 5_000 },
  ]
  return aState(
    [],
    {
      occurrences: new Map([
        [idOf('a'), past(text('Desayuno de otoño'), '2026-09-15', canaco, { told: 'attend', ticketPrice: 35_000 })],
        [idOf('b'), past(text('Desayuno de invierno'), '2026-11-10', canaco, { told: 'attend' })],
        [
          idOf('c'),
          past(text('Café de fundadores'), '2026-11-18', { key: null, label: text('Luma') }, { told: 'skip' }),
        ],
        [idOf('d'), past(text('Gala'), '2026-11-19', canaco, { told: 'attend' }, 'missed')],
        [
          idOf('e'),
          wordsSaid({
            told: 'skip',
            seen: {
              title: text('Webinar'),
              start: at('2026-11-20 08:00'),
              end: at('2026-11-20 09:00'),
              organiser: null,
            },
          }),
        ],
      ]),
      followUps: new Map(
        [
          aFollowUp('f1', 'a', { state: 'done', closedAt: at('2026-09-16 09:00') }),
          aFollowUp('f2', 'b', { state: 'done', closedAt: at('2026-11-20 09:00') }),
          aFollowUp('f3', 'c', { state: 'booked' }),
        ].map((one) => [one.id, one]),
      ),
      contacts: new Map([
        aContact('laura', {
          name: text('Laura Gómez'),
          company: text('Grupo Norte'),
          stage: 'client',
          createdAt: at('2026-09-15 09:00'),
          encounters: [{ eventId: idOf('a'), at: at('2026-09-15 08:00'), title: text('Desayuno de otoño') }],
        }),
        aContact('pedro', { name: text('Pedro Ruiz'), createdAt: at('2026-11-10 09:00') }),
      ]),
      outcomes: new Map([
        anOutcome('won', { contactId: contactId('laura'), amount: 1_234_567, credits: credited('a') }),
        anOutcome('shared', { contactId: contactId('laura'), amount: 300_001, credits: halves('b') }),
        anOutcome('open', {
          kind: 'proposal',
          amount: 500_000,
          currency: 'USD',
          credits: credited('b'),
          note: text('x'),
        }),
        anOutcome('gone', { kind: 'proposal', amount: 70_000, contactId: null }),
        anOutcome('yen', { amount: 9_000, currency: 'JPY', credits: credited('a') }),
      ]),
    },
    settings,
  )
}

function seen(life: Life, priced = true) {
  return seenOf(aPerson(life, priced))
}
function seenOf(state: PersonState) {
  const whole = lifeAt(state, NOON)
  return { state, life: whole, insights: insightsAt(whole, PERIOD) }
}

function insightsPage(locale: Locale, life: Life, with_: Partial<InsightsPageProps> = {}, priced = true): Child {
  const { insights, state } = seen(life, priced)
  return (
    <InsightsPage
      frame={aFrame(locale, life, '/insights')}
      insights={insights}
      presets={presetPeriods(TODAY)}
      asked={{ ...PERIOD, fault: null }}
      by="organiser"
      settings={state.person.settings}
      {...with_}
    />
  )
}

function rowsPage(locale: Locale, life: Life, figure: string, name: string, page?: string): Child {
  const { insights, life: whole } = seen(life)
  const found = readRows(whole, insights, figure, name, page)
  if (found === null) throw new Error(`no rows of ${figure} ${name}`)
  return (
    <RowsPage frame={aFrame(locale, life, '/insights/rows')} {...found} name={name} period={PERIOD} currency="MXN" />
  )
}

const read = (page: Child): Element => parsePage(pageHtml(page))
const everyWay = (page: (locale: Locale, life: Life) => Child, lives = LIVES) =>
  lives.flatMap((life) => LOCALES.map((locale) => ({ locale, page: read(page(locale, life)) })))

for (const by of DIMENSIONS)
  describePage(
    `insights by ${by}`,
    everyWay((...of) => insightsPage(...of, { by })),
  )
describePage(
  'insights of a period that is none',
  everyWay((...of) => insightsPage(...of, { asked: { from: '"><b>', to: 'ayer', fault: 'not_a_day' } })),
)
for (const [figure, name] of [
  ['hours', '2026-W46'],
  ['verdicts', 'attendNotKept'],
  ['verdicts', 'skipKept'],
  ['follow_ups', 'late'],
  ['funnel', 'new'],
  ['closed', 'whole'],
  ['pipeline', 'elsewhere'],
  ['events', 'kind.chamber-breakfast'],
  ['learned', ''],
  ['one_more_hour', ''],
] as const) {
  const page = (locale: Locale, life: Life) => rowsPage(locale, life, figure, name)
  describePage(`rows of ${figure} ${name}`, everyWay(page, ['typical', 'hostile']))
}

const links = (page: Element) =>
  elements(page, 'a').map((link) => [attribute(link, 'href') ?? '', textOf(link)] as const)
const cardOf = (page: Element, id: string) => {
  const found = elements(page, 'section').find((one) => attribute(one, 'aria-labelledby') === id)
  return found === undefined ? '' : textOf(found)
}

describe('the insights', () => {
  const page = read(insightsPage('es-MX', 'typical'))

  test('say hours against the cap, in words, as a drawing that says what it shows, and as a table', () => {
    expect(cardOf(page, 'hours')).toContain('Usaste 10 h 30 min de 78 h.')
    const drawing = elements(page, 'svg').find((one) => attribute(one, 'aria-labelledby') === 'hours-chart hours-told')
    expect(drawing && attribute(drawing, 'role')).toBe('img')
    expect(drawing && textOf(drawing)).toMatch(/la línea es el tope.*La semana con más horas fue la del/s)
    const [table] = elements(page, 'table')
    expect(table && elements(table, 'tr')).toHaveLength(14)
  })

  test('say what was advised and done, follow-ups in time, and how far people came', () => {
    expect(cardOf(page, 'verdicts')).toContain('Seguiste el 60')
    expect(cardOf(page, 'follow-ups')).toMatch(/A tiempo: 33\s?% de 3 seguimientos\./)
    expect(cardOf(page, 'funnel')).toMatch(/Conocidos.*2.*Clientes.*1.*50/s)
  })

  test('say money to the cent, what was met elsewhere apart, and no currency converted', () => {
    const returns = cardOf(page, 'returns')
    // 3 x 3.5 h at 800 pesos, and a ticket of 350.
    expect(returns).toContain('$8,750')
    // 12,345.67 and half of 3,000.01, the odd cent to one of the two.
    expect(returns).toMatch(/\$13,845\.6[78]/)
    expect(returns).toMatch(/De ningún evento\$1,500(\.01)?/)
    expect(returns).toMatch(/JPY\s9,000/)
    expect(cardOf(page, 'pipeline')).toMatch(/USD\s5,000/)
    expect(cardOf(page, 'pipeline')).toMatch(/De ningún evento\$700/)
  })

  test('every amount and every count opens its rows, and no address holds an id or who an organiser is', () => {
    const opened = links(page).filter(([href]) => href.startsWith('/insights/rows?'))
    expect(opened.length).toBeGreaterThan(25)
    const { insights, life } = seen('typical')
    for (const [href] of opened) {
      const { searchParams } = new URL(href, 'https://aforo.example')
      const rows = readRows(life, insights, searchParams.get('figure') ?? '', searchParams.get('key') ?? '', undefined)
      expect(rows?.rows.count, href).toBeGreaterThan(0)
      expect(searchParams.get('from')).toBe(PERIOD.from)
      expect(href).not.toMatch(/canaco|laura|pedro/i)
      for (const name of ['a', 'b', 'c', 'd', 'e']) expect(href).not.toContain(idOf(name))
    }
  })

  test('group by what is asked for and keep the period', () => {
    const groups = links(page).filter(([href]) => href.endsWith('#returns'))
    expect(groups.map(([href]) => new URL(href, 'https://a.example').searchParams.get('by'))).toEqual([...DIMENSIONS])
    const byKind = textOf(read(insightsPage('en', 'typical', { by: 'kind' })))
    expect(byKind).not.toContain('chamber-breakfast')
    expect(textOf(read(insightsPage('es-MX', 'typical', { by: 'quarter' })))).toContain('Trimestre 3 de 2026')
  })

  test('behind a platform name the series, not the platform', () => {
    expect(textOf(page)).toContain('Café de fundadores')
    expect(cardOf(page, 'returns')).not.toContain('Luma')
  })

  test('mark which period is shown, and say what is wrong with one that is none', () => {
    const preset = read(insightsPage('es-MX', 'typical', { presets: { ...presetPeriods(TODAY), quarter: PERIOD } }))
    const current = elements(preset, 'a').filter((one) => attribute(one, 'aria-current') === 'page')
    expect(current.map(textOf)).toEqual(['Balance', 'Este trimestre', 'Por organizador'])
    const wrong = insightsPage('es-MX', 'typical', {
      asked: { from: '2026-11-24', to: '2026-11-01', fault: 'backwards' },
    })
    expect(textOf(read(wrong))).toContain('La primera fecha es posterior a la última.')
  })

  test('say so in a sentence where there is no rate, no business, no history', () => {
    const unpriced = cardOf(read(insightsPage('es-MX', 'typical', {}, false)), 'returns')
    expect(unpriced).toContain('Sin el valor de tu hora no se puede decir cuánto te costaron.')
    expect(unpriced).not.toMatch(/Costo|Neto/)
    const empty = read(insightsPage('es-MX', 'empty'))
    expect(elements(empty, 'svg')).toEqual([])
    for (const [card, sentence] of [
      ['hours', 'no hay horas que mostrar'],
      ['verdicts', 'todavía no pasa ningún evento'],
      ['follow-ups', 'no hay seguimientos que contar'],
      ['funnel', 'no anotaste a nadie nuevo'],
      ['returns', 'no hay retorno que mostrar'],
      ['pipeline', 'no hay propuestas abiertas'],
      ['learned', 'Todavía nada'],
      ['one-more-hour', 'no ganaría nada'],
    ] as const)
      expect(cardOf(empty, card), card).toContain(sentence)
    expect(textOf(empty)).not.toMatch(/\$0|0 %/)
  })
})

describe('an hour more', () => {
  const shown = (oneMoreHour: Insights['oneMoreHour'], life: Life = 'typical') => {
    const insights = { ...seen(life).insights, oneMoreHour }
    return cardOf(read(insightsPage('es-MX', life, { insights })), 'one-more-hour')
  }
  test('is worth points, and money with its range where business was closed', () => {
    const text = shown({ points: 1.5, money: { mean: 90_000, low: 40_000, high: 150_000 } })
    expect(text).toContain('sumaría 1.5 puntos más.')
    expect(text).toMatch(/Son unos \$900 MXN, .*\(de \$400 a \$1,500, por 2 negocios cerrados\)\./)
  })
  test('says why it has no price', () => {
    expect(shown({ points: 1.5, money: null })).toContain('mientras no haya nada en el plan')
    expect(shown({ points: 1.5, money: { mean: 0, low: 0, high: 0 } }, 'empty')).toContain('falta un negocio cerrado')
  })
})

describe('the rows of a figure', () => {
  test('have links to what still has a page, and their sum', () => {
    const page = read(rowsPage('es-MX', 'typical', 'closed', 'whole.MXN'))
    expect(textOf(page)).toMatch(/2 renglones · En total: \$13,845\.6[78]/)
    expect(textOf(page)).toMatch(/Aquí cuentan \$1,500(\.01)?/)
    const hrefs = links(page).map(([href]) => href)
    expect(hrefs).toContain('/outcomes/won')
    expect(hrefs).toContain('/contacts/laura')
    expect(hrefs).toContain('/insights?from=2026-09-01&to=2026-11-23&by=organiser')
  })
  test('of a cost say what each event cost, and sum to it', () => {
    const page = textOf(read(rowsPage('es-MX', 'typical', 'events', 'whole')))
    const { cost } = seen('typical').insights.returns.event.whole
    expect(cost).toBeGreaterThan(0)
    const money = languageOf('es-MX', ZONE).formats.money(cost ?? 0, 'MXN')
    expect(page).toContain(`costo: ${money}`)
    expect(page.match(/costo: /g)).toHaveLength(1 + seen('typical').insights.returns.event.whole.events.length)
  })
  test('name events without a link once the calendar has forgotten them, and count no hours of what was missed', () => {
    const page = read(rowsPage('es-MX', 'typical', 'verdicts', 'attendNotKept'))
    expect(textOf(page)).toContain('Te dijimos que fueras y no fuiste')
    expect(textOf(page)).toMatch(/Gala.*No fuiste/s)
    expect(textOf(page)).not.toMatch(/En total|3 h 30 min de tu semana/)
    expect(links(page).filter(([href]) => href.startsWith('/events/'))).toEqual([])
  })
  test('of a step are the people there are, and a sentence says how many were erased, who count on every page', () => {
    const one = { metOn: '2026-09-15', metAt: idOf('a'), reached: 'meeting' as const, touches: 0, count: 2 }
    const { life, insights } = seenOf({ ...aPerson('typical'), forgotten: new Map([['key', one]]) })
    expect(cardOf(read(insightsPage('es-MX', 'typical', { insights })), 'funnel')).toMatch(
      /Conocidos.*4.*Reunión.*3.*Propuesta.*1.*25/s,
    )
    const shown = (locale: Locale, step: string, of = { life, insights }) => {
      const found = readRows(of.life, of.insights, 'funnel', step, undefined)
      if (found === null) throw new Error(`no rows of ${step}`)
      const frame = aFrame(locale, 'typical', '/insights/rows')
      return textOf(read(<RowsPage frame={frame} {...found} name={step} period={PERIOD} currency="MXN" />))
    }
    expect(shown('es-MX', 'meeting')).toMatch(/1 renglón.*Y 2 personas que borraste: cuentan, sin nombre\..*Laura/s)
    expect(shown('en', 'meeting')).toContain('And 2 people you erased, who count without a name.')
    expect(shown('es-MX', 'proposal')).not.toContain('borraste')
    // Nobody is left to be named, and the figure still opens.
    const last = { ...one, count: 1 }
    const alone = seenOf({ ...aPerson('typical'), contacts: new Map(), forgotten: new Map([['key', last]]) })
    expect(links(read(insightsPage('es-MX', 'typical', alone))).map(([href]) => href)).toContain(
      '/insights/rows?figure=funnel&key=meeting&from=2026-09-01&to=2026-11-23',
    )
    expect(shown('es-MX', 'meeting', alone)).toContain('Y 1 persona que borraste: cuenta, sin nombre.')
    expect(shown('es-MX', 'meeting', alone)).not.toContain('No hay renglones')
  })
  test('are none of a figure that is none', () => {
    const { life, insights } = seen('typical')
    for (const figure of [...FIGURES, 'x']) {
      if (figure === 'one_more_hour') continue
      expect(readRows(life, insights, figure, 'made-up', undefined), figure).toBeNull()
    }
  })
})

describe('the table as a file', () => {
  const csv = (life: Life, by: Dimension, locale: Locale = 'es-MX') =>
    returnsCsv(seen(life).insights, by, 'MXN', languageOf(locale, ZONE))
  const lines = (text: string) => text.replace('\uFEFF', '').trim().split('\r\n')

  test('has a row for each part and currency, in decimals, with hours and cost once', () => {
    const [header, ...rows] = lines(csv('typical', 'organiser'))
    expect(header).toBe(
      '"organiser","currency","events","minutes","cost","closed","pipeline","net","closedPerHour","closedPerHourLow","closedPerHourHigh","closedCount"',
    )
    expect(rows[0]).toMatch(/^"CANACO","MXN","2","420","5950","13845\.6[78]","0","7895\.6[78]","1977\.9[56]",.*,"2"$/)
    expect(rows[1]).toBe('"CANACO","JPY","","","","9000","0","","","","",""')
    expect(rows[2]).toBe('"CANACO","USD","","","","0","5000","","","","",""')
    expect(rows[3]).toBe('"Café de fundadores","MXN","1","210","2800","0","0","-2800","0","0","1984.97","0"')
    expect(rows[4]).toMatch(/^"De ningún evento","MXN","","","","1500(\.01)?","700",/)
    expect(rows).toHaveLength(5)
  })
  test('has names in words, and nothing that a spreadsheet would run', () => {
    expect(csv('typical', 'kind')).toContain('"Desayuno o reunión de cámara"')
    expect(csv('typical', 'quarter', 'en')).toContain('"Quarter 3 of 2026"')
    const { insights } = seen('typical')
    const [first] = insights.returns.series.parts
    if (first === undefined) throw new Error('no parts')
    const series = { ...insights.returns.series, parts: [{ ...first, label: '=HYPERLINK("http://evil.example")' }] }
    const evil = returnsCsv(
      { ...insights, returns: { ...insights.returns, series } },
      'series',
      'MXN',
      languageOf('en', ZONE),
    )
    expect(lines(evil)[1]).toMatch(/^"'=HYPERLINK/)
    expect(lines(csv('empty', 'event'))).toHaveLength(1)
  })
})

test('what was learned, and the bonus for trying somebody new, have words on a verdict', () => {
  const value = {
    total: 3,
    contributions: [
      { name: 'learned', points: 2 },
      { name: 'explore', points: 1 },
    ],
  }
  const { value: shown } = aVerdict(aKnownEvent('mixer'), { value })
  for (const [locale, words] of [
    ['es-MX', ['Lo que te ha dejado este organizador', 'Para probar a alguien nuevo']],
    ['en', ['What this organiser has brought you', 'To try somebody new']],
  ] as const) {
    const said = textOf(parsePage(pageHtml(<Value value={shown} language={languageOf(locale, ZONE)} />)))
    for (const one of words) expect(said).toContain(one)
  }
})
