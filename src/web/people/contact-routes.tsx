/** The pages of contacts and what their forms say: parsed here, carried out by the person's object, shown again where it cannot be kept. */
import { type Context, Hono } from 'hono'
import type { Temporal } from 'temporal-polyfill'
import type { Door, Visitor } from '../../accounts/door.ts'
import { remindersOf } from '../../relationships/cadence.ts'
import { type Contact, type ContactId, STAGES } from '../../relationships/contact.ts'
import { dueOf, named, newestFirst } from '../../relationships/contact-list.ts'
import { duplicatesIn } from '../../relationships/duplicates.ts'
import { forgottenOf } from '../../relationships/forgotten.ts'
import type { LedgerCommand, LedgerProblem } from '../../relationships/ledger.ts'
import { localDay } from '../../relationships/local-day.ts'
import { pipelineOf, proposalOf } from '../../relationships/pipeline.ts'
import { timestamp } from '../../time/instant.ts'
import { contactPath } from '../frame/contact-facts.tsx'
import { notFoundPage } from '../frame/failures.tsx'
import { pageHtml } from '../frame/layout.tsx'
import { pageOf } from '../frame/pager.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { answerOf, type Fields, fieldsOf, need, redirectBack, type Said } from '../frame/visit.ts'
import { ContactPage, type ContactPageProps } from './contact.tsx'
import { DeleteContactPage, MergePage } from './contact-confirm.tsx'
import { type ContactFormName, factsFields, NOTED_KINDS } from './contact-forms.tsx'
import { ContactsPage, SEARCH_LENGTH } from './contacts.tsx'
import {
  calledOf,
  contactInput,
  everyDaysOf,
  namedContact,
  nextStepOf,
  outcomeOf,
  type Wrong,
  wrongIn,
} from './ledger-form.ts'
import { actOnLedger, givenId, type LedgerVisit, ledgerVisit } from './ledger-visit.ts'

const CONTACTS_PAGE = 50
/** What a person can do in one sitting; the others come when these are done. */
const MOST_DUE = 20
/** Names that a field offers; any other may be typed. */
const MOST_NAMES = 500

export const contactRoutes = new Hono<Door>()

contactRoutes.get('/contacts', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const { ledger, context, today } = visit
  const asked = (c.req.query('q') ?? '').trim().slice(0, SEARCH_LENGTH)
  const found = newestFirst(named(ledger.contacts.values(), asked))
  const due = dueOf(ledger, today, context.timeZone)
  return c.html(
    pageHtml(
      <ContactsPage
        frame={visit.frame}
        due={due.slice(0, MOST_DUE).map((one) => ({ ...one, touchId: crypto.randomUUID() }))}
        moreDue={Math.max(0, due.length - MOST_DUE)}
        list={{ ...pageOf(found, c.req.query('page'), CONTACTS_PAGE), asked, count: found.length }}
      />,
    ),
  )
})

contactRoutes.get('/contacts/:id', async (c) => {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : contactPage(c, visit, c.req.param('id'), null)
})

contactRoutes.get('/contacts/:id/merge', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const { contacts } = visit.ledger
  const [into, from] = [c.req.param('id'), c.req.query('from') ?? ''].map((id) => contacts.get(id as ContactId))
  if (into === undefined || from === undefined || into === from) return notFoundPage(c)
  const pair = duplicatesIn([into, from])[0]
  return c.html(
    pageHtml(
      <MergePage
        frame={visit.frame}
        into={into}
        from={from}
        reasons={pair?.reasons ?? []}
        eventNamed={visit.eventNamed}
      />,
    ),
  )
})

contactRoutes.get('/contacts/:id/delete', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const contact = visit.ledger.contacts.get(c.req.param('id') as ContactId)
  if (contact === undefined) return notFoundPage(c)
  const theirs = [...visit.ledger.outcomes.values()].filter(
    ({ body: { contactId, credits } }) =>
      contactId === contact.id || credits.some(({ to }) => to.kind === 'contact' && to.contactId === contact.id),
  )
  const isCounted = forgottenOf(contact, visit.ledger.outcomes.values(), visit.context.timeZone) !== null
  return c.html(
    pageHtml(
      <DeleteContactPage frame={visit.frame} contact={contact} isCounted={isCounted} outcomes={theirs.length} />,
    ),
  )
})

contactRoutes.post('/contacts/:id/touch', async (c) => {
  const [visitor, fields, contact] = [need(c), await fieldsOf(c), idOf(c)]
  const kind = NOTED_KINDS.find((one) => one === fields.kind)
  const at = touchedAt(fields.on?.trim() ?? '', c.var.now, visitor.settings.timeZone)
  const wrong: Wrong[] = [
    ...(kind === undefined ? [{ field: 'kind', reason: 'no_choice' as const, value: null }] : []),
    ...(at === null ? [{ field: 'on', reason: 'not_a_date' as const, value: null }] : []),
  ]
  if (kind === undefined || at === null) return again(c, 'touch', fields, wrong)
  const touch = { id: givenId(fields.id), at: timestamp(at), kind, note: fields.note ?? null, eventId: null }
  const inFields = ({ field, reason }: LedgerProblem) =>
    field === 'touch' ? (reason === 'too_long' ? 'note' : 'on') : field
  return carriedOut(c, visitor, 'touch', fields, [{ kind: 'touch', contact, touch }], 'touched', inFields)
})

contactRoutes.post('/contacts/:id/touches/:touch/forget', async (c) => {
  const [visitor, { back }] = [need(c), await fieldsOf(c)]
  const command = { kind: 'forget_touch' as const, contact: idOf(c), touch: c.req.param('touch') }
  return answerOf(c, back, await actOnLedger(c, visitor, command), 'untouched')
})

/** Only the promise that the page showed: another may have been made since. */
contactRoutes.post('/contacts/:id/kept', async (c) => {
  const [visitor, fields, id] = [need(c), await fieldsOf(c), idOf(c)]
  const contact = (await ledgerVisit(c))?.ledger.contacts.get(id)
  if (contact === undefined) return redirectBack(c, fields.back, { refused: 'missing' })
  const note = fields.step ?? ''
  const touch = { id: givenId(fields.id), at: timestamp(c.var.now), kind: 'follow_up' as const, note, eventId: null }
  const isKept = contact.body.nextStep?.text === note
  const result = await actOnLedger(
    c,
    visitor,
    { kind: 'touch', contact: id, touch },
    ...(isKept ? [{ kind: 'change_contact' as const, contact: id, change: { nextStep: null } }] : []),
  )
  return answerOf(c, fields.back, result, 'kept')
})

contactRoutes.post('/contacts/:id/skip', async (c) => {
  const [visitor, { back }] = [need(c), await fieldsOf(c)]
  return answerOf(c, back, await actOnLedger(c, visitor, { kind: 'skip', contact: idOf(c) }), 'skipped')
})

contactRoutes.post('/contacts/:id/stage', async (c) => {
  const [visitor, { back, stage: asked }] = [need(c), await fieldsOf(c)]
  const stage = STAGES.find((one) => one === asked)
  if (stage === undefined) return redirectBack(c, back, { refused: 'invalid' })
  return answerOf(c, back, await actOnLedger(c, visitor, { kind: 'set_stage', contact: idOf(c), stage }), 'saved')
})

contactRoutes.post('/contacts/:id/next-step', async (c) => {
  const [visitor, fields, contact] = [need(c), await fieldsOf(c), idOf(c)]
  const change = { nextStep: nextStepOf(fields) }
  return carriedOut(c, visitor, 'next-step', fields, [{ kind: 'change_contact', contact, change }], 'saved')
})

contactRoutes.post('/contacts/:id/cadence', async (c) => {
  const [visitor, fields, contact] = [need(c), await fieldsOf(c), idOf(c)]
  const days = everyDaysOf(fields)
  if (days.kind === 'wrong') return again(c, 'cadence', fields, [days.wrong])
  const change = { everyDays: days.value }
  return carriedOut(c, visitor, 'cadence', fields, [{ kind: 'change_contact', contact, change }], 'saved')
})

contactRoutes.post('/contacts/:id/facts', async (c) => {
  const [visitor, fields, id] = [need(c), await fieldsOf(c), idOf(c)]
  const contacts = (await ledgerVisit(c))?.ledger.contacts
  const contact = contacts?.get(id)
  if (contacts === undefined || contact === undefined) return redirectBack(c, fields.back, { refused: 'missing' })
  const change = contactInput(fields)
  // Left as the form had it, it says nothing, whoever else is called so.
  if (fields.introducedBy !== factsFields(contact.body, introducerOf(contact, contacts)).introducedBy) {
    const introducer = namedContact(fields, 'introducedBy', contacts.values(), id)
    if (introducer.kind === 'wrong') return again(c, 'facts', fields, [introducer.wrong])
    change.introducedBy = introducer.value
  }
  return carriedOut(c, visitor, 'facts', fields, [{ kind: 'change_contact', contact: id, change }], 'saved')
})

contactRoutes.post('/contacts/:id/outcome', async (c) => {
  const [visitor, fields, contact] = [need(c), await fieldsOf(c), idOf(c)]
  const said = outcomeOf(fields, contact, visitor.settings.currency)
  if (said.kind === 'wrong') return again(c, 'outcome', fields, said.wrong)
  const { kind, on, currency = visitor.settings.currency } = said.value
  const closed = kind === 'closed' ? await ledgerVisit(c) : null
  const outcomes = closed?.ledger.outcomes.values() ?? []
  const closes = proposalOf(outcomes, { kind, contactId: contact, currency, on })?.id ?? null
  const command: LedgerCommand = { kind: 'add_outcome', id: givenId(fields.id), outcome: { ...said.value, closes } }
  return carriedOut(c, visitor, 'outcome', fields, [command], closes === null ? 'outcomeSaved' : 'proposalClosed')
})

contactRoutes.post('/contacts/:id/merge', async (c) => {
  const [visitor, fields, into] = [need(c), await fieldsOf(c), idOf(c)]
  const from = (fields.from ?? '') as ContactId
  return answerOf(c, contactPath(into), await actOnLedger(c, visitor, { kind: 'merge', into, from }), 'merged')
})

contactRoutes.post('/contacts/:id/apart', async (c) => {
  const [visitor, fields, contact] = [need(c), await fieldsOf(c), idOf(c)]
  const command = { kind: 'keep_apart' as const, contact, other: (fields.other ?? '') as ContactId }
  return answerOf(c, fields.back, await actOnLedger(c, visitor, command), 'keptApart')
})

contactRoutes.post('/contacts/:id/delete', async (c) => {
  const visitor = need(c)
  const result = await actOnLedger(c, visitor, { kind: 'delete_contact', contact: idOf(c) })
  return answerOf(c, '/contacts', result, 'contactDeleted')
})

function idOf(c: Context<Door>): ContactId {
  return (c.req.param('id') ?? '') as ContactId
}

/** Now, or noon of a day that is over; null for what is no date. What is to come is the ledger's question. */
function touchedAt(on: string, now: Temporal.Instant, timeZone: string): Temporal.Instant | null {
  if (on === '') return now
  const day = localDay(on)
  if (day === null) return null
  const isToday = day.equals(now.toZonedDateTimeISO(timeZone).toPlainDate())
  return isToday ? now : day.toZonedDateTime({ timeZone, plainTime: '12:00' }).toInstant()
}

/** What cannot be kept comes back as it was typed, with what is wrong at its field. */
async function carriedOut(
  c: Context<Door>,
  visitor: Visitor,
  form: ContactFormName,
  fields: Fields,
  commands: readonly LedgerCommand[],
  said: Said,
  nameOf?: (problem: LedgerProblem) => string,
): Promise<Response> {
  const result = await actOnLedger(c, visitor, ...commands)
  if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, fields.back, result, said)
  return again(c, form, fields, wrongIn(result.problems ?? [], fields, nameOf))
}

async function again(
  c: Context<Door>,
  form: ContactFormName,
  fields: Fields,
  wrong: readonly Wrong[],
): Promise<Response> {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : contactPage(c, visit, idOf(c), { form, fields, wrong })
}

async function contactPage(
  c: Context<Door>,
  visit: LedgerVisit,
  id: string,
  sent: ContactPageProps['sent'],
): Promise<Response> {
  const { ledger, context, today, state } = visit
  const contact = ledger.contacts.get(id as ContactId)
  if (contact === undefined) return notFoundPage(c)
  const theirs = [...ledger.outcomes.values()].filter(({ body }) => body.contactId === contact.id)
  const { open, past, closedBy } = pipelineOf(theirs)
  // Everybody's reminders would be thousands of dates.
  const only = { ...ledger, contacts: new Map([[contact.id, contact]]) }
  const pairs = duplicatesIn(ledger.contacts.values()).filter((pair) => [pair.older, pair.newer].includes(contact.id))
  return c.html(
    pageHtml(
      <ContactPage
        frame={{ ...visit.frame, path: contactPath(contact.id) }}
        contact={contact}
        today={today}
        currency={state.person.settings.currency}
        reminder={remindersOf(only, today, context.timeZone).get(contact.id) ?? null}
        eventNamed={visit.eventNamed}
        introducer={introducerOf(contact, ledger.contacts)}
        introduced={[...ledger.contacts.values()].filter(({ body }) => body.introducedBy === contact.id)}
        outcomes={[...[...open].reverse(), ...past]}
        closedBy={closedBy}
        duplicates={pairs.flatMap((pair) => {
          const other = ledger.contacts.get(pair.older === contact.id ? pair.newer : pair.older)
          return other === undefined ? [] : [{ pair, other }]
        })}
        names={namesOf(visit, contact.id)}
        ids={{ touch: crypto.randomUUID(), outcome: crypto.randomUUID() }}
        sent={sent}
      />,
    ),
    sent === null ? 200 : 422,
  )
}

function introducerOf({ body }: Contact, contacts: ReadonlyMap<ContactId, Contact>): Contact | null {
  return (body.introducedBy === null ? undefined : contacts.get(body.introducedBy)) ?? null
}

/** How the others are called, those heard of last first. */
export function namesOf({ ledger }: LedgerVisit, but: ContactId | null): string[] {
  return newestFirst(ledger.contacts.values())
    .filter(({ id }) => id !== but)
    .slice(0, MOST_NAMES)
    .map(calledOf)
}
