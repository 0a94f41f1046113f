// Uses the controls of a page as nobody means them to be used: one odd value in every field, then a press, again and again.
async ({ text, number, last, press }) => {
  const later = window.__timers ? window.__timers.set : setTimeout
  const moment = () => new Promise(done => { requestAnimationFrame(() => later(done, 8)); later(done, 50) })
  const tell = (e, ...kinds) => { for (const kind of kinds) e.dispatchEvent(new Event(kind, { bubbles: true })) }
  const codes = { Enter: 13, Backspace: 8, ArrowDown: 40 }
  const key = (e, name) => {
    const pressed = { key: name, code: name, keyCode: codes[name], bubbles: true }
    for (const kind of ['keydown', 'keyup']) e.dispatchEvent(new KeyboardEvent(kind, pressed))
  }
  const enter = (e, value) => {
    if (e.isContentEditable) e.textContent = value
    else {
      const kind = e.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement
      Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(e, e.maxLength >= 0 ? value.slice(0, e.maxLength) : value)
    }
    tell(e, 'input', 'change')
    if (e.tagName === 'INPUT') key(e, 'Enter')
    e.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
  }
  const use = ([e, kind]) => {
    if (!e.isConnected) return
    // A part of a date, as Streamlit has them, takes no letters from anybody: it goes up and down, and can be emptied.
    if (e.matches('[role=spinbutton]:not(input)')) key(e, last ? 'ArrowDown' : 'Backspace')
    else if (kind === 'text') enter(e, e.type === 'number' ? number : text)
    else if (kind === 'date') enter(e, '')
    else if (kind === 'range' && e.tagName === 'INPUT') enter(e, last ? e.max || '100' : e.min || '0')
    else if (kind === 'select') { e.selectedIndex = last ? e.options.length - 1 : 0; tell(e, 'input', 'change') }
    else if (kind === 'checkbox' || kind === 'radio') e.click()
  }
  const usable = () => __look(['usable', {}])
  for (const n of press) {
    usable().fields.slice(0, 40).forEach(use)
    await moment()
    const button = usable().buttons[n]
    if (!button) return
    button.click()
    await moment()
  }
}
