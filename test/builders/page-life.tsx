/** The same life on every page: with much to say, with nothing, and with texts that mean harm. */
import type { Child } from 'hono/jsx'
import type { BlockId } from '../../src/calendar/event.ts'
import type { Locale } from '../../src/i18n/index.ts'
import type { AccountView } from '../../src/web/account/calendars.tsx'
import { EventPage } from '../../src/web/events/event-page.tsx'
import { WeekPage, type WeekPageProps } from '../../src/web/week/week.tsx'
import { aFrame, type Life, textOfLife } from './a-frame.ts'
import { aContact } from './a-ledger.ts'
import { aFollowUp, aKnownEvent, anOtherCap, aPlan, at, aVerdict, wordsSaid } from './a-week.ts'
import { SKIP_REASONS } from './skip-reasons.ts'
import { failedSince, someHealth } from './some-health.ts'

/** The same life on every page. */
export function aLife(life: Life) {
  const text = textOfLife(life)
  const event = (id: string, with_: Parameters<typeof aKnownEvent>[1] = {}) =>
    aKnownEvent(id, {
      title: text(`Networking ${id}`),
      location: text('Reforma 222'),
      description: text('Trae tus tarjetas.\n\nNos vemos.'),
      organiser: { name: text('CANACO'), email: text('hola@canaco.example'), key: 'canaco.example', self: false },
      recurring: true,
      link: life === 'hostile' ? 'javascript:alert(1)' : 'https://calendar.example/event',
      ...with_,
    })
  const mixer = event('mixer')
  const ended = event('ended', {
    start: at('2026-11-23 19:00'),
    end: at('2026-11-23 21:00'),
    said: wordsSaid({ attendance: 'presumed' }),
  })
  const decided = event('decided', {
    said: wordsSaid({ decision: 'attend', travelMinutes: 0, ticketPrice: 35_050, goingFrom: '10:00' }),
  })
  const skips = SKIP_REASONS.map((reason) => ({ known: event(`skip-${reason}`), reason }))
  const known = [mixer, ended, decided, ...skips.map((one) => one.known)]
  const verdicts = [
    aVerdict(mixer, { counterfactual: { without: [ended.id], loss: 1 } }),
    aVerdict(ended, { standing: 'commitment' }),
    aVerdict(decided, { verdict: 'hold', standing: 'hold', followUp: null }),
    ...skips.map((one) =>
      aVerdict(one.known, { verdict: 'skip', reason: one.reason, conflictsWith: mixer.id, followUp: null }),
    ),
  ]
  return { text, known, mixer, ended, decided, verdicts, unsure: event('unsure', { networking: null }) }
}

export function aWeek(locale: Locale, life: Life, with_: Partial<WeekPageProps> = {}): Child {
  const { known, verdicts, mixer, ended, unsure, text } = aLife(life)
  const empty = life === 'empty'
  const plan = aPlan(
    '2026-W48',
    empty ? [] : verdicts,
    empty ? {} : { couldFree: [mixer.id], exact: false, cap: { minutes: 360, debt: 30 } },
  )
  const other = {
    capMinutes: 435,
    value: 5.25,
    gain: 1.75,
    exact: false,
    enter: verdicts.slice(3, 5),
    leave: verdicts.slice(0, 1),
  }
  return (
    <WeekPage
      frame={aFrame(locale, life)}
      plan={plan}
      otherCap={anOtherCap(plan, empty ? {} : other)}
      isCapAsked={!empty}
      currentWeek="2026-W48"
      usualCapMinutes={360}
      capOfItsOwn={!empty}
      events={new Map(known.map((event) => [event.id, event]))}
      answerable={new Set([mixer.id])}
      announced={new Map(empty ? [] : [[mixer.id, { answer: 'accepted', at: at('2026-11-24 12:00') }]])}
      debt={
        empty
          ? { owed: [], frees: [] }
          : {
              owed: [
                {
                  followUp: 'f1' as BlockId,
                  event: mixer.id,
                  title: text('Mixer'),
                  minutes: 90,
                  lapsesAt: at('2026-12-21 00:00'),
                },
              ],
              frees: [
                { close: 1, enter: [mixer.id], leave: [], gain: 1 },
                { close: 2, enter: [mixer.id], leave: [ended.id], gain: 2 },
              ],
            }
      }
      attendanceQuestions={empty ? [] : [ended]}
      networkingQuestions={empty ? [] : [unsure]}
      travelQuestions={empty ? [] : [{ event: mixer, city: 'Monterrey' }]}
      usualTravelMinutes={30}
      troubles={
        empty
          ? []
          : [
              {
                kind: 'account',
                account: { provider: 'google', address: text('ana@example.com') },
                status: 'revoked',
                since: at('2026-11-22 09:00'),
                reason: 'revoked',
                reconnectPath: '/connect/google',
              },
              {
                kind: 'calendar',
                name: text('Trabajo'),
                account: null,
                status: 'failing',
                since: at('2026-11-22 10:00'),
                reason: 'too_large',
                busy: true,
                followUps: true,
              },
            ]
      }
      hasCandidateCalendars={!empty}
      lastReadAt={empty ? null : at('2026-11-24 09:55')}
      {...with_}
    />
  )
}

export function anEvent(locale: Locale, life: Life): Child {
  const { mixer, decided, ended, verdicts, known, text } = aLife(life)
  const event = {
    typical: decided,
    empty: {
      ...mixer,
      networking: null,
      description: '',
      organiser: { name: null, email: null, key: null, self: false },
    },
    hostile: ended,
  }[life]
  return (
    <EventPage
      frame={aFrame(locale, life, '/events/x')}
      event={{ ...event, timeZone: 'Europe/Madrid' }}
      verdict={life === 'empty' ? null : (verdicts.find((verdict) => verdict.event.id === event.id) ?? null)}
      events={new Map(known.map((one) => [one.id, one]))}
      capMinutes={360}
      answerable={life === 'typical'}
      announced={life === 'typical' ? { answer: 'declined', at: at('2026-11-24 12:00') } : null}
      organiserAllowed={life === 'empty' ? null : life === 'typical'}
      otherCity={life === 'empty' ? null : text('Monterrey')}
      calendarName={text('Personal')}
      usualTravelMinutes={30}
      currency="MXN"
      met={life === 'empty' ? [] : [aContact('laura', { name: text('Laura Gómez'), phones: ['+525512345678'] })]}
      followUp={life === 'hostile' ? aFollowUp('f1', ended) : null}
    />
  )
}

/** An account that can be read and one that waits for the person, of one address. */
export function accountsOf(life: Life): AccountView[] {
  const email = life === 'empty' ? null : aLife(life).text('ana@example.com')
  const name = aLife(life).text('Trabajo')
  const failing = failedSince(at('2026-11-24 08:00').toString(), 'forbidden')
  const health = someHealth(
    {
      google: {
        connection: { email },
        calendars:
          life === 'empty'
            ? {}
            : {
                c1: {
                  name,
                  isPrimary: true,
                  candidates: false,
                  followUps: true,
                  sync: { unreadableItems: 2, ...failing },
                },
                c2: { name, role: 'reader' },
                c3: { name, sync: { gone: true, lostAt: at('2026-11-23 09:00').toString() } },
                c4: { name, busy: false, candidates: false },
                c5: { name, sync: { readAt: null } },
              },
      },
      microsoft: {
        connection: {
          provider: 'microsoft',
          email,
          state: { status: 'limited', since: at('2026-11-24 08:00').toString(), listAt: null },
        },
        calendars: life === 'empty' ? {} : { c6: { name } },
      },
    },
    at('2026-11-24 10:00'),
  )
  return health.map((account) => ({ ...account, removable: life !== 'empty' }))
}
