/** The operations of the control door that every sandbox has: clock, switches, logs, faults, and the life laid down anew. */
import { type Asked, clockIn, kindIn, rows, turn } from './control-door.ts'
import type { FaultDeskOf, FaultOf } from './fault-desk.ts'
import type { SandboxWorld } from './sandbox-world.ts'

/** What a world keeps for these operations to show and change. */
export interface Controlled<Kind extends string> extends SandboxWorld {
  switches: object
  effects: object[]
  mails: object[]
  readonly faults: FaultDeskOf<Kind>
}

type Operation<World> = (control: Asked & { world: World }) => unknown

export function sharedOperations<Kind extends string, World extends Controlled<Kind>>(
  faultKinds: readonly Kind[],
  topUp: (world: World) => object,
): Record<string, Operation<World>> {
  return {
    'POST /life/top-up': ({ world }) => topUp(world),
    'GET /clock': ({ world }) => world.clockSetting(),
    'POST /clock': ({ world, body }) => {
      world.setClock(clockIn(body))
      return world.clockSetting()
    },
    'GET /switches': ({ world }) => world.switches,
    'PATCH /switches': ({ world, body }) => turn(world.switches, body),
    'GET /requests': ({ world, query }) => rows(world.requests, query),
    'DELETE /requests': ({ world }) => {
      world.requests = []
    },
    'GET /effects': ({ world, query }) => rows(world.effects, query),
    'DELETE /effects': ({ world }) => {
      world.effects = []
    },
    'GET /mail': ({ world, query }) => rows(world.mails, query),
    'DELETE /mail': ({ world }) => {
      world.mails = []
    },
    'GET /faults': ({ world }) => world.faults.list(),
    'POST /faults': ({ world, body }) => {
      const kind = kindIn(faultKinds, body)
      const given: Partial<FaultOf<Kind>> = JSON.parse(JSON.stringify(body))
      return world.faults.add({ ...given, kind })
    },
    'DELETE /faults': ({ world }) => world.faults.clear(),
  }
}
