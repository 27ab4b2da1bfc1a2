/** One field of a form: its label, its hint and what is wrong with it, tied together for those who listen. */
import type { Child } from 'hono/jsx'

export interface FieldSaid {
  id: string
  hint?: string | undefined
  /** A sentence; null where nothing is wrong. */
  wrong: string | null
}

export function Field({
  id,
  label,
  mark,
  hint,
  wrong,
  children,
}: FieldSaid & {
  label: string
  /** A word behind the label, such as "optional". */
  mark?: string | undefined
  children?: Child
}) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {mark !== undefined && <span class="hint"> ({mark})</span>}
      </label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <WrongLine id={id} wrong={wrong} />
    </div>
  )
}

export function WrongLine({ id, wrong }: { id: string; wrong: string | null }) {
  if (wrong === null) return null
  return (
    <p class="error" id={`${id}-error`}>
      {wrong}
    </p>
  )
}

/** What the input itself carries, so that it is read with its hint and its error. */
export function toldBy({ id, hint, wrong }: FieldSaid) {
  const described = [hint === undefined ? null : `${id}-hint`, wrong === null ? null : `${id}-error`].filter(
    (one) => one !== null,
  )
  return {
    id,
    'aria-invalid': wrong === null ? undefined : ('true' as const),
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  }
}

/** Said at the top, each with a link to its field: on a phone the field may be ten screens down. */
export function WrongList({
  lead,
  items,
}: {
  lead: string
  /** Without an id it is about no field in particular. */
  items: readonly { id: string | null; sentence: string }[]
}) {
  if (items.length === 0) return null
  return (
    <div class="note note-problem" role="alert">
      <p class="strong">{lead}</p>
      <ul class="bullets">
        {items.map(({ id, sentence }) => (
          <li>{id === null ? sentence : <a href={`#${id}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
