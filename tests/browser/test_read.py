"""The Read page as a person uses it, in a real browser, with the real models."""

import re

from playwright.sync_api import expect


def open_sample(page, query="?lang=ar"):
    page.goto(f"/{query}")
    page.locator(".m").first.wait_for()
    return page


def selected(page) -> str:
    """What the address bar says is selected."""
    page.wait_for_url(re.compile("select="))
    return page.url


def test_the_first_visit_shows_the_sample_marked_in_arabic(page):
    open_sample(page)
    expect(page.locator(".article")).to_have_attribute("dir", "rtl")
    assert page.locator(".m.PERS", has_text="بوتين").count() > 2
    assert page.locator(".q").count() > 5
    assert page.locator(".stApp").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert not page.errors


def test_no_request_leaves_the_host(page):
    open_sample(page)
    page.get_by_role("tab", name="بنظرة").click()
    page.locator("svg.marks").first.wait_for()
    assert page.outside == []


def test_a_click_on_a_name_shows_its_places(page):
    open_sample(page)
    name = page.locator(".m.PERS", has_text="أوشاكوف").first
    name.click()
    expect(name).to_have_class(re.compile("lit"), timeout=1000)
    expect(page.locator(".st-key-panel-open")).to_contain_text("يوري أوشاكوف")
    assert "select=mention" in selected(page)


def test_a_click_on_a_statement_lights_it_with_its_cue_and_speaker(page):
    open_sample(page)
    page.locator(".q", has_text="منفتحة على أي مقترحات").first.click()
    panel = page.locator(".st-key-panel-open")
    expect(panel).to_contain_text("بيسكوف")
    expect(panel).to_contain_text("عبارة الإسناد")
    assert page.locator(".cue").count() >= 1
    assert "بيسكوف" in "".join(page.locator(".who").all_text_contents())


def test_the_scare_quote_is_no_statement(page):
    open_sample(page)
    said = page.locator("[data-testid=stTabs] .card .said").all_text_contents()
    assert said
    assert not any(text.strip("«»") == "الدبلوماسية الخلفية" for text in said)


def test_a_statement_in_the_list_leads_to_its_place(page):
    open_sample(page)
    page.locator("[data-testid=stTabs] .card", has_text="الرئيس بوتين لطالما أكد").get_by_role(
        "button"
    ).first.click()
    lit = page.locator(".article .lit").first
    expect(lit).to_be_in_viewport()


def test_the_language_can_be_switched_and_is_kept_in_the_address(page):
    open_sample(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Who is in the news")).to_be_visible()
    assert "lang=en" in page.url
    page.reload()
    page.locator(".m").first.wait_for()
    expect(page.get_by_role("button", name="العربية")).to_be_visible()


def test_marks_are_reached_and_opened_by_keyboard(page):
    open_sample(page)
    page.locator(".article [tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.getAttribute('role')") == "button"
    page.keyboard.press("Enter")
    assert "select=" in selected(page)


def test_a_link_restores_language_and_selection(page):
    open_sample(page)
    page.locator(".m.PERS", has_text="أوشاكوف").first.click()
    address = selected(page)
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".st-key-panel-open")).to_contain_text("يوري أوشاكوف")
    expect(page.locator(".article .lit").first).to_be_in_viewport()


def test_who_types_its_name_comes_to_it_with_what_is_selected(page):
    page.goto("/read?lang=en&select=mention:3")
    expect(page.locator(".st-key-panel-open h3").first).to_be_visible()
    assert "select=mention" in page.url
    assert "/read" not in page.url


def test_the_page_fits_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_sample(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_click_far_down_leaves_the_text_where_it_is(page):
    open_sample(page)
    name = page.locator(".article .m", has_text="كييف").first
    # A click that finds the page busy is tried again where Playwright has scrolled to, so the place counts that got it.
    page.evaluate("addEventListener('pointerdown', event => { window.pressed = event.clientY })")
    name.click()
    page.locator(".st-key-panel-open h3").first.wait_for()
    page.wait_for_timeout(800)
    box = name.bounding_box()
    line = 300  # pixels, a third of the window: the jump to guard against is one of pages
    assert abs(box["y"] + box["height"] / 2 - page.evaluate("window.pressed")) < line
    expect(page.locator(".st-key-panel-open")).to_be_in_viewport()
