/** Every page as it is with much to say, with nothing, and with texts that mean harm. */
import type { Child } from 'hono/jsx'
import type { BlockId } from '../../src/calendar/event.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import { digestContent } from '../../src/digest/content.ts'
import type { Locale } from '../../src/i18n/index.ts'
import { ActivityPage } from '../../src/web/account/activity.tsx'
import { CalendarsPage } from '../../src/web/account/calendars.tsx'
import { SettingsPage } from '../../src/web/account/settings.tsx'
import { parseSettingsForm, settingsFields } from '../../src/web/account/settings-form.ts'
import { ValuePage } from '../../src/web/account/value.tsx'
import { FollowUpsPage } from '../../src/web/events/follow-ups.tsx'
import { ErrorPage } from '../../src/web/frame/error.tsx'
import { pageHtml } from '../../src/web/frame/layout.tsx'
import { SignInPage } from '../../src/web/frame/sign-in.tsx'
import { LinkPage, LinkResultPage } from '../../src/web/link.tsx'
import { DigestPage } from '../../src/web/week/digest.tsx'
import { FirstSyncPage } from '../../src/web/week/first-sync.tsx'
import { aDigest } from './a-digest.ts'
import { aFrame, HOSTILE, type Life } from './a-frame.ts'
import { aContact } from './a-ledger.ts'
import { aFollowUp, aPlan, at, eventId } from './a-week.ts'
import { type Element, parsePage } from './page.ts'
import { accountsOf, aLife, anEvent, aWeek } from './page-life.tsx'

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
    const content = digestContent(
      aDigest({
        locale,
        now: at('2026-11-24 10:00'),
        name: text('Ana'),
        thisWeek: aPlan('2026-W48', life === 'empty' ? [] : verdicts),
        events: new Map(known.map((event) => [event.id, event])),
        answerable: new Set([mixer.id]),
        attendanceQuestions: life === 'empty' ? [] : [ended],
      }),
    )
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
