// One conversation at a time: its turns as they were kept, and the one that goes on, event by event.
const at = id => document.getElementById(id)
const STAGES = { answers: 'The members answer…', critiques: 'They judge each other, without names…', final: 'The chairman writes…' }
let here = null

function made(tag, text = '', name = '') {
  const element = document.createElement(tag)
  element.textContent = text
  if (name) element.className = name
  return element
}

async function ask(path, options) {
  const answer = await fetch(path, options)
  const said = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(typeof said.detail === 'string' ? said.detail : 'The app refused that.')
  return said
}

function trouble(text) {
  at('trouble').textContent = text
  at('trouble').hidden = !text
}

async function list() {
  const every = await ask('api/conversations')
  at('list').replaceChildren(...every.map(one => {
    const row = made('li')
    const open = made('button', one.title || 'A new question', one.id === here ? 'here' : '')
    const gone = made('button', '×', 'gone')
    open.onclick = () => show(one.id)
    gone.ariaLabel = `Remove ${one.title || 'this conversation'}`
    gone.onclick = async () => {
      await ask(`api/conversations/${one.id}`, { method: 'DELETE' })
      if (here === one.id) fresh()
      else list()
    }
    row.append(open, gone)
    return row
  }))
}

function fresh() {
  here = null
  history.replaceState(null, '', '#')
  at('title').textContent = 'Ask the council'
  at('turns').replaceChildren()
  at('ask').disabled = false
  trouble('')
  list()
  at('question').focus()
}

async function show(id) {
  const said = await ask(`api/conversations/${id}`)
  here = id
  history.replaceState(null, '', `#${id}`)
  at('title').textContent = said.title || 'A new question'
  at('turns').replaceChildren()
  trouble('')
  list()
  said.turns.forEach((turn, number) => {
    const view = new Turn(turn)
    at('turns').append(view.element)
    if (turn.ended) turn.events.forEach(event => view.take(event))
    else follow(id, number, view)
  })
}

function follow(id, number, view) {
  at('ask').disabled = true
  const source = new EventSource(`api/conversations/${id}/turns/${number}`)
  source.onmessage = message => {
    const event = JSON.parse(message.data)
    view.take(event)
    if (event.event === 'title') {
      if (here === id) at('title').textContent = event.text
      list()
    }
    if (event.event === 'end') {
      source.close()
      at('ask').disabled = false
    }
  }
  source.onerror = () => {
    source.close()
    at('ask').disabled = false
    if (here === id && !view.ended) trouble('The connection broke. Load the page again: the council goes on meanwhile.')
  }
}

class Turn {
  // A question, and below it the final answer, the ranking, and a tab per member for the first two stages.
  constructor(turn) {
    this.council = turn.council
    this.members = new Map()
    this.places = []
    this.text = ''
    this.ended = turn.ended
    this.element = made('section', '', 'turn')
    this.state = made('p', '', 'going')
    this.state.setAttribute('role', 'status')
    this.final = made('div', '', 'card final')
    this.final.hidden = true
    this.ranking = made('div')
    const order = turn.council.seats.map(seat => seat.name)
    this.answers = new Tabs('First answers', order)
    this.critiques = new Tabs('Critiques', order)
    this.notes = made('ul', '', 'notes')
    this.notes.ariaLabel = 'Notes'
    this.element.append(made('p', turn.question, 'question'), this.state, this.final, this.notes, this.ranking,
      this.answers.element, this.critiques.element)
  }

  take(event) {
    if (event.event === 'stage') this.state.textContent = STAGES[event.stage]
    if (event.event === 'note') this.notes.append(made('li', event.text))
    if (event.event === 'answer') {
      this.members.set(event.member, { seconds: event.seconds, tokens: event.tokens, cost: event.cost })
      this.answers.add(event.member, plain(event.text))
      this.rank()
    }
    if (event.event === 'critique') {
      const shown = Object.entries(event.labels).map(([label, name]) => `${label} was ${name}`).join(', ')
      const box = plain(event.text)
      box.append(made('p', `Shown to it in this order: ${shown}.`, 'by'))
      this.critiques.add(event.member, box)
      const took = this.members.get(event.member)
      if (took) {
        took.seconds += event.seconds
        took.tokens += event.tokens
        took.cost = took.cost === null || event.cost === null ? null : took.cost + event.cost
      }
      this.rank()
    }
    if (event.event === 'aggregate') {
      this.places = event.places
      this.rank()
    }
    if (event.event === 'piece') this.answer(this.text += event.text, '')
    if (event.event === 'final') this.answer(event.text, `By ${event.by}${event.seconds ? `, in ${event.seconds} s` : ''}`)
    if (event.event === 'error') {
      const box = made('p', event.text, 'error')
      box.setAttribute('role', 'alert')
      this.final.before(box)
    }
    if (event.event === 'end') {
      this.ended = true
      this.state.remove()
    }
  }

  answer(text, by) {
    this.final.hidden = false
    this.final.replaceChildren(made('h2', 'Final answer'), plain(text))
    if (by) this.final.append(made('p', by, 'by'))
  }

  rank() {
    const rows = this.places.length ? this.places : [...this.members.keys()].map(member => ({ member }))
    const box = made('div', '', 'scroll')
    const table = made('table')
    const head = made('tr')
    const columns = ['Place', 'Member', 'Mean position', 'Votes', 'Seconds', 'Tokens', 'Cost']
    columns.forEach((name, n) => head.append(made('th', name, n === 1 ? '' : 'number')))
    table.ariaLabel = 'Ranking'
    const body = made('tbody')
    rows.forEach((place, n) => {
      const took = this.members.get(place.member) || {}
      const cost = took.cost === null ? 'unknown' : `$${(took.cost || 0).toFixed(4)}`
      const cells = [place.votes ? n + 1 : '', place.member, place.votes ? place.position.toFixed(2) : '', place.votes || '',
        (took.seconds || 0).toFixed(1), took.tokens || 0, cost]
      const row = made('tr')
      cells.forEach((cell, n) => row.append(made('td', cell, n === 1 ? '' : 'number')))
      body.append(row)
    })
    const top = made('thead')
    top.append(head)
    table.append(top, body)
    box.append(table)
    box.tabIndex = 0
    this.ranking.replaceChildren(made('h2', 'Ranking'), box)
  }
}

class Tabs {
  constructor(title, order) {
    this.order = order
    this.element = made('div')
    this.element.hidden = true
    this.bar = made('div', '', 'tabs')
    this.bar.setAttribute('role', 'tablist')
    this.bar.ariaLabel = title
    this.panel = made('div', '', 'card')
    this.panel.setAttribute('role', 'tabpanel')
    this.panel.tabIndex = 0
    this.element.append(made('h2', title), this.bar, this.panel)
  }

  add(name, content) {
    const tab = made('button', name)
    tab.type = 'button'
    tab.setAttribute('role', 'tab')
    const open = () => {
      for (const one of this.bar.children) one.setAttribute('aria-selected', one === tab)
      this.panel.ariaLabel = name
      this.panel.replaceChildren(content)
    }
    tab.onclick = open
    tab.onkeydown = event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      const every = [...this.bar.children]
      if (step) every[(every.indexOf(tab) + step + every.length) % every.length].focus()
    }
    tab.dataset.at = this.order.indexOf(name)
    this.bar.insertBefore(tab, [...this.bar.children].find(one => +one.dataset.at > +tab.dataset.at) || null)
    tab.setAttribute('aria-selected', false)
    if (this.bar.children.length === 1) open()
    this.element.hidden = false
  }
}

async function seats() {
  const council = await ask('api/council')
  at('told').textContent = council.told
  at('seating').hidden = council.models.length < 2
  const seated = new Set(council.seats.map(seat => seat.model))
  at('members').replaceChildren(...council.models.map(name => {
    const label = made('label')
    const box = made('input')
    box.type = 'checkbox'
    box.value = name
    box.checked = seated.has(name)
    label.append(box, ` ${name}`)
    return label
  }))
  at('chairman').replaceChildren(...council.models.map(name => made('option', name)))
  if (council.chairman.model) at('chairman').value = council.chairman.model
}

at('new').onclick = fresh
at('form').onsubmit = async event => {
  event.preventDefault()
  const question = at('question').value.trim()
  if (!question) return trouble('Write a question first.')
  const choosing = !at('seating').hidden
  const members = choosing ? [...at('members').querySelectorAll('input:checked')].map(box => box.value) : []
  const body = JSON.stringify({ question, members, chairman: choosing ? at('chairman').value : '' })
  const path = here ? `api/conversations/${here}/questions` : 'api/conversations'
  try {
    at('ask').disabled = true
    const begun = await ask(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    at('question').value = ''
    await show(begun.id)
    at('turns').lastChild.scrollIntoView({ block: 'start' })
  } catch (error) {
    at('ask').disabled = false
    trouble(error instanceof TypeError ? 'The app does not answer. Load the page again.' : error.message)
  }
}
at('question').onkeydown = event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) at('form').requestSubmit()
}
Promise.all([seats(), list()]).catch(() => trouble('The app does not answer. Load the page again.'))
if (/^#[0-9a-f]{32}$/.test(location.hash)) show(location.hash.slice(1)).catch(fresh)
