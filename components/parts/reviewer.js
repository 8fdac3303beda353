// Keeps the reviewer's name in this browser, so that it need not be typed at every visit.
// data: {name: text|null}; null: not asked yet in this visit.
const KEY = "rawi-reviewer"

export default function ({ data, setTriggerValue }) {
  try {
    if (data.name) localStorage.setItem(KEY, data.name)
    else if (data.name === "") localStorage.removeItem(KEY)
    else setTriggerValue("kept", localStorage.getItem(KEY) ?? "")
  } catch {
    // A browser that keeps nothing: the name holds for this visit.
  }
}
