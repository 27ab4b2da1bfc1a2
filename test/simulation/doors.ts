/** The machines' door, where it erases: an isolate of its own, which may die at any step while the person's object goes on. */
import { Hono } from 'hono'
import { authenticate, type Door, enter, sameOrigin } from '../../src/accounts/door.ts'
import { personRoutes } from '../../src/api/person.ts'
import { apiErrors } from '../../src/api/problem.ts'
import type { Town } from './town.ts'

/** `DELETE /me` with that session's cookie. @returns the status; null where nobody answered */
export async function eraseAtTheDoor(town: Town, session: string, blocks: 'keep' | 'remove'): Promise<number | null> {
  const isolate = town.isolate('door of the API')
  const app = new Hono<Door>()
  apiErrors(app)
  app.use(enter(() => town.now()))
  app.use(async (c, next) => {
    c.set('db', town.databaseOf(isolate, 'door of the API'))
    await next()
  })
  app.use(authenticate, sameOrigin)
  app.route('/api/v1', personRoutes)
  const request = new Request(`${town.config.appUrl}/api/v1/me?blocks=${blocks}`, {
    method: 'DELETE',
    headers: { cookie: `aforo=${session}`, origin: town.config.appUrl },
  })
  const answer = await isolate.run(async () => app.fetch(request, town.env))
  return answer === 'died' ? null : answer.status
}
