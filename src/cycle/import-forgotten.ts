/**
 * Those who were erased, out of a file of the person's own. They are counts and nobody, so two that are the same may be of the same people: the larger
 * stands, never the sum, and a file that comes twice counts nobody twice.
 */
import type { Contact } from '../relationships/contact.ts'
import { type ForgottenAlike, forgottenKey, forgottenOf, MOST_FORGOTTEN } from '../relationships/forgotten.ts'
import type { Outcome } from '../relationships/outcome.ts'
import type { ExportFile } from './export-file.ts'
import { joined, type Restored, refuse } from './restored.ts'

type Counted = ReadonlyMap<string, ForgottenAlike>

/** @param back the contacts that the file brings back: they are somebody again, and no longer counted as nobody */
export function restoredForgotten(
  here: Counted,
  { forgotten: rows, outcomes }: Pick<ExportFile, 'forgotten' | 'outcomes'>,
  back: readonly Contact[],
  timeZone: string,
  to: Restored,
): Counted {
  const inFile = new Map(rows.map(({ value }) => [forgottenKey(value), value.count]))
  const known = outcomes.map(({ value: { id, ...body } }): Outcome => ({ id, body }))
  const others = withoutThese(here, inFile, back, known, timeZone)
  const added = new Set<string>()
  return joined(
    to,
    'forgotten',
    others,
    rows,
    ({ row, value }) => {
      const key = forgottenKey(value)
      if (!others.has(key) && !added.has(key)) {
        if (others.size + added.size >= MOST_FORGOTTEN) {
          refuse(to, 'forgotten', row, { field: '', reason: 'too_many' })
          return null
        }
        added.add(key)
      }
      return [key, value]
    },
    (stands, written) => (written.count > stands.count ? written : stands),
  )
}

/** Erased after the file was written, and back with it. Whoever the file counts itself was erased before. */
function withoutThese(
  here: Counted,
  inFile: ReadonlyMap<string, number>,
  back: readonly Contact[],
  outcomes: readonly Outcome[],
  timeZone: string,
): Counted {
  const left = new Map(here)
  const byContact = Map.groupBy(outcomes, ({ body }) => body.contactId)
  for (const contact of back) {
    const one = forgottenOf(contact, byContact.get(contact.id) ?? [], timeZone)
    if (one === null) continue
    const key = forgottenKey(one)
    const alike = left.get(key)
    if (alike === undefined || alike.count <= (inFile.get(key) ?? 0)) continue
    if (alike.count === 1) left.delete(key)
    else left.set(key, { ...alike, count: alike.count - 1 })
  }
  return [...here].every(([key, row]) => left.get(key) === row) ? here : left
}
