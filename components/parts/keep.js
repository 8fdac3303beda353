// A button that keeps a chart of this page as an SVG file: the drawing as it stands, on white, with its own letters' direction.
// data: {key, word, name, note}
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = data.word
  button.onclick = () => {
    const drawn = document.querySelector(`.st-key-${CSS.escape(data.key)} svg.marks`)
    if (!drawn) return
    const copy = drawn.cloneNode(true)
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style")
    style.textContent = "text { fill: #1B1D21; direction: ltr; unicode-bidi: plaintext; }"
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect")
    ground.setAttribute("width", "100%")
    ground.setAttribute("height", "100%")
    ground.setAttribute("fill", "#FFFFFF")
    copy.prepend(style, ground)
    // Under the drawing, what it rests on and who read it.
    const width = drawn.width.baseVal.value
    const height = drawn.height.baseVal.value + 26
    copy.setAttribute("height", height)
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`)
    const note = document.createElementNS("http://www.w3.org/2000/svg", "text")
    note.textContent = data.note
    note.setAttribute("x", width / 2)
    note.setAttribute("y", height - 9)
    note.setAttribute("text-anchor", "middle")
    note.setAttribute("font-size", "11")
    note.setAttribute("font-family", "IBM Plex Sans Arabic, sans-serif")
    copy.append(note)
    const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }))
    const link = document.createElement("a")
    link.href = address
    link.download = `${data.name}.svg`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10000)
  }
  root.replaceChildren(button)
}
