// What the signs and colours of a grid of stances mean. Text nodes only.
// data: {rtl, entries: [{kind, text}]}
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  root.className = "root counts"
  root.dir = data.rtl ? "rtl" : "ltr"
  root.replaceChildren(legend(data.entries, "n"))
}
