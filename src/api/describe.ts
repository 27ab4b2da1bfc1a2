/** How a route is described in OpenAPI: by the schemas that type and check it, and by the reasons it may refuse with. */
import { type DescribeRouteOptions, describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { type ProblemReason, problemShape, statusOf } from './problem.ts'

export interface Description<S extends v.GenericSchema> {
  summary: string
  tag:
    | 'person'
    | 'calendars'
    | 'plan'
    | 'events'
    | 'follow-ups'
    | 'digest'
    | 'activity'
    | 'tokens'
    | 'contacts'
    | 'outcomes'
    | 'insights'
  /** Beyond those every route may end with. */
  problems?: readonly ProblemReason[]
  /** 204 without a content where there is no schema. */
  answer?: { status?: 200 | 201; schema: S; example: v.InferOutput<S> }
  /** Answered with a file of one of these types. */
  file?: readonly string[]
  /** Takes a file of one of these types. */
  takes?: readonly string[]
  /** API tokens are refused. */
  sessionOnly?: boolean
}

/** What any route may end with. */
const EVERYWHERE: readonly ProblemReason[] = ['not_signed_in', 'broken']

export function route<S extends v.GenericSchema>({
  summary,
  tag,
  problems = [],
  answer,
  file,
  takes,
  sessionOnly,
}: Description<S>) {
  const reasons = [...EVERYWHERE, ...problems, ...(sessionOnly ? (['not_with_a_token'] as const) : [])]
  return describeRoute({
    summary,
    tags: [tag],
    ...(sessionOnly ? { security: [{ session: [] }] } : {}),
    ...(takes === undefined ? {} : { requestBody: { required: true, content: contentOf(takes) } }),
    responses: {
      ...(file === undefined
        ? answerResponse(answer)
        : { 200: { description: 'The file.', content: contentOf(file) } }),
      ...problemResponses(reasons),
    },
  })
}

function contentOf(types: readonly string[]) {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' as const } }]))
}

/** What a body may be refused for before a route's own rules are asked. */
export const BODY_PROBLEMS = ['malformed_json', 'not_json', 'too_large', 'invalid', 'cross_origin'] as const
/** Unsafe without a body. */
export const UNSAFE_PROBLEMS = ['cross_origin'] as const

function answerResponse<S extends v.GenericSchema>(
  answer: Description<S>['answer'],
): NonNullable<DescribeRouteOptions['responses']> {
  if (answer === undefined) return { 204: { description: 'Done.' } }
  const { status = 200, schema, example } = answer
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema: resolver(schema), example } } },
  }
}

/** One response for each status; which reasons it may have stands in its description. */
function problemResponses(reasons: readonly ProblemReason[]): NonNullable<DescribeRouteOptions['responses']> {
  const byStatus = Map.groupBy(new Set(reasons), statusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: `Refused; \`reason\` is ${those.map((reason) => `\`${reason}\``).join(' or ')}.`,
        content: { 'application/problem+json': { schema: resolver(problemShape) } },
      },
    ]),
  )
}
