/** The landing: what Aforo does in one sentence, and the ways in. Signing up and signing in are the same. */
import type { Context } from 'hono'
import type { Door } from '../../accounts/door.ts'
import { offeredProviders, type SignInProvider } from '../../accounts/provider-login.ts'
import { type Frame, languageFor, Page, pageHtml } from './layout.tsx'
import { type ConnectProblem, connectProblemOf, frameOf } from './visit.ts'

/** Instead of the page that was asked for, under the same address. */
export function signIn(c: Context<Door>): Response | Promise<Response> {
  const problem = connectProblemOf(c.req.query('problem'))
  return c.html(
    pageHtml(
      <SignInPage
        frame={frameOf(c)}
        problem={problem}
        again={c.req.query('again') === '1'}
        providers={offeredProviders(c.var.config)}
      />,
    ),
  )
}

export interface SignInPageProps {
  frame: Frame
  /** Why the last attempt did not work. */
  problem: ConnectProblem | null
  /** Something was asked for that wants a fresh sign-in. */
  again: boolean
  /** Those one can sign in with here. */
  providers: readonly SignInProvider[]
}

export function SignInPage({ frame, problem, again, providers }: SignInPageProps) {
  const { words } = languageFor(frame)
  const { signIn } = words.pages
  return (
    <Page frame={frame} title={signIn.title}>
      {problem !== null && (
        <div class="note note-problem" role="alert">
          <p>{words.connectProblem[problem]}</p>
        </div>
      )}
      {again && (
        <div class="note" role="status">
          <p>{signIn.reauthenticate}</p>
        </div>
      )}
      <section class="stack hero">
        <h1>{signIn.title}</h1>
        <p class="lead">{signIn.lead}</p>
        <p class="actions">
          {providers.map((provider) => (
            <a class="button button-main" href={`/connect/${provider}`}>
              {signIn.continueWith[provider]}
            </a>
          ))}
        </p>
      </section>
      <section class="card" aria-labelledby="promises">
        <h2 id="promises">{signIn.promises}</h2>
        <ul class="bullets">
          {signIn.promise.map((promise) => (
            <li>{promise}</li>
          ))}
        </ul>
      </section>
    </Page>
  )
}
