import { describe, expect, test } from 'vitest'
import { aContact, anEncounter, eventId, MEXICO } from '../../test/builders/a-ledger.ts'
import type { Contact } from '../relationships/contact.ts'
import { type ForgottenAlike, forgottenKey, forgottenOf, MOST_FORGOTTEN } from '../relationships/forgotten.ts'
import { readExport } from './export-file.ts'
import { restoredForgotten } from './import-forgotten.ts'
import { nothingRestored } from './restored.ts'

const alike = (count: number, given: Partial<ForgottenAlike> = {}): ForgottenAlike => {
  return { metOn: '2026-11-17', metAt: eventId('e'), reached: 'new', touches: 0, ...given, count }
}
const byKey = (...rows: readonly ForgottenAlike[]) => new Map(rows.map((row) => [forgottenKey(row), row]))

/** @param written rows of the file, as anybody may have written them */
function read(written: readonly unknown[]) {
  const head = { format: 'aforo-export-1', exportedAt: '2026-11-20T00:00:00Z', person: { id: 'ana', settings: {} } }
  const file = readExport(JSON.parse(JSON.stringify({ ...head, forgotten: written })))
  if (file.kind !== 'ok') throw new Error(file.reason)
  return file
}
function into(here: ReadonlyMap<string, ForgottenAlike>, written: readonly unknown[], back: readonly Contact[] = []) {
  const to = nothingRestored()
  return { rows: restoredForgotten(here, read(written).file, back, MEXICO, to), to }
}
const counts = (rows: ReadonlyMap<string, ForgottenAlike>) => [...rows.values()].map(({ count }) => count)

describe('whoever was erased, out of a file', () => {
  test('is counted as often as the larger of the two counts says, and the second time nothing is another', () => {
    const here = byKey(alike(3), alike(1, { touches: 2, reached: 'in_touch' }))
    const written = [alike(2), alike(4, { touches: 2, reached: 'in_touch' }), alike(5, { metAt: null })]
    const once = into(here, written)
    expect(counts(once.rows)).toEqual([3, 4, 5])
    expect(once.to.rows.forgotten).toEqual({ taken: 2, same: 0, kept: 1, refused: 0 })
    expect(into(once.rows, written).rows).toBe(once.rows)
  })

  test('is nobody no more when the file brings them back', () => {
    const ana = aContact('ana', { encounters: [anEncounter('2026-11-17')] })
    const gone = forgottenOf(ana, [], MEXICO) ?? expect.fail()
    const once = into(byKey({ ...gone, count: 2 }), [], [ana])
    expect(counts(once.rows)).toEqual([1])
    expect(into(once.rows, []).rows).toBe(once.rows)
    expect(into(byKey({ ...gone, count: 1 }), [], [ana]).rows.size).toBe(0)
    // Those whom the file counts itself are others.
    expect(counts(into(byKey({ ...gone, count: 1 }), [{ ...gone, count: 1 }], [ana]).rows)).toEqual([1])
    expect(counts(into(byKey(alike(1)), [], [ana]).rows)).toEqual([1])
  })

  test('has no room beyond the bound, which is said of each row', () => {
    const many = Array.from({ length: MOST_FORGOTTEN }, (_, n) => alike(1, { metAt: eventId(`e${n}`) }))
    const { rows, to } = into(byKey(alike(1, { metAt: null })), many)
    expect(rows.size).toBe(MOST_FORGOTTEN)
    expect(to.refused).toEqual([{ table: 'forgotten', row: MOST_FORGOTTEN - 1, field: '', reason: 'too_many' }])
  })

  test.each<[string, object, string]>([
    ['a day that no calendar has', { metOn: '2026-02-30' }, 'metOn'],
    ['a count of nobody', { count: 0 }, 'count'],
    ['a count beyond all bounds', { count: 1e15 }, 'count'],
    ['half a person', { count: 1.5 }, 'count'],
    ['more touches than are counted', { touches: 5, reached: 'in_touch' }, 'touches'],
    ['a step that is none', { reached: 'dormant' }, 'reached'],
    ['touches, and yet not in touch', { touches: 1 }, ''],
    ['an event whose id is a name of objects', { metAt: '__proto__' }, 'metAt'],
    ['no event where there has to be one or null', { metAt: undefined }, 'metAt'],
  ])('is refused where a row says %s', (_, given, field) => {
    const { file, problems } = read([{ ...alike(1), ...given }, alike(2)])
    expect(problems).toEqual([{ table: 'forgotten', row: 0, field, reason: 'not_as_written' }])
    expect(file.forgotten.map(({ value }) => value.count)).toEqual([2])
  })
})
