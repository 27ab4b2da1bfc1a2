/** The flows whose every step is made to fail (`crash-points.ts`): what sets each off, and what must come of it. */
import { sql } from 'drizzle-orm'
import type { Answer } from '../../src/calendar/event.ts'
import { connect } from './browser.ts'
import {
  accountsOf,
  answersOf,
  blocksOf,
  channelsOf,
  grantsOf,
  mailedOnce,
  mailsOf,
  NO_BLOCKS,
  rowsOf,
  TITLE,
} from './crash-outcomes.ts'
import type { Flow, Scene } from './crash-points.ts'
import { eraseAtTheDoor } from './doors.ts'
import type { Hands } from './hands.ts'
import type { Step } from './isolate.ts'
import type { Household, Linked } from './townsfolk.ts'

type Provider = Hands['provider']

const MINUTE = 60_000
const ORGANISER = { name: 'CANACO Ciudad de México', email: 'eventos@canaco-cdmx.example' }
/** How often somebody who hears nothing tries again. */
const TRIES = 3

/** Half past nine on a Tuesday in Mexico City. */
const TUESDAY = '2026-11-24T15:30:00Z'
const SUNDAY_NIGHT = '2026-11-23T04:30:00Z'

export function flowsOf(provider: Provider): Flow[] {
  const other = provider === 'google' ? 'microsoft' : 'google'
  return [
    booked(provider),
    takenAway(provider),
    moved(provider),
    answered(provider, 'accepted'),
    enforced(provider, 'accepted'),
    // At Google a decline is an answer like any other; Microsoft takes the invitation away with it.
    ...(provider === 'microsoft' ? [answered(provider, 'declined'), enforced(provider, 'declined')] : []),
    notice(provider),
    signedUp(provider),
    linked(provider, other),
    reconnected(provider),
    disconnected(other, provider),
    erased(provider, 'keep'),
    erased(provider, 'remove'),
    // No provider has a part in it.
    ...(provider === 'google' ? [digest()] : []),
  ]
}

/** Attended from a quarter to nine to a quarter to ten; then a fair takes two days, so the free slot is on Thursday. */
async function attends(scene: Scene): Promise<void> {
  const { ana } = scene
  ana.first.hands.invitation({ ...invited(scene, -45), answer: 'accepted' })
  ana.first.hands.meeting({ title: 'Feria', start: scene.town.timeline.now() + 15 * MINUTE, minutes: 48 * 60 })
  await ana.connect(ana.first)
}

function booked(provider: Provider): Flow {
  return {
    ...alone('a follow-up is booked after what was attended', provider),
    before: async (scene) => {
      await attends(scene)
      await scene.goesOn(10)
    },
    happens: async () => {},
    minutes: 15,
    came: blocksOf,
    outcome: () => ({ ...NO_BLOCKS, standing: ['26T09:45'], inserted: 1, followUps: ['booked'], told: ['booked'] }),
  }
}

async function isBooked(scene: Scene): Promise<void> {
  await attends(scene)
  await scene.goesOn(30)
}

function takenAway(provider: Provider): Flow {
  return {
    ...alone('a follow-up is taken away after "no fui"', provider),
    before: isBooked,
    happens: (scene) =>
      insists(scene, async () => {
        const event = await scene.ana.event(TITLE)
        if (event === null) throw new Error('nobody attended anything')
        return scene.ana.does({ kind: 'attendance', event: event.id, attendance: 'missed' })
      }),
    minutes: 5,
    came: blocksOf,
    outcome: () => ({ ...NO_BLOCKS, inserted: 1, removed: 1, followUps: ['removed'], told: ['booked', 'removed'] }),
  }
}

function moved(provider: Provider): Flow {
  return {
    ...alone('an untouched block moves off a meeting that landed on it', provider),
    before: isBooked,
    happens: async ({ ana }) => {
      const [block] = ana.first.hands.blocks()
      ana.first.hands.meeting({ title: 'Junta', start: Number(block?.event.start), minutes: 60 })
    },
    minutes: 10,
    came: blocksOf,
    outcome: () => ({
      ...NO_BLOCKS,
      standing: ['26T10:45'],
      inserted: 1,
      moved: 1,
      followUps: ['booked'],
      told: ['booked', 'moved'],
    }),
  }
}

function answered(provider: Provider, answer: Answer): Flow {
  return {
    ...alone(`the person's answer "${answer}" goes to the organiser`, provider),
    before: async (scene) => {
      const { ana } = scene
      ana.first.hands.invitation(invited(scene, 48 * 60))
      await ana.connect(ana.first)
      await scene.goesOn(10)
    },
    happens: async (scene) => {
      const { ana, witness } = scene
      const event = await ana.event(TITLE)
      if (event === null) throw new Error('nobody was invited')
      witness.answers(ana, event, answer)
      await insists(scene, () => ana.does({ kind: 'answer', event: event.id, answer }))
    },
    minutes: 5,
    came: answersOf,
    outcome: () => ({ answer, heard: 1, told: ['answered'] }),
    spared: cannotBeKnown,
  }
}

function enforced(provider: Provider, answer: Answer): Flow {
  return {
    ...alone(`Aforo answers "${answer}" by itself`, provider),
    household: { ...householdOf(provider), enforces: true },
    sweepsAfter: 24 * 60 - 30,
    before: async (scene) => {
      const { ana } = scene
      ana.first.hands.invitation(invited(scene, 72 * 60))
      await ana.connect(ana.first)
      if (answer === 'declined') await ana.does({ kind: 'settings', change: { weeklyCapMinutes: 0 } })
      await scene.goesOn(24 * 60 - 10)
    },
    happens: async () => {},
    minutes: 20,
    came: answersOf,
    outcome: () => ({ answer, heard: 1, told: ['answered'] }),
    spared: cannotBeKnown,
  }
}

/** Graph knows no key by which a reply that arrives twice is one (provider-facts B4): who carries it twice tells the organiser twice. */
function cannotBeKnown({ what }: Step, mishap: string): boolean {
  return mishap === 'twice' && /\/(accept|decline|tentativelyAccept)$/.test(what)
}

export function digest(): Flow {
  return {
    ...alone('the digest of the week', 'google'),
    begin: SUNDAY_NIGHT,
    sweepsAfter: 8 * 60,
    before: async (scene) => {
      const { ana } = scene
      await ana.connect(ana.first)
      // To five to seven on Monday.
      await scene.goesOn(8 * 60 + 25)
    },
    happens: async () => {},
    minutes: 15,
    came: (scene) => mailsOf(scene, 'digest:2026-W48'),
    outcome: mailedOnce,
  }
}

function notice(provider: Provider): Flow {
  return {
    ...alone('the notice of a grant that was taken away', provider),
    before: async (scene) => {
      await scene.ana.connect(scene.ana.first)
      await scene.goesOn(10)
      scene.ana.first.hands.revoke()
    },
    happens: (scene) => insists(scene, () => scene.ana.sync()),
    minutes: 5,
    came: (scene) => mailsOf(scene, 'notice:'),
    outcome: mailedOnce,
  }
}

function signedUp(provider: Provider): Flow {
  return {
    ...alone('signing up', provider),
    before: async (scene) => {
      scene.ana.first.hands.invitation(invited(scene, 48 * 60))
    },
    happens: (scene) => connects(scene, scene.ana.first),
    minutes: 5,
    came: accountsOf,
    outcome: () => ({ people: 1, accounts: ['ok'], calendars: ['read'], channels: 1, knows: [TITLE] }),
  }
}

function linked(provider: Provider, other: Provider): Flow {
  return {
    ...alone(`linking a second account, at ${other === 'google' ? 'Google' : 'Microsoft'}`, provider, other),
    before: async (scene) => {
      await scene.ana.connect(scene.ana.first)
      await scene.goesOn(10)
      secondOf(scene).hands.invitation(invited(scene, 48 * 60))
    },
    happens: (scene) => connects(scene, secondOf(scene)),
    minutes: 5,
    came: accountsOf,
    outcome: () => ({ people: 1, accounts: ['ok', 'ok'], calendars: ['read', 'read'], channels: 2, knows: [TITLE] }),
  }
}

function reconnected(provider: Provider): Flow {
  return {
    ...alone('reconnecting after the grant was taken away', provider),
    before: async (scene) => {
      const { ana } = scene
      await ana.connect(ana.first)
      await scene.goesOn(10)
      ana.first.hands.revoke()
      await ana.sync()
      ana.first.hands.invitation(invited(scene, 48 * 60))
    },
    happens: (scene) => connects(scene, scene.ana.first),
    minutes: 5,
    came: accountsOf,
    outcome: () => ({ people: 1, accounts: ['ok'], calendars: ['read'], channels: 1, knows: [TITLE] }),
  }
}

function disconnected(provider: Provider, other: Provider): Flow {
  return {
    ...alone(`disconnecting the second account, at ${other === 'google' ? 'Google' : 'Microsoft'}`, provider, other),
    before: async (scene) => {
      await scene.ana.connect(scene.ana.first)
      await scene.ana.connect(secondOf(scene))
      secondOf(scene).hands.invitation(invited(scene, 48 * 60))
      await scene.goesOn(10)
    },
    happens: async (scene) => {
      const account = secondOf(scene)
      for (let attempt = 0; attempt < TRIES && account.connectionId !== null; attempt++) {
        await scene.ana.disconnect(account)
        if (account.connectionId !== null) await scene.goesOn(1)
      }
    },
    minutes: 5,
    came: async (scene) => {
      const { address } = secondOf(scene).hands
      const at = { channels: channelsOf(scene, address), grants: grantsOf(scene, address) }
      return { ...(await accountsOf(scene)), ...at }
    },
    outcome: () => ({ people: 1, accounts: ['ok'], calendars: ['read'], channels: 0, knows: [], grants: 0 }),
  }
}

function erased(provider: Provider, blocks: 'keep' | 'remove'): Flow {
  let gone = ''
  let session = ''
  return {
    ...alone(blocks === 'keep' ? 'erasing everything' : 'erasing everything, blocks too', provider),
    before: async (scene) => {
      await isBooked(scene)
      const arrived = await connect(scene.town, provider, scene.ana.first.address, null)
      gone = arrived?.personId ?? ''
      session = arrived?.session ?? ''
    },
    happens: async (scene) => {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const status = await eraseAtTheDoor(scene.town, session, blocks)
        // Who was signed out by it has nobody to ask any more: the sweep goes on.
        if (status === 204 || status === 401) break
        await scene.goesOn(1)
      }
      scene.ana.id = null
    },
    minutes: 5,
    came: async (scene) => {
      const { town, ana } = scene
      const object = town.object(gone)
      return {
        rows: await rowsOf(scene, gone),
        stored: [...object.stored().keys()],
        alarm: object.alarmAt,
        channels: channelsOf(scene, ana.first.hands.address),
        grants: grantsOf(scene, ana.first.hands.address),
        standing: ana.first.hands.blocks().length,
      }
    },
    outcome: () => ({
      rows: [],
      stored: [],
      alarm: null,
      channels: 0,
      grants: 0,
      standing: blocks === 'keep' ? 1 : 0,
    }),
  }
}

function alone(name: string, ...providers: Provider[]) {
  const household: Household = { ...householdOf(...providers) }
  return { name: `${providers[0] === 'google' ? 'Google' : 'Microsoft'}, ${name}`, household, begin: TUESDAY }
}

function householdOf(...providers: Provider[]): Household {
  const accounts = providers.map((provider) => ({ provider, calendars: 1 as const }))
  return { accounts, timeZone: 'America/Mexico_City', enforces: false }
}

/** Whoever hears nothing tries again a minute later. */
async function insists(scene: Scene, act: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if ((await act()) !== null) return
    await scene.goesOn(1)
  }
}

/** Whose account is on record goes away although they heard of an error: from there on it is Aforo's to go on. */
async function connects(scene: Scene, account: Linked): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await scene.ana.connect(account)
    const [row] = await scene.town.database.whole.all<{ id: string; person: string }>(
      sql`select id, person_id as person from connections where email = ${account.address} and state->>'status' = 'ok'`,
    )
    if (row !== undefined) {
      scene.ana.id = row.person
      account.connectionId = row.id
      return
    }
    await scene.goesOn(1)
  }
}

function invited({ town }: Scene, inMinutes: number) {
  return { title: TITLE, organiser: ORGANISER, start: town.timeline.now() + inMinutes * MINUTE, minutes: 60 }
}

function secondOf({ ana }: Scene): Linked {
  const [, second] = ana.accounts
  if (second === undefined) throw new Error('there is no second account')
  return second
}
