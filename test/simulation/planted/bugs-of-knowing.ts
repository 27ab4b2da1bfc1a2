/** Of what Aforo knows: times, what it reads, what it shows and keeps to itself, when it wakes, and what it was told. */
import { fortnight, type PlantedBug } from './bug.ts'

export const BUGS_OF_KNOWING: readonly PlantedBug[] = [
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
        find: '        blocks.set(ours, twin === undefined ? seen : theOneThatStands(state, twin, seen))\n        continue\n',
        replace: '        blocks.set(ours, twin === undefined ? seen : theOneThatStands(state, twin, seen))\n',
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
