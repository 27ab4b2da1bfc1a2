/** One example of each shape, for OpenAPI: a week of a consultant in Mexico City. Typed by the schemas and checked against them by a test. */
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import type {
  ActivityShape,
  CalendarShape,
  ConnectionShape,
  DigestShape,
  EventShape,
  FollowUpShape,
  MeShape,
  PlanShape,
  SyncShape,
  TokenShape,
  WhatIfShape,
} from './schemas.ts'

const timeZone = 'America/Mexico_City'

export const eventExample: EventShape = {
  id: 'e5k2v0o8q3l1t7c9m4g6d2r0a1',
  calendarId: '0c9b6f1e-6c0e-4c3e-9d0f-0a3f2f1f7b10',
  title: 'Desayuno de networking CANACO',
  start: '2026-11-24T08:00:00-06:00',
  end: '2026-11-24T10:00:00-06:00',
  timeZone,
  allDay: false,
  location: 'Paseo de la Reforma 42, Ciudad de México',
  online: false,
  organiser: { name: 'CANACO', email: 'eventos@canaco.example' },
  answer: 'none',
  networking: true,
  kind: 'chamber-breakfast',
  smart: true,
  confidence: 0.98,
  reasons: [{ kind: 'word', text: 'networking', points: 2.41 }],
  decision: null,
  attendance: null,
  corrected: false,
  standing: 'candidate',
  cancelled: false,
  recurring: false,
  answerable: true,
  travelMinutes: 30,
  travelQuestion: null,
  goingFrom: null,
  goingTo: null,
  ticketPrice: null,
  link: null,
}

const charge = { event: 120, travel: 60, followUp: 30, total: 210 }

export const planExample: PlanShape = {
  week: '2026-W48',
  timeZone,
  cap: { minutes: 360, debt: 0 },
  charge,
  value: 3.88,
  exact: true,
  gap: 0,
  verdicts: [
    {
      event: eventExample,
      standing: 'candidate',
      verdict: 'attend',
      reason: null,
      charge,
      value: {
        total: 3.88,
        contributions: [
          { name: 'base', points: 0.5 },
          { name: 'objectives', points: 5.5 },
          { name: 'novelty', points: 0.5 },
          { name: 'hours', points: -2.62 },
        ],
      },
      followUp: { start: '2026-11-24T11:00:00-06:00', end: '2026-11-24T11:30:00-06:00' },
      counterfactual: null,
      conflictsWith: null,
      willAnswer: null,
    },
  ],
  unreadable: [],
  leftMinutes: 150,
  couldFree: [],
  debt: { owed: [], frees: [] },
  reading: false,
}

/** The breakfast costs three hours and a half: below that nothing fits, and more hours bring nothing more. */
export const whatIfExample: WhatIfShape = {
  week: '2026-W48',
  timeZone,
  current: { capMinutes: 360, value: 3.88, charge },
  capMinutes: 180,
  value: 0,
  gain: -3.88,
  charge: { event: 0, travel: 0, followUp: 0, total: 0 },
  exact: true,
  enter: [],
  leave: [
    {
      id: eventExample.id,
      title: eventExample.title,
      week: '2026-W48',
      start: eventExample.start,
      end: eventExample.end,
      timeZone,
      charge,
      value: 3.88,
    },
  ],
  curve: Array.from({ length: 49 }, (_, step) => {
    const capMinutes = 15 * step
    const fits = capMinutes >= charge.total
    return { capMinutes, value: fits ? 3.88 : 0, chargeMinutes: fits ? charge.total : 0, exact: true }
  }),
  oneMoreHour: 0,
}

export const followUpExample: FollowUpShape = {
  id: 'aforo4o2k8c1v7m3q9e5t0g6l2d8r1a7b3n9f5j0h6p2',
  eventId: eventExample.id,
  state: 'done',
  start: '2026-11-24T11:00:00-06:00',
  end: '2026-11-24T11:30:00-06:00',
  timeZone,
  contacts: ['0a4f2c7e-6b1d-4f0a-9c3e-5d8b7a6f1e20'],
  eventTitle: eventExample.title,
  touched: false,
  late: false,
  nextStep: { text: 'Enviar la propuesta', on: '2026-11-27' },
  closedAt: '2026-11-24T11:25:00-06:00',
  lapsedAt: null,
}

export const syncExample: SyncShape = {
  requests: 2,
  pulled: 2,
  changed: 3,
  booked: 1,
  answered: 0,
  writes: 1,
  failed: [],
}

export const meExample: MeShape = {
  id: '7b1d7c52-3f0a-4a57-a0d0-6f7f3f0f6d1e',
  name: 'Ana Robles',
  emails: ['ana@robles.example'],
  createdAt: '2026-11-02T09:12:44.018-06:00',
  locale: 'es-MX',
  timeZone,
  via: 'session',
}

const well = {
  status: 'ok',
  since: null,
  reason: null,
  nextTryAt: '2026-11-24T10:41:50.2-06:00',
  reconnect: null,
} as const

export const connectionExample: ConnectionShape = {
  id: 'f3b2c7de-55a1-4c6c-8a4e-0b8a4f3c9d21',
  kind: 'google',
  email: 'ana@robles.example',
  status: 'ok',
  since: null,
  createdAt: '2026-11-02T09:12:44.018-06:00',
  consentPage: null,
  readAt: '2026-11-23T12:00:03.4-06:00',
  health: well,
}

export const calendarExample: CalendarShape = {
  id: eventExample.calendarId,
  connectionId: connectionExample.id,
  name: 'Trabajo',
  timeZone,
  role: 'owner',
  primary: true,
  busy: true,
  candidates: true,
  followUps: true,
  readAt: '2026-11-23T12:00:03.4-06:00',
  unreadable: null,
  health: well,
  skippedEvents: 0,
}

export const settingsExample = DEFAULT_SETTINGS

export const digestExample: DigestShape = {
  week: '2026-W48',
  state: 'sent',
  subject: 'Tu semana: 3 h 30 min de 6 h',
  html: '<!doctype html><html lang="es-MX">…</html>',
  text: 'Tu semana: 3 h 30 min de 6 h …',
}

export const activityExample: ActivityShape = {
  id: 'answer:e5k2v0o8q3l1t7c9m4g6d2r0a1:accepted:1795500000000',
  at: '2026-11-23T10:00:02.117-06:00',
  timeZone,
  kind: 'answered',
  eventId: eventExample.id,
  detail: { answer: 'accepted', before: 'none', by: 'person', reason: null, comment: null },
  undoneAt: null,
}

export const tokenExample: TokenShape = {
  id: '2d7a1c3f-9a2b-4f7e-8f60-1f5b7f0f3c11',
  name: 'Hoja de cálculo',
  createdAt: '2026-11-23T10:00:02.117-06:00',
}
