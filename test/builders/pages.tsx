/** Every page as it is with much to say, with nothing, and with texts that mean harm. */
import type { Child } from 'hono/jsx'
import type { BlockId } from '../../src/calendar/event.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import { digestContent } from '../../src/digest/content.ts'
import type { Locale } from '../../src/i18n/index.ts'
import { ActivityPage } from '../../src/web/account/activity.tsx'
import { type AccountView, CalendarsPage } from '../../src/web/account/calendars.tsx'
import { SettingsPage } from '../../src/web/account/settings.tsx'
import { parseSettingsForm, settingsFields } from '../../src/web/account/settings-form.ts'
import { ValuePage } from '../../src/web/account/value.tsx'
import { EventPage } from '../../src/web/events/event-page.tsx'
import { FollowUpsPage } from '../../src/web/events/follow-ups.tsx'
import { ErrorPage } from '../../src/web/frame/error.tsx'
import { pageHtml } from '../../src/web/frame/layout.tsx'
import { SignInPage } from '../../src/web/frame/sign-in.tsx'
import { LinkPage, LinkResultPage } from '../../src/web/link.tsx'
import { DigestPage } from '../../src/web/week/digest.tsx'
import { FirstSyncPage } from '../../src/web/week/first-sync.tsx'
import { WeekPage, type WeekPageProps } from '../../src/web/week/week.tsx'
import { aFrame, HOSTILE, type Life, textOfLife } from './a-frame.ts'
import { aContact } from './a-ledger.ts'
import {
  aFollowUp,
  aKnownEvent,
  anOtherCap,
  aPlan,
  aQuietWeek,
  at,
  aVerdict,
  eventId,
  wordsSaid,
  ZONE,
} from './a-week.ts'
import { type Element, parsePage } from './page.ts'
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

function anEvent(locale: Locale, life: Life): Child {
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
function accountsOf(life: Life): AccountView[] {
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

/** Every page there is but the ledger's and those of one's data, which have their own. */
export const PAGES: Record<string, (locale: Locale, life: Life) => Child> = {
  week: aWeek,
  event: anEvent,
  'follow-ups': (locale, life) => {
    const { mixer, ended, text } = aLife(life)
    const view = (id: string, with_: Parameters<typeof aFollowUp>[2]) => ({
      followUp: aFollowUp(id, mixer, with_),
      eventTitle: text('Mixer'),
      eventStart: mixer.start,
      met: [
        aContact('laura', {
          name: text('Laura Gómez'),
          emails: ['laura@example.com'],
          nextStep: { text: text('Mandar propuesta'), on: '2026-11-30', promisedOn: '2026-11-24' },
        }),
      ],
    })
    const all = [
      view('f1', { start: at('2026-11-23 09:00').toString(), end: at('2026-11-23 09:30').toString(), state: 'yours' }),
      view('f2', { late: true, crowded: true }),
      view('f3', { state: 'done', nextStep: text('Mandar propuesta'), nextStepOn: '2026-12-01' }),
      view('f4', { state: 'done' }),
      view('f5', { state: 'removed_by_you' }),
      view('f6', {
        start: at('2026-10-20 09:00').toString(),
        end: at('2026-10-20 09:30').toString(),
        lapsedAt: at('2026-11-23 00:00').toString(),
      }),
      view('f7', {
        start: at('2026-11-23 10:00').toString(),
        end: at('2026-11-23 10:30').toString(),
        state: 'booking',
      }),
    ]
    const reserved = [
      {
        eventId: ended.id,
        eventTitle: text('Mixer'),
        slot: { start: at('2026-11-26 09:00'), end: at('2026-11-26 09:30') },
      },
    ]
    return (
      <FollowUpsPage
        frame={aFrame(locale, life, '/follow-ups')}
        followUps={life === 'empty' ? [] : all}
        owed={
          life === 'empty'
            ? []
            : [
                {
                  followUp: 'f1' as BlockId,
                  event: mixer.id,
                  title: text('Mixer'),
                  minutes: 30,
                  lapsesAt: at('2026-12-21 00:00'),
                },
              ]
        }
        reserved={life === 'empty' ? [] : reserved}
      />
    )
  },
  calendars: (locale, life) => (
    <CalendarsPage
      frame={aFrame(locale, life, '/calendars')}
      providers={['google', 'microsoft']}
      accounts={accountsOf(life)}
    />
  ),
  settings: (locale, life) => {
    const sent = {
      ...settingsFields(DEFAULT_SETTINGS),
      weeklyCapHours: HOSTILE,
      timeZone: HOSTILE,
      interests: HOSTILE,
      'work-1-0-to': '03:00',
    }
    const parsed = parseSettingsForm(sent)
    return (
      <SettingsPage
        frame={aFrame(locale, life, '/settings')}
        fields={life === 'hostile' ? sent : settingsFields(DEFAULT_SETTINGS)}
        errors={life === 'hostile' && parsed.kind === 'invalid' ? parsed.errors : []}
        emails={life === 'empty' ? [] : ['ana@example.com']}
        tokens={
          life === 'empty'
            ? []
            : [{ id: 't1', name: aLife(life).text('Mi programa'), createdAt: at('2026-11-01 09:00') }]
        }
        newToken={life === 'typical' ? 'aforo_abc' : null}
        consentPages={life === 'empty' ? [] : ['personal', 'work']}
      />
    )
  },
  value: (locale, life) => {
    const { objectives, weights } = DEFAULT_SETTINGS
    const sent = { ...settingsFields(DEFAULT_SETTINGS), 'weight-hours': HOSTILE, 'weight-base': '3.1' }
    const parsed = parseSettingsForm(sent)
    return (
      <ValuePage
        frame={aFrame(locale, life, '/value')}
        settings={{
          weights,
          objectives: life === 'empty' ? { beKnown: 0, sell: 0, partner: 0, learn: 0 } : objectives,
        }}
        fields={life === 'hostile' ? sent : settingsFields(DEFAULT_SETTINGS)}
        errors={life === 'hostile' && parsed.kind === 'invalid' ? parsed.errors : []}
      />
    )
  },
  digest: (locale, life) => {
    const { verdicts, known, mixer, ended, text } = aLife(life)
    const content = digestContent({
      locale,
      timeZone: ZONE,
      now: at('2026-11-24 10:00'),
      name: text('Ana'),
      thisWeek: aPlan('2026-W48', life === 'empty' ? [] : verdicts),
      comingWeek: aPlan('2026-W49'),
      events: new Map(known.map((event) => [event.id, event])),
      answerable: new Set([mixer.id]),
      announced: new Map(),
      past: [],
      followUps: [],
      debt: { frees: [] },
      lapsed: [],
      attendanceQuestions: life === 'empty' ? [] : [ended],
      networkingQuestions: [],
      came: { ofLastWeek: aQuietWeek('2026-W47'), ofThisWeek: aQuietWeek('2026-W48') },
      lastQuarter: null,
      toHear: [],
      troubles: [],
      appUrl: 'https://aforo.example',
      unsubscribeUrl: 'https://aforo.example/unsubscribe/x',
      link: () => 'https://aforo.example/act/x',
    })
    return (
      <DigestPage
        frame={aFrame(locale, life, '/digest')}
        content={content}
        nextAt={life === 'empty' ? null : at('2026-11-30 07:00')}
        to={text('ana@example.com')}
        attempt={
          life === 'empty' ? null : { state: life === 'typical' ? 'unknown' : 'failed', at: at('2026-11-23 07:00') }
        }
      />
    )
  },
  activity: (locale, life) => (
    <ActivityPage
      frame={aFrame(locale, life, '/activity')}
      olderUrl={life === 'empty' ? null : '/activity?cursor=x'}
      items={
        life === 'empty'
          ? []
          : (['booked', 'moved', 'removed', 'answered', 'gave_up', 'digest_sent', 'notice_sent'] as const).map(
              (kind, index) => ({
                id: `${index}`,
                at: at('2026-11-24 09:00'),
                kind,
                event: index < 4 ? { id: eventId('mixer'), title: aLife(life).text('Mixer') } : null,
                detail:
                  kind === 'answered'
                    ? { answer: 'declined', by: 'aforo', reason: 'over_cap', comment: aLife(life).text('Gracias') }
                    : {},
                undo:
                  kind === 'answered'
                    ? { kind: 'possible', event: aLife(life).mixer, answer: 'tentative', isStandIn: true }
                    : { kind: 'impossible', reason: kind === 'booked' ? 'not_undoable' : 'out_of_reach' },
                undoneAt: index === 2 ? at('2026-11-24 09:30') : null,
              }),
            )
      }
    />
  ),
  'first sync': (locale, life) => (
    <FirstSyncPage
      frame={aFrame(locale, life)}
      calendars={
        life === 'empty'
          ? []
          : [
              { name: aLife(life).text('Trabajo'), state: 'reading' },
              { name: 'Personal', state: 'failed' },
            ]
      }
    />
  ),
  'sign in': (locale, life) => (
    <SignInPage
      frame={{ ...aFrame(locale, life), person: null }}
      problem={life === 'typical' ? 'denied' : null}
      again={life === 'hostile'}
      providers={['google', 'microsoft']}
    />
  ),
  link: (locale, life) => (
    <LinkPage
      frame={{ ...aFrame(locale, life), person: null }}
      action={life === 'empty' ? 'unsubscribe' : 'attended'}
      event={life === 'empty' ? null : aLife(life).ended}
      postTo="/act/token"
    />
  ),
  'link result': (locale, life) => (
    <LinkResultPage
      frame={{ ...aFrame(locale, life), person: null }}
      result={
        {
          typical: { kind: 'done', askWhomAt: '/events/mixer/people' } as const,
          empty: { kind: 'expired' } as const,
          hostile: { kind: 'refused', sentence: HOSTILE } as const,
        }[life]
      }
    />
  ),
  error: (locale, life) => (
    <ErrorPage
      frame={{ ...aFrame(locale, life), person: null }}
      kind={{ typical: 'not_found' as const, empty: 'broken' as const, hostile: 'refused' as const }[life]}
      reference={life === 'empty' ? 'abc-1' : null}
    />
  ),
}

/** As a browser would read it. */
export function read(name: string, life: Life, locale: Locale): Element {
  return parsePage(pageHtml(PAGES[name]?.(locale, life)))
}
