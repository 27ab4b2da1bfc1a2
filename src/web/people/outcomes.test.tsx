import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { aFrame, HOSTILE, LIVES, type Life, LOCALES, textOfLife } from '../../../test/builders/a-frame.ts'
import { aContact, anOutcome } from '../../../test/builders/a-ledger.ts'
import { eventId } from '../../../test/builders/a-week.ts'
import { attribute, type Element, elements, parsePage, plain, textOf } from '../../../test/builders/page.ts'
import { describePage } from '../../../test/builders/page-rules.ts'
import type { Locale } from '../../i18n/index.ts'
import type { ContactId } from '../../relationships/contact.ts'
import type { CreditedTo } from '../../relationships/outcome.ts'
import { pipelineOf } from '../../relationships/pipeline.ts'
import { pageHtml } from '../frame/layout.tsx'
import { amountOf, creditsOf, outcomeOf } from './ledger-form.ts'
import { DeleteOutcomePage, OutcomePage, type OutcomePageProps } from './outcome.tsx'
import { OutcomesPage } from './outcomes.tsx'

const aProposal: typeof anOutcome = (id, given) =>
  anOutcome(id, { kind: 'proposal', on: '2026-11-10', amount: 1_250_000, ...given })
const TODAY = '2026-11-24'
const MIXER: CreditedTo = { kind: 'event', eventId: eventId('mixer') }
const PEDRO: CreditedTo = { kind: 'contact', contactId: 'pedro' as ContactId }
const NOBODY: CreditedTo = { kind: 'none' }

function business(life: Life) {
  const text = textOfLife(life)
  const laura = aContact('laura', { name: text('Laura Gómez') })
  const won = aProposal('won', { contactId: laura.id, on: '2026-10-01' })
  const closing = anOutcome('closing', { amount: 1_250_000, contactId: laura.id, closes: won.id })
  const open = aProposal('open', {
    contactId: laura.id,
    note: text('Fase uno'),
    amount: 10_001,
    credits: [
      { to: MIXER, share: 5_000 },
      { to: PEDRO, share: 5_000 },
    ],
  })
  const dollars = aProposal('dollars', { currency: 'USD', amount: 90_000 })
  const lost = aProposal('lost', { lostOn: '2026-11-22' })
  const meeting = anOutcome('meeting', { kind: 'meeting', amount: null })
  return { text, laura, won, closing, open, dollars, lost, all: [won, closing, open, dollars, lost, meeting] }
}

function anOutcomePage(locale: Locale, life: Life, with_: Partial<OutcomePageProps> = {}): Child {
  const { text, laura, won, closing, open, lost } = business(life)
  return (
    <OutcomePage
      frame={aFrame(locale, life, '/outcomes/open')}
      outcome={life === 'empty' ? lost : open}
      today={TODAY}
      contact={life === 'empty' ? null : laura}
      proposal={life === 'hostile' ? won : null}
      closing={life === 'hostile' ? closing : null}
      targets={[
        { to: MIXER, name: life === 'empty' ? null : text('Networking mixer'), isIntroducer: false },
        { to: PEDRO, name: text('Pedro Ruiz'), isIntroducer: life === 'typical' },
        { to: NOBODY, name: null, isIntroducer: false },
      ]}
      closingId="c1"
      sent={
        life === 'hostile'
          ? {
              form: 'credits',
              fields: { 'to-0': HOSTILE, 'share-0': HOSTILE, 'share-1': '50', 'share-2': '' },
              wrong: [
                { field: 'share-0', reason: 'not_a_share', value: null },
                { field: null, reason: 'shares_not_whole', value: null },
              ],
            }
          : null
      }
      {...with_}
    />
  )
}

const PAGES: Record<string, (locale: Locale, life: Life) => Child> = {
  outcomes: (locale, life) => {
    const { all, laura } = business(life)
    const pipeline = pipelineOf(life === 'empty' ? [] : all)
    return (
      <OutcomesPage
        frame={aFrame(locale, life, '/outcomes')}
        today={TODAY}
        pipeline={pipeline}
        open={pipeline.open.map((outcome) => ({ outcome, closingId: `c-${outcome.id}` }))}
        moreOpen={life === 'empty' ? 0 : 3}
        past={{ items: pipeline.past, page: 1, pages: life === 'empty' ? 1 : 2 }}
        contacts={new Map([[laura.id, laura]])}
      />
    )
  },
  outcome: anOutcomePage,
  'delete outcome': (locale, life) => (
    <DeleteOutcomePage frame={aFrame(locale, life, '/outcomes/open/delete')} outcome={business(life).open} />
  ),
}

const read = (name: string, life: Life, locale: Locale): Element => parsePage(pageHtml(PAGES[name]?.(locale, life)))

for (const name of Object.keys(PAGES)) {
  describePage(
    name,
    LIVES.flatMap((life) => LOCALES.map((locale) => ({ locale, page: read(name, life, locale) }))),
  )
}

describe('the outcomes', () => {
  const page = read('outcomes', 'typical', 'es-MX')
  const section = (id: string) =>
    textOf(elements(page, 'section').find((one) => attribute(one, 'aria-labelledby') === id) ?? plain)

  test('keep proposals apart from what closed, and convert nothing', () => {
    expect(section('open')).toContain('$100.01 MXN · 1 resultado')
    expect(section('open')).toContain('USD\u00a0900 · 1 resultado')
    expect(section('closed')).toContain('$12,500 MXN · 1 resultado')
    expect(section('closed')).not.toContain('USD')
  })
  test('say what became of a proposal', () => {
    expect(section('past')).toContain('No se dio, el 22 de noviembre de 2026')
    expect(section('past')).toContain('Se cerró el 20 de noviembre de 2026')
  })
  test('offer to close, to give up, to mend and to delete each', () => {
    const [card = plain] = elements(page, 'article')
    expect(elements(card, 'form').map((one) => attribute(one, 'action'))).toEqual([
      '/outcomes/dollars/close',
      '/outcomes/dollars/lose',
    ])
    const links = elements(card, 'a').map((one) => attribute(one, 'href'))
    expect(links).toContain('/outcomes/dollars/delete')
  })
})

describe('an outcome', () => {
  test('says to whom it is owed, to the cent, in shares that can be changed', () => {
    const page = read('outcome', 'typical', 'es-MX')
    const shares = elements(page, 'input').filter((one) => attribute(one, 'name')?.startsWith('share-'))
    expect(shares.map((one) => attribute(one, 'value'))).toEqual(['50', '50', ''])
    expect(textOf(page)).toContain('Al evento Networking mixer')
    expect(textOf(page)).toContain('A Pedro Ruiz, que les presentó')
    // 100.01 in two halves.
    expect(textOf(page)).toContain('Le tocan $50.01 MXN')
    expect(textOf(page)).toContain('Le tocan $50 MXN')
  })
  test('says so where who introduced them was erased, and keeps their share apart from nobody’s', () => {
    const erased: CreditedTo = { kind: 'none', metAt: eventId('mixer') }
    const outcome = aProposal('open', { credits: [{ to: erased, share: 10_000 }] })
    const targets = [erased, NOBODY].map((to) => ({ to, name: null, isIntroducer: false }))
    const page = parsePage(pageHtml(anOutcomePage('es-MX', 'typical', { outcome, targets })))
    expect(textOf(page)).toContain('A alguien que les presentó y que borraste')
    const fields = elements(page, 'input').map((one) => [attribute(one, 'name'), attribute(one, 'value')])
    const sent = Object.fromEntries(fields)
    expect(creditsOf(sent, [erased, NOBODY])).toEqual({ kind: 'ok', value: outcome.body.credits })
  })
  test('can be closed while it is open, and opened again once it came to nothing', () => {
    const actions = (life: Life) =>
      elements(read('outcome', life, 'es-MX'), 'form').map((one) => attribute(one, 'action'))
    expect(actions('typical')).toContain('/outcomes/open/close')
    expect(actions('empty')).not.toContain('/outcomes/lost/close')
    expect(textOf(read('outcome', 'empty', 'es-MX'))).toContain('Volver a abrir')
  })
})

describe('what a form says of an outcome', () => {
  const fields = { kind: 'closed', amount: '$12,500.50', currency: 'MXN', on: '2026-11-20', note: '' }
  test('is an amount in minor units of its currency', () => {
    expect(outcomeOf(fields, null, 'MXN')).toMatchObject({ kind: 'ok', value: { amount: 1_250_050, kind: 'closed' } })
    expect(outcomeOf({ ...fields, amount: '500', currency: 'jpy' }, null, 'MXN')).toMatchObject({
      value: { amount: 500 },
    })
    expect(outcomeOf({ ...fields, amount: '' }, null, 'MXN')).toMatchObject({ value: { amount: null } })
  })
  test('is refused where it is none, or of a currency that nobody knows', () => {
    const reasons = (given: object) => {
      const said = outcomeOf({ ...fields, ...given }, null, 'MXN')
      return said.kind === 'ok' ? [] : said.wrong.map(({ field, reason }) => `${field}: ${reason}`)
    }
    expect(reasons({ amount: 'mucho' })).toEqual(['amount: not_an_amount'])
    expect(reasons({ amount: '-5' })).toEqual(['amount: not_an_amount'])
    expect(reasons({ currency: 'pesos' })).toEqual(['currency: unknown_currency'])
    expect(reasons({ currency: 'ZZZ' })).toEqual(['currency: unknown_currency'])
    expect(reasons({ kind: 'lottery', amount: 'x' })).toEqual(['kind: no_choice', 'amount: not_an_amount'])
    expect(amountOf({ amount: '1' }, '')).toMatchObject({ kind: 'wrong' })
  })
  test('shares are percentages to two places, and go to whom they may be owed', () => {
    const offered = [MIXER, PEDRO, NOBODY]
    const sent = {
      'to-0': 'event mixer',
      'share-0': '33.34',
      'to-1': 'contact pedro',
      'share-1': '66,66 %',
      'to-2': 'none',
      'share-2': '',
    }
    expect(creditsOf(sent, offered)).toEqual({
      kind: 'ok',
      value: [
        { to: MIXER, share: 3_334 },
        { to: PEDRO, share: 6_666 },
      ],
    })
    expect(creditsOf({ ...sent, 'share-0': '-1' }, offered)).toMatchObject({
      wrong: [{ field: 'share-0', reason: 'not_a_share' }],
    })
    expect(creditsOf({ ...sent, 'to-0': 'event foreign' }, offered)).toMatchObject({ wrong: [{ field: 'share-0' }] })
    expect(creditsOf({ ...sent, 'share-0': '33.333' }, offered).kind).toBe('wrong')
  })
})
