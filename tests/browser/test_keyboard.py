"""Every page walked through by Tab alone, in both languages: nothing is lost, trapped, nameless or unseen, and
headings, language and direction are those that a screen reader needs."""

import itertools

import pytest

PAGES = {
    "read": "/?lang={}",
    "overview": "/overview?lang={}",
    "stances": "/overview?lang={}&show=stances",
    "review": "/review?lang={}",
    "library": "/library?lang={}",
    "names": "/names?lang={}",
    "models": "/models?lang={}",
}
MOST = 400  # steps: no page has so many places
CELLS = 120  # steps within one place: a table is gone through cell by cell
# Marks the place that has the focus and tells of it; and whether what was left looks different now.
STEP = """() => {
  const look = (e) => {
    const told = []
    for (let n = e, k = 0; n && k < 5; k++, n = n.parentElement ?? n.getRootNode().host) {
      const s = getComputedStyle(n)
      told.push([s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join())
    }
    return told.join(';')
  }
  let e = document.activeElement
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
  const left = window.leftBehind
  const seen = !left || !left.element.isConnected || left.element.closest('canvas *') /* drawn */ || left.element === e || look(left.element) !== left.look
  const was = left && left.told
  if (!e || e === document.body || e === document.documentElement) { window.leftBehind = null; return { at: null, seen, was } }
  const root = e.getRootNode()
  const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => root.getElementById?.(id)?.textContent ?? '').join(' ')
  const label = e.labels?.length ? e.labels[0].textContent : e.closest('label')?.textContent
  const name = [e.getAttribute('aria-label'), by, label, e.innerText, e.title, e.placeholder].find((n) => n && n.trim()) ?? ''
  window.places ??= new Map()
  if (!window.places.has(e)) window.places.set(e, window.places.size)
  const told = e.outerHTML.slice(0, 160)
  window.leftBehind = { element: e, look: look(e), told }
  return { at: window.places.get(e), name: name.trim(), told, seen, was }
}"""


def arrived(page, name: str, lang: str) -> None:
    page.goto("/?lang=ar")
    page.locator(".m").first.wait_for()  # the sample is read
    page.goto(PAGES[name].format(lang))
    page.locator(".st-key-head").wait_for()
    page.wait_for_timeout(2_000)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stSkeleton], [data-testid=stStatusWidget]')"
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_by_tab_and_by_ear(page, name, lang):
    arrived(page, name, lang)
    listen(page, lang)
    walk(page)


def walk(page) -> None:
    """Tab from the top to the end."""
    visited, nameless, unseen, again = [], [], [], 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)  # a ring may fade in
        now = page.evaluate(STEP)
        if not now["seen"]:
            unseen.append(now["was"])
        if now["at"] is None or (now["at"] == 0 and visited):
            break
        again = again + 1 if visited and visited[-1] == now["at"] else 0
        table = "<canvas" in now["told"] or "glide-cell" in now["told"]
        assert again < (CELLS if table else 3), f"caught in {now['told']}"
        visited.append(now["at"])
        if not now["name"]:
            nameless.append(now["told"])
    else:
        pytest.fail(f"no end after {MOST} steps: {now['told']}")
    places = page.evaluate(
        "document.querySelectorAll('[data-testid=stMain] :is(button, input, a[href], summary):not([tabindex=\"-1\"])').length"
    )
    assert len(set(visited)) >= min(places // 3, 10), "the focus was lost on the way"
    assert nameless == []
    assert unseen == []


def listen(page, lang: str) -> None:
    """What a screen reader is told: language, direction, headings, pictures' names."""
    page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
    assert page.locator(".stApp").get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[lang]
    levels = [
        int(level)
        for level in page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(e => e.tagName[1])")
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(then <= now + 1 for now, then in itertools.pairwise(levels)), levels
    bare = page.locator(
        "img:not([alt]), [role=img]:not([aria-label]), [role='graphics-document']:not([aria-label])"
    )
    assert bare.evaluate_all("all => all.map(e => e.outerHTML.slice(0, 120))") == []
