/**
 * Two records of one person made one, without loss: for merging contacts, and for a file that brings more of somebody who is known. What the
 * first says stays; what the second says otherwise goes into the note as it stands.
 */
import { CONTACT_BOUNDS, type ContactBody, type ContactFacts, type FieldProblem, type Settled } from './contact.ts'

/**
 * @param also lines for the note beside what the facts say
 * @returns the very body given where the facts say nothing new; refused where all of it would not fit
 */
export function unitedFacts(
  into: ContactBody,
  from: Omit<ContactFacts, 'introducedBy'>,
  also: readonly string[],
): Settled<ContactBody> {
  const problems: FieldProblem[] = []
  const lists = { emails: into.emails, phones: into.phones, urls: into.urls }
  for (const field of ['emails', 'phones', 'urls'] as const) {
    const more = from[field].filter((item) => !into[field].includes(item))
    if (more.length > 0) lists[field] = [...into[field], ...more]
    if (lists[field].length > CONTACT_BOUNDS[field]) problems.push({ field, reason: 'too_many', index: null })
  }
  const note = unitedNote(into, from, also)
  if (note !== null && [...note].length > CONTACT_BOUNDS.note)
    problems.push({ field: 'note', reason: 'too_long', index: null })
  if (problems.length > 0) return { kind: 'refused', problems }
  const united: ContactBody = {
    ...into,
    ...lists,
    company: into.company ?? from.company,
    role: into.role ?? from.role,
    note,
    nextStep: into.nextStep ?? from.nextStep,
    everyDays: into.everyDays ?? from.everyDays,
  }
  const same = FIELDS.every((field) => united[field] === into[field])
  return { kind: 'ok', value: same ? into : united }
}

const FIELDS = ['emails', 'phones', 'urls', 'company', 'role', 'note', 'nextStep', 'everyDays'] as const

/** The first's note, then each line that the second adds: its note, and whatever it calls the person, their company or the next step instead. */
function unitedNote(
  into: ContactBody,
  from: Omit<ContactFacts, 'introducedBy'>,
  also: readonly string[],
): string | null {
  const otherwise = (mine: string | null, theirs: string | null) =>
    theirs === null || mine === null || mine === theirs ? [] : [theirs]
  const step = (said: ContactFacts['nextStep']) =>
    said === null ? null : [said.on, said.text].filter((part) => part !== null).join(' ')
  const lines = [
    ...otherwise(into.name, from.name),
    ...otherwise(into.company, from.company),
    ...otherwise(into.role, from.role),
    ...otherwise(step(into.nextStep), step(from.nextStep)),
    ...also,
    ...(from.note === null ? [] : [from.note]),
  ]
  // Said before: so that the same file a second time adds nothing.
  const added = lines.filter((line) => !`\n${into.note ?? ''}\n`.includes(`\n${line}\n`))
  return added.length === 0 ? into.note : [...(into.note === null ? [] : [into.note]), ...added].join('\n')
}
