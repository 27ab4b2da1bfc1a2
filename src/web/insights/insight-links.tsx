/** The ways about the insights: the page of a period, and the rows behind a figure, which an address names and never lists (`cycle/figures.ts`). */
import type { Child } from 'hono/jsx'
import type { Figure } from '../../cycle/figures.ts'
import type { Period } from '../../cycle/period.ts'
import type { Dimension } from '../../insights/returns.ts'

export function insightsPath({ from, to }: Period, by: Dimension): string {
  return `/insights?${new URLSearchParams({ from, to, by })}`
}

export function csvPath({ from, to }: Period, by: Dimension): string {
  return `/insights.csv?${new URLSearchParams({ by, from, to })}`
}

/** @param key as `rowsOf` reads it */
export function rowsPath({ from, to }: Period, figure: Figure, key: string): string {
  return `/insights/rows?${new URLSearchParams({ figure, ...(key !== '' && { key }), from, to })}`
}

export interface FigureLinkProps {
  period: Period
  figure: Figure
  name?: string
  /** How many rows are behind it: where there are none there is nothing to open. */
  rows: number
  /** Stands in a sentence or a cell of its own. */
  as?: 'text' | 'cell'
  /** What the figure is of, for who hears it alone. */
  of?: string | undefined
  children?: Child
}

export function FigureLink({ period, figure, name = '', rows, as = 'text', of, children }: FigureLinkProps) {
  if (rows === 0) return <>{children}</>
  return (
    <a class={as === 'cell' ? 'figure-link' : undefined} href={rowsPath(period, figure, name)}>
      {children}
      {of !== undefined && <span class="hidden"> ({of})</span>}
    </a>
  )
}
