/** English for contacts and what came of them; their pages have files of their own. */
import { contactsEn } from './en-contacts.ts'
import { outcomesEn } from './en-outcomes.ts'
import type { Words } from './es.ts'

export const relationshipsEn: Words['relationships'] = {
  problem: {
    empty: 'The name is missing.',
    too_long: 'It is longer than there is room for.',
    too_many: 'There are more than there is room for.',
    not_an_address: 'This does not look like a mail address.',
    not_a_phone: 'This does not look like a phone number; one of another country begins with its code, as +34.',
    phone_extension: 'The extension has no place in the number; put it into the note.',
    not_a_url: 'This does not look like the address of a page.',
    not_a_date: 'This is no date.',
    out_of_range: 'It is beyond what can be kept.',
    amount_missing: 'The amount is missing.',
    amount_out_of_range: 'The amount must be more than nothing, and within reason.',
    unknown_currency: 'We do not know this currency; use its code of three letters, as MXN.',
    date_in_future: 'This date is still to come.',
    unknown_contact: 'This contact is not there any more.',
    unknown_event: 'This event is not there any more.',
    unknown_outcome: 'This outcome is not there any more.',
    event_not_begun: 'The event has not begun yet.',
    shares_not_whole: 'The shares must sum to 100 %.',
    date_before_event: 'It is before the event that is credited.',
    merge_with_itself: 'It is the same contact.',
    introduced_in_a_circle: 'Nobody introduces themselves, nor by way of others.',
    not_a_proposal: 'This is no proposal.',
    proposal_closed: 'This proposal is closed already.',
    nobody: 'At least one person is missing.',
  },
  contacts: contactsEn,
  outcomes: outcomesEn,
  file: {
    too_large: 'The file is too large: up to 4 MB as vCard or 1 MB as CSV.',
    too_many: 'These are more than 200 contacts: choose those you met.',
    no_cards: 'There are no contacts in the file.',
    no_name_column: 'The column with the name is missing.',
    not_closed: 'The contact has no end: the file is incomplete.',
    no_name: 'There is no name.',
    unreadable_line: 'This line cannot be understood; the rest of the contact was kept.',
    unknown_stage: 'We do not know this stage.',
    not_a_number: 'This is no number.',
    broken_quotes: 'The quotes do not close.',
    unread_from_here: 'From here on nothing was read: the quotes do not close.',
  },
}
