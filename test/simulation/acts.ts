/**
 * What happens in one week of somebody's life: what comes into their calendars, what they do there and in Aforo, what befalls their accounts and the
 * machine. Laid down from a seed at the week's beginning; who is meant, and whether it still makes sense, shows when its time comes.
 */
import type { Answer } from '../../src/calendar/event.ts'
import type { SettingsChange } from '../../src/cycle/settings.ts'
import type { Calendar } from '../../src/cycle/state.ts'
import { undoOf } from '../../src/cycle/undo.ts'
import { isWritable } from '../../src/cycle/uses.ts'
import { loadActivityPage } from '../../src/db/reads.ts'
import { weekOf } from '../../src/time/week.ts'
import { ApiError } from '../sandbox/google/api-error.ts'
import { GraphError } from '../sandbox/microsoft/graph-error.ts'
import { ControlRefusal } from '../sandbox/wire/control-door.ts'
import { layAcquaintances } from './acquaintances.ts'
import type { Chance } from './chance.ts'
import type { OwnAnswer } from './rules/seen.ts'
import type { Town } from './town.ts'
import type { Linked, Townsperson } from './townsfolk.ts'
import type { Witness } from './witness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const TITLES = ['Desayuno de networking', 'Mesa de negocios', 'Networking de industria', 'Encuentro empresarial']
const ORGANISERS = [
  { name: 'Canaco', email: 'eventos@canaco-cdmx.example' },
  { name: 'Coparmex', email: 'invita@coparmex-cdmx.example' },
  { name: 'Círculo Reforma', email: 'hola@circulo-reforma.example' },
]
const ZONES = ['America/Mexico_City', 'America/Tijuana', 'America/Bogota', 'Europe/Madrid']

/** @param monday epoch milliseconds of its first moment */
export function layWeek(
  town: Town,
  witness: Witness,
  person: Townsperson,
  neighbours: readonly Townsperson[],
  monday: number,
  chance: Chance,
): void {
  const { timeline } = town
  const act = (at: number, happen: () => Promise<void> | void) => timeline.at(at, () => inTime(happen))
  const sometime = () => monday + chance.below(7 * 24 * 60) * MINUTE
  /** Linked in the order in which they were made; what is not connected still has a calendar that life goes on in. */
  const someAccount = () => chance.pick(person.accounts)

  for (let n = 0; n < 8; n++) {
    const { hands } = someAccount()
    const start = workingTime(monday, chance)
    hands.meeting({ title: `Junta ${week(monday)} ${n}`, start, minutes: 30 + 30 * chance.below(3) })
  }
  for (let n = 0; n < 4; n++) layInvitation(n)
  if (chance.hits(0.08)) layFlood()
  layMishaps()
  laySettings()
  layCalendars()

  function layInvitation(n: number): void {
    const account = someAccount()
    const start = monday + (chance.below(5) * 24 + chance.pick([8, 13, 18, 19])) * HOUR
    const title = `${chance.pick(TITLES)} ${week(monday)} ${n}`
    const invited = { title, start, minutes: 60 + 30 * chance.below(3), organiser: chance.pick(ORGANISERS) }
    const weekly = chance.hits(0.08)
    act(Math.max(monday, start - (1 + chance.below(4)) * DAY), () => {
      const uid = `${title.replaceAll(' ', '-')}-${person.n}@invita.example`
      account.hands.invitation({ ...invited, uid, ...(weekly ? { weekly } : {}) })
      // One event seen in two accounts is one event (Graph differs by occurrence: single ones alone are told apart by it).
      const other = person.accounts.find((one) => one !== account)
      if (other !== undefined && !weekly && chance.hits(0.3)) other.hands.invitation({ ...invited, uid })
    })
    const before = start - (1 + chance.below(40)) * HOUR
    const after = start + (2 + chance.below(20)) * HOUR
    if (chance.hits(0.5)) {
      const answer = chance.pick<Answer>(['accepted', 'accepted', 'declined', 'tentative'])
      act(before, () => answerInCalendar(account, title, start, weekly, answer))
    }
    if (chance.hits(0.3)) act(before + HOUR / 2, () => answerInAforo(title, chance.pick(['accepted', 'declined'])))
    if (chance.hits(0.2)) act(before, () => decide(title, chance.pick(['attend', 'skip', null])))
    if (chance.hits(0.12))
      act(before + HOUR, () => organiser(account, title, chance.pick(['moves', 'cancels', 'renames'])))
    if (chance.hits(0.05)) act(before, () => correct(title))
    layAcquaintances(act, person, witness.acquaintances(person), title, after + MINUTE)
    if (chance.hits(0.4)) act(after, () => attendance(title, chance.pick(['attended', 'attended', 'missed'])))
    if (chance.hits(0.1)) act(after + HOUR, () => attendance(title, 'missed'))
    if (chance.hits(0.1)) act(after + 2 * HOUR, () => attendance(title, 'attended'))
    if (chance.hits(0.4)) act(after + HOUR / 2, () => handOnBlock(chance))
    if (chance.hits(0.3)) act(after, () => meetingArrives(after + (2 + chance.below(24)) * HOUR))
    if (chance.hits(0.25)) act(after + DAY, closeFollowUp)
    // What was booked a moment ago is still to be followed up when they come back.
    if (chance.hits(0.01)) leaveAndComeBack(after + 2 * HOUR, HOUR)
  }

  /** One organiser sends more than anybody can attend (faults.md, threat 25), and nobody answers. */
  function layFlood(): void {
    const { hands } = someAccount()
    const organiser = chance.pick(ORGANISERS)
    for (let n = 0; n < 7; n++) {
      const start = monday + ((2 + (n % 3)) * 24 + 8 + 3 * (n % 4)) * HOUR
      const title = `${chance.pick(TITLES)} ${week(monday)} de ${organiser.name} ${n}`
      act(monday + n * MINUTE, () => void hands.invitation({ title, start, minutes: 90, organiser }))
    }
  }

  function layMishaps(): void {
    for (const account of person.accounts) {
      // Somebody who does not know the product connects the second account in the middle of a week.
      if (account.connectionId === null)
        act(sometime(), async () => {
          await person.connect(account)
          witness.joined(person)
        })
      if (chance.hits(0.06)) {
        const at = sometime()
        const hours = 1 + chance.below(72)
        act(at, () => {
          witness.troubles(person, at + (hours + 24) * HOUR)
          account.hands.revoke()
        })
        comesBack(account, at + hours * HOUR)
      }
      if (chance.hits(0.06)) {
        const at = sometime()
        const ms = chance.pick([10 * MINUTE, 10 * MINUTE, 3 * HOUR, 3 * HOUR, 26 * HOUR, 3 * DAY])
        act(at, () => {
          if (ms > DAY) witness.troubles(person, at + ms + DAY)
          town.outage(account.address, at + ms)
        })
      }
      if (chance.hits(0.05) && account !== person.first) {
        const at = sometime()
        const hours = 1 + chance.below(48)
        act(at, () => {
          witness.troubles(person, at + (hours + 48) * HOUR)
          return person.disconnect(account)
        })
        comesBack(account, at + hours * HOUR)
        // With it may have gone what took follow-ups, and Aforo chooses none by itself.
        act(at + (hours + 3) * HOUR, async () => {
          if (!(await calendarsKnown()).some(({ followUps }) => followUps)) await choosesForFollowUps()
        })
      }
    }
    if (chance.hits(0.2)) act(sometime(), () => void (person.id !== null && town.object(person.id).evict()))
    if (chance.hits(0.03)) {
      const at = sometime()
      act(at, () => town.setSkew(chance.pick([-HOUR, -10 * MINUTE, 10 * MINUTE])))
      act(at + 6 * HOUR, () => town.setSkew(0))
    }
    if (chance.hits(0.015)) leaveAndComeBack(sometime(), 2 * HOUR)
    if (chance.hits(0.6)) act(sometime(), raceAforo)
  }

  /** Whoever was told that it failed tries again. */
  function comesBack(account: Linked, at: number): void {
    act(at, async () => {
      if (!(await person.connect(account))) comesBack(account, timeline.now() + HOUR)
    })
  }

  function leaveAndComeBack(at: number, away: number): void {
    act(at, () => person.erase())
    comesBack(person.first, at + away)
  }

  function laySettings(): void {
    const change = (share: number, settings: () => SettingsChange, troubles = false) => {
      if (!chance.hits(share)) return
      act(sometime(), () => {
        // Who changes when digests come or who is asked changes what the running week owes, and the one before: what ended while they were asked nobody books late.
        if (troubles) witness.troubles(person, timeline.now() + 7 * DAY, timeline.now() - 7 * DAY)
        return setting(settings())
      })
    }
    change(0.2, () => ({ weeklyCapMinutes: chance.pick([0, 120, 360, 900]) }))
    change(0.06, () => ({ timeZone: chance.pick(ZONES) }), true)
    change(0.05, () => ({ mode: chance.pick(['advise', 'enforce']) }))
    change(0.04, () => ({ attendance: chance.pick(['presumed', 'ask']) }), true)
    change(0.04, () => ({ digest: { weekday: 1 + chance.below(7), hour: chance.below(24) } }), true)
    if (chance.hits(0.1)) act(sometime(), weekOff)
    if (chance.hits(0.4)) act(sometime(), undoLatest)
    if (chance.hits(0.1)) act(sometime(), async () => void (await person.does({ kind: 'send_digest', again: false })))
    if (chance.hits(0.3)) act(sometime(), async () => void (await person.sync()))
    if (chance.hits(0.1)) act(sometime(), asksForForeign)
    if (chance.hits(0.05)) act(sometime(), () => someAccount().hands.changeZone(chance.pick(ZONES)))
  }

  /** What their calendars are for, and which of them there are. */
  function layCalendars(): void {
    if (chance.hits(0.15)) act(sometime(), () => choosesForFollowUps())
    for (const account of person.accounts) {
      const { hands, second } = account
      if (second === null) continue
      if (chance.hits(0.06)) {
        const at = sometime()
        const hours = 1 + chance.below(72)
        // Who is told that it takes no follow-ups any more chooses another one, in a day or two.
        act(at, () => {
          witness.troubles(person, at + (hours + 24) * HOUR, at - 2 * DAY)
          if (chance.hits(0.5)) hands.makeReadOnly(second)
          else {
            account.second = null
            hands.deleteCalendar(second)
          }
        })
        act(at + hours * HOUR, () => choosesForFollowUps())
      }
    }
    if (chance.hits(0.06)) {
      const at = sometime()
      const use = chance.pick(['busy', 'candidates'] as const)
      const hours = 1 + chance.below(48)
      act(at, async () => {
        witness.troubles(person, at + (hours + 24) * HOUR, at - 2 * DAY)
        const calendars = await calendarsKnown()
        if (calendars.length === 0) return
        const calendar = chance.pick(calendars)
        await person.does({ kind: 'calendar', calendar: calendar.id, [use]: !calendar[use] })
        act(at + hours * HOUR, async () => {
          await person.does({ kind: 'calendar', calendar: calendar.id, [use]: calendar[use] })
        })
      })
    }
  }

  /** One that they may write to, whether or not it takes them already; whoever was told that it failed tries again. */
  async function choosesForFollowUps(): Promise<void> {
    const open = (await calendarsKnown()).filter(({ role, sync }) => isWritable(role) && !sync.gone)
    if (open.length === 0) return
    const done = await person.does({ kind: 'calendar', calendar: chance.pick(open).id, followUps: true })
    if (done === null && person.id !== null) act(timeline.now() + HOUR, () => choosesForFollowUps())
  }

  async function calendarsKnown(): Promise<Calendar[]> {
    return [...((await person.state())?.state.calendars.values() ?? [])]
  }

  /** With an id that they saw on somebody else's page. */
  async function asksForForeign(): Promise<void> {
    const other = chance.pick(neighbours)
    const theirs = (await other.state())?.known.events[0]
    if (theirs === undefined || other === person || person.id === null) return
    witness.asksForForeign(person, await person.does({ kind: 'decide', event: theirs.id, decision: 'skip' }))
  }

  /** In their provider's own app; of a series one occurrence. */
  function answerInCalendar({ hands }: Linked, title: string, start: number, weekly: boolean, answer: Answer): void {
    const found = hands.find(title)
    if (found === null || found.event.cancelled) return
    hands.answer(weekly ? hands.occurrence(found.event.id, start) : found.event.id, answer)
  }

  async function answerInAforo(title: string, answer: Answer): Promise<void> {
    const event = await person.event(title)
    if (event === null) return
    witness.answers(person, event, answer)
    await person.does({ kind: 'answer', event: event.id, answer })
  }

  /** Accepts something else in the calendar in the very moment in which Aforo is about to accept by itself (faults.md, F66). */
  async function raceAforo(): Promise<void> {
    const seen = await person.state()
    if (seen === null) return
    const { state, known, now } = seen
    const next = [...state.occurrences].find(
      ([, { grace }]) => grace?.answer === 'accepted' && Date.parse(grace.actsAt ?? '') > now.epochMilliseconds,
    )
    const aforos = next === undefined ? undefined : known.byId.get(next[0])
    const [open] = known.events.filter(
      ({ id, start, answer, invited, target }) =>
        id !== aforos?.id &&
        invited &&
        answer === 'none' &&
        target.originalStart === null &&
        weekOf(start, 'UTC') === (aforos === undefined ? null : weekOf(aforos.start, 'UTC')),
    )
    const calendar = open === undefined ? undefined : state.calendars.get(open.calendarId)
    const account = person.accounts.find(({ connectionId }) => connectionId === calendar?.connectionId)
    if (open === undefined || account === undefined) return
    const title = open.title
    act(Date.parse(next?.[1].grace?.actsAt ?? '') - 300, () => {
      const found = account.hands.find(title)
      // Nobody accepts what is over.
      const isOpen = found !== null && found.event.ownAnswer === 'none' && Number(found.event.start) > timeline.now()
      if (isOpen) account.hands.answer(found.event.id, 'accepted')
    })
  }

  async function decide(title: string, decision: 'attend' | 'skip' | null): Promise<void> {
    const event = await person.event(title)
    if (event !== null) await person.does({ kind: 'decide', event: event.id, decision })
  }

  async function correct(title: string): Promise<void> {
    const event = await person.event(title)
    if (event !== null)
      await person.does({ kind: 'correct', event: event.id, networking: chance.hits(0.5), scope: 'event' })
  }

  async function attendance(title: string, said: 'attended' | 'missed'): Promise<void> {
    const event = await person.event(title)
    if (event === null) return
    await person.does({ kind: 'attendance', event: event.id, attendance: said })
  }

  function organiser({ hands }: Linked, title: string, how: 'moves' | 'cancels' | 'renames'): void {
    const found = hands.find(title)
    if (found === null || found.event.cancelled || typeof found.event.start !== 'number') return
    if (how === 'moves') hands.organiserMoves(found.event.id, found.event.start + DAY)
    else if (how === 'cancels') hands.organiserCancels(found.event.id)
    else hands.organiserRenames(found.event.id, `${title} (nuevo lugar)`)
  }

  function handOnBlock(dice: Chance): void {
    const standing = person.accounts.flatMap(({ hands }) => hands.blocks().map((block) => ({ hands, block })))
    if (standing.length === 0) return
    const { hands, block } = dice.pick(standing)
    const { id, start } = block.event
    if (typeof start !== 'number') return
    const hand = dice.pick(['move', 'retitle', 'rewrite', 'recolour', 'copy', 'delete', 'delete_and_back'] as const)
    if (hand === 'move') hands.move(id, start + HOUR)
    else if (hand === 'retitle') hands.retitle(id, 'Escribir a Bruno')
    else if (hand === 'rewrite') hands.rewrite(id, 'Mandar la propuesta')
    else if (hand === 'recolour') hands.recolour(id)
    else if (hand === 'copy') hands.copy(id)
    else hands.delete(id)
    if (hand === 'delete_and_back') act(timeline.now() + 3 * HOUR, () => void hands.undelete(id))
  }

  /** Half of them land on a block, where one stands. */
  function meetingArrives(start: number): void {
    const blocks = person.accounts.flatMap(({ hands }) => hands.blocks())
    const on = blocks.length > 0 && chance.hits(0.5) ? chance.pick(blocks).event.start : start
    const at = typeof on === 'number' ? on : start
    someAccount().hands.meeting({ title: `Junta que cayó ${week(monday)}`, start: at, minutes: 60 })
  }

  async function closeFollowUp(): Promise<void> {
    const seen = await person.state()
    // Also one whose block is still on its way.
    const open = [...(seen?.state.followUps.values() ?? [])].find(({ body }) =>
      ['booking', 'booked'].includes(body.state),
    )
    if (open === undefined) return
    await person.does({
      kind: 'close_follow_up',
      followUp: open.id,
      as: chance.pick(['done', 'dismissed']),
      nextStep: null,
      nextStepOn: null,
    })
  }

  async function setting(change: SettingsChange): Promise<void> {
    await person.does({ kind: 'settings', change })
  }

  async function weekOff(): Promise<void> {
    const seen = await person.state()
    if (seen === null) return
    const running = weekOf(seen.now, seen.state.person.settings.timeZone)
    await person.does({ kind: 'cap', week: running, capMinutes: chance.pick([0, 300, null]) })
  }

  /** Takes back the latest answer that Aforo gave of its own accord, if it can be. */
  async function undoLatest(): Promise<void> {
    const seen = await person.state()
    if (seen === null || person.id === null) return
    const latest = await loadActivityPage(town.database.whole, person.id, null, 20)
    const activity = latest.find(({ detail, undoneAt }) => detail.by === 'aforo' && undoneAt === null)
    if (activity === undefined) return
    const undo = undoOf(seen.state, seen.known, activity, seen.now)
    if (undo.kind === 'impossible') return
    witness.answers(person, undo.event, undo.answer)
    await person.does({ kind: 'undo', activity })
  }
}

/**
 * The person's hand in the very moment in which Aforo writes: on the block or the invitation that is being written, and on one that stands nearby. What
 * comes between Aforo's reading and its writing has to be noticed there; Graph's answers take no condition, so nobody could notice it in those. Nor could
 * anybody tell an answer that was taken back at once, to just what had stood, from one that never arrived.
 */
export function meddle(town: Town, people: readonly Townsperson[]): void {
  const underWay = new Map<string, { stood: OwnAnswer | undefined; hasActed: boolean }>()
  town.besides = (address, request, when) => {
    const dice = town.weather.befalls(`meddle ${address} ${when}`, 1 / 2)
    const account = people.flatMap(({ accounts }) => accounts).find((one) => one.address === address)
    const answers = /\/(accept|tentativelyAccept|decline)$/.test(request)
    // The occurrence before its series, by whose id it begins.
    const [addressed] = (account?.hands.invitations() ?? [])
      .filter(({ event }) => request.includes(event.id))
      .sort((a, b) => b.event.id.length - a.event.id.length)
    const key = `${address} ${request}`
    const { stood, hasActed } =
      when === 'after' ? (underWay.get(key) ?? {}) : { stood: addressed?.event.ownAnswer, hasActed: false }
    underWay.delete(key)
    const acts = dice !== null && account !== undefined && !(answers && when === 'before') && hasActed !== true
    if (when === 'before') underWay.set(key, { stood, hasActed: acts })
    // Who changes their mind and changes it back, in the midst of one request, leaves nothing that could be read.
    if (!acts) return
    const { hands } = account
    const block = hands.blocks().find(({ event }) => request.includes(event.id)) ?? hands.blocks().at(-1)
    // At Google the id of an occurrence begins with that of its series.
    const answered = (id: string) =>
      account.provider === 'google' ? (request.split('/').find((part) => part.startsWith(id)) ?? id) : id
    town.weather.count(`a hand ${when} the write`)
    const others = (['accepted', 'declined', 'tentative'] as const).filter(
      (answer) => when === 'before' || answer !== stood,
    )
    if (addressed !== undefined) void inTime(() => hands.answer(answered(addressed.event.id), dice.pick(others)))
    else if (block !== undefined && typeof block.event.start === 'number') {
      const { id, start } = block.event
      // Who deletes what Aforo is deleting for them has said nothing that it could hear.
      const hand = dice.pick(
        request.startsWith('DELETE') ? (['move', 'retitle'] as const) : (['move', 'retitle', 'delete'] as const),
      )
      if (hand === 'move') hands.move(id, start + HOUR)
      else if (hand === 'retitle') hands.retitle(id, 'Escribir a Bruno')
      else hands.delete(id)
    }
  }
}

/** Does it, unless it came too late: what a hand reaches for may be gone, as a page that is open since yesterday shows what is not there. */
function inTime(happen: () => Promise<void> | void): Promise<void> | void {
  try {
    return happen()
  } catch (error) {
    if (!(error instanceof GraphError || error instanceof ApiError || error instanceof ControlRefusal)) throw error
  }
}

function workingTime(monday: number, chance: Chance): number {
  return monday + (chance.below(5) * 24 + 9 + chance.below(8)) * HOUR
}

function week(monday: number): string {
  return new Date(monday).toISOString().slice(0, 10)
}
