/** Lists in pages. A cursor names the last item of a page by its place in the order, so a page is right whatever was added or taken meanwhile. */
import * as v from 'valibot'

/** Where an item stands: by `at`, those of one moment by `id`. */
export interface Position {
  /** An instant in UTC with milliseconds, so that texts sort as moments do. */
  at: string
  id: string
}

export const DEFAULT_PAGE = 100
export const LARGEST_PAGE = 500

/** To be spread into the query of a list. */
export const pageQuery = {
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(1_000),
      v.rawTransform(({ dataset, addIssue, NEVER }): Position => {
        const position = positionOf(dataset.value)
        if (position !== null) return position
        addIssue({ message: 'a cursor that a page gave as `next`' })
        return NEVER
      }),
      v.description('`next` of the page before.'),
    ),
  ),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,2}$/, `a whole number from 1 to ${LARGEST_PAGE}`),
      v.transform(Number),
      v.maxValue(LARGEST_PAGE, `at most ${LARGEST_PAGE}`),
      v.description(`Items a page, at most ${LARGEST_PAGE}; ${DEFAULT_PAGE} where it is left out.`),
    ),
  ),
}

/** @param items in ascending order of their positions */
export function pageOf<T>(
  items: readonly T[],
  positionAt: (item: T) => Position,
  { cursor, limit = DEFAULT_PAGE }: { cursor?: Position | undefined; limit?: number | undefined },
): { items: T[]; next: string | null } {
  const rest = cursor === undefined ? items : items.filter((item) => compare(positionAt(item), cursor) > 0)
  return cut(rest.slice(0, limit + 1), positionAt, limit)
}

/** @param rows of what was asked for one more than `limit`: whether it came says whether there is a next page */
export function cut<T>(
  rows: readonly T[],
  positionAt: (item: T) => Position,
  limit: number,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(positionAt(last)) : null }
}

export function compare(a: Position, b: Position): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

function cursorOf({ at, id }: Position): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

function positionOf(cursor: string): Position | null {
  try {
    const [at, id] = v.parse(
      v.strictTuple([v.string(), v.string()]),
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    )
    return { at, id }
  } catch {
    return null
  }
}
