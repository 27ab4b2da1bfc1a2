/** The frame of a sandbox's consent pages: plain HTML that works without scripts, on a phone and by keyboard. */
export type Language = 'es' | 'en'

export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',').find((part) => /^\s*(es|en)\b/i.test(part))
  return first !== undefined && /^\s*en/i.test(first) ? 'en' : 'es'
}

/** @param words the page's title, and the banner that says what this is */
export function shell(language: Language, words: { title: string; banner: string }, content: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title><style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 0 auto; padding: 1rem }
.banner { background: #7a4b00; color: #fff; padding: .75rem 1rem; border-radius: .5rem; margin: 0 }
h1 { font-size: 1.4rem; line-height: 1.25; overflow-wrap: anywhere }
h2 { font-size: 1.15rem }
li { overflow-wrap: anywhere }
ul { padding-left: 1.25rem }
fieldset { border: 1px solid #767676; border-radius: .5rem; min-width: 0; margin: 0 0 1rem; padding: .5rem 1rem 1rem }
.row { display: flex; gap: .75rem; align-items: center; min-height: 44px; padding: .25rem 0; overflow-wrap: anywhere }
.row input { width: 1.25rem; height: 1.25rem; flex: none }
.field { display: block } .field input { display: block; box-sizing: border-box; width: 100%; min-height: 44px; font: inherit }
.buttons { display: flex; gap: 1rem; flex-wrap: wrap }
button { min-height: 44px; padding: 0 1.5rem; font: inherit; border-radius: .5rem; border: 1px solid #767676; cursor: pointer }
.primary { background: #0b57d0; border-color: #0b57d0; color: #fff }
.problem { border-left: 4px solid #b3261e; padding-left: .75rem }
</style></head><body><header><p class="banner">${words.banner}</p></header><main>${content}</main></body></html>`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
