/** The landing: what Aforo does in one sentence, and the ways in. Signing up and signing in are the same. */
import type { SignInProvider } from '../accounts/provider-login.ts'
import { type Words, wordsOf } from '../i18n/index.ts'
import { type Frame, languageFor, Page } from './layout.tsx'

export type ConnectProblem = keyof Words['connectProblem']

/** @param given the `problem` of the address, which anybody can write */
export function connectProblemOf(given: string | undefined): ConnectProblem | null {
  return given !== undefined && isConnectProblem(given) ? given : null
}

function isConnectProblem(given: string): given is ConnectProblem {
  return Object.hasOwn(wordsOf('es-MX').connectProblem, given)
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
