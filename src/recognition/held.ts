/**
 * Does an event's text say that the person is only wait-listed or pending? Such an event is a hold (design.md, section 1): it
 * charges hours but is not promised. The provider's own status is no evidence, whole feeds come as "tentative".
 */
import { wordsOf } from './words.ts'

/** Folded as `wordsOf` folds. Said of the person's own place; "waitlist available" and the like are excluded below. */
const PHRASES = [
  'lista de espera',
  'en espera de confirmacion',
  'en espera de aprobacion',
  'en espera de lugar',
  'pendiente de aprobacion',
  'pendiente de confirmacion',
  'pendiente de confirmar',
  'pendiente de aceptacion',
  'aprobacion pendiente',
  'confirmacion pendiente',
  'registro pendiente',
  'solicitud pendiente',
  'solicitud en revision',
  'solicitud en proceso',
  'lugar por confirmar',
  'cupo por confirmar',
  'por aprobar',
  'waitlist',
  'waitlisted',
  'wait list',
  'wait listed',
  'waiting list',
  'waitinglist',
  'pending approval',
  'approval pending',
  'pending confirmation',
  'confirmation pending',
  'registration pending',
  'pending registration',
  'application pending',
  'application under review',
  'awaiting approval',
  'awaiting confirmation',
  'request pending',
  'spot not confirmed',
]

/** Words around a wait-list that make it somebody else's or none: an offer to join it, its absence, its end. */
const NOT_OURS = new Set(
  (
    'no sin not without available disponible habra hay join unete unirte unirse anotate abierta open off ' +
    'saliste salio fuera cerrada closed if si full lleno llena'
  ).split(' '),
)

const BY_FIRST = new Map<string, string[][]>()
for (const phrase of PHRASES) {
  const words = phrase.split(' ')
  const [first = ''] = words
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), words])
}

/** A title of nothing but the state: "PENDIENTE: ...", "Pending - ...", "[Waitlist] ...". */
const TITLE_MARKS = new Set(['pendiente', 'pending', 'waitlist', 'waitlisted', 'tbc'])

/** Characters read of a title and a description; a state stands in the first lines, and the work must have a bound. */
const TITLE_READ = 300
const DESCRIPTION_READ = 2_000

export function saysPending(title: string, description: string): boolean {
  const words = wordsOf(title, TITLE_READ)
  const first = words[0]
  if (first !== undefined && TITLE_MARKS.has(first.folded) && marksOff(title, first.start, first.end)) return true
  return (
    says(words.map((word) => word.folded)) || says(wordsOf(description, DESCRIPTION_READ).map((word) => word.folded))
  )
}

/** A mark is set off from the title proper: "Pendiente: cena", "[pending] dinner"; "pendientes de la casa" is none. */
function marksOff(title: string, start: number, end: number): boolean {
  const before = title[start - 1]
  const after = title.slice(end, end + 2).trimStart()[0]
  return (
    before === '[' ||
    before === '(' ||
    after === ':' ||
    after === '-' ||
    after === '–' ||
    after === '—' ||
    after === '|'
  )
}

function says(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; at++) {
    for (const phrase of BY_FIRST.get(words[at] ?? '') ?? []) {
      if (!phrase.every((word, offset) => words[at + offset] === word)) continue
      const around = [
        ...words.slice(Math.max(0, at - 3), at),
        ...words.slice(at + phrase.length, at + phrase.length + 2),
      ]
      if (!around.some((word) => NOT_OURS.has(word))) return true
    }
  }
  return false
}
