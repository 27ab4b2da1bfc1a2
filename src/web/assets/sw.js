/**
 * Whom one meets is written down where there is often no network. Pages come from it as ever; where it does not answer, the form for whom one met
 * stands in for any page, and what that form sends is kept on the device until it can be sent. The ids that a form carries make a second sending
 * harmless, so an answer that was lost is as good as none.
 */
const CACHE = 'aforo-offline'
const FORM = '/contacts/new'
const ASSETS = ['/tokens.css', '/aforo.css', '/favicon.svg', '/offline.js']
const CAPTURES = /^\/(?:contacts\/new|events\/[^/]+\/people)$/
/** While pages are looked at the form gets no older: it names the events of the day. */
const FRESH_MS = 10 * 60_000

let fetchedAt = 0
let offline = false
/** Whoever erases their account leaves nothing here either. */
let erasing = false

addEventListener('install', (event) => event.waitUntil(skipWaiting()))
addEventListener('activate', (event) => event.waitUntil(Promise.all([clients.claim(), keepForm()])))
addEventListener('sync', (event) => event.waitUntil(sendKept()))
addEventListener('message', (event) => event.waitUntil(answer(event)))
addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (origin !== location.origin) return
  if (mode !== 'navigate') {
    if (ASSETS.includes(pathname)) event.respondWith(fetch(event.request).catch((cause) => inCache(pathname, cause)))
  } else if (method === 'GET') event.respondWith(shown(event))
  else if (CAPTURES.test(pathname)) event.respondWith(sent(event))
  else if (pathname === '/sign-out' || pathname === '/account/delete') {
    // Whether they are gone the next page shows.
    fetchedAt = 0
    erasing = pathname === '/account/delete'
  }
})

async function shown(event) {
  try {
    const page = await fetch(event.request)
    offline = false
    // What does not succeed now does with the next page.
    event.waitUntil(Promise.all([sendKept(), keepForm()]).catch(() => {}))
    return page
  } catch (cause) {
    offline = true
    return inCache(FORM, cause)
  }
}

async function inCache(path, cause) {
  const found = await caches.match(path)
  if (found === undefined) throw cause
  return found
}

async function sent(event) {
  const { pathname } = new URL(event.request.url)
  const fields = [...new URLSearchParams(await event.request.clone().text())]
  const key = fields.find(([name]) => name === 'waiting')?.[1]
  try {
    if (key === undefined) return await fetch(event.request)
    // Whether it was taken the address of the page behind the redirect says, which a browser shows to nobody but who follows it.
    const answered = await post(pathname, fields)
    if (isTaken(answered)) await inStore('readwrite', (kept) => kept.delete(key))
    return answered.redirected ? Response.redirect(answered.url, 303) : answered
  } catch {
    offline = true
    const person = await inStore('readonly', (kept) => kept.get('person'))
    const entry = { path: pathname, fields: fields.filter(([name]) => name !== 'waiting'), person, refused: false }
    await inStore('readwrite', (kept) => kept.put(entry, key ?? crypto.randomUUID()))
    await registration.sync?.register('kept').catch(() => {})
    return Response.redirect(FORM, 303)
  }
}

/** Everything kept, one after the other, by whoever wrote it: what somebody else wrote on this device waits for them. */
function sendKept() {
  return navigator.locks.request('send-kept', async () => {
    const waiting = (await keptEntries()).filter(([, { refused }]) => !refused)
    if (waiting.length === 0) return
    try {
      const person = await whoIsSignedIn()
      offline = false
      for (const [key, entry] of waiting) {
        if (person === null || (entry.person ?? person) !== person) continue
        const answered = await post(entry.path, entry.fields)
        if (isTaken(answered)) await inStore('readwrite', (kept) => kept.delete(key))
        else if (answered.redirected || [404, 422].includes(answered.status))
          await inStore('readwrite', (kept) => kept.put({ ...entry, refused: true }, key))
      }
    } catch {
      offline = true
    }
    for (const client of await clients.matchAll()) client.postMessage(await whatWaits())
  })
}

function post(path, fields) {
  return fetch(path, { method: 'POST', body: new URLSearchParams(fields) })
}

function isTaken({ redirected, url }) {
  return redirected && new URL(url).searchParams.has('said')
}

/** The form as it is today, and whose it is. */
async function keepForm() {
  if (Date.now() - fetchedAt < FRESH_MS) return
  const person = await whoIsSignedIn()
  if (person === null) return forgetPerson()
  const cache = await caches.open(CACHE)
  await cache.addAll([FORM, ...ASSETS])
  await inStore('readwrite', (kept) => kept.put(person, 'person'))
  fetchedAt = Date.now()
}

/** Null for nobody; throws where that cannot be known. */
async function whoIsSignedIn() {
  const answered = await fetch('/api/v1/me')
  if (answered.status === 401) return null
  if (!answered.ok) throw new Error(`answered ${answered.status}`)
  return (await answered.json()).id
}

/** The form names people: it goes with who signs out. What they wrote and is not sent yet waits for them. */
async function forgetPerson() {
  await caches.delete(CACHE)
  await inStore('readwrite', (kept) => (erasing ? kept.clear() : kept.delete('person')))
  erasing = false
}

async function answer({ data, source }) {
  if (data.give !== undefined)
    return source.postMessage({ given: await inStore('readonly', (kept) => kept.get(data.give)) })
  if (data.again) await sendKept()
  source.postMessage(await whatWaits())
}

async function whatWaits() {
  const entries = await keptEntries()
  const refused = entries.filter(([, entry]) => entry.refused)
  return {
    offline,
    waiting: entries.length - refused.length,
    refused: refused.map(([key, { path, fields }]) => ({ key, path, name: nameIn(fields) })),
  }
}

function nameIn(fields) {
  return fields.find(([name, value]) => /(?:^|-)(?:name|known)$/.test(name) && value !== '')?.[1] ?? ''
}

async function keptEntries() {
  const [keys, values] = await Promise.all([
    inStore('readonly', (kept) => kept.getAllKeys()),
    inStore('readonly', (kept) => kept.getAll()),
  ])
  return keys.map((key, at) => [key, values[at]]).filter(([key]) => key !== 'person')
}

/** One request of the one store there is. */
function inStore(mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('aforo', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      const transaction = database.transaction('kept', mode)
      const request = ask(transaction.objectStore('kept'))
      transaction.onabort = () => reject(transaction.error)
      transaction.oncomplete = () => {
        database.close()
        resolve(request.result)
      }
    }
  })
}
