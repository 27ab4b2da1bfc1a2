import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aFollowUp, anEvent, aState, CALENDAR, idOf } from '../../test/builders/a-person.ts'
import { aStorage } from '../../test/builders/a-storage.ts'
import type { Answer, Block, CalendarEvent, CalendarId, Revision } from '../calendar/event.ts'
import type { CalendarPort, Found, Outcome } from '../calendar/port.ts'
import { jitterFrom } from '../cycle/backoff.ts'
import { NOTHING_SAID } from '../cycle/known.ts'
import { afterSending, intentOf } from '../cycle/outbox.ts'
import type { FollowUp, Intent, PersonState } from '../cycle/state.ts'
import { contentHash, contentOfEvent } from '../followups/touched.ts'
import { deliver, forgetSending, withUnknown } from './deliver.ts'

const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
const EVENTS = ['a', 'b', 'c'].map((name) => anEvent(name))

function answering(name: string, answer: Answer, by: 'aforo' | 'person'): Intent {
  const own = by === 'aforo' ? { own: { reason: null, organiser: 'canaco.example' } } : {}
  const target = { id: EVENTS[0]?.remoteId ?? ('' as never), originalStart: null }
  return intentOf(
    `${by}:${name}`,
    { kind: 'answer', calendarId: CALENDAR, target, eventId: idOf(name), answer, before: ['none'], by, ...own },
    NOW,
  )
}

/** A provider that gives these outcomes, one after the other. */
function provider(outcomes: Outcome<CalendarEvent>[]): Pick<CalendarPort, 'answer' | 'capabilities'> {
  return {
    capabilities: {
      writes: true,
      push: true,
      answers: 'organiser_is_told',
      comments: false,
      tellsDeleted: true,
      cursorsAge: false,
    },
    async answer() {
      const next = outcomes.shift()
      if (next === undefined) throw new Error('nothing more was to be asked')
      return next
    },
  }
}

async function sentBy(intents: Intent[], outcomes: Outcome<CalendarEvent>[]): Promise<string[]> {
  const port = provider(outcomes) as CalendarPort
  const context = {
    storage: aStorage(),
    now: () => NOW,
    portOf: () => port,
    blockOf: () => null,
    sendMail: async () => ({ kind: 'done' as const }),
  }
  return (await deliver(context, intents, aState(EVENTS))).map(({ opId }) => opId)
}

test('a hand that is met holds back what else Aforo would accept, and nothing else', async () => {
  const done: Outcome<CalendarEvent> = { kind: 'ok', value: EVENTS[0]?.body.event ?? ({} as never) }
  const moved: Outcome<CalendarEvent> = { kind: 'failed', error: { reason: 'revision_moved' } }
  const batch = [
    answering('a', 'declined', 'aforo'),
    answering('b', 'accepted', 'aforo'),
    answering('c', 'declined', 'aforo'),
    answering('c', 'accepted', 'person'),
  ]
  expect(await sentBy(batch, [done, done, done, done])).toEqual(batch.map(({ opId }) => opId))
  expect(await sentBy(batch, [moved, done, done])).toEqual(['aforo:a', 'aforo:c', 'person:c'])
})

test('an answer that was cut off in the act is asked after once a read tells the truth of it; a block, whose id is its own, at once', async () => {
  const answer = answering('a', 'accepted', 'person')
  const block = intentOf(
    'put:f1',
    {
      kind: 'put_block',
      calendarId: CALENDAR,
      followUpId: aFollowUp('f1', 'a').id,
      eventId: idOf('a'),
      expected: 'absent',
    },
    NOW,
  )
  const storage = aStorage()
  const cutOff = { ...provider([]), put: () => Promise.reject(new Error('cut off')) } as unknown as CalendarPort
  const state = aState(EVENTS, { followUps: new Map([[aFollowUp('f1', 'a').id, aFollowUp('f1', 'a')]]) })
  const context = { storage, now: () => NOW, portOf: () => cutOff, blockOf: () => null, sendMail: () => expect.fail() }
  for (const intent of [answer, block])
    await deliver(context, [intent], recording(state, answer, block)).catch(() => [])
  const { outbox } = await withUnknown(storage, recording(state, answer, block))
  expect([answer, block].map(({ opId }) => [outbox.get(opId)?.state, outbox.get(opId)?.dueAt])).toEqual([
    ['unknown', '2026-11-23T18:01:30.000Z'],
    ['unknown', block.dueAt],
  ])
  await forgetSending(storage, new Set([answer.opId, block.opId]))
  expect(await withUnknown(storage, recording(state, answer, block))).toEqual(recording(state, answer, block))
})

test('an answer of which nobody knew, sent again and cut off again, is not read back before reads can show it', async () => {
  const answer: Intent = { ...answering('a', 'declined', 'aforo'), state: 'unknown' }
  const storage = aStorage()
  const dies = { capabilities: provider([]).capabilities, answer: () => expect.fail() } as unknown as CalendarPort
  const context = { storage, now: () => NOW, portOf: () => dies, blockOf: () => null, sendMail: () => expect.fail() }
  const state = recording(aState([anEvent('a')]), answer)
  await deliver(context, [answer], state).catch(() => [])
  const { outbox } = await withUnknown(storage, state)
  expect([outbox.get(answer.opId)?.state, outbox.get(answer.opId)?.dueAt]).toEqual([
    'unknown',
    '2026-11-23T18:01:30.000Z',
  ])
})

test('a mail that was refused is tried again, though nobody heard that the refusal was saved', async () => {
  const digest = intentOf('digest:w', { kind: 'digest', week: '2026-W48', to: 'ana@example.com' }, NOW)
  const storage = aStorage()
  const refused = { kind: 'failed' as const, error: { reason: 'unreachable' as const } }
  const context = { storage, now: () => NOW, portOf: () => null, blockOf: () => null, sendMail: async () => refused }
  await deliver(context, [digest], recording(aState(), digest))
  const stateAfter = async (intent: Intent) =>
    (await withUnknown(storage, recording(aState(), intent))).outbox.get(digest.opId)?.state
  expect(await stateAfter(digest)).toBe('unknown')
  expect(
    await stateAfter(
      afterSending(
        digest,
        refused,
        NOW,
        jitterFrom(() => 0.5),
      ),
    ),
  ).toBe('waiting')
})

describe('a block to be made', () => {
  const followUp = aFollowUp('f1', 'a')
  const effect = { calendarId: CALENDAR, followUpId: followUp.id, eventId: idOf('a') }
  const intent = intentOf('put:f1', { kind: 'put_block', ...effect, expected: 'absent' }, NOW)
  const unknown: Intent = { ...intent, state: 'unknown' }
  const takenSinceNow = (of: Intent): Intent => ({ ...of, body: { ...of.body, takenSince: NOW.toString() } })
  const taken = { kind: 'failed', error: { reason: 'id_taken' } } as const
  const made: Outcome<CalendarEvent> = { kind: 'ok', value: anEvent('f1').body.event }
  const absent = { kind: 'absent' } as const
  const there = { kind: 'there', event: anEvent('f1').body.event } as const
  /** @param finds what is found, one search after the other */
  async function puts(
    of: Intent,
    {
      seenEnd = '',
      hasAnother = false,
      state = 'booking' as FollowUp['body']['state'],
      minutes = 0,
      tellsDeleted = false,
      put = taken as Outcome<CalendarEvent>,
      finds = [absent] as Found[],
    },
  ) {
    let writes = 0
    const port = {
      capabilities: { ...provider([]).capabilities, tellsDeleted },
      put: async () => {
        writes++
        return put
      },
      find: async () => ({ kind: 'ok', value: finds.shift() }),
    } as unknown as CalendarPort
    const context = {
      storage: aStorage(),
      now: () => NOW.add({ minutes }),
      portOf: () => port,
      blockOf: () => ({ id: followUp.id }) as Block,
      sendMail: () => expect.fail(),
    }
    const followUps = new Map([[followUp.id, aFollowUp('f1', 'a', { state })]])
    const seen = { title: 'Mesa', start: seenEnd, end: seenEnd, organiser: null }
    const occurrences = new Map(seenEnd === '' ? [] : [[idOf('a'), { ...NOTHING_SAID, seen }]])
    const life = { ...aState(EVENTS, { followUps }), occurrences }
    const [first] = life.calendars.values()
    const another = 'another' as CalendarId
    if (hasAnother && first !== undefined)
      life.calendars = new Map([...life.calendars, [another, { ...first, id: another }]])
    const [sent] = await deliver(context, [of], recording(life, of))
    return { outcome: sent?.outcome.kind, found: sent?.found, writes }
  }

  test('whose id stays taken by what nobody finds was taken away by a hand, once ten minutes agree', async () => {
    expect(await puts(intent, {})).toEqual({ outcome: 'failed', found: null, writes: 1 })
    expect(await puts(takenSinceNow(intent), { minutes: 9 })).toMatchObject({ outcome: 'failed', found: null })
    expect(await puts(takenSinceNow(intent), { minutes: 10 })).toMatchObject({ outcome: 'done', found: 'deleted' })
    // Where deleting leaves a trace, that is what is asked.
    expect(await puts(takenSinceNow(intent), { minutes: 60, tellsDeleted: true })).toMatchObject({ found: null })
  })

  test('for what was over before they came is looked for first, in every calendar: an id is taken in one alone, and not surely noticed', async () => {
    const before = { tellsDeleted: true, put: made, seenEnd: '2026-10-30T20:00:00Z' }
    expect(await puts(intent, { ...before, finds: [{ kind: 'deleted' }] })).toMatchObject({
      found: 'deleted',
      writes: 0,
    })
    expect(await puts(intent, { ...before, finds: [there] })).toMatchObject({ outcome: 'done', writes: 0 })
    expect(await puts(intent, { ...before, finds: [absent] })).toMatchObject({ outcome: 'done', writes: 1 })
    const another = { ...before, hasAnother: true }
    expect(await puts(intent, { ...another, finds: [{ kind: 'deleted' }] })).toMatchObject({
      found: 'deleted',
      writes: 0,
    })
    expect(await puts(intent, { ...another, finds: [absent, absent] })).toMatchObject({ outcome: 'done', writes: 1 })
    for (const tellsDeleted of [true, false])
      expect(await puts(intent, { ...another, tellsDeleted, finds: [there] })).toMatchObject({
        outcome: 'failed',
        writes: 0,
      })
    const since = { ...before, seenEnd: '2026-11-23T17:00:00Z', finds: [] }
    expect(await puts(intent, since)).toMatchObject({ outcome: 'done', writes: 1 })
  })

  test('and that the person has closed since is looked for, and written no more', async () => {
    for (const state of ['done', 'dismissed'] as const) {
      expect(await puts(unknown, { state, put: made, finds: [absent] })).toMatchObject({ outcome: 'failed', writes: 0 })
      expect(await puts(unknown, { state, put: made, finds: [there] })).toMatchObject({ outcome: 'done', writes: 0 })
    }
  })

  test('that is said to stand and is not found is looked for again, and not written once more', async () => {
    const lost = { put: made, finds: [absent, absent] }
    expect(await puts(unknown, lost)).toEqual({ outcome: 'unknown', found: null, writes: 1 })
    expect(await puts(takenSinceNow(unknown), { put: made })).toEqual({ outcome: 'unknown', found: null, writes: 0 })
    expect(await puts(takenSinceNow(unknown), { finds: [there] })).toMatchObject({ outcome: 'done', found: null })
    expect(await puts(takenSinceNow(unknown), { minutes: 10 })).toEqual({
      outcome: 'done',
      found: 'deleted',
      writes: 0,
    })
    expect(await puts(unknown, { put: made, finds: [absent, there] })).toMatchObject({ outcome: 'done', writes: 1 })
  })
})

describe('a block that is to go', () => {
  const followUp = aFollowUp('f1', 'a', { state: 'removing' })
  const revision = '"1"' as Revision
  const standing = anEvent('f1', { title: 'Seguimiento', mark: { block: followUp.id, content: '' } })
  const content = contentHash(contentOfEvent(standing.body.event))
  const seen = anEvent('f1', { title: 'Seguimiento', mark: { block: followUp.id, content } })
  const removal = (state: Intent['state'] = 'waiting'): Intent => ({
    ...intentOf(
      'remove:f1',
      { kind: 'remove_block', calendarId: CALENDAR, followUpId: followUp.id, eventId: idOf('a'), expected: revision },
      NOW,
    ),
    state,
  })
  async function removed(intent: Intent, items: typeof EVENTS, port: Pick<CalendarPort, 'remove' | 'find'>) {
    const context = {
      storage: aStorage(),
      now: () => NOW,
      portOf: () => ({ ...provider([]), ...port }) as CalendarPort,
      blockOf: () => null,
      sendMail: () => expect.fail(),
    }
    return (await deliver(context, [intent], aState(items, { followUps: new Map([[followUp.id, followUp]]) })))[0]
  }
  const absent = async () => ({ kind: 'ok' as const, value: { kind: 'absent' as const } })

  test('and that a search does not find is asked for by its own id while the calendar shows it', async () => {
    const asked: Revision[] = []
    const remove: CalendarPort['remove'] = async (_calendar, _id, expected) => {
      asked.push(expected)
      return { kind: 'ok', value: 'removed' }
    }
    const done = { outcome: { kind: 'done' }, found: null }
    expect(await removed(removal('unknown'), [seen], { remove, find: absent })).toMatchObject(done)
    expect(asked).toEqual([revision])
    expect(await removed(removal('unknown'), [], { remove, find: absent })).toMatchObject(done)
    expect(asked).toEqual([revision])
  })

  test('and is not found by its name is looked for by its mark, and taken away where it stands', async () => {
    const asked: Revision[] = []
    const moved = { ...seen.body.event, revision: '"2"' as Revision }
    const remove: CalendarPort['remove'] = async (_calendar, _id, expected) => {
      asked.push(expected)
      return { kind: 'ok', value: expected === moved.revision ? 'removed' : 'not_found' }
    }
    const there = async () => ({ kind: 'ok' as const, value: { kind: 'there' as const, event: moved } })
    expect(await removed(removal(), [seen], { remove, find: there })).toMatchObject({ outcome: { kind: 'done' } })
    expect(asked).toEqual([revision, moved.revision])
    // Neither is there: that it is gone is what both say.
    expect(await removed(removal(), [seen], { remove, find: absent })).toMatchObject({ outcome: { kind: 'done' } })
    expect(asked).toHaveLength(3)
    const still = async () => ({ kind: 'ok' as const, value: { kind: 'there' as const, event: seen.body.event } })
    expect(await removed(removal(), [seen], { remove, find: still })).toMatchObject({ outcome: { kind: 'unknown' } })
  })

  test('and that nobody lets Aforo see any more is left, not asked for hour after hour', async () => {
    const withheld = async () => ({ kind: 'failed' as const, error: { reason: 'forbidden' as const } })
    const remove = () => expect.fail()
    expect(await removed(removal('unknown'), [], { remove, find: withheld })).toMatchObject({
      outcome: { kind: 'failed', error: { reason: 'forbidden' } },
    })
  })
})

function recording(state: PersonState, ...intents: Intent[]): PersonState {
  return { ...state, outbox: new Map(intents.map((intent) => [intent.opId, intent])) }
}
