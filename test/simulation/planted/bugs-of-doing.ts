/** Of what Aforo does outside: its intents, the ids of its blocks, the person's hand, its answers, its mail. */
import { fortnight, type PlantedBug } from './bug.ts'

export const BUGS_OF_DOING: readonly PlantedBug[] = [
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
    name: 'writes a block again whose writing got no answer, without looking',
    kind: 'outbox',
    breaks: 6,
    edits: [
      { file: 'src/person/deliver.ts', find: '  if (!looksFirst) {\n    const put', replace: '  {\n    const put' },
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
        find: '      if (asMeant || !untouched || (',
        replace: '      if ((asMeant && untouched) || (',
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
]
