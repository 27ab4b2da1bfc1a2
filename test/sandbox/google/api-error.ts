/**
 * Google's refusals, word for word where the words are public: every error body of the API is built here.
 * They are thrown, because whatever depth of a route notices one, the whole request ends with it.
 * Source: provider-facts A3-A7 and https://developers.google.com/workspace/calendar/api/guides/errors
 */
export interface ApiErrorDetail {
  domain: string
  reason: string
  message: string
  locationType?: string
  location?: string
}

export class ApiError extends Error {
  readonly status: number
  readonly detail: ApiErrorDetail
  readonly headers: Record<string, string>

  constructor(status: number, detail: ApiErrorDetail, headers: Record<string, string> = {}) {
    super(detail.message)
    this.status = status
    this.detail = detail
    this.headers = headers
  }

  body() {
    return { error: { errors: [this.detail], code: this.status, message: this.detail.message } }
  }
}

const parameter = (location: string) => ({ locationType: 'parameter', location })

export const invalid = (message: string, location?: string) =>
  new ApiError(400, {
    domain: 'global',
    reason: 'invalid',
    message,
    ...(location === undefined ? {} : parameter(location)),
  })

export const required = (message: string) => new ApiError(400, { domain: 'global', reason: 'required', message })

export const parseError = () => new ApiError(400, { domain: 'global', reason: 'parseError', message: 'Parse Error' })

export const timeRangeEmpty = (location?: string) =>
  new ApiError(400, {
    domain: 'calendar',
    reason: 'timeRangeEmpty',
    message: 'The specified time range is empty.',
    ...(location === undefined ? {} : parameter(location)),
  })

export const notAllowedWithSyncToken = (name: string) =>
  invalid(`Sync token cannot be used with the parameter ${name}.`, name)

export const authError = () =>
  new ApiError(
    401,
    {
      domain: 'global',
      reason: 'authError',
      message: 'Invalid Credentials',
      locationType: 'header',
      location: 'Authorization',
    },
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  )

export const loginRequired = () =>
  new ApiError(401, {
    domain: 'global',
    reason: 'required',
    message: 'Login Required.',
    locationType: 'header',
    location: 'Authorization',
  })

export const insufficientPermissions = () =>
  new ApiError(403, {
    domain: 'global',
    reason: 'insufficientPermissions',
    message: 'Request had insufficient authentication scopes.',
  })

export const writerNeeded = () =>
  new ApiError(403, {
    domain: 'calendar',
    reason: 'requiredAccessLevel',
    message: 'You need to have writer access to this calendar.',
  })

export const forbidden = (message = 'Forbidden') =>
  new ApiError(403, { domain: 'global', reason: 'forbidden', message })

export const forbiddenForNonOrganizer = () =>
  new ApiError(403, {
    domain: 'calendar',
    reason: 'forbiddenForNonOrganizer',
    message: 'Shared properties can only be changed by the organizer of the event.',
  })

export const notFound = () => new ApiError(404, { domain: 'global', reason: 'notFound', message: 'Not Found' })

export const duplicate = () =>
  new ApiError(409, {
    domain: 'global',
    reason: 'duplicate',
    message: 'The requested identifier already exists.',
  })

export const resourceDeleted = () =>
  new ApiError(410, { domain: 'global', reason: 'deleted', message: 'Resource has been deleted' })

/** @param told which of the two ways the switch says */
export const deadSyncToken = (told: 'gone' | 'invalid') =>
  told === 'invalid'
    ? invalid('Invalid sync token value.', 'syncToken')
    : new ApiError(410, {
        domain: 'calendar',
        reason: 'fullSyncRequired',
        message: 'Sync token is no longer valid, a full sync is required.',
        ...parameter('syncToken'),
      })

export const updatedMinTooLongAgo = () =>
  new ApiError(410, {
    domain: 'calendar',
    reason: 'updatedMinTooLongAgo',
    message: 'The requested minimum modification time lies too far in the past.',
    ...parameter('updatedMin'),
  })

export const conditionNotMet = () =>
  new ApiError(412, {
    domain: 'global',
    reason: 'conditionNotMet',
    message: 'Precondition Failed',
    locationType: 'header',
    location: 'If-Match',
  })

export const channelRefused = (reason: string, message: string) =>
  new ApiError(400, { domain: 'global', reason, message })

/** The usual body for a status and a reason, for faults that name one. */
export function refusal(status: number, reason: string | undefined, retryAfter: string | undefined): ApiError {
  const [domain, word, message] = USUAL[reason ?? ''] ??
    USUAL[String(status)] ?? ['global', 'backendError', 'Backend Error']
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  return new ApiError(status, { domain, reason: reason ?? word, message }, headers)
}

const USUAL: Record<string, [domain: string, reason: string, message: string]> = {
  400: ['global', 'badRequest', 'Bad Request'],
  401: ['global', 'authError', 'Invalid Credentials'],
  403: ['global', 'forbidden', 'Forbidden'],
  404: ['global', 'notFound', 'Not Found'],
  408: ['global', 'requestTimeout', 'Request Timeout'],
  409: ['global', 'duplicate', 'The requested identifier already exists.'],
  410: ['global', 'deleted', 'Resource has been deleted'],
  412: ['global', 'conditionNotMet', 'Precondition Failed'],
  429: ['usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded'],
  userRateLimitExceeded: ['usageLimits', 'userRateLimitExceeded', 'User Rate Limit Exceeded'],
  rateLimitExceeded: ['usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded'],
  quotaExceeded: ['usageLimits', 'quotaExceeded', 'Calendar usage limits exceeded.'],
  dailyLimitExceeded: ['usageLimits', 'dailyLimitExceeded', 'Daily Limit Exceeded'],
  accessNotConfigured: ['usageLimits', 'accessNotConfigured', 'Access Not Configured.'],
  insufficientPermissions: ['global', 'insufficientPermissions', 'Request had insufficient authentication scopes.'],
  fullSyncRequired: ['calendar', 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.'],
  updatedMinTooLongAgo: [
    'calendar',
    'updatedMinTooLongAgo',
    'The requested minimum modification time lies too far in the past.',
  ],
  500: ['global', 'backendError', 'Backend Error'],
  502: ['global', 'backendError', 'Bad Gateway'],
  503: ['global', 'backendError', 'Service Unavailable'],
  504: ['global', 'backendError', 'Gateway Timeout'],
}
