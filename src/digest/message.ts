/**
 * What goes out: subject, both renderings and the headers that let a mail program unsubscribe with one press (RFC 8058). The
 * HTML is made by the shell (`html.tsx` is a leaf) and handed in.
 */
import { type Notice, noticeText } from './notice.ts'
import type { DigestContent } from './shapes.ts'
import { digestText } from './text.ts'

export interface Message {
  /** One line without control characters. */
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}

export function digestMessage(content: DigestContent, html: string): Message {
  return {
    subject: content.subject,
    text: digestText(content),
    html,
    headers: {
      'List-Unsubscribe': `<${content.unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Content-Language': content.locale,
    },
  }
}

/** A notice is said once and cannot be unsubscribed from: it is about the person's own account. */
export function noticeMessage(notice: Notice, html: string): Message {
  return {
    subject: notice.subject,
    text: noticeText(notice),
    html,
    headers: { 'Content-Language': notice.locale },
  }
}
