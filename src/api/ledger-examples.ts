/** Examples of contacts and outcomes, for OpenAPI: somebody met at a breakfast, and the proposal that came of it. */
import type { EventId } from '../calendar/event.ts'
import type { InsightsShape } from './insights-schemas.ts'
import type { ContactShape, ImportShape, OutcomeShape } from './ledger-schemas.ts'

const timeZone = 'America/Mexico_City'
const eventId = 'e5k2v0o8q3l1t7c9m4g6d2r0a1' as EventId
const contactId = '4f0f6c1e-2a43-4c39-9f0f-6b1d0f7a2c11'

export const contactExample: ContactShape = {
  id: contactId,
  name: 'Bruno Díaz',
  company: 'Cenit',
  role: 'Director comercial',
  emails: ['bruno@cenit.example'],
  phones: ['+525512345678'],
  urls: [],
  note: null,
  links: {
    call: ['tel:+525512345678'],
    whatsApp: ['https://wa.me/525512345678'],
    write: ['mailto:bruno@cenit.example'],
  },
  stage: 'in_touch',
  stageOn: '2026-11-25',
  createdAt: '2026-11-24T10:12:44.018-06:00',
  timeZone,
  source: 'captured',
  introducedBy: null,
  nextStep: { text: 'Mandar la propuesta', on: '2026-11-27', promisedOn: '2026-11-24' },
  everyDays: null,
  reminder: { dueOn: '2027-01-09', everyDays: 45, skipped: 0, open: false },
  encounters: [{ eventId, at: '2026-11-24T08:00:00-06:00', title: 'Desayuno de networking CANACO' }],
  touches: [
    { id: `seen-${eventId}`, at: '2026-11-24T08:00:00-06:00', kind: 'encounter', note: null, eventId },
    {
      id: '0d5f8f4e-58c5-4a8b-9a43-07c3d2a4b1f0',
      at: '2026-11-25T09:30:00-06:00',
      kind: 'call',
      note: 'Quiere ver números',
      eventId: null,
    },
  ],
  duplicates: [],
}

export const importExample: ImportShape = {
  added: 1,
  addedTo: 0,
  known: 0,
  refused: 1,
  rows: [
    { row: 1, became: 'added', contactId, errors: [] },
    {
      row: 2,
      became: 'refused',
      contactId: null,
      errors: [{ path: 'name', reason: 'empty', message: 'The name is missing.' }],
    },
  ],
}

export const outcomeExample: OutcomeShape = {
  id: '9b1c7a52-7d0e-4f43-8f5e-3f1a8f0f5c22',
  kind: 'proposal',
  contactId,
  on: '2026-11-27',
  amount: 18_000_000,
  currency: 'MXN',
  note: null,
  credits: [{ to: { kind: 'event', eventId }, share: 10_000, amount: 18_000_000 }],
  closes: null,
  closedBy: null,
  lostOn: null,
  pipeline: true,
  createdAt: '2026-11-27T13:00:00-06:00',
  timeZone,
}

const nothing = { sums: [], outcomes: [] }
const breakfast = {
  key: 'organiser:canaco.example',
  label: 'CANACO',
  events: [eventId],
  minutes: 210,
  cost: 280_000,
  closed: { sums: [{ currency: 'MXN', amount: 1_200_000 }], outcomes: ['5c1c7a52-7d0e-4f43-8f5e-3f1a8f0f5c33'] },
  pipeline: { sums: [{ currency: 'MXN', amount: 18_000_000 }], outcomes: [outcomeExample.id] },
  net: 920_000,
  perHour: { mean: 342_857, low: 120_400, high: 702_100, count: 1 },
  perCost: 4.29,
}
const estimate = { perHour: 2.31, low: 1.2, high: 3.6, count: 1, minutes: 210, events: [eventId] }
const byOne = {
  whole: { ...breakfast, key: null, label: '' },
  parts: [breakfast],
  otherEvents: { closed: nothing, pipeline: nothing },
  elsewhere: { closed: nothing, pipeline: nothing },
}

export const insightsExample: InsightsShape = {
  from: '2026-11-23',
  to: '2026-11-29',
  timeZone,
  currency: 'MXN',
  hourlyRate: 80_000,
  weeks: [{ week: '2026-W48', capMinutes: 360, spentMinutes: 210, events: [eventId] }],
  verdicts: { attendKept: [eventId], skipKept: [], attendNotKept: [], skipNotKept: [] },
  followUps: { inTime: ['aforo6c1b…'], late: [], open: [], share: 1_000 },
  funnel: [
    { stage: 'new', count: 1, contacts: [contactId] },
    { stage: 'in_touch', count: 1, contacts: [contactId] },
    { stage: 'meeting', count: 1, contacts: [contactId] },
    { stage: 'proposal', count: 1, contacts: [contactId] },
    { stage: 'client', count: 0, contacts: [] },
  ],
  returns: { event: byOne, organiser: byOne, series: byOne, kind: byOne, quarter: byOne },
  learned: {
    all: estimate,
    kinds: [{ kind: 'chamber-breakfast', ...estimate }],
    organisers: [{ organiser: 'organiser:canaco.example', label: 'CANACO', kind: 'chamber-breakfast', ...estimate }],
  },
  oneMoreHour: { points: 1.4, money: { mean: 171_000, low: 60_000, high: 351_000 } },
}
