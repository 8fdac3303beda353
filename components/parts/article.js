// The article as text nodes: every segment is a span, nothing of it is ever parsed as HTML.
// data: {rtl, paragraphs: [{kind, at, segments: [{t, m, q, cue, who}]}], mentions: [{label, entity, faint, aria, chip, first}],
//        quotes: [{kind, faint, aria}], words: {...}, selected: {type, id}|null, goto: {type, id, nonce}|null}
const drawn = new WeakMap()
const SHORT = 24 // characters of a name that a line can keep together with its chip

const luminance = (color) => {
  const canvas = document.createElement("canvas").getContext("2d")
  canvas.fillStyle = color
  canvas.fillRect(0, 0, 1, 1)
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

// The character of the text at which a range begins: those before it in its paragraph and all before that. Code points,
// as Python counts.
const beginning = (range) => {
  const from = range.startContainer
  const p = (from.nodeType === Node.TEXT_NODE ? from.parentElement : from).closest("p")
  if (!p) return null
  const before = document.createRange()
  before.setStart(p, 0)
  before.setEnd(from, range.startOffset)
  return Number(p.dataset.at) + [...before.toString()].length
}

const draw = (root, data) => {
  root.replaceChildren()
  const state = { mentions: [], quotes: [], cues: [], sources: [], stops: [], goto: null, lit: null, lines: null, offer: null, signature: data.signature }
  const add = (list, id, element) => (list[id] ??= []).push(element)
  const legend = make("div", "legend")
  legend.setAttribute("role", "group")
  legend.setAttribute("aria-label", data.words.legend)
  const article = make("div", "article")
  article.setAttribute("lang", "ar")
  article.setAttribute("dir", "rtl")
  for (const kind of ["PERS", "LOC", "ORG", "MISC", "q"]) {
    const button = make("button", "", "")
    button.append(make("span", kind === "q" ? "q direct" : `sample ${kind}`, data.words[kind]))
    button.type = "button"
    button.setAttribute("aria-pressed", "true")
    button.onclick = () => {
      const off = article.classList.toggle(`off-${kind}`)
      button.setAttribute("aria-pressed", String(!off))
    }
    legend.append(button)
  }
  const told = new Set() // statements that have a place where they are chosen by key
  for (const paragraph of data.paragraphs) {
    const p = make("p", paragraph.kind)
    p.dataset.at = paragraph.at
    let holder = null
    let held = -1
    for (const segment of paragraph.segments) {
      let parent = p
      if (segment.m >= 0) {
        if (segment.m !== held) {
          const mention = data.mentions[segment.m]
          holder = make("span", `m ${mention.label}${mention.faint ? " faint" : ""}`)
          holder.dataset.mention = segment.m
          if (mention.first) holder.classList.add("first")
          if (segment.t.length < SHORT) holder.classList.add("whole")
          holder.setAttribute("role", "button")
          holder.setAttribute("aria-label", mention.aria)
          holder.tabIndex = -1
          add(state.mentions, segment.m, holder)
          state.stops.push(holder)
          p.append(holder)
        }
        parent = holder
      }
      held = segment.m
      const span = make("span", "", segment.t)
      for (const id of segment.q) {
        const quote = data.quotes[id]
        span.classList.add("q", quote.kind)
        if (quote.faint) span.classList.add("faint")
        add(state.quotes, id, span)
      }
      if (segment.q.length) {
        const innermost = segment.q[segment.q.length - 1]
        span.dataset.quote = innermost
        // The first words outside a name, which is a button itself; of statements that begin together each has its own.
        if (segment.m < 0 && !told.has(innermost)) {
          told.add(innermost)
          span.setAttribute("role", "button")
          span.setAttribute("aria-label", data.quotes[innermost].aria)
          span.tabIndex = -1
          state.stops.push(span)
        }
      }
      for (const id of segment.cue) add(state.cues, id, span)
      for (const id of segment.who) add(state.sources, id, span)
      if (segment.m >= 0) {
        // The chip is drawn by the style sheet after the name's last word: no part of the text, never copied or joined to it.
        holder.lastChild?.removeAttribute("data-chip")
        span.dataset.chip = data.mentions[segment.m].chip
      }
      parent.append(span)
    }
    article.append(p)
  }
  if (state.stops.length) state.stops[0].tabIndex = 0
  root.append(legend, article)
  state.legend = legend
  state.article = article
  return state
}

// Thin lines that lead from the speaker to the cue and from there to the statement.
const SVG = "http://www.w3.org/2000/svg"
const connect = (state, selected) => {
  state.lines?.remove()
  state.lines = null
  if (selected?.type !== "quote") return
  const home = state.article.getBoundingClientRect()
  const box = (list, last) => {
    const parts = list[selected.id] ?? []
    const rects = parts.length ? [...parts[last ? parts.length - 1 : 0].getClientRects()] : []
    return rects.length ? rects[last ? rects.length - 1 : 0] : null
  }
  const middle = (rect) => ({ x: (rect.left + rect.right) / 2 - home.left, y: rect.top - home.top })
  const who = box(state.sources)
  const cue = box(state.cues)
  const first = box(state.quotes)
  const last = box(state.quotes, true)
  const stops = [who, cue].filter(Boolean).map(middle)
  if (!stops.length || !first) return
  const from = (cue ?? who).top - home.top
  // The statement's end that lies nearer: it may stand before its speaker.
  const start = { x: first.right - home.left - 8, y: first.top - home.top }
  const end = { x: last.left - home.left + 8, y: last.top - home.top }
  stops.push(Math.abs(start.y - from) <= Math.abs(end.y - from) ? start : end)
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("class", "lines")
  svg.setAttribute("aria-hidden", "true")
  stops.forEach((to, k) => {
    const dot = document.createElementNS(SVG, "circle")
    dot.setAttribute("cx", to.x)
    dot.setAttribute("cy", to.y)
    dot.setAttribute("r", 3)
    svg.append(dot)
    if (!k) return
    const a = stops[k - 1]
    const rise = Math.min(a.y, to.y) - 9
    const path = document.createElementNS(SVG, "path")
    path.setAttribute("d", `M ${a.x} ${a.y} C ${a.x} ${rise}, ${to.x} ${rise}, ${to.x} ${to.y}`)
    svg.append(path)
  })
  state.article.append(svg)
  state.lines = svg
}

const light = (state, data, selected) => {
  for (const element of state.article.querySelectorAll(".lit, .same, .cue, .who")) element.classList.remove("lit", "same", "cue", "who")
  state.lit = selected
  connect(state, selected)
  if (!selected) return null
  const each = (list, id, name) => (list[id] ?? []).forEach((element) => element.classList.add(name))
  if (selected.type === "quote") {
    each(state.quotes, selected.id, "lit")
    each(state.cues, selected.id, "cue")
    each(state.sources, selected.id, "who")
    return state.quotes[selected.id]?.[0]
  }
  const entity = data.mentions[selected.id]?.entity
  data.mentions.forEach((mention, id) => {
    if (mention.entity === entity) each(state.mentions, id, "same")
  })
  each(state.mentions, selected.id, "lit")
  return state.mentions[selected.id]?.[0]
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  let state = drawn.get(root)
  if (!state || state.signature !== data.signature) {
    state?.watch.disconnect()
    state = draw(root, data)
    drawn.set(root, state)
    const now = state
    now.watch = new ResizeObserver(() => connect(now, now.lit))
    now.watch.observe(now.article)
  }
  const background = getComputedStyle(root).getPropertyValue("--st-background-color") || "#fff"
  for (const part of [state.article, state.legend]) part.classList.toggle("dark", luminance(background) < 110)
  light(state, data, data.selected)

  const pick = (element) => {
    const mention = element.closest("[data-mention]")
    const quote = element.closest("[data-quote]")
    const selected = mention
      ? { type: "mention", id: Number(mention.dataset.mention) }
      : quote && { type: "quote", id: Number(quote.dataset.quote) }
    if (!selected) return
    light(state, data, selected)
    setTriggerValue("picked", { ...selected, nonce: Date.now() })
  }
  state.article.onclick = (event) => {
    if (String(getSelection())) return
    pick(event.target)
  }
  // Selected words can be added as a name or a statement that the reading missed.
  const offer = () => {
    state.offer?.remove()
    state.offer = null
    const chosen = root.getRootNode().getSelection?.() ?? getSelection()
    const selected = String(chosen)
    const words = selected.trim()
    if (words.length < 2 || !chosen.rangeCount || !state.article.contains(chosen.anchorNode)) return
    const home = state.article.getBoundingClientRect()
    const range = chosen.getRangeAt(0)
    const before = beginning(range)
    const at = before === null ? null : before + selected.length - selected.trimStart().length
    const place = range.getBoundingClientRect()
    const bar = make("div", "offer")
    bar.dir = data.rtl ? "rtl" : "ltr"
    for (const kind of ["name", "statement"]) {
      const button = make("button", "", data.words[`add.${kind}`])
      button.type = "button"
      button.onclick = (event) => {
        event.stopPropagation()
        chosen.removeAllRanges()
        bar.remove()
        setTriggerValue("picked", { type: "words", kind, words, at, nonce: Date.now() })
      }
      bar.append(button)
    }
    bar.style.top = `${place.bottom - home.top + 6}px`
    state.article.append(bar)
    const room = home.width - bar.offsetWidth
    bar.style.left = `${Math.max(0, Math.min(room, (place.left + place.right) / 2 - home.left - bar.offsetWidth / 2))}px`
    state.offer = bar
  }
  state.article.onpointerup = (event) => {
    if (!event.target.closest(".offer")) setTimeout(offer)
  }
  state.article.onkeyup = (event) => {
    if (event.shiftKey) offer()
  }
  state.article.onkeydown = (event) => {
    const at = state.stops.indexOf(event.target)
    if (at < 0) return
    const step = { ArrowLeft: 1, ArrowDown: 1, ArrowRight: -1, ArrowUp: -1 }[event.key]
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault()
      pick(event.target)
    } else if (step || event.key === "Home" || event.key === "End") {
      event.preventDefault()
      const last = state.stops.length - 1
      const next = event.key === "Home" ? 0 : event.key === "End" ? last : Math.min(last, Math.max(0, at + step))
      state.stops[at].tabIndex = -1
      state.stops[next].tabIndex = 0
      state.stops[next].focus()
    }
  }
  if (data.goto && data.goto.nonce !== state.goto) {
    state.goto = data.goto.nonce
    const place = light(state, data, data.goto)
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    place?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" })
  }
}
