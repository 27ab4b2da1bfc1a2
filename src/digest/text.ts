/**
 * The digest as plain text: the same content, section by section, for those who read mail without HTML. Lines are wrapped;
 * an address of the web stands alone on its line, whole, so that mail programs find its end.
 */
import type { DigestContent, DigestEntry, DigestLink, DigestSection } from './shapes.ts'

/** RFC 5322, 2.1.1 asks for at most 78 characters a line. */
const WIDTH = 72

export function digestText(content: DigestContent): string {
  const blocks = [
    ...(content.greeting === null ? [] : [content.greeting]),
    [
      heading(content.heading, content),
      content.budget.sentence,
      content.budget.sum,
      ...content.remarks.flatMap((remark) => wrapped(remark, '')),
    ].join('\n'),
    ...content.sections.map((section) => sectionText(section, content)),
    linkText(content.open, ''),
    [
      '--',
      ...content.footer.lines.flatMap((line) => wrapped(line, '')),
      ...content.footer.links.map((link) => linkText(link, '')),
    ].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

function sectionText(section: DigestSection, content: DigestContent): string {
  const parts = [heading(section.title, content)]
  if (section.intro !== null) parts.push(wrapped(section.intro, '').join('\n'))
  parts.push(...section.entries.map(entryText))
  if (section.more !== null) parts.push(section.more)
  return parts.join('\n\n')
}

function entryText(entry: DigestEntry): string {
  return [
    ...wrapped(entry.title, '  ', '* '),
    ...entry.lines.flatMap((line) => wrapped(line, '  ')),
    ...entry.actions.map((action) => linkText(action, '  ')),
  ].join('\n')
}

function linkText(link: DigestLink, indent: string): string {
  return `${indent}${link.label}:\n${indent}${link.url}`
}

function heading(text: string, content: DigestContent): string {
  return text.toLocaleUpperCase(content.locale)
}

/** At blanks alone: a word longer than a line stays whole. */
export function wrapped(text: string, indent: string, first = indent): string[] {
  const lines: string[] = []
  let line = first
  for (const word of text.split(' ')) {
    const fits = line.length + word.length + 1 <= WIDTH
    if (line === indent || line === first) line += word
    else if (fits) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  lines.push(line)
  return lines
}
