// A grid of counts: names at its edges, in every cell that holds something numbers that can be clicked. Text nodes only.
// data: {rtl, corner, columns: [text], rows: [text], cells: [[null | {shade: 0..1, parts: [{kind, n}], mark, title}]], picked: [row, column]|null,
//        heads: {word, rows: [bool], columns: [bool]}}
// The names marked in `heads` are buttons; `word` says what for.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.className = "root counts"
  root.dir = data.rtl ? "rtl" : "ltr"
  const named = heads(data.heads, setTriggerValue)
  const table = make("table")
  const head = make("tr")
  head.append(make("th", "corner", data.corner))
  data.columns.forEach((name, column) => {
    const cell = make("th", "column")
    cell.scope = "col"
    cell.append(named(name, "columns", column))
    cell.title = name
    head.append(cell)
  })
  table.append(head)
  data.rows.forEach((name, row) => {
    const line = make("tr")
    const label = make("th", "row")
    label.scope = "row"
    label.append(named(name, "rows", row))
    label.title = name
    line.append(label)
    data.cells[row].forEach((cell, column) => {
      const box = make("td")
      if (cell) {
        const button = make("button", cell.mark ? "mixed" : "")
        button.type = "button"
        button.title = cell.title
        button.setAttribute("aria-label", cell.title)
        button.style.setProperty("--shade", `${Math.round(cell.shade * 100)}%`)
        for (const { kind, n } of cell.parts) {
          const count = make("span", `n ${kind}`)
          if (kind in SIGNS) count.append(make("span", "sign", SIGNS[kind]))
          count.append(String(n))
          button.append(count)
        }
        if (cell.mark) button.append(make("small", "", cell.mark))
        if (data.picked && data.picked[0] === row && data.picked[1] === column) button.classList.add("lit")
        button.onclick = () => setTriggerValue("picked", { row, column, nonce: Date.now() })
        box.append(button)
      }
      line.append(box)
    })
    table.append(line)
  })
  const frame = make("div", "frame")
  frame.append(table)
  root.replaceChildren(frame)
}
