/** The shapes of contacts and outcomes, as schemas: what is taken in, what is answered, and what OpenAPI says of both (design.md, sections 6 and 8). */
import * as v from 'valibot'
import type { EventId } from '../calendar/event.ts'
import { type ContactId, STAGES } from '../relationships/contact.ts'
import { MOST_AMOUNT, MOST_CREDITS, OUTCOME_KINDS, type OutcomeId, WHOLE } from '../relationships/outcome.ts'

const moment = v.pipe(v.string(), v.isoTimestamp())
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'an ISO date'))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100))
/** Ids are texts until the ledger has looked for them. */
const contactId = v.pipe(
  id,
  v.transform((text) => text as ContactId),
)
const eventId = v.pipe(
  id,
  v.transform((text) => text as EventId),
)
const outcomeId = v.pipe(
  id,
  v.transform((text) => text as OutcomeId),
)
/** Bounds and forms are the ledger's, which says what is wrong field by field; these only keep a body from being anything at all. */
const text = v.pipe(v.string(), v.maxLength(20_000))
const texts = v.pipe(v.array(text), v.maxLength(200))
const ownId = v.pipe(
  v.string(),
  v.uuid(),
  v.description('Made by whoever sends it, so that sending it twice changes nothing; made here where it is left out.'),
)

const nextStep = v.pipe(
  v.nullable(v.strictObject({ text, on: v.optional(v.nullable(day), null) })),
  v.description('What was promised, and for when; null for nothing.'),
)
const facts = {
  company: v.exactOptional(v.nullable(text)),
  role: v.exactOptional(v.nullable(text)),
  emails: v.exactOptional(texts),
  phones: v.exactOptional(
    v.pipe(
      texts,
      v.description('As people write them; kept in E.164, those without a country’s code in the person’s country.'),
    ),
  ),
  urls: v.exactOptional(texts),
  note: v.exactOptional(v.nullable(text)),
  nextStep: v.exactOptional(nextStep),
  everyDays: v.exactOptional(
    v.pipe(v.nullable(v.number()), v.description('Days between touches; null: by the stage.')),
  ),
  introducedBy: v.exactOptional(v.nullable(contactId)),
}

export const newContact = v.pipe(
  v.strictObject({
    id: v.exactOptional(ownId),
    name: text,
    ...facts,
    eventId: v.exactOptional(
      v.pipe(
        v.nullable(eventId),
        v.description(
          'Where they met. Left out: the networking event that is under way or ended within a day, if there is one; null: at no event.',
        ),
      ),
    ),
  }),
  v.metadata({ ref: 'NewContact' }),
)
export const contactPatch = v.pipe(
  v.strictObject({
    name: v.exactOptional(text),
    ...facts,
    stage: v.exactOptional(v.picklist(STAGES)),
    reminder: v.exactOptional(
      v.pipe(
        v.literal('not_now'),
        v.description('Puts off today’s reminder; three in a row, and it comes half as often.'),
      ),
    ),
  }),
  v.metadata({ ref: 'ContactPatch' }),
)
export const newTouch = v.pipe(
  v.strictObject({
    id: v.exactOptional(ownId),
    kind: v.picklist(['call', 'message', 'email', 'meeting', 'follow_up', 'note']),
    at: v.exactOptional(
      v.pipe(v.string(), v.maxLength(60), v.description('RFC 3339, not in the future; now where it is left out.')),
    ),
    note: v.exactOptional(v.nullable(text)),
    eventId: v.exactOptional(v.nullable(eventId)),
  }),
  v.metadata({ ref: 'NewTouch' }),
)
export const mergeInput = v.pipe(
  v.strictObject({
    from: v.pipe(contactId, v.description('Goes; everything of theirs is this contact’s from then on.')),
  }),
  v.metadata({ ref: 'Merge' }),
)

export const apartInput = v.pipe(
  v.strictObject({ other: v.pipe(contactId, v.description('Looks alike, and is somebody else.')) }),
  v.metadata({ ref: 'Apart' }),
)

export const contactShape = v.pipe(
  v.object({
    id: v.string(),
    name: v.string(),
    company: v.nullable(v.string()),
    role: v.nullable(v.string()),
    emails: v.array(v.string()),
    phones: v.pipe(v.array(v.string()), v.description('E.164.')),
    urls: v.array(v.string()),
    note: v.nullable(v.string()),
    links: v.pipe(
      v.object({ call: v.array(v.string()), whatsApp: v.array(v.string()), write: v.array(v.string()) }),
      v.description('Ready to be opened: `tel:`, `https://wa.me/`, `mailto:`.'),
    ),
    stage: v.picklist(STAGES),
    stageOn: day,
    createdAt: moment,
    timeZone: v.string(),
    source: v.picklist(['captured', 'typed', 'imported']),
    introducedBy: v.nullable(v.string()),
    nextStep: v.nullable(v.object({ text: v.string(), on: v.nullable(day), promisedOn: day })),
    everyDays: v.nullable(v.number()),
    reminder: v.pipe(
      v.nullable(v.object({ dueOn: day, everyDays: v.number(), skipped: v.number(), open: v.boolean() })),
      v.description('When they are to be heard of again; null for a contact that rests.'),
    ),
    encounters: v.array(v.object({ eventId: v.string(), at: moment, title: v.string() })),
    touches: v.array(
      v.object({
        id: v.string(),
        at: moment,
        kind: v.picklist(['call', 'message', 'email', 'meeting', 'follow_up', 'encounter', 'note']),
        note: v.nullable(v.string()),
        eventId: v.nullable(v.string()),
      }),
    ),
    duplicates: v.pipe(
      v.array(
        v.object({
          id: v.string(),
          certainty: v.picklist(['certain', 'likely']),
          reasons: v.array(
            v.object({
              kind: v.picklist(['mail', 'phone', 'name_and_event', 'name_and_series', 'name_and_company']),
              value: v.pipe(
                v.string(),
                v.description('The address, the number, the event, what a series is called, or the company.'),
              ),
            }),
          ),
        }),
      ),
      v.description('Who may be the same person. Merging is the person’s act alone.'),
    ),
  }),
  v.metadata({ ref: 'Contact' }),
)
export type ContactShape = v.InferOutput<typeof contactShape>

export const importShape = v.pipe(
  v.object({
    added: v.number(),
    addedTo: v.number(),
    known: v.number(),
    refused: v.number(),
    rows: v.array(
      v.object({
        row: v.pipe(
          v.number(),
          v.description(
            'Which card of the file, from 1; of a CSV the row as a spreadsheet shows it, titles included: what follows titles on row 1 is row 2.',
          ),
        ),
        became: v.picklist(['added', 'added_to', 'known', 'refused']),
        contactId: v.nullable(v.string()),
        errors: v.array(v.object({ path: v.string(), reason: v.string(), message: v.string() })),
      }),
    ),
  }),
  v.metadata({ ref: 'Import' }),
)
export type ImportShape = v.InferOutput<typeof importShape>

const credit = v.pipe(
  v.strictObject({
    to: v.variant('kind', [
      v.strictObject({ kind: v.literal('event'), eventId }),
      v.strictObject({ kind: v.literal('contact'), contactId }),
      v.strictObject({
        kind: v.literal('none'),
        metAt: v.exactOptional(
          v.pipe(eventId, v.description('Where an introducer who was erased had been met: it can be kept, not given.')),
        ),
      }),
    ]),
    share: v.pipe(v.number(), v.description(`Ten-thousandths; all of an outcome’s sum to exactly ${WHOLE}.`)),
  }),
  v.description('Whom it is owed to: the event where they met, whoever introduced them, or nobody.'),
)
const outcomeFacts = {
  contactId: v.pipe(v.nullable(contactId), v.description('Null once the contact was erased.')),
  on: v.pipe(v.string(), v.maxLength(40), v.description('ISO date, not in the future.')),
  amount: v.exactOptional(
    v.pipe(
      v.nullable(v.number()),
      v.description(
        `Whole minor units as ISO 4217 counts them (cents of MXN and COP, whole CLP), from 1 to ${MOST_AMOUNT}; only a meeting or a referral may have none.`,
      ),
    ),
  ),
  currency: v.exactOptional(
    v.pipe(v.string(), v.maxLength(20), v.description('ISO 4217; the person’s own where it is left out.')),
  ),
  note: v.exactOptional(v.nullable(text)),
  credits: v.exactOptional(
    v.pipe(
      v.array(credit),
      v.maxLength(MOST_CREDITS * 5),
      v.description(
        'Left out: half to the first event where they met and half to whoever introduced them, or all to the one there is.',
      ),
    ),
  ),
  closes: v.exactOptional(v.pipe(v.nullable(outcomeId), v.description('Of `closed`: the proposal that it closes.'))),
}
export const newOutcome = v.pipe(
  v.strictObject({ id: v.exactOptional(ownId), kind: v.picklist(OUTCOME_KINDS), ...outcomeFacts }),
  v.metadata({ ref: 'NewOutcome' }),
)
export const outcomePatch = v.pipe(
  v.strictObject({
    kind: v.exactOptional(v.picklist(OUTCOME_KINDS)),
    contactId: v.exactOptional(outcomeFacts.contactId),
    on: v.exactOptional(outcomeFacts.on),
    amount: outcomeFacts.amount,
    currency: outcomeFacts.currency,
    note: outcomeFacts.note,
    credits: outcomeFacts.credits,
    closes: outcomeFacts.closes,
    lostOn: v.exactOptional(
      v.pipe(
        v.nullable(v.pipe(v.string(), v.maxLength(40))),
        v.description('Of a proposal: when it came to nothing; null: it did not after all.'),
      ),
    ),
  }),
  v.metadata({ ref: 'OutcomePatch' }),
)

export const outcomeShape = v.pipe(
  v.object({
    id: v.string(),
    kind: v.picklist(OUTCOME_KINDS),
    contactId: v.nullable(v.string()),
    on: day,
    amount: v.nullable(v.number()),
    currency: v.string(),
    note: v.nullable(v.string()),
    credits: v.array(
      v.object({
        to: credit.pipe[0].entries.to,
        share: v.number(),
        amount: v.pipe(
          v.nullable(v.number()),
          v.description('Its part in minor units: the parts sum to the amount exactly.'),
        ),
      }),
    ),
    closes: v.nullable(v.string()),
    closedBy: v.pipe(v.nullable(v.string()), v.description('Of a proposal: the outcome that closed it.')),
    lostOn: v.nullable(day),
    pipeline: v.pipe(v.boolean(), v.description('A proposal that is neither closed nor lost.')),
    createdAt: moment,
    timeZone: v.string(),
  }),
  v.metadata({ ref: 'Outcome' }),
)
export type OutcomeShape = v.InferOutput<typeof outcomeShape>
