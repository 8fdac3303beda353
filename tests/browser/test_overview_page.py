"""The Overview page, with the sample article in the library: from a row to the words in the article."""

import re

from playwright.sync_api import expect


def test_a_row_leads_to_its_statements_and_a_statement_to_its_place(page):
    page.goto("/?lang=ar")
    page.locator(".m").first.wait_for()
    page.goto("/overview?lang=ar")
    expect(page.get_by_text("يستند إلى")).to_be_visible(timeout=60_000)
    table = page.locator("[data-testid=stDataFrame] canvas").first
    expect(table).to_be_visible()
    box = table.bounding_box()
    # The box of the first row; in Arabic its column stands on the left.
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    expect(page.get_by_role("heading", name="الشاهد")).to_be_visible()
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
