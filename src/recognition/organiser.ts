/**
 * Whose event it is: one identity for each organiser, so that a correction or a learned return holds for all their events.
 * A platform's address speaks for thousands of hosts and the person's own domain for every meeting they have, so neither is a
 * key (design.md, section 8). A free mail provider's domain is nobody's: there the address is the key.
 */
import { remembered } from '../time/remembered.ts'

/** Where event platforms send from. */
const PLATFORMS: ReadonlySet<string> = setOf(`
  lu.ma luma.com luma-mail.com meetup.com eventbrite.com eventbrite.com.mx eventbrite.es eventbrite.co
  eventbrite.com.ar eventbrite.co.uk eventbrite.ca eventbritemail.com partiful.com hopin.com hopin.to
  ringcentral.com airmeet.com bizzabo.com splashthat.com cvent.com cvent-planner.com bevy.com guild.host
  tickettailor.com ticketmaster.com ticketmaster.com.mx boletia.com welcu.com passline.com entradium.com
  eventtia.com swapcard.com brella.io heysummit.com run.events konfhub.com sessionize.com posh.vip dice.fm
  universe.com humanitix.com withjoy.com paperlesspost.com evite.com facebook.com facebookmail.com linkedin.com
  calendly.com lunchclub.com lunchclub.ai zoom.us gotowebinar.com demio.com livestorm.co on24.com brighttalk.com
  accelevents.com whova.com sched.com superevent.com connpass.com xing.com b2match.com b2match.io arema.mx
  ticketopolis.com fever.com feverup.com group.calendar.google.com import.calendar.google.com calendar.google.com
`)

const FREE_MAIL: ReadonlySet<string> = setOf(`
  gmail.com googlemail.com gmail.example hotmail.com hotmail.es hotmail.com.mx hotmail.example outlook.com
  outlook.es outlook.example live.com live.com.mx msn.com yahoo.com yahoo.com.mx yahoo.es yahoo.com.ar
  yahoo.example ymail.com icloud.com icloud.example me.com mac.com aol.com proton.me protonmail.com
  protonmail.example pm.me gmx.com gmx.net gmx.es zoho.com mail.com fastmail.com hey.com tutanota.com tuta.com
  prodigy.net.mx terra.com terra.com.mx yandex.com qq.com comcast.net verizon.net att.net cox.net sbcglobal.net
`)

/**
 * Second-level names under which countries register third-level domains. A public suffix list would be 40 KB for a
 * difference that only decides how far a correction reaches; these are the ones business addresses use.
 */
const SECOND_LEVEL: ReadonlySet<string> = new Set([
  'com',
  'co',
  'org',
  'net',
  'gob',
  'gov',
  'edu',
  'ac',
  'or',
  'ne',
  'nom',
  'go',
  'mil',
])

export interface OrganiserIdentity {
  /** what corrections are kept by; null for platforms, for the person's own domains and where there is no organiser */
  key: string | null
  platform: boolean
  own: boolean
  /** what a page may call them: the name they gave, else the address */
  label: string
}

/**
 * @param email as the provider gave it, in any case, `mailto:` and surrounding blanks allowed
 * @param ownAddresses of all accounts of the person; on a free mail provider only the address itself is own, not the domain
 */
export function organiserIdentity(
  email: string | null,
  name: string | null,
  ownAddresses: readonly string[],
): OrganiserIdentity {
  const given = name?.trim() ?? ''
  const address = email === null ? null : addressOf(email)
  if (address === null) return { key: null, platform: false, own: false, label: given }
  const label = given === '' ? address.whole : given
  const platform = isPlatform(address.domain)
  const own = ownAddresses.some((ownAddress) => isOwn(address, ownAddress))
  if (own || platform) return { key: null, platform, own, label }
  return { key: FREE_MAIL.has(address.domain) ? address.whole : registrable(address.domain), platform, own, label }
}

/**
 * Whether an entry of a person's list of organisers speaks of this address: an entry is an address, or a domain, which speaks for its
 * subdomains too.
 */
export function listsOrganiser(entry: string, address: Address): boolean {
  if (entry.includes('@')) return addressOf(entry)?.whole === address.whole
  return address.domain === entry || address.domain.endsWith(`.${entry}`)
}

/**
 * True of an address, and of a domain that is one organiser's: not of a free mail provider's, nor of a suffix under which others register.
 * Of platforms not even an address: it speaks for thousands of hosts.
 */
export function canBeListed(entry: string): boolean {
  const address = addressOf(entry)
  const domain = address === null ? entry : address.domain
  const isDomain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(domain)
  if (!isDomain || isPlatform(domain)) return false
  if (address !== null) return /^\S+$/.test(address.local)
  return !isFreeMail(domain) && domain.split('.').length >= registrableLabels(domain)
}

/** True of a domain that event platforms send from, its subdomains included. */
export function isPlatform(domain: string): boolean {
  return PLATFORMS.has(domain) || PLATFORMS.has(registrable(domain))
}

export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain)
}

export interface Address {
  whole: string
  local: string
  domain: string
}

/** Lower case, without `mailto:`, without the part behind "+"; null where it is no address. RFC 5321 caps one at 254 octets. */
export function addressOf(email: string): Address | null {
  let text = email.slice(0, 320).trim().toLowerCase()
  if (text.startsWith('mailto:')) text = text.slice('mailto:'.length)
  const at = text.lastIndexOf('@')
  if (at <= 0 || at === text.length - 1) return null
  const domain = text.slice(at + 1).replace(/\.+$/, '')
  const before = text.slice(0, at)
  const plus = before.indexOf('+')
  const local = plus > 0 ? before.slice(0, plus) : before
  return domain === '' ? null : { whole: `${local}@${domain}`, local, domain }
}

function isOwn(address: Address, ownAddress: string): boolean {
  const own = addressOf(ownAddress)
  if (own === null) return false
  if (own.whole === address.whole) return true
  return !FREE_MAIL.has(own.domain) && registrable(own.domain) === registrable(address.domain)
}

/** The part of a host name that somebody registered: `mail.canaco.org.mx` and `canaco.org.mx` are one organiser. */
function registrable(domain: string): string {
  // Asked of each event's organiser and of the person, at every load: the same few.
  return registered(domain, () => domain.split('.').slice(-registrableLabels(domain)).join('.'))
}

const registered = remembered<string, string>(2_000)

function registrableLabels(domain: string): 2 | 3 {
  const labels = domain.split('.')
  const country = labels.at(-1) ?? ''
  const second = labels.at(-2) ?? ''
  return country.length === 2 && SECOND_LEVEL.has(second) ? 3 : 2
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}
