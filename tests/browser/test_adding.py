"""Adding articles in the browser: good files, broken ones, hostile ones."""

import re

import pytest
from playwright.sync_api import expect

PLAIN = "وزيرة التعليم تعلن خطة جديدة\n\nقالت وزيرة التعليم سلمى الحارثي إن الوزارة ستبني عشر مدارس في مسقط هذا العام."
HOSTILE = """عنوان <img src=x onerror="window.hacked=1"> غريب

قال خالد المنصوري إن <script>window.hacked=1</script> الحكومة <b>ترفض</b> القرار.
<style>.stApp{display:none}</style><form action="https://example.org"><input name=password></form>
<iframe src="https://example.org"></iframe> **غامق** $x^2$ [رابط](https://example.org) \u202eمقلوب\u202c
وأضاف المنصوري: «لا نقبل <a href="javascript:window.hacked=1">هذا</a> الاقتراح أبدا ولن نوقعه».
"""


@pytest.fixture
def shelf(page):
    """The Library page, its uploader ready."""
    page.goto("/library?lang=ar")
    page.locator("input[type=file]").first.wait_for(state="attached")
    return page


def upload(page, *files: tuple[str, bytes]):
    page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    )
    # The button works once every file has arrived.
    expect(page.locator("[data-testid=stFileChipDeleteBtn]")).to_have_count(len(files), timeout=30_000)
    page.get_by_role("button", name="أضف واقرأ").first.click()


def results(page):
    """The table of what became of each file, as its accessible copy has it."""
    page.get_by_text("نتيجة كل ملف").wait_for()
    return page.locator("[data-testid=stTable]").first


def test_a_good_file_is_read_while_a_broken_one_is_explained(shelf):
    upload(shelf, ("خبر جديد.txt", PLAIN.encode()), ("تالف.pdf", b"%PDF-1.7 not really"), ("فارغ.txt", b""))
    table = results(shelf)
    expect(table).to_contain_text("أُضيف")
    expect(table).to_contain_text("تالف.pdf")
    expect(table).to_contain_text("الملف تالف")
    expect(table).to_contain_text("الملف فارغ")


def test_what_was_uploaded_can_be_read(shelf):
    text = PLAIN.replace("سلمى الحارثي", "منى الشامسي")
    upload(shelf, ("آخر.txt", text.encode()))
    results(shelf)
    shelf.get_by_role("link", name=re.compile("^قراءة")).first.click()
    shelf.locator(".m", has_text="منى الشامسي").first.wait_for()
    expect(shelf.locator(".article")).to_contain_text("ستبني عشر مدارس")


def test_the_same_text_again_is_told(shelf):
    text = PLAIN.replace("عشر مدارس", "تسع مدارس")
    upload(shelf, ("أول.txt", text.encode()), ("ثان.txt", text.encode()))
    expect(results(shelf)).to_contain_text("موجود من قبل")


def test_a_hostile_article_changes_nothing(shelf):
    upload(shelf, ("<img src=x onerror=window.hacked=1>.txt", HOSTILE.encode()))
    results(shelf)
    shelf.get_by_role("link", name=re.compile("^قراءة")).first.click()
    shelf.locator(".m", has_text="المنصوري").first.wait_for()
    shelf.get_by_role("tab", name="بنظرة").click()
    shelf.locator("svg.marks").first.wait_for()
    article = shelf.locator(".article")
    expect(article).to_contain_text("<script>window.hacked=1</script>")
    assert article.locator("script, style, form, iframe, img, a, b").count() == 0
    assert shelf.evaluate("window.hacked") is None
    assert shelf.locator("iframe[src*='example'], form[action*='example'], a[href*='example']").count() == 0
    assert shelf.locator(".stApp").is_visible()
    assert shelf.outside == []


def test_pasted_text_is_added(shelf):
    shelf.get_by_role("tab", name="لصق نص").click()
    shelf.get_by_label("نص المادة").fill(PLAIN.replace("مسقط", "صلالة"))
    shelf.get_by_role("button", name="أضف واقرأ").last.click()
    expect(results(shelf)).to_contain_text("أُضيف")


def test_a_phone_shows_the_titles_first(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=site)
    phone = context.new_page()
    phone.goto("/library?lang=ar")
    grid = phone.locator("[data-testid=stDataFrame] .dvn-scroller")
    grid.wait_for(timeout=60_000)
    # Columns run left to right; the title is the last of them, where reading begins.
    phone.wait_for_function(
        "() => { const g = document.querySelector('[data-testid=stDataFrame] .dvn-scroller');"
        " return g.scrollLeft > 0 && g.scrollLeft + g.clientWidth >= g.scrollWidth - 1 }"
    )
    context.close()


def test_markdown_in_windows_1256_is_read_and_shown_right(shelf):
    text = "\n\n".join(
        (
            "# ميناء صور يعود إلى العمل بعد الترميم",
            "قال مدير الميناء رامي الدبس إن «الأرصفة الثلاثة جاهزة لاستقبال السفن»، ووصف الكلفة بأنها 40% من المتوقع؛ أي أقل كثيرًا.",
            "وأضافت وزيرة النقل هيفاء شاهين أن العمل يبدأ غدًا – لا بعد شهر.",
        )
    )
    upload(shelf, ("ميناء صور.md", text.encode("windows-1256")))
    table = results(shelf)
    expect(table).to_contain_text("ميناء صور.md")
    expect(table).to_contain_text("أُضيف")
    shelf.get_by_role("link", name=re.compile("^قراءة")).first.click()
    article = shelf.locator(".article, [data-testid=stText]").first  # read by the models, or still waiting
    expect(article).to_contain_text("ميناء صور يعود إلى العمل بعد الترميم")
    expect(article).to_contain_text(
        "«الأرصفة الثلاثة جاهزة لاستقبال السفن»، ووصف الكلفة بأنها 40% من المتوقع؛ أي أقل كثيرًا."
    )
    expect(article).to_contain_text("غدًا – لا بعد شهر.")
