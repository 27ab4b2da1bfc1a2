/**
 * Partial responses: `fields=nextPageToken,items(id,start/dateTime)`. What is not named is left out, page and sync tokens
 * too: a client that forgets to name them loses them here as it does at Google.
 */
import { invalid } from './api-error.ts'

/** Names to keep, each with what to keep below it; an empty mask keeps everything. */
type Mask = Map<string, Mask>

/** @throws ApiError 400 when the mask cannot be read */
export function masked(json: unknown, fields: string): unknown {
  const reader = { text: fields.replace(/\s/g, ''), at: 0 }
  const mask = readMask(reader, fields)
  if (reader.at !== reader.text.length) throw invalid(`Invalid field selection ${fields}`, 'fields')
  return kept(json, mask)
}

function readMask(reader: { text: string; at: number }, fields: string): Mask {
  const mask: Mask = new Map()
  for (;;) {
    let level = mask
    for (;;) {
      const name = /^[A-Za-z0-9_*-]+/.exec(reader.text.slice(reader.at))?.[0]
      if (name === undefined) throw invalid(`Invalid field selection ${fields}`, 'fields')
      reader.at += name.length
      const below: Mask = level.get(name) ?? new Map()
      level.set(name, below)
      level = below
      if (reader.text[reader.at] !== '/') break
      reader.at += 1
    }
    if (reader.text[reader.at] === '(') {
      reader.at += 1
      for (const [name, below] of readMask(reader, fields)) level.set(name, below)
      if (reader.text[reader.at] !== ')') throw invalid(`Invalid field selection ${fields}`, 'fields')
      reader.at += 1
    }
    if (reader.text[reader.at] !== ',') return mask
    reader.at += 1
  }
}

function kept(json: unknown, mask: Mask): unknown {
  if (mask.size === 0 || json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item) => kept(item, mask))
  const all = mask.get('*')
  const pairs = Object.entries(json).flatMap(([name, value]) => {
    const below = mask.get(name) ?? all
    return below === undefined ? [] : [[name, kept(value, below)]]
  })
  return Object.fromEntries(pairs)
}
