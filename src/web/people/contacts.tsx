/** Everybody the person met: first who is due to be heard of, each with one tap to say that it was done, then all of them. */
import { Temporal } from 'temporal-polyfill'
import { SKIPS_UNTIL_LOOSER } from '../../relationships/cadence.ts'
import type { Contact } from '../../relationships/contact.ts'
import { type Due, lastHeardAt } from '../../relationships/contact-list.ts'
import { ContactLink, contactPath, Promised, ReachLinks, WorksAt } from '../frame/contact-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { type Paged, Pager } from '../frame/pager.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'

export interface ContactsPageProps {
  frame: Frame
  /** The longest due first; the page shows some of them. */
  due: readonly DueView[]
  /** How many more are due. */
  moreDue: number
  list: ContactListView
}
export interface DueView extends Due {
  /** Of the touch that a tap notes: a form sent twice notes one. */
  touchId: string
}
export interface ContactListView extends Paged<Contact> {
  /** What was searched for; empty: nothing. */
  asked: string
  /** Of all, or of those that were found. */
  count: number
}

export function ContactsPage({ frame, due, moreDue, list }: ContactsPageProps) {
  const { words } = languageFor(frame)
  const said = words.relationships.contacts
  return (
    <Page frame={frame} title={said.title}>
      <div class="stack-tight">
        <h1>{said.title}</h1>
        <p class="quiet">{said.lead}</p>
        <p class="actions">
          <a class="button button-main" href="/contacts/new">
            {said.add}
          </a>
          <a class="button" href="/contacts/import">
            {said.files.title}
          </a>
        </p>
      </div>
      {list.asked === '' && list.page === 1 && (
        <section class="stack" aria-labelledby="due">
          <h2 id="due">{said.due.title}</h2>
          {due.length === 0 && <p class="quiet">{said.due.none}</p>}
          {due.map((one) => (
            <DueCard frame={frame} due={one} />
          ))}
          {moreDue > 0 && <p class="quiet">{said.due.others(moreDue)}</p>}
        </section>
      )}
      <Everybody frame={frame} list={list} />
    </Page>
  )
}

function DueCard({ frame, due }: { frame: Frame; due: DueView }) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const { contact, reminder, promise } = due
  const about = `due-${contact.id}`
  return (
    <article class="card" aria-labelledby={about}>
      <div class="stack-tight">
        <h3 id={about}>
          <ContactLink contact={contact} />
        </h3>
        <WorksAt body={contact.body} />
      </div>
      {promise !== null && <Promised step={promise} language={language} />}
      {reminder !== null && (
        <p class="quiet small">
          {said.due.since(language.formats.date(reminder.dueOn), reminder.everyDays)}
          {reminder.skipped >= SKIPS_UNTIL_LOOSER && ` ${said.due.skipped}`}
        </p>
      )}
      <ReachLinks body={contact.body} about={about} language={language} />
      <QuickTouches frame={frame} contact={contact} touchId={due.touchId} about={about} />
      <div class="actions">
        {promise !== null && <KeptForm frame={frame} contact={contact} touchId={due.touchId} about={about} />}
        {reminder !== null && (
          <PostForm frame={frame} action={contactPath(contact.id, '/skip')}>
            <Submit label={said.due.notNow} look="plain" about={about} />
          </PostForm>
        )}
      </div>
    </article>
  )
}

interface TouchFormProps {
  frame: Frame
  contact: Contact
  touchId: string
  /** Id of the heading that names them. */
  about: string
}

/** One tap: it was now, and nothing more is said. */
export function QuickTouches({ frame, contact, touchId, about }: TouchFormProps) {
  const said = languageFor(frame).words.relationships.contacts.due
  return (
    <PostForm frame={frame} action={contactPath(contact.id, '/touch')}>
      <input type="hidden" name="id" value={touchId} />
      <Submit name="kind" value="call" label={said.called} about={about} />
      <Submit name="kind" value="message" label={said.wrote} about={about} />
      <Submit name="kind" value="meeting" label={said.met} about={about} />
    </PostForm>
  )
}

/** What was promised is done, which is a touch. */
export function KeptForm({ frame, contact, touchId, about }: TouchFormProps) {
  const said = languageFor(frame).words.relationships.contacts.due
  return (
    <PostForm frame={frame} action={contactPath(contact.id, '/kept')}>
      <input type="hidden" name="id" value={touchId} />
      <input type="hidden" name="step" value={contact.body.nextStep?.text ?? ''} />
      <Submit label={said.kept} look="main" about={about} />
    </PostForm>
  )
}

function Everybody({ frame, list }: { frame: Frame; list: ContactListView }) {
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts
  return (
    <section class="stack" aria-labelledby="all">
      <h2 id="all">
        {said.list.title} {list.asked === '' && <span class="quiet">({formats.number(list.count)})</span>}
      </h2>
      <form method="get" action="/contacts" class="stack-tight">
        <div class="field">
          <label for="q">{said.list.search}</label>
          <input
            class="wide"
            id="q"
            name="q"
            type="search"
            value={list.asked}
            autocomplete="off"
            enterkeyhint="search"
            maxlength={SEARCH_LENGTH}
          />
        </div>
        <div class="actions">
          <button class="button" type="submit">
            {said.list.find}
          </button>
          {list.asked !== '' && (
            <a class="button button-plain" href="/contacts">
              {said.list.all}
            </a>
          )}
        </div>
      </form>
      {list.asked !== '' && <p role="status">{said.list.found(list.asked, list.count)}</p>}
      {list.count === 0 && list.asked === '' && <p class="quiet">{said.list.none}</p>}
      {list.items.length > 0 && (
        <ul class="card list-plain">
          {list.items.map((contact) => (
            <Row frame={frame} contact={contact} />
          ))}
        </ul>
      )}
      <Pager frame={frame} list={list} to={(page) => pathOf(list.asked, page)} />
    </section>
  )
}

/** What is asked for is as long as a name at most. */
export const SEARCH_LENGTH = 100

function Row({ frame, contact }: { frame: Frame; contact: Contact }) {
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts
  const heard = contact.body.touches.some(({ kind }) => kind !== 'note')
  const when = formats.relative(Temporal.Instant.from(lastHeardAt(contact.body)), frame.now)
  return (
    <li class="stack-tight">
      <p class="split">
        <ContactLink contact={contact} />
        <span class="tag">{said.stage[contact.body.stage]}</span>
      </p>
      <WorksAt body={contact.body} />
      <p class="quiet small">{heard ? said.list.heard(when) : said.list.never(when)}</p>
    </li>
  )
}

function pathOf(asked: string, page: number): string {
  return `/contacts?${new URLSearchParams({ ...(asked !== '' && { q: asked }), page: String(page) })}#all`
}
