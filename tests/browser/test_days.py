"""Three ordinary days of a newsroom, whole, in Arabic: the sample before it is published, an article pile before the
meeting at noon, the weekly audit. One dashboard and one library for the three of them.
"""

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from conftest import served, visit
from playwright.sync_api import Page, expect

# Outlet, date, title, text: a monitoring export.
PILE = [
    ("رويترز", "2024-05-12", "الوسيط: الطرفان قريبان من وقف إطلاق النار",
     "قال مبعوث الأمم المتحدة هانس كروغر إن وقف إطلاق النار خطوة ضرورية يرحب بها الجميع ويجب أن تبدأ اليوم. "
     "وأضاف كروغر أن القوافل جاهزة عند المعبر."),
    ("الأناضول", "2024-05-12", "الطيبي يؤيد الهدنة",
     "أكد وزير الخارجية كمال الطيبي أن بلاده تؤيد وقف إطلاق النار تأييدا كاملا وترحب بأي جهد لإنهاء القتال. "
     "وقال مصدر دبلوماسي إن الجلسة المقبلة ستعقد يوم الخميس."),
    ("الجزيرة نت", "2024-05-13", "الشهابي يرفض المقترح",
     "أعلن القائد الميداني رائد الشهابي رفضه وقف إطلاق النار، وقال الشهابي: «لن نقبل وقف إطلاق النار ما دامت "
     "المدينة محاصرة، وهو استسلام لا نوقعه أبدا»."),
    ("سبوتنيك", "2024-05-13", "قائد الجيش: القتال مستمر",
     "قال قائد الجيش مازن الدالي إن قواته ترفض وقف إطلاق النار وتعارضه بشدة لأنه يخدم الخصوم. "
     "وذكرت مصادر مطلعة أن تعزيزات جديدة وصلت إلى الجبهة."),
    ("رويترز", "2024-05-14", "كروغر يدعو إلى هدنة إنسانية",
     "دعا مبعوث الأمم المتحدة هانس كروغر إلى هدنة إنسانية عاجلة، وقال كروغر إنه يدعم الهدنة الإنسانية لأنها "
     "تنقذ أرواح المدنيين."),
    ("الأناضول", "2024-05-15", "الطيبي: الهدنة الإنسانية بداية",
     "قال وزير الخارجية كمال الطيبي إن الهدنة الإنسانية بداية جيدة تستحق الدعم. "
     "وأشار الطيبي إلى أن وفدا سيزور العاصمة غدا."),
]  # fmt: skip
CEASE_FIRE, TRUCE = "وقف إطلاق النار", "الهدنة الإنسانية"

WIRE = (
    "قال رئيس الهيئة سامر القاضي إن السد الجديد سيبدأ توليد الكهرباء قبل نهاية العام وسيغطي حاجة ثلاث محافظات "
    "كاملة. وأضاف القاضي أن العمل انتهى في البوابات الخمس كلها. وذكرت مصادر مطلعة أن الكلفة ارتفعت إلى ضعف ما "
    "أُعلن في البداية. وقالت وزيرة الطاقة ندى الكيلاني: «سنفتح السد أمام الزوار في الشهر المقبل، ولن نؤخر التشغيل "
    "يوما واحدا». وزار الوفد محطة التحويل ومركز التحكم واستمع إلى شرح المهندسين عن مراحل البناء والتمويل."
)
# A folder an outlet, the date in the file's name. One wire report is printed by two of them.
WEEK = {
    "رويترز/2024-06-02 السد.txt": f"السد الجديد يقترب من التشغيل\n\n{WIRE}",
    "الجزيرة نت/2024-06-03 السد.txt": f"مشروع السد في مراحله الأخيرة\n\n{WIRE}",
    "الأناضول/2024-06-03 الكهرباء.txt": "الكهرباء تصل قبل الشتاء\n\nفي مؤتمر صحفي عقد مساء الاثنين، زعم رئيس الهيئة "
    "سامر القاضي أن السد الجديد سيبدأ توليد الكهرباء قبل نهاية العام وسيغطي حاجة ثلاث محافظات. وقال مصدر في الوزارة "
    "إن عقود الصيانة لم توقع بعد. وأفادت مصادر مطلعة بأن شركتين انسحبتا من المشروع.",
    "سبوتنيك/2024-06-05 المياه.txt": "وزيرة الطاقة: المياه تكفي الجميع\n\nأعلنت وزيرة الطاقة ندى الكيلاني أن المياه "
    "تكفي المزارعين حتى نهاية الموسم. وقالت الكيلاني: «لن نقطع المياه عن أي قرية في الصيف، وهذا وعد نلتزم به أمام "
    "الناس».",
    "سبوتنيك/2024-06-06 التشغيل.txt": "القاضي يعلن موعد التشغيل\n\nأكد رئيس الهيئة سامر القاضي أن السد الجديد سيبدأ "
    "توليد الكهرباء قبل نهاية العام وسيغطي حاجة ثلاث محافظات كاملة، وذلك في حديث للصحفيين عقب اجتماع المجلس.",
    "الأناضول/2024-06-07 الأسعار.txt": "أسعار الكهرباء\n\nكشف مسؤول طلب عدم ذكر اسمه أن أسعار الكهرباء سترتفع في "
    "الخريف. وقال رئيس اتحاد الصناعات فؤاد منصور إن المصانع لا تحتمل زيادة جديدة في الأسعار.",
}  # fmt: skip

ROW = 35  # pixels of a table's row


@pytest.fixture(scope="module")
def newsroom(browser, tmp_path_factory):
    with served(tmp_path_factory.mktemp("newsroom")) as address:
        yield address


@pytest.fixture
def desk(browser, newsroom):
    """A fresh visitor of the newsroom's own dashboard."""
    with visit(browser, newsroom) as page:
        yield page


def test_the_sample_before_it_is_published(desk):
    desk.goto("/?lang=ar")
    desk.locator(".m").first.wait_for()
    statements = desk.locator(".st-key-tabs, [data-testid=stTabs]").first

    # One list of statements by speaker.
    expect(statements.locator("h3", has_text="دميتري بيسكوف")).to_be_visible()
    everything = statements.locator(".card .said").count()

    # The unnamed ones alone.
    desk.get_by_role("radio", name="مصدر غير مسمّى").click()
    expect(statements.locator("h3", has_text="دميتري بيسكوف")).to_have_count(0)
    expect(statements.locator("h3", has_text="مصادر مطلعة").first).to_be_visible()
    assert 0 < statements.locator(".card .said").count() < everything
    desk.get_by_role("radio", name="مصدر غير مسمّى").click()
    expect(statements.locator(".card .said")).to_have_count(everything)

    # Who declined to comment is noted, and is no statement.
    expect(statements.locator("h3", has_text="امتنعوا عن التعليق")).to_contain_text("لا يُعدّ قولًا")
    declined = statements.get_by_role("button", name=re.compile("^وامتنع المتحدث .* عن التعليق$"))
    assert not any("امتنع" in said for said in statements.locator(".card .said").all_text_contents())
    declined.click()
    expect(desk.locator(".article .lit", has_text="مجلس الأمن القومي").first).to_be_in_viewport()
    desk.get_by_role("button", name="إغلاق").click()

    # One A4 page, with the stamp. The letters of Arabic in a PDF are shapes; the models' names can be read in it.
    expect(desk.locator(".st-key-panel-open")).to_have_count(0)
    desk.emulate_media(media="print")
    expect(desk.get_by_text("قراءة آلية، لم يراجعها محرر")).to_be_visible()
    expect(desk.get_by_role("button", name="English")).to_be_hidden()
    printed = pypdfium2.PdfDocument(desk.pdf(format="A4"))
    assert len(printed) == 1
    assert "rawi-quotes" in printed[0].get_textpage().get_text_bounded()


def test_the_pile_before_the_meeting_at_noon(desk):
    # The monitoring export comes in and is read.
    desk.goto("/library?lang=ar")
    upload(desk, "رصد.xlsx", spreadsheet(PILE))
    desk.get_by_text("نتيجة كل ملف").wait_for()
    all_read(desk)

    # Where does everybody stand on the cease-fire, and on the truce?
    desk.get_by_role("button", name="اسأل عن موقف").click()
    asked = desk.get_by_role("combobox", name="موضوعات المواقف")
    for target in (CEASE_FIRE, TRUCE):
        asked.fill(target)
        asked.press("Enter")
    asked.press("Escape")
    desk.get_by_role("button", name="اسأل", exact=True).click()
    expect(desk.get_by_text("تُقرأ المواد")).to_be_visible()
    all_read(desk)

    # The two are one matter.
    desk.get_by_role("link", name="الأسماء والموضوعات").click()
    desk.get_by_role("tab", name="موضوعات المواقف").click()
    select_row(desk, CEASE_FIRE)
    select_row(desk, TRUCE)
    desk.get_by_role("button", name="ادمجها أو غيّر الاسم").click()
    expect(desk.get_by_role("combobox", name="الاسم الذي يبقى")).to_have_value(CEASE_FIRE)
    desk.get_by_role("button", name="احفظ", exact=True).click()
    expect(desk.get_by_text(f"{TRUCE} ← {CEASE_FIRE}")).to_be_visible()

    # The least certain are reviewed.
    desk.get_by_role("link", name="مراجعة", exact=True).click()
    left = desk.get_by_text(re.compile("^بقي: "))
    for _ in range(2):
        before = left.inner_text()
        desk.get_by_role("button", name=re.compile("^صحيح")).click()
        expect(left).not_to_have_text(before)

    # A grid of counts, and the sentences under a count.
    desk.get_by_role("link", name="نظرة عامة").click()
    desk.get_by_text("المواقف", exact=True).click()
    cell = desk.get_by_role("button", name=re.compile(f"كمال الطيبي . {CEASE_FIRE}"))
    cell.click()
    evidence = desk.locator(".card .passage", has_text="بلاده تؤيد وقف إطلاق النار")
    expect(evidence).to_contain_text("وزير الخارجية")
    expect(desk.locator(".card .passage", has_text="بداية جيدة تستحق الدعم")).to_have_count(1)
    desk.get_by_role("button", name="تصفية أخرى").click()
    topic = desk.get_by_role("combobox", name="موضوع الموقف")
    topic.fill(CEASE_FIRE)
    desk.get_by_role("option", name=CEASE_FIRE).first.click()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name=f"الأقوال التي تتناول: {CEASE_FIRE}")).to_be_visible()

    # Into Word.
    document = docx.Document(io.BytesIO(exported(desk, "من يقف أين (Word)")))
    said = [p.text for p in document.paragraphs]
    assert said[0] == "من يقف أين"
    assert any(re.search(r"راجع محرر \d+ من \d+|قراءة آلية، لم يراجعها محرر", line) for line in said[1:4])
    assert f"موضوع الموقف: {CEASE_FIRE}" in said
    head, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    counts = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert int(counts["كمال الطيبي"]["مؤيد"]) >= 1
    # Sure or not, he said it once, and not in favour.
    assert sum(int(n) for n in counts["مازن الدالي"].values() if n.isdecimal()) == 1
    assert counts["مازن الدالي"]["مؤيد"] == ""
    assert counts["كمال الطيبي"]["معارض"] == ""
    assert any("«لن نقبل وقف إطلاق النار ما دامت المدينة محاصرة" in line for line in said)
    assert any("الجزيرة نت · \u200e2024-05-13" in line for line in said)


def test_the_weekly_audit(desk):
    # The week comes in, a folder an outlet.
    desk.goto("/library?lang=ar")
    upload(desk, "الأسبوع.zip", archive(WEEK))
    desk.get_by_text("نتيجة كل ملف").wait_for()
    expect(desk.locator("[data-testid=stTable]")).to_contain_text("مكرر عن مادة أخرى")
    all_read(desk)

    # Who is quoted, by outlet: the wire copy counts once, unnamed sources have their share and their number.
    desk.goto("/overview?lang=ar&show=voices&since=2024-06-02&until=2024-06-08")
    expect(desk.get_by_text("المواد المكررة معدودة مرة واحدة (مادة واحدة)")).to_be_visible()
    anadolu = cells(desk, "الأناضول")
    assert (anadolu["أقوال"], anadolu["مصدر غير مسمّى"], anadolu["حصة غير المسمّى (بالمئة)"]) == (
        "5",
        "3",
        "60",
    )
    assert desk.locator("[data-testid=stVegaLiteChart] .mark-rect path").count() > 4
    desk.get_by_text("صيغة النقل", exact=True).click()
    expect(desk.locator("[data-testid=stDataFrame] canvas th", has_text="حصة الحرفي")).to_be_attached()
    sputnik = cells(desk, "سبوتنيك")
    assert sputnik["نقل حرفي"] == "1"
    assert sputnik["حصة الحرفي (بالمئة)"] == str(round(100 / int(sputnik["أقوال"])))

    # One statement across outlets, the verbs side by side.
    desk.get_by_text("قول واحد في عدة مصادر", exact=True).click()
    select_row(desk, "السد الجديد سيبدأ توليد الكهرباء")
    told = desk.locator("tr:not(canvas tr)", has_text="السد الجديد سيبدأ")
    expect(told).to_have_count(3)
    verbs = told.evaluate_all("rows => rows.map(r => r.innerText)")
    for verb in ("قال", "زعم", "أكد"):
        assert sum(re.search(rf"(^|\s){verb}(\s|$)", line) is not None for line in verbs) == 1, verb

    # Into Excel.
    book = openpyxl.load_workbook(io.BytesIO(exported(desk, "كيف نقلت المصادر (Excel)")))
    head, *rows = book["المصادر"].iter_rows(values_only=True)
    outlets = {line[0]: dict(zip(head, line, strict=True)) for line in rows if line[1]}
    assert outlets["الأناضول"]["حصة غير المسمّى (بالمئة)"] == 60
    assert outlets["الأناضول"]["مصدر غير مسمّى"] == 3
    # The wire copy once, under one of the two that print it.
    assert len({"رويترز", "الجزيرة نت"} & set(outlets)) == 1
    head, *rows = book["قول واحد في عدة مصادر"].iter_rows(values_only=True)
    first = [dict(zip(head, line, strict=True)) for line in rows if line[0] == 1]
    assert {line["فعل الإسناد"] for line in first} == {"قال", "زعم", "أكد"}
    assert all("توليد الكهرباء قبل نهاية العام" in line["القول"] for line in first)
    assert any("قراءة آلية" in str(line[0]) for line in rows)


# --- what a hand does -------------------------------------------------------------------------------


def spreadsheet(articles: list[tuple[str, str, str, str]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["المصدر", "التاريخ", "العنوان", "النص"])
    for article in articles:
        book.active.append(article)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


def upload(page: Page, name: str, data: bytes) -> None:
    field = page.locator("input[type=file]").first
    field.wait_for(state="attached")
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator("[data-testid=stFileChipDeleteBtn]")).to_have_count(1)
    page.get_by_role("button", name="أضف واقرأ").first.click()


def all_read(page: Page) -> None:
    """The library's table says of each article that it was read."""
    expect(row(page, "مقروءة").first).to_be_attached()
    expect(page.get_by_text("تُقرأ المواد")).to_have_count(0)
    expect(row(page, "لم تُقرأ")).to_have_count(0)


def row(page: Page, words: str):
    """A table's row, as its accessible copy has it."""
    return page.locator("[data-testid=stDataFrame] canvas tr", has_text=words)


def select_row(page: Page, words: str) -> None:
    """Tick the row that begins with these words; in Arabic its box stands on the left."""
    found = row(page, words).first
    found.wait_for(state="attached")
    number = int(found.get_attribute("aria-rowindex"))
    box = page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + ROW * (number - 1) + ROW / 2)
    expect(found).to_have_attribute("aria-selected", "true")


def cells(page: Page, words: str) -> dict[str, str]:
    """A row's cells under their columns' names."""
    row(page, words).first.wait_for(state="attached")
    head = page.locator("[data-testid=stDataFrame] canvas th").all_text_contents()
    return dict(zip(head, row(page, words).first.locator("td").all_text_contents(), strict=True))


def exported(page: Page, name: str) -> bytes:
    """The file that the Overview's menu gives."""
    page.get_by_role("button", name="تصدير").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()
