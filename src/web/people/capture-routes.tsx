/** Writing down whom one met: at an event, five at a time, and elsewhere. */
import { type Context, Hono } from 'hono'
import type { Temporal } from 'temporal-polyfill'
import type { Door } from '../../accounts/door.ts'
import type { EventId } from '../../calendar/event.ts'
import { type Known, knownAt } from '../../cycle/known.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import { lastMetAt } from '../../cycle/meetings.ts'
import { metAt } from '../../cycle/met.ts'
import type { PersonState } from '../../cycle/state.ts'
import type { ContactId } from '../../relationships/contact.ts'
import type { LedgerCommand } from '../../relationships/ledger.ts'
import { MOST_CAPTURED } from '../../relationships/ledger.ts'
import { dayAt } from '../../relationships/local-day.ts'
import { contactPath } from '../frame/contact-facts.tsx'
import { eventPath } from '../frame/event-facts.tsx'
import { notFoundPage } from '../frame/failures.tsx'
import { pageHtml } from '../frame/layout.tsx'
import { backPath } from '../frame/post-form.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { answerOf, fieldsOf, need } from '../frame/visit.ts'
import { CapturePage, type CapturePageProps, NewContactPage, PERSON_FIELDS } from './capture.tsx'
import { namesOf } from './contact-routes.tsx'
import { contactInput, type Filled, namedContact, nextStepOf, type Wrong, wrongIn } from './ledger-form.ts'
import { actOnLedger, givenId, type LedgerVisit, ledgerVisit } from './ledger-visit.ts'

/** After that it is a memory, and is written down at the event's own page. */
const RECENT_HOURS = 24
const MOST_RECENT = 5

export const captureRoutes = new Hono<Door>()

captureRoutes.get('/events/:id/people', async (c) => {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : capturePage(c, visit, null)
})

captureRoutes.post('/events/:id/people', async (c) => {
  const [visitor, fields] = [need(c), await fieldsOf(c)]
  const event = eventIdOf(c)
  const back = eventPath(event, '/people')
  if (fields.known !== undefined) {
    const visit = await ledgerVisit(c)
    if (visit === null) return signIn(c)
    const who = namedContact(fields, 'known', visit.ledger.contacts.values(), null)
    if (who.kind === 'wrong') return capturePage(c, visit, { form: 'again', fields, wrong: [who.wrong] })
    if (who.value === null) {
      return capturePage(c, visit, { form: 'again', fields, wrong: [{ field: 'known', reason: 'empty', value: null }] })
    }
    const nextStep = nextStepOf(fields)
    const result = await actOnLedger(
      c,
      visitor,
      { kind: 'capture', event, people: [{ id: who.value, name: '' }] },
      // Also of somebody who was written down here before.
      ...(nextStep === null ? [] : [{ kind: 'change_contact' as const, contact: who.value, change: { nextStep } }]),
    )
    if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, back, result, 'captured')
    return capturePage(c, visit, { form: 'again', fields, wrong: wrongIn(result.problems ?? [], fields) })
  }
  const rows = Array.from({ length: MOST_CAPTURED }, (_, row) => row).filter((row) =>
    PERSON_FIELDS.some((name) => (fields[`p${row}-${name}`] ?? '').trim() !== ''),
  )
  const people = rows.map((row) => ({
    id: givenId<ContactId>(fields[`p${row}-id`]),
    ...contactInput(fields, `p${row}-`),
  }))
  const result = await actOnLedger(c, visitor, { kind: 'capture', event, people })
  if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, back, result, 'captured')
  const wrong = wrongIn(result.problems ?? [], fields, ({ field, row, reason }) =>
    reason === 'nobody' ? 'p0-name' : row === null ? field : `p${rows[row]}-${field}`,
  )
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : capturePage(c, visit, { form: 'people', fields, wrong })
})

captureRoutes.get('/contacts/new', async (c) => {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : newContactPage(c, visit, null)
})

captureRoutes.post('/contacts/new', async (c) => {
  const [visitor, fields] = [need(c), await fieldsOf(c)]
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const id = givenId<ContactId>(fields.id)
  const again = (wrong: readonly Wrong[]) => newContactPage(c, visit, { fields, wrong })
  const introducer = namedContact(fields, 'introducedBy', visit.ledger.contacts.values(), id)
  if (introducer.kind === 'wrong') return again([introducer.wrong])
  const contact = { ...contactInput(fields), introducedBy: introducer.value }
  const command: LedgerCommand = isSaid(fields.where)
    ? { kind: 'capture', event: fields.where as EventId, people: [{ id, ...contact }] }
    : { kind: 'add_contact', id, contact }
  const result = await actOnLedger(c, visitor, command)
  if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, contactPath(id), result, 'saved')
  return again(wrongIn(result.problems ?? [], fields))
})

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

function eventIdOf(c: Context<Door>): EventId {
  return (c.req.param('id') ?? '') as EventId
}

async function capturePage(c: Context<Door>, visit: LedgerVisit, sent: CapturePageProps['sent']): Promise<Response> {
  const id = eventIdOf(c)
  const event = visit.eventNamed(id)
  if (event === null) return notFoundPage(c)
  const { state } = visit
  return c.html(
    pageHtml(
      <CapturePage
        frame={{ ...visit.frame, path: eventPath(id, '/people') }}
        event={{ id, ...event }}
        met={metAt(state, id)}
        names={namesOf(visit, null)}
        ids={Array.from({ length: MOST_CAPTURED }, () => crypto.randomUUID())}
        followUpId={openFollowUp(state, id)}
        leaveTo={
          c.req.query('back') === undefined
            ? event.hasPage
              ? eventPath(id)
              : '/follow-ups'
            : backPath(c.req.query('back'))
        }
        sent={sent}
      />,
    ),
    sent === null ? 200 : 422,
  )
}

function openFollowUp({ followUps }: PersonState, event: EventId): string | null {
  const found = [...followUps.values()].find(
    ({ eventId, body }) => eventId === event && ['booking', 'booked', 'yours'].includes(body.state),
  )
  return found?.id ?? null
}

async function newContactPage(c: Context<Door>, visit: LedgerVisit, sent: Filled | null): Promise<Response> {
  const { now } = c.var
  const known = knownAt(visit.state, now)
  return c.html(
    pageHtml(
      <NewContactPage
        frame={{ ...visit.frame, path: '/contacts/new' }}
        events={recentEvents(known, now, visit.state.person.settings.timeZone)}
        likely={lastMetAt(known, now)?.id ?? null}
        names={namesOf(visit, null)}
        id={crypto.randomUUID()}
        sent={sent}
      />,
    ),
    sent === null ? 200 : 422,
  )
}

/** Networking events of today or just over, the latest first: the form may be kept for when there is no network (`assets/sw.js`). */
function recentEvents(known: Known, now: Temporal.Instant, timeZone: string): KnownEvent[] {
  const since = now.subtract({ hours: RECENT_HOURS })
  const today = dayAt(now, timeZone)
  return known.events
    .filter(
      ({ networking, cancelled, start, end, said }) =>
        networking === true &&
        !cancelled &&
        said?.attendance !== 'missed' &&
        dayAt(start, timeZone) <= today &&
        end.epochMilliseconds > since.epochMilliseconds,
    )
    .toReversed()
    .slice(0, MOST_RECENT)
}
