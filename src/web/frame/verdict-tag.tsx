/** A verdict at a glance: its word with a sign of its own, so that colour is never all there is. */
import type { Language } from '../../i18n/index.ts'
import type { Verdict } from '../../planning/shapes.ts'

export function VerdictTag({ verdict, language }: { verdict: Verdict['verdict']; language: Language }) {
  return (
    <p class={`tag tag-${verdict}`}>
      <Sign name={verdict} />
      {language.words.verdict[verdict]}
    </p>
  )
}

const SIGNS = {
  attend: 'M3 8.5l3.5 3.5L13 4.5',
  hold: 'M8 4v4l3 2M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13',
  skip: 'M4 8h8',
  problem: 'M8 3v6M8 12v1',
}

export function Sign({ name }: { name: keyof typeof SIGNS }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={SIGNS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
