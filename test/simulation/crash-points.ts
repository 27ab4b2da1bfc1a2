/**
 * Crash points: a stretch of somebody's life is lived once to count the steps that Aforo takes outside its memory, and then once more for each of them,
 * in a fresh town where that step goes wrong and everything after it goes well. Whatever the step was, the same must come of it.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Breach } from './breach.ts'
import { Isolate, type Mishap, type Step } from './isolate.ts'
import type { Write } from './rules/seen.ts'
import { watchWrites } from './rules/watch.ts'
import { Town } from './town.ts'
import { type Household, Townsperson } from './townsfolk.ts'
import { Witness } from './witness.ts'

const MINUTE = 60_000
/** With the faults over, everything owed is there within a day (faults.md, N11). */
const LONGEST_HOURS = 24
/** What stands then must still stand, and not twice: longer than any second try waits. */
const STILL_HOURS = 2

export interface Scene {
  town: Town
  ana: Townsperson
  witness: Witness
  writes: readonly Write[]
  /** Time goes on, and is judged. @param minutes from now */
  goesOn(minutes: number): Promise<void>
}

export interface Flow {
  name: string
  household: Household
  /** When their life begins, in UTC. */
  begin: string
  /** Minutes after which the sweep begins: a day in which nobody needs it takes longer than all else. From the beginning unless said. */
  sweepsAfter?: number
  /** A short life up to the moment before. */
  before(scene: Scene): Promise<void>
  /** What sets it off; steps count from here. Who acts and hears nothing tries again, as people do. */
  happens(scene: Scene): Promise<void>
  /** How long steps count after that. */
  minutes: number
  /** What came of it, whatever went wrong. */
  came(scene: Scene): Promise<unknown>
  /** @param point what went wrong; null where nothing did */
  outcome(point: CrashPoint | null): unknown
  /** What nobody can mend, with the reason beside it. */
  spared?: (step: Step, mishap: Mishap) => boolean
}

export interface CrashPoint {
  /** A sentence's end: `dies before database insert into "people"`. */
  name: string
  mishap: Mishap | 'rings twice' | 'never rings'
  /** The step in the order of the faultless life; of alarms all in the flow are meant. */
  at: number
  /** Everything up to that step, itself the last. */
  steps: readonly Step[]
}

export interface Lived {
  came: unknown
  breaches: Breach[]
  /** Whether the step that was to go wrong was there at all. */
  struck: boolean
}

interface Counted extends Step {
  at: number
  isolate: Isolate | null
}

/** All of them, in the order of the steps: deaths first, then answers that are lost, then requests that arrive twice, then alarms. */
export async function crashPointsOf(flow: Flow): Promise<CrashPoint[]> {
  const steps: Counted[] = []
  await live(flow, null, (step, at) => {
    steps.push({ ...step, at, isolate: Isolate.current() })
    return null
  })
  const point = (mishap: CrashPoint['mishap'], at: number, name: string): CrashPoint => ({
    name,
    mishap,
    at,
    steps: steps.slice(0, at + 1),
  })
  const at = (mishap: Mishap) => (step: Counted, index: number) =>
    flow.spared?.(step, mishap) === true ? [] : [point(mishap, index, `${said(step, mishap)} (step ${index})`)]
  const deaths = steps.flatMap((step, index) => (isNoMoment(steps[index - 1], step) ? [] : at('dies')(step, index)))
  const effects = (mishap: Mishap, holds: (step: Step) => boolean) =>
    steps.flatMap((step, index) => (step.when === 'before' && holds(step) ? at(mishap)(step, index) : []))
  return [
    ...deaths,
    ...effects('lost', (step) => isWrite(step) || step.seam === 'database' || step.seam === 'mail'),
    ...effects('twice', isWrite),
    point('rings twice', 0, 'every alarm rings twice'),
    point('never rings', 0, 'no alarm rings'),
  ]
}

/**
 * That life with that step gone wrong.
 * @param afterwards what is still tried when all of it has been judged
 */
export async function livedWith(
  flow: Flow,
  point: CrashPoint | null,
  afterwards: (scene: Scene) => Promise<void> = async () => {},
): Promise<Lived> {
  let struck = false
  const wanted = flow.outcome(point)
  const lived = await live(
    flow,
    point,
    (_step, _at, index) => {
      if (point === null || point.mishap === 'rings twice' || point.mishap === 'never rings') return null
      if (index !== point.at) return null
      struck = true
      return point.mishap
    },
    { wanted, afterwards },
  )
  const isOfAlarms = point?.mishap === 'rings twice' || point?.mishap === 'never rings'
  return { ...lived, struck: struck || isOfAlarms }
}

async function live(
  flow: Flow,
  point: CrashPoint | null,
  befalls: (step: Step, at: number, index: number) => Mishap | null,
  judged: { wanted: unknown; afterwards: (scene: Scene) => Promise<void> } | null = null,
): Promise<{ came: unknown; breaches: Breach[] }> {
  let counting = false
  let index = 0
  const begin = Date.parse(flow.begin)
  const rings = () => (counting ? ringsWith(point) : 1)
  const fate = (step: Step) => (counting ? befalls(step, town?.timeline.now() ?? 0, index++) : null)
  let town: Town | null = null
  const sweepsFrom = begin + (flow.sweepsAfter ?? 0) * MINUTE
  return Town.with({ seed: 1, faults: 0, begin, fate, rings, sweepsFrom }, async (made) => {
    town = made
    const ana = new Townsperson(made, 0, flow.household)
    const witness = new Witness(made, [ana])
    const writes = watchWrites(made.google, made.microsoft)
    await witness.begin()
    const goesOn = (minutes: number) =>
      made.timeline.runUntil(made.timeline.now() + minutes * MINUTE, () => witness.afterStep())
    const scene: Scene = { town: made, ana, witness, writes, goesOn }
    await flow.before(scene)
    counting = true
    await flow.happens(scene)
    await goesOn(flow.minutes)
    counting = false
    if (judged === null) return { came: null, breaches: [] }
    const isThere = async () => isDeepStrictEqual(await flow.came(scene), judged.wanted)
    for (let hour = 0; hour < LONGEST_HOURS && !(await isThere()); hour++) await goesOn(60)
    await goesOn(STILL_HOURS * 60)
    const came = await flow.came(scene)
    // What a lost hint told of is found within a day, and at once by who asks (design.md, section 2).
    await ana.sync()
    await made.timeline.settled()
    await witness.atEnd()
    const lived = { came, breaches: [...witness.breaches] }
    await judged.afterwards(scene)
    return lived
  })
}

function ringsWith(point: CrashPoint | null): number {
  if (point?.mishap === 'rings twice') return 2
  return point?.mishap === 'never rings' ? 0 : 1
}

/**
 * Where to die is to die at the moment before, for nothing outside has changed since: after a read of the database, and before a step that follows
 * another of the same isolate at the same instant. (What is read of a calendar may move a cursor there.)
 */
function isNoMoment(last: Counted | undefined, step: Counted): boolean {
  if (step.when === 'after') return step.seam === 'database' && !isWrite(step)
  return last?.when === 'after' && last.at === step.at && last.isolate === step.isolate
}

function isWrite({ seam, what }: Step): boolean {
  return seam === 'provider' ? !what.startsWith('GET') : seam === 'database' && !what.startsWith('select "')
}

/** Ids and addresses are other ones in every town. */
function said({ seam, what, when }: Step, mishap: Mishap): string {
  const short = what.replaceAll(/\/[^/ ]*(?:%40|[\w%-]{24})[^/ ]*/g, '/…').replaceAll(/\s+/g, ' ')
  if (mishap === 'dies') return `dies ${when} ${seam} ${short}`
  return mishap === 'lost' ? `${seam} ${short}: answer lost` : `${seam} ${short}: arrives twice`
}
