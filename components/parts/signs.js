// The sign of each stance, so that its colour is not all that tells it from the others, and the line that explains them.
const SIGNS = { favor: "+", against: "−", neutral: "○", unsure: "؟" }
// entries: [{kind, text}]; className: what a count of the grid is drawn as
const legend = (entries, className) => {
  const line = make("div", "legend")
  for (const { kind, text } of entries) {
    const item = make("span")
    item.append(make("i", `${className} ${kind}`, SIGNS[kind]), make("bdi", "", text))
    line.append(item)
  }
  return line
}
