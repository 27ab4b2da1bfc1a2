/** What Google's failures mean. Sources: Calendar API, "Handle API errors"; provider-facts A4, A6, A7. */
import type { ErrorReason } from '../../calendar/port.ts'
import { type Failure, MalformedAnswer, retryAfter, UNAUTHORISED } from '../request.ts'

/** The status and Google's reason, or neither when no answer came. */
interface Said {
  status: number | null
  reason: string
  /** What a reason is about: `usageLimits` is the project, `calendar` and `global` what was asked for. */
  domain: string
  retryAfter: string | null
}

export function failureOf(cause: unknown): Failure {
  if (cause instanceof MalformedAnswer) return { status: null, error: { reason: 'malformed', code: 'malformed' } }
  const said = saidBy(cause)
  // Google sends seconds, never a date.
  const wait = retryAfter(said.retryAfter, null)
  const { status, reason } = said
  return {
    status,
    error: {
      reason: reasonOf(said),
      // Scopes are the grant's (provider-facts A1); every other 403 is about what was asked for.
      ...(status === 403 && reason === 'insufficientPermissions' ? { ofAccount: true as const } : {}),
      code: status === 401 ? UNAUTHORISED : reason || String(status),
      ...(wait === null ? {} : { retryAfter: wait }),
    },
  }
}

function saidBy(cause: unknown): Said {
  const response = (cause as { response?: { status?: unknown; data?: unknown; headers?: unknown } } | null)?.response
  if (typeof response?.status !== 'number') return { status: null, reason: 'no_answer', domain: '', retryAfter: null }
  const body = response.data as { error?: { errors?: { reason?: unknown; domain?: unknown }[] } } | undefined
  const { reason, domain } = body?.error?.errors?.[0] ?? {}
  const headers = response.headers instanceof Headers ? response.headers : null
  return {
    status: response.status,
    reason: typeof reason === 'string' && /^\w{1,60}$/.test(reason) ? reason : '',
    domain: typeof domain === 'string' ? domain : '',
    retryAfter: headers?.get('retry-after') ?? null,
  }
}

function reasonOf({ status, reason, domain }: Said): ErrorReason {
  switch (status) {
    case null:
      return 'unreachable'
    // Of a token, which is then renewed; whether the grant lives, the token endpoint says.
    case 401:
      return 'unreachable'
    case 403:
      if (/^(userRateLimitExceeded|rateLimitExceeded|quotaExceeded|dailyLimitExceeded)$/.test(reason))
        return 'throttled'
      // A page that stands in between, or a project of the operator's that the API is not open to (`accessNotConfigured`): nothing of it is the person's
      // to mend, and it ends as an outage ends.
      if (reason === '' || domain === 'usageLimits') return 'unreachable'
      return reason === 'forbiddenForNonOrganizer' ? 'rejected' : 'forbidden'
    case 404:
      return 'calendar_gone'
    case 409:
      return 'id_taken'
    case 410:
      return reason === 'deleted' ? 'revision_moved' : 'cursor_expired'
    case 412:
      return 'revision_moved'
    case 429:
      return 'throttled'
    default:
      if (status >= 500) return 'unreachable'
      return status >= 400 ? 'rejected' : 'malformed'
  }
}
