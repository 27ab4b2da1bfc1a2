/** A Worker that does nothing but send the mail it is posted: `sendMail` where it really runs. */
import { sendMail } from '../../src/mail/send.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== 'POST') return new Response('up')
    const [config, message] = await request.json<Parameters<typeof sendMail>>()
    return Response.json(await sendMail(config, message))
  },
}
