/** English for taking everything along, and back. */
import type { Words } from './es.ts'
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string) => counted('en', count, { one, other, many: other })

export const restoreEn: Words['restore'] = {
  title: 'Your data',
  lead: 'Everything Aforo knows of you is yours: take it along whenever you like.',
  along: 'Take everything along',
  all: 'Download everything (JSON)',
  vcf: 'Contacts (vCard)',
  csv: 'Contacts (CSV)',
  bring: 'Bring back from a file',
  hint: 'The JSON file you downloaded here, of up to 16 MB. It brings back settings, decisions, follow-ups, contacts, outcomes and activity. What you have said since stays as it is. Accounts are connected anew, events are read from your calendars again, and API tokens do not come back.',
  file: 'File',
  noFile: 'Choose a file.',
  send: 'Bring back',
  report: 'What became of your file',
  what: 'What',
  count: { taken: 'Back', same: 'Same', kept: 'Here', refused: 'No' },
  countHint:
    '“Same”: it was here just so. “Here”: what is here stays, for it is newer. “No”: it could not be brought back.',
  table: {
    settings: 'Settings',
    occurrences: 'What you said of events',
    corrections: 'Corrections',
    places: 'Places',
    weeks: 'Caps of weeks',
    followUps: 'Follow-ups',
    contacts: 'Contacts',
    outcomes: 'Outcomes',
    forgotten: 'People you erased, without names',
    activity: 'Activity',
    connections: 'Accounts',
    calendars: 'Calendars',
  },
  refusedTitle: 'What could not be brought back',
  changedTitle: 'What was brought back with changes',
  nothingWrong: 'All of the file was understood.',
  at: (table, row) => `${table}, row ${row}`,
  others: (count) => `And ${n(count, 'more row', 'more rows')}.`,
  back: 'Back to settings',
  reason: {
    not_as_written: 'It is not as Aforo writes it.',
    twice: 'It is in the file twice: the first one counted.',
    not_ours: 'It is no follow-up of your accounts.',
    not_together: 'It does not go with the other settings.',
    address_not_verified:
      'That address is none of your accounts of now: the weekly mail still goes to the one you had.',
    calendar_missing: 'Its calendar is not connected: it stays as history.',
  },
  refused: {
    too_large: 'The file is larger than 16 MB.',
    malformed_json: 'It is no JSON file that can be read.',
    not_an_export: 'It is no file that Aforo wrote.',
    too_many_rows: 'It has more rows than Aforo can read.',
  },
  leaving: {
    removeBlocks: 'Remove the blocks that Aforo made as well',
    removeBlocksHint:
      'Only those nobody has touched and that have not begun. Where a calendar does not answer, its block stays; you can delete it there.',
    consent: 'Microsoft does not let Aforo give up its own permission. That is done on its page:',
    consentPage: { personal: 'Permissions of your personal Microsoft account', work: 'Apps of your work account' },
  },
}
