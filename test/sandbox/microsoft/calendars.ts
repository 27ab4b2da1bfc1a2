/** The person: profile, mailbox settings and calendars (checklist 38, 39). */
import type { Calendar, MailboxSettings, User } from '@microsoft/microsoft-graph-types'
import { type Answer, bodyObject, type Call, mayRead, mayWrite, NO_CONTENT, need, ok, placeOf } from './call.ts'
import { accessDenied, invalidProperty, invalidRequest } from './graph-error.ts'
import type { CalendarRecord, ListEntry } from './model.ts'
import { collection, entity, paged } from './odata.ts'
import { windowsOf } from './zones.ts'

export function getMe(call: Call): Answer {
  need(call, 'user.read', 'user.readwrite')
  const { account } = call
  const [given = account.name, ...family] = account.name.split(' ')
  const user: User = {
    id: account.id,
    displayName: account.name,
    givenName: given,
    surname: family.join(' '),
    mail: account.kind === 'work' ? account.address : null,
    userPrincipalName: account.email,
    preferredLanguage: null,
  }
  return ok({ '@odata.context': `${call.origin}/v1.0/$metadata#users/$entity`, ...user })
}

export function getMailboxSettings(call: Call): Answer {
  need(call, 'mailboxsettings.read', 'mailboxsettings.readwrite')
  const settings: MailboxSettings = {
    timeZone: windowsOf(call.account.timeZone),
    language: { locale: 'es-MX', displayName: 'Spanish (Mexico)' },
    dateFormat: 'dd/MM/yyyy',
    timeFormat: 'HH:mm',
  }
  return ok({ '@odata.context': `${call.origin}/v1.0/$metadata#users/mailboxSettings`, ...settings })
}

export function listCalendars(call: Call): Answer {
  mayRead(call)
  const { world, account, faults } = call
  const all = faults.has('empty-list') ? [] : world.entriesOf(account.email)
  const short = faults.of('short-list')
  const listed = short === undefined ? all : all.slice(0, Math.max(0, all.length - short.count))
  const { value, nextLink } = paged(call, listed)
  return ok(
    collection(
      call,
      'calendars',
      value.map((entry) => shown(call, entry)),
      nextLink,
    ),
  )
}

export function getCalendar(call: Call, id: string | null): Answer {
  mayRead(call)
  return ok(entity(call, 'calendars', shown(call, placeOf(call, id).entry)))
}

export function createCalendar(call: Call): Answer {
  mayWrite(call)
  const { name } = bodyObject(call)
  if (typeof name !== 'string' || name === '') throw invalidProperty('At least one property failed validation.')
  const { world, account } = call
  if (world.entriesOf(account.email).some((entry) => entry.name === name))
    throw invalidRequest('A folder with the specified name already exists.')
  const owner: CalendarRecord['owner'] = { address: account.address, name: account.name }
  const calendar = world.putCalendar(`${account.email} ${world.nextNumber()} ${name}`, owner, name)
  return { status: 201, json: entity(call, 'calendars', shown(call, world.list(account.email, calendar))) }
}

export function deleteCalendar(call: Call, id: string | null): Answer {
  mayWrite(call)
  const { entry, calendar } = placeOf(call, id)
  if (!entry.isRemovable || !entry.canEdit) throw accessDenied()
  call.world.dropCalendar(calendar)
  return NO_CONTENT
}

function shown(call: Call, entry: ListEntry): Calendar {
  const { owner } = call.world.calendarOf(entry)
  const business = call.account.kind === 'work'
  return {
    id: entry.id,
    name: entry.name,
    color: 'auto',
    hexColor: '',
    isDefaultCalendar: entry.isDefault,
    changeKey: entry.changeKey,
    canShare: entry.canShare,
    canViewPrivateItems: entry.canViewPrivateItems,
    canEdit: entry.canEdit,
    allowedOnlineMeetingProviders: business ? ['teamsForBusiness'] : [],
    defaultOnlineMeetingProvider: business ? 'teamsForBusiness' : 'unknown',
    isTallyingResponses: entry.isDefault,
    isRemovable: entry.isRemovable,
    owner,
  }
}
