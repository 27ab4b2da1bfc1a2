/**
 * What `.dev.vars` changes about `npm start`: a person's own Google client instead of the sandbox, their own SMTP server, key
 * or list of people. Checked before anything starts, by the same rules as in the Worker.
 */
import { parseEnv } from 'node:util'
import { ConfigError, isLoopback, readConfig } from '../../src/config.ts'

export interface OwnVars {
  kind: 'ok'
  /** Whose calendars: the sandbox's, or Google's with the client given here. */
  google: 'sandbox' | 'own'
  /** Names and values that win over the launcher's. */
  vars: Record<string, string>
  /** The app's port, where APP_URL names one of this machine. */
  port: number | undefined
  /** Names that the launcher leaves aside. */
  ignored: string[]
}
export type OwnVarsOutcome = OwnVars | { kind: 'refused'; why: string }

/** `npm start` brings its own database: a trial never writes into a server that others use. */
const LAUNCHERS_OWN = ['DATABASE_URL', 'DATABASE_AUTH_TOKEN']

/** Dull values for what the launcher will set itself, so that the check speaks of the file alone. */
const STAND_INS = {
  APP_URL: 'http://127.0.0.1:1',
  DATABASE_URL: 'http://127.0.0.1:1',
  SECRET_KEY: Buffer.alloc(32).toString('base64'),
  SMTP_URL: 'smtp://127.0.0.1:1',
  EMAIL_FROM: 'aforo@aforo.example',
}

/** @param text the file's content, `NAME=value` lines; an empty value counts as not given */
export function ownVars(text: string): OwnVarsOutcome {
  const vars: Record<string, string> = {}
  const ignored: string[] = []
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value === undefined || value.trim() === '') continue
    if (LAUNCHERS_OWN.includes(name)) ignored.push(name)
    else vars[name] = value.trim()
  }
  // Any of Google's names means it: a forgotten one is then named, instead of a sandbox where nobody asked for it.
  const google = Object.keys(vars).some((name) => name.startsWith('GOOGLE_')) ? 'own' : 'sandbox'
  try {
    const client = google === 'own' ? {} : { GOOGLE_CLIENT_ID: 'sandbox', GOOGLE_CLIENT_SECRET: 'sandbox' }
    readConfig({ ...STAND_INS, ...client, ...vars })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { kind: 'refused', why: error.problems.join('; ') }
  }
  const appUrl = vars.APP_URL === undefined ? undefined : new URL(vars.APP_URL)
  const isHere = appUrl !== undefined && isLoopback(appUrl.hostname)
  return { kind: 'ok', google, vars, ignored: ignored.sort(), port: isHere ? Number(appUrl.port || 80) : undefined }
}
