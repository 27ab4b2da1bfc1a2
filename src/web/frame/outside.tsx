/**
 * Text from outside on a page: one bounded line, its direction shut in, so that a title cannot turn the sentence around it
 * (design.md, rule 14). JSX escapes it.
 */
import { oneLine } from '../../i18n/outside-text.ts'

const TITLE_LENGTH = 200

/** @param instead what stands there when nothing visible is left */
export function Outside({
  text,
  bound = TITLE_LENGTH,
  instead = '',
}: {
  text: string
  bound?: number
  instead?: string
}) {
  const line = oneLine(text, bound)
  return <bdi>{line === '' ? instead : line}</bdi>
}
