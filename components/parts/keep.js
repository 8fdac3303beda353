// A button that keeps a chart of this page as an SVG file: the drawing as it stands, on white, with its own letters'
// direction, and under it what its colours mean, what it rests on and who read it.
// data: {key, word, name, note, rtl, legend: [{kind, colour}]}
const SIZE = 11 // of the words under the drawing
const LINE = 20
const MARGIN = 10
const SQUARE = 10
const FONT = "IBM Plex Sans Arabic, sans-serif"
const svg = (tag, attributes, text) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (text !== undefined) element.textContent = text
  return element
}

// The entries of a legend in lines as wide as the drawing, from where reading begins; at: where each begins, from there.
const placed = (entries, width) => {
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = `${SIZE}px ${FONT}`
  let at = MARGIN
  let line = 0
  return entries.map((entry) => {
    const wide = SQUARE + 6 + pen.measureText(entry.kind).width
    if (at > MARGIN && at + wide > width - MARGIN) {
      at = MARGIN
      line += 1
    }
    const place = { ...entry, at, line }
    at += wide + 16
    return place
  })
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = data.word
  button.onclick = () => {
    const drawn = document.querySelector(`.st-key-${CSS.escape(data.key)} svg.marks`)
    if (!drawn) return
    const width = drawn.width.baseVal.value
    const top = drawn.height.baseVal.value
    const entries = placed(data.legend, width)
    const lines = entries.length ? entries[entries.length - 1].line + 1 : 0
    const height = top + lines * LINE + 26
    const copy = drawn.cloneNode(true)
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    copy.setAttribute("height", height)
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`)
    copy.prepend(
      svg("style", {}, "text { fill: #1B1D21; direction: ltr; unicode-bidi: plaintext; }"),
      svg("rect", { width: "100%", height: "100%", fill: "#FFFFFF" }),
    )
    const words = { "font-size": SIZE, "font-family": FONT }
    for (const { kind, colour, at, line } of entries) {
      const y = top + line * LINE + 4
      const x = data.rtl ? width - at - SQUARE : at
      const side = data.rtl ? { x: x - 6, "text-anchor": "end" } : { x: x + SQUARE + 6, "text-anchor": "start" }
      copy.append(svg("rect", { x, y, width: SQUARE, height: SQUARE, rx: 2, fill: colour }))
      copy.append(svg("text", { ...words, ...side, y: y + SQUARE - 1 }, kind))
    }
    copy.append(svg("text", { ...words, x: width / 2, y: height - 9, "text-anchor": "middle" }, data.note))
    const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }))
    const link = document.createElement("a")
    link.href = address
    link.download = `${data.name}.svg`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10000)
  }
  root.replaceChildren(button)
}
