const $ = id => document.getElementById(id)
async function sent(path, options) {
  const answer = await fetch(path, options)
  const said = await answer.json()
  if (!answer.ok) throw new Error(typeof said.detail === 'string' ? said.detail : 'That could not be done.')
  return said
}
async function guarded(doing, work) {
  $('alert').hidden = true
  $('said').textContent = doing
  try { $('said').textContent = await work() } catch (error) {
    $('said').textContent = ''
    $('alert').textContent = error.message
    $('alert').hidden = false
  }
}
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html')
  document.querySelector('main').querySelector('.books').replaceWith(page.querySelector('.books'))
}
$('add').onsubmit = event => event.preventDefault()
$('file').onchange = () => guarded('Reading it…', async () => {
  const form = new FormData()
  form.append('file', $('file').files[0])
  $('file').value = ''
  const book = await sent('/books', { method: 'POST', body: form })
  await renew()
  return `Added “${book.title}”, ${book.chapters} chapters.`
})
document.addEventListener('click', event => {
  const id = event.target.dataset?.remove
  if (id) guarded('', async () => {
    await sent(`/books/${id}`, { method: 'DELETE' })
    await renew()
    return 'Removed.'
  })
})
