/** What is shown instead of a page. A foreign id answers exactly as a missing one (design.md, rule 11). */
import { type Frame, languageFor, Page } from './layout.tsx'

export interface ErrorPageProps {
  frame: Frame
  kind: 'not_found' | 'refused' | 'broken'
  /** What the log calls this failure; null where there is nothing to look up. */
  reference: string | null
}

export function ErrorPage({ frame, kind, reference }: ErrorPageProps) {
  const words = languageFor(frame).words.pages.error
  const said = {
    not_found: { title: words.notFound, lead: words.notFoundLead },
    refused: { title: words.refused, lead: words.refusedLead },
    broken: { title: words.broken, lead: words.brokenLead },
  }[kind]
  return (
    <Page frame={frame} title={said.title}>
      <section class="stack hero">
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
        {reference !== null && <p class="quiet small">{words.reference(reference)}</p>}
        <p>
          <a class="button button-main" href="/">
            {words.home}
          </a>
        </p>
      </section>
    </Page>
  )
}
