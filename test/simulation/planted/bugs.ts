/** All of them. */
import type { PlantedBug } from './bug.ts'
import { BUGS_OF_DOING } from './bugs-of-doing.ts'
import { BUGS_OF_KNOWING } from './bugs-of-knowing.ts'

export const BUGS: readonly PlantedBug[] = [...BUGS_OF_DOING, ...BUGS_OF_KNOWING]
