/** Docs are held to the code: what the README names exists, and what exists is named. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '../src/cycle/settings.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

describe('the README', () => {
  test('gives the two commands as they are', () => {
    expect(readme).toContain('npm ci && npm start')
    expect(readme).toContain('npm ci && npm test')
  })

  test('names every setting', () => {
    for (const name of Object.keys(DEFAULT_SETTINGS)) expect(readme).toContain(`\`${name}\``)
  })

  test('names every variable of the configuration, and so does the example', () => {
    const names = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => name !== 'PERSON')
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      expect(readme).toContain(`\`${name}\``)
      expect(read('.dev.vars.example')).toContain(`${name}=`)
    }
  })

  test('names every command of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const own = Object.keys(scripts).filter((name) => !['format'].includes(name))
    for (const name of own) expect(readme).toMatch(new RegExp(`npm (run )?${name}\\b`))
  })
})

test('the map of the house names every room', () => {
  const map = read('src/README.md')
  for (const room of ['time', 'i18n', 'calendar', 'recognition', 'followups', 'planning', 'digest', 'cycle']) {
    expect(map).toContain(`\`${room}/\``)
  }
  for (const room of ['providers', 'db', 'mail', 'accounts', 'person', 'api', 'web'])
    expect(map).toContain(`\`${room}/\``)
})
