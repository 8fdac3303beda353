"""How long until somebody sees something: `python -m benchmarks.startup [--runs 3]`.

Each run starts `streamlit run app.py` on an empty library, opens it in the system's Chromium, and
prints the seconds from the command to the title, to the sample article's first marks (its reading
included), then of a second visit to its first marks, and from a click on a name to its lit mark and to the panel
that tells of it; medians last, and as JSON.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIMITS = {"title": 4.0, "first marks": 8.0, "second visit": 1.0, "click to mark": 0.1, "click to panel": 0.8}
CLICKS = 8  # names that are clicked, one after the other
# Clicks the mark; milliseconds until it is lit, and until the panel says something else than before.
CLICK = """(mark) => new Promise((done) => {
  const text = (e) => e.textContent + [...e.querySelectorAll('*')].map((x) => x.shadowRoot?.textContent ?? '').join('');
  const panel = () => { const e = document.querySelector('.st-key-panel-open'); return e && text(e); };
  const before = panel(), root = mark.getRootNode();
  const place = [...root.querySelectorAll('.m')].indexOf(mark);
  const began = performance.now();
  let lit = 0;
  const look = () => {
    const now = performance.now() - began;
    if (!lit && root.querySelectorAll('.m')[place]?.classList.contains('lit')) lit = now;
    if (lit && panel() && panel() !== before) done([lit, now]);
    else if (now > 20000) done([lit || now, now]);
    else requestAnimationFrame(look);
  };
  mark.click();
  look();
})"""
# Whether a mark is shown. A locator would look for it less and less often, up to half a second too late.
MARKED = """() => [...document.querySelectorAll('*')].some(
  (e) => e.shadowRoot?.querySelector('.m')?.getClientRects().length)"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def once(chromium) -> dict[str, float]:
    """Seconds of one cold start, one second visit and, in the middle, a click."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"RAWI_LIBRARY": f"{folder}/library.sqlite"}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        began = time.monotonic()
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health")
            # One visitor: the second visit finds the first one's cached files.
            browser = chromium.new_context()
            browser.set_default_timeout(120_000)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}/?lang=ar")
            page.get_by_role("heading", name="راوٍ").wait_for()
            title = time.monotonic() - began
            page.wait_for_function(MARKED, polling="raf")
            marks = time.monotonic() - began
            page.close()
            page = browser.new_page()
            again = time.monotonic()
            page.goto(f"http://127.0.0.1:{port}/?lang=ar")
            page.wait_for_function(MARKED, polling="raf")
            second = time.monotonic() - again
            page.wait_for_timeout(2_000)
            clicks = [page.locator(".m").nth(place).evaluate(CLICK) for place in _different_names(page)]
            browser.close()
        finally:
            _end(server)
    to_mark, to_panel = (statistics.median(times) / 1000 for times in zip(*clicks, strict=True))
    return {
        "title": title,
        "first marks": marks,
        "second visit": second,
        "click to mark": to_mark,
        "click to panel": to_panel,
    }


def _different_names(page) -> list[int]:
    """The places of marks of names, each spelt unlike the others."""
    places = {name: place for place, name in enumerate(page.locator(".m").all_inner_texts())}
    return list(places.values())[:CLICKS]


def _end(server: subprocess.Popen) -> None:
    """End the server and the model process that it started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True, check=False
    )
    server.terminate()
    server.wait(30)
    for child in listed.stdout.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGTERM)


def _wait(address: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        runs = [once(chromium) for _ in range(args.runs)]
        chromium.close()
    medians = {key: round(statistics.median(run[key] for run in runs), 3) for key in LIMITS}
    print(
        f"{'seconds':15}"
        + "".join(f"{f'run {i + 1}':>8}" for i in range(len(runs)))
        + f"{'median':>8}{'limit':>8}"
    )
    for key, limit in LIMITS.items():
        print(f"{key:15}" + "".join(f"{run[key]:8.2f}" for run in runs) + f"{medians[key]:8.2f}{limit:8.1f}")
    print(json.dumps(medians))


if __name__ == "__main__":
    main()
