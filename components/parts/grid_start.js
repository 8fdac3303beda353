// A table is a drawing: a screen reader is told its name. Tables keep columns left to right; under right-to-left they
// are handed over reversed, so reading begins at the right end: scroll there once, when the table has been drawn.
// data: {rtl, name}
export default function ({ data }) {
  const wait = setInterval(() => {
    const tables = document.querySelectorAll("[data-testid=stDataFrame] .dvn-scroller")
    for (const table of tables) {
      if (table.dataset.begun || table.scrollWidth === 0) continue
      if (data.rtl) table.scrollLeft = table.scrollWidth
      table.setAttribute("role", "group") // it takes the focus where it can be scrolled
      table.setAttribute("aria-label", data.name)
      table.closest("[data-testid=stDataFrame]").querySelector("canvas[tabindex]")?.setAttribute("aria-label", data.name)
      table.dataset.begun = "yes"
    }
    if (tables.length > 0 && [...tables].every((table) => table.dataset.begun)) clearInterval(wait)
  }, 100)
  return () => clearInterval(wait)
}
