"""Fetching, from a stand-in for the hub on this machine: what is asked for, breaks, failures."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from models.checkpoints import HUB

ROOT = Path(__file__).parents[2]
NAME, COMMIT = HUB["ner"]


class Hub(BaseHTTPRequestHandler):
    """Serves one model's files under the paths that the hub uses; `broken` ends a file after so many bytes."""

    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[str]] = []
    broken: ClassVar[dict[str, int]] = {}

    def _headers(self, body: bytes, kind: str, status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for key, value in more.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def _file(self) -> bytes | None:
        name = self.path.rpartition(f"/{NAME}/resolve/{COMMIT}/")[2]
        body = self.files.get(name)
        if body is None:
            self._headers(b"", "text/plain", 404, X_Error_Code="EntryNotFound")
            return None
        first = int((self.headers.get("Range") or "bytes=0-")[6:].split("-")[0])
        more = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "X_Repo_Commit": COMMIT}
        if first:
            more["Content_Range"] = f"bytes {first}-{len(body) - 1}/{len(body)}"
        self._headers(body[first:], "application/octet-stream", 206 if first else 200, **more)
        self.asked.append(f"{self.command} {name} {first}")
        return (
            body[first : self.broken.pop(name)]
            if name in self.broken and self.command == "GET"
            else body[first:]
        )

    def do_HEAD(self) -> None:
        self._file()

    def do_GET(self) -> None:
        if self.path.startswith("/api/models/"):
            rows = [{"rfilename": f} for f in self.files]
            answer = {
                "id": NAME,
                "modelId": NAME,
                "sha": COMMIT,
                "siblings": rows,
                "tags": [],
                "private": False,
            }
            if "/tree/" in self.path:
                answer = [
                    {"type": "file", "path": f, "size": len(b), "oid": "0"} for f, b in self.files.items()
                ]
            body = json.dumps(answer).encode()
            self._headers(body, "application/json")
            self.wfile.write(body)
        elif (body := self._file()) is not None:
            self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def hub(lexicon_checkpoint):
    Hub.files = {path.name: path.read_bytes() for path in lexicon_checkpoint.iterdir()}
    Hub.files["tf_model.h5"] = b"for another framework"
    Hub.asked, Hub.broken = [], {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(module_or_code, tmp_path, endpoint, *arguments):
    command = ["-m", module_or_code] if "\n" not in module_or_code else ["-c", module_or_code]
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_OFFLINE")}
    environment |= {"HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path), "HF_HUB_DISABLE_XET": "1"}
    return subprocess.run(
        [sys.executable, *command, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_fetches_what_is_needed_and_auto_finds_it(hub, tmp_path):
    done = run("models.fetch", tmp_path, hub, "ner")
    assert done.returncode == 0, done.stderr
    assert COMMIT[:7] in done.stdout
    assert not any("tf_model" in line for line in Hub.asked)
    chosen = run("from models.checkpoints import choose\nprint(choose('ner').name)", tmp_path, hub)
    assert chosen.stdout.strip() == NAME


def test_a_second_fetch_brings_nothing(hub, tmp_path):
    run("models.fetch", tmp_path, hub, "ner")
    Hub.asked.clear()
    assert run("models.fetch", tmp_path, hub, "ner").returncode == 0
    assert not [line for line in Hub.asked if line.startswith("GET")]


def test_a_broken_fetch_goes_on_where_it_stopped(hub, tmp_path):
    # The client keeps what it has by pieces of 10 MB.
    Hub.files["pytorch_model.bin"] = bytes(30_000_000)
    Hub.broken = {"pytorch_model.bin": 25_000_000}
    done = run("models.fetch", tmp_path, hub, "ner")
    if done.returncode:
        done = run("models.fetch", tmp_path, hub, "ner")
    assert done.returncode == 0, done.stderr
    starts = [int(line.split()[2]) for line in Hub.asked if line.startswith("GET pytorch_model.bin")]
    assert starts[0] == 0
    assert starts[-1] >= 10_000_000


def test_a_failure_is_one_line(tmp_path):
    done = run("models.fetch", tmp_path, "http://127.0.0.1:9", "ner")
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(f"Not fetched: {NAME}")
    assert line.endswith("The bundled models go on working.")


def test_an_unknown_job_says_which_there_are(tmp_path):
    done = run("models.fetch", tmp_path, "http://127.0.0.1:9", "quotes")
    assert done.returncode == 2
    assert "choose from ner, stance" in done.stderr
