/**
 * What the providers' own pages leave open ([inf] in provider-facts), and what an account's owner may have chosen: in each town it is one way or the other,
 * so that nothing rests on a guess of the sandbox.
 */
import type { Switches as GoogleSwitches } from '../sandbox/google/switches.ts'
import type { Switches as MicrosoftSwitches } from '../sandbox/microsoft/switches.ts'
import type { Chance } from './chance.ts'

const EITHER = [false, true] as const

/** Without a refresh token that dies when it is used: then whoever loses an answer loses the account, and the person has to come back to it. */
export function unknownsOfGoogle({ pick }: Chance): Partial<GoogleSwitches> {
  return {
    syncTokenMaxAgeDays: pick([null, 7]),
    changeOutsideWindow: pick(['omit', 'emit']),
    hiddenRowsFillPages: pick(EITHER),
    deletedSeriesLists: pick(['all', 'master']),
    patchOfDeleted: pick(['gone', 'applied']),
    equalWriteKeepsEtag: pick(EITHER),
    syncMessage: pick(['before', 'after']),
    notificationsPerChange: pick([1, 2]),
    lateDeliveriesAfterStop: pick([0, 2]),
    channelMaxTtlSeconds: pick([30 * 86_400, 6 * 86_400]),
    deadSyncToken: pick(['gone', 'invalid']),
  }
}

export function unknownsOfMicrosoft({ pick }: Chance): Partial<MicrosoftSwitches> {
  return {
    scopesInAnswers: pick(['short', 'qualified']),
    deltaGenerationsKept: pick([3, 1, null]),
    expiredDelta: pick(['syncStateNotFound', 'resyncRequired']),
    emptyDeltaPages: pick(['full', 'always', 'never']),
    deltaReplays: pick([0, 2]),
    deltaMaxPageSize: pick([1_000, 50]),
    exceptionsInDelta: pick(['whole', 'stub']),
    goneOccurrences: pick(['left-out', 'told']),
    transactionAfterDelete: pick(['creates-another', 'answers-deleted', 'duplicate']),
    transactionMemoryHours: pick([null, 1]),
    duplicateTransactionStatus: pick([400, 409]),
    deletedFoundByImmutableId: pick(EITHER),
    cancellationBy: pick(['marking', 'removing']),
    declinedEventsStay: pick(EITHER),
    concurrencyStatus: pick([429, 503]),
    retryAfterForm: pick(['seconds', 'date']),
    notificationsPerChange: pick([1, 2]),
    lateDeliveriesAfterDelete: pick([0, 2]),
  }
}
