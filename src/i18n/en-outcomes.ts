/** English for what came of contacts: meetings, proposals, closed business, referrals. */
import type { Words } from './es.ts'
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string) => counted('en', count, { one, other })

export const outcomesEn: Words['relationships']['outcomes'] = {
  title: 'Outcomes',
  lead: 'What came of your contacts. Each currency for itself: Aforo converts nothing.',
  kind: { meeting: 'Meeting', proposal: 'Proposal', closed: 'Closed business', referral: 'Referral' },
  nobody: 'Without a name',
  noAmount: 'No amount',
  field: {
    kind: 'What came of it',
    amount: 'Amount',
    currency: 'Currency',
    on: 'Date',
    note: 'Note',
    lostOn: 'Date',
    credits: 'Credits',
    share: 'Share',
  },
  add: { title: 'What came of this?', save: 'Save outcome', amountHint: 'A meeting or a referral may have no amount.' },
  ofContact: 'Outcomes',
  open: {
    title: 'Open proposals',
    none: 'There are no open proposals.',
    close: 'It closed',
    closeSave: 'Save as closed',
    lost: 'It came to nothing',
    others: (count) => `And ${n(count, 'more', 'more')}.`,
  },
  past: {
    title: 'What has been',
    closed: 'Closed business',
    noneClosed: 'There is no closed business yet.',
    none: 'Nothing yet.',
    lostOn: (on) => `Came to nothing, on ${on}`,
    closedOn: (on) => `Closed on ${on}`,
    reopen: 'Open it again',
  },
  total: (money, count) => `${money} · ${n(count, 'outcome', 'outcomes')}`,
  one: {
    edit: 'Edit',
    credits: 'To whom is it owed?',
    creditsLead: 'In percent that sum to 100. To the event where you met, to who introduced you, or to nobody.',
    toEvent: (event) => `To the event ${event}`,
    toContact: (name) => `To ${name}, who introduced you`,
    toContactOther: (name) => `To ${name}`,
    toNobody: 'To nobody: you met elsewhere',
    toErased: 'To somebody who introduced you and whom you erased',
    goneEvent: 'that is no longer in your calendar',
    goes: (money) => `Gets ${money}`,
    saveCredits: 'Save the shares',
    closes: 'Closes this proposal',
    remove: 'Delete',
    removeConfirm: 'Delete this outcome?',
    removeWhat: 'It leaves your totals. If it closed a proposal, the proposal is open again.',
    keep: 'No, keep it',
  },
}
