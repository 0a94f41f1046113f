// Lets a page tell what it has set itself to do: whether something is due within a moment, and whether it rests, so that
// nothing on it will change until somebody acts. Runs before anything of the page's own.
(() => {
  const set = window.setTimeout.bind(window), clear = window.clearTimeout.bind(window)
  const tick = window.setInterval.bind(window), draw = window.requestAnimationFrame.bind(window)
  const due = new Map(), ticking = new Set(), drawing = new Set(), elsewhere = new Set()
  let changed = performance.now()
  const run = (work, given) => { typeof work === 'function' ? work(...given) : (0, eval)(work) }
  window.setTimeout = (work, wait, ...given) => {
    const id = set(() => { due.delete(id); run(work, given) }, wait)
    due.set(id, performance.now() + (Number(wait) || 0))
    return id
  }
  window.setInterval = (work, wait, ...given) => {
    const id = tick(() => run(work, given), wait)
    ticking.add(id)
    return id
  }
  window.clearTimeout = window.clearInterval = id => { due.delete(id); ticking.delete(id); clear(id) }
  window.requestAnimationFrame = work => {
    const id = draw(now => { drawing.delete(id); work(now) })
    drawing.add(id)
    return id
  }
  const undraw = window.cancelAnimationFrame.bind(window)
  window.cancelAnimationFrame = id => { drawing.delete(id); undraw(id) }

  // What answers from outside the page's own thread, whenever it likes: a page that has used it is never said to rest.
  for (const name of ['Worker', 'SharedWorker', 'WebSocket', 'EventSource', 'BroadcastChannel', 'FileReader']) {
    const made = window[name]
    if (made) window[name] = new Proxy(made, {
      construct(target, given, by) { elsewhere.add(name); return Reflect.construct(target, given, by) },
    })
  }
  const calls = (owner, names) => {
    for (const name of owner ? names || Object.getOwnPropertyNames(owner) : []) {
      const { value, writable } = Object.getOwnPropertyDescriptor(owner, name) || {}
      if (typeof value !== 'function' || name === 'constructor' || !writable) continue
      owner[name] = function (...given) { elsewhere.add(name); return value.apply(this, given) }
    }
  }
  calls(window.SubtleCrypto?.prototype)
  calls(window.IDBFactory?.prototype)
  calls(window.CacheStorage?.prototype)
  calls(window.Scheduler?.prototype)
  calls(window.HTMLMediaElement?.prototype, ['play'])
  calls(window.HTMLCanvasElement?.prototype, ['toBlob'])
  calls(WebAssembly, ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'])
  calls(AbortSignal, ['timeout'])
  calls(window, ['createImageBitmap', 'requestIdleCallback'])

  new MutationObserver(() => { changed = performance.now() }).observe(
    document, { subtree: true, childList: true, characterData: true, attributes: true })
  const within = (wait, now = performance.now()) => [...due.values()].some(at => now - 100 < at && at < now + wait)
  const soon = () => within(400)
  const rests = (calm, ahead) => {
    const app = document.querySelector('[data-testid=stApp]')
    if (app && (app.dataset.testScriptState !== 'notRunning' || app.dataset.testConnectionState !== 'CONNECTED')) return false
    if (!app && document.title === 'Streamlit') return false
    if (performance.now() - changed < calm || ticking.size || drawing.size || within(ahead)) return false
    if ([...elsewhere].some(name => !(app && name === 'WebSocket'))) return false
    return document.readyState === 'complete' && !document.getAnimations().some(one => one.playState === 'running')
      && !document.querySelector('meta[http-equiv=refresh i]')
  }
  Object.defineProperty(window, '__timers', { value: { set, soon, rests } })
})();
