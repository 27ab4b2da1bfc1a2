/** Pages as a person reads them, and their forms as a browser without script sends them. */
import { attribute, type Element, elements, first, parsePage, textOf } from '../builders/page.ts'
import { good, type Person } from './journey.ts'

/** A page that is there. */
export async function page(person: Person, path: string): Promise<Element> {
  const { status, text } = await person.browser.ask<string>('GET', path)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  return parsePage(text)
}

/** What a browser would send of the form with that action, with these fields filled in. */
export function filled(within: Element, action: string, given: Record<string, string>): URLSearchParams {
  const form = elements(within, 'form').find((one) => attribute(one, 'action') === action)
  if (form === undefined) throw new Error(`no form ${action}`)
  const fields = new URLSearchParams()
  for (const field of elements(form)) {
    const [name, type] = [attribute(field, 'name'), attribute(field, 'type')]
    if (name === undefined || field.name === 'button') continue
    if ((type === 'radio' || type === 'checkbox') && !field.attributes.has('checked')) continue
    const option = elements(field, 'option').find((one) => one.attributes.has('selected')) ?? first(field, 'option')
    const value =
      { select: attribute(option, 'value'), textarea: textOf(field) }[field.name] ?? attribute(field, 'value')
    fields.set(name, value ?? '')
  }
  for (const [name, value] of Object.entries(given)) fields.set(name, value)
  return fields
}

/** A form sent. */
export const post = (person: Person, path: string, body: URLSearchParams | Record<string, string>) =>
  person.browser.ask<string>('POST', path, { body: new URLSearchParams(body) })
/** Where an answer leads. */
export const landing = ({ headers }: { headers: Headers }) => headers.get('location')
/** What a page says, without its frame. */
export const said = (text: string) => textOf(first(parsePage(text), 'main'))

/** Everybody the person has written down. */
export async function contactsOf(person: Person): Promise<{ id: string; name: string }[]> {
  return good(await person.get<{ items: { id: string; name: string }[] }>('/api/v1/contacts')).items
}

/** Where the page of somebody they have written down is. */
export async function contactNamed(person: Person, name: string): Promise<string> {
  const found = (await contactsOf(person)).find((one) => one.name === name)
  if (found === undefined) throw new Error(`no contact ${name}`)
  return `/contacts/${found.id}`
}
