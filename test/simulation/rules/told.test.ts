/** The rules that are judged by mail, plans and answers: each on what keeps it and on what breaks it. (`writes.test.ts` tries the others.) */
import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/mailbox/store.ts'
import { rule8, rule13, rule14 } from './mails.ts'
import { rule7, rule9, rule10, rule11, rule12 } from './shown.ts'

const ANA = 'ana@consultoria.example'

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
