/** What a calendar is for, and what may be done in it. */
import type { Calendar } from './state.ts'

/** Whether it is read at all: a calendar without a use is none of Aforo's business. */
export function isUsed({ busy, candidates, followUps }: Pick<Calendar, 'busy' | 'candidates' | 'followUps'>): boolean {
  return busy || candidates || followUps
}

export function isWritable(role: Calendar['role']): boolean {
  return role === 'owner' || role === 'writer'
}
