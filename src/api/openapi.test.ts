/** The description of the API: nothing that is built is missing, nothing that is not built is promised, and its examples hold. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Door } from '../accounts/door.ts'
import { settingsSchema } from '../cycle/settings.ts'
import { apiRoutes } from './routes.ts'
import { ERROR_REASONS, SKIP_REASONS } from './schemas.ts'

interface Json {
  [name: string]: unknown
}
interface Operation {
  summary: string
  security?: Json[]
  parameters?: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Json; example?: unknown }> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  security: Json[]
  components: { schemas: Record<string, Json>; securitySchemes: Json }
}

let document: Document
beforeAll(async () => {
  const app = new Hono<Door>().route('/api', apiRoutes)
  document = await (await app.request('/api/openapi.json')).json()
})

/** design.md, section 8, as far as it is built. */
const ROUTES = [
  'GET /me',
  'DELETE /me',
  'GET /me/export',
  'POST /me/import',
  'GET /connections',
  'DELETE /connections/{id}',
  'GET /calendars',
  'PATCH /calendars/{id}',
  'GET /settings',
  'PATCH /settings',
  'POST /sync',
  'GET /plan',
  'PATCH /plan',
  'GET /plan/what-if',
  'GET /events',
  'GET /events/{id}',
  'PATCH /events/{id}',
  'GET /follow-ups',
  'PATCH /follow-ups/{id}',
  'GET /contacts',
  'POST /contacts',
  'GET /contacts/{id}',
  'PATCH /contacts/{id}',
  'DELETE /contacts/{id}',
  'POST /contacts/{id}/touches',
  'DELETE /contacts/{id}/touches/{touch}',
  'POST /contacts/{id}/merge',
  'POST /contacts/{id}/apart',
  'POST /contacts/import',
  'GET /contacts/export',
  'GET /outcomes',
  'POST /outcomes',
  'PATCH /outcomes/{id}',
  'DELETE /outcomes/{id}',
  'GET /insights',
  'GET /digest',
  'POST /digest',
  'GET /activity',
  'POST /activity/{id}/undo',
  'GET /tokens',
  'POST /tokens',
  'DELETE /tokens/{id}',
]

test('the document is OpenAPI 3.1 and has every route, and no other', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/)
  expect(operations().map(([name]) => name)).toEqual(expect.arrayContaining(ROUTES))
  expect(operations()).toHaveLength(ROUTES.length)
})

test('it says how to be believed, and where a token is not enough', () => {
  expect(Object.keys(document.components.securitySchemes)).toEqual(['session', 'token'])
  expect(document.security).toEqual([{ session: [] }, { token: [] }])
  const bySession = operations().filter(([, operation]) => operation.security !== undefined)
  expect(bySession.map(([name, { security }]) => [name, security])).toEqual([
    ['DELETE /me', [{ session: [] }]],
    ['POST /tokens', [{ session: [] }]],
  ])
})

test('every operation has a summary, names its path parameters, and may answer 401 with a problem', () => {
  for (const [name, { summary, parameters = [], responses }] of operations()) {
    expect(summary, name).toMatch(/\S/)
    const inPath = parameters.filter((one) => one.in === 'path' && one.required === true).map((one) => one.name)
    expect(inPath, name).toEqual([...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id))
    expect(Object.keys(responses['401']?.content ?? {}), name).toEqual(['application/problem+json'])
  }
})

test('queries and bodies are described by what checks them', () => {
  const names = (path: string) => document.paths[`/api/v1${path}`]?.get?.parameters?.map((one) => one.name)
  expect(names('/events')).toEqual(['from', 'to', 'networking', 'cursor', 'limit'])
  expect(names('/plan')).toEqual(['week'])
  expect(names('/plan/what-if')).toEqual(['week', 'capMinutes'])
  const bodies = operations().flatMap(
    ([, { requestBody }]) => requestBody?.content['application/json']?.schema.$ref ?? [],
  )
  const refs = [
    ...['SettingsPatch', 'CalendarPatch', 'PlanPatch', 'EventPatch', 'FollowUpPatch', 'SendDigest', 'NewToken'],
    ...['NewContact', 'ContactPatch', 'NewTouch', 'Merge', 'Apart', 'NewOutcome', 'OutcomePatch'],
  ]
  expect(bodies.sort()).toEqual(refs.map((ref) => `#/components/schemas/${ref}`).sort())
})

test('every setting, reason of a skip and reason of a failed reading stands in it', () => {
  const { Settings, SettingsPatch, Verdict, Plan } = document.components.schemas
  const settings = Object.keys(settingsSchema.entries).sort()
  expect(Object.keys(Settings?.properties as Json).sort()).toEqual(settings)
  expect(Object.keys(SettingsPatch?.properties as Json).sort()).toEqual(settings)
  for (const reason of SKIP_REASONS) expect(JSON.stringify(Verdict)).toContain(`"${reason}"`)
  for (const reason of ERROR_REASONS) expect(JSON.stringify(Plan)).toContain(`"${reason}"`)
})

test('every reason of a problem is said at an operation that may refuse with it', () => {
  const properties = document.components.schemas.Problem?.properties
  const reasons = v.parse(v.object({ reason: v.object({ enum: v.array(v.string()) }) }), properties).reason.enum
  const said = operations().flatMap(([, { responses }]) =>
    Object.values(responses).map(({ description }) => description),
  )
  // Said of no operation: what no route is, what only a watchdog sees, what no command of today refuses with, and a 403 nobody foresaw.
  const elsewhere = ['method_not_allowed', 'database_unreachable', 'calendar_not_owned', 'forbidden']
  expect(reasons.filter((reason) => !said.some((text) => text.includes(`\`${reason}\``))).sort()).toEqual(
    elsewhere.sort(),
  )
})

describe('its schemas', () => {
  test('are JSON Schema of 2020-12: known keywords, and references that lead somewhere', () => {
    let seen = 0
    for (const schema of schemas()) {
      visit(schema, (part) => {
        seen++
        for (const keyword of Object.keys(part)) expect(KEYWORDS).toContain(keyword)
        if (typeof part.$ref === 'string') expect(resolve(part.$ref)).toBeDefined()
        if (typeof part.pattern === 'string') expect(() => new RegExp(part.pattern as string, 'u')).not.toThrow()
        const { required = [], properties = {} } = part as { required?: string[]; properties?: Json }
        for (const name of required) expect(Object.keys(properties)).toContain(name)
      })
    }
    expect(seen).toBeGreaterThan(300)
  })

  test('hold the example of every answer', () => {
    let examples = 0
    for (const [name, { responses }] of operations()) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        const answer = content['application/json']
        if (answer === undefined) continue
        examples++
        expect(faults(answer.schema, answer.example), `${name} ${status}`).toEqual([])
      }
    }
    // What is deleted is answered with nothing, and one answer is a file.
    expect(examples).toBe(ROUTES.filter((name) => !name.startsWith('DELETE')).length - 1)
  })

  test('hold no more than they say: a wrong example is found', () => {
    const event = document.paths['/api/v1/events/{id}']?.get?.responses['200']?.content?.['application/json']
    const { answer: _, ...lacking } = v.parse(v.looseObject({}), event?.example)
    expect(faults(event?.schema ?? {}, lacking)).toEqual(['answer is missing'])
    expect(faults(event?.schema ?? {}, { ...lacking, answer: 'maybe' })).toEqual(['answer: not in the list'])
    const patch = document.components.schemas.EventPatch ?? {}
    expect(faults(patch, { travelMinutes: 601, title: 'x' })).toEqual([
      'travelMinutes: no alternative',
      'title is unknown',
    ])
    expect(faults(patch, { networking: null, scope: 'series', answer: 'accepted' })).toEqual([])
  })
})

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`,
      operation,
    ]),
  )
}

function schemas(): Json[] {
  const inOperations = operations().flatMap(([, { parameters = [], requestBody, responses }]) => [
    ...parameters.map(({ schema }) => schema),
    ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(responses).flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema)),
  ])
  return [...inOperations, ...Object.values(document.components.schemas)]
}

const KEYWORDS = [
  ...['$ref', 'type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'oneOf'],
  ...[
    'minimum',
    'maximum',
    'minLength',
    'maxLength',
    'maxItems',
    'pattern',
    'format',
    'default',
    'description',
    'propertyNames',
  ],
]

function visit(schema: unknown, look: (part: Json) => void): void {
  if (typeof schema !== 'object' || schema === null) return
  const part = schema as Json
  look(part)
  for (const one of Object.values((part.properties ?? {}) as Json)) visit(one, look)
  for (const one of [part.items, part.additionalProperties, part.propertyNames]) visit(one, look)
  for (const one of [part.anyOf, part.oneOf].flat()) visit(one, look)
}

function resolve(ref: string): Json | undefined {
  return document.components.schemas[ref.replace('#/components/schemas/', '')]
}

/** JSON Schema as far as the keywords above go, read anew from its specification, so that the converter does not judge itself. */
function faults(schema: Json, value: unknown, path = ''): string[] {
  if (typeof schema.$ref === 'string') return faults(resolve(schema.$ref) ?? {}, value, path)
  const at = (fault: string) => [path === '' ? fault : `${path}: ${fault}`]
  if (Array.isArray(schema.anyOf ?? schema.oneOf)) {
    const fitting = ((schema.anyOf ?? schema.oneOf) as Json[]).filter((one) => faults(one, value).length === 0)
    return fitting.length === 0 || (schema.oneOf !== undefined && fitting.length > 1) ? at('no alternative') : []
  }
  if ('const' in schema && schema.const !== value) return at('another constant')
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return at('not in the list')
  if (schema.type !== undefined && !isType(schema.type, value)) return at(`no ${schema.type}`)
  if (
    typeof value === 'number' &&
    (value < Number(schema.minimum ?? value) || value > Number(schema.maximum ?? value))
  ) {
    return at('out of bounds')
  }
  if (typeof value === 'string') {
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern, 'u').test(value)) return at('another pattern')
    if (schema.format === 'date-time' && !v.is(v.pipe(v.string(), v.isoTimestamp()), value)) return at('no time')
    if (schema.format === 'date' && !v.is(v.pipe(v.string(), v.isoDate()), value)) return at('no date')
  }
  if (Array.isArray(value)) return value.flatMap((one, n) => faults(schema.items as Json, one, join(path, String(n))))
  if (typeof value !== 'object' || value === null) return []
  const properties = (schema.properties ?? {}) as Record<string, Json>
  const missing = ((schema.required ?? []) as string[]).filter((name) => !(name in value))
  return [
    ...missing.map((name) => `${join(path, name)} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      if (properties[name] !== undefined) return faults(properties[name], one, join(path, name))
      if (schema.additionalProperties === false) return [`${join(path, name)} is unknown`]
      return typeof schema.additionalProperties === 'object'
        ? faults(schema.additionalProperties as Json, one, join(path, name))
        : []
    }),
  ]
}

function isType(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
