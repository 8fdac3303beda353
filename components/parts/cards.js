// Cards beside the article: a heading, what was said, its facts, buttons. Text nodes only.
// data: {rtl, words: {copy, copied, show}, groups: [{heading, chips: [text], facts: [fact], cards: [{quote, kind, lit, faint, said,
//        facts: [{label, value, title}], evidence: {label, text}|null, chips: [{text, kind, title}], copy}], lines: [{text, goto: {type, id}|null}]}]}
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.className = "root cards"
  root.dir = data.rtl ? "rtl" : "ltr"
  const send = (what) => setTriggerValue("picked", { ...what, nonce: Date.now() })

  const facts = (items) => {
    const list = make("div", "facts")
    for (const item of items) {
      const span = make("span", "fact")
      if (item.label) span.append(make("b", "", `${item.label}:`), document.createTextNode(" "))
      span.append(make("bdi", "", item.value))
      if (item.title) {
        span.title = item.title
        span.classList.add("more")
      }
      list.append(span)
    }
    return list
  }

  const action = (word, act) => {
    const button = make("button", "", word)
    button.type = "button"
    button.onclick = act
    return button
  }

  const card = (item) => {
    const box = make("div", `card ${item.kind}${item.lit ? " lit" : ""}${item.faint ? " faint" : ""}`)
    box.append(make("p", "said", item.said), facts(item.facts))
    if (item.evidence) {
      const evidence = make("p", "evidence")
      evidence.append(make("b", "", item.evidence.label), make("bdi", "", item.evidence.text))
      box.append(evidence)
    }
    const foot = make("div", "foot")
    for (const chip of item.chips) {
      const stance = make("span", `chip stance ${chip.kind}`, chip.text)
      stance.title = chip.title
      foot.append(stance)
    }
    const actions = make("span", "actions")
    actions.append(
      action(data.words.show, () => send({ type: "quote", id: item.quote })),
      copyButton(item.copy, item.said, data.words),
    )
    foot.append(actions)
    box.append(foot)
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
    if (group.facts.length) root.append(facts(group.facts))
    for (const item of group.cards) root.append(card(item))
    if (group.lines.length) {
      const list = make("ul", "lines")
      for (const line of group.lines) {
        const entry = make("li", "", line.goto ? "" : line.text)
        if (line.goto) {
          const button = make("button", "", line.text)
          button.type = "button"
          button.onclick = () => send(line.goto)
          entry.append(button)
        }
        list.append(entry)
      }
      root.append(list)
    }
  }
}
