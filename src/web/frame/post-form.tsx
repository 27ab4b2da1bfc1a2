/**
 * A form that changes something: it posts, carries where to come back to, and is answered with a redirect.
 */
import type { Child } from 'hono/jsx'
import type { Frame } from './layout.tsx'

export interface PostFormProps {
  frame: Frame
  action: string
  class?: string
  children?: Child
}

export function PostForm({ frame, action, class: name = 'actions', children }: PostFormProps) {
  return (
    <form method="post" action={action} class={name}>
      <input type="hidden" name="back" value={frame.path} />
      {children}
    </form>
  )
}

export interface SubmitProps {
  label: string
  name?: string
  value?: string
  look?: 'main' | 'plain' | 'problem'
  /** Id of the heading that says what the button is about: several on a page read alike. */
  about?: string
  /** Sends whatever the fields hold: what it says does not need them. */
  unchecked?: boolean
}

export function Submit({ label, name, value, look, about, unchecked }: SubmitProps) {
  const className = look === undefined ? 'button' : `button button-${look}`
  return (
    <button
      class={className}
      type="submit"
      name={name}
      value={value}
      aria-describedby={about}
      formnovalidate={unchecked}
    >
      {label}
    </button>
  )
}

/**
 * Where a form may lead back to: a path of ours, never another origin.
 * @param given the form's `back`
 */
export function backPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 500) return '/'
  // Printable ASCII but the backslash, which browsers read as a slash.
  return /^\/(?![/\\])[!-[\]-~]*$/.test(given) ? given : '/'
}
