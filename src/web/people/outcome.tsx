/** One outcome: what it is, whom it is owed to, what became of it, and the forms that say so. */
import { moneyText } from '../../i18n/money.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import type { Contact } from '../../relationships/contact.ts'
import { amountsOf, creditKey } from '../../relationships/credits.ts'
import type { CreditedTo, Outcome } from '../../relationships/outcome.ts'
import { Card } from '../frame/card.tsx'
import { ContactLink } from '../frame/contact-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { labelsOf } from './contact-forms.tsx'
import { type LedgerForm, LinesField, TypedField, WrongAbove } from './ledger-fields.tsx'
import { type Filled, shareText } from './ledger-form.ts'
import { OutcomeFields, outcomeFields, outcomePath, outcomeTitle, proposalEnd } from './outcome-facts.tsx'
import { CloseForm, LostForm, ReopenForm } from './outcome-forms.tsx'

export type OutcomeFormName = 'facts' | 'credits' | 'close'

export interface OutcomePageProps {
  frame: Frame
  outcome: Outcome
  /** ISO date in the person's zone. */
  today: string
  /** Null once they were deleted. */
  contact: Contact | null
  /** The proposal that it closes. */
  proposal: Outcome | null
  /** What closed it, if it is a proposal. */
  closing: Outcome | null
  /** To whom it may be owed. */
  targets: readonly CreditTarget[]
  /** Of the business that closing it would add. */
  closingId: string
  /** The form that was refused, as it was sent. */
  sent: ({ form: OutcomeFormName } & Filled) | null
}
export interface CreditTarget {
  to: CreditedTo
  /** Title of the event or name of the contact; null where it is not known any more, and of nobody. */
  name: string | null
  isIntroducer: boolean
}

const ABOUT = 'outcome'
const NAME_LENGTH = 120

export function OutcomePage(props: OutcomePageProps) {
  const { frame, outcome, contact, proposal, closing, today, closingId, sent } = props
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes
  const title = outcomeTitle(outcome.body, language)
  const end = proposalEnd(outcome, closing ?? undefined, language)
  const isOpen = outcome.body.kind === 'proposal' && end === null
  return (
    <Page frame={frame} title={title}>
      <div class="stack-tight">
        <h1 id={ABOUT}>{title}</h1>
        <p class="quiet">
          {contact === null ? said.nobody : <ContactLink contact={contact} />} ·{' '}
          {language.formats.date(outcome.body.on)}
        </p>
        {end !== null && <p>{closing === null ? end : <a href={outcomePath(closing.id)}>{end}</a>}</p>}
        {proposal !== null && (
          <p>
            {said.one.closes}: <a href={outcomePath(proposal.id)}>{outcomeTitle(proposal.body, language)}</a>
          </p>
        )}
      </div>
      {isOpen && (
        <Card id="close" title={said.open.close}>
          <CloseForm
            frame={frame}
            outcome={outcome}
            closingId={closingId}
            today={today}
            about={ABOUT}
            sent={sent?.form === 'close' ? sent : null}
          />
          <LostForm frame={frame} outcome={outcome} today={today} about={ABOUT} />
        </Card>
      )}
      {outcome.body.lostOn !== null && <ReopenForm frame={frame} outcome={outcome} about={ABOUT} />}
      <FactsForm {...props} />
      <CreditsForm {...props} />
      <p>
        <a class="button button-problem" href={outcomePath(outcome.id, '/delete')}>
          {said.one.remove}
        </a>
      </p>
    </Page>
  )
}

function FactsForm({ frame, outcome, sent }: OutcomePageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes
  const filled = sent?.form === 'facts' ? sent : { fields: outcomeFields(outcome.body), wrong: [] }
  const form: LedgerForm = { id: 'facts', language, ...filled }
  return (
    <Card id="edit" title={said.one.edit}>
      <PostForm frame={frame} action={outcomePath(outcome.id, '/facts')} class="stack">
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <OutcomeFields form={form} />
        <LinesField form={form} name="note" label={said.field.note} optional />
        <div class="actions">
          <Submit label={language.words.pages.layout.save} about={ABOUT} />
        </div>
      </PostForm>
    </Card>
  )
}

function CreditsForm({ frame, outcome, targets, sent }: OutcomePageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes
  const { credits, currency } = outcome.body
  const parts = amountsOf(outcome.body)
  const shareTo = (to: CreditedTo) => credits.find((credit) => creditKey(credit.to) === creditKey(to))?.share ?? 0
  const shares = targets.map(({ to }, row) => [`share-${row}`, shareTo(to) === 0 ? '' : shareText(shareTo(to))])
  const filled = sent?.form === 'credits' ? sent : { fields: Object.fromEntries(shares), wrong: [] }
  const form: LedgerForm = { id: 'credits', language, ...filled }
  return (
    <Card id="credits" title={said.one.credits}>
      <p class="quiet">{said.one.creditsLead}</p>
      <PostForm frame={frame} action={outcomePath(outcome.id, '/credits')} class="stack">
        <WrongAbove form={form} labels={labelsOf({ ...said.field, ...shareLabels(targets, said.field.share) })} />
        {targets.map((target, row) => {
          const part = parts.find(({ to }) => creditKey(to) === creditKey(target.to))
          return (
            <>
              <input type="hidden" name={`to-${row}`} value={creditKey(target.to)} />
              <TypedField
                form={form}
                name={`share-${row}`}
                label={`${targetLabel(target, said.one)} (%)`}
                as="amount"
                {...(part !== undefined && {
                  hint: said.one.goes(moneyText(part.amount, currency, language)),
                })}
              />
            </>
          )
        })}
        <div class="actions">
          <Submit label={said.one.saveCredits} about={ABOUT} />
        </div>
      </PostForm>
    </Card>
  )
}

type CreditWords = ReturnType<typeof languageFor>['words']['relationships']['outcomes']['one']

function targetLabel({ to, name, isIntroducer }: CreditTarget, said: CreditWords): string {
  const called = oneLine(name ?? '', NAME_LENGTH)
  switch (to.kind) {
    case 'event':
      return said.toEvent(called || said.goneEvent)
    case 'contact':
      return isIntroducer ? said.toContact(called) : said.toContactOther(called)
    case 'none':
      return to.metAt === undefined ? said.toNobody : said.toErased
  }
}

function shareLabels(targets: readonly CreditTarget[], label: string): Record<string, string> {
  return Object.fromEntries(targets.map((_, row) => [`share-${row}`, label]))
}

export function DeleteOutcomePage({ frame, outcome }: { frame: Frame; outcome: Outcome }) {
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes.one
  return (
    <Page frame={frame} title={said.removeConfirm}>
      <h1 id="delete">{said.removeConfirm}</h1>
      <p class="strong">{outcomeTitle(outcome.body, language)}</p>
      <p>{said.removeWhat}</p>
      <PostForm frame={frame} action={outcomePath(outcome.id, '/delete')}>
        <Submit label={said.remove} look="problem" about="delete" />
        <a class="button" href={outcomePath(outcome.id)}>
          {said.keep}
        </a>
      </PostForm>
    </Page>
  )
}
