import { expect, test } from 'vitest'
import { ELSEWHERE_WORDS } from './elsewhere-words.ts'
import { type Group, groupsAt } from './lexicon.ts'
import { MEETING_WORDS } from './meeting-words.ts'
import { SURROUNDING_WORDS } from './surrounding-words.ts'
import { wordsOf } from './words.ts'

function groupsOf(text: string): Group[] {
  const words = wordsOf(text, 500)
  const groups: Group[] = []
  for (const at of words.keys()) groupsAt(words, at, (group) => groups.push(group))
  return groups
}

test('a whole word, a beginning and a phrase are found', () => {
  expect(groupsOf('mixer')).toContain('drinks')
  expect(groupsOf('Cócteles')).toContain('drinks')
  expect(groupsOf('Rueda de Negocios')).toContain('matchmaking')
  expect(groupsOf('mixers-upper')).toContain('drinks')
  expect(groupsOf('remix')).toEqual([])
})

test('every entry is written as words are read, so that it can be found', () => {
  const lists = [MEETING_WORDS, ELSEWHERE_WORDS, SURROUNDING_WORDS]
  const lost = lists
    .flatMap((list) => Object.entries(list))
    .flatMap(([group, entries]) =>
      entries
        .split(',')
        .map((entry) => entry.trim())
        .filter(
          (entry) =>
            !groupsOf(entry.replaceAll('*', '').replaceAll('#year', '2026').replaceAll('#', '3')).includes(
              group as Group,
            ),
        ),
    )
  expect(lost).toEqual([])
})
