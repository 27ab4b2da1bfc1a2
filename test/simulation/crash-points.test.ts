/** What else people do around a crash: they send a mail again of which nobody knows, and their browsers repeat a callback. */
import { describe, expect, test } from 'vitest'
import { comeBack, setOff, type Way } from './browser.ts'
import { digest } from './crash-flows.ts'
import { mailsOf } from './crash-outcomes.ts'
import { crashPointsOf, livedWith } from './crash-points.ts'
import type { Fate, Mishap, Step } from './isolate.ts'
import { Town } from './town.ts'
import { Townsperson } from './townsfolk.ts'
import { Witness } from './witness.ts'

const MINUTE = 60_000
const PROVIDERS = ['google', 'microsoft'] as const

describe('a digest of which nobody knows whether it arrived', async () => {
  const flow = digest()
  const unknown = (await crashPointsOf(flow)).filter((point) => JSON.stringify(flow.outcome(point)).includes('unknown'))

  test('there are such moments', () => {
    expect(unknown.map(({ name }) => name)).toEqual([
      'dies after storage put sending (step 7)',
      'dies after mail digest (step 9)',
      'mail digest: answer lost (step 8)',
    ])
  })

  test.each(unknown.map((point) => [point.name, point] as const))('%s; the person sends it again', async (_, point) => {
    const said: unknown[] = []
    const { came } = await livedWith(flow, point, async (scene) => {
      const before = await mailsOf(scene, 'digest:2026-W48')
      said.push(await scene.ana.does({ kind: 'send_digest', again: false }))
      said.push(await scene.ana.does({ kind: 'send_digest', again: true }))
      await scene.goesOn(60)
      const after = await mailsOf(scene, 'digest:2026-W48')
      said.push(after.arrived - before.arrived, after.states)
    })
    expect(came).toEqual(flow.outcome(point))
    expect(said).toEqual([{ kind: 'refused', reason: 'digest_unknown' }, { kind: 'ok' }, 1, ['unknown', 'done']])
  })
})

describe.each(PROVIDERS)('a notification, at %s', (provider) => {
  test('whose cycle fails is taken up by the next one, and waits for no daily read', () => {
    const mishap = once('lost', ({ seam, when }) => seam === 'database' && when === 'before')
    return arriving(provider, mishap, async ({ town, person, way }) => {
      person.id = (await comeBack(town, way))?.personId ?? null
      await town.timeline.runUntil(town.timeline.now() + 10 * MINUTE)
      mishap.isNear = true
      person.first.hands.meeting({ title: 'Junta', start: town.timeline.now() + 24 * 60 * MINUTE, minutes: 60 })
      await town.timeline.runUntil(town.timeline.now() + 3 * MINUTE)
      expect(await person.event('Junta')).toMatchObject({ title: 'Junta' })
    })
  })
})

describe.each(PROVIDERS)('a browser at the callback, at %s', (provider) => {
  test('that repeats it is told no, and signs nobody up twice', () =>
    arriving(provider, NONE, async ({ town, person, way }) => {
      const first = await comeBack(town, way)
      expect(await comeBack(town, way)).toBeNull()
      await town.timeline.runUntil(town.timeline.now() + 5 * MINUTE)
      await person.connect(person.first)
      expect(person.id).toBe(first?.personId)
      expect(await counts(town)).toEqual({ people: 1, connections: 1 })
    }))

  test('that repeats it while the first is under way signs nobody up twice', () =>
    arriving(provider, NONE, async ({ town, way }) => {
      const both = await Promise.all([comeBack(town, way), comeBack(town, way)])
      expect(both.filter((one) => one !== null)).toHaveLength(1)
      expect(await counts(town)).toEqual({ people: 1, connections: 1 })
    }))

  test('that comes back by two ways at once signs nobody up twice', () =>
    arriving(provider, NONE, async ({ town, person, way }) => {
      const other = await setOff(town, provider, person.first.address, null)
      if (other === null) throw new Error('the door did not open')
      const both = await Promise.all([comeBack(town, way), comeBack(town, other)])
      expect(new Set(both.flatMap((one) => (one === null ? [] : [one.personId]))).size).toBe(1)
      expect(await counts(town)).toEqual({ people: 1, connections: 1 })
    }))

  test('whose answer was cut off behind the record has signed up, and the sweep reads the calendars', () => {
    const mishap = once('dies', ({ what, when }) => when === 'after' && what.startsWith('insert into "people"'))
    mishap.isNear = true
    return arriving(provider, mishap, async ({ town, person, way, witness }) => {
      expect(await comeBack(town, way)).toBeNull()
      expect(await comeBack(town, way)).toBeNull()
      await town.timeline.runUntil(town.timeline.now() + 20 * MINUTE, () => witness.afterStep())
      const [{ id = null } = {}] = await town.database.whole.all<{ id: string }>('select id from people')
      person.id = id
      const seen = await person.state()
      expect([...(seen?.state.calendars.values() ?? [])].map(({ sync }) => sync.readAt !== null)).toEqual([true])
      expect(town.mails.map(({ effect }) => effect.kind)).toEqual(['digest'])
      expect(await counts(town)).toEqual({ people: 1, connections: 1 })
    })
  })
})

interface Arriving {
  town: Town
  person: Townsperson
  way: Way
  witness: Witness
}

/** What befalls the next step of a kind, once it is near. */
interface Coming {
  isNear: boolean
  befell: boolean
  fate: Fate
}

const NONE: Coming = { isNear: false, befell: true, fate: () => null }

function once(mishap: Mishap, holds: (step: Step) => boolean): Coming {
  const coming: Coming = {
    isNear: false,
    befell: false,
    fate(step) {
      if (!coming.isNear || coming.befell || !holds(step)) return null
      coming.befell = true
      return mishap
    },
  }
  return coming
}

/** Somebody new who has just consented. */
function arriving(
  provider: (typeof PROVIDERS)[number],
  mishap: Coming,
  work: (scene: Arriving) => Promise<void>,
): Promise<void> {
  const begin = Date.parse('2026-11-24T15:30:00Z')
  return Town.with({ seed: 1, faults: 0, begin, fate: mishap.fate }, async (town) => {
    const accounts = [{ provider, calendars: 1 as const }]
    const person = new Townsperson(town, 0, { accounts, timeZone: 'America/Mexico_City', enforces: false })
    const witness = new Witness(town, [person])
    await witness.begin()
    const way = await setOff(town, provider, person.first.address, null)
    if (way === null) throw new Error('the door did not open')
    await work({ town, person, way, witness })
    // What is still under way ends in this town.
    await town.timeline.runUntil(town.timeline.now() + 5 * MINUTE, () => witness.afterStep())
    expect([mishap.befell, witness.breaches]).toEqual([true, []])
  })
}

async function counts({ database }: Town): Promise<{ people: number; connections: number }> {
  const [row] = await database.whole.all<{ people: number; connections: number }>(
    'select (select count(*) from people) as people, (select count(*) from connections) as connections',
  )
  return { people: Number(row?.people), connections: Number(row?.connections) }
}
