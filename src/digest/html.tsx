/**
 * The digest and the notices as HTML mail: one column of tables, inline styles, no picture and nothing loaded from anywhere, so
 * that it reads the same on a phone, in the dark and in programs ten years old. Text is escaped by JSX. A leaf: only the shell
 * imports it, for Node runs the pure rooms without a JSX compiler.
 */
import type { Child } from 'hono/jsx'
import { DARK, style } from './mail-style.ts'
import type { Notice } from './notice.ts'
import type { DigestContent, DigestEntry, DigestLink, DigestSection } from './shapes.ts'

export function digestHtml(content: DigestContent): string {
  const { budget, footer } = content
  return document(
    <Letter language={content.locale} title={content.subject} preview={content.preview} footer={footer}>
      {content.greeting !== null && <Paragraph>{content.greeting}</Paragraph>}
      <h1 class="ink" style={style.h1}>
        {content.heading}
      </h1>
      <p class={budget.over ? 'warm' : 'accent'} style={budget.over ? style.figureOver : style.figure}>
        {budget.sentence}
      </p>
      <Quiet>{budget.sum}</Quiet>
      {content.remarks.map((remark) => (
        <Paragraph>{remark}</Paragraph>
      ))}
      {content.sections.map((section) => (
        <Section section={section} />
      ))}
      <a href={content.open.url} style={style.open}>
        {content.open.label}
      </a>
    </Letter>,
  )
}

export function noticeHtml(notice: Notice): string {
  return document(
    <Letter
      language={notice.locale}
      title={notice.subject}
      preview={notice.paragraphs[0] ?? notice.subject}
      footer={{ lines: [notice.footer], links: [] }}
    >
      <h1 class="ink" style={style.h1}>
        {notice.subject}
      </h1>
      {notice.paragraphs.map((paragraph) => (
        <Paragraph>{paragraph}</Paragraph>
      ))}
      <a href={notice.action.url} style={style.open}>
        {notice.action.label}
      </a>
    </Letter>,
  )
}

function Section({ section }: { section: DigestSection }) {
  return (
    <>
      <h2 class="ink" style={style.h2}>
        {section.title}
      </h2>
      {section.intro !== null && <Quiet>{section.intro}</Quiet>}
      <Table>
        {section.entries.map((entry) => (
          <tr>
            <td class="line" style={style.entry}>
              <Entry entry={entry} />
            </td>
          </tr>
        ))}
      </Table>
      {section.more !== null && <Quiet>{section.more}</Quiet>}
    </>
  )
}

function Entry({ entry }: { entry: DigestEntry }) {
  return (
    <>
      <p class="ink" style={style.title}>
        {entry.title}
      </p>
      {entry.lines.map((line) => (
        <Quiet>{line}</Quiet>
      ))}
      {entry.actions.map((action) => (
        <>
          <a class="accent" href={action.url} style={style.action}>
            {action.label}
          </a>{' '}
        </>
      ))}
    </>
  )
}

interface LetterProps {
  language: string
  title: string
  preview: string
  footer: { lines: readonly string[]; links: readonly DigestLink[] }
  children?: Child
}

function Letter({ language, title, preview, footer, children }: LetterProps) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{title}</title>
        <style>{DARK}</style>
      </head>
      <body class="page" style={style.body}>
        <div style={style.preview}>{preview}</div>
        <table role="presentation" class="page" cellpadding="0" cellspacing="0" border={0} style={style.outer}>
          <tr>
            <td align="center" style={style.gutter}>
              <table role="presentation" class="card" cellpadding="0" cellspacing="0" border={0} style={style.card}>
                <tr>
                  <td align="left" style={style.cell}>
                    <p class="accent" style={style.brand}>
                      Aforo
                    </p>
                    {children}
                  </td>
                </tr>
                <tr>
                  <td align="left" style={style.footer}>
                    {footer.lines.map((line) => (
                      <Quiet>{line}</Quiet>
                    ))}
                    {footer.links.map((link) => (
                      <>
                        <a class="quiet" href={link.url} style={style.footerLink}>
                          {link.label}
                        </a>{' '}
                      </>
                    ))}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

function Table({ children }: { children?: Child }) {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
      {children}
    </table>
  )
}

function Paragraph({ children }: { children?: Child }) {
  return (
    <p class="ink" style={style.paragraph}>
      {children}
    </p>
  )
}

function Quiet({ children }: { children?: Child }) {
  return (
    <p class="quiet" style={style.quiet}>
      {children}
    </p>
  )
}

function document(letter: Child): string {
  return `<!DOCTYPE html>${String(letter)}`
}
