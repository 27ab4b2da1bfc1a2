/** ALLOWED_EMAILS (design.md, section 8): a list of verified addresses, anyone, or, where it is empty, the first person alone. */
import { afterEach, expect, test } from 'vitest'
import { type Journey, startJourney } from './journey.ts'

let journey: Journey | undefined
afterEach(() => journey?.close())

test('with a list, those on it and nobody else, however they write their address', async () => {
  journey = await startJourney({ vars: { ALLOWED_EMAILS: 'Invitada@Consultoria.example, otra@consultoria.example' } })
  const ends = []
  for (const email of ['invitada@consultoria.example', 'otra@consultoria.example', 'nadie@consultoria.example']) {
    journey.newAccount({ email })
    ends.push(await journey.connect(journey.browser(), email))
  }
  expect(ends).toEqual(['/', '/', '/?problem=not_allowed'])
  expect(await people(journey)).toBe(2)

  // Whoever is in may add any account of theirs.
  const browser = journey.browser()
  await journey.connect(browser, 'otra@consultoria.example')
  expect(await journey.connect(browser, 'nadie@consultoria.example')).not.toContain('problem')
  expect(await people(journey)).toBe(2)
})

test('with nothing said, the first person alone, however many come at once', async () => {
  journey = await startJourney({ vars: { ALLOWED_EMAILS: '' } })
  const here = journey
  const accounts = Array.from({ length: 5 }, () => here.newAccount())
  const ends = await Promise.all(accounts.map(({ email }) => here.connect(here.browser(), email)))
  expect(ends.toSorted()).toEqual(['/', ...Array.from({ length: 4 }, () => '/?problem=not_allowed')])
  expect(await people(journey)).toBe(1)

  const first = accounts[ends.indexOf('/')]?.email ?? ''
  expect(await journey.connect(journey.browser(), first)).toBe('/')
  expect(await people(journey)).toBe(1)
})

async function people({ rows }: Journey): Promise<number> {
  return (await rows('select id from people')).length
}
