/** Everything of a person that they took along, taken back (design.md, section 8): good rows are kept, and of every other it is said where and why. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { MOST_EXPORT_BYTES, type RESTORED, type RestoreProblem } from '../cycle/export-file.ts'
import type { RestoreReason } from '../cycle/restored.ts'
import { en } from '../i18n/en.ts'
import { readFile, takeBack } from '../person/take-back.ts'
import { act, visitorOf } from './asking.ts'
import { BODY_PROBLEMS, route } from './describe.ts'
import { invalid, isJson, readAtMost } from './input.ts'
import { problem, refused } from './problem.ts'

/** Rows that are named; the counts are of all. */
const MOST_NAMED = 1_000

const counts = v.object({
  taken: v.pipe(v.number(), v.description('New here, or more than was here.')),
  same: v.pipe(v.number(), v.description('Here already, just so.')),
  kept: v.pipe(v.number(), v.description('Here already and said later, or on its way: it stays.')),
  refused: v.number(),
})
const named = v.array(
  v.object({
    path: v.pipe(v.string(), v.description('Table, row from 0, and what of it: `contacts.3.emails.0`.')),
    reason: v.string(),
    message: v.string(),
  }),
)
export const restoredShape = v.pipe(
  v.object({
    rows: v.object({
      settings: counts,
      occurrences: counts,
      corrections: counts,
      places: counts,
      weeks: counts,
      followUps: counts,
      contacts: counts,
      outcomes: counts,
      forgotten: counts,
      activity: counts,
    } satisfies Record<(typeof RESTORED)[number], unknown>),
    errors: v.pipe(named, v.description(`Rows that were not taken, the first ${MOST_NAMED} of them by name.`)),
    changes: v.pipe(
      named,
      v.description('Rows that were taken, and what of them was not: what points at nobody any more, and the like.'),
    ),
    notTaken: v.pipe(
      v.array(v.picklist(['connections', 'events', 'tokens', 'outbox'])),
      v.description(
        'Accounts are connected anew, events read again from the calendars; tokens, and what was on its way, are gone.',
      ),
    ),
  }),
  v.metadata({ ref: 'Restored' }),
)
export type RestoredShape = v.InferOutput<typeof restoredShape>

const none = { taken: 0, same: 0, kept: 0, refused: 0 }
const example: RestoredShape = {
  rows: {
    settings: { ...none, taken: 2, same: 23 },
    occurrences: { ...none, taken: 41, kept: 1 },
    corrections: { ...none, taken: 3 },
    places: { ...none, taken: 2 },
    weeks: { ...none, taken: 1 },
    followUps: { ...none, taken: 12, same: 1 },
    contacts: { ...none, taken: 28, refused: 1 },
    outcomes: { ...none, taken: 5 },
    forgotten: { ...none, taken: 2 },
    activity: { ...none, taken: 40 },
  },
  errors: [{ path: 'contacts.3.emails.0', reason: 'not_an_address', message: en.relationships.problem.not_an_address }],
  changes: [
    { path: 'outcomes.2.contactId', reason: 'unknown_contact', message: en.relationships.problem.unknown_contact },
  ],
  notTaken: ['connections', 'events', 'tokens', 'outbox'],
}

export const personImportRoutes = new Hono<Door>()

personImportRoutes.post(
  '/me/import',
  route({
    summary:
      'Takes back a file of `GET /me/export`, of at most 16 MB. It fills in what is missing: what was said here since it was written stays. Twice is harmless.',
    tag: 'person',
    problems: [...BODY_PROBLEMS, 'too_much'],
    takes: ['application/json'],
    answer: { schema: restoredShape, example },
  }),
  async (c) => {
    const { raw } = c.req
    if (!isJson(raw.headers.get('Content-Type') ?? '')) return problem(c, 'not_json')
    const bytes = raw.body === null ? new Uint8Array() : await readAtMost(raw.body, MOST_EXPORT_BYTES)
    if (bytes === null) return problem(c, 'too_large', { detail: en.restore.refused.too_large })
    const read = readFile(bytes)
    if (read.kind === 'refused') {
      if (read.reason === 'malformed_json') return problem(c, 'malformed_json')
      return invalid(c, read.path, en.restore.refused[read.reason])
    }
    const result = await takeBack(c.var.db, visitorOf(c).personId, read, (command) => act(c, command))
    if (result.kind !== 'ok') return refused(c, result)
    const { rows, refused: errors, changed } = result.restored
    const answer: RestoredShape = {
      rows,
      errors: errors.slice(0, MOST_NAMED).map(namedOf),
      changes: changed.slice(0, MOST_NAMED).map(namedOf),
      notTaken: ['connections', 'events', 'tokens', 'outbox'],
    }
    return c.json(answer)
  },
)

function namedOf({ table, row, field, reason }: RestoreProblem<RestoreReason>) {
  const path = [table, row, field].filter((part) => part !== null && part !== '').join('.')
  const words = { ...en.relationships.problem, ...en.restore.reason }
  return { path, reason, message: words[reason] }
}
