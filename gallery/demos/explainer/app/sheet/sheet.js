// Steps by keyboard and buttons, notes for the speaker, and the place in the source of each number.
const at = id => document.getElementById(id)
const steps = [...document.querySelectorAll('.step')]
const slides = document.body.classList.contains('slides')
let here = 0

function fit(slide) {
  // Whatever was written: a slide's text gets smaller until all of it is on the slide.
  slide.style.fontSize = ''
  let size = parseFloat(getComputedStyle(slide).fontSize)
  const small = slide.querySelectorAll('h1, h2, .lead, .big strong, .big figcaption, .figures')
  small.forEach(one => { one.style.fontSize = '' })
  const most = [...small].map(one => parseFloat(getComputedStyle(one).fontSize))
  for (let part = 1; part > 0.5 && (slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1);) {
    part -= 0.05
    slide.style.fontSize = `${size * part}px`
    small.forEach((one, n) => { one.style.fontSize = `${most[n] * part}px` })
  }
}

function go(to, move = true) {
  here = Math.max(0, Math.min(steps.length - 1, to))
  steps.forEach((step, n) => step.classList.toggle('here', n === here && (slides || move)))
  if (slides) fit(steps[here])
  else if (move) steps[here].scrollIntoView({ block: here ? 'center' : 'start' })
  const said = steps[here].querySelector('.said')
  at('speaker').replaceChildren(said ? said.content.cloneNode(true) : 'Nothing is noted here.')
}

function show(number) {
  if (!at('source').open) at('source').showModal()
  document.querySelectorAll('mark.here').forEach(one => one.classList.remove('here'))
  const mark = at(`n${number}`)
  if (mark) {
    mark.classList.add('here')
    mark.scrollIntoView({ block: 'center' })
  }
}

document.addEventListener('click', event => {
  const link = event.target.closest('.n')
  if (link) {
    event.preventDefault()
    show(link.dataset.n)
  }
})
at('back').onclick = () => go(here - 1)
at('next').onclick = () => go(here + 1)
at('notes').onclick = () => { at('speaker').hidden = !at('speaker').hidden }
at('open-source').onclick = () => show('')
at('close').onclick = () => at('source').close()
document.addEventListener('keydown', event => {
  if (at('source').open || event.ctrlKey || event.metaKey || event.altKey) return
  const on = event.target.closest('button, a')
  const keys = {
    ArrowRight: () => go(here + 1), ArrowDown: () => go(here + 1), PageDown: () => go(here + 1),
    ArrowLeft: () => go(here - 1), ArrowUp: () => go(here - 1), PageUp: () => go(here - 1),
    Home: () => go(0), End: () => go(steps.length - 1), n: at('notes').onclick, s: () => show(''),
    ...(on ? {} : { ' ': () => go(here + 1) }),
  }
  if (keys[event.key]) {
    event.preventDefault()
    keys[event.key]()
  }
})
addEventListener('resize', () => slides && fit(steps[here]))
go(0, false)
