/**
 * What an event says, taken apart into named pieces that the model weighs: its words by the field they stand in, the groups of
 * meaning those words belong to (lexicon.ts), pairs of these, and plain facts (whose event, how many guests, when, how long).
 * Training and recognising read events through this one file, so that what was learned is what is looked at.
 *
 * Bounded by construction: fixed reads of each field, a fixed number of words, pairs only between groups of the title.
 */

import { type Group, groupsAt, isElsewhere, isMeeting } from './lexicon.ts'
import { addressOf, isFreeMail, isPlatform } from './organiser.ts'
import { foldText, type Word, wordsOf } from './words.ts'

export interface EventFacts {
  title: string
  description: string
  location: string
  organiserEmail: string | null
  /** guests listed, 0 when none or hidden */
  attendeeCount: number
  durationMinutes: number
  /** 'YYYY-MM-DDTHH:mm' in the event's or the person's zone */
  startLocal: string
  source: 'own' | 'feed' | 'invite'
}

/** Facts that a reason can name; i18n translates each. */
export const FACT_CODES = [
  'source_own',
  'source_feed',
  'source_invite',
  'organiser_platform',
  'organiser_free_mail',
  'organiser_address',
  'organiser_none',
  'guests_none',
  'guests_few',
  'guests_several',
  'guests_many',
  'duration',
  'time_of_day',
  'weekend',
  'all_day',
  'description_empty',
  'description_long',
  'title_form',
  'place',
] as const // prettier-ignore

export type FactCode = (typeof FACT_CODES)[number]

/** Where a piece of evidence comes from: the person's own words, or a fact. */
export type Origin = { kind: 'word'; text: string } | { kind: 'fact'; text: FactCode }

export interface Evidence {
  /** unique within the event; what stands before the first colon is its family, see `FAMILIES` */
  name: string
  value: number
  origin: Origin
}

/** Families of evidence, by which training weighs how much to trust them. */
export const FAMILIES = {
  w: 'a word of title or description',
  c: "four letters of a title's word",
  o: "a word of the organiser's address before the @",
  gt: 'a group in the title',
  'g^': 'a group at the beginning of the title',
  gs: 'a group in the title of an own, subscribed or invited event',
  gd: 'a group in the description',
  g: 'a group in either',
  gl: 'a group in the location',
  go: "a group in the organiser's address",
  gm: 'words of people meeting: how many, where, and beside words of another life or not',
  f: 'a fact',
  fs: 'a fact of an own, subscribed or invited event',
  ft: 'time of day, length and weekend together',
} as const

export type Family = keyof typeof FAMILIES

/** Characters read of each field. Feeds repeat themselves behind that, and the work must have a bound. */
const TITLE_READ = 300
const DESCRIPTION_READ = 1_500
const LOCATION_READ = 200
const ADDRESS_READ = 80
const TITLE_WORDS = 40
const DESCRIPTION_WORDS = 220
const LOCATION_WORDS = 25

/** Forwarded, cancelled, tentative: such a beginning says nothing of the nature of an event, so it is taken off the title. */
const PREFIXES: ReadonlySet<string> = new Set(
  (
    'fw fwd rv re reenvio reenviado te cancelado cancelada canceled cancelled tentative tentativo tentativa pospuesto pospuesta postponed updated ' +
    'actualizado actualizada reprogramado reprogramada rescheduled invitation invitacion aceptado accepted provisional confirmado confirmed hold'
  ).split(' '),
)

/**
 * @param known names worth gathering: with a model's own, what it has no weight for is never even written down, which is most of
 *   an event and most of the time; without, everything, as training needs it
 */
export function evidenceOf(facts: EventFacts, known?: { has(name: string): boolean }): Evidence[] {
  const gathered = new Gathering(known)
  const title = withoutPrefixes(wordsOf(facts.title, TITLE_READ).slice(0, TITLE_WORDS), facts.title)
  const description = wordsOf(facts.description, DESCRIPTION_READ).slice(0, DESCRIPTION_WORDS)
  const location = wordsOf(facts.location, LOCATION_READ).slice(0, LOCATION_WORDS)
  const inTitle = readTitle(gathered, title, facts)
  const inDescription = readDescription(gathered, description, facts)
  readMeeting(gathered, inTitle, inDescription, facts)
  readLocation(gathered, location, facts)
  readOrganiser(gathered, facts)
  readFacts(gathered, facts, title, description.length, location.length)
  return gathered.evidence
}

/** Evidence by name: the first origin of a name stays, a repeat adds nothing. */
class Gathering {
  readonly evidence: Evidence[] = []
  readonly #names = new Set<string>()
  readonly #known: { has(name: string): boolean } | undefined

  constructor(known: { has(name: string): boolean } | undefined) {
    this.#known = known
  }

  add(name: string, value: number, origin: Origin): void {
    if (this.#known !== undefined && !this.#known.has(name)) return
    if (this.#names.has(name)) return
    this.#names.add(name)
    this.evidence.push({ name, value, origin })
  }
}

interface Found {
  group: Group
  origin: Origin
}

function readTitle(gathered: Gathering, words: readonly Word[], facts: EventFacts): Found[] {
  const found: Found[] = []
  const seen = new Set<Group>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    const origin = quote(facts.title, word.start, word.end)
    gathered.add(`w:${word.folded}`, 1, origin)
    letters(gathered, word.folded, origin)
    groupsAt(words, at, (group, length) => {
      const phrase = quote(facts.title, word.start, words[at + length - 1]?.end ?? word.end)
      gathered.add(`gt:${group}`, 1, phrase)
      gathered.add(`g:${group}`, 1, phrase)
      gathered.add(`gs:${group}/${facts.source}`, 1, phrase)
      if (at === 0) gathered.add(`g^:${group}`, 1, phrase)
      if (seen.has(group)) return
      seen.add(group)
      found.push({ group, origin: phrase })
    })
  }
  return found
}

function readDescription(gathered: Gathering, words: readonly Word[], facts: EventFacts): Found[] {
  const found: Found[] = []
  // A word among two hundred says less than one among five.
  const share = 1 / Math.sqrt(1 + words.length / 30)
  const seen = new Set<Group>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    const origin = quote(facts.description, word.start, word.end)
    gathered.add(`w:${word.folded}`, share, origin)
    groupsAt(words, at, (group, length) => {
      if (seen.has(group)) return
      seen.add(group)
      const phrase = quote(facts.description, word.start, words[at + length - 1]?.end ?? word.end)
      found.push({ group, origin: phrase })
      gathered.add(`gd:${group}`, share, phrase)
      gathered.add(`g:${group}`, share, phrase)
    })
  }
  return found
}

/**
 * People meet here, says one word; what else is said decides which people. These few pairs hold for all words of meeting at
 * once, so that "coctel" beside a first communion teaches something about "mixer" beside one.
 */
function readMeeting(
  gathered: Gathering,
  inTitle: readonly Found[],
  inDescription: readonly Found[],
  facts: EventFacts,
): void {
  const meetings = inTitle.filter(({ group }) => isMeeting(group))
  const titled = meetings[0]
  const described = inDescription.find(({ group }) => isMeeting(group))
  const elsewhere = inTitle.filter(({ group }) => isElsewhere(group))
  const meeting = titled ?? described
  if (meeting === undefined) {
    gathered.add(`gm:none/${facts.source}`, 1, elsewhere[0]?.origin ?? fact(SOURCE_CODES[facts.source]))
    return
  }
  gathered.add(`gm:${titled === undefined ? 'described' : `titled/${Math.min(3, meetings.length)}`}`, 1, meeting.origin)
  if (elsewhere.length === 0) gathered.add(`gm:alone/${facts.source}`, 1, meeting.origin)
}

function readLocation(gathered: Gathering, words: readonly Word[], facts: EventFacts): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    const origin = quote(facts.location, word.start, word.end)
    groupsAt(words, at, (group) => gathered.add(`gl:${group}`, 1, origin))
  }
}

/** Pieces of a title's word, so that a slip of the fingers ("netwoking") still finds most of what the word says. */
function letters(gathered: Gathering, word: string, origin: Origin): void {
  if (word.length < 4 || word.length > 24) return
  const padded = `<${word}>`
  for (let at = 0; at + 4 <= padded.length; at++) gathered.add(`c:${padded.slice(at, at + 4)}`, 1, origin)
}

function readOrganiser(gathered: Gathering, facts: EventFacts): void {
  // In the person's own entries the organiser is themselves, which `source` says already.
  if (facts.source === 'own') return
  const address = facts.organiserEmail === null ? null : addressOf(facts.organiserEmail)
  if (address === null) {
    gathered.add('f:organiser/none', 1, fact('organiser_none'))
    return
  }
  if (isPlatform(address.domain)) {
    gathered.add('f:organiser/platform', 1, fact('organiser_platform'))
    gathered.add(`f:organiser/platform/${facts.source}`, 1, fact('organiser_platform'))
    return
  }
  if (isFreeMail(address.domain)) gathered.add('f:organiser/free', 1, fact('organiser_free_mail'))
  const origin = fact('organiser_address')
  for (const { folded } of wordsOf(foldText(address.local, ADDRESS_READ), ADDRESS_READ))
    gathered.add(`o:${folded}`, 1, origin)
  // What stands before the "@" and the name of the domain, without its ending: "socios@canaco-toluca" says it all.
  const name = address.domain.slice(0, address.domain.lastIndexOf('.'))
  const words = wordsOf(
    foldText(`${address.local} ${isFreeMail(address.domain) ? '' : name}`, ADDRESS_READ),
    ADDRESS_READ,
  )
  for (let at = 0; at < words.length; at++) groupsAt(words, at, (group) => gathered.add(`go:${group}`, 1, origin))
}

function readFacts(
  gathered: Gathering,
  facts: EventFacts,
  title: readonly Word[],
  descriptionWords: number,
  locationWords: number,
): void {
  const { source } = facts
  const add = (name: string, code: FactCode) => {
    gathered.add(`f:${name}`, 1, fact(code))
    gathered.add(`fs:${name}/${source}`, 1, fact(code))
  }
  gathered.add(`f:source/${source}`, 1, fact(SOURCE_CODES[source]))
  const [guests, guestsCode] = guestsOf(facts.attendeeCount)
  add(`guests/${guests}`, guestsCode)
  const minutes = finite(facts.durationMinutes)
  const allDay = minutes >= 1_440 && minutes % 1_440 === 0 && facts.startLocal.slice(11, 16) === '00:00'
  if (allDay) add('all_day', 'all_day')
  const length = durationOf(minutes)
  add(`duration/${length}`, 'duration')
  const part = allDay ? 'none' : partOfDay(Number.parseInt(facts.startLocal.slice(11, 13), 10))
  add(`time/${part}`, 'time_of_day')
  const weekend = isWeekend(facts.startLocal)
  if (weekend) add('weekend', 'weekend')
  gathered.add(`ft:${part}/${length}/${weekend ? 'weekend' : 'week'}`, 1, fact('time_of_day'))
  if (descriptionWords === 0) add('description/empty', 'description_empty')
  else if (descriptionWords > 25) add('description/long', 'description_long')
  if (locationWords === 0) add('place/none', 'place')
  const first = facts.title.trimStart().charAt(0)
  if (first !== first.toUpperCase()) add('title/lower', 'title_form')
  add(`title/${title.length <= 2 ? 'short' : title.length <= 5 ? 'medium' : 'long'}`, 'title_form')
}

const SOURCE_CODES = { own: 'source_own', feed: 'source_feed', invite: 'source_invite' } as const

function quote(text: string, start: number, end: number): Origin {
  return { kind: 'word', text: text.slice(start, end) }
}

/** One object for each code: facts are the same for every event. */
const FACTS = new Map<FactCode, Origin>(FACT_CODES.map((code) => [code, { kind: 'fact', text: code }]))

function fact(code: FactCode): Origin {
  return FACTS.get(code) ?? { kind: 'fact', text: code }
}

function finite(number: number): number {
  return Number.isFinite(number) ? number : 0
}

function guestsOf(count: number): [string, FactCode] {
  const guests = finite(count)
  if (guests <= 0) return ['0', 'guests_none']
  if (guests === 1) return ['1', 'guests_few']
  if (guests <= 3) return ['2', 'guests_few']
  if (guests <= 9) return ['4', 'guests_several']
  if (guests <= 24) return ['10', 'guests_several']
  return guests <= 79 ? ['25', 'guests_many'] : ['80', 'guests_many']
}

function durationOf(minutes: number): string {
  if (minutes <= 20) return '15'
  if (minutes <= 35) return '30'
  if (minutes <= 50) return '45'
  if (minutes <= 70) return '60'
  if (minutes <= 100) return '90'
  if (minutes <= 130) return '120'
  if (minutes <= 200) return '180'
  if (minutes <= 330) return '300'
  return minutes < 1_440 ? '480' : '1440'
}

function partOfDay(hour: number): string {
  if (!(hour >= 0)) return 'none'
  if (hour < 6) return 'night'
  if (hour < 9) return 'early'
  if (hour < 12) return 'morning'
  if (hour < 16) return 'noon'
  if (hour < 18) return 'afternoon'
  return hour < 21 ? 'evening' : 'late'
}

/** Sakamoto's day of the week, so that no clock or zone is needed for a local date that is given as text. */
function isWeekend(startLocal: string): boolean {
  const year = Number.parseInt(startLocal.slice(0, 4), 10)
  const month = Number.parseInt(startLocal.slice(5, 7), 10)
  const day = Number.parseInt(startLocal.slice(8, 10), 10)
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false
  const shifted = month < 3 ? year - 1 : year
  const offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const weekday =
    (shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + offset + day) % 7
  return weekday === 0 || weekday === 6
}

/** Takes "FW:", "Cancelado:", "[Tentative]" off; only while something that is no prefix stands behind. */
function withoutPrefixes(words: Word[], title: string): Word[] {
  let from = 0
  while (from < words.length - 1) {
    const word = words[from]
    if (word === undefined || !PREFIXES.has(word.folded)) break
    const next = words[from + 1]
    const between = title.slice(word.end, next?.start)
    if (!/[:\-–—\]|)]/.test(between) && !(word.folded === 'te' && next?.folded === 'reenvio')) break
    from++
  }
  return words.slice(from)
}
