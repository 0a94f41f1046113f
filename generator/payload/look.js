// Reads a page the way a person does: controls, outputs and rows by the names that are seen. Changes nothing on it.
([verb, ask]) => {
  const CHROME = '[data-testid=stHeader],[data-testid=stElementToolbar],[data-testid=stHeaderActionElements],' +
    '[data-testid=stSkipToContent],[data-testid=stStatusWidget],[data-testid=stDecoration],[data-testid=stToolbar]'
  const SILENT = 'script,style,noscript,template,[data-testid=stIconMaterial],.material-icons,[class*=material-symbols]'
  const CONTROL = 'input:not([type=hidden]),textarea,select,button,summary,a[href],[contenteditable=""],[contenteditable=true],' +
    '[role=button],[role=checkbox],[role=switch],[role=radio],[role=combobox],[role=textbox],[role=searchbox],' +
    '[role=spinbutton],[role=slider],[role=tab],[role=menuitem],[role=option],[role=link],[role=radiogroup],fieldset,[role=group]'
  const ENTRY = 'input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=reset]):not([type=image]),textarea,select'
  const ITEM = /(^|[-_\s])(item|row|card|entry|record|task|todo|expense|note|line|message|tile)([-_\s]|$)/i
  const LIST = /(^|[-_\s])(list|items|entries|rows|results|history|log|cards|tasks|todos|expenses|notes)([-_\s]|$)/i
  const HEADING = 'h1,h2,h3,h4,h5,h6,legend,caption,figcaption,[role=heading]'

  // ---- what is seen
  const style = e => getComputedStyle(e)
  const shown = e => {
    const canvas = e.closest('canvas')
    if (canvas && canvas !== e) return shown(canvas)
    if (e.closest('[inert],dialog:not([open])')) return false
    if (e.checkVisibility && !e.checkVisibility({ visibilityProperty: true, opacityProperty: false })) return false
    const box = e.getBoundingClientRect()
    return (box.width > 0 && box.height > 0) || style(e).display === 'contents'
  }
  const inline = e => /^(inline|contents|ruby)/.test(style(e).display)
  const words = (root, values = true, all = false) => {
    // `values`: whether what fields hold is read too, or of which.
    const read = e => typeof values === 'function' ? values(e) : values
    let out = ''
    const walk = node => {
      if (node.nodeType === 3) { out += node.data.replace(/\s+/g, ' '); return }
      if (node.nodeType !== 1 || node.matches(SILENT) || node.matches(CHROME)) return
      if (!all && !node.closest('canvas') && node !== root) {
        const s = style(node)
        if (s.display === 'none' || s.visibility === 'hidden' || node.inert) return
        if (node.tagName === 'DETAILS' && !node.open) { const s = node.querySelector(':scope>summary'); if (s) walk(s); return }
      }
      const tag = node.tagName
      if (tag === 'BR') { out += '\n'; return }
      if (tag === 'SELECT') { if (read(node)) out += ' ' + [...node.selectedOptions].map(o => o.text).join(', ') + ' '; return }
      if (tag === 'INPUT') {
        if (/^(button|submit|reset)$/.test(node.type)) out += ' ' + node.value + ' '
        else if (read(node) && !/^(checkbox|radio|hidden|file|password)$/.test(node.type)) out += ' ' + node.value + ' '
        return
      }
      if (tag === 'TEXTAREA') { if (read(node)) out += '\n' + node.value + '\n'; return }
      if (tag === 'IMG') { out += ' ' + (node.alt || '') + ' '; return }
      const cell = /^(TD|TH)$/.test(tag)
      const block = !cell && !inline(node)
      if (block) out += '\n'
      for (const child of node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes) walk(child)
      if (cell) out += '\t'
      if (block) out += '\n'
    }
    walk(root)
    return out.replace(/[\u200b-\u200f\u2066-\u2069\ufeff]/g, '').replace(/[ \u00a0\u202f]+/g, ' ').replace(/ ?([\n\t])[\s]*/g, '$1').trim()
  }

  // ---- how alike two names are, 0..100
  const plain = t => {
    const low = String(t).normalize('NFKC').toLowerCase()
    return low.replace(/[^\p{L}\p{N}%]+/gu, ' ').trim() || low.replace(/\s+/g, ' ').trim()
  }
  const holds = (text, part) => (' ' + plain(text) + ' ').includes(' ' + plain(part) + ' ')
  const pairs = t => { const m = new Map(); for (let i = 0; i < t.length - 1; i++) { const p = t.slice(i, i + 2); m.set(p, (m.get(p) || 0) + 1) } return m }
  const alike = (wanted, have) => {
    const a = plain(wanted), b = plain(have)
    if (!a || !b || b.length > 160) return 0
    if (a === b) return 100
    const bare = t => plain(String(t).replace(/[([{].*?[)\]}]/g, ' '))
    if (bare(wanted) && bare(wanted) === bare(have)) return 97
    const extra = Math.abs(a.split(' ').length - b.split(' ').length)
    if ((b + ' ').startsWith(a + ' ')) return Math.max(78, 92 - 2 * extra)
    if (holds(b, a)) return Math.max(76, 88 - 2 * extra)
    if (a.length > 2 && b.length > 2 && holds(a, b)) return Math.max(62, 76 - 3 * extra)
    const stem = t => t.split(' ').map(w => w.replace(/(es|s|ing|ed)$/, '')).sort().join(' ')
    if (stem(a) === stem(b)) return 74
    if ((a.match(/\d+/g) || []).join() !== (b.match(/\d+/g) || []).join()) return 0
    const x = pairs(a), y = pairs(b)
    let both = 0
    for (const [p, n] of x) both += Math.min(n, y.get(p) || 0)
    const dice = 2 * both / Math.max(1, a.length + b.length - 2)
    return dice >= 0.78 ? Math.round(60 * dice) + 8 : 0
  }

  // ---- controls
  const kind = e => {
    const role = (e.getAttribute('role') || '').toLowerCase(), tag = e.tagName
    if (tag === 'SELECT') return 'select'
    if (tag === 'TEXTAREA') return 'text'
    if (role === 'combobox' || (e.getAttribute('aria-haspopup') === 'listbox' && tag !== 'BUTTON') ||
        (e.getAttribute('aria-haspopup') === 'listbox' && !e.closest('[role=group]'))) return 'combobox'
    if (tag === 'INPUT') {
      const type = e.type
      if (type === 'checkbox' || type === 'radio' || type === 'range' || type === 'file' || type === 'color') return type
      if (/^(button|submit|reset|image)$/.test(type)) return 'button'
      if (/^(date|time|datetime-local|month|week)$/.test(type)) return 'date'
      return 'text'
    }
    if (role === 'radiogroup') return 'group'
    if (tag === 'FIELDSET' || role === 'group') {
      if (e.querySelectorAll('[role=spinbutton]').length > 1) return 'segments'
      return e.querySelector('input[type=radio],input[type=checkbox],[role=radio],[role=checkbox],button[aria-pressed]') ? 'group' : ''
    }
    if (role === 'spinbutton' && e.closest('[role=group]')) return ''
    if (role === 'checkbox' || role === 'switch') return 'checkbox'
    if (role === 'radio') return 'radio'
    if (role === 'slider') return 'range'
    if (/^(textbox|searchbox|spinbutton)$/.test(role) || e.isContentEditable) return 'text'
    return 'button'
  }
  const byId = (e, attribute) => (e.getAttribute(attribute) || '').split(/\s+/).filter(Boolean)
    .map(id => e.getRootNode().getElementById?.(id)).filter(Boolean)
  const before = (e, what = ENTRY) => {
    // The text that stands before a control which has no label of its own.
    for (let at = e, up = 0; at && up < 5 && at !== document.body; at = at.parentElement, up++) {
      for (let s = at.previousSibling; s; s = s.previousSibling) {
        if (s.nodeType === 3 && s.data.trim()) return s.data
        if (s.nodeType === 1 && !s.matches(SILENT)) {
          if (s.matches(what) || s.querySelector(what) || s.matches('button')) return ''
          const t = words(s, false); if (t) return t.split('\n').pop()
        }
      }
      if (up && at.getAttribute('aria-label')) return at.getAttribute('aria-label')
      const cell = at.closest('td')
      if (cell === at) {
        const head = at.closest('table')?.querySelector('thead tr')?.children[at.cellIndex]
        if (head) return words(head, false)
      }
    }
    return ''
  }
  const names = e => {
    const out = [], add = (t, loss = 0) => { t = (t || '').replace(/\s+/g, ' ').trim(); if (t) out.push([t, loss]) }
    const how = kind(e)
    for (const l of byId(e, 'aria-labelledby')) if (l !== e) add(words(l, false))
    add(e.getAttribute('aria-label'))
    for (const l of e.labels || []) add(words(l, false) || l.getAttribute('aria-label'))
    if (e.tagName === 'FIELDSET') add(words(e.querySelector('legend') || document.createElement('i'), false))
    const own = how === 'button' || e.matches('[role=radio],[role=checkbox],[role=switch],[role=option]')
    if (own) { add(e.tagName === 'INPUT' ? e.value || e.alt : words(e, false)); for (const i of e.querySelectorAll('img[alt],svg title')) add(i.alt || i.textContent) }
    add(e.title, 4)
    if (!own) {
      if (how === 'checkbox' || how === 'radio') {
        for (let s = e.nextSibling; s; s = s.nextSibling) {
          const t = s.nodeType === 3 ? s.data : s.nodeType === 1 && !s.matches('button') ? words(s, false) : ''
          if (t.trim()) { add(t, 2); break }
        }
        const item = e.closest('li,tr,[role=row]')
        if (item) add(words(item, false), 6)
      }
      if (!out.length || out.every(n => n[1]) || how === 'group' || how === 'file' || how === 'segments') add(before(e, how === 'file' ? 'input[type=file]' : ENTRY), 1)
      add(e.placeholder, 8)
      for (const a of ['name', 'id', 'data-testid']) if (!/react|^:|rac-/.test(e.getAttribute(a) || '')) add((e.getAttribute(a) || '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]+/g, ' '), 14)
    }
    return out
  }
  const reachable = e => shown(e) || (/^(checkbox|radio|file|range)$/.test(e.type || '') && !e.closest('[inert]') &&
    ([...(e.labels || [])].some(shown) || (e.type !== 'radio' && e.type !== 'checkbox' && !!e.parentElement && shown(e.parentElement))))
  const groups = () => {
    // Radios of one name that stand in no group: what holds them all is the group.
    const found = new Set()
    for (const radio of document.querySelectorAll('input[type=radio]')) {
      if (radio.closest('fieldset,[role=radiogroup]')) continue
      const all = [...document.getElementsByName(radio.name || ' ')].filter(r => r.type === 'radio')
      let at = radio.parentElement
      while (at && at !== document.body && !all.every(r => at.contains(r))) at = at.parentElement
      if (at && all.length > 1) found.add(at)
    }
    return [...found]
  }
  const every = root => {
    const out = []
    const visit = r => {
      for (const e of r.querySelectorAll(CONTROL)) if (!e.closest(CHROME)) out.push(e)
      for (const e of r.querySelectorAll('*')) if (e.shadowRoot) visit(e.shadowRoot)
    }
    visit(root)
    return out
  }
  const HOW = {
    fill: ['text', 'date', 'segments', 'range', 'color', 'combobox', 'select', 'group', 'checkbox'],
    choose: ['select', 'combobox', 'group', 'range', 'text', 'segments', 'date'],
    toggle: ['checkbox', 'radio', 'button'],
    press: ['button', 'radio', 'checkbox'],
    upload: ['file'],
    control: null,
  }
  const candidates = what => {
    const loose = what === 'toggle' || what === 'press' ? [] : groups().map(e => [e, 'group'])
    return [...every(document).map(e => [e, kind(e)]), ...loose]
      .filter(([, k]) => k && (!HOW[what] || HOW[what].includes(k)))
  }
  const nearness = (e, near) => {
    // How much text stands in the smallest thing that holds both the control and the text: less is nearer.
    if (!near) return 0
    for (let at = e.parentElement; at; at = at.parentElement) {
      const t = words(at, true)
      if (holds(t, near)) return t.length
    }
    return Infinity
  }
  const best = (what, name, near, nth = 1) => {
    // The controls of that name, the one that is meant first.
    let found = []
    for (const [e, k] of candidates(what)) {
      let score = 0
      for (const [t, loss] of names(e)) score = Math.max(score, alike(name, t) - loss)
      if (score < 60) continue
      if (HOW[what]) score -= HOW[what].indexOf(k) * 0.01
      found.push({ e, k, score, seen: reachable(e), off: e.disabled || e.getAttribute('aria-disabled') === 'true' })
    }
    if (near) {
      found = found.filter(f => f.score >= 74).map(f => ({ ...f, far: nearness(f.e, near) })).filter(f => f.far < Infinity)
      if (!found.length && (what === 'toggle' || what === 'press')) {
        // A nameless box, or an icon, in the row of that text.
        const box = what === 'toggle' ? ['checkbox'] : []
        found = candidates(what).filter(([e, k]) => box.includes(k) && reachable(e))
          .map(([e, k]) => ({ e, k, score: 60, seen: true, off: e.disabled, far: nearness(e, near) })).filter(f => f.far < 400)
      }
      found.sort((x, y) => y.seen - x.seen || x.far - y.far || y.score - x.score)
      return found
    }
    found.sort((x, y) => y.seen - x.seen || Math.round(y.score) - Math.round(x.score) || x.off - y.off || y.score - x.score)
    if (nth > 1) {
      // As they stand on the page: those that fit the name as well as the best one does.
      const alike = found.filter(f => f.seen && f.score >= 74 && f.score > found[0].score - 1)
      return alike.sort((x, y) => x.e.compareDocumentPosition(y.e) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1).slice(nth - 1)
    }
    // A hidden one of exactly that name is meant rather than a visible one of a name that is merely close.
    const exact = found.find(f => f.score >= 96)
    return exact && found[0] && found[0].score < 80 && !exact.seen ? [exact, ...found] : found
  }
  const openerOf = e => {
    for (let at = e; at; at = at.parentElement) {
      if (at.tagName === 'DETAILS' && !at.open) return at.querySelector(':scope>summary')
      if (at.matches('[role=tabpanel],[data-testid=stTabPanel]')) {
        const tab = byId(at, 'aria-labelledby')[0] || (at.id && document.querySelector(`[aria-controls="${CSS.escape(at.id)}"]`))
        if (tab && tab.getAttribute('aria-selected') !== 'true') return tab
        const all = at.closest('[data-testid=stTabs]')
        const panels = all ? [...all.querySelectorAll('[data-testid=stTabPanel]')].filter(p => p.closest('[data-testid=stTabs]') === all) : []
        const tabs = all ? [...all.querySelectorAll('[role=tab]')].filter(t => t.closest('[data-testid=stTabs]') === all) : []
        const mine = tabs[panels.indexOf(at)]
        if (mine && mine.getAttribute('aria-selected') !== 'true') return mine
      }
      if (at.id) {
        const closed = document.querySelector(`[aria-controls="${CSS.escape(at.id)}"][aria-expanded=false]`)
        if (closed) return closed
      }
    }
    return null
  }
  const openers = () => [...document.querySelectorAll('[role=tab][aria-selected=false],details:not([open])>summary,' +
    '[aria-expanded=false][aria-haspopup=dialog],button[aria-expanded=false],nav button,nav a[href^="#"],[data-tab],button[class*=tab]')]
    .filter(e => shown(e) && !e.closest(CHROME) && !e.matches('[aria-haspopup=listbox],[role=combobox]') && !e.closest('[role=group]') &&
      e.dataset.testid !== 'stDateInputCalendarButton').slice(0, 8)
  const clickable = (name, near) => {
    // Anything that can be clicked and says exactly this.
    const found = []
    for (const e of document.querySelectorAll('body *')) {
      if (e.matches(SILENT) || e.closest(CHROME) || e.childElementCount > 3 || !shown(e)) continue
      const text = e.getAttribute('aria-label') || words(e, false)
      if (text.length < 80 && alike(name, text) >= 97 && (!near || nearness(e, near) < Infinity))
        found.push([e, (e.onclick || style(e).cursor === 'pointer' ? 0 : 1e6) + nearness(e, near)])
    }
    return found.sort((x, y) => x[1] - y[1]).map(f => f[0])[0] || null
  }

  // ---- outputs: what stands at a name
  const valueOf = e => e.matches('input,textarea') ? (/^(checkbox|radio)$/.test(e.type) ? (e.checked ? 'yes' : 'no') : e.value)
    : e.matches('select') ? [...e.selectedOptions].map(o => o.text).join(', ')
    : e.matches('progress,meter') ? String(e.value) : words(e)
  const outputs = name => {
    const out = []
    const add = (e, text, score, rank) => {
      text = (text || '').trim()
      // What is there to show or take this very thing and is empty says so; what stands beside it is something else.
      const empty = !text && score === 100 && (e.matches('output') || (e.matches(ENTRY) && shown(e)))
      const seen = shown(e) || (empty && shown(e.parentElement))
      if ((text || empty) && score >= 60) out.push({ text: text.slice(0, 2000), score: Math.round(score), rank, seen })
    }
    for (const m of document.querySelectorAll('[data-testid=stMetric]')) {
      const label = m.querySelector('[data-testid=stMetricLabel]'), value = m.querySelector('[data-testid=stMetricValue]')
      if (label && value) add(value, words(value, true, true), alike(name, words(label, true, true)), 0)
    }
    for (const e of document.querySelectorAll('output,[aria-label],[aria-labelledby],[role=status],textarea,input,select,progress,meter')) {
      if (e.closest(CHROME) || e.matches('button,[role=button],a,input[type=button],input[type=submit],input[type=radio],[role=option],[role=tab],[role=img]')) continue
      if (e.matches('h1,h2,h3,h4,h5,h6') || e.closest('canvas')) continue
      const entry = e.matches(ENTRY)
      for (const [t, loss] of names(e)) if (loss < 8) add(e, valueOf(e), alike(name, t) - loss, entry && !e.readOnly && !e.disabled ? 4 : 1)
    }
    for (const e of document.querySelectorAll('body *')) {
      if (e.matches(SILENT) || e.closest(CHROME) || e.closest('select,datalist') || e.matches('table,tbody,thead,ul,ol,svg,svg *')) continue
      const id = (e.id + ' ' + (e.dataset.testid || '')).replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]+/g, ' ')
      if (e.id && !e.matches(CONTROL) && e.childElementCount < 12) {
        const s = alike(name, id.trim())
        if (s >= 90) add(e, words(e), s - 16, 3)
      }
      if (!e.firstChild || e.textContent.length > 600 || e.matches('option')) continue
      const mine = words(e, false, true)
      if (!mine || mine.length > 400) continue
      // "Each pays: 30.00", "Each pays 30.00"
      const line = mine.split('\n')
      for (const part of line) {
        const cut = part.match(/^(.{1,80}?)\s*(?:[:=：→]|\bis\b|\t|\s[-–—]\s)\s*(.+)$/s)
        if (cut) { const s = alike(name, cut[1]); if (s >= 60) add(e, cut[2], s - 1, 2) }
      }
      if (line.length === 1 && mine.length < 160) {
        const a = plain(name), b = mine.toLowerCase()
        if (b.startsWith(name.toLowerCase() + ' ') && /\d/.test(mine.slice(name.length))) add(e, mine.slice(name.length), 90, 3)
        else if (b.endsWith(' ' + name.toLowerCase()) && /\d/.test(mine)) add(e, mine.slice(0, -name.length), 86, 5)
        else if (!a) continue
      }
      if (mine.length > 80 || e.matches('button,a,[role=button],[role=tab],option')) continue
      const score = alike(name, mine.replace(/[:：]\s*$/, ''))
      if (score < 60) continue
      if (e.matches('label')) {
        if (e.control && e.control.matches('output,progress,meter')) add(e.control, valueOf(e.control), score, 0)
        if (e.control && e.control.matches(ENTRY)) continue
      }
      if (e.matches('td,th,[role=rowheader],[role=columnheader]')) {
        const row = e.closest('tr'), next = e.nextElementSibling
        const head = e.closest('thead') || (row && [...row.children].every(c => c.tagName === 'TH') && row.children.length > 1)
        if (head) {
          const body = e.closest('table').querySelectorAll('tbody tr')
          const under = [...body].filter(r => r !== row && r.children[e.cellIndex])
          if (under.length === 1) add(e, words(under[0].children[e.cellIndex]), score, 1)
        } else if (next) add(next, words(next), score, 1)
        continue
      }
      // What follows the label: text beside it, the next element, or the next element of what holds it.
      const heading = e.matches(HEADING)
      for (let at = e, up = 0; at && up < 6 && at !== document.body; at = at.parentElement, up++) {
        let text = '', from = null
        for (let s = at.nextSibling; s && !text; s = s.nextSibling) {
          if (s.nodeType === 3) { text = s.data.trim(); from = at }
          else if (s.nodeType === 1 && !s.matches(SILENT) && !s.matches(CHROME)) {
            if (s.matches(HEADING) && !heading) break
            text = s.matches('input,textarea,select,progress,meter') ? valueOf(s) : words(s); from = s
          }
        }
        if (text) {
          const first = from.nodeType === 1 && from.matches(ENTRY) && !from.readOnly
          add(from, text.replace(/^[:=]\s*/, ''), score - up, first ? 4 : heading ? 3 : 2)
          break
        }
        const prior = at.previousElementSibling
        if (prior && !heading && !prior.matches(HEADING + ',label') && !prior.matches(SILENT)) { const t = words(prior); if (t && t.length < 60 && /\d/.test(t)) { add(prior, t, score - 6, 5); break } }
        if (words(at.parentElement || at, false, true).length > 1500) break
      }
    }
    out.sort((x, y) => y.seen - x.seen || y.score - x.score || x.rank - y.rank)
    const top = out.length ? out[0].score : 0
    return out.filter(o => o.score >= top - 8 && o.seen === out[0].seen).slice(0, 12)
  }

  // ---- rows: the things a table or list is made of
  const sign = e => e.tagName + ' ' + (e.getAttribute('class') || '').replace(/\S*\d\S*/g, '')
  const cellsOf = e => {
    const cells = e.matches('tr,[role=row]') ? [...e.querySelectorAll('td,th,[role=gridcell],[role=cell]')] : [...e.children]
    return cells.map(c => words(c)).filter(Boolean)
  }
  const EXPLICIT = 'tr,[role=row],li,[role=listitem],[data-testid=stHorizontalBlock]'
  const repeated = e => {
    const mates = e.parentElement ? [...e.parentElement.children].filter(s => s !== e && sign(s) === sign(e)) : []
    return mates.length > 0
  }
  const cell = e => {
    // Whether a field is a part of a table or list. One for what comes next, in a form or with a label, is none.
    if (e.closest('form,[data-testid=stForm]') || [...(e.labels || [])].some(l => shown(l) && words(l, false))) return false
    if (e.closest('tr,li,[role=row],[role=listitem]')) return true
    const row = e.closest('[data-testid=stHorizontalBlock]') || e.parentElement
    if (repeated(row) && row.querySelector('button,input[type=checkbox]')) return true
    for (let at = e.parentElement; at; at = at.parentElement) if (LIST.test(at.id + ' ' + (at.getAttribute('class') || ''))) return true
    return false
  }
  const rows = () => {
    const out = []
    for (const e of document.querySelectorAll('body *')) {
      if (e.matches(SILENT) || e.closest(CHROME) || e.closest('select,datalist,button,label,[role=tablist],nav,header nav,[role=listbox]') || e.matches('input,textarea')) continue
      const canvas = e.closest('canvas')
      if (!canvas && !shown(e)) continue
      let good = e.matches(EXPLICIT) && !(e.matches('tr,[role=row]') && !e.querySelector('td,[role=gridcell],[role=cell]'))
      if (!good && canvas) continue
      if (!good && !e.closest('table')) {
        if (e.textContent.length > 1200 || !(e.textContent.trim() || e.querySelector('input,textarea'))) continue
        const inner = e.querySelectorAll(EXPLICIT).length
        const leaf = ![...e.children].some(c => !inline(c)) && !e.querySelector('canvas,table')
        const parent = e.parentElement
        const kids = [...e.children]
        const nested = kids.some(k => k.childElementCount > 1 && kids.some(o => o !== k && sign(o) === sign(k)))
        if (leaf && !inline(e)) good = true
        else if (inner < 2 && ITEM.test(e.getAttribute('class') || '') && !LIST.test(e.getAttribute('class') || '')) good = true
        else if (inner < 2 && parent && LIST.test((parent.id || '') + ' ' + (parent.getAttribute('class') || ''))) good = true
        else if (inner < 2 && !nested && repeated(e) && !e.matches('[data-testid=stElementContainer],[data-testid=stColumn]')) good = true
        else if (inner < 2 && e.matches('article,dl,[data-id],[data-testid=stVerticalBlock] [data-testid=stVerticalBlock]')) good = true
        else if (inner < 2 && !nested && kids.some(k => k.matches('button')) && e.textContent.length < 200) good = true
      }
      const text = good ? words(e, cell) : ''
      if (text) out.push(text)
    }
    return out.slice(0, 3000)
  }
  const empty = e => /^\W*(no|nothing|empty|none|there (is|are) no|add your first|–|—|-)\b/i.test(words(e)) && cellsOf(e).length < 2
  const sizeOf = e => {
    if (e.matches('[role=grid]')) {
      const all = +e.getAttribute('aria-rowcount') || 0, editable = e.closest('[data-testid=stFullScreenFrame]')?.querySelector('[aria-label="Add row"]')
      const seen = [...e.querySelectorAll('tbody [role=row],tbody tr')].filter(r => !r.matches(':has(th)')).length
      return all ? Math.max(0, all - 1 - (editable ? 1 : 0)) : seen
    }
    if (e.matches('table')) return [...e.querySelectorAll('tr')].filter(r => r.closest('table') === e && !r.closest('thead,tfoot') &&
      r.querySelector('td') && shown(r) && !empty(r) && !(r.querySelectorAll('td').length === 1 && r.querySelector('td[colspan]'))).length
    if (e.matches('ul,ol,[role=list]')) return [...e.children].filter(c => shown(c) && !empty(c)).length
    const kids = [...e.children].filter(c => shown(c) && !c.matches(HEADING + ',button,' + ENTRY) && words(c) && !empty(c))
    const by = {}
    for (const k of kids) (by[sign(k)] ||= []).push(k)
    return Math.max(0, ...Object.values(by).map(g => g.length))
  }
  const COLLECTION = 'table,ul,ol,[role=list],[role=grid],[role=table]'
  const isCollection = e => e.matches(COLLECTION) || (!e.matches(CONTROL) && LIST.test((e.id || '') + ' ' + (e.getAttribute('class') || '')))
  const linesOf = e => {
    // The rows or items of a table or list, each as the texts of its cells.
    const rows = e.matches('ul,ol,[role=list]') || !e.matches(COLLECTION)
      ? [...e.children].filter(c => shown(c) && !c.matches(HEADING + ',button,' + ENTRY) && !empty(c))
      : [...e.querySelectorAll('tr,[role=row]')].filter(r => r.closest('table,[role=grid],[role=table]') === e && !r.closest('tfoot') &&
        r.querySelector('td,[role=gridcell],[role=cell]') && (r.closest('canvas') || shown(r)))
    return rows.map(r => r.matches('tr,[role=row]') ? cellsIn(r).map(c => words(c)) : [words(r)])
  }
  const cellsIn = row => [...row.querySelectorAll('td,th,[role=gridcell],[role=cell],[role=rowheader],[role=columnheader]')]
  const headsOf = e => {
    // A column of buttons often has an empty cell for a head, which is no th.
    const filled = r => [...r.querySelectorAll('td,[role=gridcell],[role=cell]')].some(c => words(c))
    const row = [...e.querySelectorAll('tr,[role=row]')].find(r => r.querySelector('th,[role=columnheader]') && (r.closest('thead') || !filled(r)))
    return row ? cellsIn(row).map(c => words(c)) : []
  }
  const collected = name => {
    const found = [], from = e => ({ count: sizeOf(e), heads: headsOf(e), lines: linesOf(e) })
    const add = (e, score) => { if (score >= 60) found.push({ score, get: () => from(e) }) }
    const all = [...document.querySelectorAll('body *')].filter(e => isCollection(e) && !e.closest(CHROME) && !e.closest('nav,[role=tablist],select') &&
      (e.closest('canvas') ? shown(e.closest('canvas')) : !e.closest('[inert]')) && !(e.matches('div,section') && e.querySelector(COLLECTION)))
    for (const e of all) {
      let score = 0
      for (const l of byId(e, 'aria-labelledby')) score = Math.max(score, alike(name, words(l)))
      score = Math.max(score, alike(name, e.getAttribute('aria-label') || ''), alike(name, words(e.querySelector('caption') || document.createElement('i'))))
      score = Math.max(score, alike(name, (e.id || '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]+/g, ' ')) - 8)
      // The nearest heading or line before it.
      for (let at = e, up = 0; at && up < 9 && at !== document.body && score < 90; at = at.parentElement, up++) {
        score = Math.max(score, alike(name, at.getAttribute('aria-label') || '') - 2)
        let stop = false
        for (let s = at.previousElementSibling; s && !stop; s = s.previousElementSibling) {
          if (s.matches(SILENT)) continue
          const head = s.matches(HEADING) ? s : s.querySelector(HEADING), t = words(head || s, false)
          if (t && (head || t.length < 60)) score = Math.max(score, alike(name, t.split('\n').pop()) - up)
          if (head || s.matches(COLLECTION) || s.querySelector(COLLECTION)) stop = true
        }
        if (stop) break
      }
      add(e, score)
    }
    // Streamlit: rows of columns, or lines, that follow a heading.
    for (const h of document.querySelectorAll('[data-testid=stHeading],[data-testid=stMarkdown]')) {
      const score = alike(name, words(h)), box = h.closest('[data-testid=stElementContainer]')
      if (score < 60 || !box) continue
      const after = []
      for (let s = box.nextElementSibling; s && !s.querySelector('[data-testid=stHeading]'); s = s.nextElementSibling) after.push(s)
      if (after.some(s => s.querySelector(COLLECTION))) continue
      const blocks = after.filter(s => s.querySelector('[data-testid=stHorizontalBlock],[data-testid=stVerticalBlock]'))
      const lines = after.filter(s => s.querySelector('[data-testid=stMarkdown],[data-testid=stCheckbox]') && !empty(s))
      const all = blocks.length ? blocks : lines
      found.push({ score: score - 1, get: () => ({ count: all.length, heads: [], lines: all.map(s => [words(s)]) }) })
    }
    found.sort((x, y) => y.score - x.score)
    const top = found.length ? found[0].score : 0
    const lone = all.filter(e => e.matches(COLLECTION) && shown(e))
    if (!found.length && lone.length === 1) return [from(lone[0])]
    return found.filter(f => f.score >= top - 6).map(f => f.get())
  }
  const cellAt = (name, row, column) => collected(name).flatMap(({ heads, lines }) => {
    const near = (wanted, texts) => Math.max(0, ...texts.map(t => alike(wanted, t))), at = heads.map(h => alike(column, h))
    const n = at.indexOf(Math.max(60, ...at)), high = Math.max(60, ...lines.map(l => near(row, l)))
    return n < 0 ? [] : lines.filter(l => l.length > n && near(row, l) === high).map(l => l[n])
  })

  // ---- what it says is wrong
  const COMPLAINT = '[role=alert],[aria-live=assertive],[aria-invalid=true],[class],[id],:user-invalid'
  const WRONG = /(^|[-_\s])(errors?|err|invalid|warn(ing)?|danger|alert|problem)([-_\s]|$)/i
  const complains = e => {
    if (document.querySelector('[data-testid=stApp]')) return e.matches('[data-testid=stAlertContentError],[data-testid=stAlertContentWarning],[data-testid=stAlertContentInfo]')
    if (e.matches('[aria-invalid=true]') || (e.matches(':user-invalid') && e.form)) return true
    const named = (e.id + ' ' + (e.getAttribute('class') || '')).replace(/([a-z])([A-Z])/g, '$1 $2')
    return !!words(e, false) && !e.matches(CONTROL + ',body,main,form') && (e.matches('[role=alert],[aria-live=assertive]') || WRONG.test(named))
  }

  const pick = (root, value) => {
    // An option by the text that is seen, else by value.
    const all = [...root.querySelectorAll('option,[role=option],[role=radio],[role=checkbox],[role=menuitem],[role=menuitemradio],input[type=radio],input[type=checkbox],button,li')]
    let top = null, high = 0
    for (const e of all) {
      const texts = e.tagName === 'INPUT' ? names(e).filter(n => n[1] < 8).map(n => n[0]).concat(e.value) : [words(e, true, true), e.getAttribute('aria-label') || '', e.value === undefined ? '' : String(e.value)]
      for (const [i, t] of texts.entries()) {
        const n = Number(value.replace(/[%$€£,\s]/g, '')), m = Number(String(t).replace(/[%$€£,\s]/g, ''))
        let s = alike(value, t) - i
        if (s < 90 && value.trim() && String(t).trim() && !Number.isNaN(n) && n === m) s = 90
        if (s > high) { high = s; top = e }
      }
    }
    return high >= 74 ? top : null
  }

  const usable = e => reachable(e) && !e.disabled && !e.readOnly && e.getAttribute('aria-disabled') !== 'true' &&
    !(e.matches('select') && e.closest('[aria-hidden=true]')) // one that a library keeps behind a list of its own
  const pressable = () => every(document).filter(e => kind(e) === 'button' && e.matches('button,[role=button],input') && shown(e) &&
    !e.disabled && e.tabIndex >= 0 && !e.matches('[download],[type=file]') && !e.closest('[data-testid=stDownloadButton],' +
      '[data-testid=stFileUploader],[data-testid=stPopover],[role=tablist]'))
  const within = all => { const box = document.querySelector('dialog:modal'); return box ? all.filter(e => box.contains(e)) : all }

  const verbs = {
    find: () => {
      const found = best(ask.what, ask.name, ask.near || '', ask.nth)
      if (found[0]) return found[0].e
      if (ask.nth > 1) return null
      if (ask.what === 'press' || ask.what === 'toggle') return clickable(ask.name, ask.near || '')
      if (ask.what === 'upload') { const all = document.querySelectorAll('input[type=file]'); return all.length === 1 ? all[0] : null }
      return null
    },
    reach: () => { const found = verbs.find(); return found && reachable(found) ? found : null },
    known: () => best('control', ask.name, ask.near || '', ask.nth).some(f => f.seen && f.score >= 74),
    opener: () => { for (const f of best(ask.what, ask.name, ask.near || '', ask.nth)) { const o = !f.seen && openerOf(f.e); if (o) return o } return null },
    openers: () => openers(),
    holder: () => candidates('choose').concat(candidates('press')).map(c => c[0]).filter(e => e.matches('select') && reachable(e))
      .find(e => pick(e, ask.value)) || null,
    pick: () => pick(ask.root || document, ask.value),
    option: () => {
      const lists = [...document.querySelectorAll('[role=listbox],[role=menu],[data-testid=stSelectboxVirtualDropdown]')].filter(shown)
      return lists.length ? pick(lists[lists.length - 1], ask.value) : null
    },
    outputs: () => outputs(ask.name),
    rows: () => rows(),
    collected: () => collected(ask.name),
    cell: () => cellAt(ask.name, ask.row, ask.column),
    complaints: () => [...document.querySelectorAll(COMPLAINT + ',[data-testid^=stAlertContent]')].filter(e => shown(e) && !e.closest(CHROME) && complains(e))
      .map(e => words(e) || names(e).map(n => n[0])[0] || '!').slice(0, 5),
    text: () => words(document.body, !!ask.values, false),
    about: () => {
      const e = ask.element
      return {
        kind: kind(e) || (e.querySelector('input[type=radio]') ? 'group' : 'button'), tag: e.tagName, type: e.type || '', off: !!e.disabled || e.getAttribute('aria-disabled') === 'true',
        seen: reachable(e), on: e.checked === true || ['aria-checked', 'aria-pressed', 'aria-selected'].some(a => e.getAttribute(a) === 'true'),
        options: [...(e.options || e.querySelectorAll('[role=radio],[role=option],input[type=radio],label,button'))].map(o => words(o, true, true)).filter(Boolean).slice(0, 20),
        name: (names(e)[0] || [''])[0].slice(0, 80), shown: e.getAttribute('aria-valuetext') || '', loose: kind(e) === '',
        input: e.tagName === 'INPUT',
      }
    },
    survey: () => {
      const line = []
      for (const [e, k] of candidates('control')) {
        if (!reachable(e) || line.length > 40) continue
        const n = names(e)[0]
        line.push((k === 'button' && e.matches('a') ? 'link' : k) + ' “' + ((n || ['without a name'])[0]).slice(0, 60) + '”')
      }
      return { controls: [...new Set(line)], text: words(document.body).slice(0, 700) }
    },
    buttons: () => pressable().map(e => (names(e)[0] || [''])[0].slice(0, 80)).filter(Boolean),
    usable: () => ({ fields: within(every(document)).filter(usable).map(e => [e, kind(e)]), buttons: within(pressable()) }),
    sideways: () => {
      const wide = innerWidth + 4, out = []
      for (const e of document.querySelectorAll('body *')) {
        const box = e.getBoundingClientRect()
        if (box.right <= wide || !box.width || !box.height || !shown(e) || e.closest(CHROME) || e.closest('svg,canvas')) continue
        let held = false
        for (let at = e.parentElement; at && at !== document.body; at = at.parentElement) {
          const s = style(at)
          if (/(auto|scroll|hidden|clip)/.test(s.overflowX) && at.getBoundingClientRect().right <= wide && !at.matches('[data-testid=stMain],[data-testid=stAppViewContainer],[data-testid=stApp],main,#root,#app')) { held = true; break }
          if (s.position === 'fixed') { held = true; break }
        }
        if (!held && style(e).position !== 'fixed' && (e.matches(CONTROL) || (words(e, true).length && !e.children.length) || e.matches('img,table,pre')))
          out.push(`${e.tagName.toLowerCase()} “${words(e).slice(0, 40) || (names(e)[0] || [''])[0].slice(0, 40)}” reaches ${Math.round(box.right)} px`)
      }
      return out.slice(0, 3)
    },
    troubles: () => [...document.querySelectorAll('[data-testid=stException],[data-testid=stErrorCodeBlock]')].map(e => words(e).slice(0, 1500)),
    content: () => ({ text: words(document.body).length, things: document.querySelectorAll('canvas,svg,img,video,iframe,' + CONTROL).length }),
  }
  return verbs[verb]()
}
