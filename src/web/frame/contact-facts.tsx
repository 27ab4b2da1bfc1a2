/** A contact as every page shows them: who they are, how to reach them, what was promised. */
import type { Language } from '../../i18n/index.ts'
import type { Contact, ContactBody, NextStep } from '../../relationships/contact.ts'
import { callLink, mailLink, whatsAppLink } from '../../relationships/phone.ts'
import { Outside } from './outside.tsx'

export function contactPath(id: string, rest = ''): string {
  return `/contacts/${encodeURIComponent(id)}${rest}`
}

export function ContactLink({ contact }: { contact: Contact }) {
  return (
    <a href={contactPath(contact.id)}>
      <Outside text={contact.body.name} />
    </a>
  )
}

/** "Compras · Grupo Norte"; nothing where neither is known. */
export function WorksAt({ body }: { body: Pick<ContactBody, 'company' | 'role'> }) {
  const parts = [body.role, body.company].filter((part) => part !== null)
  if (parts.length === 0) return null
  return (
    <p class="quiet small">
      <Outside text={parts.join(' · ')} bound={400} />
    </p>
  )
}

/** The first number and the first address: one tap each. @param about id of the heading that names them */
export function ReachLinks({ body, about, language }: { body: ContactBody; about: string; language: Language }) {
  const words = language.words.relationships.contacts
  const [phone] = body.phones
  const [email] = body.emails
  const links = [
    ...(phone === undefined
      ? []
      : [
          { href: whatsAppLink(phone), label: words.whatsApp },
          { href: callLink(phone), label: words.call },
        ]),
    ...(email === undefined ? [] : [{ href: mailLink(email), label: words.write }]),
  ]
  if (links.length === 0) return null
  return (
    <p class="actions">
      {links.map(({ href, label }) => (
        <a class="button" href={href} rel="noopener noreferrer" aria-describedby={about}>
          {label}
        </a>
      ))}
    </p>
  )
}

export function Promised({ step, language }: { step: NextStep; language: Language }) {
  const { words, formats } = language
  return (
    <p>
      <Outside
        text={words.relationships.contacts.promised(step.text, step.on === null ? '' : formats.date(step.on))}
        bound={700}
      />
    </p>
  )
}

/** Who was met, what was promised them, and one tap to reach each; for follow-ups and events. */
export function PeopleMet({ people, id, language }: { people: readonly Contact[]; id: string; language: Language }) {
  return (
    <ul class="list-plain">
      {people.map((contact, index) => (
        <li class="stack-tight">
          <p class="strong" id={`${id}-met-${index}`}>
            <ContactLink contact={contact} />
          </p>
          <WorksAt body={contact.body} />
          {contact.body.nextStep !== null && <Promised step={contact.body.nextStep} language={language} />}
          <ReachLinks body={contact.body} about={`${id}-met-${index}`} language={language} />
        </li>
      ))}
    </ul>
  )
}
