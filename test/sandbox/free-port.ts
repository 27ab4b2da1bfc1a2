/**
 * Free ports of this machine: the ones that were used before, so that yesterday's addresses still work, or any others.
 */
import { createServer, type Server } from 'node:net'

/** One port: the preferred one when it is free now, otherwise one that the system chooses. */
export type FindPort = (preferred?: number) => Promise<number>

/**
 * Between the answer and its use somebody else may take the port: whoever listens on it must say so when it fails.
 */
export function freePort(preferred?: number): Promise<number> {
  return freePorts((find) => find(preferred))
}

/**
 * Several ports, all different.
 * @param choose asks `find` for each of them; none is handed out twice while it runs
 */
export async function freePorts<T>(choose: (find: FindPort) => Promise<T>): Promise<T> {
  // All stay open until the last is found: the system may give out a port again as soon as it is closed.
  const probes: Server[] = []
  try {
    return await choose(async (preferred) => {
      const probe = (preferred === undefined ? undefined : await listening(preferred)) ?? (await listening(0))
      if (probe === undefined) throw new Error('no free port on 127.0.0.1')
      probes.push(probe)
      return portOf(probe)
    })
  } finally {
    await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))))
  }
}

/** The port on which a TCP server listens. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('a server that listens on no port')
  return address.port
}

function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen(port, '127.0.0.1', () => resolve(probe))
  })
}
