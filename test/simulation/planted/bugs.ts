/**
 * Bugs that are not in the product: a checker that finds nothing proves nothing. Each is what somebody might write in good faith, as an edit of the
 * product's text (`plant.ts`), with the rule of design.md, section 3, that the witness names, and a little life in which it does.
 */
import type { TownRun } from '../simulate.ts'

export interface PlantedBug {
  /** What this product does. */
  name: string
  kind:
    | 'outbox'
    | 'ids'
    | 'hands'
    | 'answers'
    | 'reading'
    | 'privacy'
    | 'digest'
    | 'alarm'
    | 'secrets'
    | 'time'
    | 'acquaintances'
  /** The rule that is seen broken. */
  breaks: number
  edits: readonly Edit[]
  /** Where it shows, searched for once. */
  run: TownRun
}

/** Exact text, which must be there once. */
export interface Edit {
  file: `src/${string}`
  find: string
  replace: string
}

/** One person's fortnight in rough weather. */
const fortnight = (seed: number, town: number): TownRun => ({ seed, town, people: 1, weeks: 2, faults: 0.3 })

export const BUGS: readonly PlantedBug[] = [
  {
    name: 'carries out what it decided before that is saved',
    kind: 'outbox',
    breaks: 6,
    edits: [
      {
        file: 'src/person/cycle.ts',
        find: '  const decision = decide(watched, sent, commands, capabilities, now, outside.jitter)\n',
        replace: `  const meant = decide(watched, sent, commands, capabilities, now, outside.jitter)
  const early = await outside.deliver(dueIntents(meant.state, now), meant.state)
  const decision = { ...decide(meant.state, early, [], capabilities, now, outside.jitter), result: meant.result }
`,
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'notes nowhere that it is about to send',
    kind: 'outbox',
    breaks: 8,
    edits: [
      {
        file: 'src/person/deliver.ts',
        find: '    await context.storage.put(SENDING, Object.fromEntries(noted))\n    sent.push',
        replace: '    sent.push',
      },
    ],
    // A digest has to be cut off in the very act: more of them are needed.
    run: { ...fortnight(7, 10), people: 5, weeks: 3, faults: 0.4 },
  },
  {
    name: 'sends a mail again that may have arrived',
    kind: 'digest',
    breaks: 8,
    edits: [
      {
        file: 'src/cycle/outbox.ts',
        find: "  if (outcome.kind === 'unknown' && isMail) {\n",
        replace: `  if (outcome.kind === 'unknown' && isMail)
    return { ...intent, dueAt: timestamp(now.add({ seconds: 30 })) }
  if (outcome.kind === 'unknown' && isMail) {
`,
      },
    ],
    run: fortnight(7, 4),
  },
  {
    name: 'takes a digest of which nobody knows for one that was never sent',
    kind: 'digest',
    breaks: 8,
    edits: [
      {
        file: 'src/cycle/digest.ts',
        find: '  const sent = digests(state).map((one) => one.week)\n',
        replace:
          "  const sent = digests(state).flatMap(({ week, intent }) => (intent.state === 'unknown' ? [] : [week]))\n",
      },
    ],
    run: fortnight(7, 4),
  },
  {
    name: 'counts the weeks of digests by UTC',
    kind: 'time',
    breaks: 10,
    edits: [
      {
        file: 'src/cycle/digest.ts',
        find: '  const { digest, timeZone } = state.person.settings\n  if (!digest.enabled',
        replace: "  const { digest } = state.person.settings\n  const timeZone = 'UTC'\n  if (!digest.enabled",
      },
      // The week is looked at again just before it goes out.
      {
        file: 'src/cycle/sent.ts',
        find: 'weekInterval(effect.week, timeZone).start',
        replace: "weekInterval(effect.week, 'UTC').start",
      },
      {
        file: 'src/cycle/sent.ts',
        find: 'effect.week < weekOf(now, state.person.settings.timeZone)',
        replace: "effect.week < weekOf(now, 'UTC')",
      },
    ],
    run: fortnight(7, 1),
  },
  {
    name: 'books in working hours of Greenwich',
    kind: 'time',
    breaks: 10,
    edits: [
      {
        file: 'src/cycle/free-time.ts',
        find: '  return { hours: workingHours, holidays: holidaysOf(state, now), zone: timeZone }\n',
        replace: "  return { hours: workingHours, holidays: holidaysOf(state, now), zone: timeZone && 'UTC' }\n",
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'writes a block again whose writing got no answer, without looking',
    kind: 'outbox',
    breaks: 6,
    edits: [
      { file: 'src/person/deliver.ts', find: '  if (!maybeDone) {\n    const put', replace: '  {\n    const put' },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'gives a block a new generation with every try',
    kind: 'ids',
    breaks: 2,
    edits: [
      {
        file: 'src/person/outside.ts',
        find: '          blockOf: (at, followUpId) => blockFor(at, followUpId, language(at), config.appUrl),\n',
        replace: `          blockOf: (at, followUpId) => {
            const block = blockFor(at, followUpId, language(at), config.appUrl)
            const tries = at.outbox.get('put:' + followUpId)?.body.attempts ?? 0
            return block === null || tries === 0 ? block : { ...block, id: (block.id + tries) as typeof block.id }
          },
`,
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'asks Exchange for a block without a transaction id',
    kind: 'ids',
    breaks: 1,
    edits: [
      {
        file: 'src/providers/microsoft/calendar.ts',
        find: "                transactionId: block.id,\n                sensitivity: 'private',\n",
        replace: "                sensitivity: 'private',\n",
      },
    ],
    run: fortnight(7, 1),
  },
  {
    name: 'does not notice that a block was moved',
    kind: 'hands',
    breaks: 3,
    edits: [
      {
        file: 'src/followups/touched.ts',
        find: '  const parts = [start, end, settledText(title)',
        replace: '  const parts = [settledText(title)',
      },
    ],
    run: fortnight(7, 2),
  },
  {
    name: 'makes a block again that was deleted by hand',
    kind: 'hands',
    breaks: 3,
    edits: [
      {
        file: 'src/cycle/place.ts',
        find: "    state = withFollowUp(state, followUp, { state: 'removed_by_you' })\n  }\n  return state\n",
        replace: "    state = withFollowUp(state, followUp, { state: 'removed' })\n  }\n  return state\n",
      },
    ],
    run: fortnight(8, 1),
  },
  {
    name: 'writes to Google whatever stands there by now',
    kind: 'hands',
    breaks: 3,
    edits: [
      {
        file: 'src/providers/google/calendar.ts',
        find: "      const headers = { ...bearer(token), ...(revision === undefined ? {} : { 'If-Match': revision }) }\n",
        replace: '      const headers = bearer(token)\n      void revision\n',
      },
    ],
    run: fortnight(7, 12),
  },
  {
    name: 'writes its block over what made the provider refuse it',
    kind: 'hands',
    breaks: 3,
    edits: [
      {
        file: 'src/person/deliver.ts',
        find: "      if (asMeant || !untouched) return { opId, outcome: { kind: 'done' }, event, found: null }\n",
        replace: "      if (asMeant && untouched) return { opId, outcome: { kind: 'done' }, event, found: null }\n",
      },
    ],
    run: fortnight(8, 2),
  },
  {
    name: 'declines as often as it likes',
    kind: 'answers',
    breaks: 7,
    edits: [
      {
        file: 'src/cycle/enforce.ts',
        find: '  #left(week: Week, organiser: string): boolean {\n    return (\n',
        replace: '  #left(week: Week, organiser: string): boolean {\n    return (\n      organiser.length > 0 ||\n',
      },
    ],
    run: fortnight(8, 1),
  },
  {
    name: 'drops the other guests with its answer',
    kind: 'answers',
    breaks: 1,
    edits: [
      {
        file: 'src/providers/google/calendar.ts',
        find: 'requestBody: { attendeesOmitted: true, attendees: [entry] },',
        replace: 'requestBody: { attendees: [entry] },',
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'believes at once that what is not listed is gone',
    kind: 'reading',
    breaks: 5,
    edits: [
      {
        file: 'src/calendar/fold.ts',
        find: '    if (before.missingSince === null) missing.push(id)\n',
        replace: '    if (before.missingSince === null) removed.add(id)\n',
      },
    ],
    run: fortnight(8, 1),
  },
  {
    name: 'takes a failed reading for an empty one',
    kind: 'reading',
    breaks: 5,
    edits: [
      {
        file: 'src/person/cycle.ts',
        find: '      pulls.push({ calendarId, result: expired ? await port.changes(calendar.remoteId, null, since) : first })\n',
        replace: `      const result = expired ? await port.changes(calendar.remoteId, null, since) : first
      const { cursor } = calendar.sync
      const nothing = { events: [], removed: [], over: [], unreadable: 0, timeZone: null }
      pulls.push(
        result.kind === 'ok' || cursor === null
          ? { calendarId, result }
          : { calendarId, result: { kind: 'ok', value: { scope: 'full', ...nothing, cursor } } },
      )
`,
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'remembers how far it read before what it read is saved',
    kind: 'reading',
    breaks: 5,
    edits: [
      {
        file: 'src/person/cycle.ts',
        find: '  if (!isEmpty(changed)) {\n    await outside.save',
        replace: `  await outside.keepCursors(
    new Map(pulls.flatMap(({ calendarId, result }) => (result.kind === 'ok' ? [[calendarId, result.value.cursor]] : []))),
  )
  if (!isEmpty(changed)) {
    await outside.save`,
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'takes a new token for a dead one, and nothing else',
    kind: 'reading',
    breaks: 5,
    edits: [
      {
        file: 'src/person/cycle.ts',
        find: '      pulls.push({ calendarId, result: expired ? await port.changes(calendar.remoteId, null, since) : first })\n',
        replace: `      const anew = expired ? await port.changes(calendar.remoteId, null, since) : first
      pulls.push(
        expired && anew.kind === 'ok'
          ? { calendarId, result: { kind: 'ok', value: { ...anew.value, scope: 'delta', events: [], removed: [], over: [] } } }
          : { calendarId, result: anew },
      )
`,
      },
    ],
    run: fortnight(7, 16),
  },
  {
    name: 'overlooks what Exchange says was removed',
    kind: 'reading',
    breaks: 5,
    edits: [
      {
        file: 'src/providers/microsoft/round.ts',
        find: "    removed: [...told].flatMap(([id, event]) => (event === 'removed' ? [id as RemoteEventId] : [])),\n",
        replace: '    removed: [],\n',
      },
    ],
    run: fortnight(7, 19),
  },
  {
    name: 'shows its block to whoever sees the calendar',
    kind: 'privacy',
    breaks: 4,
    edits: [
      {
        file: 'src/providers/google/calendar.ts',
        find: "id: block.id, visibility: 'private', transparency: 'opaque'",
        replace: "id: block.id, transparency: 'opaque'",
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'invites to its block whom the person met',
    kind: 'privacy',
    breaks: 4,
    edits: [
      {
        file: 'src/providers/microsoft/calendar.ts',
        find: "                sensitivity: 'private',\n",
        replace: `                sensitivity: 'private',
                attendees: [{ emailAddress: { address: 'ana@conocida.example' }, type: 'required' }],
`,
      },
    ],
    run: fortnight(7, 1),
  },
  {
    name: 'reads its own block back as somebody’s event',
    kind: 'privacy',
    breaks: 4,
    edits: [
      {
        file: 'src/cycle/known.ts',
        find: '        blocks.set(ours, twin === undefined ? seen : theOne(twin, seen))\n        continue\n',
        replace: '        blocks.set(ours, twin === undefined ? seen : theOne(twin, seen))\n',
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'sets no alarm for what waits to be tried again',
    kind: 'alarm',
    breaks: 9,
    edits: [
      {
        file: 'src/cycle/alarm.ts',
        find: '  for (const intent of state.outbox.values()) moments.push(whenDue(state, intent))\n',
        replace: '  void whenDue\n',
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'never tells the sweep when to miss somebody',
    kind: 'alarm',
    breaks: 9,
    edits: [
      {
        file: 'src/cycle/decide.ts',
        find: '  const by = wakeBy(wake)\n',
        replace: '  const by = wakeBy(null)\n',
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'gives notice of a dead grant whenever it looks',
    kind: 'alarm',
    breaks: 13,
    edits: [
      {
        file: 'src/cycle/notices.ts',
        find: "    return (isFresh || about === 'unreadable') && !state.outbox.has(opId)\n",
        replace: "    return isFresh || about === 'unreadable' || opId === ''\n",
      },
    ],
    run: fortnight(7, 5),
  },
  {
    name: 'logs the token that it was given',
    kind: 'secrets',
    breaks: 12,
    edits: [
      {
        file: 'src/person/access.ts',
        find: '  const { rotated, ...next } = refreshed.value\n',
        replace:
          "  const { rotated, ...next } = refreshed.value\n  console.log(JSON.stringify({ event: 'refreshed', token: next.accessToken }))\n",
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'keeps a grant as it was given',
    kind: 'secrets',
    breaks: 12,
    edits: [
      {
        file: 'src/accounts/grant.ts',
        find: '  return vault.seal(JSON.stringify({ refreshToken, accessToken, accessExpiresAt }), boundTo(connectionId))\n',
        replace: '  return Promise.resolve(JSON.stringify({ refreshToken, accessToken, accessExpiresAt }))\n',
      },
      {
        file: 'src/accounts/grant.ts',
        find: '  const text = await vault.open(sealed, boundTo(connectionId))\n',
        replace: '  const text = sealed\n',
      },
    ],
    run: fortnight(7, 0),
  },
  {
    name: 'forgets what came of somebody',
    kind: 'acquaintances',
    breaks: 16,
    edits: [
      {
        file: 'src/db/person.ts',
        find: '    ...ledgerStatements(db, personId, t.outcomes, changed.outcomes),\n',
        replace: '',
      },
    ],
    run: fortnight(7, 0),
  },
]
