/** The way through a list that is longer than a page. */
import { type Frame, languageFor } from './layout.tsx'

export interface Paged<T> {
  items: readonly T[]
  /** From 1. */
  page: number
  pages: number
}

/** @param asked the page as the address has it; what is none is the first, and beyond the last comes the last */
export function pageOf<T>(all: readonly T[], asked: string | undefined, size: number): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const page = /^\d{1,6}$/.test(asked ?? '') ? Math.min(pages, Math.max(1, Number(asked))) : 1
  return { items: all.slice((page - 1) * size, page * size), page, pages }
}

/** @param to the address of a page */
export function Pager({
  frame,
  list,
  to,
}: {
  frame: Frame
  list: Pick<Paged<unknown>, 'page' | 'pages'>
  to: (page: number) => string
}) {
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts.list
  if (list.pages === 1) return null
  return (
    <nav class="nav" aria-label={said.pages}>
      {list.page > 1 && (
        <a href={to(list.page - 1)} rel="prev">
          ← {said.newer}
        </a>
      )}
      <span class="quiet">{said.page(formats.number(list.page), formats.number(list.pages))}</span>
      {list.page < list.pages && (
        <a href={to(list.page + 1)} rel="next">
          {said.older} →
        </a>
      )}
    </nav>
  )
}
