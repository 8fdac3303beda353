// Tells the browser the page's language, and says in it what Streamlit itself says in English and no setting
// translates: names for a screen reader, and a few words of fields, lists and notices.
// data: {lang, dir, words: [[English, ours]]}; {x} in both stands for whatever is there.
// Text is looked at in PLACES alone, where the words of articles do not stand, only their titles and names in lists.
const NAMES = ["aria-label", "placeholder", "title"]
const PLACES = [
  "InputInstructions", "stSelectboxVirtualDropdown", "stMultiSelectDropdown", "stSkipToContent", "stStatusWidget",
  "stDateInputCalendar", "stDialog", "stMainMenuPopover",
].map((name) => `[data-testid=${name}]`).join(", ") + ", [aria-live], [data-floating-ui-portal] [role=listbox]"
let watch

export default function ({ data }) {
  document.documentElement.lang = data.lang
  document.querySelector(".stApp")?.setAttribute("dir", data.dir)
  watch?.disconnect()
  if (!data.words.length) return
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  const table = data.words.map(([english, ours]) => [
    new RegExp(`^\\s*${plain(english).replace("\\{x\\}", "(.*)")}\\s*$`, "s"), ours,
  ])
  // The calendar's months are those of the browser's language, which need not be the page's.
  const months = (lang) => [...Array(12).keys()].map((k) => new Date(2000, k, 1).toLocaleString(lang, { month: "long" }))
  const ours = months("ar-EG")
  months("en").forEach((month, k) => table.push([new RegExp(`^${month}$`), ours[k]]))
  const said = (text) => {
    if (!text || !/[A-Za-z]/.test(text)) return text
    for (const [form, ours] of table) {
      const found = form.exec(text)
      if (found) return ours.replace("{x}", () => found[1])
    }
    return text
  }
  const name = (element) => {
    for (const attribute of NAMES) {
      const now = element.getAttribute(attribute)
      const then = said(now)
      if (then !== now) element.setAttribute(attribute, then)
    }
  }
  const word = (node) => {
    const then = said(node.data)
    if (then !== node.data) node.data = then
  }
  const words = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) word(texts.currentNode)
  }
  const look = (element) => {
    name(element)
    element.querySelectorAll(NAMES.map((each) => `[${each}]`).join(", ")).forEach(name)
    if (element.closest(PLACES)) words(element)
    else element.querySelectorAll(PLACES).forEach(words)
  }
  watch = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") name(target)
      else if (type === "characterData") target.parentElement?.closest(PLACES) && word(target)
      else
        for (const node of addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) look(node)
          else if (node.nodeType === Node.TEXT_NODE && target.closest(PLACES)) word(node)
        }
    }
  })
  look(document.body)
  watch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  })
  return () => watch.disconnect()
}
