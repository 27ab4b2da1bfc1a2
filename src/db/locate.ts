/**
 * Finds the database of a person. One serves all today; this is the one place where that can change (design.md, section 9).
 * A client is only an address and a token: make one for each request.
 */
import { createClient } from '@libsql/client/web'
import { drizzle } from 'drizzle-orm/libsql/web'

export interface DatabaseAddress {
  url: string
  authToken: string | undefined
}
export type Database = ReturnType<typeof openDatabase>

/**
 * A batch that writes begins with a write: its transaction is deferred, and cannot become a writer's once it has read (`savePerson`).
 * @param address `http(s)://` or `libsql://`; the token where the server wants one
 */
export function openDatabase(address: DatabaseAddress) {
  const client = createClient({
    url: address.url,
    ...(address.authToken === undefined ? {} : { authToken: address.authToken }),
  })
  return drizzle({ client })
}
