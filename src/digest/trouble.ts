/**
 * What keeps Aforo from an account or a calendar, in words: what is wrong and since when, what there is to do, and what it means until then. The same in
 * the mails and on pages.
 */
import type { Temporal } from 'temporal-polyfill'
import type { ErrorReason } from '../calendar/port.ts'
import type { Language, Words } from '../i18n/index.ts'

/** An account as it is called: two providers may hold accounts of one address. */
export interface AccountName {
  provider: keyof Words['provider']
  /** Text from outside. */
  address: string | null
}
interface Since {
  since: Temporal.Instant
  reason: ErrorReason
}
export interface AccountTrouble extends Since {
  kind: 'account'
  account: AccountName
  status: 'revoked' | 'limited' | 'failing'
  /** Where the person connects it anew; null where that would mend nothing. */
  reconnectPath: string | null
}
export interface CalendarTrouble extends Since {
  kind: 'calendar'
  /** Text from outside. */
  name: string
  /** Null where the person has no other account. */
  account: AccountName | null
  status: 'failing' | 'gone' | 'read_only'
  /** Whether its events block time, and whether follow-ups are written there. */
  busy: boolean
  followUps: boolean
}
export type Trouble = AccountTrouble | CalendarTrouble

/** Makes one bounded line of a text from outside, fit for where it is to stand. */
export type Cleaning = (text: string, bound: number) => string

const ADDRESS_LENGTH = 120
const NAME_LENGTH = 80

export interface TroubleWords {
  wrong: string
  /** What there is to do, where the sentence before does not say. */
  remedy: string | null
  /** What it means until then. */
  meanwhile: string[]
}

export function troubleWords(trouble: Trouble, language: Language, clean: Cleaning): TroubleWords {
  const { words, formats } = language
  const { health } = words
  const since = formats.moment(trouble.since)
  const reason = words.providerError[trouble.reason]
  if (trouble.kind === 'account') {
    const account = accountName(trouble.account, words, clean)
    if (trouble.status !== 'failing')
      return { wrong: health[trouble.status](account, since), remedy: null, meanwhile: [] }
    return { wrong: health.failing(account, since, reason), remedy: health.remedy[trouble.reason], meanwhile: [] }
  }
  const quoted = words.quoted(calendarName(trouble, words, clean))
  const name = trouble.account === null ? quoted : health.of(quoted, accountName(trouble.account, words, clean))
  const meanwhile = [
    ...(trouble.busy && trouble.status !== 'read_only' ? [health.caution] : []),
    ...(trouble.followUps ? [health.noBlocks] : []),
  ]
  switch (trouble.status) {
    case 'failing':
      return { wrong: health.unreadable(name, since, reason), remedy: health.remedy[trouble.reason], meanwhile }
    case 'gone': {
      const remedy = trouble.followUps ? health.chooseAnother : health.stopUsing
      return { wrong: health.gone(name, since), remedy, meanwhile }
    }
    case 'read_only':
      return { wrong: health.readOnly(name, since), remedy: health.chooseAnother, meanwhile }
  }
}

/** "Google (ana@example.com)", or the provider alone where no address is known. */
export function accountName({ provider, address }: AccountName, words: Words, clean: Cleaning): string {
  const line = clean(address ?? '', ADDRESS_LENGTH)
  return line === '' ? words.provider[provider] : words.account(words.provider[provider], line)
}

export function calendarName({ name }: CalendarTrouble, words: Words, clean: Cleaning): string {
  const line = clean(name, NAME_LENGTH)
  return line === '' ? words.place.untitled : line
}
