/** The one table of adapters: which port an account of a provider is read and written through, and where its notifications arrive. */
import type { CalendarPort } from '../calendar/port.ts'
import type { Config } from '../config.ts'
import { googlePort } from './google/calendar.ts'
import { microsoftPort } from './microsoft/calendar.ts'
import type { ProviderAccount } from './request.ts'

interface Adapter {
  port(account: ProviderAccount): CalendarPort
  apiUrl(config: Config): string
}

const ADAPTERS: Readonly<Record<string, Adapter>> = {
  google: { port: googlePort, apiUrl: ({ google }) => google.apiUrl },
  // Accounts outlive the client they were connected with; without one no token is given, so nothing is ever asked there.
  microsoft: { port: microsoftPort, apiUrl: ({ microsoft }) => microsoft?.graphUrl ?? 'https://graph.microsoft.com' },
}

/** @throws Error for a provider without an adapter: a row that nobody could have written */
export function portFor(provider: string, config: Config, account: Omit<ProviderAccount, 'apiUrl'>): CalendarPort {
  const { port, apiUrl } = adapterOf(provider)
  return port({ ...account, apiUrl: apiUrl(config) })
}

/**
 * Where the provider is to send its notifications; null where none could arrive. Providers call https alone (Calendar API, "Push notifications";
 * Graph, "Receive change notifications through webhooks"); a sandbox on this machine calls this machine.
 */
export function notificationAddress(provider: string, config: Config): string | null {
  const canBeCalled = config.https || adapterOf(provider).apiUrl(config).startsWith('http:')
  return canBeCalled ? `${config.appUrl}/webhooks/${provider}` : null
}

function adapterOf(provider: string): Adapter {
  const adapter = ADAPTERS[provider]
  if (adapter === undefined) throw new Error(`no adapter for ${provider}`)
  return adapter
}
