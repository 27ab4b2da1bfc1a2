/**
 * The mailbox's pages, in Spanish: a list, and one mail as its reader sees it. What mail brings is text from outside: escaped
 * here, and its HTML only ever inside a frame that runs no script and reaches no network.
 */
import { html } from 'hono/html'
import type { Correspondent, Message } from './store.ts'

type Html = ReturnType<typeof html>

/** What the frame may do: links open in a new tab, which is then a page like any other. Nothing else. */
const FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'
export const MAIL_CONTENT_POLICY = `sandbox ${FRAME_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:`
export const PAGE_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'"

const SENT_AT = new Intl.DateTimeFormat('es-MX', { dateStyle: 'medium', timeStyle: 'short' })

export function listPage(messages: readonly Message[]): Html {
  return page(
    'Buzón de pruebas',
    html`<p>Aquí llega todo correo que Aforo envía en esta máquina. Nada sale a internet. <a href="/">Actualizar</a></p>
      ${
        messages.length === 0
          ? html`<p>Todavía no hay correos.</p>`
          : html`<ul class="list">
            ${messages.map(
              (message) => html`<li>
                <a href="/messages/${message.id}">${message.subject || '(sin asunto)'}</a>
                <span>Para ${names(message.to)} · ${received(message)}</span>
              </li>`,
            )}
          </ul>`
      }`,
  )
}

export function messagePage(message: Message): Html {
  const base = `/messages/${message.id}`
  return page(
    message.subject || '(sin asunto)',
    html`<p><a href="/">← Todos los correos</a></p>
      <dl>
        <dt>De</dt>
        <dd>${names(message.from === null ? [] : [message.from])}</dd>
        <dt>Para</dt>
        <dd>${names(message.to)}</dd>
        <dt>Recibido</dt>
        <dd>${received(message)}</dd>
      </dl>
      ${
        message.html === ''
          ? ''
          : html`<h2>Como se ve</h2>
            <iframe title="El correo como se ve" src="${base}/html" sandbox="${FRAME_SANDBOX}"></iframe>`
      }
      <h2>Texto</h2>
      <pre tabindex="0" aria-label="Texto del correo">${message.text || '(sin texto)'}</pre>
      <details>
        <summary>Encabezados</summary>
        <dl>${message.headers.map(({ key, value }) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl>
      </details>
      <p><a href="${base}/raw">Correo original (.eml)</a></p>`,
  )
}

export function missingPage(): Html {
  return page('No está', html`<p>Ese correo ya no está. <a href="/">Todos los correos</a></p>`)
}

/** The mail's own HTML; its links open beside the mailbox, not inside the frame. */
export function framedHtml(message: Message): string {
  const target = '<base target="_blank">'
  const withHead = message.html.replace(/<head(\s[^>]*)?>/i, (head) => head + target)
  return withHead === message.html ? target + message.html : withHead
}

function names(people: readonly Correspondent[]): string {
  if (people.length === 0) return '(nadie)'
  return people.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ')
}

function received(message: Message): string {
  return SENT_AT.format(new Date(message.receivedAt))
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="es">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { max-width: 44rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
      h1 { font-size: 1.4rem; line-height: 1.2; }
      h2 { font-size: 1.1rem; }
      .list { list-style: none; padding: 0; }
      .list li { border-block-end: 1px solid GrayText; padding-block: .5rem; }
      .list a { display: block; padding-block: .4rem; font-weight: 600; }
      p a, summary { display: inline-block; padding-block: .6rem; }
      dt { font-weight: 600; }
      dd { margin: 0 0 .5rem; }
      iframe { box-sizing: border-box; inline-size: 100%; block-size: 70vh; border: 1px solid GrayText; background: #fff; }
      pre { white-space: pre-wrap; border: 1px solid GrayText; padding: .75rem; font-size: .95rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>`
}
