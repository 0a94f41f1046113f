// What a model wrote, as elements: paragraphs, lists, headings, code and bold. Never as markup, so nothing of it can act.
function plain(text) {
  const box = document.createElement('div')
  box.className = 'text'
  const blocks = String(text).replace(/\r/g, '').split(/(```[\s\S]*?(?:```|$))|\n{2,}/).filter(Boolean)
  for (const block of blocks) {
    if (block.startsWith('```')) {
      const code = document.createElement('pre')
      code.tabIndex = 0
      code.textContent = block.replace(/^```[^\n]*\n?/, '').replace(/```$/, '')
      box.append(code)
      continue
    }
    let list = null
    let paragraph = null
    for (const line of block.split('\n')) {
      const item = /^\s*(?:([-*•])|(\d+)[.)])\s+(.*)$/.exec(line)
      const head = /^#{1,6}\s+(.*)$/.exec(line)
      if (item) {
        const tag = item[2] ? 'ol' : 'ul'
        if (!list || list.localName !== tag) {
          list = document.createElement(tag)
          if (item[2]) list.start = Number(item[2])
          box.append(list)
        }
        list.append(filled('li', item[3]))
        paragraph = null
      } else if (head) {
        box.append(filled('h3', head[1]))
        list = paragraph = null
      } else if (line.trim()) {
        list = null
        if (paragraph) paragraph.append(document.createElement('br'))
        else box.append(paragraph = document.createElement('p'))
        for (const part of parts(line)) paragraph.append(part)
      }
    }
  }
  return box
}

function filled(tag, text) {
  const element = document.createElement(tag)
  element.append(...parts(text))
  return element
}

function parts(line) {
  return line.split(/(\*\*[^*]+\*\*|`[^`]+`)/).filter(Boolean).map(piece => {
    const bold = /^\*\*(.+)\*\*$/.exec(piece), code = /^`(.+)`$/.exec(piece)
    if (!bold && !code) return document.createTextNode(piece)
    const element = document.createElement(bold ? 'strong' : 'code')
    element.textContent = (bold || code)[1]
    return element
  })
}
