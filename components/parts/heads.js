// The names at the edges of a grid: those that `marked` tells of are buttons, `marked.word` says what for.
// marked: {word, rows: [bool], columns: [bool]}
const heads = (marked, setTriggerValue) => (text, edge, n) => {
  const name = make("bdi", "", text)
  if (!marked[edge][n]) return name
  const button = make("button", "head")
  button.type = "button"
  button.title = marked.word
  button.append(name)
  button.onclick = () => setTriggerValue("picked", { head: edge, n, nonce: Date.now() })
  return button
}

