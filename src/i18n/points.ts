/** An amount of points in words, to the hundredth they are counted in and without a sign: "1 punto", "0.25 puntos". */
import type { Language } from './index.ts'

export function pointsOf(points: number, { words, formats }: Pick<Language, 'words' | 'formats'>): string {
  return words.count.points(formats.number(points), points)
}
