import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  aContact,
  aContext,
  aLedger,
  anEncounter,
  anOutcome,
  aTouch,
  contactId,
  eventId,
  outcomeId,
} from '../../test/builders/a-ledger.ts'
import { done, problems } from '../../test/builders/commands.ts'
import { applyToLedger } from './apply.ts'
import type { ContactId, ContactInput } from './contact.ts'
import type { Ledger, LedgerCommand, TouchInput } from './ledger.ts'
import { encounterTouch } from './touches.ts'

const [ana, eva, luis] = [contactId('ana'), contactId('eva'), contactId('luis')]
const context = aContext()

const bodyOf = (ledger: Ledger, id = ana) => ledger.contacts.get(id)?.body ?? expect.fail(id)

const capture = (people: readonly (ContactInput & { id: string })[], day = '2026-11-24'): LedgerCommand => ({
  kind: 'capture',
  event: eventId(`e-${day}`),
  people: people.map((person) => ({ ...person, id: contactId(person.id) })),
})
const touch = (at: string, given: Partial<TouchInput> = {}): LedgerCommand => ({
  kind: 'touch',
  contact: ana,
  touch: { id: 't1', at, kind: 'call', note: null, eventId: null, ...given },
})

describe('people met at an event', () => {
  test('are new, tied to the event by themselves, with what was promised', () => {
    const { ledger } = done(
      aLedger([]),
      capture([
        { id: 'ana', name: 'Ana', phones: ['55 1234 5678'], nextStep: { text: 'Mandar propuesta', on: '2026-12-01' } },
        { id: 'eva', name: 'Eva' },
      ]),
    )
    expect([...ledger.contacts.keys()]).toEqual([ana, eva])
    expect(bodyOf(ledger)).toMatchObject({
      name: 'Ana',
      stage: 'new',
      stageOn: '2026-11-26',
      source: 'captured',
      phones: ['+525512345678'],
      nextStep: { text: 'Mandar propuesta', on: '2026-12-01', promisedOn: '2026-11-26' },
      encounters: [anEncounter('2026-11-24')],
      touches: [{ id: 'seen-e-2026-11-24', kind: 'encounter', at: '2026-11-25T01:00:00.000Z' }],
    })
  })

  test('sent twice are there once', () => {
    const command = capture([{ id: 'ana', name: 'Ana' }])
    const { ledger } = done(aLedger([]), command)
    expect(done(ledger, command).ledger).toBe(ledger)
  })

  test('met again get the encounter and the next step, and are in touch', () => {
    const before = done(aLedger([]), capture([{ id: 'ana', name: 'Ana' }], '2026-11-17')).ledger
    const { ledger } = done(before, capture([{ id: 'ana', name: 'Otra', nextStep: { text: 'Comer', on: null } }]))
    expect(bodyOf(ledger)).toMatchObject({
      name: 'Ana',
      stage: 'in_touch',
      stageOn: '2026-11-26',
      nextStep: { text: 'Comer' },
    })
    expect(bodyOf(ledger).encounters.map(({ eventId }) => eventId)).toEqual(['e-2026-11-17', 'e-2026-11-24'])
  })

  test('are five at most, at an event there is and that has come', () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, name: id }))
    expect(problems(aLedger([]), capture(six))).toEqual(['people too_many'])
    expect(problems(aLedger([]), capture([]))).toEqual(['people nobody'])
    expect(problems(aLedger([]), capture([{ id: 'ana', name: 'Ana' }], 'nowhere'))).toEqual(['event unknown_event'])
    expect(problems(aLedger([]), capture([{ id: 'ana', name: 'Ana' }], '2026-11-27'))).toEqual([
      'event event_not_begun',
    ])
    // At the door, an hour before it begins.
    done(aLedger([]), capture([{ id: 'ana', name: 'Ana' }], '2026-11-26'))
  })

  test('are all kept or none, and each says what is wrong', () => {
    const result = applyToLedger(
      aLedger([]),
      capture([
        { id: 'ana', name: 'Ana' },
        { id: 'eva', name: '', emails: ['x'] },
        { id: 'iris', name: 'Iris', introducedBy: luis },
      ]),
      context,
    )
    expect(result).toEqual({
      kind: 'refused',
      problems: [
        { field: 'name', reason: 'empty', row: 1, index: null },
        { field: 'emails', reason: 'not_an_address', row: 1, index: 0 },
        { field: 'introducedBy', reason: 'unknown_contact', row: 2, index: null },
      ],
    })
  })
})

describe('a contact', () => {
  test('is added once, and changed only where it says something else', () => {
    const add: LedgerCommand = { kind: 'add_contact', id: ana, contact: { name: 'Ana', emails: ['ana@cenit.example'] } }
    const { ledger } = done(aLedger([]), add)
    expect(done(ledger, add).ledger).toBe(ledger)
    const same: LedgerCommand = {
      kind: 'change_contact',
      contact: ana,
      change: { name: ' Ana ', emails: ['ANA@cenit.example'] },
    }
    expect(done(ledger, same).ledger).toBe(ledger)
    const changed = done(ledger, { kind: 'change_contact', contact: ana, change: { company: 'Cénit' } }).ledger
    expect(bodyOf(changed)).toEqual({ ...bodyOf(ledger), company: 'Cénit' })
  })

  test('a promise keeps its day, however often the form is sent', () => {
    const promised = { text: 'Llamar', on: '2026-12-01', promisedOn: '2026-11-01' }
    const ledger = aLedger([aContact('ana', { nextStep: promised })])
    const change = (text: string): LedgerCommand => ({
      kind: 'change_contact',
      contact: ana,
      change: { nextStep: { text, on: '2026-12-01' } },
    })
    expect(done(ledger, change('Llamar')).ledger).toBe(ledger)
    expect(bodyOf(done(ledger, change('Comer')).ledger).nextStep?.promisedOn).toBe('2026-11-26')
  })

  test('nobody introduces themselves, by way of others or directly', () => {
    const ledger = aLedger([
      aContact('ana'),
      aContact('eva', { introducedBy: ana }),
      aContact('luis', { introducedBy: eva }),
    ])
    const introduced = (introducedBy: typeof ana): LedgerCommand => ({
      kind: 'change_contact',
      contact: ana,
      change: { introducedBy },
    })
    expect(problems(ledger, introduced(ana))).toEqual(['introducedBy introduced_in_a_circle'])
    expect(problems(ledger, introduced(luis))).toEqual(['introducedBy introduced_in_a_circle'])
    expect(problems(ledger, introduced(contactId('iris')))).toEqual(['introducedBy unknown_contact'])
  })

  test('is at the stage that the person sets, since today', () => {
    const ledger = aLedger([aContact('ana', { stage: 'client' })])
    expect(bodyOf(done(ledger, { kind: 'set_stage', contact: ana, stage: 'dormant' }).ledger)).toMatchObject({
      stage: 'dormant',
      stageOn: '2026-11-26',
    })
    expect(done(ledger, { kind: 'set_stage', contact: ana, stage: 'client' }).ledger).toBe(ledger)
  })

  test('is somebody Aforo knows, in every command', () => {
    const nobody: LedgerCommand[] = [
      { kind: 'change_contact', contact: ana, change: {} },
      { kind: 'set_stage', contact: ana, stage: 'client' },
      touch('2026-11-26T17:00:00Z'),
      { kind: 'skip', contact: ana },
      { kind: 'delete_contact', contact: ana },
      { kind: 'merge', into: ana, from: eva },
    ]
    for (const command of nobody) expect(problems(aLedger([]), command)).toEqual(['contact unknown_contact'])
  })
})

describe('a touch', () => {
  test('brings a new contact in touch, and takes back "not now"', () => {
    const ledger = aLedger([aContact('ana', { skippedOn: ['2026-11-10', '2026-11-25'] })])
    const after = done(ledger, touch('2026-11-24T20:00:00-06:00')).ledger
    expect(bodyOf(after)).toMatchObject({ stage: 'in_touch', stageOn: '2026-11-24', skippedOn: ['2026-11-25'] })
    expect(bodyOf(after).touches).toEqual([
      { id: 't1', at: '2026-11-25T02:00:00.000Z', kind: 'call', note: null, eventId: null },
    ])
    expect(done(after, touch('2026-11-24T20:00:00-06:00')).ledger).toBe(after)
  })

  test('a note is none', () => {
    const ledger = aLedger([aContact('ana', { skippedOn: ['2026-11-10'] })])
    expect(
      bodyOf(done(ledger, touch('2026-11-24T18:00:00Z', { kind: 'note', note: 'Le gusta el mezcal' })).ledger),
    ).toMatchObject({
      stage: 'new',
      skippedOn: ['2026-11-10'],
    })
  })

  test('wakes who rests, unless it was before they were laid to rest', () => {
    const ledger = aLedger([aContact('ana', { stage: 'dormant', stageOn: '2026-11-20' })])
    expect(bodyOf(done(ledger, touch('2026-11-19T18:00:00Z')).ledger).stage).toBe('dormant')
    expect(bodyOf(done(ledger, touch('2026-11-20T18:00:00Z')).ledger).stage).toBe('in_touch')
  })

  test.each([
    ['2026-11-26T18:06:00Z', {}, 'touch date_in_future'],
    ['2026-11-24', {}, 'touch not_a_date'],
    ['2026-11-24T18:00:00', {}, 'touch not_a_date'],
    ['2026-02-30T18:00:00Z', {}, 'touch not_a_date'],
    ['1920-11-24T18:00:00Z', {}, 'touch out_of_range'],
    ['2026-11-24T18:00:00Z', { note: 'x'.repeat(501) }, 'touch too_long'],
    ['2026-11-24T18:00:00Z', { eventId: eventId('nowhere') }, 'event unknown_event'],
  ])('%s %j is refused: %s', (at, given, reason) => {
    expect(problems(aLedger([aContact('ana')]), touch(at, given))).toEqual([reason])
  })

  test('three hundred are kept, the first among them', () => {
    const touches = Array.from({ length: 300 }, (_, at) =>
      aTouch(
        Temporal.Instant.from('2025-01-01T00:00:00Z')
          .add({ hours: 24 * at })
          .toString(),
      ),
    )
    const after = bodyOf(done(aLedger([aContact('ana', { touches })]), touch('2026-11-24T18:00:00Z')).ledger).touches
    expect(after).toHaveLength(300)
    expect(after[0]).toBe(touches[0])
    expect(after[1]).toBe(touches[2])
    expect(after.at(-1)?.id).toBe('t1')
  })

  test('that was noted by mistake is taken back, and one that a calendar shows is not', () => {
    const [encounter, calledAt] = [anEncounter('2026-11-24'), '2026-11-25T18:00:00Z']
    const before = aLedger([
      aContact('ana', { encounters: [encounter], touches: [encounterTouch(encounter)], stage: 'new' }),
    ])
    const { ledger: noted } = done(before, touch(calledAt))
    const forget = (id: string): LedgerCommand => ({ kind: 'forget_touch', contact: ana, touch: id })
    const { ledger } = done(noted, forget('t1'))
    expect(bodyOf(ledger).touches).toEqual(bodyOf(before).touches)
    expect(bodyOf(ledger).stage).toBe('in_touch')
    expect(problems(ledger, forget('t1'))).toEqual(['touch unknown_touch'])
    expect(problems(ledger, forget(encounterTouch(encounter).id))).toEqual(['touch seen_in_calendar'])
    expect(problems(ledger, { kind: 'forget_touch', contact: luis, touch: 't1' })).toEqual(['contact unknown_contact'])
  })

  test('"not now" is said once a day', () => {
    const skip: LedgerCommand = { kind: 'skip', contact: ana }
    const { ledger } = done(aLedger([aContact('ana')]), skip)
    expect(bodyOf(ledger).skippedOn).toEqual(['2026-11-26'])
    expect(done(ledger, skip).ledger).toBe(ledger)
  })
})

describe('a contact who is erased', () => {
  test('leaves totals without a name', () => {
    const before = aLedger(
      [aContact('ana'), aContact('eva', { introducedBy: ana }), aContact('luis')],
      [
        anOutcome('a', {
          contactId: ana,
          note: 'Ana firmó',
          credits: [{ to: { kind: 'event', eventId: eventId('e') }, share: 10_000 }],
        }),
        anOutcome('b', {
          contactId: eva,
          note: 'Eva',
          credits: [
            { to: { kind: 'contact', contactId: ana }, share: 5_000 },
            { to: { kind: 'event', eventId: eventId('e') }, share: 5_000 },
          ],
        }),
      ],
    )
    const { ledger } = done(before, { kind: 'delete_contact', contact: ana })
    expect(JSON.stringify([...ledger.contacts, ...ledger.outcomes])).not.toMatch(/"ana"|Ana firm/)
    expect(bodyOf(ledger, eva).introducedBy).toBeNull()
    expect(ledger.contacts.get(luis)).toBe(before.contacts.get(luis))
    expect(ledger.outcomes.get(outcomeId('a'))?.body).toMatchObject({ contactId: null, amount: 100_000, note: null })
    expect(ledger.outcomes.get(outcomeId('b'))?.body).toMatchObject({
      contactId: eva,
      note: 'Eva',
      credits: [
        { to: { kind: 'none' }, share: 5_000 },
        { to: { kind: 'event', eventId: 'e' }, share: 5_000 },
      ],
    })
  })

  test('is one more in the totals, and what they brought is still learned of where they were met', () => {
    const before = aLedger(
      [aContact('ana', { encounters: [anEncounter('2026-11-17')], stage: 'proposal' }), aContact('eva')],
      [anOutcome('b', { contactId: eva, credits: [{ to: { kind: 'contact', contactId: ana }, share: 10_000 }] })],
    )
    const { ledger } = done(before, { kind: 'delete_contact', contact: ana })
    expect([...ledger.forgotten.values()]).toEqual([
      { metOn: '2026-11-17', metAt: 'e-2026-11-17', reached: 'proposal', touches: 0, count: 1 },
    ])
    expect(ledger.outcomes.get(outcomeId('b'))?.body.credits).toEqual([
      { to: { kind: 'none', metAt: 'e-2026-11-17' }, share: 10_000 },
    ])
    expect(JSON.stringify([...ledger.forgotten])).not.toContain('ana')
  })
})

describe('two who look alike', () => {
  const apart = (contact: ContactId, other: ContactId): LedgerCommand => ({ kind: 'keep_apart', contact, other })
  const alike = aLedger([aContact('ana'), aContact('eva'), aContact('luis')])

  test('are two people at the person’s word, said once or twice', () => {
    const { ledger } = done(alike, apart(ana, eva))
    expect(ledger.contacts.get(ana)?.body.apart).toEqual([eva])
    expect(done(ledger, apart(ana, eva)).ledger).toBe(ledger)
    expect(problems(alike, apart(ana, ana))).toEqual(['contact unknown_contact'])
    expect(problems(alike, apart(ana, contactId('nobody')))).toEqual(['contact unknown_contact'])
  })

  test('are forgotten with the one, and stay two where the other becomes one with a third', () => {
    const { ledger } = done(alike, apart(ana, eva))
    expect(done(ledger, { kind: 'delete_contact', contact: eva }).ledger.contacts.get(ana)?.body).not.toHaveProperty(
      'apart',
    )
    const joined = done(ledger, { kind: 'merge', into: luis, from: eva }).ledger
    expect(joined.contacts.get(ana)?.body.apart).toEqual([luis])
    // Who makes them one after all has changed their mind.
    expect(done(ledger, { kind: 'merge', into: ana, from: eva }).ledger.contacts.get(ana)?.body).not.toHaveProperty(
      'apart',
    )
  })
})

describe('merging', () => {
  const merge = (into: typeof ana, from: typeof ana): LedgerCommand => ({ kind: 'merge', into, from })
  test('says why it is refused', () => {
    const ledger = aLedger([
      aContact('ana', { note: 'x'.repeat(2_000) }),
      aContact('eva', { note: 'y', name: 'Ana López' }),
    ])
    expect(problems(ledger, merge(ana, ana))).toEqual(['contact merge_with_itself'])
    expect(problems(ledger, merge(ana, luis))).toEqual(['contact unknown_contact'])
    expect(problems(ledger, merge(ana, eva))).toEqual(['note too_long'])
    expect(problems(aLedger([aContact('ana', { introducedBy: eva }), aContact('eva')]), merge(ana, eva))).toEqual([
      'contact introduced_in_a_circle',
    ])
  })
})
