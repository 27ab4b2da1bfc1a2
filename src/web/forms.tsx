/** What people's forms and signed links change: parsed here, carried out by the person's object, answered with a redirect. No rules of their own. */
import { type Context, Hono } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { Temporal } from 'temporal-polyfill'
import { createApiToken, listApiTokens, revokeApiToken } from '../accounts/api-tokens.ts'
import type { Door, Visitor } from '../accounts/door.ts'
import { consentPagesOf } from '../accounts/provider-login.ts'
import { cookieAttributes, cookieName, isFreshSignIn } from '../accounts/sessions.ts'
import { type LinkClaim, readLink } from '../accounts/signed-link.ts'
import type { BlockId, CalendarId, EventId } from '../calendar/event.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import { recipient } from '../cycle/digest.ts'
import { verifiedAddresses } from '../cycle/identity.ts'
import { knownAt } from '../cycle/known.ts'
import { loadPerson } from '../db/person.ts'
import { loadActivity } from '../db/reads.ts'
import { languageOf } from '../i18n/index.ts'
import { personObject } from '../person/door.ts'
import { isWeek } from '../time/week.ts'
import { SettingsPage } from './account/settings.tsx'
import { hoursToMinutes, parseSettingsForm, settingsFields } from './account/settings-form.ts'
import { ValuePage } from './account/value.tsx'
import { textToMinor } from './frame/amount.ts'
import { eventPath } from './frame/event-facts.tsx'
import { pageHtml } from './frame/layout.tsx'
import { backPath } from './frame/post-form.tsx'
import { signIn } from './frame/sign-in.tsx'
import {
  act,
  answerOf,
  type Fields,
  fieldsOf,
  frameOf,
  need,
  redirectBack,
  type Said,
  signedIn,
  stateOf,
} from './frame/visit.ts'
import { LinkPage, LinkResultPage } from './link.tsx'
import { sentenceOf } from './people/ledger-fields.tsx'
import { wrongIn } from './people/ledger-form.ts'
import { followUpsPage } from './routes.tsx'

export const formRoutes = new Hono<Door>()

formRoutes.post('/sync', async (c) => {
  const visitor = need(c)
  const { back } = await fieldsOf(c)
  const synced = await personObject(c.env, visitor.personId).sync(visitor.personId)
  const isWhole = synced.kind === 'ok' && synced.report.failed.length === 0
  return redirectBack(c, back, { said: isWhole ? 'synced' : 'syncedInPart' })
})

const eventForms: Record<
  string,
  { said: Said; command: (event: EventId, fields: Fields, currency: string) => Command | null }
> = {
  decision: {
    said: 'decided',
    command: (event, { decision }) =>
      oneOf(decision, ['attend', 'skip', 'none'], (to) => ({
        kind: 'decide',
        event,
        decision: to === 'none' ? null : to,
      })),
  },
  answer: {
    said: 'answered',
    command: (event, { answer }) =>
      oneOf(answer, ['accepted', 'tentative', 'declined'], (to) => ({ kind: 'answer', event, answer: to })),
  },
  attendance: {
    said: 'attendance',
    command: (event, { attendance }) =>
      oneOf(attendance, ['attended', 'missed', 'none'], (to) => ({
        kind: 'attendance',
        event,
        attendance: to === 'none' ? null : to,
      })),
  },
  networking: {
    said: 'corrected',
    command: (event, { networking, scope = 'series' }) => {
      if (networking === 'none') return { kind: 'forget_correction', event }
      return oneOf(scope, ['event', 'series', 'organiser'], (at) =>
        oneOf(networking, ['true', 'false'], (to) => ({
          kind: 'correct',
          event,
          networking: to === 'true',
          scope: at,
        })),
      )
    },
  },
  allow: {
    said: 'saved',
    command: (event, { allowed }) =>
      oneOf(allowed, ['true', 'false'], (to) => ({ kind: 'allow_organiser', event, allowed: to === 'true' })),
  },
  travel: {
    said: 'saved',
    command: (event, { minutes = '', scope = 'event', usual }) =>
      oneOf(scope, ['event', 'place'], (at) => {
        const each = usual === '1' || minutes.trim() === '' ? null : Number(minutes)
        if (each !== null && (!Number.isInteger(each) || each < 0 || each > 600)) return null
        return { kind: 'travel', event, minutes: each, scope: at }
      }),
  },
  going: {
    said: 'saved',
    command: (event, { from = '', to = '' }) => {
      const [start, end] = [timeOrNull(from), timeOrNull(to)]
      return start === undefined || end === undefined ? null : { kind: 'going', event, from: start, to: end }
    },
  },
  ticket: {
    said: 'saved',
    command: (event, { price = '' }, currency) => {
      const minor = price.trim() === '' ? null : textToMinor(price, currency)
      return minor === undefined ? null : { kind: 'ticket', event, price: minor }
    },
  },
}

formRoutes.post('/events/:id/:form', async (c) => {
  const visitor = need(c)
  const form = Object.hasOwn(eventForms, c.req.param('form')) ? eventForms[c.req.param('form')] : undefined
  if (form === undefined) throw new HTTPException(404)
  const fields = await fieldsOf(c)
  const command = form.command(c.req.param('id') as EventId, fields, visitor.settings.currency)
  const result = await actOrRefuse(c, visitor, command)
  // Who was there is asked whom they met, while they still know.
  const isThere = command?.kind === 'attendance' && command.attendance === 'attended' && result.kind === 'ok'
  if (!isThere) return answerOf(c, fields.back, result, form.said)
  const leaveTo = new URLSearchParams({ back: backPath(fields.back) })
  return answerOf(c, `${eventPath(command.event, '/people')}?${leaveTo}`, result, form.said)
})

formRoutes.post('/follow-ups/:id', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const followUp = c.req.param('id') as BlockId
  const nextStep = fields.nextStep?.trim() || null
  const on = fields.nextStepOn?.trim() || null
  const command = oneOf(fields.as, ['done', 'dismissed'], (as): Command | null => {
    return { kind: 'close_follow_up', followUp, as, nextStep, nextStepOn: on }
  })
  const result = await actOrRefuse(c, visitor, command)
  if (result.kind !== 'refused' || result.reason !== 'unfit') return answerOf(c, fields.back, result, 'closed')
  const { locale, timeZone } = visitor.settings
  const language = languageOf(locale, timeZone)
  const wrong = wrongIn(result.problems ?? [], fields).map((one) => sentenceOf(one, language))
  return followUpsPage(c, { followUp, text: nextStep ?? '', on: on ?? '', wrong })
})

formRoutes.post('/activity/:id/undo', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const activity = await loadActivity(c.var.db, visitor.personId, c.req.param('id'))
  if (activity === null) return redirectBack(c, fields.back, { refused: 'missing' })
  return answerOf(c, fields.back, await act(c, visitor, { kind: 'undo', activity }), 'undone')
})

formRoutes.post('/calendars/:id', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  // The one that takes follow-ups is taken from by choosing another, so an empty box says nothing.
  const followUps = fields.followUps === 'on' ? { followUps: true } : {}
  const command: Command = {
    kind: 'calendar',
    calendar: c.req.param('id') as CalendarId,
    busy: fields.busy === 'on',
    candidates: fields.candidates === 'on',
    ...followUps,
  }
  return answerOf(c, fields.back, await act(c, visitor, command), 'saved')
})

formRoutes.post('/weeks/:week/cap', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const week = c.req.param('week')
  const minutes = fields.usual === '1' ? null : fields.off === '1' ? 0 : hoursToMinutes(fields.hours ?? '')
  const command: Command | null =
    !isWeek(week) || minutes === undefined ? null : { kind: 'cap', week, capMinutes: minutes }
  return answerOf(c, fields.back, await actOrRefuse(c, visitor, command), 'saved')
})

formRoutes.post('/settings', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const parsed = parseSettingsForm(fields)
  if (parsed.kind === 'ok') {
    return answerOf(c, '/settings', await act(c, visitor, { kind: 'settings', change: parsed.change }), 'saved')
  }
  return settingsPage(c, { fields, errors: parsed.errors, newToken: null })
})

formRoutes.post('/value', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const parsed = parseSettingsForm(fields)
  if (parsed.kind === 'ok') {
    return answerOf(c, '/value', await act(c, visitor, { kind: 'settings', change: parsed.change }), 'saved')
  }
  const { settings } = visitor
  return c.html(
    pageHtml(<ValuePage frame={frameOf(c)} settings={settings} fields={fields} errors={parsed.errors} />),
    422,
  )
})

formRoutes.post('/digest', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const result = await act(c, visitor, { kind: 'send_digest', again: fields.again === '1' })
  return answerOf(c, fields.back, result, 'digestSent')
})

formRoutes.post('/connections/:id/disconnect', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const id = c.req.param('id')
  const connection = (await stateOf(c))?.connections.get(id)
  const result = await personObject(c.env, visitor.personId).disconnect(visitor.personId, id)
  if (result === 'ok') {
    const consent = connection === undefined ? [] : consentPagesOf([connection])
    return redirectBack(c, fields.back, { said: 'disconnected', consent })
  }
  return redirectBack(c, fields.back, { refused: result === 'missing' ? 'missing' : 'invalid' })
})

formRoutes.post('/tokens', async (c) => {
  const visitor = need(c)
  const fields = await fieldsOf(c)
  const name = fields.name?.trim().slice(0, 60) ?? ''
  if (name === '') return redirectBack(c, '/settings', { refused: 'invalid' })
  const made = await createApiToken(c.var.db, visitor.personId, name, c.var.now)
  if (made.kind === 'refused') return redirectBack(c, '/settings', { refused: 'invalid' })
  return settingsPage(c, { fields: null, errors: [], newToken: made.token })
})

formRoutes.post('/tokens/:id/delete', async (c) => {
  const visitor = need(c)
  const revoked = await revokeApiToken(c.var.db, visitor.personId, c.req.param('id'))
  return redirectBack(c, '/settings', revoked === 'revoked' ? { said: 'saved' } : { refused: 'missing' })
})

formRoutes.post('/account/delete', async (c) => {
  const visitor = need(c)
  // The sign-in page says why; the provider's answer brings a fresh session.
  if (!isFreshSignIn(visitor, c.var.now)) return c.redirect('/?again=1', 303)
  const { blocks } = await fieldsOf(c)
  const consent = consentPagesOf((await stateOf(c))?.connections.values() ?? [])
  await personObject(c.env, visitor.personId).erase(visitor.personId, blocks === 'remove' ? 'remove' : 'keep')
  deleteCookie(c, cookieName(c.var.config, 'aforo'), cookieAttributes(c.var.config))
  return redirectBack(c, '/', { said: 'erased', consent })
})

/** One tap from the mail: a GET shows, only a POST acts, and acting twice is harmless (design.md, section 7). */
formRoutes.get('/act/:token', async (c) => {
  const read = readLink(c.var.config.secretKeys, c.req.param('token'), c.var.now)
  if (read.kind !== 'ok' || read.claim.purpose !== 'act')
    return linkResult(c, read.kind === 'expired' ? 'expired' : 'invalid')
  const state = await loadPerson(c.var.db, read.claim.person, c.var.now)
  if (state === null) return linkResult(c, 'invalid')
  const event = knownAt(state, c.var.now).byId.get(read.claim.event as EventId) ?? null
  const { locale, timeZone } = state.person.settings
  const frame = { ...frameOf(c), locale, timeZone, person: null }
  return c.html(
    pageHtml(<LinkPage frame={frame} action={read.claim.action} event={event} postTo={new URL(c.req.url).pathname} />),
  )
})

formRoutes.post('/act/:token', async (c) => {
  const read = readLink(c.var.config.secretKeys, c.req.param('token'), c.var.now)
  if (read.kind !== 'ok' || read.claim.purpose !== 'act')
    return linkResult(c, read.kind === 'expired' ? 'expired' : 'invalid')
  const { person, event, action } = read.claim
  const result: CommandResult = await personObject(c.env, person).act(person, [commandOf(read.claim)])
  if (result.kind === 'ok') return linkResult(c, 'done', action === 'attended' ? eventPath(event, '/people') : null)
  if (result.kind === 'missing') return linkResult(c, 'invalid')
  const frame = frameOf(c)
  const sentence = languageOf(frame.locale, frame.timeZone).words.refusal[result.reason]
  return c.html(pageHtml(<LinkResultPage frame={frame} result={{ kind: 'refused', sentence }} />), 409)
})

formRoutes.get('/unsubscribe/:token', (c) => {
  const read = readLink(c.var.config.secretKeys, c.req.param('token'), c.var.now)
  if (read.kind !== 'ok' || read.claim.purpose !== 'unsubscribe') return linkResult(c, 'invalid')
  return c.html(
    pageHtml(<LinkPage frame={frameOf(c)} action="unsubscribe" event={null} postTo={new URL(c.req.url).pathname} />),
  )
})

/** Also what a mail program posts by itself (RFC 8058): no cookie, no page to read. */
formRoutes.post('/unsubscribe/:token', async (c) => {
  const read = readLink(c.var.config.secretKeys, c.req.param('token'), c.var.now)
  if (read.kind !== 'ok' || read.claim.purpose !== 'unsubscribe') return linkResult(c, 'invalid')
  const { person } = read.claim
  const result: CommandResult = await personObject(c.env, person).act(person, [{ kind: 'unsubscribe' }])
  return linkResult(c, result.kind === 'ok' ? 'done' : 'invalid')
})

function commandOf(claim: Extract<LinkClaim, { purpose: 'act' }>): Command {
  const event = claim.event as EventId
  switch (claim.action) {
    case 'attended':
    case 'missed':
      return { kind: 'attendance', event, attendance: claim.action }
    case 'attend':
    case 'skip':
      return { kind: 'decide', event, decision: claim.action }
    case 'accept':
      return { kind: 'answer', event, answer: 'accepted' }
    case 'decline':
      return { kind: 'answer', event, answer: 'declined' }
    case 'networking':
    case 'not_networking':
      return { kind: 'correct', event, networking: claim.action === 'networking', scope: 'series' }
  }
}

/** @param askWhomAt where whom they met is written down, for who says that they went */
function linkResult(
  c: Context<Door>,
  kind: 'done' | 'expired' | 'invalid',
  askWhomAt: string | null = null,
): Response | Promise<Response> {
  const status = kind === 'done' ? 200 : kind === 'expired' ? 410 : 404
  const result = kind === 'done' ? { kind, askWhomAt } : { kind }
  return c.html(pageHtml(<LinkResultPage frame={frameOf(c)} result={result} />), status)
}

async function settingsPage(
  c: Context<Door>,
  shown: { fields: Fields | null; errors: Parameters<typeof SettingsPage>[0]['errors']; newToken: string | null },
): Promise<Response> {
  const state = await stateOf(c)
  const visitor = signedIn(c)
  if (state === null || visitor === null) return signIn(c)
  const tokens = await listApiTokens(c.var.db, visitor.personId)
  const frame = { ...frameOf(c, recipient(state)), path: '/settings' }
  return c.html(
    pageHtml(
      <SettingsPage
        frame={frame}
        fields={shown.fields ?? settingsFields(state.person.settings)}
        errors={shown.errors}
        emails={verifiedAddresses(state)}
        tokens={tokens.map((token) => ({ ...token, createdAt: Temporal.Instant.from(token.createdAt) }))}
        newToken={shown.newToken}
        consentPages={consentPagesOf(state.connections.values())}
      />,
    ),
    shown.errors.length > 0 ? 422 : 200,
  )
}

/** Null is a form that says nothing Aforo understands. */
async function actOrRefuse(c: Context<Door>, visitor: Visitor, command: Command | null): Promise<CommandResult> {
  return command === null ? { kind: 'refused', reason: 'invalid' } : act(c, visitor, command)
}

function oneOf<T extends string>(
  given: string | undefined,
  known: readonly T[],
  then: (value: T) => Command | null,
): Command | null {
  const value = known.find((one) => one === given)
  return value === undefined ? null : then(value)
}

/** 'HH:MM', null where nothing was said, undefined for what is no time. */
function timeOrNull(text: string): string | null | undefined {
  if (text.trim() === '') return null
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text.trim()) ? text.trim() : undefined
}
