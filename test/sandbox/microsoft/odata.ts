/** The query options of OData that Outlook honours on events: `$select`, `$expand`, `$filter`, `$orderby`, and pages. */
import type { Json } from '../wire/control-door.ts'
import { type Call, type Preferences, type Query, readerOf } from './call.ts'
import { boundMs } from './event-time.ts'
import { type GraphEvent, idOfPart, type Part, partOn, showPart } from './event-view.ts'
import { invalidFilter, invalidQuery, invalidRequest } from './graph-error.ts'
import { idOf, occurrenceIdOf, uidOf } from './ids.ts'
import type { ListEntry } from './model.ts'

/** What an answer shows of each event. */
export interface Selection {
  /** Null: everything. */
  fields: string[] | null
  /** Ids of the single-value extended properties to show; they are never echoed (FG, section 6). */
  extended: string[]
  /** Names of open extensions to show, or all. */
  extensions: 'all' | string[]
  exceptions: boolean
}

const EXTENSION_TYPE = 'microsoft.graph.openTypeExtension'

/** @throws GraphError 400 for an expansion that is not offered */
export function selectionOf(query: Query): Selection {
  const fields = query
    .option('select')
    ?.split(',')
    .map((field) => field.trim())
  const selection: Selection = { fields: fields ?? null, extended: [], extensions: [], exceptions: false }
  for (const part of outside(query.option('expand') ?? '', ',')) {
    const [, name = '', options = ''] = /^\s*(\w+)(?:\((.*)\))?\s*$/s.exec(part) ?? []
    const wanted = [...options.matchAll(/\bid\s+eq\s+'((?:[^']|'')*)'/g)].map(([, id = '']) => id.replaceAll("''", "'"))
    if (name === 'singleValueExtendedProperties') {
      if (wanted.length === 0) throw invalidRequest('Extended properties are expanded by $filter=id eq ... alone.')
      selection.extended.push(...wanted)
    } else if (name === 'extensions') selection.extensions = wanted.length === 0 ? 'all' : wanted
    else if (name === 'exceptionOccurrences') selection.exceptions = true
    else throw invalidQuery(`Could not find a property named '${name || part}' on type 'microsoft.graph.event'.`)
  }
  return selection
}

/** One event as the answer to this call shows it. */
export function render(part: Part, entry: ListEntry, preferences: Preferences, selection: Selection): object {
  const reader = readerOf(preferences, entry)
  const { item } = part
  const whole: GraphEvent = showPart(part, reader)
  const more: Record<string, unknown> = {}
  const properties = selection.extended.flatMap((id) => {
    const value = item.extended[id]
    return value === undefined ? [] : [{ id, value }]
  })
  if (properties.length > 0) more.singleValueExtendedProperties = properties
  const { extensions } = selection
  if (extensions === 'all' || extensions.length > 0) {
    const named = Object.entries(item.extensions).filter(([name]) => extensions === 'all' || extensions.includes(name))
    more.extensions = named.map(([name, values]) => shownExtension(name, values))
  }
  if (part.type === 'seriesMaster') {
    if (selection.exceptions) {
      const parts = Object.keys(item.exceptions).flatMap((date) => partOn(item, date) ?? [])
      more.exceptionOccurrences = parts.map((one) => showPart(one, reader))
    }
    // "Returned only on $select in a Get operation which specifies the ID of a series master event" (MT).
    if (selection.fields?.includes('cancelledOccurrences')) {
      const id = idOf(item, null, reader.immutableIds)
      more.cancelledOccurrences = item.cancelled.map((date) => occurrenceIdOf(id, date))
    }
  }
  if (selection.fields?.includes('occurrenceId') && part.date !== null)
    more.occurrenceId = occurrenceIdOf(idOf(item, null, reader.immutableIds), part.date)
  if (selection.fields === null) return { ...whole, ...more }
  const kept = new Set(['@odata.etag', 'id', ...selection.fields])
  return { ...Object.fromEntries(Object.entries(whole).filter(([name]) => kept.has(name))), ...more }
}

export function shownExtension(name: string, values: Record<string, Json | undefined>): object {
  const id = `Microsoft.OutlookServices.OpenTypeExtension.${name}`
  return { '@odata.type': `#${EXTENSION_TYPE}`, id, extensionName: name, ...values }
}

type Test = (part: Part) => boolean

/** A filter's clauses, joined by `and`. @throws GraphError 400 for anything it cannot read */
export function filterOf(query: Query): Test {
  const text = query.option('filter')
  if (text === undefined) return () => true
  const tests = outside(text, ' and ').map(clauseOf)
  return (part) => tests.every((test) => test(part))
}

function clauseOf(clause: string): Test {
  const property =
    /^singleValueExtendedProperties\/any\(\s*(\w+)\s*:\s*\1\/id eq '((?:[^']|'')*)' and \1\/value eq '((?:[^']|'')*)'\s*\)$/i.exec(
      clause.trim(),
    )
  if (property !== null) {
    const [, , id = '', value = ''] = property.map((text) => text?.replaceAll("''", "'"))
    // The name is case-sensitive (FG, section 6).
    return ({ item }) => item.extended[id] === value
  }
  const simple = /^([\w/]+) (eq|ne|ge|gt|le|lt) (?:'((?:[^']|'')*)'|(true|false|null))$/.exec(clause.trim())
  if (simple === null) throw invalidFilter(`Invalid filter clause: ${clause}`)
  const [, field = '', operator = '', quoted, word] = simple
  const wanted = quoted?.replaceAll("''", "'") ?? (word === 'null' ? null : word)
  if (field === 'start/dateTime' || field === 'end/dateTime') {
    const ms = boundMs(wanted ?? undefined)
    return (part) => compares(operator, (field === 'start/dateTime' ? part.startMs : part.endMs) - ms)
  }
  const read = FIELDS[field]
  if (read === undefined || (operator !== 'eq' && operator !== 'ne'))
    throw invalidFilter(`The property '${field}' does not support filtering by '${operator}'.`)
  return (part) => (read(part) === wanted) === (operator === 'eq')
}

/** What may be filtered by equality. */
const FIELDS: Record<string, (part: Part) => string | null | undefined> = {
  subject: ({ data }) => data.subject,
  iCalUId: ({ data, date }) => (data.iCalUId ? uidOf(data.iCalUId, date) : null),
  type: ({ type }) => type,
  isAllDay: ({ data }) => String(data.isAllDay === true),
  isCancelled: ({ data }) => String(data.isCancelled === true),
  isOrganizer: ({ data }) => String(data.isOrganizer === true),
  showAs: ({ data }) => data.showAs,
  sensitivity: ({ data }) => data.sensitivity,
}

function compares(operator: string, difference: number): boolean {
  switch (operator) {
    case 'eq':
      return difference === 0
    case 'ne':
      return difference !== 0
    case 'ge':
      return difference >= 0
    case 'gt':
      return difference > 0
    case 'le':
      return difference <= 0
    default:
      return difference < 0
  }
}

/** @throws GraphError 400 for an order that is not offered */
export function ordered(parts: Part[], query: Query): Part[] {
  const text = query.option('orderby')
  const [field = 'start/dateTime', direction = 'asc'] = text?.trim().split(/\s+/) ?? []
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  const by: ((part: Part) => number | string) | undefined = ORDERS[field.toLowerCase()]
  if (by === undefined) throw invalidQuery(`The property '${field}' cannot be used in the $orderby query option.`)
  const key = (part: Part) => idOfPart(part, { immutableIds: true })
  return parts.toSorted((a, b) => sign * comparison(by(a), by(b)) || comparison(key(a), key(b)))
}

const ORDERS: Record<string, (part: Part) => number | string> = {
  'start/datetime': (part) => part.startMs,
  'end/datetime': (part) => part.endMs,
  subject: (part) => part.data.subject ?? '',
  lastmodifieddatetime: (part) => part.item.changedAt,
  createddatetime: (part) => part.item.createdAt,
}

function comparison(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export const DEFAULT_PAGE = 10
export const LARGEST_PAGE = 1000

/** One page of a list, and the link to the next, to be followed as it is. */
export function paged<T>(
  call: Call,
  list: readonly T[],
  pageSize = DEFAULT_PAGE,
): { value: T[]; nextLink: string | null } {
  const top = call.query.number('top', 1, LARGEST_PAGE) ?? pageSize
  const skip = call.query.number('skip', 0, 1_000_000) ?? 0
  const value = list.slice(skip, skip + top)
  if (skip + top >= list.length) return { value, nextLink: null }
  const others = call.query.raw.split('&').filter((piece) => piece !== '' && !/^(\$|%24)skip=/i.test(piece))
  return { value, nextLink: `${call.origin}/v1.0${call.path}?${[...others, `%24skip=${skip + top}`].join('&')}` }
}

export function collection(call: Call, of: string, value: object[], nextLink: string | null): object {
  const context = `${call.origin}/v1.0/$metadata#users('${encodeURIComponent(call.account.id)}')/${of}`
  return { '@odata.context': context, value, ...(nextLink === null ? {} : { '@odata.nextLink': nextLink }) }
}

export function entity(call: Call, of: string, value: object): object {
  return {
    '@odata.context': `${call.origin}/v1.0/$metadata#users('${encodeURIComponent(call.account.id)}')/${of}/$entity`,
    ...value,
  }
}

/** Splits at a separator that stands outside quotes and parentheses. */
function outside(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let begin = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === "'") quoted = !quoted
    if (quoted) continue
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth > 0 || text.slice(at, at + separator.length) !== separator) continue
    parts.push(text.slice(begin, at))
    begin = at + separator.length
  }
  parts.push(text.slice(begin))
  return parts.filter((part) => part.trim() !== '')
}
