import { expect, test } from 'vitest'
import { type AttendanceFacts, settleAttendance } from './attendance.ts'

const STANDINGS = ['commitment', 'hold', 'candidate'] as const
const EITHER = [true, false] as const
const every: AttendanceFacts[] = STANDINGS.flatMap((standing) =>
  EITHER.flatMap((ended) =>
    EITHER.flatMap((overlapsOtherCommitment) =>
      ([null, 'attended', 'missed'] as const).flatMap((own) =>
        (['presumed', 'ask'] as const).map((setting) => ({ standing, ended, overlapsOtherCommitment, own, setting })),
      ),
    ),
  ),
)

test("the person's own word always wins", () => {
  for (const facts of every) if (facts.own !== null) expect(settleAttendance(facts)).toBe(facts.own)
})

test('nothing is settled or asked before the event has ended', () => {
  for (const facts of every) if (facts.own === null && !facts.ended) expect(settleAttendance(facts)).toBe('none')
})

test('only a commitment that stood alone is presumed, and only where the person does not want to be asked', () => {
  const silent = every.filter((facts) => facts.own === null && facts.ended)
  const presumed = silent.filter((facts) => settleAttendance(facts) === 'presumed')
  expect(presumed).toEqual([
    { standing: 'commitment', ended: true, overlapsOtherCommitment: false, own: null, setting: 'presumed' },
  ])
  for (const facts of silent) if (!presumed.includes(facts)) expect(settleAttendance(facts)).toBe('ask')
})
