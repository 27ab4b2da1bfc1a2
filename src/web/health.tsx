/**
 * What Aforo cannot see, said where plans are shown: a calendar that cannot be read never makes time look free without a word
 * (design.md, rule 5), and an account whose permission ended says how to mend it (rule 13).
 */

import type { UnreadableCalendar } from '../digest/content.ts'
import { oneLine } from '../i18n/outside-text.ts'
import { type Frame, languageFor } from './layout.tsx'

export interface AccountTrouble {
  /** The account's address, or what else it is called. */
  account: string
  status: 'revoked' | 'limited'
  reconnectUrl: string
}
export interface Health {
  unreadable: readonly UnreadableCalendar[]
  accounts: readonly AccountTrouble[]
}

export function HealthNotes({ frame, health }: { frame: Frame; health: Health }) {
  const { words, formats } = languageFor(frame)
  return (
    <>
      {health.accounts.map((trouble) => (
        <div class="note note-problem">
          <p>{words.health[trouble.status](oneLine(trouble.account, 120))}</p>
          <p>
            <a class="button" href={trouble.reconnectUrl}>
              {words.health.reconnect}
            </a>
          </p>
        </div>
      ))}
      {health.unreadable.length > 0 && (
        <div class="note note-problem">
          <ul class="stack-tight">
            {health.unreadable.map((calendar) => (
              <li>
                {words.health.unreadable(
                  oneLine(calendar.name, 80),
                  formats.moment(calendar.since),
                  words.providerError[calendar.reason],
                )}
              </li>
            ))}
          </ul>
          <p>{words.health.caution}</p>
        </div>
      )}
    </>
  )
}
