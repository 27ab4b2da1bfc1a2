/**
 * Until when an account asked to be left alone, kept in the object's own storage, so that the next cycle and the next isolate know it. Written when it
 * is asked for and when it is over, and at no other time.
 */
import { Temporal } from 'temporal-polyfill'
import type { Respite } from '../providers/request.ts'
import type { SmallStorage } from './access.ts'

export function respiteKey(connectionId: string): string {
  return `respite:${connectionId}`
}

export function respiteOf(storage: SmallStorage, connectionId: string, now: () => Temporal.Instant): Respite {
  const key = respiteKey(connectionId)
  let until: Temporal.Instant | null = null
  let asked: Promise<void> | null = null
  const remember = async () => {
    const kept = await storage.get<string>(key)
    if (kept !== undefined) until = Temporal.Instant.from(kept)
  }
  return {
    async left() {
      asked ??= remember()
      await asked
      if (until === null) return null
      const at = now()
      if (Temporal.Instant.compare(at, until) < 0) return at.until(until)
      until = null
      await storage.delete(key)
      return null
    },
    async begin(wait) {
      const end = now().add(wait)
      // Requests side by side are refused side by side: the longest wait holds, and is written once.
      if (wait.sign <= 0 || (until !== null && Temporal.Instant.compare(end, until) <= 0)) return
      until = end
      await storage.put(key, end.toString())
    },
  }
}
