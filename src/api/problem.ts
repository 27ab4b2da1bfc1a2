/**
 * Everything the API refuses, as problem documents (RFC 9457). `reason` is the word a program acts on; it names the `type` too. Titles and
 * details are this table's own: no cause, no stack and nothing of a database or provider ever comes along.
 */
import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import type { CommandResult, RefusalReason } from '../cycle/commands.ts'
import { en } from '../i18n/en.ts'
import { log } from '../person/log.ts'
import type { LedgerProblem, LedgerReason } from '../relationships/ledger.ts'

interface Kind {
  status: ContentfulStatusCode
  title: string
  detail: string
}
/** What the doors themselves refuse, beside what `apply` refuses of a command. */
type DoorReason =
  | 'malformed_json'
  | 'invalid_query'
  | 'not_signed_in'
  | 'cross_origin'
  | 'not_with_a_token'
  | 'sign_in_again'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'last_connection'
  | 'too_many_tokens'
  | 'not_booked_yet'
  | 'too_large'
  | 'not_json'
  | 'not_a_contact_file'
  | 'broken'
  | 'busy'
  | 'database_unreachable'
/** What does not fit is invalid input, found where the ledger is. */
export type ProblemReason = Exclude<RefusalReason, 'unfit'> | DoorReason

const conflict = (title: string, detail: string): Kind => ({ status: 409, title, detail })
const refusal = en.refusal

/** The machines' door speaks English; pages have the person's language. */
const KINDS: Record<ProblemReason, Kind> = {
  malformed_json: { status: 400, title: 'Malformed JSON', detail: 'The body cannot be read as JSON.' },
  invalid_query: {
    status: 400,
    title: 'Invalid query',
    detail: 'A part of the query is not valid; `errors` says which.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    detail: 'This needs a session of the person, or an API token of theirs as a bearer token.',
  },
  cross_origin: { status: 403, title: 'From another site', detail: 'Another site’s page sent this with your session.' },
  not_with_a_token: {
    status: 403,
    title: 'Not with a token',
    detail: 'API tokens cannot connect, erase or make tokens.',
  },
  sign_in_again: { status: 403, title: 'Sign in again', detail: 'This needs a sign-in of the last ten minutes.' },
  forbidden: { status: 403, title: 'Forbidden', detail: 'This is not allowed.' },
  not_found: { status: 404, title: 'Not found', detail: 'There is no such thing, or it is not yours.' },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address knows only the methods in `Allow`.',
  },
  last_connection: conflict('Last account', 'The last account that you can sign in with stays connected.'),
  too_many_tokens: conflict('Too many tokens', 'There are as many tokens as a person may have. Revoke one first.'),
  not_booked_yet: conflict('Not booked yet', 'This follow-up is kept for an event to come and cannot be closed yet.'),
  not_answerable: conflict('Not answerable', refusal.not_answerable),
  no_organiser_scope: { status: 422, title: 'Not by organiser', detail: refusal.no_organiser_scope },
  not_ended: conflict('Not begun', refusal.not_ended),
  not_networking: conflict('Not a networking event', refusal.not_networking),
  calendar_not_writable: conflict('Calendar not writable', refusal.calendar_not_writable),
  calendar_not_owned: conflict('Calendar not owned', refusal.calendar_not_owned),
  week_over: conflict('Week over', refusal.week_over),
  too_much: { status: 422, title: 'Too much', detail: refusal.too_much },
  week_too_far: { status: 422, title: 'Week too far', detail: refusal.week_too_far },
  follow_up_closed: conflict('Follow-up closed', refusal.follow_up_closed),
  address_not_verified: { status: 422, title: 'Address not verified', detail: refusal.address_not_verified },
  not_undoable: conflict('Not undoable', refusal.not_undoable),
  answered_since: conflict('Answered since', refusal.answered_since),
  out_of_reach: conflict('Out of reach', refusal.out_of_reach),
  digest_already_sent: conflict('Digest already sent', refusal.digest_already_sent),
  digest_unknown: conflict(
    'Digest unknown',
    'Nobody knows whether the last one arrived; {"again": true} sends it again.',
  ),
  too_large: { status: 413, title: 'Too large', detail: 'A body of JSON may have 256 KiB.' },
  not_json: { status: 415, title: 'Not JSON', detail: 'A body must be application/json.' },
  not_a_contact_file: {
    status: 415,
    title: 'Not a file of contacts',
    detail: 'The body must be text/vcard or text/csv.',
  },
  invalid: { status: 422, title: 'Invalid', detail: 'What was sent is not valid; `errors` says where.' },
  broken: { status: 500, title: 'Broken', detail: 'Something broke here. `instance` names it in the log.' },
  busy: { status: 503, title: 'Busy', detail: 'Another synchronisation is under way. Try again in a moment.' },
  database_unreachable: { status: 503, title: 'Database unreachable', detail: 'The database does not answer.' },
}

export interface InputError {
  /** Names with dots between them, `followUp.minMinutes`; empty for the whole. */
  path: string
  message: string
}

export const problemShape = v.pipe(
  v.object({
    type: v.pipe(v.string(), v.description('A URI reference made of the reason: `/problems/not-found`.')),
    title: v.string(),
    status: v.pipe(v.number(), v.integer()),
    detail: v.string(),
    reason: v.picklist(Object.keys(KINDS) as [ProblemReason, ...ProblemReason[]]),
    instance: v.optional(v.string()),
    errors: v.optional(v.array(v.object({ path: v.string(), message: v.string(), reason: v.optional(v.string()) }))),
  }),
  v.metadata({ ref: 'Problem' }),
)

export function statusOf(reason: ProblemReason): ContentfulStatusCode {
  return KINDS[reason].status
}

/** @param more `errors` of the input, `instance` of a failure; `detail` where the kind's own is not what holds at that address */
export function problem(
  c: Context,
  reason: ProblemReason,
  more: { errors?: InputError[]; instance?: string; detail?: string } = {},
  headers: Record<string, string> = {},
): Response {
  const { status, title, detail } = KINDS[reason]
  const document = { type: `/problems/${reason.replaceAll('_', '-')}`, title, status, detail, reason, ...more }
  return c.body(JSON.stringify(document), status, { ...headers, 'Content-Type': 'application/problem+json' })
}

/** Why a command was not carried out. */
export function refused(c: Context, result: Exclude<CommandResult, { kind: 'ok' }>): Response {
  if (result.kind === 'missing') return problem(c, 'not_found')
  if (result.reason !== 'unfit') return problem(c, result.reason)
  return problem(c, 'invalid', { errors: (result.problems ?? []).map(errorOf) })
}

/** @returns where it is, as a path into what was sent, and why in a sentence */
export function errorOf({ field, reason, row, index }: LedgerProblem): InputError & { reason: LedgerReason } {
  const path = [row, field, index].filter((part) => part !== null).join('.')
  return { path, reason, message: en.relationships.problem[reason] }
}

/** RFC 9110, 15.5.2: a 401 says how to do better; RFC 6750, 3.1: and that the token shown is none. */
export function notSignedIn(c: Context): Response {
  const shown = c.req.header('Authorization') !== undefined
  const challenge = `Bearer realm="Aforo"${shown ? ', error="invalid_token"' : ''}`
  return problem(c, 'not_signed_in', {}, { 'WWW-Authenticate': challenge })
}

/** Whatever is thrown on the way through an app becomes a problem document; what nobody expected goes to the log by its name alone. */
export function apiErrors(app: Hono<Door>): void {
  app.onError(problemOf)
  app.notFound((c) => problem(c, 'not_found'))
}

export function problemOf(error: Error, c: Context<Door>): Response {
  if (error instanceof HTTPException && error.status < 500) {
    if (error.status === 401) return notSignedIn(c)
    return problem(c, reasonOf(error))
  }
  const reference = crypto.randomUUID()
  log({ event: 'api_failed', reference, method: c.req.method, error: error.name })
  return problem(c, 'broken', { instance: `urn:uuid:${reference}` })
}

/** The doors throw with a reason for a message; hono with a status alone. */
function reasonOf(error: HTTPException): ProblemReason {
  const { message, status } = error
  if (isReason(message) && KINDS[message].status === status) return message
  const plain: Partial<Record<number, ProblemReason>> = {
    400: 'malformed_json',
    404: 'not_found',
    405: 'method_not_allowed',
    413: 'too_large',
    415: 'not_json',
    422: 'invalid',
  }
  return plain[status] ?? 'forbidden'
}

function isReason(text: string): text is ProblemReason {
  return Object.hasOwn(KINDS, text)
}
