/** A quarter of the year in words. */
import type { Language } from './index.ts'

/** @param quarter `2026-Q3` */
export function quarterName(quarter: string, { words }: Pick<Language, 'words'>): string {
  const [year, number] = quarter.split('-Q')
  return year === undefined || number === undefined ? quarter : words.insights.returns.quarter(number, year)
}
