"""Quotes and names measured apart from the encoder: the annotators' names stand in for its own.

    python -m training.oracle                 rules alone on the 33 gold articles
    python -m training.oracle --statements    with the annotators' statements too: what is left to the
                                              rules is edges, speakers under their names, kinds, verbs
    python -m training.oracle --paragraphs 0  rules alone on one half (0 or 1) of the paragraphs

Prints the figures of the scorer that lies beside the data, and with `--show` each miss.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from models import names, quotes
from models.findings import Analysis, Mention
from models.quotes.tagged import Scored, Tagged
from models.sentences import sentences
from training import projection
from training.data import DATA, gold_articles, paragraphs

Gold = tuple[str, str, dict]


def mentions(text: str, annotation: dict) -> list[Mention]:
    """The annotators' names as a perfect model would find them."""
    found = projection.names(text, annotation["entities"])
    return [Mention(a, b, text[a:b], label, 1.0, -1) for a, b, label, _ in found]


def statements(text: str, annotation: dict) -> list[Tagged]:
    """The annotators' statements as a perfect tagger would find them, in order of place."""
    out: list[Tagged] = []
    for quote in annotation["quotes"]:
        taken = {t.start for t in out}
        start = text.find(quote["content"])
        while start in taken and text.find(quote["content"], start + 1) >= 0:
            start = text.find(quote["content"], start + 1)
        end = start + len(quote["content"])
        cue = quote["cue"] and projection.nearest(text, quote["cue"], start, end)
        speaker = quote["speaker"] and projection.nearest(text, quote["speaker"], *(cue or (start, end)))
        scored = (Scored(*span, 1.0) if span else None for span in (speaker, cue))
        out.append(Tagged(start, end, quote["kind"], 1.0, *scored))
    return sorted(out, key=lambda t: t.start)


def analyse(gold: Iterable[Gold], with_statements: bool) -> Iterator[Analysis]:
    """What the rules make of each (name, text, annotation)."""
    for name, text, annotation in gold:
        found, entities = names.merge(text, mentions(text, annotation))
        spans = sentences(text)
        tagged = statements(text, annotation) if with_statements else None
        said = quotes.find(text, spans, found, entities, tagged)
        yield Analysis(name, f"{name}.txt", None, None, None, None, None, text, spans, found, entities, said)


def scorer() -> ModuleType:
    """The scorer beside the data, as a module."""
    spec = importlib.util.spec_from_file_location("score_gold", DATA.parent / "tools/score_gold.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(gold: list[Gold], analyses: Iterable[Analysis]) -> dict:
    """The scorer's figures for analyses of `gold`."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("txt", "json"):
            (Path(folder) / part).mkdir()
        for name, text, annotation in gold:
            (Path(folder) / f"txt/{name}.txt").write_text(text, encoding="utf-8")
            (Path(folder) / f"json/{name}.json").write_text(json.dumps(annotation), encoding="utf-8")
        path = Path(folder) / "found.jsonl"
        path.write_text("".join(json.dumps(a.to_json()) + "\n" for a in analyses), encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            scorer().findings(folder, path)
    return json.loads(printed.getvalue().splitlines()[-1])


def misses(gold: list[Gold], analyses: list[Analysis]) -> Iterator[str]:
    """One line for each statement missed, invented, or given to the wrong speaker."""
    tool = scorer()
    for (name, text, annotation), analysis in zip(gold, analyses, strict=True):
        found = analysis.to_json()["quotes"]
        pairs = dict(tool.match(found, annotation["quotes"], text, lambda o, p, q: o >= 0.5))
        for g, quote in enumerate(annotation["quotes"]):
            if g not in pairs:
                yield f"{name} MISS {quote['kind'][0]} [{quote['cue']}] {quote['speaker']}: {quote['content'][:120]}"
                continue
            own = found[pairs[g]]
            head = f"{own['rule']}: {quote['content'][:60]} …"
            speaker = own["speaker"]
            wanted = [quote["speaker"], quote["canonical"] or quote["speaker"]]
            if (speaker is None) != (quote["speaker"] is None) or (
                speaker and not any(tool.same_name(speaker[k], wanted) for k in ("text", "name"))
            ):
                told = speaker and (speaker["text"], speaker["name"], speaker["kind"])
                yield f"{name} WHO {wanted} not {told} [{quote['cue']}] {head}"
            elif speaker and speaker["kind"] != quote["speaker_kind"]:
                yield f"{name} KIND {quote['speaker_kind']} not {speaker['kind']}: {speaker['text']}"
            if quote["cue"] and (not own["cue"] or own["cue"]["text"] not in quote["cue"]):
                yield f"{name} CUE {quote['cue']} not {own['cue'] and own['cue']['text']} {head}"
            if tool.fold(own["text"]) != tool.fold(quote["content"]):
                yield f"{name} EDGE {own['rule']}\n    gold {quote['content']}\n    ours {own['text']}"
        for p, own in enumerate(found):
            if p not in pairs.values():
                who = own["speaker"] and own["speaker"]["text"]
                cue = own["cue"] and own["cue"]["text"]
                yield f"{name} EXTRA {own['rule']} [{cue}] {who}: {own['text'][:120]}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", action="store_true", help="give the annotators' statements")
    parser.add_argument("--paragraphs", type=int, choices=(0, 1), help="one half of the paragraphs")
    parser.add_argument("--show", action="store_true", help="print each miss")
    args = parser.parse_args()
    if args.paragraphs is None:
        gold = list(gold_articles())
    else:
        gold = [(p["id"], p["text"], p) for p in paragraphs()[args.paragraphs :: 2]]
    analyses = list(analyse(gold, args.statements))
    if args.show:
        print("\n".join(misses(gold, analyses)))
    for figure, value in score(gold, analyses).items():
        print(f"{figure:24} {value}")


if __name__ == "__main__":
    main()
