// Asks for a page and shows it in a frame of its own, where it can do nothing but be looked at.
const at = id => document.getElementById(id)
let address = ''

function trouble(text) {
  at('trouble').textContent = text
  at('trouble').hidden = !text
}

async function ask(path, options) {
  const answer = await fetch(path, options)
  const said = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(typeof said.detail === 'string' ? said.detail : 'The app refused that.')
  return said
}

async function services() {
  const told = await ask('api/services')
  at('told').textContent = told.told
  at('live-label').hidden = !told.live
  for (const [name, title] of Object.entries(told.documents)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = title
    button.onclick = async () => {
      at('document').value = (await ask(`api/documents/${name}`)).text
      at('question').value = ''
      explain()
    }
    at('samples').append(button)
  }
}

async function explain() {
  const wish = { document: at('document').value, question: at('question').value, form: at('form-of').value, live: at('live').checked }
  trouble('')
  if (!wish.document.trim() && !wish.question.trim()) return trouble('Ask a question, or paste a document.')
  at('go').disabled = true
  at('result').hidden = false
  at('state').textContent = 'Drawing…'
  try {
    const said = await ask('api/explain', { method: 'POST', body: JSON.stringify(wish), headers: { 'Content-Type': 'application/json' } })
    show(said)
    try { sessionStorage.setItem('explained', JSON.stringify({ ...said, wish })) } catch { /* too large to be kept */ }
    at('result').scrollIntoView({ block: 'nearest' })
  } catch (error) {
    at('result').hidden = true
    trouble(error instanceof TypeError ? 'The app does not answer. Load the page again.' : error.message)
  } finally {
    at('go').disabled = false
  }
}

function show(said) {
  const flags = said.flagged.length ? `, ${said.flagged.length} flagged: ${said.flagged.slice(0, 5).join(', ')}` : ', none flagged'
  at('result').hidden = false
  at('state').textContent = `${said.title}: ${said.traced} numbers traced${flags}. ${said.notes.join(' ')}`
  at('sheet').srcdoc = said.html
  URL.revokeObjectURL(address)
  address = URL.createObjectURL(new Blob([said.html], { type: 'text/html' }))
  at('save').href = address
  at('save').download = `${said.title.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 50) || 'explanation'}.html`
}

at('form').onsubmit = event => {
  event.preventDefault()
  explain()
}
at('form-of').onchange = () => { if (!at('result').hidden) explain() }
at('open').onclick = () => window.open(address, '_blank', 'noopener')
services().catch(() => trouble('The app does not answer. Load the page again.'))
try {
  const kept = JSON.parse(sessionStorage.getItem('explained') || 'null')
  if (kept) {
    at('document').value = kept.wish.document
    at('question').value = kept.wish.question
    at('form-of').value = kept.wish.form
    show(kept)
  }
} catch { /* nothing that can be used */ }
