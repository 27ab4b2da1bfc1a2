/**
 * The rules of design.md, section 3, as far as they can be judged from outside: by what really happened to the calendars (every write with its
 * author, before and after), the mail that arrived, and what the API answers. One function for each rule, by its number; it answers with the
 * violations in words, none when the rule holds. Journeys and simulation use the same ones. Rules 6 (intent first) and 15 (fetched addresses)
 * show outside only in what they prevent: the crash journeys and the address check's own tests judge them.
 */
import { Temporal } from 'temporal-polyfill'
import type { EventShape, FollowUpShape, PlanShape } from '../../src/api/schemas.ts'
import type { GoogleAttendee, GoogleEvent } from '../sandbox/google/model.ts'
import type { ActorKind, EffectOp, GoogleWorld, Mail } from '../sandbox/google/world.ts'
import type { Message } from '../sandbox/mailbox/store.ts'

/** A line of the effect log with the event as it was and as it became. */
export interface Write {
  at: number
  actor: ActorKind
  op: EffectOp
  calendarId: string
  /** Address of the account whose calendar it is. */
  owner: string
  eventId: string
  before: GoogleEvent | null
  after: GoogleEvent
}

/**
 * Follows every write of the sandbox from now on, with the contents that its effect log leaves out. To be called once for a world, before anything
 * happens in it.
 * @returns the list that grows
 */
export function watchWrites(world: GoogleWorld): readonly Write[] {
  const writes: Write[] = []
  const commit = world.commit.bind(world)
  world.commit = (...args) => {
    const [calendar, event, op, actor] = args
    const before = calendar.events.get(event.id ?? '')?.event ?? null
    const stored = commit(...args)
    const { kind } = actor
    writes.push({
      at: world.now(),
      actor: kind,
      op,
      calendarId: calendar.id,
      owner: calendar.owner,
      eventId: stored.event.id ?? '',
      before,
      after: stored.event,
    })
    return stored
  }
  return writes
}

/** What a block says of itself (provider-facts A5: private extended properties). */
const BLOCK_PROPERTY = 'aforoBlock'

/** A block Aforo wrote: its mark names the very id it stands under, so the person's copy of a block is no block. */
export function isBlock(event: GoogleEvent): boolean {
  return event.extendedProperties?.private?.[BLOCK_PROPERTY] === event.id
}

/** Blocks as they stand now, over all calendars of the sandbox. */
export function standingBlocks(world: GoogleWorld): GoogleEvent[] {
  return [...world.state.calendars.values()].flatMap(({ events }) =>
    [...events.values()].map(({ event }) => event).filter((event) => isBlock(event) && event.status !== 'cancelled'),
  )
}

/** Rule 1: only what Aforo made itself, as it made it; of everything else the person's own answer alone. */
export function rule1(writes: readonly Write[]): string[] {
  return byAforo(writes).flatMap((write) => {
    const { op, before, after } = write
    if (before === null || before.status === 'cancelled') {
      return op === 'insert' && isBlock(after) ? [] : [`${told(write)}: made something that is no block`]
    }
    if (isBlock(before)) return isBlock(after) ? [] : [`${told(write)}: took its mark off`]
    if (op !== 'patch') return [`${told(write)}: ${op} of an event that is not Aforo's`]
    const guests = (event: GoogleEvent) => JSON.stringify((event.attendees ?? []).map(answerLess(write)))
    const others = guests(before) === guests(after) ? [] : [`${told(write)}: another guest's entry changed`]
    const fields = changedFields(before, after).filter((name) => name !== 'attendees')
    return [...others, ...fields.map((name) => `${told(write)}: changed ${name}`)]
  })
}

/**
 * Rule 2: never doubled, never lost.
 * @param owed titles of events that were attended and whose window was open long enough; each has its one block, or the person took it away
 */
export function rule2(writes: readonly Write[], owed: readonly string[] = []): string[] {
  const standing = new Map<string, string>()
  const found: string[] = []
  for (const write of writes) {
    const { op, actor, eventId, after } = write
    if (actor === 'api' && op === 'insert' && isBlock(after)) {
      const about = subjectOf(after)
      for (const [other, same] of standing)
        if (same === about) found.push(`${told(write)}: a second one beside ${other}`)
      standing.set(eventId, about)
    }
    if (op === 'delete' && actor === 'api') standing.delete(eventId)
  }
  const said = [...standing.values()]
  const lost = owed.filter((title) => !said.some((about) => about.includes(title)))
  return [...found, ...lost.map((title) => `no block for "${title}"`)]
}

/** An answer the person gave in Aforo. */
export interface Act {
  at: number
  /** The provider's id of the event or instance. */
  eventId: string
  answer: 'accepted' | 'tentative' | 'declined'
}

/** Rule 3: what a hand touched is the hand's; a deleted block is never made again; of two answers the later one stands. */
export function rule3(writes: readonly Write[], acts: readonly Act[] = []): string[] {
  const touched = new Set<string>()
  const deleted = new Set<string>()
  const answeredByHand = new Map<string, number>()
  const found: string[] = []
  for (const write of writes) {
    const { actor, op, eventId, before, after, at } = write
    const ours = isBlock(before ?? after)
    if (actor === 'api') {
      if (touched.has(eventId)) found.push(`${told(write)}: wrote over the person's hand`)
      if (op === 'insert' && deleted.has(subjectOf(after))) found.push(`${told(write)}: made again what was deleted`)
      const answer = before === null ? null : changedAnswer(write)
      const byHand = answeredByHand.get(eventId)
      const act = acts.findLast((one) => one.eventId === eventId && one.at <= at)
      if (answer !== null && byHand !== undefined && (act === undefined || act.at < byHand))
        found.push(`${told(write)}: answered "${answer}" after the person had answered`)
    } else if (ours && before !== null) {
      if (op === 'delete') deleted.add(subjectOf(before))
      if (contentOf(before) !== contentOf(after)) touched.add(eventId)
    } else if (actor === 'human' && before !== null && changedAnswer(write) !== null) answeredByHand.set(eventId, at)
  }
  return found
}

/** Rule 4: private, opaque, alone, untold; and nowhere among the events that Aforo itself speaks of. */
export function rule4(
  writes: readonly Write[],
  mails: readonly Mail[] = [],
  shown: { world: GoogleWorld; events: readonly EventShape[] } | null = null,
): string[] {
  const blocks = byAforo(writes).filter(({ op, after }) => isBlock(after) && op !== 'delete')
  const found = blocks.flatMap((write) => {
    const { after } = write
    const wrong = [
      ...(after.visibility === 'private' ? [] : [`visibility ${after.visibility}`]),
      ...(after.transparency === undefined || after.transparency === 'opaque' ? [] : [`${after.transparency}`]),
      ...((after.attendees ?? []).length === 0 ? [] : ['guests']),
      ...(after.conferenceData === undefined && after.hangoutLink === undefined ? [] : ['a conference']),
    ]
    return wrong.map((what) => `${told(write)}: ${what}`)
  })
  const ids = new Set(blocks.map(({ eventId }) => eventId))
  for (const mail of mails) {
    if (ids.has(mail.eventId) && mail.to.length > 0)
      found.push(`${mail.eventId}: ${mail.to.join(', ')} would be mailed`)
  }
  if (shown !== null) {
    // The person's own copy of a block is an event like any other, and may be shown.
    const copies = [...shown.world.state.calendars.values()].flatMap(({ events }) =>
      [...events.values()].flatMap(({ event }) => (isBlock(event) ? [] : [event.summary])),
    )
    const titles = new Set(standingBlocks(shown.world).map(({ summary }) => summary))
    for (const { title } of shown.events)
      if (titles.has(title) && !copies.includes(title)) found.push(`a block is shown as the event "${title}"`)
  }
  return found
}

/** Rule 5: what stands in the calendar stays known, whatever a bad read said. @param before, after what the API listed */
export function rule5(world: GoogleWorld, before: readonly EventShape[], after: readonly EventShape[]): string[] {
  const living = new Set(
    [...world.state.calendars.values()].flatMap(({ events }) =>
      [...events.values()].flatMap(({ event }) => (event.status === 'cancelled' ? [] : [event.summary ?? ''])),
    ),
  )
  const known = new Set(after.map(({ id }) => id))
  return before
    .filter(({ id, title }) => living.has(title) && !known.has(id))
    .map(({ title }) => `"${title}" stands in the calendar and is no longer known`)
}

/** Rule 7: what Aforo itself takes on never passes the cap, and the sums are what they are called. */
export function rule7(plan: Judged): string[] {
  const room = plan.cap.minutes - plan.cap.debt
  const sum = (of: Judged['verdicts']) => of.reduce((total, { charge }) => total + charge.total, 0)
  const chosen = plan.verdicts.filter(({ standing, verdict }) => standing === 'candidate' && verdict === 'attend')
  const charged = plan.verdicts.filter(({ verdict }) => verdict !== 'skip')
  const found: string[] = []
  if (chosen.length > 0 && sum(charged) > room) found.push(`${plan.week}: ${sum(charged)} of ${room} minutes are taken`)
  if (sum(charged) !== plan.charge.total) found.push(`${plan.week}: says ${plan.charge.total}, charges ${sum(charged)}`)
  for (const { charge, event } of [...plan.verdicts, { charge: plan.charge, event: { title: plan.week } }]) {
    if (charge.event + charge.travel + charge.followUp !== charge.total)
      found.push(`"${event.title}": a sum that is none`)
  }
  return found
}

/** Of one person: what their acceptances and declines are judged by. */
export interface Limits {
  timeZone: string
  /** The cap that stood when Aforo sent an answer at this moment. */
  capAt: (at: number) => number
  declinesPerOrganiser: number
  declinesPerWeek: number
  /** Answers the person gave or took back through Aforo: theirs, not Aforo's own. */
  acts: readonly Act[]
  /** The provider's ids of events that cost nothing, whatever stands in the calendar: skipped in Aforo, or still a question there. */
  uncharged?: ReadonlySet<string>
}

/** Each way, and the follow-up of an event of which nobody is known yet: what every event of these lives costs besides its length. */
const BESIDES_MINUTES = 30 + 30 + 30

/**
 * Rule 7 by what really happened, and the ration of declines beside it (threat 25): whenever Aforo accepts by itself, everything accepted that is
 * still to come in that week fits under the cap; and in no local week does it decline more than it may.
 * @param writes of one person's calendars, from the first on
 */
export function rule7Answers(writes: readonly Write[], limits: Limits): string[] {
  const standing = new Map<string, GoogleEvent>()
  const declines = new Map<string, number>()
  const found: string[] = []
  const weekOf = (at: number) => {
    const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(limits.timeZone).toPlainDate()
    return `${day.yearOfWeek}-W${day.weekOfYear}`
  }
  const startOf = ({ start }: GoogleEvent) => Date.parse(start?.dateTime ?? '')
  for (const write of writes) {
    standing.set(write.eventId, write.after)
    const answer = ownAnswer(write, limits.acts)
    if (answer === 'declined') {
      const organiser = write.after.organizer?.email?.split('@')[1] ?? ''
      for (const [key, most] of [
        [weekOf(write.at), limits.declinesPerWeek],
        [`${weekOf(write.at)} to ${organiser}`, limits.declinesPerOrganiser],
      ] as const) {
        declines.set(key, (declines.get(key) ?? 0) + 1)
        if ((declines.get(key) ?? 0) > most) found.push(`${told(write)}: more than ${most} declines in ${key}`)
      }
    }
    if (answer !== 'accepted') continue
    const week = weekOf(startOf(write.after))
    const taken = [...standing].filter(([id, event]) => {
      const own = event.attendees?.find(isOwn(write))?.responseStatus
      const counts = own === 'accepted' && event.status !== 'cancelled' && limits.uncharged?.has(id) !== true
      return counts && startOf(event) > write.at && weekOf(startOf(event)) === week
    })
    const minutes = taken.reduce(
      (sum, [, event]) => sum + (Date.parse(event.end?.dateTime ?? '') - startOf(event)) / 60_000 + BESIDES_MINUTES,
      0,
    )
    const cap = limits.capAt(write.at)
    const names = taken.map(([, { summary }]) => `"${summary ?? ''}"`).join(', ')
    if (minutes > cap) found.push(`${told(write)}: ${minutes} of ${cap} minutes of ${week} are accepted, with ${names}`)
  }
  return found
}

/** The answer of a write that nobody but Aforo gave; null for everything else. */
export function ownAnswer(write: Write, acts: readonly Act[]): string | null {
  if (write.actor !== 'api' || write.before === null || isBlock(write.after)) return null
  const answer = changedAnswer(write)
  return acts.some((act) => act.eventId === write.eventId && act.at <= write.at && act.answer === answer)
    ? null
    : answer
}

/** What of a plan is judged here. */
type Judged = Pick<PlanShape, 'week' | 'cap' | 'charge'> & {
  verdicts: (Pick<PlanShape['verdicts'][number], 'standing' | 'verdict' | 'charge'> & { event: { title: string } })[]
}

/** Rule 8: at most one digest for each person and local week. A relay's second copy of one mail is that mail (RFC 5322, 3.6.4). */
export function rule8(mails: readonly Message[]): string[] {
  const ids = new Map<string, Set<string>>()
  for (const mail of mails.filter(isDigest)) {
    // Who erased everything and came back is a new person under an old address.
    const person = /\.([\da-f-]{36})@/.exec(header(mail, 'message-id') ?? '')?.[1] ?? ''
    const key = `${mail.to.map(({ address }) => address).join(', ')} ${person} ${weekOfDigest(mail)}`
    ids.set(key, (ids.get(key) ?? new Set()).add(header(mail, 'message-id') ?? mail.id))
  }
  return [...ids].filter(([, copies]) => copies.size > 1).map(([key, copies]) => `${copies.size} digests: ${key}`)
}

export function isDigest(mail: Message): boolean {
  return header(mail, 'list-unsubscribe') !== null
}

/** Its operation is in its Message-ID: `digest.2026-W48...@host`. */
export function weekOfDigest(mail: Message): string {
  return /\d{4}-W\d{2}/.exec(header(mail, 'message-id') ?? '')?.[0] ?? 'no week'
}

/** Rule 9: whoever is owed anything is woken. @param alarmAt epoch milliseconds; null: none is set */
export function rule9(alarmAt: number | null, now: number): string[] {
  if (alarmAt === null) return ['no alarm is set']
  const week = 8 * 24 * 3_600_000
  return alarmAt - now > week ? [`the alarm is ${new Date(alarmAt).toISOString()}, beyond the next digest`] : []
}

/** Rule 10: every time is an instant that its zone really has, with that zone's offset. */
export function rule10(items: readonly { start: string; end: string; timeZone: string }[]): string[] {
  return items.flatMap(({ start, end, timeZone }) =>
    [start, end].flatMap((at) => {
      try {
        Temporal.ZonedDateTime.from(`${at}[${timeZone}]`, { offset: 'reject' })
        return []
      } catch {
        return [`${at} is no time in ${timeZone}`]
      }
    }),
  )
}

/** Rule 11: a foreign id answers exactly as a missing one. */
export function rule11(foreign: { status: number; body: string }, missing: { status: number; body: string }): string[] {
  return foreign.status === missing.status && foreign.body === missing.body
    ? []
    : [`${foreign.status} ${foreign.body} instead of ${missing.status} ${missing.body}`]
}

/** Rule 12. @param texts by name: logs, mails, answers, exports; @param secrets as they were given out */
export function rule12(texts: Readonly<Record<string, string>>, secrets: readonly string[]): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    secrets.filter((secret) => secret !== '' && text.includes(secret)).map((s) => `${name} tells ${s.slice(0, 4)}…`),
  )
}

/** Rule 13: one notice of what ended, not two. */
export function rule13(mails: readonly Message[]): string[] {
  const ids = new Map<string, Set<string>>()
  for (const mail of mails.filter((one) => !isDigest(one))) {
    const key = `"${mail.subject}" to ${mail.to.map(({ address }) => address).join(', ')}`
    ids.set(key, (ids.get(key) ?? new Set()).add(header(mail, 'message-id') ?? mail.id))
  }
  return [...ids].filter(([, copies]) => copies.size > 1).map(([key, copies]) => `${copies.size} times ${key}`)
}

/** Rule 14, in mail: no script, no picture from elsewhere, and no link but to Aforo itself. */
export function rule14(mails: readonly Message[], appUrl: string): string[] {
  return mails.flatMap((mail) => {
    // Of tags alone: what is escaped is text, whatever it spells.
    const tags = (mail.html.match(/<[a-z!/][^>]*>/gi) ?? []).join('\n')
    const inHtml = [...tags.matchAll(/\b(?:href|src|action)\s*=\s*["']?([^"'\s>]+)/gi)].map((m) => m[1] ?? '')
    const inText = [...`${mail.text}\n${mail.subject}`.matchAll(/\bhttps?:\/\/[^\s<>]+/gi)].map(([url]) => url)
    const elsewhere = [...inHtml, ...inText].filter(
      (url) => !url.startsWith('#') && !`${url}/`.startsWith(`${appUrl}/`),
    )
    const active = /<(?:script|iframe|img|object|embed|form)\b|\son\w+\s*=/i.exec(tags)
    return [
      ...elsewhere.map((url) => `"${mail.subject}" links to ${url}`),
      ...(active === null ? [] : [`"${mail.subject}" carries ${active[0]}`]),
    ]
  })
}

/** Everything that a finished stretch of life must satisfy. */
export function violations(seen: {
  writes: readonly Write[]
  world: GoogleWorld
  mails: readonly Message[]
  appUrl: string
  owed?: readonly string[]
  acts?: readonly Act[]
  events?: readonly EventShape[]
  plans?: readonly PlanShape[]
  followUps?: readonly FollowUpShape[]
}): string[] {
  const { writes, world, mails, appUrl, owed = [], acts = [], events = [], plans = [], followUps = [] } = seen
  return Object.entries({
    1: rule1(writes),
    2: rule2(writes, owed),
    3: rule3(writes, acts),
    4: rule4(writes, world.mails, { world, events }),
    7: plans.flatMap(rule7),
    8: rule8(mails),
    10: rule10([...events, ...followUps]),
    13: rule13(mails),
    14: rule14(mails, appUrl),
  }).flatMap(([rule, found]) => found.map((what) => `rule ${rule}: ${what}`))
}

function byAforo(writes: readonly Write[]): Write[] {
  return writes.filter(({ actor }) => actor === 'api')
}

function told({ op, eventId, after }: Write): string {
  return `${op} ${eventId} "${after.summary ?? ''}"`
}

/** What a block was written about: its title and the line that names event and day. */
function subjectOf(block: GoogleEvent): string {
  return `${block.summary ?? ''}\n${(block.description ?? '').split('\n')[0]}`
}

/** What counts as touched (rule 3): not colour, not reminders, not the zone a time is shown in. */
function contentOf(event: GoogleEvent): string {
  const time = (when: GoogleEvent['start']) => when?.date ?? Date.parse(when?.dateTime ?? '')
  const { summary, description, location, attendees, visibility } = event
  const guests = (attendees ?? []).map(({ email }) => email)
  return JSON.stringify([time(event.start), time(event.end), summary, description, location, guests, visibility])
}

function changedAnswer(write: Write): string | null {
  const { before, after } = write
  const own = (event: GoogleEvent | null) => (event?.attendees ?? []).find(isOwn(write))?.responseStatus ?? null
  return own(before) === own(after) ? null : own(after)
}

function isOwn({ calendarId, owner }: Write): (guest: GoogleAttendee) => boolean {
  return ({ email }) => [calendarId, owner].includes(email?.toLowerCase() ?? '')
}

function answerLess(write: Write): (guest: GoogleAttendee) => GoogleAttendee {
  return (guest) => {
    if (!isOwn(write)(guest)) return guest
    const { responseStatus: _, ...rest } = guest
    return rest
  }
}

/** What every write changes by itself says nothing. */
function changedFields(before: GoogleEvent, after: GoogleEvent): string[] {
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (name) =>
      !['etag', 'updated', 'sequence'].includes(name) && JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)),
  )
}

function header(mail: Message, name: string): string | null {
  return mail.headers.find(({ key }) => key === name)?.value ?? null
}
