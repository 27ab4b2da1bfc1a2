import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ownVars } from './own-vars.ts'

test('without a file, the sandbox', () => {
  expect(ownVars('')).toEqual({ kind: 'ok', google: 'sandbox', vars: {}, port: undefined, ignored: [] })
})

test('the example as it stands changes nothing', () => {
  expect(ownVars(readFileSync('.dev.vars.example', 'utf8'))).toEqual(ownVars(''))
})

test('a person’s own Google client leaves the sandbox off', () => {
  const own = ownVars('GOOGLE_CLIENT_ID=mine\nGOOGLE_CLIENT_SECRET="s3cret"\n')
  expect(own).toMatchObject({ google: 'own', vars: { GOOGLE_CLIENT_ID: 'mine', GOOGLE_CLIENT_SECRET: 's3cret' } })
})

test('half a client is named, and its value is not repeated', () => {
  const own = ownVars('GOOGLE_CLIENT_SECRET=s3cret')
  expect(own).toMatchObject({ kind: 'refused', why: expect.stringContaining('GOOGLE_CLIENT_ID is missing') })
  expect(JSON.stringify(own)).not.toContain('s3cret')
})

test.for(['GOOGLE_CLIENT=mine', 'SECRET_KEY=short', 'APP_URL=https://aforo.example/path', 'PRIVATE_NETWORK=yes'])(
  '%s is refused by its name',
  (line) => {
    const own = ownVars(`${line}\n`)
    expect(own).toMatchObject({ kind: 'refused', why: expect.stringContaining(line.split('=')[0] ?? '') })
  },
)

test('a database of others is never touched by a trial', () => {
  expect(ownVars('DATABASE_URL=libsql://prod.example\nDATABASE_AUTH_TOKEN=t\nALLOWED_EMAILS=*')).toMatchObject({
    vars: { ALLOWED_EMAILS: '*' },
    ignored: ['DATABASE_AUTH_TOKEN', 'DATABASE_URL'],
  })
})

test('an APP_URL of this machine chooses the port, a public one does not', () => {
  expect(ownVars('APP_URL=http://127.0.0.1:8787')).toMatchObject({ port: 8787 })
  expect(ownVars('APP_URL=https://aforo.example')).toMatchObject({ port: undefined })
})
