// Reads a menu, then fills the grid with pictures, a few at a time; each dish fails or succeeds by itself.
const AT_ONCE = 3, TRIES = 8
const at = id => document.getElementById(id)
let run = 0

function made(tag, text = '', name = '') {
  const element = document.createElement(tag)
  element.textContent = text
  if (name) element.className = name
  return element
}

async function services() {
  const told = await (await fetch('api/services')).json()
  at('reader').textContent = told.read.told
  at('painter').textContent = told.draw.told
  at('live-read').parentElement.hidden = !told.read.live
  at('live-draw').parentElement.hidden = !told.draw.live
  for (const [name, title] of Object.entries(told.samples)) {
    const button = made('button')
    const picture = made('img')
    picture.src = `samples/${name}.jpg`
    picture.alt = ''
    button.type = 'button'
    button.append(picture, title)
    button.onclick = () => read({ sample: name }, picture.src)
    at('samples').append(button)
  }
}

function trouble(text) {
  at('trouble').textContent = text
  at('trouble').hidden = !text
}

function busy(is) {
  for (const button of document.querySelectorAll('.ask button')) button.disabled = is
}

async function read(given, shown) {
  const mine = ++run
  const form = new FormData()
  for (const [name, value] of Object.entries(given)) form.append(name, value)
  form.append('live', at('live-read').checked)
  trouble('')
  busy(true)
  at('dishes').replaceChildren()
  at('notes').textContent = ''
  at('shot').src = shown
  at('result').hidden = false
  at('state').textContent = 'Reading the menu…'
  at('result').scrollIntoView({ block: 'nearest' })
  try {
    const answer = await fetch('api/read', { method: 'POST', body: form })
    const said = await answer.json().catch(() => ({}))
    if (mine !== run) return
    if (!answer.ok) throw new Error(typeof said.detail === 'string' ? said.detail : 'The photo could not be read.')
    at('notes').textContent = said.notes.join(' ')
    keep(said)
    show(said, mine)
  } catch (error) {
    at('result').hidden = true
    trouble(error instanceof TypeError ? 'The app does not answer. Load the page again.' : error.message)
  } finally {
    if (mine === run) busy(false)
  }
}

function keep(said) {
  try { sessionStorage.setItem('menu', JSON.stringify({ ...said, shown: at('shot').src.startsWith('blob:') ? '' : at('shot').src })) } catch { /* no room: the menu is read again */ }
}

async function show(said, mine) {
  const cards = said.items.map(card)
  at('dishes').replaceChildren(...cards.map(one => one.element))
  let done = 0
  const tell = () => {
    at('state').textContent = `${said.items.length} dishes, read by ${said.read_by}` +
      (done < cards.length ? `; ${done} of ${cards.length} pictures drawn` : '')
  }
  tell()
  const waiting = [...cards]
  const work = async () => {
    for (let one; mine === run && (one = waiting.shift());) {
      await one.draw()
      done += 1
      tell()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

function card(item) {
  const element = made('li')
  const frame = made('div', '', 'frame')
  const about = made('div', '', 'about')
  const head = made('div', '', 'head')
  const by = made('p', '', 'by')
  head.append(made('h2', item.name), made('span', item.price, 'price'))
  about.append(head)
  if (item.original) about.append(made('p', item.original, 'original'))
  if (item.description) about.append(made('p', item.description, 'quiet'))
  about.append(by)
  element.append(frame, about)

  const say = (text, name) => frame.replaceChildren(made('p', text, name))
  async function draw() {
    say('Drawing…', 'waiting')
    try {
      for (let left = TRIES; ; left--) {
        const body = JSON.stringify({ name: item.name, description: item.description, live: at('live-draw').checked })
        const answer = await fetch('api/draw', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
        const said = await answer.json().catch(() => ({}))
        if (answer.ok) {
          const picture = made('img')
          picture.src = said.picture
          picture.alt = `Illustration of ${item.name}`
          by.textContent = said.drawn_by
          frame.replaceChildren(picture)
          return
        }
        if (answer.status !== 429 || left < 2) throw new Error(said.detail || 'It could not be drawn.')
        say(`The model asks for a pause of ${Math.ceil(said.wait)} s…`, 'waiting')
        await new Promise(go => setTimeout(go, 1000 * said.wait))
      }
    } catch (error) {
      const again = made('button', 'Try again', 'again')
      again.onclick = draw
      const text = made('p', error instanceof TypeError ? 'The app does not answer.' : error.message)
      text.append(again)
      frame.replaceChildren(text)
    }
  }
  return { element, draw }
}

at('form').onsubmit = event => {
  event.preventDefault()
  const photo = at('photo').files[0]
  if (photo) read({ photo }, URL.createObjectURL(photo))
  else trouble('Choose a photo of a menu first.')
}
services().catch(() => trouble('The app does not answer. Load the page again.'))
try {
  const kept = JSON.parse(sessionStorage.getItem('menu') || 'null')
  if (kept) {
    at('result').hidden = false
    at('shot').src = kept.shown || 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>'
    at('notes').textContent = kept.notes.join(' ')
    show(kept, run)
  }
} catch { /* nothing that can be used */ }
