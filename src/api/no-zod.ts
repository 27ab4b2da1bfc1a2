/** Stands in for zod in the bundle (`wrangler.toml`, alias): our schemas are valibot's, and zod alone would be a fifth of the Worker. */
export const toJSONSchema = (): never => {
  throw new Error('zod is not used here')
}
