/**
 * Graph's refusals. Two servers speak here: the gateway (authorisation, throttling, subscriptions), whose errors carry an
 * `innerError`, and Exchange behind it, whose errors carry `code` and `message` alone, the request id being a header (recordings).
 * They are thrown, because whatever depth of a route notices one, the whole request ends with it.
 */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>
  /** Whether the gateway says it. */
  readonly gateway: boolean

  constructor(
    status: number,
    code: string,
    message: string,
    more: { gateway?: true; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.gateway = more.gateway ?? false
    this.headers = more.headers ?? {}
  }

  body(requestId: string, clientRequestId: string, now: number): object {
    const date = new Date(now).toISOString().slice(0, 19)
    const innerError = { date, 'request-id': requestId, 'client-request-id': clientRequestId }
    return { error: { code: this.code, message: this.message, ...(this.gateway ? { innerError } : {}) } }
  }
}

const exchange = (status: number, code: string) => (message: string) => new GraphError(status, code, message)

export const invalidRequest = (message: string) =>
  exchange(400, 'ErrorInvalidRequest')(`Your request can't be completed. ${message}`)
export const invalidParameter = exchange(400, 'ErrorInvalidParameter')
export const invalidProperty = exchange(400, 'ErrorPropertyValidationFailure')
export const invalidQuery = exchange(400, 'ErrorInvalidUrlQuery')
export const invalidFilter = exchange(400, 'ErrorInvalidUrlQueryFilter')
export const malformedId = () => exchange(400, 'ErrorInvalidIdMalformed')('Id is malformed.')
export const itemNotFound = () => exchange(404, 'ErrorItemNotFound')('The specified object was not found in the store.')
export const accessDenied = () =>
  exchange(403, 'ErrorAccessDenied')('Access is denied. Check credentials and try again.')

export const zoneNotSupported = (zone: string) =>
  exchange(
    400,
    'TimeZoneNotSupportedException',
  )(`A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`)

export const conflict = (status: 409 | 412) =>
  exchange(
    status,
    'ErrorIrresolvableConflict',
  )(
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  )

export const duplicateTransaction = (status: number) =>
  exchange(
    status,
    'ErrorDuplicateTransactionId',
  )(
    "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
  )

/** The words of the service, generations and all (microsoft-graph-docs#2350). */
export const syncStateNotFound = (generation: number, highest: number) =>
  new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${generation};[highest=${highest}][${highest}][${highest - 2}][${highest - 1}].`,
    { gateway: true },
  )

export const syncStateInvalid = () =>
  new GraphError(400, 'SyncStateInvalid', 'The sync state is invalid.', { gateway: true })

/** @param location the same collection with an empty token: where a full round begins */
export const resyncRequired = (location: string) =>
  new GraphError(410, 'resyncRequired', 'Resync required. Replace local items with the ones from the server.', {
    gateway: true,
    headers: { location },
  })

const gateway = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  new GraphError(status, code, message, { gateway: true, headers })

export const invalidToken = (message = 'Lifetime validation failed, the token is expired.') =>
  gateway(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  })

export const insufficientPrivileges = () =>
  gateway(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')

export const badRequest = (message: string) => gateway(400, 'BadRequest', message)
export const invalidSubscription = (message: string) => gateway(400, 'InvalidRequest', message)
export const validationFailed = (message: string) => gateway(400, 'ValidationError', message)
export const resourceNotFound = (message = 'The object was not found.') => gateway(404, 'ResourceNotFound', message)
export const segmentNotFound = (segment: string) =>
  gateway(400, 'BadRequest', `Resource not found for the segment '${segment}'.`)
export const subscriptionExists = () =>
  gateway(409, 'Conflict', 'A subscription for the same resource and change type already exists.')

export const throttled = (retryAfter: string) =>
  gateway(429, 'ApplicationThrottled', 'Application is over its Outlook limit.', { 'retry-after': retryAfter })

/** Measured as a 429 (terraform-provider-outlook#21); a 503 has been told of, too (KP#603). */
export const overConcurrency = (status: 429 | 503, retryAfter: string) =>
  gateway(status, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
    'retry-after': retryAfter,
  })

/** The usual body for a status and a code, for faults that name one. */
export function refusal(status: number, code: string | undefined, retryAfter: string | undefined): GraphError {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  const usual = USUAL[code ?? ''] ?? USUAL[String(status)] ?? ['UnknownError', '']
  const [word, message] = code === undefined ? usual : [code, usual[1]]
  return new GraphError(status, word, message, word.startsWith('Error') ? { headers } : { gateway: true, headers })
}

const USUAL: Record<string, [code: string, message: string]> = {
  400: ['BadRequest', 'Bad Request'],
  401: ['InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  404: ['ErrorItemNotFound', 'The specified object was not found in the store.'],
  409: ['ErrorIrresolvableConflict', 'The send or update operation could not be performed.'],
  410: ['SyncStateNotFound', 'The sync state generation is not found; generation=518;[highest=523][523][521][522].'],
  412: ['ErrorIrresolvableConflict', 'The change key passed in the request does not match the current change key.'],
  429: ['ApplicationThrottled', 'Application is over its Outlook limit.'],
  ErrorMailboxMoveInProgress: ['ErrorMailboxMoveInProgress', 'Mailbox move in progress. Try again later.'],
  ErrorQuotaExceeded: ['ErrorQuotaExceeded', 'The mailbox has reached its quota.'],
  500: ['InternalServerError', 'The server encountered an unexpected failure.'],
  502: ['BadGateway', 'Failed to execute backend request.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The server did not respond in time.'],
}
