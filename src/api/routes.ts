/**
 * The machines' door: JSON under `/api/v1`, its description at `/api/openapi.json`, and a problem document for everything refused. To be mounted
 * at `/api` behind `authenticate` and `sameOrigin`.
 */
import { type Context, Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import type { Door } from '../accounts/door.ts'
import { signedIn } from './asking.ts'
import { contactRoutes } from './contacts.ts'
import { digestRoutes } from './digest.ts'
import { eventRoutes } from './events.ts'
import { followUpRoutes } from './follow-ups.ts'
import { boundedJson } from './input.ts'
import { insightRoutes } from './insights.ts'
import { outcomeRoutes } from './outcomes.ts'
import { personRoutes } from './person.ts'
import { personImportRoutes } from './person-import.ts'
import { planRoutes } from './plan.ts'
import { apiErrors, problem } from './problem.ts'
import { settingsRoutes } from './settings.ts'

const v1 = new Hono<Door>()
for (const routes of [
  personRoutes,
  personImportRoutes,
  settingsRoutes,
  planRoutes,
  eventRoutes,
  followUpRoutes,
  contactRoutes,
  outcomeRoutes,
  insightRoutes,
  digestRoutes,
]) {
  v1.route('/', routes)
}

export const apiRoutes = new Hono<Door>()
apiErrors(apiRoutes)
apiRoutes.get('/openapi.json', (c, next) => openApi(c, next))
apiRoutes.use('/v1/*', signedIn, boundedJson)
apiRoutes.route('/v1', v1)
apiRoutes.all('*', noSuchRoute)

/** With the addresses as they are from outside, whoever mounts this. */
const openApi = openAPIRouteHandler(new Hono<Door>().route('/api', apiRoutes), {
  documentation: {
    info: {
      title: 'Aforo',
      version: '1',
      description:
        'Times are RFC 3339 with an offset, the IANA `timeZone` beside them; weeks are ISO (`2026-W48`); durations are whole minutes; amounts are in minor units, with the decimals that ISO 4217 gives the currency (MXN 2, CLP 0, KWD 3). Whatever is refused is a problem document (RFC 9457) whose `reason` a program can act on.',
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-aforo',
          description:
            'The session of a browser that signed in (`aforo` where there is no TLS). Unsafe methods must come from Aforo’s own pages.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token of the person, made with POST /api/v1/tokens.',
        },
      },
    },
  },
  defaultValidationErrorResponse: false,
})

/** RFC 9110, 15.5.6: an address that exists says which methods it has. */
function noSuchRoute(c: Context<Door>): Response {
  const asked = new URL(c.req.url).pathname.replace(/^\/api/, '').split('/')
  const methods = apiRoutes.routes
    .filter(({ path, method }) => method !== 'ALL' && isAt(path.split('/'), asked))
    .map(({ method }) => method)
  if (methods.length === 0) return problem(c, 'not_found')
  return problem(c, 'method_not_allowed', {}, { Allow: [...new Set(methods)].join(', ') })
}

function isAt(pattern: readonly string[], asked: readonly string[]): boolean {
  return pattern.length === asked.length && pattern.every((part, n) => part.startsWith(':') || part === asked[n])
}
