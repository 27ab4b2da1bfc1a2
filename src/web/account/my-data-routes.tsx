/** The page of everything taken along and brought back. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Door } from '../../accounts/door.ts'
import { MOST_EXPORT_BYTES } from '../../cycle/export-file.ts'
import type { Restored } from '../../cycle/restored.ts'
import { readFile, takeBack } from '../../person/take-back.ts'
import { pageHtml } from '../frame/layout.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { act, answerOf, frameOf, need, signedIn } from '../frame/visit.ts'
import { type FileRefusal, MyDataPage } from './my-data.tsx'

/** What a form puts around its file. */
const ENVELOPE_BYTES = 64 * 1024

export const myDataRoutes = new Hono<Door>()

myDataRoutes.get('/my-data', (c) => (signedIn(c) === null ? signIn(c) : myDataPage(c, null, null)))

myDataRoutes.post(
  '/my-data',
  bodyLimit({ maxSize: MOST_EXPORT_BYTES + ENVELOPE_BYTES, onError: (c) => myDataPage(c, 'too_large', null) }),
  async (c) => {
    const visitor = need(c)
    const { file } = await c.req.parseBody()
    if (!(file instanceof File) || file.size === 0) return myDataPage(c, 'no_file', null)
    if (file.size > MOST_EXPORT_BYTES) return myDataPage(c, 'too_large', null)
    const read = readFile(new Uint8Array(await file.arrayBuffer()))
    if (read.kind === 'refused') return myDataPage(c, read.reason, null)
    const result = await takeBack(c.var.db, visitor.personId, read, (command) => act(c, visitor, command))
    return result.kind === 'ok' ? myDataPage(c, null, result.restored) : answerOf(c, '/my-data', result, 'saved')
  },
)

function myDataPage(
  c: Context<Door>,
  refused: FileRefusal | null,
  restored: Restored | null,
): Response | Promise<Response> {
  const frame = { ...frameOf(c), path: '/my-data' }
  return c.html(
    pageHtml(<MyDataPage frame={frame} refused={refused} restored={restored} />),
    refused === null ? 200 : 422,
  )
}
