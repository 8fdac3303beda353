// What a copy button does, for every component that has one: its script follows this one.
// Over plain http the browser offers no clipboard: there a selected field does it.
const copyOldWay = (text) => {
  const field = document.createElement("textarea")
  field.value = text
  field.style.cssText = "position:fixed;opacity:0"
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}

// The button says for a moment that it was done; the beginning of `about` tells it from the others to who does not see them.
const copyButton = (text, about, words) => {
  const button = document.createElement("button")
  button.type = "button"
  const begins = about.length < 60 ? about : `${about.slice(0, 60)}…`
  const say = (word, live) => {
    button.setAttribute("aria-live", live)
    button.textContent = word
    button.setAttribute("aria-label", `${word}: ${begins}`)
  }
  say(words.copy, "off")
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      copyOldWay(text)
      button.focus()
    }
    say(words.copied, "polite")
    setTimeout(() => say(words.copy, "off"), 1500)
  }
  return button
}
