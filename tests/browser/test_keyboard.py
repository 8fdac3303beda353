"""Every page walked through by Tab alone, in both languages: nothing is lost, trapped, nameless or unseen, and
headings, language and direction are those that a screen reader needs."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import served, visit

from articles.article import Article
from articles.library import Library
from models.findings import Entity, Mention
from tests.components.test_app import TEXT, analysis

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

# The name of the place that has the focus.
FOCUSED = """() => {
  let e = document.activeElement
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
  return e.getAttribute("aria-label")
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


def test_every_statement_of_an_article_is_reached_by_the_arrows(browser, tmp_path):
    with served(tmp_path) as site, visit(browser, site) as page:
        page.goto(f"/?lang=en&article={overlapping(tmp_path)}")
        page.locator(".article [tabindex='0']").focus()
        labels = []
        for _ in range(5):
            labels.append(page.evaluate(FOCUSED))
            page.keyboard.press("ArrowLeft")
    assert labels == [
        "خالد المنصوري: person",
        "الحكومة: organisation",
        "Indirect quotation: خالد المنصوري",
        "Direct quotation: مصدر",
        "Indirect quotation: مصدر",
    ]


def overlapping(folder: Path) -> str:
    """An article whose first statement begins with a name and whose others begin together: its id."""
    article = Article(TEXT, "خبر.txt", title="خبر قصير")
    found = analysis(article)
    at = TEXT.index("الحكومة")
    name = Mention(at, at + len("الحكومة"), "الحكومة", "ORG", 0.9, 1)
    last = found.quotes[1]
    inner = replace(last, end=last.start + len("الحل"), text="الحل", kind="direct")
    found = replace(
        found,
        mentions=(*found.mentions, name),
        entities=(*found.entities, Entity(1, "الحكومة", "ORG", (), (1,))),
        quotes=(*found.quotes, inner),
    )
    Library(folder / "library.sqlite").bring_in([found])
    return article.id


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
