/** The pages of outcomes and what their forms say. */
import { type Context, Hono } from 'hono'
import type { Door, Visitor } from '../../accounts/door.ts'
import type { Contact } from '../../relationships/contact.ts'
import { creditKey } from '../../relationships/credits.ts'
import type { LedgerCommand } from '../../relationships/ledger.ts'
import type { CreditedTo, Outcome, OutcomeId } from '../../relationships/outcome.ts'
import { pipelineOf } from '../../relationships/pipeline.ts'
import { notFoundPage } from '../frame/failures.tsx'
import { pageHtml } from '../frame/layout.tsx'
import { pageOf } from '../frame/pager.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { answerOf, type Fields, fieldsOf, need, redirectBack, type Said } from '../frame/visit.ts'
import { amountOf, creditsOf, outcomeOf, type Wrong, wrongIn } from './ledger-form.ts'
import { actOnLedger, givenId, type LedgerVisit, ledgerVisit } from './ledger-visit.ts'
import {
  type CreditTarget,
  DeleteOutcomePage,
  type OutcomeFormName,
  OutcomePage,
  type OutcomePageProps,
} from './outcome.tsx'
import { outcomePath } from './outcome-facts.tsx'
import { OutcomesPage } from './outcomes.tsx'

const OUTCOMES_PAGE = 50
const MOST_OPEN = 100

export const outcomeRoutes = new Hono<Door>()

outcomeRoutes.get('/outcomes', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const { ledger, today } = visit
  const pipeline = pipelineOf(ledger.outcomes.values())
  return c.html(
    pageHtml(
      <OutcomesPage
        frame={visit.frame}
        today={today}
        pipeline={pipeline}
        open={pipeline.open.slice(0, MOST_OPEN).map((outcome) => ({ outcome, closingId: crypto.randomUUID() }))}
        moreOpen={Math.max(0, pipeline.open.length - MOST_OPEN)}
        past={pageOf(pipeline.past, c.req.query('page'), OUTCOMES_PAGE)}
        contacts={ledger.contacts}
      />,
    ),
  )
})

outcomeRoutes.get('/outcomes/:id', async (c) => {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : outcomePage(c, visit, null)
})

outcomeRoutes.get('/outcomes/:id/delete', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const outcome = visit.ledger.outcomes.get(idOf(c))
  if (outcome === undefined) return notFoundPage(c)
  return c.html(pageHtml(<DeleteOutcomePage frame={visit.frame} outcome={outcome} />))
})

outcomeRoutes.post('/outcomes/:id/facts', async (c) => {
  const [visitor, fields, outcome] = [need(c), await fieldsOf(c), idOf(c)]
  const said = outcomeOf(fields, null, visitor.settings.currency)
  if (said.kind === 'wrong') return again(c, 'facts', fields, said.wrong)
  // With whom it was stays as it is.
  const { contactId: _, ...change } = said.value
  return carriedOut(c, visitor, 'facts', fields, { kind: 'change_outcome', outcome, change }, 'outcomeSaved')
})

outcomeRoutes.post('/outcomes/:id/credits', async (c) => {
  const [visitor, fields, id] = [need(c), await fieldsOf(c), idOf(c)]
  const visit = await ledgerVisit(c)
  const outcome = visit?.ledger.outcomes.get(id)
  if (visit === null || outcome === undefined) return redirectBack(c, fields.back, { refused: 'missing' })
  const credits = creditsOf(
    fields,
    targetsOf(visit, outcome).map(({ to }) => to),
  )
  if (credits.kind === 'wrong') return again(c, 'credits', fields, credits.wrong)
  const command: LedgerCommand = { kind: 'change_outcome', outcome: id, change: { credits: credits.value } }
  return carriedOut(c, visitor, 'credits', fields, command, 'outcomeSaved')
})

outcomeRoutes.post('/outcomes/:id/close', async (c) => {
  const [visitor, fields, proposal] = [need(c), await fieldsOf(c), idOf(c)]
  const currency = (await ledgerVisit(c))?.ledger.outcomes.get(proposal)?.body.currency
  if (currency === undefined) return redirectBack(c, fields.back, { refused: 'missing' })
  const amount = amountOf(fields, currency)
  if (amount.kind === 'wrong') return again(c, 'close', fields, [amount.wrong])
  if (amount.value === null) {
    return again(c, 'close', fields, [{ field: 'amount', reason: 'amount_missing', value: null }])
  }
  const { on = '', note = '' } = fields
  const command: LedgerCommand = {
    kind: 'close_proposal',
    proposal,
    id: givenId(fields.id),
    on: on.trim(),
    amount: amount.value,
    note,
  }
  return carriedOut(c, visitor, 'close', fields, command, 'proposalClosed')
})

/** Without a day: it is not lost after all. */
outcomeRoutes.post('/outcomes/:id/lose', async (c) => {
  const [visitor, { back, on }] = [need(c), await fieldsOf(c)]
  const command: LedgerCommand = { kind: 'lose_proposal', proposal: idOf(c), on: on ?? null }
  return answerOf(c, back, await actOnLedger(c, visitor, command), 'outcomeSaved')
})

outcomeRoutes.post('/outcomes/:id/delete', async (c) => {
  const visitor = need(c)
  const result = await actOnLedger(c, visitor, { kind: 'delete_outcome', outcome: idOf(c) })
  return answerOf(c, '/outcomes', result, 'outcomeDeleted')
})

function idOf(c: Context<Door>): OutcomeId {
  return (c.req.param('id') ?? '') as OutcomeId
}

async function carriedOut(
  c: Context<Door>,
  visitor: Visitor,
  form: OutcomeFormName,
  fields: Fields,
  command: LedgerCommand,
  said: Said,
): Promise<Response> {
  const result = await actOnLedger(c, visitor, command)
  if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, fields.back, result, said)
  return again(c, form, fields, wrongIn(result.problems ?? [], fields))
}

async function again(
  c: Context<Door>,
  form: OutcomeFormName,
  fields: Fields,
  wrong: readonly Wrong[],
): Promise<Response> {
  const visit = await ledgerVisit(c)
  return visit === null ? signIn(c) : outcomePage(c, visit, { form, fields, wrong })
}

async function outcomePage(c: Context<Door>, visit: LedgerVisit, sent: OutcomePageProps['sent']): Promise<Response> {
  const { ledger, today } = visit
  const outcome = ledger.outcomes.get(idOf(c))
  if (outcome === undefined) return notFoundPage(c)
  const { closes } = outcome.body
  return c.html(
    pageHtml(
      <OutcomePage
        frame={{ ...visit.frame, path: outcomePath(outcome.id) }}
        outcome={outcome}
        today={today}
        contact={contactOf(visit, outcome)}
        proposal={(closes === null ? undefined : ledger.outcomes.get(closes)) ?? null}
        closing={pipelineOf(ledger.outcomes.values()).closedBy.get(outcome.id) ?? null}
        targets={targetsOf(visit, outcome)}
        closingId={crypto.randomUUID()}
        sent={sent}
      />,
    ),
    sent === null ? 200 : 422,
  )
}

function contactOf({ ledger }: LedgerVisit, { body }: Outcome): Contact | null {
  return (body.contactId === null ? undefined : ledger.contacts.get(body.contactId)) ?? null
}

const NOBODY: CreditedTo = { kind: 'none' }

/** Where they met, who introduced them, whoever has a share of it, and nobody: each once. */
function targetsOf(visit: LedgerVisit, outcome: Outcome): CreditTarget[] {
  const contact = contactOf(visit, outcome)
  const introducer = contact?.body.introducedBy ?? null
  const offered: CreditedTo[] = [
    ...(contact?.body.encounters ?? []).map(({ eventId }) => ({ kind: 'event' as const, eventId })),
    ...(introducer === null ? [] : [{ kind: 'contact' as const, contactId: introducer }]),
    ...outcome.body.credits.map(({ to }) => to).filter((to) => creditKey(to) !== creditKey(NOBODY)),
    NOBODY,
  ]
  const byKey = new Map(offered.map((to) => [creditKey(to), to]))
  return [...byKey.values()].map((to) => ({
    to,
    name: nameOf(visit, to, contact),
    isIntroducer: to.kind === 'contact' && to.contactId === introducer,
  }))
}

function nameOf({ eventNamed, ledger }: LedgerVisit, to: CreditedTo, contact: Contact | null): string | null {
  switch (to.kind) {
    case 'event': {
      const met = contact?.body.encounters.find(({ eventId }) => eventId === to.eventId)
      return eventNamed(to.eventId)?.title ?? met?.title ?? null
    }
    case 'contact':
      return ledger.contacts.get(to.contactId)?.body.name ?? null
    case 'none':
      return null
  }
}
