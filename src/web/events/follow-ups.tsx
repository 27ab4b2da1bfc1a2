/**
 * The follow-ups: what is owed first, each with the form that closes it; what is booked, what is yet to be, what is kept for events to come,
 * and what is closed or was taken away by the person.
 */
import type { Owed } from '../../cycle/debt.ts'
import type { FollowUp } from '../../cycle/state.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import type { Interval } from '../../time/interval.ts'
import { eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { FollowUpCard, type FollowUpView, isOpen, isOwed, isUnwritten, slotOf } from './follow-up-card.tsx'

export interface FollowUpsPageProps {
  frame: Frame
  followUps: readonly FollowUpView[]
  /** Those that take their minutes out of the cap of the week that runs. */
  owed: readonly Owed[]
  /** Slots kept inside Aforo for events to come (`Verdict.followUp`). */
  reserved: readonly { eventId: string; eventTitle: string; slot: Interval }[]
}

/** Closed ones are history; the newest say enough. */
const MOST_CLOSED = 30

export function FollowUpsPage({ frame, followUps, owed: debt, reserved }: FollowUpsPageProps) {
  const { words } = languageFor(frame)
  const ascending = [...followUps].sort((a, b) => (a.followUp.body.start < b.followUp.body.start ? -1 : 1))
  const owed = ascending.filter((one) => isOpen(one) && isOwed(one, frame))
  const booking = ascending.filter(isUnwritten)
  const booked = ascending.filter((one) => isOpen(one) && !isUnwritten(one) && !isOwed(one, frame))
  const closed = ascending.filter((one) => !isOpen(one)).reverse()
  return (
    <Page frame={frame} title={words.pages.layout.followUps}>
      <div class="stack-tight">
        <h1>{words.pages.layout.followUps}</h1>
        <p class="quiet">{words.pages.followUps.lead}</p>
      </div>
      <Group id="owed" title={words.pages.followUps.owed} empty={words.pages.followUps.none} count={owed.length}>
        {owed.map((one) => (
          <FollowUpCard frame={frame} view={one} owed debt={debt.find((of) => of.followUp === one.followUp.id)} />
        ))}
      </Group>
      <Group id="booked" title={words.pages.followUps.booked} empty={words.pages.followUps.none} count={booked.length}>
        {booked.map((one) => (
          <FollowUpCard frame={frame} view={one} owed={false} />
        ))}
      </Group>
      {booking.length > 0 && (
        <Group
          id="booking"
          title={words.pages.followUps.booking}
          empty={words.pages.followUps.none}
          count={booking.length}
        >
          {booking.map((one) => (
            <FollowUpCard frame={frame} view={one} owed={false} />
          ))}
        </Group>
      )}
      {reserved.length > 0 && <Reserved frame={frame} reserved={reserved} />}
      {closed.length > 0 && <Closed frame={frame} closed={closed.slice(0, MOST_CLOSED)} />}
    </Page>
  )
}

function Group({
  id,
  title,
  empty,
  count,
  children,
}: {
  id: string
  title: string
  empty: string
  count: number
  children?: unknown
}) {
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {count === 0 ? <p class="quiet">{empty}</p> : children}
    </section>
  )
}

function Reserved({ frame, reserved }: Pick<FollowUpsPageProps, 'frame' | 'reserved'>) {
  const { words, formats } = languageFor(frame)
  return (
    <section class="stack" aria-labelledby="reserved">
      <h2 id="reserved">{words.pages.followUps.reserved}</h2>
      <ul class="card list-plain">
        {reserved.map((one) => (
          <li class="split">
            <a href={eventPath(one.eventId)}>
              <Outside text={words.pages.followUps.after(one.eventTitle)} />
            </a>
            <span class="quiet">{formats.span(one.slot, false)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Closed({ frame, closed }: { frame: Frame; closed: readonly FollowUpView[] }) {
  const { words, formats } = languageFor(frame)
  return (
    <section class="stack" aria-labelledby="closed">
      <h2 id="closed">{words.pages.followUps.closed}</h2>
      <ul class="card list-plain">
        {closed.map(({ followUp, eventTitle }) => (
          <li class="stack-tight">
            <p class="split">
              <a href={eventPath(followUp.eventId)}>
                <Outside text={eventTitle} instead={words.place.untitled} />
              </a>
              <span class="tag">{words.followUp[followUp.body.state]}</span>
            </p>
            <p class="quiet small">{formats.span(slotOf(followUp), false)}</p>
            {followUp.body.state === 'done' && <NextStep frame={frame} followUp={followUp} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function NextStep({ frame, followUp }: { frame: Frame; followUp: FollowUp }) {
  const { words, formats } = languageFor(frame)
  const { nextStep, nextStepOn } = followUp.body
  if (nextStep === null) return <p class="small">{words.pages.followUps.noNextStep}</p>
  const on = nextStepOn === null ? '' : formats.date(nextStepOn)
  return <p class="small">{words.pages.followUps.nextStepWas(oneLine(nextStep, 200), on)}</p>
}
