"""The Overview page, with the sample article in the library: from every kind of mark to the words in the article."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

expect.set_options(timeout=30_000)  # a run of the page on a machine that has other work


def opened(page: Page, query: str = "") -> Page:
    page.goto("/?lang=ar")
    page.locator(".m").first.wait_for()
    page.goto(f"/overview?lang=ar{query}")
    expect(page.get_by_text("يستند إلى").first).to_be_visible(timeout=60_000)
    return page


def test_a_row_leads_to_its_statements_and_a_statement_to_its_place(page):
    opened(page)
    table = page.locator("[data-testid=stDataFrame] canvas").first
    expect(table).to_be_visible()
    box = table.bounding_box()
    # The box of the first row; in Arabic its column stands on the left.
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    expect(page.get_by_role("heading", name="الشاهد")).to_be_visible()
    expect(page).to_have_url(re.compile("pick="))
    said = page.locator(".card .said").first
    expect(said).to_be_visible()
    # The whole sentence stands around it.
    assert len(page.locator(".card .passage").first.inner_text()) >= len(said.inner_text())
    page.get_by_role("button", name="اعرضه في المادة").first.click()
    expect(page).to_have_url(re.compile("select=quote%3A|select=quote:"))


def test_a_filter_stands_in_the_address_and_is_restored_by_it(page):
    page.goto("/overview?lang=en&q=لا-وجود-لهذه-الكلمة")
    expect(page.get_by_text("Nothing matches.")).to_be_visible(timeout=60_000)
    search = page.get_by_label("Search the text")
    search.fill("الكرملين")
    search.press("Enter")
    expect(page.get_by_text("Rests on")).to_be_visible()
    expect(page).to_have_url(re.compile("q="))


def test_a_cell_of_the_grid_leads_to_its_statements_in_either_language(page):
    opened(page, "&show=stances")
    cell = page.locator("td button").first
    expect(cell.locator(".sign").first).to_be_visible()
    expect(page.locator(".legend .n")).to_have_text(["+", "−", "○", "؟"])
    spoken = cell.get_attribute("aria-label")
    cell.click()
    expect(page.get_by_role("heading", name="الشاهد")).to_be_visible()
    expect(page.get_by_role("heading", name="الشاهد")).to_contain_text(spoken.partition(" / ")[0])
    expect(page.locator(".card .chip").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Evidence")).to_contain_text(spoken.partition(" / ")[0])
    expect(page.locator("td button").first).to_be_visible()


def test_two_targets_are_merged_by_two_clicks_and_taken_apart_by_one(page):
    opened(page, "&show=stances")
    columns = page.locator("th.column")
    expect(columns.nth(1)).to_be_visible()
    before = columns.all_inner_texts()
    page.locator("th.column button").first.click()
    page.locator(".st-key-merge-overview-into button").first.click()
    merged = page.locator(".st-key-merged")
    expect(merged).to_contain_text(f"«{before[0]}» صار")
    expect(page.locator("th.column", has_text=re.compile(f"^{re.escape(before[0])}$"))).to_have_count(0)
    merged.get_by_role("button", name="تراجع").click()
    expect(merged).to_have_count(0)
    expect(columns).to_have_text(before)


def test_a_statement_of_the_evidence_is_copied_by_key_with_who_said_it_and_where(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, "&pick=%7B%22speaker_kinds%22%3A%5B%22person%22%5D%7D")
    card = page.locator(".card", has=page.locator(".said")).first
    words = card.locator(".said").first.inner_text()
    button = card.get_by_role("button", name=re.compile("^نسخ: "))
    # Each is told from the others.
    assert (
        len(
            set(
                page.locator(".card .actions button:last-child").evaluate_all(
                    "all => all.map(b => b.ariaLabel)"
                )
            )
        )
        > 1
    )
    card.get_by_role("button", name="اعرضه في المادة").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name=re.compile("^نُسخ: "))).to_be_visible()
    said, origin = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert words.split()[0] in said
    assert origin.partition("، ")[0] in card.locator(".facts").inner_text()
    assert f"«{card.locator('h4').inner_text()}»" in origin
    expect(button).to_be_visible()


def test_without_a_clipboard_evidence_is_copied_all_the_same(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.add_init_script(
        "document.execCommand = (what) => { window.copied = document.activeElement.value; return true }"
    )
    opened(page, "&pick=%7B%22speaker_kinds%22%3A%5B%22person%22%5D%7D")
    page.locator(".card .said").first.wait_for()
    page.get_by_role("button", name=re.compile("^نسخ: ")).first.click()
    expect(page.get_by_role("button", name=re.compile("^نُسخ: "))).to_be_visible()
    assert "\n" in page.evaluate("window.copied")


def test_a_bar_leads_to_its_statements_and_becomes_the_filter(page):
    opened(page, "&show=speakers")
    bar = page.locator("[data-testid=stVegaLiteChart] .mark-rect path").first
    bar.click()
    expect(page.get_by_role("heading", name="الشاهد")).to_be_visible()
    page.get_by_role("button", name="اجعله تصفية").click()
    expect(page.get_by_role("button", name=re.compile("أقوال: "))).to_be_visible()
    expect(page).to_have_url(re.compile("of="))
    page.get_by_role("button", name="امسح التصفية").click()
    expect(page.get_by_role("button", name=re.compile("أقوال: "))).to_have_count(0)


def test_what_was_searched_for_is_marked_in_the_sentences(page):
    opened(page, "&q=الكرملين&pick=%7B%22manners%22%3A%5B%22indirect%22%2C%22direct%22%2C%22mixed%22%5D%7D")
    hit = page.locator(".card .hit").first
    expect(hit).to_be_visible()
    assert "كرملين" in hit.inner_text()


def test_a_name_in_the_network_leads_to_the_sentences_that_name_it(page):
    opened(page, "&show=named")
    page.locator("[data-testid=stVegaLiteChart] .mark-rect path").first.click()
    expect(page.locator(".card .name").first).to_be_visible()


def test_a_chart_and_a_table_can_be_kept_and_nothing_is_sent_away(page):
    opened(page, "&show=speakers")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="جدول CSV").first.click()
    kept = Path(waiting.value.path()).read_bytes()
    assert kept.startswith(b"\xef\xbb\xbf")
    lines = kept.decode("utf-8").splitlines()
    assert "القائل" in lines[0]
    assert "قراءة آلية" in lines[-1]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="احفظ SVG").first.click()
    drawing = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert drawing.startswith("<svg")
    assert "<text" in drawing
    # What its colours mean stands in it as on the page.
    for kind in page.locator(".chart-legend").first.locator("span").all_inner_texts():
        assert f">{kind}</text>" in drawing
    assert page.outside == []


def test_the_view_and_the_filters_are_there_again_when_one_comes_back(page):
    opened(page, "&show=verbs&q=الكرملين")
    page.get_by_role("link", name="قراءة", exact=True).click()
    page.locator(".m").first.wait_for()
    page.get_by_role("link", name="نظرة عامة").click()
    expect(page.get_by_label("بحث في النص")).to_have_value("الكرملين")
    expect(page).to_have_url(re.compile("show=verbs"))
