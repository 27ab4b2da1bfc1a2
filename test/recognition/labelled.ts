/**
 * The labelled events: read, checked, and divided into folds so that near-duplicates never stand on both sides. An event that
 * was trained on under another date, or another event of the same invented organiser, would make the figures a lie.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import * as v from 'valibot'
import type { EventFacts } from '../../src/recognition/evidence.ts'
import { KINDS, type Kind } from '../../src/recognition/kinds.ts'
import { addressOf, isFreeMail, isPlatform } from '../../src/recognition/organiser.ts'
import { wordsOf } from '../../src/recognition/words.ts'

export interface Labelled {
  facts: EventFacts
  networking: boolean
  kind: Kind
  smart: boolean
  /** the file it came from, without its ending */
  file: string
}

const Line = v.object({
  title: v.string(),
  description: v.string(),
  location: v.string(),
  organizer_email: v.nullable(v.string()),
  attendee_count: v.number(),
  duration_minutes: v.number(),
  start_local: v.string(),
  source: v.picklist(['own', 'feed', 'invite']),
  label: v.picklist(['networking', 'other']),
  kind: v.picklist(KINDS),
  smart: v.boolean(),
})

const HERE = import.meta.dirname

/** The shared sample: 150 events, whose cross-validated figures are the ones that compare. */
export function readSample(): Labelled[] {
  return readEvents(joinPath(HERE, 'sample.jsonl'), 'sample')
}

/** Everything in labelled/, in the order of the files' names. */
export function readLabelled(): Labelled[] {
  const folder = joinPath(HERE, 'labelled')
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return files.sort().flatMap((name) => readEvents(joinPath(folder, name), name.slice(0, -'.jsonl'.length)))
}

/** Held out: read to report, never to train or to choose. */
export function readUnseen(): Labelled[] {
  return readEvents(joinPath(HERE, 'unseen.jsonl'), 'unseen')
}

function readEvents(path: string, file: string): Labelled[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const parsed = v.safeParse(Line, JSON.parse(line))
    if (!parsed.success) throw new Error(`${file}.jsonl:${index + 1}: ${parsed.issues[0].message}`)
    const event = parsed.output
    return {
      facts: {
        title: event.title,
        description: event.description,
        location: event.location,
        organiserEmail: event.organizer_email,
        attendeeCount: event.attendee_count,
        durationMinutes: event.duration_minutes,
        startLocal: event.start_local,
        source: event.source,
      },
      networking: event.label === 'networking',
      kind: event.kind,
      smart: event.smart,
      file,
    }
  })
}

/** Titles that share at least this part of their words are one event for the folds. */
const ALIKE = 0.6

/**
 * The fold of each event, 0 to folds - 1. Events with alike titles, or of one organiser's domain (platforms, free mail and the
 * person's own entries apart), stay together; groups go to folds by size, then by title, so the division is always the same.
 */
export function foldsOf(events: readonly Labelled[], folds: number): number[] {
  const leader = events.map((_, index) => index)
  const find = (index: number): number => {
    let at = index
    while (leader[at] !== undefined && leader[at] !== at) at = leader[at] ?? at
    return at
  }
  const join = (one: number, other: number) => {
    const [low, high] = [find(one), find(other)].sort((a, b) => a - b)
    if (low !== undefined && high !== undefined) leader[high] = low
  }
  const domains = new Map<string, number>()
  for (const [index, { facts }] of events.entries()) {
    const domain = facts.source === 'own' ? undefined : addressOf(facts.organiserEmail ?? '')?.domain
    if (domain === undefined || isPlatform(domain) || isFreeMail(domain)) continue
    const first = domains.get(domain)
    if (first === undefined) domains.set(domain, index)
    else join(first, index)
  }
  const titles = events.map(({ facts }) => new Set(wordsOf(facts.title, 300).map((word) => word.folded)))
  for (const [index, title] of titles.entries()) {
    for (let other = 0; other < index; other++) if (alike(title, titles[other] ?? new Set())) join(other, index)
  }
  const groups = Map.groupBy(events.keys(), find)
  const sorted = [...groups.values()].sort(
    (one, other) => other.length - one.length || compare(keyOf(events, one), keyOf(events, other)),
  )
  const sizes = new Array<number>(folds).fill(0)
  const fold = new Array<number>(events.length).fill(0)
  for (const group of sorted) {
    const smallest = sizes.indexOf(Math.min(...sizes))
    sizes[smallest] = (sizes[smallest] ?? 0) + group.length
    for (const index of group) fold[index] = smallest
  }
  return fold
}

function keyOf(events: readonly Labelled[], group: readonly number[]): string {
  const facts = events[group[0] ?? 0]?.facts
  // Read backwards, so that the order has little to do with how titles begin.
  return [...`${facts?.title} ${facts?.startLocal}`].reverse().join('')
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((word) => other.has(word)).length
  return shared > 0 && shared / (one.size + other.size - shared) >= ALIKE
}
