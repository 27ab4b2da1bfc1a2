/** What holds of every file and every life it is taken back into: twice is once, the same life's words stay, and nothing points at nobody. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aState, CALENDAR, NOON } from '../../test/builders/a-person.ts'
import { anyMemory, type Memory } from '../../test/builders/any-memory.ts'
import { isInCircle } from '../relationships/merge.ts'
import { type ExportFile, readExport } from './export-file.ts'
import { importFile } from './import.ts'
import { knownAt } from './known.ts'
import type { PersonState } from './state.ts'

const memory = anyMemory(CALENDAR, 'sub-1')
const exportedAt = '2026-06-01T00:00:00Z'

describe('whatever is here and whatever a file says', () => {
  test('taken twice it is taken once, and what did not change is the very same', () => {
    fc.assert(
      fc.property(memory, memory, fc.boolean(), (here, there, isSameLife) => {
        const once = into(living(here), fileOf(there, isSameLife ? 'ana' : 'before'))
        const twice = into(once, fileOf(there, isSameLife ? 'ana' : 'before'))
        for (const part of [...PARTS, 'forgotten'] as const) expect(twice[part]).toBe(once[part])
        expect(twice.person.settings).toEqual(once.person.settings)
      }),
      { numRuns: 100 },
    )
  })

  test('of the same life nothing that stands is another afterwards', () => {
    fc.assert(
      fc.property(memory, memory, (here, there) => {
        const before = living(here)
        const after = into(before, fileOf(there, 'ana'))
        for (const part of PARTS)
          for (const [id, value] of before[part]) expect(after[part].get(id as never)).toBe(value)
        expect(after.person).toBe(before.person)
        for (const [key, { count }] of before.forgotten)
          expect(after.forgotten.get(key)?.count).toBe(Math.max(count, there.forgotten.get(key)?.count ?? 0))
      }),
      { numRuns: 100 },
    )
  })

  test('nobody introduced themselves, and every outcome is owed whole, to whom there is', () => {
    fc.assert(
      fc.property(memory, memory, (here, there) => {
        // Half of the contacts are missing from the file.
        const contacts = new Map([...there.contacts].filter(([id]) => id > 'contact-1'))
        const { contacts: all, outcomes } = into(
          living({ ...here, contacts: new Map(), outcomes: new Map() }),
          fileOf({ ...there, contacts }, 'before'),
        )
        for (const [id, { body }] of all) {
          expect(isInCircle(all, id)).toBe(false)
          if (body.introducedBy !== null) expect(all.has(body.introducedBy)).toBe(true)
        }
        const closed = [...outcomes.values()].flatMap(({ body }) => body.closes ?? [])
        expect(new Set(closed).size).toBe(closed.length)
        for (const id of closed) expect(outcomes.get(id)?.body.kind).toBe('proposal')
        for (const { body } of outcomes.values()) {
          if (body.contactId !== null) expect(all.has(body.contactId)).toBe(true)
          expect(body.credits.reduce((sum, { share }) => sum + share, 0)).toBe(10_000)
        }
      }),
      { numRuns: 100 },
    )
  })
})

const PARTS = ['occurrences', 'corrections', 'places', 'weeks', 'followUps', 'contacts', 'outcomes'] as const

function living({ settings, activity: _, ...memory }: Memory): PersonState {
  return aState([], memory, settings)
}

function into(state: PersonState, file: ExportFile): PersonState {
  const imported = importFile(state, knownAt(state, NOON), file, NOON)
  if (imported.kind !== 'ok') throw new Error(imported.kind)
  return imported.state
}

/** As `GET /me/export` has it, through text and back. */
function fileOf(memory: Memory, personId: string): ExportFile {
  const calendar = [...aState().calendars.values()]
  const read = readExport(
    JSON.parse(
      JSON.stringify({
        format: 'aforo-export-1',
        exportedAt,
        person: { id: personId, settings: memory.settings },
        connections: [{ id: 'google', kind: 'google', subject: 'sub-1' }],
        calendars: calendar.map(({ id, connectionId, remoteId }) => ({ id, connectionId, remoteId })),
        occurrences: [...memory.occurrences].map(([eventId, body]) => ({ eventId, ...body })),
        corrections: [...memory.corrections.values()],
        places: [...memory.places].map(([place, travelMinutes]) => ({ place, travelMinutes })),
        weeks: [...memory.weeks].map(([week, capMinutes]) => ({ week, capMinutes })),
        followUps: [...memory.followUps.values()].map(({ id, eventId, body }) => ({ id, eventId, ...body })),
        contacts: [...memory.contacts.values()].map(({ id, body }) => ({ id, ...body })),
        outcomes: [...memory.outcomes.values()].map(({ id, body }) => ({ id, ...body })),
        forgotten: [...memory.forgotten.values()],
        activity: memory.activity,
      }),
    ),
  )
  if (read.kind !== 'ok' || read.problems.length > 0) throw new Error(JSON.stringify(read).slice(0, 500))
  return read.file
}
