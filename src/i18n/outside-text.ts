/**
 * Text from outside (titles, places, names, descriptions) before it stands in a sentence of ours: bounded, without control
 * characters that break a mail header or a terminal, and without the marks that turn the reading direction of what follows
 * (design.md, rule 14). Escaping is left to whoever writes HTML.
 */

/** C0 and C1 controls but tab and line feed; zero-width and direction marks; the byte order mark; lone surrogates. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * One line of at most `bound` characters, cut with an ellipsis; blanks of every kind become one space.
 * @param bound in code points, 1 or more
 */
export function oneLine(text: string, bound: number): string {
  return cut(
    visible(text, bound)
      .replace(/[\s\u2028\u2029]+/gu, ' ')
      .trim(),
    bound,
  )
}

/** Several lines as the author broke them: at most one empty line between two, no blanks at their ends. */
export function severalLines(text: string, bound: number): string {
  const broken = visible(text, bound).replace(/[\u2028\u2029]/gu, '\n')
  return cut(
    broken
      .replace(/[^\S\n]+/gu, ' ')
      .replace(/ *\n */g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    bound,
  )
}

/**
 * The same line with every address of the web replaced: mail programs turn them into links, and mail of ours links to our own
 * origin only.
 * @param instead what stands in their place, such as "[enlace]"
 */
export function withoutLinks(line: string, instead: string): string {
  return line.replace(
    /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s<>"']*|\b(?:www\.|mailto:|javascript:|data:)[^\s<>"']*/giu,
    instead,
  )
}

/** What may hide in front of `bound` visible characters is bounded too, so that a megabyte costs no more than a line. */
function visible(text: string, bound: number): string {
  return text
    .slice(0, bound * 4 + 200)
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, ' ')
}

function cut(text: string, bound: number): string {
  const points = [...text]
  if (points.length <= bound) return text
  return `${points
    .slice(0, bound - 1)
    .join('')
    .trimEnd()}…`
}
