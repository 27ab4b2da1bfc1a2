/** Says what waits on this device to be sent, and gives what was refused back to its form (`sw.js`). Without it every page works, with a network. */
const { serviceWorker } = navigator
const note = document.getElementById('waiting')
/** A network is said to be there before it is, and where it is slow nobody says that it came back. */
const AGAIN_MS = 10_000
let asking

if (serviceWorker !== undefined) {
  serviceWorker.addEventListener('message', ({ data }) => ('given' in data ? fill(data.given) : say(data)))
  await serviceWorker.register('/sw.js')
  const { active } = await serviceWorker.ready
  active.postMessage({})
  const [, key] = /^#waiting-([\w-]+)$/.exec(location.hash) ?? []
  if (key !== undefined) active.postMessage({ give: key })
  addEventListener('online', () => again(active))
}

function again(worker) {
  worker.postMessage({ again: true })
}

function say({ offline, waiting, refused }) {
  const lines = [
    ...(offline ? [note.dataset.offline] : []),
    ...(waiting > 0 ? [note.dataset.waiting.replace('{n}', waiting)] : []),
  ]
  note.replaceChildren(
    ...lines.map((text) => paragraph(text)),
    ...refused.map(({ key, path, name }) => {
      const link = document.createElement('a')
      link.href = `${path}#waiting-${key}`
      link.textContent = note.dataset.refused.replace('{name}', name)
      // The same page again would only move to the mark.
      link.addEventListener('click', () => setTimeout(() => location.pathname === path && location.reload()))
      return paragraph(link)
    }),
  )
  note.hidden = note.childElementCount === 0
  clearTimeout(asking)
  if (waiting > 0) asking = setTimeout(() => serviceWorker.ready.then(({ active }) => again(active)), AGAIN_MS)
  // A form that was kept here may have been sent before: whom it names are other people now.
  if (offline) for (const field of document.querySelectorAll('[data-new-id]')) field.value = crypto.randomUUID()
}

function paragraph(content) {
  const line = document.createElement('p')
  line.append(content)
  return line
}

function fill(entry) {
  if (entry === undefined) return
  const form = [...document.forms].find(
    ({ action, method }) => method === 'post' && new URL(action).pathname === entry.path,
  )
  if (form === undefined) {
    // Its event is gone, and so is its page: what was written is at least to be read.
    const written = entry.fields.flatMap(([name, value]) =>
      /(?:^back|id|On)$/.test(name) || value === '' ? [] : value,
    )
    note.append(paragraph(written.join(' · ')))
    return
  }
  for (const [name, value] of entry.fields) {
    const field = form.elements.namedItem(name)
    if (field === null) continue
    field.value = value
    if (field instanceof Element && value !== '') field.closest('details')?.setAttribute('open', '')
  }
  const mark = Object.assign(document.createElement('input'), { type: 'hidden', name: 'waiting' })
  mark.value = location.hash.slice('#waiting-'.length)
  form.append(mark)
}
