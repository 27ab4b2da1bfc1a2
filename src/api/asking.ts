/** What routes ask: who is here, everything of theirs in one round trip, and the person's object for whatever is to change. */
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Door, Visitor } from '../accounts/door.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import type { PersonState } from '../cycle/state.ts'
import { loadPerson } from '../db/person.ts'
import { personObject } from '../person/door.ts'
import { notSignedIn, problem } from './problem.ts'

export const signedIn: MiddlewareHandler<Door> = async (c, next) => {
  if (c.var.visitor === null) return notSignedIn(c)
  await next()
}

/** For what tokens cannot do: connect, erase, make tokens (design.md, section 8). */
export const sessionOnly: MiddlewareHandler<Door> = async (c, next) => {
  if (visitorOf(c).via === 'token') return problem(c, 'not_with_a_token')
  await next()
}

/** @throws HTTPException 401 for nobody: `signedIn` stands before every route */
export function visitorOf(c: Context<Door>): Visitor {
  if (c.var.visitor === null) throw new HTTPException(401)
  return c.var.visitor
}

/** @throws HTTPException 401 when the person was erased since they were recognised */
export async function stateOf(c: Context<Door>): Promise<PersonState> {
  const state = await loadPerson(c.var.db, visitorOf(c).personId, c.var.now)
  if (state === null) throw new HTTPException(401)
  return state
}

/** Carried out together, or refused together. */
export async function act(c: Context<Door>, ...commands: Command[]): Promise<CommandResult> {
  const { personId } = visitorOf(c)
  return personObject(c.env, personId).act(personId, commands)
}
