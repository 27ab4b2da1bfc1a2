/** What cannot be undone is asked before it is done: merging two contacts, and deleting one. */
import { oneLine } from '../../i18n/outside-text.ts'
import type { Contact } from '../../relationships/contact.ts'
import type { DuplicateReason } from '../../relationships/duplicates.ts'
import { Card } from '../frame/card.tsx'
import { ContactLink, contactPath, WorksAt } from '../frame/contact-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { type ContactPageProps, DuplicateReasons } from './contact.tsx'

const NAME_LENGTH = 80

export interface MergePageProps extends Pick<ContactPageProps, 'frame' | 'eventNamed'> {
  into: Contact
  from: Contact
  /** What speaks for it; empty where the person alone says so. */
  reasons: readonly DuplicateReason[]
}

export function MergePage({ frame, into, from, reasons, eventNamed }: MergePageProps) {
  const said = languageFor(frame).words.relationships.contacts.duplicates
  const title = said.confirm(oneLine(into.body.name, NAME_LENGTH))
  return (
    <Page frame={frame} title={title}>
      <h1 id="merge">
        <Outside text={title} />
      </h1>
      <DuplicateReasons frame={frame} reasons={reasons} contact={into} eventNamed={eventNamed} />
      <Side id="stays" title={said.stays} contact={into} />
      <Side id="goes" title={said.goes} contact={from} />
      <p>{said.what}</p>
      <PostForm frame={frame} action={contactPath(into.id, '/merge')}>
        <input type="hidden" name="from" value={from.id} />
        <Submit label={said.merge} look="main" about="merge" />
        <a class="button" href={contactPath(into.id)}>
          {said.no}
        </a>
      </PostForm>
    </Page>
  )
}

function Side({ id, title, contact }: { id: string; title: string; contact: Contact }) {
  const { body } = contact
  return (
    <Card id={id} title={title}>
      <p class="strong">
        <ContactLink contact={contact} />
      </p>
      <WorksAt body={body} />
      {[...body.emails, ...body.phones].map((way) => (
        <p>
          <Outside text={way} bound={254} />
        </p>
      ))}
      {body.encounters.map(({ title: event }) => (
        <p class="quiet small">
          <Outside text={event} />
        </p>
      ))}
    </Card>
  )
}

export interface DeleteContactProps {
  frame: Frame
  contact: Contact
  /** Whether they are among the people of any total. */
  isCounted: boolean
  /** How many stay without a name. */
  outcomes: number
}

export function DeleteContactPage({ frame, contact, isCounted, outcomes }: DeleteContactProps) {
  const said = languageFor(frame).words.relationships.contacts.remove
  const title = said.confirm(oneLine(contact.body.name, NAME_LENGTH))
  return (
    <Page frame={frame} title={title}>
      <h1 id="delete">
        <Outside text={title} />
      </h1>
      <p>{said.goes}</p>
      {isCounted && <p>{said.counted}</p>}
      <p>{outcomes === 0 ? said.staysNothing : said.stays(outcomes)}</p>
      <PostForm frame={frame} action={contactPath(contact.id, '/delete')}>
        <Submit label={said.remove} look="problem" about="delete" />
        <a class="button" href={contactPath(contact.id)}>
          {said.keep}
        </a>
      </PostForm>
    </Page>
  )
}
