/**
 * One life of an isolate: everything it does to the world outside its memory is a step, and before or after any step it may die. What is dead never
 * goes on: its promises stay open for ever, as those of a killed process do, so no `catch` of the product mistakes a crash for an error.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Step {
  seam: 'provider' | 'database' | 'storage' | 'alarm' | 'mail'
  /** `GET /calendar/v3/...`, the statements' first words, the key. */
  what: string
  when: 'before' | 'after'
}

/**
 * What befalls a step. `dies`: the isolate, there. Of an effect that is about to happen also `lost`: it happens, and the isolate hears of an error
 * instead; `twice`: it happens twice, and what is heard is the second answer.
 */
export type Mishap = 'dies' | 'lost' | 'twice'

/** Says what befalls each step; null where it goes well. */
export type Fate = (step: Step) => Mishap | null

const running = new AsyncLocalStorage<Isolate>()

export class Isolate {
  readonly died: Promise<'died'>
  readonly #fate: Fate
  #dead = false
  #die: (word: 'died') => void

  constructor(fate: Fate) {
    const { promise, resolve } = Promise.withResolvers<'died'>()
    this.died = promise
    this.#die = resolve
    this.#fate = fate
  }

  /** The isolate whose code is running; null for everything outside. */
  static current(): Isolate | null {
    return running.getStore() ?? null
  }

  /** Runs what is no isolate's doing, whoever's doing let it happen now. */
  static outside<T>(work: () => T): T {
    return running.exit(work)
  }

  get isDead(): boolean {
    return this.#dead
  }

  /** Runs the isolate's code until it ends or dies. */
  run<T>(work: () => Promise<T>): Promise<T | 'died'> {
    return running.run(this, () => Promise.race([work(), this.died]))
  }

  /**
   * An effect outside the isolate's memory.
   * @param unheard what the isolate hears where the answer is lost: as of a connection that was cut, unless said
   */
  async effect<T>(seam: Step['seam'], what: string, happen: () => Promise<T>, unheard: () => T = cutOff): Promise<T> {
    const befalls = await this.#pass({ seam, what, when: 'before' })
    try {
      if (befalls === 'twice') await happen().catch(() => undefined)
      const answer = await happen()
      return befalls === 'lost' ? unheard() : answer
    } finally {
      await this.#pass({ seam, what, when: 'after' })
    }
  }

  /** From outside: a deploy, a machine that goes away. */
  kill(): void {
    this.#dead = true
    this.#die('died')
  }

  #pass(step: Step): Promise<Mishap | null> | Mishap | null {
    const befalls = this.#dead ? null : this.#fate(step)
    if (befalls === 'dies') this.kill()
    return this.#dead ? new Promise(() => {}) : befalls
  }
}

function cutOff(): never {
  throw new TypeError('terminated')
}
