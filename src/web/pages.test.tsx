import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { aFrame, HOSTILE, LIVES, type Life, LOCALES, textOfLife } from '../../test/builders/a-frame.ts'
import { aContact } from '../../test/builders/a-ledger.ts'
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
} from '../../test/builders/a-week.ts'
import { attribute, type Element, elements, first, parsePage, plain, textOf } from '../../test/builders/page.ts'
import { describePage } from '../../test/builders/page-rules.ts'
import { SKIP_REASONS } from '../../test/builders/skip-reasons.ts'
import { failedSince, someHealth } from '../../test/builders/some-health.ts'
import type { BlockId } from '../calendar/event.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import { digestContent } from '../digest/content.ts'
import type { Locale } from '../i18n/index.ts'
import { ActivityPage } from './activity.tsx'
import { type AccountView, CalendarsPage } from './calendars.tsx'
import { DigestPage } from './digest.tsx'
import { ErrorPage } from './error.tsx'
import { EventPage } from './event.tsx'
import { FirstSyncPage } from './first-sync.tsx'
import { FollowUpsPage } from './follow-ups.tsx'
import { pageHtml } from './layout.tsx'
import { LinkPage, LinkResultPage } from './link.tsx'
import { backPath } from './post-form.tsx'
import { SettingsPage } from './settings.tsx'
import { parseSettingsForm, settingsFields } from './settings-form.ts'
import { connectProblemOf, SignInPage } from './sign-in.tsx'
import { ValuePage } from './value.tsx'
import { WeekPage, type WeekPageProps } from './week.tsx'

/** The same life on every page. */
function aLife(life: Life) {
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

function aWeek(locale: Locale, life: Life, with_: Partial<WeekPageProps> = {}): Child {
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

const PAGES: Record<string, (locale: Locale, life: Life) => Child> = {
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

function read(name: string, life: Life, locale: Locale): Element {
  return parsePage(pageHtml(PAGES[name]?.(locale, life)))
}
for (const name of Object.keys(PAGES)) {
  describePage(
    name,
    LIVES.flatMap((life) => LOCALES.map((locale) => ({ locale, page: read(name, life, locale) }))),
  )
}

describe('the week', () => {
  const page = read('week', 'typical', 'es-MX')
  const text = textOf(page)
  test('shows each reason to skip in words', () => {
    for (const reason of SKIP_REASONS) expect(text.replaceAll(`skip-${reason}`, '')).not.toContain(reason)
    expect(text).toContain('Se encima con «Networking mixer».')
    expect(text).toContain('No cabe en las horas de tu semana.')
  })
  test('shows every charge as its three parts and their sum', () => {
    expect(text).toContain('2 h de evento + 1 h de traslado + 30 min de seguimiento = 3 h 30 min')
  })
  test('says which calendar cannot be read, and since when', () => {
    expect(text).toMatch(/No podemos leer «Trabajo» desde el dom 22 de nov.*: tiene demasiados eventos\./)
  })
  test('asks for the way to a place before it is saved, and not for "as usual"', () => {
    const form = elements(page, 'form').find((one) => attribute(one, 'action')?.endsWith('/travel')) ?? page
    const minutes = elements(form, 'input').filter((one) => attribute(one, 'name') === 'minutes')
    expect(minutes.map((one) => one.attributes.has('required'))).toEqual([true])
    expect(elements(form, 'button').map((one) => one.attributes.has('formnovalidate'))).toEqual([false, true])
  })
  test('offers an answer to the organiser only where one can be given', () => {
    const answers = elements(page, 'form').filter((form) => attribute(form, 'action')?.endsWith('/answer'))
    expect(answers.map((form) => attribute(form, 'action'))).toEqual(['/events/mixer/answer'])
  })
  test('over the cap it says what letting go of each frees and costs, and all of them together', () => {
    const commitments = ['chapter', 'gala'].map((id) => aVerdict(aKnownEvent(id), { standing: 'commitment' }))
    const couldFree = commitments.map(({ event }) => event.id)
    const plan = aPlan('2026-W48', commitments, { cap: { minutes: 60, debt: 0 }, couldFree })
    const shown = textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan }))))
    expect(shown).toContain('Networking gala: libera 3 h 30 min y vale 3.5 puntos')
    expect(shown).toContain('En total liberarías 7 h y perderías 7 puntos.')
    expect(shown).toContain('pasan tu tope')
    const off = { ...plan, cap: { minutes: 0, debt: 0 } }
    expect(textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: off }))))).toContain(
      'Para que tu semana quede libre del todo, podrías soltar:',
    )
  })
  test('says what can still be used, and of a week that is over what was not', () => {
    const shown = (week: string) => textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: aPlan(week) }))))
    expect(shown('2026-W48')).toContain('Aún puedes usar 6 h')
    expect(shown('2026-W47')).toContain('Sin usar: 6 h')
    // Its dates are its name there.
    expect(shown('2026-W47').split('16–22 de noviembre')).toHaveLength(3)
  })
  test('is called by what week it is', () => {
    const titled = (week: string) =>
      textOf(first(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan: aPlan(week) }))), 'h1'))
    expect([titled('2026-W48'), titled('2026-W49'), titled('2026-W50')]).toEqual([
      'Esta semana',
      'La próxima semana',
      'Semana del 7–13 de diciembre',
    ])
  })
})

describe('the week at another cap', () => {
  const plan = aPlan('2026-W48', [aVerdict(aKnownEvent('mixer'))])
  const [mixer, gala] = [aVerdict(aKnownEvent('mixer')), aVerdict(aKnownEvent('gala'))]
  const later = aVerdict(aKnownEvent('later', { start: at('2026-12-01 19:00'), end: at('2026-12-01 21:00') }))
  const sectionWith = (other: Parameters<typeof anOtherCap>[1] | null, isCapAsked = true) => {
    const otherCap = other === null ? null : anOtherCap(plan, other)
    const page = parsePage(pageHtml(aWeek('es-MX', 'typical', { plan, otherCap, isCapAsked })))
    return elements(page, 'section').find((one) => attribute(one, 'id') === 'what-if')
  }
  const shown = (...given: Parameters<typeof sectionWith>) => {
    const section = sectionWith(...given)
    return section === undefined ? null : textOf(section)
  }

  test('says what enters, what leaves and what that wins, and names the days of another week', () => {
    const text = shown({ capMinutes: 420, value: 5.25, gain: 1.75, enter: [gala, later], leave: [mixer] })
    expect(text).toContain('Con un tope de 7 h')
    expect(text).toContain('lo elegido sumaría 5.25 puntos. Ganarías 1.75 puntos.')
    expect(text).toMatch(
      /Entrarían.*Networking gala.*Networking later · mar 1 de dic.* \(de otra semana\) · 3 h 30 min/s,
    )
    expect(text).toMatch(/Saldrían.*Networking mixer · mar 24 de nov.* · 3 h 30 min · 3\.5 puntos/s)
    expect(text).not.toMatch(/gala[^·]*·[^·]*\(de otra semana\)/)
  })
  test('says a loss as a loss, and when nothing would change', () => {
    expect(shown({ capMinutes: 60, value: 0, gain: -3.5, leave: [mixer] })).toContain('Perderías 3.5 puntos.')
    expect(shown({ capMinutes: 375 })).toContain('No entraría ni saldría nada.')
  })
  test('offers to use that cap, and not the one that stands', () => {
    const uses = (capMinutes: number) =>
      elements(sectionWith({ capMinutes }) ?? plain, 'form')
        .filter((form) => attribute(form, 'action') === '/weeks/2026-W48/cap')
        .flatMap((form) => elements(form, 'input').map((input) => attribute(input, 'value')))
    expect(uses(435)).toEqual(['/?week=2026-W48', '7.25'])
    expect(uses(360)).toEqual([])
  })
  test('calls no hours at all a week off, and says by how much a small cap would be passed', () => {
    const off = shown({ capMinutes: 0, value: 0, gain: -3.5, leave: [mixer] })
    expect(off).toContain('Con la semana libre')
    expect(off).toContain('Tomar la semana libre')
    expect(off).not.toMatch(/se pasaría|de 0 min|Usar/)
    const charge = { event: 120, travel: 60, followUp: 30, total: 210 }
    expect(shown({ capMinutes: 120, charge })).toContain(
      'Lo ya comprometido o por confirmar se pasaría por 1 h 30 min.',
    )
    expect(shown({ capMinutes: 210, charge })).not.toContain('se pasaría')
  })
  test('draws the curve with both caps marked in words, and gives its numbers', () => {
    const section = sectionWith({ capMinutes: 435, value: 5.5 }) ?? plain
    const [drawing] = elements(section, 'svg')
    expect(attribute(drawing ?? plain, 'role')).toBe('img')
    expect(textOf(drawing ?? plain)).toContain(
      'Con tu tope de 6 h suma 3.5 puntos. Con 7 h 15 min sumaría 5.5 puntos. Con 12 h sumaría 5.5 puntos.',
    )
    expect(elements(drawing ?? plain, 'text').map(textOf)).toEqual(
      expect.arrayContaining(['Hoy: 6 h', 'Aquí: 7 h 15 min']),
    )
    const rows = elements(section, 'tr').map((row) =>
      row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))),
    )
    expect(rows).toEqual([
      ['Tope desde', 'Puntos', 'Horas ocupadas'],
      ['0 min', '0', '0 min'],
      ['6 h', '3.5', '3 h 30 min'],
      ['7 h', '5.5', '3 h 30 min'],
    ])
  })
  test('opens with the curve and the worth of one more hour alone', () => {
    const text = shown({}, false)
    expect(text).toContain('Una hora más en esta semana te daría 2 puntos.')
    expect(text).not.toMatch(/Aquí:|Con un tope de|Usar/)
  })
  test('says so where no cap would change anything, and is not there once the week is over', () => {
    const points = [0, 15].map((capMinutes) => ({ capMinutes, value: 0, chargeMinutes: 0, exact: true }))
    const flat = shown({ curve: { week: plan.week, capMinutes: 360, points, oneMoreHour: 0 } })
    expect(flat).toContain('ningún tope cambia lo que elegimos en esta semana')
    expect(flat).not.toContain('Ver ese tope')
    expect(shown(null)).toBeNull()
  })
})

describe('a form that was refused', () => {
  const problems = (name: string) =>
    elements(read(name, 'hostile', 'es-MX'), 'a')
      .filter((link) => attribute(link, 'href')?.startsWith('#') && attribute(link, 'href') !== '#content')
      .map((link) => [attribute(link, 'href'), textOf(link)])
  test('says at its top what is wrong, by the labels of the fields', () => {
    expect(problems('settings')).toEqual([
      ['#weeklyCapHours', 'Horas de networking por semana: Escribe un número.'],
      ['#work-1-0-from', 'Horario de trabajo, lunes: La hora de fin debe ser posterior a la de inicio, y van las dos.'],
      ['#timeZone', 'Zona horaria: Esa zona horaria no existe.'],
    ])
    expect(problems('value')).toEqual([
      ['#weight-base', 'Conocer gente: Debe estar entre 0 y 3.'],
      ['#weight-hours', 'Horas que te pide: Escribe un número.'],
    ])
  })
})

describe('the follow-ups', () => {
  test('name no block as standing in the calendar, or as owed, that was not seen there', () => {
    const sectionsWith = (state: 'booking' | 'booked') => {
      const id = 'f1' as BlockId
      const { mixer } = aLife('typical')
      const followUps = [
        { followUp: aFollowUp(id, mixer, { state }), eventTitle: 'Mixer', eventStart: mixer.start, met: [] },
      ]
      const page = pageHtml(
        <FollowUpsPage frame={aFrame('es-MX', 'typical')} followUps={followUps} owed={[]} reserved={[]} />,
      )
      return elements(parsePage(page), 'section')
        .filter((one) => elements(one, 'article').length > 0)
        .map((one) => attribute(one, 'aria-labelledby'))
    }
    expect(sectionsWith('booked')).toEqual(['booked'])
    expect(sectionsWith('booking')).toEqual(['booking'])
  })

  test('say of each which meeting it follows: a chapter meets every week under one title', () => {
    expect(textOf(read('follow-ups', 'typical', 'es-MX'))).toContain('El evento fue el mar 24 de nov')
  })
})

describe('debt on the week', () => {
  test('says of a second step what it takes back of the first, and of which meeting each is', () => {
    const [coffee, breakfast] = [aKnownEvent('coffee'), aKnownEvent('breakfast')]
    const debt = {
      owed: [
        {
          followUp: 'f1' as BlockId,
          event: coffee.id,
          title: 'Networking coffee',
          minutes: 30,
          lapsesAt: at('2026-12-21 00:00'),
        },
      ],
      frees: [
        { close: 1, enter: [coffee.id], leave: [], gain: 1 },
        { close: 4, enter: [breakfast.id], leave: [], gain: 2 },
      ],
    }
    const plan = aPlan('2026-W48', [], { cap: { minutes: 360, debt: 30 } })
    const events = new Map([coffee, breakfast].map((event) => [event.id, event]))
    const shown = textOf(parsePage(pageHtml(aWeek('es-MX', 'empty', { plan, debt, events }))))
    expect(shown).toContain('Si cierras 1 seguimiento, tu plan gana «Networking coffee».')
    expect(shown).toContain(
      'Si cierras 4 seguimientos, tu plan gana «Networking breakfast» en lugar de «Networking coffee».',
    )
    expect(shown).toContain('mar 24 de nov · 30 min, hasta el lun 21 de dic')
  })
})

describe('the calendars page', () => {
  const shown = (accounts: Parameters<typeof someHealth>[0]) =>
    parsePage(
      pageHtml(
        <CalendarsPage
          frame={aFrame('es-MX', 'typical', '/calendars')}
          providers={['google']}
          accounts={someHealth(accounts, at('2026-11-24 10:00')).map((one) => ({ ...one, removable: true }))}
        />,
      ),
    )
  const tagsOf = (calendar: NonNullable<Parameters<typeof someHealth>[0][string]['calendars']>[string]) =>
    elements(shown({ google: { calendars: { Trabajo: calendar } } }), 'p')
      .filter((one) => attribute(one, 'class')?.startsWith('tag'))
      .map(textOf)

  test('says up to date only of what is used and was read', () => {
    expect(tagsOf({})).toEqual(['Conectada', 'Al día'])
    expect(tagsOf({ sync: { readAt: null } })).toEqual(['Leyéndose por primera vez', 'Aún sin leer'])
    expect(tagsOf({ sync: { readAt: null }, busy: false, candidates: false })).toEqual(['Conectada', 'Sin uso'])
    expect(tagsOf({ sync: failedSince('2026-11-24T10:00:00Z') })).toEqual(['No se puede leer', 'No se puede leer'])
    expect(tagsOf({ sync: { gone: true } })).toEqual(['Conectada', 'Ya no existe'])
    expect(tagsOf({ followUps: true, role: 'reader', sync: { lostAt: '2026-11-24T10:00:00Z' } })).toEqual([
      'Conectada',
      'No se puede escribir',
    ])
  })

  test('tells two accounts of one address apart, and has one way back for the one that waits', () => {
    const page = shown({
      google: { calendars: { Trabajo: {} } },
      microsoft: {
        connection: {
          provider: 'microsoft',
          state: { status: 'revoked', since: '2026-11-24T10:00:00Z', listAt: null },
        },
        calendars: { Trabajo: {}, Familia: {} },
      },
    })
    expect(elements(page, 'h2').map(textOf)).toEqual([
      'Cuenta de Google (ana@example.com)',
      'Cuenta de Microsoft (ana@example.com)',
    ])
    expect(elements(page, 'a').filter((one) => attribute(one, 'href') === '/connect/microsoft')).toHaveLength(1)
    expect(textOf(page).match(/Espera a su cuenta/g)).toHaveLength(2)
  })

  test('says when it was read, when it is read next, what is wrong and what to do', () => {
    const page = textOf(
      shown({ google: { calendars: { Trabajo: {}, Familia: { sync: failedSince('2026-11-24T10:00:00Z') } } } }),
    )
    expect(page).toContain('Última lectura: ayer o después')
    expect(page).toMatch(/No podemos leer «Familia» desde el mar 24 de nov.*: el proveedor no responde\./)
    expect(page).toContain('No tienes que hacer nada')
  })
})

describe('the digest page', () => {
  const buttons = (state: 'sent' | 'sending' | 'failed' | 'given_up' | 'unknown' | null) => {
    const content = digestContent({
      locale: 'es-MX',
      timeZone: ZONE,
      now: at('2026-11-24 10:00'),
      name: '',
      thisWeek: aPlan('2026-W48'),
      comingWeek: aPlan('2026-W49'),
      events: new Map(),
      answerable: new Set(),
      announced: new Map(),
      past: [],
      followUps: [],
      debt: { frees: [] },
      lapsed: [],
      attendanceQuestions: [],
      networkingQuestions: [],
      came: { ofLastWeek: aQuietWeek('2026-W47'), ofThisWeek: aQuietWeek('2026-W48') },
      lastQuarter: null,
      toHear: [],
      troubles: [],
      appUrl: 'https://aforo.example',
      unsubscribeUrl: 'https://aforo.example/u',
      link: () => '',
    })
    const page = parsePage(
      pageHtml(
        <DigestPage
          frame={aFrame('es-MX', 'typical', '/digest')}
          content={content}
          nextAt={null}
          to="a@b.mx"
          attempt={state === null ? null : { state, at: at('2026-11-23 07:00') }}
        />,
      ),
    )
    return elements(page, 'form')
      .filter((form) => attribute(form, 'action') === '/digest')
      .map((form) =>
        `${textOf(form)} ${elements(form, 'input').some((one) => attribute(one, 'name') === 'again') ? 'again' : ''}`.trim(),
      )
  }
  test('sends once, and again only what nobody can know to have arrived', () => {
    expect(buttons(null)).toEqual(['Enviar ahora'])
    expect(buttons('sent')).toEqual([])
    expect(buttons('sending')).toEqual([])
    expect(buttons('failed')).toEqual([])
    expect(buttons('unknown')).toEqual(['Enviar de nuevo again'])
    expect(buttons('given_up')).toEqual(['Enviar de nuevo again'])
  })
})

test('a form leads back to a path of ours and nowhere else', () => {
  expect(backPath('/?week=2026-W48')).toBe('/?week=2026-W48')
  for (const given of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\r\nb',
    '/ñ',
    undefined,
    3,
    '',
  ]) {
    expect(backPath(given)).toBe('/')
  }
})

test('a problem of the address is taken only if it is one of ours', () => {
  expect(connectProblemOf('denied')).toBe('denied')
  for (const given of ['constructor', '<b>', undefined]) expect(connectProblemOf(given)).toBeNull()
})
