/** How the doors reach a person's object: one for each person, named by their id. */
import type { Bindings } from '../config.ts'
import type { PersonObject } from './object.ts'

/** Calls over to the object are typed by its class; the binding itself carries no type at run time. */
export function personObject(env: Bindings, personId: string): DurableObjectStub<PersonObject> {
  const namespace = env.PERSON as DurableObjectNamespace<PersonObject>
  return namespace.get(namespace.idFromName(personId))
}
