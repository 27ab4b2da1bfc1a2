import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client/web'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startWorld } from './world.ts'

/** Small, so that the world is tested without the product: it answers its variables and counts its own memory. */
const ENTRY = `
import { DurableObject } from 'cloudflare:workers'
let requests = 0
export class PersonObject extends DurableObject {}
export default {
  fetch(_request, { PERSON, ...vars }) {
    requests += 1
    return Response.json({ vars, requests })
  },
}
`
let folder: string
let entry: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-world-test-'))
  entry = join(folder, 'entry.ts')
  writeFileSync(entry, ENTRY)
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

test('the Worker gets every name it needs, a migrated database, a sandbox and a mailbox', async () => {
  const world = await startWorld({ entry, vars: { ALLOWED_EMAILS: 'lucia@consultora.example' } })
  try {
    const answer = await (await fetch(world.url)).json()
    expect(answer).toMatchObject({ vars: world.vars })
    const config = readConfig({ ...world.vars })
    expect(config).toMatchObject({ appUrl: world.url, database: { url: world.databaseUrl } })
    expect(config.admission).toEqual({ kind: 'listed', emails: new Set(['lucia@consultora.example']) })

    const people = await createClient({ url: world.databaseUrl }).execute('select count(*) as n from people')
    expect(people.rows[0]?.n).toBe(0)
    const discovery = await fetch(`${config.google.issuer}/.well-known/openid-configuration`)
    expect(await discovery.json()).toMatchObject({ issuer: world.google.url })
    const { issuer = '', graphUrl } = config.microsoft ?? {}
    expect([issuer, graphUrl]).toEqual([world.microsoft?.issuerUrl, world.microsoft?.graphUrl])
    const common = await fetch(`${issuer}/common/v2.0/.well-known/openid-configuration`)
    expect(await common.json()).toMatchObject({ issuer: `${issuer}/{tenantid}/v2.0` })
    await createTransport({ url: world.vars.SMTP_URL }).sendMail({ from: 'a@b.example', to: 'c@d.example', text: 'x' })
    expect(world.mailbox.messages()).toHaveLength(1)

    await world.restartWorker()
    // The count began anew: nothing of the memory is left.
    expect(await (await fetch(world.url)).json()).toEqual(answer)
  } finally {
    await world.close()
  }
  expect(existsSync(world.folder)).toBe(false)
})

test('whoever brings a Microsoft of their own gets no sandbox of it', async () => {
  const own = { MICROSOFT_CLIENT_ID: 'mine', MICROSOFT_CLIENT_SECRET: 'hush' }
  const world = await startWorld({ entry, vars: own, seedLife: false })
  try {
    expect(world.microsoft).toBeNull()
    expect(readConfig({ ...world.vars }).microsoft?.issuer).toBe('https://login.microsoftonline.com')
  } finally {
    await world.close()
  }
})

test('a start that fails on the way leaves nothing behind', async () => {
  writeFileSync(entry, "import './gone.ts'\nexport default {}")
  const state = join(folder, 'state')
  await expect(startWorld({ entry, folder: state })).rejects.toThrow('Could not resolve "./gone.ts"')
  const ports = JSON.parse(readFileSync(join(state, 'ports.json'), 'utf8'))
  for (const port of [ports.libsql, ports.google, ports.microsoftIssuer, ports.microsoftGraph, ports.mailbox]) {
    await expect(fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) })).rejects.toThrow()
  }
  expect(readdirSync(state)).toContain('secret-key')
})
