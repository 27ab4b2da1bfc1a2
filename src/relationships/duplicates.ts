/**
 * Who may be the same person: found by mail, by phone, and by name with the event, a series of events or the company as evidence. It only points; merging is the
 * person's act (`merge.ts`), and whom they said to be two people are two. Each group of the same is paired with its oldest, so that thousands of
 * contacts cost one pass.
 */
import type { EventId } from '../calendar/event.ts'
import type { Contact, ContactId } from './contact.ts'

export interface DuplicatePair {
  /** The older of the two: the one to merge into. */
  older: ContactId
  newer: ContactId
  /** `certain` by mail or phone, which one person has; `likely` by name. */
  certainty: 'certain' | 'likely'
  reasons: readonly DuplicateReason[]
}
export type DuplicateReason =
  | { kind: 'mail'; value: string }
  | { kind: 'phone'; value: string }
  | { kind: 'name_and_event'; eventId: EventId }
  /** Met at two events that are called the same: most often dates of one series. */
  | { kind: 'name_and_series'; title: string }
  | { kind: 'name_and_company'; company: string }

/** Certain ones first, then as the contacts are; each pair once, with everything that speaks for it. */
export function duplicatesIn(contacts: Iterable<Contact>): DuplicatePair[] {
  /** Of a group that was said to be several people, one of each. */
  const oldest = new Map<string, Contact[]>()
  const pairs = new Map<string, { older: ContactId; newer: ContactId; reasons: DuplicateReason[] }>()
  for (const contact of byAge(contacts)) {
    for (const { key, reason } of traitsOf(contact)) {
      const known = oldest.get(key) ?? []
      const first = known.find((one) => one === contact || !areApart(one, contact))
      if (first === undefined) oldest.set(key, [...known, contact])
      else if (first !== contact) {
        const [older, newer] = [first.id, contact.id]
        const pair = pairs.get(`${older}\n${newer}`) ?? { older, newer, reasons: [] }
        if (!saysNothingNew(reason, pair.reasons)) pair.reasons.push(reason)
        pairs.set(`${older}\n${newer}`, pair)
      }
    }
  }
  const found = [...pairs.values()].map((pair): DuplicatePair => {
    const certain = pair.reasons.some(({ kind }) => kind === 'mail' || kind === 'phone')
    return { ...pair, certainty: certain ? 'certain' : 'likely' }
  })
  return [
    ...found.filter((pair) => pair.certainty === 'certain'),
    ...found.filter((pair) => pair.certainty === 'likely'),
  ]
}

function areApart(a: Contact, b: Contact): boolean {
  return a.body.apart?.includes(b.id) === true || b.body.apart?.includes(a.id) === true
}

/** One event is called the same as itself. */
function saysNothingNew(reason: DuplicateReason, said: readonly DuplicateReason[]): boolean {
  return reason.kind === 'name_and_series' && said.some(({ kind }) => kind === 'name_and_event')
}

/** The words of a name without accents, case, signs or order, for surnames stand in front in one place and behind in another. */
export function foldedName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [plain.trim()]
  return words.toSorted().join(' ')
}

function traitsOf({ body }: Contact): { key: string; reason: DuplicateReason }[] {
  const name = foldedName(body.name)
  const company = body.company === null ? null : foldedName(body.company)
  const titles = new Map(body.encounters.map(({ title }) => [foldedName(title), title]))
  titles.delete('')
  return [
    ...body.emails.map((value) => ({ key: `mail ${value}`, reason: { kind: 'mail' as const, value } })),
    ...body.phones.map((value) => ({ key: `phone ${value}`, reason: { kind: 'phone' as const, value } })),
    ...body.encounters.map(({ eventId }) => ({
      key: `event ${eventId}\n${name}`,
      reason: { kind: 'name_and_event' as const, eventId },
    })),
    ...[...titles].map(([folded, title]) => ({
      key: `series ${folded}\n${name}`,
      reason: { kind: 'name_and_series' as const, title },
    })),
    ...(body.company === null
      ? []
      : [
          {
            key: `company ${company}\n${name}`,
            reason: { kind: 'name_and_company' as const, company: body.company },
          },
        ]),
  ]
}

function byAge(contacts: Iterable<Contact>): Contact[] {
  const age = ({ id, body }: Contact) => `${body.createdAt} ${id}`
  return [...contacts].toSorted((a, b) => (age(a) < age(b) ? -1 : 1))
}
