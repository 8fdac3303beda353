// Evidence: sentences with their marks, what they are, and the way to them; or several tellings in a table. Text nodes only.
// data: {rtl, words: {copy, copied, show}, columns: [text]|null,
//        items: [{heading, passages: [[{t, k: [kind]}]], facts: [text], chips: [{kind, text}], said, copy, at}]}
// With columns, an item's facts are the first cells of its row and its passage the last.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.className = "root evidence"
  root.dir = data.rtl ? "rtl" : "ltr"

  const passage = (segments) => {
    const line = make("p", "passage")
    for (const segment of segments) line.append(make("span", segment.k.join(" "), segment.t))
    return line
  }

  const actions = (item) => {
    const box = make("span", "actions")
    const show = make("button", "", data.words.show)
    show.type = "button"
    show.onclick = () => setTriggerValue("picked", { ...item.at, nonce: Date.now() })
    box.append(show)
    if (item.copy) box.append(copyButton(item.copy, item.said, data.words))
    return box
  }

  const card = (item) => {
    const box = make("div", "card")
    if (item.heading) {
      const heading = make("h4")
      heading.append(make("bdi", "", item.heading))
      box.append(heading)
    }
    for (const segments of item.passages) box.append(passage(segments))
    const facts = make("div", "facts")
    for (const fact of item.facts) facts.append(make("bdi", "", fact))
    const foot = make("div", "foot")
    for (const chip of item.chips) foot.append(make("span", `chip ${chip.kind}`, chip.text))
    foot.append(actions(item))
    box.append(facts, foot)
    return box
  }

  const table = () => {
    const out = make("table")
    const head = make("tr")
    for (const name of data.columns) head.append(make("th", "", name))
    head.append(make("th"))
    out.append(head)
    for (const item of data.items) {
      const row = make("tr")
      for (const fact of item.facts) {
        const cell = make("td", "fact")
        cell.append(make("bdi", "", fact))
        row.append(cell)
      }
      const words = make("td", "words")
      for (const segments of item.passages) words.append(passage(segments))
      const end = make("td")
      end.append(actions(item))
      row.append(words, end)
      out.append(row)
    }
    const frame = make("div", "frame")
    frame.append(out)
    return [frame]
  }

  root.replaceChildren(...(data.columns ? table() : data.items.map(card)))
}
