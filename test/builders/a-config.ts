/** A configuration that starts: whatever a test does not set is as it is on somebody's own machine. */
import { type Config, readConfig } from '../../src/config.ts'

export function aConfig(vars: Record<string, string> = {}): Config {
  return readConfig({
    APP_URL: 'http://127.0.0.1:8787',
    DATABASE_URL: 'http://127.0.0.1:8080',
    SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    GOOGLE_CLIENT_ID: 'aforo-client',
    GOOGLE_CLIENT_SECRET: 'aforo-secret',
    SMTP_URL: 'smtp://127.0.0.1:1025',
    EMAIL_FROM: 'aforo@localhost',
    ...vars,
  })
}
