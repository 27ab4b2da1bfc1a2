/**
 * What of the person's interests, and whom of the people and companies they want to meet, an event speaks of or has among its guests. Words are
 * compared whole, case and accents apart; nothing is guessed beyond that.
 */
import { addressOf, isFreeMail, isPlatform } from '../recognition/organiser.ts'

/** Somebody who is there: the organiser or a guest. */
export interface Attendee {
  name: string | null
  email: string | null
}

/** The person's interests that a text speaks of: whole words, a plural allowed. */
export function interestsIn(text: string, interests: readonly string[]): string[] {
  const words = plain(text)
  return interests.filter((interest) => {
    const wanted = plain(interest).trim()
    return wanted !== '' && ['', 's', 'es'].some((ending) => words.includes(` ${wanted}${ending} `))
  })
}

/**
 * Whom of `wanted` an event names or has on its list. An address (`laura@bimbo.example`) is that one guest, a mail domain (`bimbo.example`,
 * with or without the @) everybody who writes from it, and any other text a name: of a guest, in the event's text, or of a company by
 * the label of its domain (`Grupo Bimbo`: `grupobimbo.example`). The domains of platforms and free mail are nobody's company.
 */
export function peopleIn(text: string, attendees: readonly Attendee[], wanted: readonly string[]): string[] {
  if (wanted.length === 0) return []
  const words = [plain(text), ...attendees.map(({ name }) => plain(name ?? ''))].join('\n')
  const lowered = text.toLowerCase()
  const addresses = attendees.flatMap(({ email }) => (email === null ? [] : (addressOf(email) ?? [])))
  const companies = new Set(addresses.flatMap(({ domain }) => companyLabels(domain)))
  return wanted.filter((one) => {
    const { address, domain } = mailOf(one)
    if (address !== null) return addresses.some(({ whole }) => whole === address) || hasWhole(lowered, address)
    if (domain !== null) return addresses.some((a) => isUnder(a.domain, domain)) || hasWhole(lowered, domain)
    const name = plain(one).trim()
    return name !== '' && (words.includes(` ${name} `) || companies.has(name.replaceAll(' ', '')))
  })
}

/** An address, or a domain with a dot in it and no blank; both null for what is a name. */
function mailOf(wanted: string): { address: string | null; domain: string | null } {
  const text = wanted.trim().toLowerCase()
  if (/\s/.test(text)) return { address: null, domain: null }
  const address = addressOf(text)
  if (address !== null) return { address: address.whole, domain: null }
  const domain = text.replace(/^@/, '')
  return { address: null, domain: /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(domain) ? domain : null }
}

/** Under how many of its labels a company goes: all but the last, dashes apart and together (`canaco-cdmx.example`: canaco, cdmx, canacocdmx). */
function companyLabels(domain: string): string[] {
  if (isPlatform(domain) || isFreeMail(domain)) return []
  return domain
    .split('.')
    .slice(0, -1)
    .flatMap((label) => [label.replaceAll('-', ''), ...label.split('-')])
}

function isUnder(domain: string, wanted: string): boolean {
  return domain === wanted || domain.endsWith(`.${wanted}`)
}

/** Not as a part of a longer address or domain. */
function hasWhole(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = text[at - 1] ?? ' '
    const after = text.slice(at + part.length, at + part.length + 2)
    // A full stop behind it ends the sentence, unless the domain goes on.
    if (!/[\p{L}\p{N}-]/u.test(before) && !/^(?:[\p{L}\p{N}-]|\.[\p{L}\p{N}])/u.test(after)) return true
  }
  return false
}

/** Words alone, in lower case and without accents, each with a blank on both sides. */
function plain(text: string): string {
  const words = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word !== '')
  return ` ${words.join(' ')} `
}
