/**
 * Rule 6 by the requests themselves: the making of a block that was not answered is not repeated before somebody looked for it. Providers forgive such a
 * repeat most of the time, so it would seldom show in what stands.
 */
import type { Town } from './town.ts'

const BLOCK = /"(?:id|transactionId)":"(aforo[0-9a-v]+)"/

/** @param breach told in words */
export function watchRepeats(town: Town, breach: (what: string) => void): void {
  const unheard = new Set<string>()
  town.afterAsking = ({ method, url, body, status }) => {
    if (method === 'GET') for (const block of unheard) if (url.includes(block)) unheard.delete(block)
    const block = method === 'POST' ? BLOCK.exec(body)?.[1] : undefined
    if (block === undefined) return
    if (unheard.has(block)) breach(`${block} is written again, and nobody has looked whether it stands`)
    if (status === null || status >= 500) unheard.add(block)
    else unheard.delete(block)
  }
}
