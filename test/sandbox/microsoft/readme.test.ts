/** README.md is held to the code: every control route and every fault is in it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPERATIONS } from './control.ts'
import { FAULT_KINDS } from './faults.ts'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')

test('the page names every route of the control door and every fault', () => {
  const names = [...Object.keys(OPERATIONS), ...FAULT_KINDS]
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})
