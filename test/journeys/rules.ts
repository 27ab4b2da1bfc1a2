/** The rules of design.md, section 3, over everything that some people's journey left behind: the end of every journey here. */

import type { GoogleEvent } from '../sandbox/google/model.ts'
import { violations } from '../simulation/invariants.ts'
import type { Act } from '../simulation/rules/answers.ts'
import { isBlock } from '../simulation/rules/google.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { rule9 } from '../simulation/rules/shown.ts'
import { seenIn } from '../simulation/rules/watch.ts'
import type { Journey, Person } from './journey.ts'

/**
 * @param writes of the whole world, as `watchWrites` gives them
 * @param promised `owed`: titles of events whose block must be there; `acts`: answers these people gave in Aforo
 * @returns what was broken, in words; none is what a test wants
 */
export async function brokenRules(
  journey: Journey,
  writes: readonly Write[],
  people: readonly Person[],
  promised: { owed?: readonly string[]; acts?: readonly Act[] } = {},
): Promise<string[]> {
  const emails = people.map(({ email }) => email)
  const theirs = writes.filter(({ owner }) => emails.includes(owner))
  const asked = await Promise.all(
    people.map(async (person) => {
      const [events, followUps, plan] = await Promise.all([person.events(), person.followUps(), person.plan()])
      return { events, followUps, plan }
    }),
  )
  const alarms = await Promise.all(people.map(async (person) => (await person.alarm()).at?.epochMilliseconds ?? null))
  const unwoken = alarms.flatMap((at) => rule9(at, journey.now().epochMilliseconds))
  const microsoft = journey.world.microsoft?.world
  const worlds = [journey.google, ...(microsoft === undefined ? [] : [microsoft])]
  const broken = violations({
    writes: theirs,
    standing: worlds.flatMap((world) => seenIn(world).map(({ event }) => event)),
    mails: people.flatMap((person) => person.mails()),
    appUrl: journey.url,
    events: asked.flatMap(({ events }) => events),
    followUps: asked.flatMap(({ followUps }) => followUps),
    plans: asked.map(({ plan }) => plan),
    ...promised,
  })
  return [...broken, ...unwoken.map((what) => `rule 9: ${what}`)]
}

/** Blocks that stand in the person's calendar. */
export function blocksOf(person: Person, calendar?: string): (GoogleEvent & { id: string })[] {
  return person
    .atGoogle(calendar)
    .filter((event) => isBlock(event) && event.status !== 'cancelled')
    .map((event) => ({ ...event, id: event.id ?? '' }))
}

/** The one block there is. @throws where there is none, or a second */
export function blockOf(person: Person): GoogleEvent & { id: string } {
  const [only, ...others] = blocksOf(person)
  if (only === undefined || others.length > 0) throw new Error(`${blocksOf(person).length} blocks of ${person.email}`)
  return only
}

/** Start and end on the person's clock, `2026-11-25 09:00-09:30`. */
export function hoursOf(event: GoogleEvent, zone = 'America/Mexico_City'): string {
  const local = (at: string | null | undefined) =>
    new Date(at ?? '').toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return `${local(event.start?.dateTime)}-${local(event.end?.dateTime).slice(11)}`
}
