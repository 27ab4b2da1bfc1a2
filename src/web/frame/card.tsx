/** A block of a page with a heading of its own. */
import type { Child } from 'hono/jsx'

export function Card({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
