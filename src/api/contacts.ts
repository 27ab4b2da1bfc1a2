/** Contacts: whom the person met, and every touch since (design.md, section 6). */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { knownAt } from '../cycle/known.ts'
import { lastMetAt } from '../cycle/meetings.ts'
import type { PersonState } from '../cycle/state.ts'
import type { ContactId } from '../relationships/contact.ts'
import { named } from '../relationships/contact-list.ts'
import { writeCsv } from '../relationships/csv.ts'
import type { LedgerCommand } from '../relationships/ledger.ts'
import { writeCards } from '../relationships/vcard.ts'
import { timestamp } from '../time/instant.ts'
import { act, stateOf } from './asking.ts'
import { importRoutes } from './contacts-import.ts'
import { BODY_PROBLEMS, route, UNSAFE_PROBLEMS } from './describe.ts'
import { body, query } from './input.ts'
import { answered, ledger } from './ledger-asking.ts'
import { contactExample } from './ledger-examples.ts'
import {
  apartInput,
  type ContactShape,
  contactPatch,
  contactShape,
  mergeInput,
  newContact,
  newTouch,
} from './ledger-schemas.ts'
import { contactFacts, contactOf } from './ledger-shapes.ts'
import { pageOf, pageQuery } from './page.ts'
import { problem, refused } from './problem.ts'
import { listOf } from './schemas.ts'

const listQuery = v.strictObject({
  search: v.optional(
    v.pipe(v.string(), v.maxLength(200), v.description('Words of the name or company, without accents or case.')),
  ),
  due: v.optional(v.pipe(v.literal('true'), v.description('Those whose reminder is open.'))),
  ...pageQuery,
})

const exportQuery = v.strictObject({ format: v.picklist(['vcf', 'csv']) })

export const contactRoutes = new Hono<Door>()

contactRoutes.get(
  '/contacts',
  route({
    summary: 'Contacts, in the order in which they were written down.',
    tag: 'contacts',
    problems: ['invalid_query'],
    answer: { schema: listOf(contactShape), example: { items: [contactExample], next: null } },
  }),
  query(listQuery),
  async (c) => {
    const { search, due, ...page } = c.req.valid('query')
    const state = await stateOf(c)
    const facts = contactFacts(state, c.var.now)
    const wanted = named(state.contacts.values(), search ?? '')
      .filter(({ id }) => due === undefined || facts.reminders.get(id)?.open === true)
      .sort((a, b) =>
        a.body.createdAt < b.body.createdAt || (a.body.createdAt === b.body.createdAt && a.id < b.id) ? -1 : 1,
      )
    const { items, next } = pageOf(wanted, ({ id, body: { createdAt } }) => ({ at: createdAt, id }), page)
    return c.json({ items: items.map((contact) => contactOf(contact, facts)), next })
  },
)

contactRoutes.get(
  '/contacts/export',
  route({
    summary: 'All contacts as one file: vCard 3.0, or CSV.',
    tag: 'contacts',
    problems: ['invalid_query'],
    file: ['text/vcard', 'text/csv'],
  }),
  query(exportQuery),
  async (c) => {
    const { contacts, person } = await stateOf(c)
    const { format } = c.req.valid('query')
    const isCards = format === 'vcf'
    const text = isCards
      ? writeCards([...contacts.values()].map((contact) => contact.body))
      : writeCsv(contacts.values(), person.settings.timeZone)
    return c.body(text, 200, {
      'Content-Type': `${isCards ? 'text/vcard' : 'text/csv'}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="aforo.${format}"`,
    })
  },
)

contactRoutes.route('/', importRoutes)

contactRoutes.post(
  '/contacts',
  route({
    summary: 'Writes somebody down who was met.',
    tag: 'contacts',
    problems: BODY_PROBLEMS,
    answer: { status: 201, schema: contactShape, example: contactExample },
  }),
  body(newContact),
  async (c) => {
    const { id: given, eventId, ...contact } = c.req.valid('json')
    const id = (given ?? crypto.randomUUID()) as ContactId
    const event =
      eventId === undefined ? (lastMetAt(knownAt(await stateOf(c), c.var.now), c.var.now)?.id ?? null) : eventId
    const command: LedgerCommand =
      event === null ? { kind: 'add_contact', id, contact } : { kind: 'capture', event, people: [{ ...contact, id }] }
    return answered(c, 201, [command], contactAt(c, id))
  },
)

contactRoutes.get(
  '/contacts/:id',
  route({
    summary: 'One contact, with their story.',
    tag: 'contacts',
    problems: ['not_found'],
    answer: { schema: contactShape, example: contactExample },
  }),
  async (c) => {
    const state = await stateOf(c)
    const contact = state.contacts.get(c.req.param('id') as ContactId)
    return contact === undefined ? problem(c, 'not_found') : c.json(contactOf(contact, contactFacts(state, c.var.now)))
  },
)

contactRoutes.patch(
  '/contacts/:id',
  route({
    summary: 'Says something of a contact. What is said together is kept together, or refused together.',
    tag: 'contacts',
    problems: [...BODY_PROBLEMS, 'not_found'],
    answer: { schema: contactShape, example: contactExample },
  }),
  body(contactPatch),
  async (c) => {
    const contact = c.req.param('id') as ContactId
    const { stage, reminder, ...change } = c.req.valid('json')
    const commands: LedgerCommand[] = [{ kind: 'change_contact', contact, change }]
    if (stage !== undefined) commands.push({ kind: 'set_stage', contact, stage })
    if (reminder !== undefined) commands.push({ kind: 'skip', contact })
    return answered(c, 200, commands, contactAt(c, contact))
  },
)

contactRoutes.delete(
  '/contacts/:id',
  route({
    summary: 'Erases a contact. What came of them stays, without a name.',
    tag: 'contacts',
    problems: [...UNSAFE_PROBLEMS, 'not_found'],
  }),
  async (c) => {
    const result = await act(c, ledger({ kind: 'delete_contact', contact: c.req.param('id') as ContactId }))
    return result.kind === 'ok' ? c.body(null, 204) : refused(c, result)
  },
)

contactRoutes.post(
  '/contacts/:id/touches',
  route({
    summary: 'Writes a touch down: from then the next reminder is counted.',
    tag: 'contacts',
    problems: [...BODY_PROBLEMS, 'not_found'],
    answer: { status: 201, schema: contactShape, example: contactExample },
  }),
  body(newTouch),
  async (c) => {
    const contact = c.req.param('id') as ContactId
    const {
      id = crypto.randomUUID(),
      at = timestamp(c.var.now),
      note = null,
      eventId = null,
      kind,
    } = c.req.valid('json')
    const touch = { id, at, kind, note, eventId }
    return answered(c, 201, [{ kind: 'touch', contact, touch }], contactAt(c, contact))
  },
)

contactRoutes.delete(
  '/contacts/:id/touches/:touch',
  route({
    summary: 'Takes back a touch that was noted by mistake. What a calendar shows would come back, and is refused.',
    tag: 'contacts',
    problems: [...UNSAFE_PROBLEMS, 'not_found', 'invalid'],
  }),
  async (c) => {
    const contact = c.req.param('id') as ContactId
    const result = await act(c, ledger({ kind: 'forget_touch', contact, touch: c.req.param('touch') }))
    return result.kind === 'ok' ? c.body(null, 204) : refused(c, result)
  },
)

contactRoutes.post(
  '/contacts/:id/merge',
  route({
    summary: 'Makes two contacts one: this one stays, with everything of the other. Aforo never does so by itself.',
    tag: 'contacts',
    problems: [...BODY_PROBLEMS, 'not_found'],
    answer: { schema: contactShape, example: contactExample },
  }),
  body(mergeInput),
  async (c) => {
    const into = c.req.param('id') as ContactId
    return answered(c, 200, [{ kind: 'merge', into, from: c.req.valid('json').from }], contactAt(c, into))
  },
)

contactRoutes.post(
  '/contacts/:id/apart',
  route({
    summary: 'Says that two contacts who look alike are two people: they are not suggested as one again.',
    tag: 'contacts',
    problems: [...BODY_PROBLEMS, 'not_found'],
    answer: { schema: contactShape, example: contactExample },
  }),
  body(apartInput),
  async (c) => {
    const contact = c.req.param('id') as ContactId
    return answered(c, 200, [{ kind: 'keep_apart', contact, other: c.req.valid('json').other }], contactAt(c, contact))
  },
)

/** As the contact is then. */
function contactAt(c: Context<Door>, id: ContactId): (state: PersonState) => ContactShape | null {
  return (state) => {
    const contact = state.contacts.get(id)
    return contact === undefined ? null : contactOf(contact, contactFacts(state, c.var.now))
  }
}
