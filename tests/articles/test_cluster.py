"""Ray actors on a cluster of two nodes, processes of this machine, one of which is killed."""

import os
from collections import Counter
from pathlib import Path

import pytest

from articles import cluster
from articles.library import Library
from articles.lines import error_line, writer
from articles.load import load
from models.findings import Analysis, ModelStamp, Quote, Span, Speaker, Stance

ARTICLES = 150


def test_pieces_are_small_files_together_and_shares_of_large_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SHARE", 1_000)
    for n in range(20):
        (tmp_path / f"{n:02}.txt").write_text("خبر " * 500, "utf-8")
    (tmp_path / "rows.csv").write_text("نص\n" * 500, "utf-8")
    found = list(cluster.pieces([str(tmp_path)], str(tmp_path / "out")))
    small = [piece for piece in found if piece[2] == 1]
    assert [len(files) for files, _, _ in small] == [16, 4]
    large = [piece for piece in found if piece[2] > 1]
    assert [share for _, share, _ in large] == list(range(large[0][2]))
    assert {files[0] for files, _, _ in large} == {str(tmp_path / "rows.csv")}


def test_parts_that_were_written_are_no_input(tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("0123456789abcdef.parquet", "articles.parquet"):
        (tmp_path / "out" / name).write_bytes(b"PAR1")
    ((files, _, _),) = cluster.pieces([str(tmp_path)], f"{tmp_path}/./out")
    assert [Path(file).name for file in files] == ["articles.parquet"]


@pytest.mark.parametrize(
    ("targets", "other"),
    [(["القرية"], False), (["العقوبات"], True), (["القرية", "المدينة"], True), (None, True)],
)
def test_parts_tell_which_targets_they_were_made_for(tmp_path, targets, other):
    text = "قال الوزير إن القرية والمدينة بخير"
    said = {"text": text[14:], "kind": "indirect", "verbatim": (), "other_speakers": (), "relayed_by": None}
    speaker = Speaker(4, 10, "الوزير", "الوزير", "role", None)
    quote = Quote(14, len(text), speaker=speaker, cue=None, scripture=False, rule="verb", score=1.0, **said)
    answer = {"favor": 0.9, "against": 0.0, "neutral": 0.1}
    line = Analysis(
        *("1", "a.txt", None, None, None, None, None, text),
        sentences=(Span(0, len(text)),),
        quotes=(quote,),
        stances=(Stance(0, "القرية", "favor", True, answer),),
        models={job: ModelStamp("bundled", "1") for job in ("ner", "quotes", "stance")},
    )
    with writer(str(tmp_path / "0123456789abcdef.parquet"), "parquet") as write:
        write(error_line("b.txt", None, "empty"))
        write(line.to_json())
    assert cluster.parts_done(str(tmp_path), targets).other_targets == other


def reader():
    """A reader of no models, slow enough that a node can be killed in the middle of its work. Its process leaves
    a file behind.
    """
    import os
    import time
    from pathlib import Path

    from models.findings import Analysis, ModelStamp
    from models.pipeline import Failed

    class Slow:
        stamps = {job: ModelStamp("none", "1") for job in ("ner", "quotes", "stance")}  # noqa: RUF012

        def read(self, articles, wanted=None):
            Path(f"process-{os.getpid()}").touch()
            # On a busy machine one node would be done before the other begins.
            until = time.monotonic() + 60
            while (
                Path("in").exists() and len(list(Path().glob("process-*"))) < 2 and time.monotonic() < until
            ):
                time.sleep(0.05)
            for a in articles:
                time.sleep(0.05)
                facts = (a.id, a.path, a.record, a.title, a.source, a.published, a.url, a.text)
                broken = "معطوب" in a.text
                yield Failed(a, "معطوب") if broken else Analysis(*facts, (), (), (), (), (), self.stamps)

    return Slow()


@pytest.fixture(scope="module")
def two_nodes():
    """(ray, the node that is not the driver's) of a cluster of two nodes of one core each."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    small = {"num_cpus": 1, "object_store_memory": 80_000_000}
    nodes = Cluster(initialize_head=True, head_node_args=small)
    other = nodes.add_node(**small)
    ray.init(address=nodes.address, log_to_driver=False)
    nodes.wait_for_nodes()
    yield nodes, other
    ray.shutdown()
    nodes.shutdown()


@pytest.fixture
def by_value(monkeypatch):
    """The test's reader goes to the actors itself: they can't import this module."""
    import sys

    from ray import cloudpickle

    module = sys.modules[__name__]
    cloudpickle.register_pickle_by_value(module)
    yield
    cloudpickle.unregister_pickle_by_value(module)


def rows(out: Path) -> list[tuple]:
    import pyarrow.parquet as pq

    found = [row for part in out.glob("*.parquet") for row in pq.read_table(part).to_pylist()]
    return [(row["path"], row["record"], row["id"], row["error"]) for row in found]


def test_a_killed_node_loses_nothing_and_a_second_run_repeats_nothing(
    two_nodes, by_value, tmp_path, monkeypatch
):
    monkeypatch.setattr(cluster, "FILES", 10)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for n in range(ARTICLES):
        text = f"خبر رقم {n} عن القرية والمدينة وأهلها" + (" معطوب" if n == 7 else "")
        Path(f"in/{n:03}.txt").write_text(text, "utf-8")
    Path("in/empty.txt").write_bytes(b"")
    nodes, other = two_nodes
    steps = cluster.analyse(["in"], reader, "out")
    began = [next(steps)]
    while len(list(tmp_path.glob("process-*"))) < 2:  # until both nodes read
        began.append(next(steps))
    nodes.remove_node(other, allow_graceful=False)
    errors = sum(began) + sum(steps)
    found = rows(Path("out"))
    expected = [f"in/{n:03}.txt" for n in range(ARTICLES)] + ["in/empty.txt"]
    assert Counter(path for path, *_ in found) == Counter(expected)
    assert {path for path, _, _, error in found if error} == {"in/007.txt", "in/empty.txt"}
    assert errors == 2

    before = {part.name: part.stat().st_mtime_ns for part in Path("out").iterdir()}
    Path("in/new.txt").write_text("خبر جديد عن القرية والمدينة", "utf-8")
    assert list(cluster.analyse(["in"], reader, "out")) == [True, True, False]
    after = {part.name: part.stat().st_mtime_ns for part in Path("out").iterdir()}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()

    library = Library(tmp_path / "library.sqlite")
    assert load(library, [Path("out")]) == (ARTICLES, ARTICLES, 2)
    assert load(library, [Path("out")]) == (ARTICLES, 0, 2)
    assert len(library.articles()) == ARTICLES


def test_parts_by_other_models_are_refused(two_nodes, by_value, tmp_path, monkeypatch):
    from models.findings import ModelStamp

    monkeypatch.chdir(tmp_path)  # the reader leaves its files there
    (tmp_path / "a.txt").write_text("خبر عن القرية والمدينة", "utf-8")
    assert list(cluster.analyse([str(tmp_path / "a.txt")], reader, str(tmp_path / "out"))) == [False]

    def newer():
        changed = reader()
        changed.stamps = {**changed.stamps, "ner": ModelStamp("none", "2")}
        return changed

    with pytest.raises(ValueError, match="other models"):
        list(cluster.analyse([str(tmp_path / "a.txt")], newer, str(tmp_path / "out")))
