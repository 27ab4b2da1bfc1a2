/** Where a permission is taken back that Aforo cannot give up by itself: said before leaving, and after. */
import { CONSENT_PAGES, type ConsentPage } from '../../accounts/provider-login.ts'
import type { Words } from '../../i18n/index.ts'

/** Nothing where there is no such account. */
export function ConsentNote({ words, pages }: { words: Words; pages: readonly ConsentPage[] }) {
  const { consent, consentPage } = words.restore.leaving
  if (pages.length === 0) return null
  return (
    <>
      <p>{consent}</p>
      <ul class="list-plain">
        {pages.map((page) => (
          <li>
            <a href={CONSENT_PAGES[page]} rel="noreferrer">
              {consentPage[page]}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
