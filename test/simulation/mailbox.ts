/** What a mailbox shows of rules 8, 10 and 13: one digest a week, in its week, and one notice for each thing to be told. */
import { weekOf } from '../../src/time/week.ts'
import type { Arrived, Town } from './town.ts'

/** @param from how many mails were judged before */
export function wrongMails(
  { mails, arrivals }: Pick<Town, 'mails' | 'arrivals'>,
  from: number,
): { rule: number; what: string }[] {
  return mails.slice(from).flatMap((mail) => {
    const { effect, personId, opId } = mail
    const same = mails.filter((one) => one !== mail && one.personId === personId && one.at <= mail.at)
    const wrong: { rule: number; what: string }[] = []
    if (effect.kind === 'digest') {
      if (same.some(({ effect: e }) => e.kind === 'digest' && e.week === effect.week))
        wrong.push({ rule: 8, what: `a second digest of ${effect.week}` })
      const local = weekOf(mail.local.toInstant(), mail.local.timeZoneId)
      if (effect.week !== local) wrong.push({ rule: 10, what: `the digest of ${effect.week} comes in ${local}` })
    } else {
      if (same.some((one) => one.opId === opId)) wrong.push({ rule: 13, what: `notice ${opId} a second time` })
      if (effect.about === 'revoked' && isToldAgain(mail, effect.connectionId, mails, arrivals))
        wrong.push({ rule: 13, what: `a second notice that ${effect.connectionId} is revoked` })
    }
    return wrong
  })
}

/** One notice for each time that a grant ended. */
function isToldAgain(
  { at, personId }: Arrived,
  connectionId: string,
  mails: Town['mails'],
  arrivals: Town['arrivals'],
): boolean {
  const before = mails.findLast(
    ({ at: then, personId: whose, effect }) =>
      then < at && whose === personId && effect.kind === 'notice' && effect.connectionId === connectionId,
  )
  if (before === undefined || before.effect.kind !== 'notice' || before.effect.about !== 'revoked') return false
  return !arrivals.some((one) => one.connectionId === connectionId && one.at > before.at && one.at <= at)
}
