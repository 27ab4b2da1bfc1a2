/** Time zones by name, as people set them and calendars carry them. */
import { remembered } from './remembered.ts'

/** Whether it is an IANA name that `Intl` knows; it is asked by making a formatter, which is slow. */
export function isTimeZone(name: string): boolean {
  // Longer ones there are none; and a calendar that invents names gets no memory for them.
  if (!/^[A-Za-z][\w+/-]{0,60}$/.test(name)) return false
  return zones(name, () => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name })
      return true
    } catch {
      return false
    }
  })
}

const zones = remembered<string, boolean>(1_000)
