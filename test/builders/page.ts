/**
 * A page as a browser would read it, by a parser that forgives nothing: every element is closed in order, every attribute
 * quoted, no stray `<`. What our JSX writes passes; markup that a text smuggled in shows up as elements of its own.
 */
export interface Element {
  name: string
  attributes: ReadonlyMap<string, string>
  children: (Element | string)[]
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
/** Their content is text up to the closing tag. */
const RAW = new Set(['style', 'script', 'textarea', 'title'])

/** @throws Error at the first thing that is not well formed */
export function parsePage(html: string): Element {
  const text = html.replace(/^<!DOCTYPE html>/i, '')
  const root: Element = { name: '#root', attributes: new Map(), children: [] }
  const open: Element[] = [root]
  let at = 0
  while (at < text.length) {
    const current = open.at(-1)
    if (current === undefined) throw new Error('closed more than was opened')
    if (RAW.has(current.name)) {
      const end = text.indexOf(`</${current.name}>`, at)
      if (end < 0) throw new Error(`<${current.name}> is never closed`)
      current.children.push(unescaped(text.slice(at, end)))
      at = end + current.name.length + 3
      open.pop()
      continue
    }
    const next = text.indexOf('<', at)
    const words = text.slice(at, next < 0 ? text.length : next)
    if (words !== '') current.children.push(unescaped(words))
    if (next < 0) break
    const closing = /^<\/([a-z0-9]+)>/.exec(text.slice(next, next + 40))
    if (closing !== null) {
      if (closing[1] !== current.name) throw new Error(`</${closing[1]}> closes <${current.name}>`)
      open.pop()
      at = next + closing[0].length
      continue
    }
    const tag = /^<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*(\/?)>/.exec(text.slice(next))
    if (tag === null) throw new Error(`not a tag: ${text.slice(next, next + 60)}`)
    const element: Element = { name: tag[1] ?? '', attributes: attributesOf(tag[2] ?? ''), children: [] }
    current.children.push(element)
    if (!VOID.has(element.name) && tag[3] !== '/') open.push(element)
    at = next + tag[0].length
  }
  if (open.length !== 1) throw new Error(`never closed: ${open.slice(1).map((one) => one.name)}`)
  return root
}

/** All elements below, in the order of the document. */
export function elements(within: Element, name?: string): Element[] {
  return within.children.flatMap((child) => {
    if (typeof child === 'string') return []
    return [...(name === undefined || child.name === name ? [child] : []), ...elements(child, name)]
  })
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** What stands where nothing was found. */
export const plain: Element = { name: '', attributes: new Map(), children: [] }

export function first(within: Element, name: string): Element {
  return elements(within, name)[0] ?? { ...plain, name }
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attributes.get(name)
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
    if (attributes.has(name)) throw new Error(`twice: ${name}`)
    attributes.set(name, unescaped(value))
  }
  return attributes
}

function unescaped(text: string): string {
  const bare = /&(?!(?:amp|lt|gt|quot|#39);)/.exec(text)
  if (bare !== null) throw new Error(`a bare & in: ${text.slice(bare.index, bare.index + 30)}`)
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
