/** The worlds that the rules look into, as one: every write of any of them in the order of happening, and what stands in their calendars. */
import { GoogleWorld } from '../../sandbox/google/world.ts'
import type { MicrosoftWorld } from '../../sandbox/microsoft/world.ts'
import { seenInGoogle, watchGoogle } from './google.ts'
import { seenInMicrosoft, watchMicrosoft } from './microsoft.ts'
import type { Seen, Write } from './seen.ts'

export type World = GoogleWorld | MicrosoftWorld

/** An event with the calendar it stands in. @property owner address of the account whose calendar it is */
export interface Standing {
  calendarId: string
  owner: string
  event: Seen
}

/**
 * Follows every write of these sandboxes from now on, with the contents that their effect logs leave out. To be called once for a world, before
 * anything happens in it.
 * @returns the list that grows
 */
export function watchWrites(...worlds: readonly World[]): Write[] {
  const writes: Write[] = []
  for (const world of worlds) watchWorld(world, (write) => writes.push(write))
  return writes
}

/** @param see told of each write as it happens; its notices may come a moment later */
export function watchWorld(world: World, see: (write: Write) => void): void {
  if (world instanceof GoogleWorld) watchGoogle(world, see)
  else watchMicrosoft(world, see)
}

/** Everything in the calendars of a world, or of one account in it: cancelled ones too, series as one. */
export function seenIn(world: World, owner?: string): Standing[] {
  return world instanceof GoogleWorld ? seenInGoogle(world, owner) : seenInMicrosoft(world, owner)
}
