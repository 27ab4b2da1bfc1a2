/**
 * The last answers of a pure function, by everything they depend on: for calendar arithmetic that is asked the same few things thousands of
 * times a minute and takes tens of microseconds for each.
 */

/**
 * @param most answers kept; when there are as many, all are forgotten and it begins anew, which takes less than knowing the oldest
 * @returns asks `make` where the key is new; what it throws is not kept
 */
export function remembered<K extends string | number, V extends NonNullable<unknown> | null>(
  most: number,
): (key: K, make: () => V) => V {
  const answers = new Map<K, V>()
  return (key, make) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = make()
    if (answers.size >= most) answers.clear()
    answers.set(key, answer)
    return answer
  }
}
