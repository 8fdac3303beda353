// Cards beside the article: a heading, what was said, its facts, buttons. Text nodes only.
// data: {rtl, words: {copy, copied, show}, groups: [{heading, chips: [text], cards: [{quote, kind, lit, said, facts: [{label, value}],
//        chips: [{text, kind}], copy}], lines: [{text, goto: {type, id}}], note}]}
const make = (tag, className, text) => {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.className = "root cards"
  root.dir = data.rtl ? "rtl" : "ltr"
  const send = (what) => setTriggerValue("picked", { ...what, nonce: Date.now() })

  const card = (item) => {
    const box = make("div", `card ${item.kind}${item.lit ? " lit" : ""}`)
    box.append(make("p", "said", item.said))
    const facts = make("div", "facts")
    for (const fact of item.facts) {
      const span = make("span", "fact")
      if (fact.label) span.append(make("b", "", fact.label), document.createTextNode(" "))
      span.append(make("bdi", "", fact.value))
      if (fact.title) span.title = fact.title
      facts.append(span)
    }
    for (const chip of item.chips) facts.append(make("span", `chip stance ${chip.kind}`, chip.text))
    facts.append(make("span", "spacer"))
    const show = make("button", "", data.words.show)
    show.type = "button"
    show.onclick = () => send({ type: "quote", id: item.quote })
    const copy = make("button", "", data.words.copy)
    copy.type = "button"
    copy.onclick = async () => {
      await navigator.clipboard.writeText(item.copy)
      copy.textContent = data.words.copied
      setTimeout(() => (copy.textContent = data.words.copy), 1500)
    }
    facts.append(show, copy)
    box.append(facts)
    return box
  }

  root.replaceChildren()
  for (const group of data.groups) {
    if (group.heading) {
      const heading = make("h3")
      heading.append(make("bdi", "", group.heading))
      for (const chip of group.chips) heading.append(make("span", "chip", chip))
      root.append(heading)
    }
    if (group.note) root.append(make("p", "muted", group.note))
    for (const item of group.cards) root.append(card(item))
    if (group.lines.length) {
      const list = make("ul", "lines")
      for (const line of group.lines) {
        const entry = make("li")
        const button = make("button", "", line.text)
        button.type = "button"
        button.onclick = () => send(line.goto)
        entry.append(button)
        list.append(entry)
      }
      root.append(list)
    }
  }
}
