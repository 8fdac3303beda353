"""An editor's work in a browser: copying, deciding where somebody stands, merging a name, and back again."""

from playwright.sync_api import expect
from test_read import open_sample


def panel(page):
    return page.locator(".st-key-panel-open")


def test_a_copied_statement_says_who_said_it_and_where(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_sample(page)
    card = page.locator("[data-testid=stTabs] .card", has_text="منفتحة على أي مقترحات")
    card.get_by_role("button", name="نسخ").click()
    expect(card.get_by_role("button", name="نُسخ")).to_be_visible()
    words, origin = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert "منفتحة على أي مقترحات" in words
    assert origin.startswith("دميتري بيسكوف")


def test_without_a_clipboard_it_is_copied_all_the_same(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.add_init_script(
        "document.execCommand = (what) => { window.copied = getSelection().toString() || document.activeElement.value; return true }"
    )
    open_sample(page)
    card = page.locator("[data-testid=stTabs] .card", has_text="منفتحة على أي مقترحات")
    card.get_by_role("button", name="نسخ").click()
    expect(card.get_by_role("button", name="نُسخ")).to_be_visible()
    assert "دميتري بيسكوف" in page.evaluate("window.copied")


def test_lines_lead_from_the_speaker_to_the_cue_to_the_statement(page):
    open_sample(page)
    page.locator(".q", has_text="منفتحة على أي مقترحات").first.click()
    expect(page.locator(".article svg.lines path")).to_have_count(2)
    page.locator(".m.PERS", has_text="أوشاكوف").first.click()
    expect(page.locator(".article svg.lines")).to_have_count(0)


def test_a_number_leads_to_its_evidence_and_a_verdict_changes_it(page):
    open_sample(page)
    page.get_by_role("tab", name="المواقف").click()
    page.locator(".stands button.count").first.click()
    evidence = page.locator("[data-testid=stTabs] .card .evidence").first
    expect(evidence).to_be_visible()
    before = page.locator(".stands button.count.against").count()
    page.locator("[class*=st-key-verdict-grid]").first.get_by_role("button", name="معارض", exact=True).click()
    expect(page.locator(".stands button.count.against")).to_have_count(before + 1)
    page.get_by_role("tab", name="الأقوال").click()
    page.locator(".st-key-undo-list").get_by_role("button", name="تراجع").click()
    page.get_by_role("tab", name="المواقف").click()
    expect(page.locator(".stands button.count.against")).to_have_count(before)


def test_two_targets_of_the_grid_are_merged_by_two_clicks_and_taken_apart_by_one(page):
    open_sample(page)
    page.get_by_role("tab", name="المواقف").click()
    heads = page.locator(".stands thead button.head")
    expect(heads.first).to_be_visible()
    name, before = heads.first.inner_text(), heads.count()
    heads.first.click()
    page.locator(".st-key-merge-read-into button").last.click()
    expect(page.locator(".st-key-merged")).to_contain_text(f"«{name}» صار")
    expect(heads).to_have_count(before - 1)
    page.locator(".st-key-merged").get_by_role("button", name="تراجع").click()
    expect(heads).to_have_count(before)


def test_a_name_is_merged_in_all_articles_and_the_names_page_takes_it_back(page):
    open_sample(page)
    page.locator(".m.PERS", has_text="أوشاكوف").first.click()
    panel(page).get_by_role("button", name="ادمجه في اسم آخر").click()
    into = page.get_by_role("combobox", name="الاسم الذي يُدمج فيه")
    into.fill("بيسكوف")
    page.get_by_role("option", name="دميتري بيسكوف").click()
    page.get_by_text("في كل المواد", exact=True).click()
    page.locator("[data-testid=stPopoverBody]").get_by_role("button", name="احفظ").click()
    expect(panel(page).locator("h3").first).to_contain_text("دميتري بيسكوف")
    page.goto("/names?lang=ar")
    line = page.get_by_text("يوري أوشاكوف ← دميتري بيسكوف")
    expect(line).to_be_visible()
    page.locator("[class*=st-key-line-undo]").get_by_role("button", name="تراجع").click()
    expect(line).to_have_count(0)
    open_sample(page)
    page.locator(".m.PERS", has_text="أوشاكوف").first.click()
    expect(panel(page).locator("h3").first).to_contain_text("يوري أوشاكوف")


def select(span, words):
    """Select the words within a span of the article, as with the mouse."""
    span.evaluate(
        """(span, words) => {
            const at = span.firstChild.data.indexOf(words)
            const range = document.createRange()
            range.setStart(span.firstChild, at)
            range.setEnd(span.firstChild, at + words.length)
            const selection = span.getRootNode().getSelection()
            selection.removeAllRanges()
            selection.addRange(range)
            span.dispatchEvent(new PointerEvent("pointerup", {bubbles: true, composed: true}))
        }""",
        words,
    )


def test_selected_words_are_added_as_a_name(page):
    open_sample(page)
    select(page.locator(".article p.body span", has_text="مسار الأزمة").first, "الأزمة الأوكرانية")
    page.locator(".offer").get_by_role("button", name="أضفه اسمًا").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("مسمى", exact=True).click()
    dialog.get_by_role("button", name="احفظ").click()
    added = page.locator(".article .m.MISC", has_text="الأزمة الأوكرانية")
    expect(added.first).to_be_visible()
    page.locator(".st-key-undo-list").get_by_role("button", name="تراجع").click()
    expect(added).to_have_count(0)


def test_selected_words_are_a_statement_where_they_were_selected(page):
    # The headline has these words, too.
    open_sample(page)
    select(page.locator(".article p.body span", has_text="في زيارة غير معلنة").first, "في زيارة غير")
    page.locator(".offer").get_by_role("button", name="أضفه قولًا").click()
    page.get_by_role("dialog").get_by_role("button", name="احفظ").click()
    added = page.locator(".article p", has_text="معلنة مسبقًا").locator(".q", has_text="في زيارة غير")
    expect(added.first).to_be_visible()
    expect(page.locator(".article .q", has_text="زيارة غير مسبوقة")).to_have_count(0)
    page.locator(".st-key-undo-list").get_by_role("button", name="تراجع").click()
    expect(added).to_have_count(0)


def test_the_reviewers_name_is_kept_in_the_browser(page):
    page.goto("/review?lang=ar")
    field = page.get_by_role("textbox", name="اسم المراجع")
    field.fill("سلمى")
    field.press("Enter")
    page.wait_for_function("localStorage.getItem('rawi-reviewer') === 'سلمى'")
    page.reload()
    expect(page.get_by_role("textbox", name="اسم المراجع")).to_have_value("سلمى", timeout=60_000)
    page.goto("/?lang=ar")
    expect(page.get_by_role("textbox", name="اسم المراجع")).to_have_value("سلمى", timeout=60_000)


def test_the_queue_is_worked_through_by_keys(page):
    page.goto("/review?lang=ar")
    card = page.locator(".card .said")
    first = card.first.inner_text()
    page.keyboard.press("1")
    expect(card.first).not_to_have_text(first)
    expect(page.locator(".st-key-queue-back button")).to_be_enabled()
    page.keyboard.press("0")
    expect(card.first).to_have_text(first)
    page.keyboard.press("3")
    expect(card.first).not_to_have_text(first)
