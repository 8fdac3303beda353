// Tables keep columns left to right; under right-to-left they are handed over reversed, so reading begins
// at the right end: scroll there once, when the table has been drawn.
export default function () {
  const wait = setInterval(() => {
    const tables = document.querySelectorAll("[data-testid=stDataFrame] .dvn-scroller")
    for (const table of tables) {
      if (table.dataset.begun || table.scrollWidth === 0) continue
      table.scrollLeft = table.scrollWidth
      table.dataset.begun = "yes"
    }
    if (tables.length > 0 && [...tables].every((table) => table.dataset.begun)) clearInterval(wait)
  }, 100)
  return () => clearInterval(wait)
}
