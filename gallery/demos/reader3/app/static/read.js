const $ = id => document.getElementById(id)
const here = `/books/${document.body.dataset.book}/chapters/${document.body.dataset.number}`
if (matchMedia('(max-width: 900px)').matches) document.querySelector('details').open = false

async function guarded(work) {
  $('alert').hidden = true
  try { await work() } catch (error) {
    $('alert').textContent = error.message
    $('alert').hidden = false
  }
}
function put(tag, text, parent) {
  const made = document.createElement(tag)
  made.textContent = text
  parent.append(made)
}
async function copy(text) {
  try { await navigator.clipboard.writeText(text) } catch {
    // Where a browser keeps the clipboard to itself, it still copies what is selected.
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    if (!done) throw new Error('This browser does not let the page copy.')
  }
}
const text = fetch(`${here}/copy`).then(answer => answer.text())
$('copy').onclick = () => guarded(async () => {
  await copy(await text)
  $('copied').textContent = `Copied, with title and place: ${(await text).length} letters.`
})
$('ask').onsubmit = event => {
  event.preventDefault()
  guarded(async () => {
    const question = $('question').value.trim()
    if (!question) throw new Error('Ask something first.')
    const button = event.target.querySelector('button')
    button.disabled = true
    try {
      const answer = await fetch(`${here}/ask`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ question }) })
      const said = await answer.json()
      if (!answer.ok) throw new Error(typeof said.detail === 'string' ? said.detail : 'That could not be asked.')
      const box = document.createElement('section')
      put('h3', question, box)
      for (const part of said.answer.split(/\n\n+/)) put('p', part, box)
      put('small', `Says ${said.by}.`, box)
      $('answers').prepend(box)
      $('question').value = ''
    } finally { button.disabled = false }
  })
}
