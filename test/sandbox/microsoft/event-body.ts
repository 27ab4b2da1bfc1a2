/** What a client may write of an event, checked as Exchange checks it, and the event that comes of it. */
import type { Attendee, Importance, Sensitivity } from '@microsoft/microsoft-graph-types'
import { isObject, type Json, type JsonObject } from '../wire/control-door.ts'
import { checkTimes, wallIn } from './event-time.ts'
import { invalidProperty, invalidRequest } from './graph-error.ts'
import type { Account, Item, ItemData } from './model.ts'
import { PATTERN_TYPES } from './recurrence.ts'

const IMPORTANCES: readonly Importance[] = ['low', 'normal', 'high']
const SENSITIVITIES: readonly Sensitivity[] = ['normal', 'personal', 'private', 'confidential']
export const SHOWN_AS = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'] as const
const RANGES = ['endDate', 'noEnd', 'numbered'] as const
const NO_LOCATION = {
  displayName: '',
  locationType: 'default',
  uniqueIdType: 'unknown',
  address: {},
  coordinates: {},
} as const

/** An event of somebody's own without anything in it, an hour long. */
export function blankEvent(
  account: Pick<Account, 'address' | 'name'>,
  start: ItemData['start'],
  end: ItemData['end'],
): ItemData {
  return {
    categories: [],
    transactionId: null,
    iCalUId: null,
    reminderMinutesBeforeStart: 15,
    isReminderOn: true,
    hasAttachments: false,
    subject: '',
    importance: 'normal',
    sensitivity: 'normal',
    isAllDay: false,
    isCancelled: false,
    isOrganizer: true,
    responseRequested: true,
    showAs: 'busy',
    onlineMeetingUrl: null,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    allowNewTimeProposals: true,
    isDraft: false,
    hideAttendees: false,
    onlineMeeting: null,
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    body: { contentType: 'html', content: '' },
    start,
    end,
    location: NO_LOCATION,
    locations: [],
    attendees: [],
    organizer: { emailAddress: { name: account.name, address: account.address } },
  }
}

/**
 * Merges what a body sets into an event; what it does not name stays. Read-only properties are passed over, as Graph does.
 * @throws GraphError 400
 */
export function merged(before: ItemData, body: JsonObject): ItemData {
  const data: ItemData = { ...before, ...plainFields(body) }
  if (body.start !== undefined) data.start = wallIn(asObject(body.start, 'start'), 'start')
  if (body.end !== undefined) data.end = wallIn(asObject(body.end, 'end'), 'end')
  if (body.body !== undefined) data.body = bodyOf(asObject(body.body, 'body'))
  if (body.location !== undefined) {
    const name = body.location === null ? '' : asObject(body.location, 'location').displayName
    data.location = { ...NO_LOCATION, displayName: typeof name === 'string' ? name : '' }
    data.locations = data.location.displayName === '' ? [] : [data.location]
  }
  if (body.attendees !== undefined) data.attendees = attendeesOf(body.attendees, before.attendees ?? [])
  checkTimes(data.start, data.end, data.isAllDay === true)
  return data
}

/** A pattern and its range. @throws GraphError 400 */
export function recurrenceIn(value: Json | undefined, data: ItemData): Item['recurrence'] {
  if (value === undefined || value === null) return null
  const whole = asObject(value, 'recurrence')
  const pattern = asObject(whole.pattern ?? null, 'pattern')
  const range = asObject(whole.range ?? null, 'range')
  const type = PATTERN_TYPES.find((one) => one === pattern.type)
  const rangeType = RANGES.find((one) => one === range.type)
  if (type === undefined || rangeType === undefined) throw invalidProperty('At least one property failed validation.')
  if (typeof range.startDate !== 'string' || !(Number(pattern.interval ?? 1) >= 1))
    throw invalidProperty('At least one property failed validation.')
  const needsDays = type === 'weekly' || type === 'relativeMonthly' || type === 'relativeYearly'
  if (needsDays && !(Array.isArray(pattern.daysOfWeek) && pattern.daysOfWeek.length > 0))
    throw invalidProperty('At least one property failed validation.')
  // Checked above as far as it decides anything; the rest is served as it was sent.
  const recurrence: NonNullable<Item['recurrence']> = JSON.parse(JSON.stringify(whole))
  return {
    pattern: { month: 0, dayOfMonth: 0, firstDayOfWeek: 'sunday', index: 'first', ...recurrence.pattern, type },
    range: {
      endDate: '0001-01-01',
      numberOfOccurrences: 0,
      ...recurrence.range,
      type: rangeType,
      recurrenceTimeZone: recurrence.range?.recurrenceTimeZone ?? data.start.timeZone,
    },
  }
}

/** Extended properties of a body, by id. */
export function extendedIn(body: JsonObject): Record<string, string> {
  const given = body.singleValueExtendedProperties
  const pairs = (Array.isArray(given) ? given : []).map((one) => {
    const { id, value } = asObject(one, 'singleValueExtendedProperties')
    if (typeof id !== 'string' || !/^\w+ (\{[0-9a-f-]{36}\} (Name \S.*|Id 0x[0-9a-f]+)|0x[0-9a-f]+)$/i.test(id))
      throw invalidRequest(`The extended property id '${String(id)}' is not valid.`)
    return [id, typeof value === 'string' ? value : '']
  })
  return Object.fromEntries(pairs)
}

function plainFields(body: JsonObject): Partial<ItemData> {
  const { subject, isAllDay, showAs, sensitivity, importance, isReminderOn, reminderMinutesBeforeStart, categories } =
    body
  const oneOf = <T extends string>(values: readonly T[], value: Json | undefined, name: string): T => {
    const found = values.find((one) => one === value)
    if (found === undefined)
      throw invalidProperty(`Property ${name} in payload has a value that does not match schema.`)
    return found
  }
  return {
    ...(subject === undefined ? {} : { subject: subject === null ? '' : String(subject) }),
    ...(typeof isAllDay === 'boolean' ? { isAllDay } : {}),
    ...(showAs === undefined ? {} : { showAs: oneOf(SHOWN_AS, showAs, 'showAs') }),
    ...(sensitivity === undefined ? {} : { sensitivity: oneOf(SENSITIVITIES, sensitivity, 'sensitivity') }),
    ...(importance === undefined ? {} : { importance: oneOf(IMPORTANCES, importance, 'importance') }),
    ...(typeof isReminderOn === 'boolean' ? { isReminderOn } : {}),
    ...(typeof reminderMinutesBeforeStart === 'number' ? { reminderMinutesBeforeStart } : {}),
    ...(Array.isArray(categories) ? { categories: categories.map(String) } : {}),
    // An online meeting that the account may not have is ignored without a word (LG F10): so are these here.
    ...flags(body, ['responseRequested', 'allowNewTimeProposals', 'hideAttendees']),
  }
}

function flags(
  body: JsonObject,
  names: readonly ('responseRequested' | 'allowNewTimeProposals' | 'hideAttendees')[],
): Partial<ItemData> {
  const data: Partial<ItemData> = {}
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'boolean') data[name] = value
  }
  return data
}

function bodyOf({ contentType, content }: JsonObject): ItemData['body'] {
  const text = typeof contentType === 'string' && contentType.toLowerCase() === 'html' ? 'html' : 'text'
  return { contentType: text, content: typeof content === 'string' ? content : '' }
}

/** A list of guests replaces the one before; who was on it keeps their answer. */
function attendeesOf(value: Json, before: readonly Attendee[]): Attendee[] {
  if (!Array.isArray(value)) throw invalidProperty('At least one property failed validation.')
  return value.map((one) => {
    const { emailAddress, type } = asObject(one, 'attendees')
    const { address, name } = asObject(emailAddress ?? null, 'emailAddress')
    if (typeof address !== 'string') throw invalidProperty('At least one property failed validation.')
    const known = before.find((guest) => guest.emailAddress?.address?.toLowerCase() === address.toLowerCase())
    return {
      type: type === 'optional' || type === 'resource' ? type : 'required',
      status: known?.status ?? { response: 'none', time: '0001-01-01T00:00:00Z' },
      emailAddress: { name: typeof name === 'string' ? name : address, address },
    }
  })
}

export function asObject(value: Json, name: string): JsonObject {
  if (!isObject(value)) throw invalidProperty(`Property ${name} in payload has a value that does not match schema.`)
  return value
}
