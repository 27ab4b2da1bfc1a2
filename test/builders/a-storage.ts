/** A person's object's own storage as a map that counts its writes. */
import type { SmallStorage } from '../../src/person/access.ts'

export interface CountedStorage extends SmallStorage {
  writes: number
}

export function aStorage(): CountedStorage {
  const values = new Map<string, unknown>()
  return {
    writes: 0,
    // What was put under a key is what is asked for under it.
    get: async <T>(key: string) => values.get(key) as T | undefined,
    async put(key, value) {
      this.writes++
      values.set(key, value)
    },
    async delete(key) {
      this.writes++
      return values.delete(key)
    },
  }
}
