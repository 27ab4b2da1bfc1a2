/** The Worker: wiring only. */
import { Temporal } from 'temporal-polyfill'
import { createWorker } from './entry.ts'

export { PersonObject } from './person/object.ts'

export default createWorker(() => Temporal.Now.instant())
