/** The slider of the week page: says the hours while it moves and shows the week at that cap where it stops. Without it, the form's button does; with it, none is needed. */
const form = document.querySelector('#what-if form[method=get]')
const slider = form.querySelector('input[type=range]')
const said = form.querySelector('output')
const words = slider.dataset.words.split('|')
let asking = new AbortController()

form.querySelector('.actions').remove()

say()
slider.addEventListener('input', say)
slider.addEventListener('change', async () => {
  asking.abort()
  asking = new AbortController()
  const { signal } = asking
  try {
    const answer = await fetch(`/?${new URLSearchParams(new FormData(form))}`, { signal })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const id of ['what-if-answer', 'what-if-curve']) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes)
    }
  } catch {
    // Signed out meanwhile, or offline: the browser says it better. A newer question answers for an older one.
    if (!signal.aborted) form.submit()
  }
})

function say() {
  said.value = words[Math.round((slider.value - slider.min) / slider.step)]
  said.hidden = false
  slider.setAttribute('aria-valuetext', said.value)
}
