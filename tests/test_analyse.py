"""The command line, held to the contract: schema, order, errors as lines, exit status."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import analyse
from articles.article import Article, ReadError, text_id
from articles.lines import lines_done, writer
from models.checkpoints import CheckpointMissing, choose
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance
from models.pipeline import Failed
from models.sentences import sentences
from models.targets import pairs

ROOT = Path(__file__).parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "models" / "schema.json").read_text("utf-8")))

MARKED = re.compile("«([^»]+)»")
SAID = re.compile(r"(قال|وقال) (\w+)")


class MarkReader:
    """A reader without a network: «…» is a quote, the word after قال speaks. Groups by three, as the
    pipeline groups by size; an article with معطوب in it fails.
    """

    stamps = {job: ModelStamp("marks", "1") for job in ("ner", "quotes", "stance")}  # noqa: RUF012

    def read(self, articles, wanted=None):
        group = []
        for article in articles:
            group.append(article)
            if len(group) == 3:
                yield from map(lambda a: self.one(a, wanted), group)  # noqa: C417
                group = []
        yield from (self.one(a, wanted) for a in group)

    def one(self, a: Article, wanted) -> Analysis | Failed:
        if "معطوب" in a.text:
            return Failed(a, "ValueError: معطوب")
        mentions, entities, speaker, cue = (), (), None, None
        if said := SAID.search(a.text):
            name = said[2]
            mentions = (Mention(*said.span(2), name, "PERS", 0.9, 0),)
            entities = (Entity(0, name, "PERS", (), (0,)),)
            speaker = Speaker(*said.span(2), name, name, "person", 0)
            cue = Cue(*said.span(1), said[1], "قال", "neutral")
        quotes = tuple(
            Quote(
                *m.span(1), m[1], "direct", (Span(*m.span(1)),), speaker, (), None, cue, False, "marks", 0.5
            )
            for m in MARKED.finditer(a.text)
        )
        even = {"favor": 0.4, "against": 0.3, "neutral": 0.3}
        asked = pairs(a.text, sentences(a.text), mentions, entities, quotes, wanted)
        return Analysis(
            a.id, a.path, a.record, a.title, a.source, a.published, a.url, a.text,
            sentences(a.text), mentions, entities, quotes,
            tuple(Stance(k, target, "favor", False, even) for k, target, _ in asked),
            self.stamps,
        )  # fmt: skip


def news(n: int, more: str = "") -> str:
    return f"خبر رقم {n}\n\nقال سامي «لن نغادر القرية رقم {n} قبل الهدنة» ثم انصرف مع رفاقه. {more}"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Nine good articles, one of them in a table with a bad row beside it, and two bad files."""
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(news(n), "utf-8")
    rows = "".join(f'"{cell}"\n' for cell in ("text", news(8), "not Arabic at all"))
    (tmp_path / "5a.csv").write_text(rows, "utf-8")
    (tmp_path / "3a.docx").write_bytes(b"broken")
    (tmp_path / "6a.txt").write_text(news(6, "معطوب"), "utf-8")
    return tmp_path


@pytest.fixture
def run(monkeypatch):
    """The program with MarkReader in the place of the models."""
    monkeypatch.setattr(analyse, "Reader", lambda *_: MarkReader())
    return lambda *arguments: analyse.main([str(a) for a in arguments])


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def held_to_the_contract(line: dict) -> None:
    """The schema, and what a schema can't say."""
    SCHEMA.validate(line)
    if "error" in line:
        return
    text = line["text"]
    assert line["id"] == text_id(text)
    speakers = [s for q in line["quotes"] for s in (q["speaker"], q["relayed_by"], *q["other_speakers"]) if s]
    cues = [q["cue"] for q in line["quotes"] if q["cue"]]
    for placed in (*line["mentions"], *line["quotes"], *speakers, *cues):
        assert text[placed["start"] : placed["end"]] == placed["text"]
    for span in (*line["sentences"], *(v for q in line["quotes"] for v in q["verbatim"])):
        assert 0 <= span["start"] < span["end"] <= len(text)
    for before, after in zip(line["mentions"], line["mentions"][1:], strict=False):
        assert before["end"] <= after["start"]
    entities = {e["id"]: e for e in line["entities"]}
    for k, m in enumerate(line["mentions"]):
        assert k in entities[m["entity"]]["mentions"]
    assert all(s["entity"] is None or s["entity"] in entities for s in speakers)
    for s in line["stances"]:
        assert s["quote"] < len(line["quotes"])
        assert sum(s["probabilities"].values()) == pytest.approx(1, abs=0.01)
        assert s["probabilities"][s["label"]] == max(s["probabilities"].values())


def test_lines_come_in_the_order_of_the_inputs_and_errors_have_theirs(run, folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    status = run(folder / "7.txt", folder, folder / "missing.txt", folder / "[12].txt", "--out", out)
    found = lines(out)
    for line in found:
        held_to_the_contract(line)
    names = [os.path.relpath(line["path"], folder) for line in found]
    inside = ["0.txt", "1.txt", "2.txt", "3.txt", "3a.docx", "4.txt", "5.txt", "5a.csv", "5a.csv", "6.txt",
              "6a.txt", "7.txt"]  # fmt: skip
    assert names == ["7.txt", *inside, "missing.txt", "1.txt", "2.txt"]
    errors = {(os.path.relpath(e["path"], folder), e["record"]): e["error"] for e in found if "error" in e}
    assert errors["5a.csv", 2] == "not_arabic"
    assert errors["6a.txt", None] == "ValueError: معطوب"
    assert errors["3a.docx", None].startswith("corrupt")
    assert set(errors) == {("3a.docx", None), ("5a.csv", 2), ("6a.txt", None), ("missing.txt", None)}
    assert status == 1


def test_a_run_without_errors_says_so(run, folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    assert run(folder / "0.txt", "--out", out, "--target", "القرية", "--target", "الهدنة") == 0
    [line] = lines(out)
    assert [s["target"] for s in line["stances"]] == ["القرية", "الهدنة"]
    assert (line["title"], line["record"], line["text"]) == ("خبر رقم 0", None, news(0))


def test_standard_output_holds_lines_and_nothing_else(run, folder, capfdbinary):
    assert run(folder / "0.txt", folder / "1.txt", "--out", "-") == 0
    streams = capfdbinary.readouterr()
    assert [json.loads(line)["title"] for line in streams.out.splitlines()] == ["خبر رقم 0", "خبر رقم 1"]
    assert b"2 articles, 0 failed" in streams.err


@pytest.mark.parametrize("to_standard_output", [False, True])
def test_parquet_holds_the_same(run, folder, tmp_path_factory, capfdbinary, to_standard_output):
    import pyarrow.parquet as pq

    out = tmp_path_factory.mktemp("out")
    run(folder, "--out", out / "f.jsonl", "--target", "القرية")
    run(
        folder,
        "--out",
        "-" if to_standard_output else out / "f.parquet",
        "--format",
        "parquet",
        "--target",
        "القرية",
    )
    if to_standard_output:
        (out / "f.parquet").write_bytes(capfdbinary.readouterr().out)
    rows = pq.read_table(out / "f.parquet").to_pylist()
    for row, line in zip(rows, lines(out / "f.jsonl"), strict=True):
        assert {name: value for name, value in row.items() if name in line} == line
        assert all(row[name] is None for name in row.keys() - line.keys())


def test_the_schema_refuses_what_breaks_the_contract(folder):
    good = MarkReader().one(Article(news(1), "1.txt"), ["القرية"]).to_json()
    held_to_the_contract(good)
    for bad in (
        {**good, "extra": 1},
        {**good, "id": "short"},
        {**good, "published": "25/4/2025"},
        {**good, "models": {}},
        {**good, "mentions": [{**good["mentions"][0], "label": "PER"}]},
        {**good, "quotes": [{**good["quotes"][0], "score": 1.5}]},
        {name: value for name, value in good.items() if name != "url"},
        {"path": "1.txt", "error": "empty"},
    ):
        assert not SCHEMA.is_valid(bad)


def test_articles_stream_through_however_many_come():
    written = []

    def articles():
        for n in range(500):
            # Never more handed in than the reader's group, and the errors beside it.
            assert n - len(written) <= 4
            yield ReadError("empty", "x.txt") if n % 7 == 0 else Article(news(n), f"{n}.txt")

    assert analyse.analyse(articles(), MarkReader(), written.append) == 72
    assert len(written) == 500


def test_a_stopped_run_goes_on_where_it_was(run, folder, tmp_path_factory, monkeypatch):
    whole, out = (tmp_path_factory.mktemp("out") / name for name in ("whole.jsonl", "findings.jsonl"))
    assert run(folder, folder / "7.txt", "--out", whole) == 1
    written = whole.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(written[:6]) + written[6][:50])  # stopped in the middle of the seventh line
    read = []

    class Noting(MarkReader):
        def one(self, a, wanted):
            read.append(os.path.relpath(a.path, folder))
            return super().one(a, wanted)

    monkeypatch.setattr(analyse, "Reader", lambda *_: Noting())
    assert run(folder, folder / "7.txt", "--out", out, "--resume") == 1
    assert out.read_bytes() == whole.read_bytes()
    assert read == ["5.txt", "5a.csv", "6.txt", "6a.txt", "7.txt", "7.txt"]

    (folder / "0.txt").write_text(news(0, "وعاد مساء."), "utf-8")
    read.clear()
    assert run(folder, "--out", out, "--resume") == 1
    assert read == ["0.txt"]
    assert lines(out)[-1]["text"] == news(0, "وعاد مساء.")


def test_a_run_without_beginning_begins(run, folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    assert run(folder / "0.txt", "--out", out, "--resume") == 0
    assert len(lines(out)) == 1


def test_what_is_not_ours_is_not_resumed(run, folder, tmp_path_factory, capsys, monkeypatch):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    out.write_text('{"text": "سطر من غيرنا"}\n', "utf-8")
    assert run(folder, "--out", out, "--resume") == 2
    assert "line 1" in capsys.readouterr().err
    out.unlink()
    run(folder / "0.txt", "--out", out)
    before = out.read_bytes()
    newer = {job: ModelStamp("marks", "2") for job in ("ner", "quotes", "stance")}
    monkeypatch.setattr(MarkReader, "stamps", newer)
    assert run(folder, "--out", out, "--resume") == 2
    assert "other models" in capsys.readouterr().err
    assert out.read_bytes() == before


def sided(n: int) -> str:
    """News that suggests a target, names it and the village, and not the sanctions."""
    return f"خبر رقم {n}\n\nقال سامي «نرفض وقف إطلاق النار في القرية رقم {n}» ثم انصرف مع رفاقه."


def toward(*targets: str) -> list[str]:
    return [argument for target in targets for argument in ("--target", target)]


@pytest.mark.parametrize("targets", [(), ("القرية",), ("العقوبات", "القرية"), ("العقوبات",)])
def test_a_run_for_the_same_targets_goes_on(run, tmp_path, tmp_path_factory, targets):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    (tmp_path / "0.txt").write_text(sided(0), "utf-8")
    (tmp_path / "1.txt").write_text("وصل سامي إلى القرية صباحا ولم يقل شيئا.", "utf-8")
    (tmp_path / "2.txt").write_bytes(b"")
    run(tmp_path, "--out", out, *toward(*targets))
    before = out.read_bytes()
    (tmp_path / "3.txt").write_text(sided(3), "utf-8")
    assert run(tmp_path, "--out", out, "--resume", *toward(*targets)) == 1  # the empty file
    assert out.read_bytes().startswith(before)
    found = [[s["target"] for s in line.get("stances", [])] for line in lines(out)]
    asked = [target for target in targets if target == "القرية"] if targets else ["وقف إطلاق النار"]
    assert found == [asked, [], [], asked]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("القرية",), ("العقوبات",)),
        (("القرية",), ("القرية", "إطلاق النار")),
        (("القرية", "إطلاق النار"), ("القرية",)),
        (("القرية",), ()),
        ((), ("القرية",)),
        (("العقوبات",), ("القرية",)),
    ],
)
def test_a_run_for_other_targets_is_not_resumed(run, tmp_path, tmp_path_factory, capsys, first, then):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    (tmp_path / "0.txt").write_text(sided(0), "utf-8")
    assert run(tmp_path, "--out", out, *toward(*first)) == 0
    before = out.read_bytes()
    (tmp_path / "1.txt").write_text(sided(1), "utf-8")
    assert run(tmp_path, "--out", out, "--resume", *toward(*then)) == 2
    assert "made for other targets" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_targets_do_not_matter_where_stances_were_left_out(run, tmp_path, tmp_path_factory, monkeypatch):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"

    class Without(MarkReader):
        stamps = {**MarkReader.stamps, "stance": ModelStamp("none", "")}  # noqa: RUF012

        def one(self, a, wanted):
            return replace(super().one(a, wanted), stances=())

    monkeypatch.setattr(analyse, "Reader", lambda *_: Without())
    (tmp_path / "0.txt").write_text(sided(0), "utf-8")
    assert run(tmp_path, "--out", out) == 0
    assert run(tmp_path, "--out", out, "--resume", "--target", "القرية") == 0


def test_an_error_stays_until_its_line_is_deleted(run, tmp_path, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "findings.jsonl"
    (tmp_path / "0.txt").write_text(news(0), "utf-8")
    (tmp_path / "1.txt").write_bytes(b"")
    assert run(tmp_path, "--out", out) == 1
    (tmp_path / "1.txt").write_text(news(1), "utf-8")
    assert run(tmp_path, "--out", out, "--resume") == 1
    assert ["error" in line for line in lines(out)] == [False, True]
    out.write_bytes(out.read_bytes().splitlines(keepends=True)[0])
    assert run(tmp_path, "--out", out, "--resume") == 0
    assert [line["text"] for line in lines(out)] == [news(0), news(1)]


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("named", ["itself", "another way", "a link", "a second name"])
def test_what_is_read_is_not_written_over(run, tmp_path, capsys, monkeypatch, named, resume):
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(json.dumps({"text": news(0)}, ensure_ascii=False), "utf-8")
    before = given.read_bytes()
    monkeypatch.chdir(tmp_path)
    if named == "a link":
        out.symlink_to(given)
    elif named == "a second name":
        out.hardlink_to(given)
    else:
        out = given if named == "itself" else "in.jsonl"
    commands = [[tmp_path / "x.txt", given]] if resume else [[tmp_path / "x.txt", given], ["--pairs", given]]
    for command in commands:
        with pytest.raises(SystemExit) as stopped:
            run(*command, "--out", out, *["--resume"] * resume)
        assert stopped.value.code == 2
        assert "--out is a file that is to be read" in capsys.readouterr().err
    assert given.read_bytes() == before


@pytest.mark.parametrize("inputs", [".", "*"])
@pytest.mark.parametrize("to_standard_output", [False, True])
def test_the_output_in_a_folder_is_no_input(run, tmp_path, monkeypatch, inputs, to_standard_output):
    monkeypatch.chdir(tmp_path)
    for n in range(2):
        (tmp_path / f"{n}.txt").write_text(news(n), "utf-8")
    out = tmp_path / "findings.jsonl"
    for resume in ([], ["--resume"]):
        if to_standard_output:
            with open(out, "w", encoding="utf-8") as file, monkeypatch.context() as patch:
                patch.setattr(sys, "stdout", file)
                assert run(inputs, "--out", "-") == 0
        else:
            assert run(inputs, "--out", out, *resume) == 0
        assert [line["text"] for line in lines(out)] == [news(0), news(1)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["x", "--out", "-", "--resume"],
        ["x", "--out", "y", "--resume", "--format", "parquet"],
        ["x", "--out", "-", "--engine", "ray"],
        ["x", "--out", "y", "--address", "auto"],
        [],
        ["--out", "-"],
        ["x", "--pairs", "y", "--out", "-"],
        ["x"],
        ["--pairs", "y", "--stance", "none", "--out", "-"],
    ],
)
def test_wrong_usage_is_told(arguments):
    with pytest.raises(SystemExit) as stopped:
        analyse.main(arguments)
    assert stopped.value.code == 2


def test_what_cannot_even_begin_is_told(run, folder, capsys, tmp_path):
    assert run(folder, "--out", tmp_path / "no" / "such" / "folder.jsonl") == 2
    assert "No such file" in capsys.readouterr().err


def test_a_missing_model_is_told(monkeypatch, capsys):
    def missing(*_):
        raise CheckpointMissing("run `make setup`")

    monkeypatch.setattr(analyse, "Reader", missing)
    assert analyse.main(["x.txt", "--out", "-"]) == 2
    assert "make setup" in capsys.readouterr().err


# --- pairs ----------------------------------------------------------------------------------------


class EvenModel:
    """A stance model that takes no side, and notes what it was asked."""

    def __init__(self):
        self.asked = []

    def classify(self, pairs):
        self.asked += pairs
        third = {"favor": 0.3, "against": 0.3, "neutral": 0.4}
        return [{"label": "neutral", "sure": False, "probabilities": third} for _ in pairs]


def test_pairs_come_back_with_their_answers(tmp_path):
    given = [
        {"key": "a", "text": "نؤيد الهدنة", "target": "الهدنة", "speaker": "سامي"},
        {"key": 2, "text": "لن نوقع", "target": "الاتفاق", "speaker": None},
    ]
    file = tmp_path / "pairs.jsonl"
    bad = ["{broken", json.dumps({"key": "c", "text": "بلا موضوع"}), "[]"]
    bad.append('{"text": "\\ud800", "target": "الهدنة"}')
    # A byte-order mark is nothing of the first line's.
    file.write_text("\n".join([json.dumps(given[0]), *bad, "", json.dumps(given[1])]), "utf-8-sig")
    model = EvenModel()
    with writer(str(tmp_path / "out.jsonl")) as write:
        assert analyse.classify(str(file), model, write) == 4
    found = lines(tmp_path / "out.jsonl")
    assert [line["record"] for line in found if "error" in line] == [2, 3, 4, 5]
    answers = [line for line in found if "error" not in line]
    assert [(a["key"], a["label"], a["sure"]) for a in answers] == [
        ("a", "neutral", False),
        (2, "neutral", False),
    ]
    assert [(p.text, p.target, p.speaker) for p in model.asked] == [
        ("نؤيد الهدنة", "الهدنة", "سامي"),
        ("لن نوقع", "الاتفاق", None),
    ]


# --- the bundled models ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def bundled() -> None:
    try:
        for job in ("ner", "quotes", "stance"):
            choose(job, "bundled")
    except CheckpointMissing as missing:
        pytest.skip(str(missing))


def rawi(*arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "analyse.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=250)


@pytest.mark.usefixtures("bundled")
def test_the_sample_article_by_the_bundled_models(tmp_path):
    done = rawi(SEED, "--ner", "bundled", "--out", "-", "--target", "روسيا")
    assert done.returncode == 0, done.stderr.decode()
    [line] = map(json.loads, done.stdout.splitlines())
    held_to_the_contract(line)
    assert line["text"] == SEED.read_bytes().decode("utf-8")
    assert Analysis.from_json(line).to_json() == line
    assert {s["target"] for s in line["stances"]} <= {"روسيا"}
    (tmp_path / "line.jsonl").write_bytes(done.stdout)
    assert not lines_done(tmp_path / "line.jsonl", ["روسيا"]).other_targets
    assert lines_done(tmp_path / "line.jsonl").other_targets
    assert line["mentions"]
    assert line["quotes"]


@pytest.mark.usefixtures("bundled")
def test_hostile_texts_give_sound_lines(tmp_path):
    texts = {
        "1": "«" * 2000 + " قال الوزير إن " + "»" * 2000,
        "2": "قال سامي: \U0001f600\u202eنص مقلوب\u202c «كلام\u0000» ـــ ً ّ",
        "3": "كلمة" * 3000,
        "4": "وأضاف أن " * 1500,
        "5": "<script>alert(1)</script> قال محمد «<b>نعم هذا صحيح تماما</b>».",
    }
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(json.dumps({"text": text}) for text in texts.values()), "utf-8")
    done = rawi(file, "--ner", "bundled", "--out", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr.decode()
    found = lines(tmp_path / "out.jsonl")
    assert [line["text"] for line in found] == list(texts.values())
    for line in found:
        held_to_the_contract(line)


@pytest.mark.usefixtures("bundled")
def test_pairs_by_the_bundled_model(tmp_path):
    file = tmp_path / "pairs.jsonl"
    pairs = [
        {"key": k, "text": "نؤيد وقف إطلاق النار بكل قوة", "target": "وقف إطلاق النار"} for k in range(3)
    ]
    file.write_text("\n".join(map(json.dumps, pairs)), "utf-8")
    assert rawi("--pairs", file, "--out", tmp_path / "out.jsonl").returncode == 0
    assert [line["key"] for line in lines(tmp_path / "out.jsonl")] == [0, 1, 2]
