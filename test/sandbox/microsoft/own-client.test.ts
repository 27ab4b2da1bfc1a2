/**
 * Microsoft's own client as the independent judge: it reads and writes, follows links, waits when told to, and retries what it
 * should not.
 */
import {
  Client,
  GraphError,
  HTTPMessageHandler,
  type Middleware,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client'
import type { Event } from '@microsoft/microsoft-graph-types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MicrosoftSandbox } from './server.ts'
import { ANA, anaAlone, hourAt, window } from './test-client.ts'

let sandbox: MicrosoftSandbox
let client: Client
beforeEach(async () => {
  ;({ sandbox } = await anaAlone())
  const { accessToken } = sandbox.world.grants.issue(ANA)
  client = Client.initWithMiddleware({
    baseUrl: `${sandbox.graphUrl}/`,
    defaultVersion: 'v1.0',
    middleware: chain(accessToken),
  })
})
afterEach(async () => await sandbox.close())

/** Its own retrying and sending; its own authorisation sends no token over plain http. */
function chain(accessToken: string): Middleware {
  const retry = new RetryHandler(new RetryHandlerOptions())
  const send = new HTTPMessageHandler()
  retry.setNext({
    execute: async (context) => {
      context.options = {
        ...context.options,
        // The client holds them as a plain object.
        headers: { ...context.options?.headers, authorization: `Bearer ${accessToken}` },
      }
      await send.execute(context)
    },
  })
  return retry
}

interface Page {
  value: Event[]
  '@odata.nextLink'?: string
  '@odata.deltaLink'?: string
}

const HOUR = hourAt('2026-11-24T10:00')

test('creates, reads and finds by an extended property', async () => {
  const id = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Block'
  const made: Event = await client
    .api('/me/events')
    .post({ ...HOUR, singleValueExtendedProperties: [{ id, value: 'b1' }] })
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'b1')`
  const found: { value: Event[] } = await client.api('/me/events').filter(filter).get()
  expect(found.value.map((event) => event.id)).toEqual([made.id])
  const read: Event = await client
    .api(`/me/events/${encodeURIComponent(made.id ?? '')}`)
    .select('subject')
    .get()
  expect(read.subject).toBe('Una hora')
})

test('follows the links of a delta round to the next one', async () => {
  for (let n = 0; n < 25; n += 1) await client.api('/me/events').post(HOUR)
  const seen = new Set<string | undefined>()
  let link = `/me/calendarView/delta?${window('2026-11-16', '2026-12-14')}`
  while (!link.includes('$deltatoken=')) {
    // It takes whole links of https alone, so the origin goes.
    const page: Page = await client.api(link).header('Prefer', 'odata.maxpagesize=7').get()
    for (const event of page.value) seen.add(event.id)
    link = (page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? '').replace(`${sandbox.graphUrl}/v1.0`, '')
  }
  expect(seen.size).toBe(25)
})

test('waits for Retry-After, and understands an error', async () => {
  sandbox.world.faults.add({ kind: 'status', status: 429, retryAfter: '0' })
  expect((await client.api('/me/calendars').get()).value).toHaveLength(1)
  const refused: unknown = await client
    .api('/me/events/nonsense')
    .get()
    .catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(GraphError)
  expect(refused).toMatchObject({ statusCode: 400, code: 'ErrorInvalidIdMalformed' })
})

test('repeats a POST whose answer was lost behind a 504, and so makes a second event (row 4 of the failures)', async () => {
  sandbox.world.faults.add({ kind: 'commit-then-status', status: 504, retryAfter: '0', match: { method: 'POST' } })
  await client.api('/me/events').post(HOUR)
  expect(sandbox.world.effects.filter((effect) => effect.op === 'create')).toHaveLength(2)
  sandbox.world.faults.add({ kind: 'commit-then-status', status: 504, retryAfter: '0', match: { method: 'POST' } })
  await client.api('/me/events').post({ ...HOUR, transactionId: 'op-1' })
  expect(sandbox.world.effects.filter((effect) => effect.op === 'create')).toHaveLength(3)
})
