/**
 * The known hole at Microsoft (src/README.md): where Graph keeps nothing of a deleted event under our id, a block that a hand took away before Aforo heard
 * that it was written looks as if it never had been, and one that was taken away in an earlier life of theirs here, before they erased everything, is on
 * nobody's record: both are written again. Counted, and not judged.
 */
import { subjectOf, type Write } from './rules/seen.ts'

/** Aforo waits half a minute for an answer, and some seconds pass until it is on record. */
const HEARD_WITHIN_MS = 40_000

export class Hole {
  /** Blocks that a hand took away before Aforo heard that they stand. */
  readonly #unheard = new Set<string>()
  /** When a hand took them away. */
  readonly #takenAt = new Map<string, number>()
  /** Whose, and what a block was written about that was written again for nobody could know better. */
  readonly #about = new Set<string>()

  /** A write as it happens: of a block that goes while the request that wrote it is under way nobody has heard yet, whatever else happens in this step. */
  sees(write: Write, madeAt: number | undefined, isMeant: (block: string) => boolean): void {
    const block = takenByHand(write)
    const isUnderWay = madeAt !== undefined && write.at - madeAt <= HEARD_WITHIN_MS
    if (block === null || !isUnderWay || !isMeant(block)) return
    this.#takenAt.set(block, write.at)
    this.#unheard.add(block)
  }

  /** The writes of a step that has ended. @param isUnheard whether Aforo still waits to hear that a block stands */
  async ends(writes: readonly Write[], isUnheard: (block: string) => Promise<boolean>): Promise<void> {
    for (const write of writes) {
      const block = takenByHand(write)
      if (block === null) continue
      this.#takenAt.set(block, write.at)
      if (await isUnheard(block)) this.#unheard.add(block)
    }
  }

  /**
   * Whether this write fell into it. What follows from it falls into it as well: of a copy that nobody could know of the next generation, after "no fui"
   * and "fui", is a second one again.
   * @param since when this life of theirs in Aforo began, in epoch milliseconds
   */
  has(write: Write, since: number): boolean {
    const about = `${write.owner} ${subjectOf(write.after)}`
    if (this.#isUnknowable(write, since)) this.#about.add(about)
    return write.op === 'insert' && this.#about.has(about)
  }

  #isUnknowable({ provider, after: { block } }: Write, since: number): boolean {
    const takenAt = block === null ? undefined : this.#takenAt.get(block)
    if (provider !== 'microsoft' || block === null || takenAt === undefined) return false
    return this.#unheard.has(block) || takenAt < since
  }
}

function takenByHand({ provider, actor, op, before }: Write): string | null {
  return provider === 'microsoft' && actor !== 'api' && op === 'delete' ? (before?.block ?? null) : null
}
