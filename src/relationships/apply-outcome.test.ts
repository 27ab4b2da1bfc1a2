import { describe, expect, test } from 'vitest'
import {
  aContact,
  aContext,
  aLedger,
  anEncounter,
  anOutcome,
  contactId,
  eventId,
  outcomeId,
} from '../../test/builders/a-ledger.ts'
import { done as applied, problems } from '../../test/builders/commands.ts'
import { amountsOf } from './credits.ts'
import type { Ledger, LedgerCommand } from './ledger.ts'
import type { Credit, OutcomeInput } from './outcome.ts'

const [ana, luis] = [contactId('ana'), contactId('luis')]
/** Met on 6 October, introduced by Luis. */
const met = aLedger([
  aContact('ana', { encounters: [anEncounter('2026-10-06'), anEncounter('2026-11-24')], introducedBy: luis }),
  aContact('luis', { name: 'Luis' }),
  aContact('eva', { name: 'Eva' }),
])
const event = (day: string, share: number): Credit => ({ to: { kind: 'event', eventId: eventId(`e-${day}`) }, share })

const add = (given: Partial<OutcomeInput>, id = 'o'): LedgerCommand => ({
  kind: 'add_outcome',
  id: outcomeId(id),
  outcome: { kind: 'closed', contactId: ana, on: '2026-11-20', amount: 85_000_00, ...given },
})
const done = (...given: Parameters<typeof applied>) => applied(...given).ledger
const outcomeOf = (ledger: Ledger, id = 'o') => ledger.outcomes.get(outcomeId(id))?.body ?? expect.fail(id)
const stageOf = (ledger: Ledger, id = ana) => ledger.contacts.get(id)?.body.stage

describe('what came of a contact', () => {
  test('is credited by halves to where they met first and to who introduced them, and makes a client', () => {
    const ledger = done(met, add({ amount: 85_000_01, note: ' Plan anual ' }))
    expect(outcomeOf(ledger)).toEqual({
      kind: 'closed',
      contactId: ana,
      on: '2026-11-20',
      amount: 85_000_01,
      currency: 'MXN',
      note: 'Plan anual',
      credits: [event('2026-10-06', 5_000), { to: { kind: 'contact', contactId: luis }, share: 5_000 }],
      closes: null,
      lostOn: null,
      createdAt: '2026-11-26T18:00:00.000Z',
    })
    // 85,000.01 pesos in two: the odd cent to the first.
    expect(amountsOf(outcomeOf(ledger)).map(({ amount }) => amount)).toEqual([42_500_01, 42_500_00])
    expect(ledger.contacts.get(ana)?.body).toMatchObject({ stage: 'client', stageOn: '2026-11-20' })
    expect(ledger.contacts.get(luis)).toBe(met.contacts.get(luis))
    expect(done(ledger, add({ amount: 1 }))).toBe(ledger)
  })

  test.each([
    [{ amount: -5 }, 'amount amount_out_of_range'],
    [{ amount: 0 }, 'amount amount_out_of_range'],
    [{ amount: 10.5 }, 'amount amount_out_of_range'],
    [{ amount: 1e14 + 1 }, 'amount amount_out_of_range'],
    [{ amount: Number.POSITIVE_INFINITY }, 'amount amount_out_of_range'],
    [{ amount: null }, 'amount amount_missing'],
    [{ kind: 'proposal', amount: null }, 'amount amount_missing'],
    [{ currency: 'XXY' }, 'currency unknown_currency'],
    [{ currency: '' }, 'currency unknown_currency'],
    [{ on: '2026-11-27' }, 'on date_in_future'],
    [{ on: '2026-02-30' }, 'on not_a_date'],
    [{ on: '20/11/2026' }, 'on not_a_date'],
    [{ on: '1026-11-20', credits: [{ to: { kind: 'none' }, share: 10_000 }] }, 'on out_of_range'],
    [{ on: '2026-10-05' }, 'credits date_before_event'],
    [{ credits: [event('2026-11-24', 10_000)] }, 'credits date_before_event'],
    [{ credits: [event('nowhere', 10_000)] }, 'credits unknown_event'],
    [
      { credits: [{ to: { kind: 'contact', contactId: contactId('iris') }, share: 10_000 }] },
      'credits unknown_contact',
    ],
    [{ credits: [event('2026-10-06', 7_000), event('2026-11-03', 7_000)] }, 'credits shares_not_whole'],
    [{ credits: [] }, 'credits shares_not_whole'],
    [{ contactId: contactId('iris') }, 'contactId unknown_contact'],
    [{ note: 'x'.repeat(2_001) }, 'note too_long'],
    [{ closes: outcomeId('nothing') }, 'closes unknown_outcome'],
  ] satisfies [Partial<OutcomeInput>, string][])('%j is refused: %s', (given, reason) => {
    expect(problems(met, add(given))).toEqual([reason])
  })

  test('all that is wrong is said at once', () => {
    expect(problems(met, add({ amount: -1, currency: 'pesos', on: 'ayer', credits: [] }))).toEqual([
      'amount amount_out_of_range',
      'currency unknown_currency',
      'on not_a_date',
      'credits shares_not_whole',
    ])
  })

  test('on the very day of the event is no sooner than it, by the person’s calendar', () => {
    // It began at one in the morning of the 7th in UTC.
    expect(outcomeOf(done(met, add({ on: '2026-10-06' }))).on).toBe('2026-10-06')
  })

  test('a meeting or a referral can be worth nothing said, and nobody’s contact is nobody’s credit', () => {
    const ledger = done(met, add({ kind: 'meeting', amount: null, currency: ' usd ' }))
    expect(outcomeOf(ledger)).toMatchObject({ amount: null, currency: 'USD' })
    expect(stageOf(ledger)).toBe('meeting')
    expect(outcomeOf(done(met, add({ contactId: null }))).credits).toEqual([{ to: { kind: 'none' }, share: 10_000 }])
  })

  test('never brings a contact back', () => {
    const closed = done(met, add({}))
    expect(stageOf(done(closed, add({ kind: 'proposal' }, 'p')))).toBe('client')
    expect(stageOf(done(met, add({ kind: 'referral', amount: null })))).toBe('in_touch')
  })

  test('five thousand are all there is room for', () => {
    const outcomes = Array.from({ length: 5_000 }, (_, at) => anOutcome(`o${at}`))
    expect(problems(aLedger([aContact('ana')], outcomes), add({}, 'one more'))).toEqual(['outcome too_many'])
  })
})

describe('a change of an outcome', () => {
  const change = (given: Partial<OutcomeInput>): LedgerCommand => ({
    kind: 'change_outcome',
    outcome: outcomeId('o'),
    change: given,
  })
  const before = done(met, add({}))

  test('changes what it says and nothing else', () => {
    expect(done(before, change({ amount: 85_000_00, currency: 'mxn' }))).toBe(before)
    expect(outcomeOf(done(before, change({ amount: 90_000_00 })))).toEqual({ ...outcomeOf(before), amount: 90_000_00 })
    expect(problems(before, change({ amount: -1 }))).toEqual(['amount amount_out_of_range'])
  })

  test('edited shares stay, and another contact brings their own', () => {
    const credits = [event('2026-10-06', 2_500), event('2026-11-03', 7_500)]
    const edited = done(before, change({ credits }))
    expect(outcomeOf(done(edited, change({ amount: 1 }))).credits).toEqual(credits)
    expect(outcomeOf(done(edited, change({ contactId: contactId('eva') }))).credits).toEqual([
      { to: { kind: 'none' }, share: 10_000 },
    ])
  })

  test('where an introducer who was erased had been met can stay, with any share, and be said by nobody', () => {
    const metAt = (share: number, day = '2026-11-03') => ({
      to: { kind: 'none' as const, metAt: eventId(`e-${day}`) },
      share,
    })
    const ledger = aLedger([], [anOutcome('o', { credits: [metAt(10_000)] })])
    expect(outcomeOf(done(ledger, change({ amount: 1 }))).credits).toEqual([metAt(10_000)])
    const shared = [event('2026-10-06', 2_500), metAt(7_500)]
    expect(outcomeOf(done(ledger, change({ credits: shared }))).credits).toEqual(shared)
    expect(problems(ledger, change({ credits: [metAt(10_000, '2026-11-04')] }))).toEqual(['credits unknown_event'])
    expect(problems(before, change({ credits: [metAt(10_000)] }))).toEqual(['credits unknown_event'])
  })

  test('an event that left the calendar takes nothing from the credit that stands', () => {
    const gone = aContext({ event: () => null })
    expect(problems(before, change({ on: '2026-10-05' }), gone)).toEqual(['credits date_before_event'])
    expect(outcomeOf(done(before, change({ amount: 1 }), gone)).amount).toBe(1)
    const elsewhere = done(before, change({ credits: [event('2026-11-03', 10_000)] }))
    expect(outcomeOf(done(elsewhere, change({ amount: 1 }), gone)).amount).toBe(1)
    expect(problems(elsewhere, change({ credits: [event('2026-11-04', 10_000)] }), gone)).toEqual([
      'credits unknown_event',
    ])
  })

  test('of one there is not is refused', () => {
    const nothing = outcomeId('nothing')
    for (const command of [
      { kind: 'change_outcome', outcome: nothing, change: {} },
      { kind: 'delete_outcome', outcome: nothing },
      { kind: 'lose_proposal', proposal: nothing, on: null },
      { kind: 'close_proposal', proposal: nothing, id: outcomeId('c'), on: '2026-11-20' },
    ] satisfies LedgerCommand[]) {
      expect(problems(before, command)).toEqual(['outcome unknown_outcome'])
    }
  })
})

describe('a proposal', () => {
  const p = outcomeId('p')
  const proposed = done(
    met,
    add({ kind: 'proposal', amount: 120_000_00, currency: 'USD', credits: [event('2026-10-06', 10_000)] }, 'p'),
  )
  const close: LedgerCommand = { kind: 'close_proposal', proposal: p, id: outcomeId('c'), on: '2026-11-25' }

  test('becomes closed business with its amount, currency, contact and credits', () => {
    const ledger = done(proposed, close)
    expect(outcomeOf(ledger, 'c')).toMatchObject({
      kind: 'closed',
      contactId: ana,
      amount: 120_000_00,
      currency: 'USD',
      closes: 'p',
      credits: [event('2026-10-06', 10_000)],
    })
    expect(stageOf(ledger)).toBe('client')
    expect(done(ledger, close)).toBe(ledger)
    expect(outcomeOf(done(proposed, { ...close, amount: 100_000_00 }), 'c').amount).toBe(100_000_00)
  })

  test('is closed once, and by closed business alone', () => {
    const ledger = done(proposed, close)
    expect(problems(ledger, { ...close, id: outcomeId('c2') })).toEqual(['closes proposal_closed'])
    expect(problems(ledger, { kind: 'lose_proposal', proposal: p, on: '2026-11-25' })).toEqual([
      'outcome proposal_closed',
    ])
    expect(problems(ledger, { kind: 'change_outcome', outcome: p, change: { kind: 'meeting' } })).toEqual([
      'kind proposal_closed',
    ])
    expect(problems(ledger, add({ kind: 'meeting', closes: p }, 'm'))).toEqual([
      'closes not_a_proposal',
      'closes proposal_closed',
    ])
    expect(problems(ledger, add({ closes: outcomeId('c') }, 'd'))).toEqual(['closes not_a_proposal'])
  })

  test('is in the pipeline again when its closing is deleted, and its closing stays when it is', () => {
    const ledger = done(proposed, close)
    const open = done(ledger, { kind: 'delete_outcome', outcome: outcomeId('c') })
    expect([...open.outcomes.keys()]).toEqual(['p'])
    expect(outcomeOf(done(ledger, { kind: 'delete_outcome', outcome: p }), 'c').closes).toBeNull()
  })

  test('can come to nothing, not after all, and be closed for all that', () => {
    const lose = (on: string | null): LedgerCommand => ({ kind: 'lose_proposal', proposal: p, on })
    const lost = done(proposed, lose('2026-11-25'))
    expect(outcomeOf(lost, 'p').lostOn).toBe('2026-11-25')
    expect(done(lost, lose('2026-11-25'))).toBe(lost)
    expect(outcomeOf(done(lost, lose(null)), 'p').lostOn).toBeNull()
    expect(outcomeOf(done(lost, close), 'p').lostOn).toBeNull()
    const met = done(lost, { kind: 'change_outcome', outcome: p, change: { kind: 'meeting' } })
    expect(outcomeOf(met, 'p')).toMatchObject({ kind: 'meeting', lostOn: null })
    expect(problems(proposed, lose('2026-11-27'))).toEqual(['lostOn date_in_future'])
    expect(problems(proposed, lose('2026-11-19'))).toEqual(['lostOn out_of_range'])
    expect(problems(proposed, lose('soon'))).toEqual(['lostOn not_a_date'])
    expect(problems(done(met, add({})), { kind: 'lose_proposal', proposal: outcomeId('o'), on: null })).toEqual([
      'outcome not_a_proposal',
    ])
  })
})
