/**
 * Plants a bug in this thread: the text of a file is altered as Node loads it, so that what lies on the disk and what other threads run stays as
 * it is (Node, `module.registerHooks`). To be called before anything imports the file.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PlantedBug } from './bug.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** @throws Error where the bug no longer fits the product */
export function plant(bug: PlantedBug): void {
  const altered = new Map<string, string>()
  for (const { file, find, replace } of bug.edits) {
    const path = join(ROOT, file)
    const url = pathToFileURL(path).href
    const text = altered.get(url) ?? readFileSync(path, 'utf8')
    const times = text.split(find).length - 1
    if (times !== 1) throw new Error(`"${bug.name}" no longer fits: ${times} times in ${file}:\n${find}`)
    altered.set(
      url,
      text.replace(find, () => replace),
    )
  }
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const source = altered.get(url)
      return source === undefined ? loaded : { ...loaded, source }
    },
  })
}
