/**
 * Text as words: folded (lower case, no accents), with the place where each stands, so that a reason can quote the person's
 * own word. One pass over a bounded piece of the text, no regular expressions: whatever a feed sends costs the same.
 */

/** `folded` is what the model knows; `start` and `end` are code units in the text, so `text.slice(start, end)` quotes it. */
export interface Word {
  folded: string
  start: number
  end: number
}

const NUMBER = '#'
const YEAR = '#year'
const EDITION = '#nth'
/** "1:1", "1-2-1", "1on1": the many ways in which people write a talk of two. */
const ONE_TO_ONE = '1to1'
const LONGEST_WORD = 40

/**
 * Words, emoji and a few signs that speak ("↔", "<>"), in order. Numbers become `#`, years `#year`, "#9" `#nth`; an address of
 * the web becomes one word, its host, for its path says nothing.
 * @param bound code units read; what stands behind is not looked at
 */
export function wordsOf(text: string, bound: number): Word[] {
  const words: Word[] = []
  const length = Math.min(text.length, bound)
  let at = 0
  while (at < length) {
    const code = text.charCodeAt(at)
    if (isUrlAt(text, at, code)) {
      at = readUrl(text, at, length, words)
      continue
    }
    const letter = fold(code)
    if (letter === '') {
      at = readSign(text, at, code, words)
      continue
    }
    const start = at
    let folded = ''
    let digits = true
    while (at < length) {
      const code = text.charCodeAt(at)
      const next = fold(code)
      // An apostrophe between letters is part of the word ("mother's"), anywhere else it is a quotation mark.
      const joins = isCombining(code) || (isApostrophe(code) && fold(text.charCodeAt(at + 1)) !== '')
      if (next === '' && !joins) break
      if (next !== '' && (next < '0' || next > '9')) digits = false
      if (folded.length < LONGEST_WORD) folded += next
      at++
    }
    if (digits) {
      const one = oneToOneEnd(text, start, length)
      if (one > at) {
        at = one
        folded = ONE_TO_ONE
      } else folded = numberWord(text, folded, start)
    } else if (folded === '1on1' || folded === '1to1' || folded === 'one2one') folded = ONE_TO_ONE
    if (folded !== '') words.push({ folded, start, end: at })
  }
  return words
}

/** The same folding for a whole short string, such as an address; used where places in the text do not matter. */
export function foldText(text: string, bound: number): string {
  let folded = ''
  const length = Math.min(text.length, bound)
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    folded += fold(code) || (isCombining(code) ? '' : ' ')
  }
  return folded
}

/** A letter or digit as the model knows it, or '' where no word goes on. */
function fold(code: number): string {
  if (code < FOLDED.length) return FOLDED[code] ?? ''
  // Scripts beyond Latin are kept as they are: their words are rarely known, but they must not fall apart into nothing.
  if (code >= 0x370 && code < 0x2000) return String.fromCharCode(code).toLowerCase()
  if (code >= 0x3040 && code < 0xd7a4) return String.fromCharCode(code)
  return ''
}

function isCombining(code: number): boolean {
  return code >= 0x300 && code <= 0x36f
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019
}

/** Latin letters and digits up to U+024F, once: NFD splits a letter from its accents. */
const FOLDED: readonly string[] = Array.from({ length: 0x250 }, (_, code) => {
  const plain = String.fromCharCode(code).normalize('NFD').charAt(0).toLowerCase()
  if (plain === 'ß') return 's'
  if (plain === 'ø') return 'o'
  if (plain === 'ł') return 'l'
  return (plain >= 'a' && plain <= 'z') || (plain >= '0' && plain <= '9') ? plain : ''
})

/** "1:1", "1-1", "1-2-1", "1 a 1" beginning at `start`; -1 where there is none. "1:15" is an hour. */
function oneToOneEnd(text: string, start: number, length: number): number {
  for (const form of ['1-2-1', '1-on-1', '1-to-1', '1 on 1', '1 a 1', '1:1', '1-1']) {
    const end = start + form.length
    if (end > length || !text.startsWith(form, start)) continue
    const next = end < text.length ? fold(text.charCodeAt(end)) : ''
    if (next === '' || next === 's') return next === 's' ? end + 1 : end
  }
  return -1
}

function numberWord(text: string, digits: string, start: number): string {
  if (digits.length === 4 && (digits.startsWith('20') || digits.startsWith('19'))) return YEAR
  return text[start - 1] === '#' ? EDITION : NUMBER
}

function isUrlAt(text: string, at: number, code: number): boolean {
  if (code === 104 || code === 72) return text.startsWith('http://', at) || text.startsWith('https://', at)
  return code === 119 && text.startsWith('www.', at)
}

function readUrl(text: string, at: number, length: number, words: Word[]): number {
  const from = text.startsWith('www.', at) ? at : text.indexOf('//', at) + 2
  let end = from
  while (end < length && isHostCode(text.charCodeAt(end))) end++
  const host = text.slice(from, Math.min(end, from + 80)).toLowerCase()
  while (end < length && text.charCodeAt(end) > 32) end++
  words.push({ folded: `@${host.startsWith('www.') ? host.slice(4) : host}`, start: at, end })
  return end
}

function isHostCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 46 ||
    code === 45
  )
}

/** Signs that stand for a word: emoji as themselves, arrows and "<>" between two names as `↔`. */
function readSign(text: string, at: number, code: number, words: Word[]): number {
  const point = text.codePointAt(at) ?? 0
  // Half a pair is no sign: it would travel through reasons into places that take well-formed text only.
  if (point > 0xffff) {
    words.push({ folded: String.fromCodePoint(point), start: at, end: at + 2 })
    return at + 2
  }
  if (code === 0x26) words.push({ folded: 'and', start: at, end: at + 1 })
  else if (code === 0x2194 || code === 0x21c4) words.push({ folded: '↔', start: at, end: at + 1 })
  else if (code === 60 && text.charCodeAt(at + 1) === 62) {
    words.push({ folded: '↔', start: at, end: at + 2 })
    return at + 2
  } else if (code >= 0x2600 && code <= 0x27bf) words.push({ folded: text.charAt(at), start: at, end: at + 1 })
  return at + 1
}
