/**
 * The one notice of an error that ends (design.md, rule 13): a grant that was withdrawn, a calendar that is gone. It says what
 * happened, that nothing is lost, and the one thing to do.
 */
import { type Locale, wordsOf } from '../i18n/index.ts'
import { oneLine, withoutLinks } from '../i18n/outside-text.ts'
import type { DigestLink } from './content.ts'
import { wrapped } from './text.ts'

export interface Notice {
  locale: Locale
  subject: string
  paragraphs: string[]
  action: DigestLink
  footer: string
}

/** @param account the address of the account; text from outside, empty where none is known */
export function noticeContent(
  about: 'revoked' | 'calendar_gone',
  account: string,
  to: { locale: Locale; appUrl: string; reconnectUrl: string },
): Notice {
  const words = wordsOf(to.locale)
  const said = words.mail.notice[about]
  const named = withoutLinks(oneLine(account, 120), words.mail.linkLeftOut)
  return {
    locale: to.locale,
    subject: said.subject,
    paragraphs: said.paragraphs(named === '' ? words.mail.notice.unnamedAccount : named),
    action: { label: said.action, url: about === 'revoked' ? to.reconnectUrl : `${to.appUrl}/calendars` },
    footer: words.mail.notice.footer,
  }
}

export function noticeText(notice: Notice): string {
  const paragraphs = notice.paragraphs.map((paragraph) => wrapped(paragraph, '').join('\n'))
  return `${[...paragraphs, `${notice.action.label}:\n${notice.action.url}`, `--\n${notice.footer}`].join('\n\n')}\n`
}
