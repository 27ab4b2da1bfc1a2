/** A judge that lets nothing pass and nothing through: each rule, on a life that keeps it and on one that breaks it. */
import { describe, expect, test } from 'vitest'
import type { GoogleEvent } from '../sandbox/google/model.ts'
import type { Message } from '../sandbox/mailbox/store.ts'
import {
  rule1,
  rule2,
  rule3,
  rule4,
  rule7,
  rule7Answers,
  rule8,
  rule9,
  rule10,
  rule11,
  rule12,
  rule13,
  rule14,
  type Write,
} from './invariants.ts'

const ANA = 'ana@consultoria.example'

function aBlock(with_: GoogleEvent = {}): GoogleEvent {
  const id = with_.id ?? 'aforo1'
  return {
    id,
    summary: 'Seguimiento: Networking CANACO',
    description: 'Escribe a quienes conociste en Networking CANACO, 24 de noviembre.\nMás.',
    start: { dateTime: '2026-11-25T09:00:00-06:00' },
    end: { dateTime: '2026-11-25T09:30:00-06:00' },
    visibility: 'private',
    transparency: 'opaque',
    extendedProperties: { private: { aforoBlock: id } },
    ...with_,
  }
}

function anInvitation(own: string, with_: GoogleEvent = {}): GoogleEvent {
  const attendees = [
    { email: ANA, responseStatus: own },
    { email: 'luis@otra.example', responseStatus: 'accepted' },
  ]
  return { id: 'inv', summary: 'Networking CANACO', attendees, ...with_ }
}

function aWrite(with_: Partial<Write> & { after: GoogleEvent }): Write {
  return {
    at: 0,
    actor: 'api',
    op: with_.before == null ? 'insert' : 'patch',
    calendarId: ANA,
    owner: ANA,
    eventId: with_.after.id ?? '',
    before: null,
    ...with_,
  }
}

const written = aWrite({ after: aBlock() })
const moved = { start: { dateTime: '2026-11-25T16:00:00-06:00' } }
const byHand = (before: GoogleEvent, change: GoogleEvent) =>
  aWrite({ actor: 'human', before, after: { ...before, ...change } })

describe('what is written', () => {
  const kept: [string, Write[]][] = [
    ['a block and its move', [written, aWrite({ before: aBlock(), after: aBlock(moved) })]],
    ['an answer', [aWrite({ before: anInvitation('needsAction'), after: anInvitation('accepted') })]],
    ['a colour', [written, byHand(aBlock(), { colorId: '5' }), aWrite({ before: aBlock(), after: aBlock(moved) })]],
    [
      'another generation',
      [
        written,
        aWrite({ op: 'delete', before: aBlock(), after: aBlock({ status: 'cancelled' }) }),
        aWrite({ after: aBlock({ id: 'aforo2' }) }),
      ],
    ],
  ]
  test.each(kept)('%s breaks nothing', (_, writes) => {
    expect([rule1, rule2, rule3, rule4].flatMap((rule) => rule(writes))).toEqual([])
  })

  const broken: [string, (writes: readonly Write[]) => string[], Write[]][] = [
    ['an event that is no block', rule1, [aWrite({ after: { id: 'x', summary: 'Algo' } })]],
    [
      'a deletion of what is not ours',
      rule1,
      [aWrite({ op: 'delete', before: anInvitation('accepted'), after: anInvitation('accepted') })],
    ],
    [
      'a changed title',
      rule1,
      [aWrite({ before: anInvitation('none'), after: anInvitation('none', { summary: 'Otro' }) })],
    ],
    [
      "another guest's answer",
      rule1,
      [
        aWrite({
          before: anInvitation('none'),
          after: anInvitation('none', { attendees: [{ email: ANA, responseStatus: 'none' }] }),
        }),
      ],
    ],
    ['a second block', rule2, [written, aWrite({ after: aBlock({ id: 'aforo2' }) })]],
    ['a lost block', (writes) => rule2(writes, ['Networking AMCHAM']), [written]],
    [
      'a write over a moved block',
      rule3,
      [written, byHand(aBlock(), moved), aWrite({ before: aBlock(moved), after: aBlock() })],
    ],
    [
      'a block made again',
      rule3,
      [
        written,
        aWrite({ actor: 'human', op: 'delete', before: aBlock(), after: aBlock({ status: 'cancelled' }) }),
        aWrite({ after: aBlock({ id: 'aforo2' }) }),
      ],
    ],
    [
      "an answer against the person's own",
      rule3,
      [
        aWrite({ actor: 'human', at: 5, before: anInvitation('needsAction'), after: anInvitation('declined') }),
        aWrite({ at: 6, before: anInvitation('declined'), after: anInvitation('accepted') }),
      ],
    ],
    ['a public block', rule4, [aWrite({ after: aBlock({ visibility: 'default' }) })]],
    ['a block with guests', rule4, [aWrite({ after: aBlock({ attendees: [{ email: 'luis@otra.example' }] }) })]],
    ['a block that leaves the time free', rule4, [aWrite({ after: aBlock({ transparency: 'transparent' }) })]],
  ]
  test.each(broken)('%s is seen', (_, rule, writes) => {
    expect(rule(writes)).toHaveLength(1)
  })

  test('an answer that the person gave in Aforo later is theirs', () => {
    const writes = [
      aWrite({ actor: 'human', at: 5, before: anInvitation('needsAction'), after: anInvitation('declined') }),
      aWrite({ at: 8, before: anInvitation('declined'), after: anInvitation('accepted') }),
    ]
    expect(rule3(writes, [{ at: 7, eventId: 'inv', answer: 'accepted' }])).toEqual([])
    expect(rule3(writes, [{ at: 4, eventId: 'inv', answer: 'accepted' }])).toHaveLength(1)
  })
})

describe('what is mailed and answered', () => {
  function aMail(id: string, with_: Partial<Message> = {}): Message {
    return {
      id,
      receivedAt: '',
      envelope: null,
      from: null,
      to: [{ name: '', address: ANA }],
      subject: 'Tu semana',
      headers: [
        { key: 'message-id', value: `<digest.2026-W48.11111111-2222-3333-4444-555555555555@aforo${id}.example>` },
        { key: 'list-unsubscribe', value: '<http://aforo.example/unsubscribe/x>' },
      ],
      text: '',
      html: '',
      raw: '',
      ...with_,
    }
  }

  test('a second digest is seen, a copy of the same is none', () => {
    expect(rule8([aMail('1'), aMail('1')])).toEqual([])
    expect(rule8([aMail('1'), aMail('2')])).toHaveLength(1)
  })

  test('a second notice is seen', () => {
    const notice = (id: string) => aMail(id, { headers: [{ key: 'message-id', value: id }] })
    expect(rule13([notice('a'), notice('a')])).toEqual([])
    expect(rule13([notice('a'), notice('b')])).toHaveLength(1)
  })

  test('a foreign link, a script and a picture are seen, escaped ones are text', () => {
    const app = 'http://aforo.example'
    expect(
      rule14([aMail('1', { html: `<a href="${app}/act/x">Voy</a> &lt;script&gt;`, text: `${app}/` })], app),
    ).toEqual([])
    for (const html of [
      '<a href="https://evil.example">x</a>',
      `<a href="${app}.evil.example/">x</a>`,
      '<script>x</script>',
      '<p onclick="x">',
    ])
      expect(rule14([aMail('1', { html })], app)).toHaveLength(1)
    expect(rule14([aMail('1', { text: 've a https://evil.example' })], app)).toHaveLength(1)
  })

  test('a plan over its cap and a sum that is none are seen', () => {
    const charge = { event: 120, travel: 60, followUp: 30, total: 210 }
    const plan = (minutes: number, total = 210): Parameters<typeof rule7>[0] => ({
      week: '2026-W48',
      cap: { minutes, debt: 0 },
      charge: { ...charge, event: total - 90, total },
      verdicts: [{ event: { title: 'x' }, standing: 'candidate', verdict: 'attend', charge }],
    })
    expect(rule7(plan(210))).toEqual([])
    expect(rule7(plan(209))).toHaveLength(1)
    expect(rule7(plan(300, 240))).toHaveLength(1)
  })

  test('an acceptance of its own over the cap and a decline too many are seen', () => {
    const hour = (at: string) => ({ dateTime: `2026-11-${at}:00:00-06:00` })
    const event = (id: string, day: string, own: string): GoogleEvent =>
      anInvitation(own, {
        id,
        organizer: { email: 'a@canaco.example' },
        start: hour(`${day}T19`),
        end: hour(`${day}T21`),
      })
    const answered = (id: string, day: string, own: string) =>
      aWrite({ at: 1, before: event(id, day, 'needsAction'), after: event(id, day, own) })
    const limits = { timeZone: 'America/Mexico_City', declinesPerOrganiser: 1, declinesPerWeek: 2, acts: [] }
    const accepts = [answered('a', '24', 'accepted'), answered('b', '25', 'accepted'), answered('c', '30', 'accepted')]
    expect(rule7Answers(accepts, { ...limits, capAt: () => 420 })).toEqual([])
    expect(rule7Answers(accepts, { ...limits, capAt: () => 419 })).toHaveLength(1)
    const theirs = { at: 0, eventId: 'b', answer: 'accepted' as const }
    expect(rule7Answers(accepts, { ...limits, capAt: () => 419, acts: [theirs] })).toEqual([])
    const declines = [answered('a', '24', 'declined'), answered('b', '25', 'declined')]
    expect(rule7Answers(declines.slice(1), { ...limits, capAt: () => 0 })).toEqual([])
    expect(rule7Answers(declines, { ...limits, capAt: () => 0 })).toHaveLength(1)
  })

  test('no alarm, a wrong offset, a foreign answer and a secret are seen', () => {
    expect(rule9(null, 0)).toHaveLength(1)
    expect(rule9(3_600_000, 0)).toEqual([])
    const span = (start: string) => [{ start, end: '2026-11-25T10:00:00-06:00', timeZone: 'America/Mexico_City' }]
    expect(rule10(span('2026-11-25T09:00:00-06:00'))).toEqual([])
    expect(rule10(span('2026-11-25T09:00:00-07:00'))).toHaveLength(1)
    expect(rule11({ status: 404, body: 'a' }, { status: 404, body: 'a' })).toEqual([])
    expect(rule11({ status: 403, body: 'a' }, { status: 404, body: 'a' })).toHaveLength(1)
    expect(rule12({ log: 'token 1//secret' }, ['1//secret', ''])).toHaveLength(1)
  })
})
