/**
 * The range of an estimate: the central 80 % of a Gamma distribution, by the approximation of Wilson and Hilferty ("The distribution of
 * chi-square", PNAS 17, 1931): the cube root of a Gamma variable is nearly normal. It needs a root and a cube and nothing else, so it
 * answers alike on every machine. Against the exact values (`gamma.test.ts`) it is off by at most 3 % of the mean for shapes from 1 on, 7 % from 0.5 on.
 */

/** The 90th percentile of the standard normal distribution. */
const Z = 1.2816

/**
 * @param shape positive; of less than a half the range is that of a half: there next to nothing was seen, and no range would mean much
 * @returns the 10th and the 90th percentile; low is never below 0 nor above the mean, high never below it
 */
export function centralRange(mean: number, shape: number): { low: number; high: number } {
  const k = Math.max(0.5, shape)
  const middle = 1 - 1 / (9 * k)
  const aside = Z / (3 * Math.sqrt(k))
  return { low: mean * Math.min(1, cubed(middle - aside)), high: mean * Math.max(1, cubed(middle + aside)) }
}

function cubed(root: number): number {
  const r = Math.max(0, root)
  return r * r * r
}
