/**
 * The machine under a simulation: its clock is virtual, its chance is seeded and its network leads to servers in this process, so that one seed is
 * one history whatever code asks for the time, a random number or an address.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { type Chance, chanceOf } from './chance.ts'
import { subtleAtOnce } from './subtle.ts'

export interface Machine {
  /** Epoch milliseconds. */
  now(): number
  /** Where an origin leads; an unknown one is a name nobody answers to. */
  origins: ReadonlyMap<string, typeof fetch>
  /** What the code writes to its log. */
  onLog(line: string): void
}

/** Runs `work` on that machine; afterwards the real one is back. Not to be nested. */
export async function onMachine<T>(machine: Machine, seed: number, work: () => Promise<T>): Promise<T> {
  const restore = replace(machine, chanceOf(seed))
  try {
    return await work()
  } finally {
    restore()
  }
}

function replace(machine: Machine, chance: Chance): () => void {
  const RealDate = Date
  class VirtualDate extends RealDate {
    constructor(...args: [] | [number | string | Date]) {
      if (args.length === 0) super(machine.now())
      else super(...args)
    }
    static override now(): number {
      return machine.now()
    }
  }
  const bytes = (size: number) => Buffer.from(Uint8Array.from({ length: size }, () => chance.below(256)))
  const uuid = (): `${string}-${string}-${string}-${string}-${string}` => {
    const hex = bytes(16).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  const filled = (into: Uint8Array) => {
    into.set(bytes(into.length))
    return into
  }
  const put: [object: object, name: string, value: unknown][] = [
    [globalThis, 'Date', VirtualDate],
    [globalThis, 'fetch', routed(machine)],
    [Math, 'random', () => chance.next()],
    [console, 'log', (line: unknown) => machine.onLog(String(line))],
    [crypto, 'randomUUID', uuid],
    [crypto, 'randomBytes', bytes],
    [crypto.webcrypto, 'randomUUID', uuid],
    [crypto.webcrypto, 'getRandomValues', filled],
    [crypto.webcrypto, 'subtle', subtleAtOnce],
  ]
  const before = put.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name))
  for (const [object, name, value] of put)
    Object.defineProperty(object, name, { value, configurable: true, writable: true })
  syncBuiltinESMExports()
  return () => {
    for (const [at, [object, name]] of put.entries()) {
      const was = before[at]
      if (was === undefined) Reflect.deleteProperty(object, name)
      else Object.defineProperty(object, name, was)
    }
    syncBuiltinESMExports()
  }
}

function routed({ origins }: Machine): typeof fetch {
  return async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const there = origins.get(new URL(url).origin)
    if (there === undefined) throw new TypeError('fetch failed')
    return there(input, init)
  }
}
