// Speakers × targets as counts: a table whose numbers are buttons. Text nodes only.
// data: {rtl, caption, corner, targets: [text], rows: [{speaker, cells: [{mixed, counts: [{kind, n, aria}]}|null]}],
//        legend: [{kind, text}], mixed, picked: {row, column, kind}|null, heads: {word, rows: [bool], columns: [bool]}}
// The names marked in `heads` are buttons; `word` says what for.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.className = "root stands"
  root.dir = data.rtl ? "rtl" : "ltr"
  root.replaceChildren()
  const named = heads(data.heads, setTriggerValue)
  const scroller = make("div", "scroller")
  const table = make("table")
  table.append(make("caption", "", data.caption))
  const head = make("tr")
  head.append(make("th", "corner", data.corner))
  data.targets.forEach((target, c) => {
    const cell = make("th")
    cell.scope = "col"
    cell.append(named(target, "columns", c))
    head.append(cell)
  })
  const top = make("thead")
  top.append(head)
  const body = make("tbody")
  data.rows.forEach((row, r) => {
    const line = make("tr")
    const name = make("th")
    name.scope = "row"
    name.append(named(row.speaker, "rows", r))
    line.append(name)
    row.cells.forEach((cell, c) => {
      const box = make("td")
      if (cell) {
        const counts = make("div", "counts")
        for (const { kind, n, aria } of cell.counts) {
          const button = make("button", `count ${kind}`)
          button.append(make("span", "sign", SIGNS[kind]), document.createTextNode(String(n)))
          button.type = "button"
          button.title = aria
          button.setAttribute("aria-label", aria)
          const at = data.picked
          button.setAttribute("aria-pressed", String(!!at && at.row === r && at.column === c && at.kind === kind))
          button.onclick = () => setTriggerValue("picked", { row: r, column: c, kind, nonce: Date.now() })
          counts.append(button)
        }
        box.append(counts)
        if (cell.mixed) box.append(make("span", "mixed", data.mixed))
      }
      line.append(box)
    })
    body.append(line)
  })
  table.append(top, body)
  scroller.append(table)
  root.append(legend(data.legend, "count"), scroller)
}
