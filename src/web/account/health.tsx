/**
 * What Aforo cannot see, said where plans are shown: a calendar that cannot be read never makes time look free without a word
 * (design.md, rule 5), and an account whose permission ended says how to mend it (rule 13).
 */
import type { Temporal } from 'temporal-polyfill'
import { type Cleaning, type Trouble, troubleWords } from '../../digest/trouble.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { type Frame, languageFor } from '../frame/layout.tsx'

const clean: Cleaning = (text, bound) => oneLine(text, bound)

/** An account has a note of its own, calendars one together: what they mean for the plan is then said once. */
export function HealthNotes({ frame, troubles }: { frame: Frame; troubles: readonly Trouble[] }) {
  const language = languageFor(frame)
  const accounts = troubles.filter((trouble) => trouble.kind === 'account')
  const calendars = troubles
    .filter((trouble) => trouble.kind === 'calendar')
    .map((trouble) => troubleWords(trouble, language, clean))
  return (
    <>
      {accounts.map((trouble) => (
        <TroubleNote frame={frame} trouble={trouble} />
      ))}
      {calendars.length > 0 && (
        <div class="note note-problem">
          <ul class="stack-tight">
            {calendars.map(({ wrong, remedy }) => (
              <li>{remedy === null ? wrong : `${wrong} ${remedy}`}</li>
            ))}
          </ul>
          {[...new Set(calendars.flatMap(({ meanwhile }) => meanwhile))].map((sentence) => (
            <p>{sentence}</p>
          ))}
        </div>
      )}
    </>
  )
}

/** One trouble, all that is to be said of it, and the way out where only the person can take it. */
export function TroubleNote({ frame, trouble }: { frame: Frame; trouble: Trouble }) {
  const language = languageFor(frame)
  const { wrong, remedy, meanwhile } = troubleWords(trouble, language, clean)
  const reconnectPath = trouble.kind === 'account' ? trouble.reconnectPath : null
  return (
    <div class="note note-problem">
      <p>{remedy === null ? wrong : `${wrong} ${remedy}`}</p>
      {meanwhile.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {reconnectPath !== null && (
        <p>
          <a class="button" href={reconnectPath}>
            {language.words.health.reconnect}
          </a>
        </p>
      )}
    </div>
  )
}

/** The last good reading on record; nothing can be later than now. */
export function lastReading(at: Temporal.Instant, frame: Frame): string {
  const { words, formats } = languageFor(frame)
  const isNow = frame.now.epochMilliseconds - at.epochMilliseconds < 60_000
  return isNow ? words.health.readNow : words.health.readAt(formats.relative(at, frame.now))
}
