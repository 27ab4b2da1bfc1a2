/**
 * Follow-up debt on the week: what it takes out of the cap, what is owed, each with the way to close it, and how many to close for
 * which event to come in.
 */
import type { EventId } from '../../calendar/event.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { Debt } from '../../cycle/life.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'

interface DebtNoteProps {
  frame: Frame
  /** What the cap gives of it. */
  takenMinutes: number
  debt: Debt
  events: ReadonlyMap<EventId, Pick<KnownEvent, 'title' | 'start'>>
}

export function DebtNote({ frame, takenMinutes, debt, events }: DebtNoteProps) {
  const { words, formats } = languageFor(frame)
  const said = words.pages.week
  if (debt.owed.length === 0) return null
  const owedMinutes = debt.owed.reduce((sum, { minutes }) => sum + minutes, 0)
  const titles = (ids: readonly EventId[]) =>
    formats.list(ids.map((id) => words.quoted(oneLine(events.get(id)?.title ?? '', 80) || words.place.untitled)))
  return (
    <div class="note">
      <p>{said.debt(formats.duration(takenMinutes))}</p>
      {owedMinutes > takenMinutes && <p class="small">{said.debtOf(formats.duration(owedMinutes))}</p>}
      {debt.frees.map(({ close, enter, leave }, index) => {
        // Read from the top: what the step before brought and this one does not would otherwise be taken to stay.
        const before = debt.frees[index - 1]?.enter ?? []
        const instead = [...leave, ...before.filter((id) => !enter.includes(id) && !leave.includes(id))]
        return (
          <p class="strong">
            {instead.length === 0
              ? said.debtFrees(words.count.followUps(close), titles(enter))
              : said.debtSwaps(words.count.followUps(close), titles(enter), titles(instead))}
          </p>
        )
      })}
      <p class="small">{said.debtList}</p>
      <ol class="list-plain">
        {debt.owed.map(({ followUp, event, title, minutes, lapsesAt }) => {
          const start = events.get(event)?.start
          return (
            <li class="split">
              <a href={`/follow-ups#${followUp}`}>
                <Outside text={title} bound={120} instead={words.place.untitled} />
              </a>
              <span class="small">
                {/* A chapter meets each week under one title. */}
                {start !== undefined && `${formats.shortDay(start)} · `}
                {said.debtUntil(formats.duration(minutes), formats.shortDay(lapsesAt))}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
