/** Tables of figures: the numbers of a drawing, folded away below it. */
import type { Child } from 'hono/jsx'
import { type Frame, languageFor } from '../frame/layout.tsx'

export function Numbers({
  frame,
  title,
  columns,
  children,
}: {
  frame: Frame
  title: string
  columns: readonly string[]
  children?: Child
}) {
  return (
    <details>
      <summary>
        {languageFor(frame).words.insights.numbers}
        <span class="hidden">: {title}</span>
      </summary>
      {/* What scrolls sideways must be reachable by the keyboard (WCAG 2.1.1). */}
      <section class="scroll" aria-label={title} tabindex={0}>
        <table class="table">
          <caption class="hidden">{title}</caption>
          <Head columns={columns} />
          <tbody>{children}</tbody>
        </table>
      </section>
    </details>
  )
}

export function Head({ columns }: { columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
  )
}
