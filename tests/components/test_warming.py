"""What is made ready behind the first page, and that the first page does not wait for it."""

import subprocess
import sys

from articles.library import Library
from articles.snapshot import snapshot
from components import warming


def test_the_overview_finds_its_columns_in_memory(tmp_path, monkeypatch):
    library = Library(tmp_path / "library.sqlite")
    warming.ready(library)
    monkeypatch.setattr("articles.snapshot._read", None)  # nothing is left to be read
    assert snapshot(library).seq == 0
    assert {"altair", "pandas", "components.overview.page"} <= sys.modules.keys()


def test_nothing_heavy_is_imported_before_a_page_is_drawn():
    asked = "import sys, components.warming; print({'altair', 'pandas', 'numpy'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
