/**
 * What is known of words before any example was seen: groups of words with one meaning for this question. The model learns what
 * each group weighs, where it stands and beside what; a word that no labelled event holds still counts through its group.
 * Nothing here decides by itself: "coctel" is in one group, "boda" in another, and what the two mean together is learned.
 *
 * Entries are folded as `wordsOf` folds (no accents, lower case, `#` for a number); `*` ends a beginning of a word; several words
 * are a phrase. A word stands in two groups when it has two meanings.
 */
import { ELSEWHERE_WORDS } from './elsewhere-words.ts'
import { MEETING_WORDS } from './meeting-words.ts'
import { SURROUNDING_WORDS } from './surrounding-words.ts'

const GROUPS = { ...MEETING_WORDS, ...ELSEWHERE_WORDS, ...SURROUNDING_WORDS }

export type Group = keyof typeof GROUPS

export function isMeeting(group: Group): boolean {
  return Object.hasOwn(MEETING_WORDS, group)
}

export function isElsewhere(group: Group): boolean {
  return Object.hasOwn(ELSEWHERE_WORDS, group)
}

/** One way in which a group can stand in a text: words to match one after another, each whole or a beginning. */
interface Entry {
  group: Group
  words: readonly { text: string; whole: boolean }[]
}

/** Entries by their first word when it is whole, else by the first letters of it. */
interface Starts {
  whole: Map<string, Entry[]>
  open: Map<string, Entry[]>
}

const OPEN_LETTERS = 3

/** Laid out when the first text comes: some five thousand entries, which a page that shows no event should not wait for. */
let laidOut: Starts | undefined

/** Calls back with each group that begins at word `at`, and with how many words of the text it covers. */
export function groupsAt(
  words: readonly { folded: string }[],
  at: number,
  found: (group: Group, length: number) => void,
): void {
  laidOut ??= layOut()
  const first = words[at]?.folded ?? ''
  match(laidOut.whole.get(first), words, at, found)
  if (first.length >= OPEN_LETTERS) match(laidOut.open.get(first.slice(0, OPEN_LETTERS)), words, at, found)
}

function match(
  entries: readonly Entry[] | undefined,
  words: readonly { folded: string }[],
  at: number,
  found: (group: Group, length: number) => void,
): void {
  if (entries === undefined) return
  for (const entry of entries) {
    let length = 0
    for (const { text, whole } of entry.words) {
      const word = words[at + length]?.folded
      if (word === undefined || !(whole ? word === text : word.startsWith(text))) break
      length++
    }
    if (length === entry.words.length) found(entry.group, length)
  }
}

function layOut(): Starts {
  const starts: Starts = { whole: new Map(), open: new Map() }
  for (const [group, phrases] of Object.entries(GROUPS)) {
    if (!isGroup(group)) continue
    for (const phrase of phrases.split(',')) {
      const words = phrase
        .trim()
        .split(' ')
        .map((word) => (word.endsWith('*') ? { text: word.slice(0, -1), whole: false } : { text: word, whole: true }))
      const [first] = words
      if (first === undefined) continue
      const key = first.whole ? first.text : first.text.slice(0, OPEN_LETTERS)
      const side = first.whole ? starts.whole : starts.open
      const known = side.get(key)
      if (known === undefined) side.set(key, [{ group, words }])
      else known.push({ group, words })
    }
  }
  return starts
}

function isGroup(name: string): name is Group {
  return Object.hasOwn(GROUPS, name)
}
