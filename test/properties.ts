/** Properties are tried with one seed, so that a commit is green or red and never both; `AFORO_SEED=n npm test` tries other examples. */
import fc from 'fast-check'

const seed = Number(process.env.AFORO_SEED ?? 20261126)
if (!Number.isSafeInteger(seed)) throw new Error('AFORO_SEED must be a whole number')

fc.configureGlobal({ seed })
