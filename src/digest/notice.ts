/**
 * The one notice of an outage (design.md, rule 13): a grant that was withdrawn or lacks a permission, a calendar that is gone or closed, what could
 * not be read for a day. It says what happened, that nothing is lost, and the one thing to do.
 */
import type { Temporal } from 'temporal-polyfill'
import type { ErrorReason } from '../calendar/port.ts'
import { type Language, type Locale, languageOf } from '../i18n/index.ts'
import { isBefore } from '../time/instant.ts'
import { outside, titleOf } from './entries.ts'
import type { DigestLink } from './shapes.ts'
import { wrapped } from './text.ts'
import { type AccountName, accountName } from './trouble.ts'

export interface Notice {
  locale: Locale
  subject: string
  paragraphs: string[]
  action: DigestLink
  footer: string
}

export type NoticeSubject = { account: AccountName } & (
  | { about: 'revoked' | 'limited' | 'calendar_gone' | 'read_only' }
  | { about: 'unreadable'; failing: readonly FailingCalendar[] }
)
export interface FailingCalendar {
  /** Text from outside; null: the list of calendars itself. */
  name: string | null
  since: Temporal.Instant
  reason: ErrorReason
}

/** A mail is read, not searched: the page names the rest. */
const MOST_NAMED = 10

export function noticeContent(
  subject: NoticeSubject,
  to: { locale: Locale; timeZone: string; appUrl: string; reconnectUrl: string },
): Notice {
  const language = languageOf(to.locale, to.timeZone)
  const { notice } = language.words.mail
  const { about } = subject
  const account = accountName(subject.account, language.words, (text, bound) => outside(text, bound, language))
  const mended = about === 'revoked' || about === 'limited'
  const told =
    about === 'unreadable'
      ? {
          subject: notice.unreadable.subject(account, language.formats.shortDay(earliestOf(subject.failing))),
          paragraphs: notice.unreadable
            .paragraphs(account)
            .toSpliced(1, 0, ...failures(subject.failing, account, language)),
        }
      : { subject: notice[about].subject, paragraphs: notice[about].paragraphs(account) }
  return {
    ...told,
    locale: to.locale,
    action: { label: notice[about].action, url: mended ? to.reconnectUrl : `${to.appUrl}/calendars` },
    footer: notice.footer,
  }
}

/** What fails for one reason is said in one paragraph, since the first of it. */
function failures(failing: readonly FailingCalendar[], account: string, language: Language): string[] {
  const { words, formats } = language
  const byReason = new Map<ErrorReason, FailingCalendar[]>()
  for (const one of failing) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one])
  return [...byReason].map(([reason, alike]) => {
    const names = alike.flatMap(({ name }) => (name === null ? [] : [words.quoted(titleOf(name, language))]))
    const shown = formats.list(names.slice(0, MOST_NAMED))
    const left = names.length - MOST_NAMED
    const since = formats.moment(earliestOf(alike))
    const wrong =
      names.length === 0
        ? words.health.failing(account, since, words.providerError[reason])
        : words.health.unreadable(
            left > 0 ? `${shown} ${words.count.more(left)}` : shown,
            since,
            words.providerError[reason],
          )
    return `${wrong} ${words.health.remedy[reason]}`
  })
}

/** @throws TypeError where nothing fails: there is then nothing to tell */
function earliestOf(failing: readonly FailingCalendar[]): Temporal.Instant {
  return failing.map(({ since }) => since).reduce((a, b) => (isBefore(b, a) ? b : a))
}

export function noticeText(notice: Notice): string {
  const paragraphs = notice.paragraphs.map((paragraph) => wrapped(paragraph, '').join('\n'))
  return `${[...paragraphs, `${notice.action.label}:\n${notice.action.url}`, `--\n${notice.footer}`].join('\n\n')}\n`
}
