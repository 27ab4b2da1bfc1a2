import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContext, contactId, eventId, outcomeId } from '../../test/builders/a-ledger.ts'
import { applyToLedger } from './apply.ts'
import { CONTACT_BOUNDS, type ContactInput, STAGES } from './contact.ts'
import { amountsOf } from './credits.ts'
import { type Ledger, type LedgerCommand, NO_LEDGER } from './ledger.ts'
import { isInCircle } from './merge.ts'
import { OUTCOME_KINDS, WHOLE } from './outcome.ts'

const context = aContext()
const contact = fc.constantFrom('a', 'b', 'c', 'd').map(contactId)
const outcome = fc.constantFrom('o', 'p', 'q').map(outcomeId)
const event = fc.constantFrom('e-2026-10-06', 'e-2026-11-24', 'e-2026-12-24', 'gone').map(eventId)
/** Mostly what is good: a ledger of which everything was refused shows nothing. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad })
const day = mostly(fc.constantFrom('2026-11-25', '2026-11-26'), fc.constantFrom('2026-09-01', '2026-12-01', 'never'))
const input: fc.Arbitrary<ContactInput> = fc.record(
  {
    name: mostly(fc.constantFrom('Ana', 'Eva'), fc.constant('')),
    emails: fc.uniqueArray(mostly(fc.constantFrom('a@x.example', 'b@x.example'), fc.constant('nobody'))),
    note: fc.constantFrom('hola', 'adiós', null),
    introducedBy: fc.option(contact),
    nextStep: fc.record({ text: fc.constantFrom('Llamar', 'Comer'), on: fc.option(day) }),
  },
  { requiredKeys: ['name'] },
)
const to = fc.oneof(
  mostly(fc.constantFrom('e-2026-10-06', 'e-2026-11-24'), fc.constantFrom('e-2026-12-24', 'gone')).map((id) => ({
    kind: 'event' as const,
    eventId: eventId(id),
  })),
  contact.map((contactId) => ({ kind: 'contact' as const, contactId })),
  fc.constant({ kind: 'none' as const }),
)
const credits = fc
  .tuple(
    to,
    to,
    mostly<number[]>(fc.constantFrom([5_000, 5_000], [3_333, 6_667]), fc.constantFrom([5_000, 6_000], [0, 10_000])),
  )
  .map(([a, b, [first = 0, second = 0]]) => [
    { to: a, share: first },
    { to: b, share: second },
  ])
const said = fc.record(
  {
    kind: fc.constantFrom(...OUTCOME_KINDS),
    contactId: fc.option(contact),
    on: day,
    amount: mostly(fc.constantFrom(1, 333, 85_000_01), fc.constantFrom(-1, null)),
    currency: mostly(fc.constantFrom('MXN', 'USD'), fc.constant('ZZZ')),
    credits,
  },
  { requiredKeys: ['kind', 'contactId', 'on', 'amount'] },
)
const noteLine = fc.constantFrom('Fax: 1', 'x'.repeat(1_990), '', null)
const command: fc.Arbitrary<LedgerCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('capture' as const),
    event,
    people: fc.array(
      fc.tuple(contact, input).map(([id, facts]) => ({ ...facts, id })),
      { maxLength: 6 },
    ),
  }),
  fc.record({ kind: fc.constant('add_contact' as const), id: contact, contact: input }),
  fc.record({ kind: fc.constant('change_contact' as const), contact, change: input }),
  fc.record({ kind: fc.constant('set_stage' as const), contact, stage: fc.constantFrom(...STAGES) }),
  fc.record({
    kind: fc.constant('touch' as const),
    contact,
    touch: fc.record({
      id: fc.constantFrom('t1', 't2', 't3'),
      at: fc.constantFrom('2026-11-20T18:00:00Z', '2026-11-25T18:00:00Z', 'never'),
      kind: fc.constantFrom('call' as const, 'note' as const),
      note: fc.constant(null),
      eventId: fc.option(event),
    }),
  }),
  fc.record({
    kind: fc.constant('forget_touch' as const),
    contact,
    touch: fc.constantFrom('t1', 't2', 't3', 'seen-e-2026-10-06'),
  }),
  fc.record({ kind: fc.constant('skip' as const), contact }),
  fc.record({ kind: fc.constant('delete_contact' as const), contact }),
  fc.record({ kind: fc.constant('merge' as const), into: contact, from: contact }),
  fc.record({ kind: fc.constant('keep_apart' as const), contact, other: contact }),
  fc.record({
    kind: fc.constant('import_contacts' as const),
    rows: fc.array(fc.record({ id: contact, contact: input, noteLines: fc.array(noteLine, { maxLength: 3 }) }), {
      maxLength: 3,
    }),
  }),
  fc.record({ kind: fc.constant('add_outcome' as const), id: outcome, outcome: said }),
  fc.record({ kind: fc.constant('change_outcome' as const), outcome, change: said }),
  fc.record({ kind: fc.constant('delete_outcome' as const), outcome }),
  fc.record({ kind: fc.constant('close_proposal' as const), proposal: outcome, id: outcome, on: day }),
  fc.record({ kind: fc.constant('lose_proposal' as const), proposal: outcome, on: fc.option(day) }),
)

/** Four who met at an event, one introduced by another, a proposal and closed business between them. */
const begun: readonly LedgerCommand[] = [
  ...['a', 'b', 'c', 'd'].map(
    (id): LedgerCommand => ({
      kind: 'capture',
      event: eventId('e-2026-10-06'),
      people: [{ id: contactId(id), name: `Ana ${id}`, introducedBy: id === 'a' ? null : contactId('a') }],
    }),
  ),
  {
    kind: 'add_outcome',
    id: outcomeId('o'),
    outcome: { kind: 'proposal', contactId: contactId('b'), on: '2026-11-25', amount: 333 },
  },
  { kind: 'close_proposal', proposal: outcomeId('o'), id: outcomeId('p'), on: '2026-11-25' },
]
const history = fc
  .array(command, { maxLength: 12 })
  .map((commands) => [...begun, ...commands.map((said, at) => withRowsOfItsOwn(said, `${at}`))])

/** As the doors do: a row of a file comes with an id that nobody has yet. */
function withRowsOfItsOwn(said: LedgerCommand, name: string): LedgerCommand {
  if (said.kind !== 'import_contacts') return said
  return { ...said, rows: said.rows.map((row, at) => ({ ...row, id: contactId(`row-${name}-${at}`) })) }
}

function expectWhole(ledger: Ledger): void {
  const known = (id: string | null) => id === null || ledger.contacts.has(contactId(id))
  for (const [id, { body, ...rest }] of ledger.contacts) {
    expect(rest.id).toBe(id)
    expect(known(body.introducedBy)).toBe(true)
    expect(body.apart?.every(known) ?? true).toBe(true)
    expect(isInCircle(ledger.contacts, id)).toBe(false)
    expect(new Set(body.emails).size).toBe(body.emails.length)
    expect(body.emails.length).toBeLessThanOrEqual(CONTACT_BOUNDS.emails)
    expect(body.touches.map(({ at }) => at)).toEqual(body.touches.map(({ at }) => at).toSorted())
    expect(new Set(body.touches.map((touch) => touch.id)).size).toBe(body.touches.length)
    expect(body.encounters.map(({ at }) => at)).toEqual(body.encounters.map(({ at }) => at).toSorted())
  }
  const closed = new Set<string>()
  for (const { body } of ledger.outcomes.values()) {
    expect(known(body.contactId)).toBe(true)
    expect(body.credits.reduce((sum, { share }) => sum + share, 0)).toBe(WHOLE)
    for (const { to } of body.credits) expect(to.kind !== 'contact' || known(to.contactId)).toBe(true)
    expect(amountsOf(body).reduce((sum, { amount }) => sum + amount, 0)).toBe(body.amount ?? 0)
    if (body.lostOn !== null) expect(body.kind).toBe('proposal')
    if (body.closes !== null) {
      expect(body.kind).toBe('closed')
      expect(ledger.outcomes.get(body.closes)?.body).toMatchObject({ kind: 'proposal', lostOn: null })
      expect(closed.has(body.closes)).toBe(false)
      closed.add(body.closes)
    }
  }
}

describe('whatever is said of it, in whatever order', () => {
  test('the ledger stays whole, what is refused changes nothing, and what is untouched is the very same', () => {
    fc.assert(
      fc.property(history, (commands) => {
        let ledger = NO_LEDGER
        for (const said of commands) {
          const before = structuredClone(ledger)
          const result = applyToLedger(ledger, said, context)
          expect(ledger).toEqual(before)
          if (result.kind === 'refused') {
            expect(result.problems.length).toBeGreaterThan(0)
            continue
          }
          expectWhole(result.ledger)
          for (const [id, contact] of result.ledger.contacts) {
            const known = ledger.contacts.get(id)
            if (known !== contact) expect(contact).not.toEqual(known)
          }
          for (const [id, outcome] of result.ledger.outcomes) {
            const known = ledger.outcomes.get(id)
            if (known !== outcome) expect(outcome).not.toEqual(known)
          }
          ledger = result.ledger
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a command that comes twice does what it did once', () => {
    fc.assert(
      fc.property(history, command, (commands, last) => {
        const twice = withRowsOfItsOwn(last, 'once')
        let ledger = NO_LEDGER
        for (const said of commands) {
          const result = applyToLedger(ledger, said, context)
          if (result.kind === 'ok') ledger = result.ledger
        }
        const once = applyToLedger(ledger, twice, context)
        if (once.kind === 'refused') return
        const again = applyToLedger(once.ledger, twice, context)
        // The same file on another day has other ids for its rows, and finds everybody there.
        const sent = applyToLedger(once.ledger, withRowsOfItsOwn(twice, 'again'), context)
        if (twice.kind === 'import_contacts' && sent.kind === 'ok') expect(sent.ledger).toBe(once.ledger)
        if (again.kind === 'ok') expect(again.ledger).toBe(once.ledger)
        // What deleted something finds nothing any more.
        else expect(['forget_touch', 'delete_contact', 'merge', 'delete_outcome']).toContain(twice.kind)
      }),
      { numRuns: 300 },
    )
  })

  test('erasing everybody leaves every total as it was', () => {
    fc.assert(
      fc.property(history, (commands) => {
        let ledger = NO_LEDGER
        for (const said of commands) {
          const result = applyToLedger(ledger, said, context)
          if (result.kind === 'ok') ledger = result.ledger
        }
        const total = (of: Ledger) => [...of.outcomes.values()].map(({ body }) => [body.currency, body.amount])
        let erased = ledger
        for (const id of ledger.contacts.keys()) {
          const result = applyToLedger(erased, { kind: 'delete_contact', contact: id }, context)
          if (result.kind === 'ok') erased = result.ledger
        }
        expect(erased.contacts.size).toBe(0)
        expect(total(erased)).toEqual(total(ledger))
        expectWhole(erased)
      }),
    )
  })
})
