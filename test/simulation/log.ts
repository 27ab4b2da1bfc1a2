/** What Aforo logs, as rules 12 and 13 judge it: no secret and nobody's address, and nobody's cycles thick and fast. */
import { type Breach, SECRETS } from './breach.ts'
import type { Town } from './town.ts'

const HOUR = 3_600_000
const MOST_CYCLES_AN_HOUR = 240

/** Of a line: what is wrong with it, and the id of whom it is about. */
interface Wrong extends Pick<Breach, 'rule' | 'what'> {
  personId: string | null
}

export class Log {
  /** Ids of people whose cycles came to their end in the lines read last, and left them as a cycle leaves people. */
  readonly endedWell = new Set<string>()
  readonly #town: Town
  #cutOff = 0
  readonly #cycles = new Map<string, { hour: number; count: number }>()

  constructor(town: Town) {
    this.#town = town
  }

  /** Reads what was logged since the last time, and what is wrong with it. */
  read(): Wrong[] {
    const { logs, counts } = this.#town
    const wrong: Wrong[] = []
    this.endedWell.clear()
    for (const line of logs) {
      if (SECRETS.test(line) || line.includes('@'))
        wrong.push({ rule: 12, what: `logged: ${line.slice(0, 80)}`, personId: null })
      if (!line.includes('"event":"cycle')) continue
      const { event, personId } = JSON.parse(line)
      wrong.push(...this.#loops(String(personId)))
      if (event === 'cycle') this.endedWell.add(String(personId))
      else this.endedWell.delete(String(personId))
    }
    logs.length = 0
    // An instance that another one overtook may have saved what nobody but the sweep comes back for.
    const cutOff = counts.crashes + counts.overtaken
    if (cutOff !== this.#cutOff) this.endedWell.clear()
    this.#cutOff = cutOff
    return wrong
  }

  #loops(personId: string): Wrong[] {
    const hour = Math.floor(this.#town.timeline.now() / HOUR)
    const before = this.#cycles.get(personId)
    const count = before?.hour === hour ? before.count + 1 : 1
    this.#cycles.set(personId, { hour, count })
    return count === MOST_CYCLES_AN_HOUR ? [{ rule: 13, what: `${count} times within an hour`, personId }] : []
  }
}
