"""What a printed report says of an article: its statements by speaker, each with its evidence.

`reports` gathers it as plain text in the report's language; `html_report` and `articles.export_word` set
it in type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from articles.export import NOBODY, Language, Seen, in_line, kind, printable, read_by, state, words
from models.declined import declined
from models.findings import Analysis, Quote, Stance

STYLE = Path(__file__).parent / "tables" / "report.css"


@dataclass(frozen=True, slots=True)
class Statement:
    """`said` in its marks where it is verbatim, `facts` what is known of it, `evidence` where it stands."""

    said: str
    facts: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article. `origin` is its outlet, date and link, `stamp` whether an editor reviewed it,
    `models` what read it; `speakers` are headings with their statements, the most quoted first, statements of nobody known last;
    `declined` the words that say who declined to comment.
    """

    title: str
    origin: str
    stamp: str
    models: str
    speakers: tuple[tuple[str, tuple[Statement, ...]], ...]
    declined: tuple[str, ...]


def reports(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> Iterator[Report]:
    """A report an article, in their order."""
    w = words(language)
    for a in analyses:
        origin = (a.source, a.published or w["undated"], a.url)
        yield Report(
            title=printable(a.title or w["untitled"]),
            origin=printable(in_line(origin)),
            stamp=w[state(a, seen)],
            models=read_by(a),
            speakers=tuple(_speakers(a, language)),
            declined=tuple(printable(" ".join(a.text[d.start : d.end].split())) for d in declined(a)),
        )


def evidence(analysis: Analysis, quote: Quote) -> str:
    """The sentences that the statement and its source stand in, and the one before them."""
    spans = [quote, *(x for x in (quote.speaker, quote.cue) if x and x.end > x.start)]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    inside = [k for k, s in enumerate(analysis.sentences) if s.start < end and s.end > start]
    if inside:
        start = min(start, analysis.sentences[max(0, inside[0] - 1)].start)
        end = max(end, analysis.sentences[inside[-1]].end)
    return " ".join(analysis.text[start:end].split())


def html_report(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """One page that needs no other file and prints on A4. Whatever an article holds is text in it."""
    w = words(language)
    page = ET.Element("html", lang=language, dir="rtl" if language == "ar" else "ltr")
    head = _within(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    policy = {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
    }
    ET.SubElement(head, "meta", policy)
    ET.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _within(head, "title", w["report"])
    _within(head, "style", STYLE.read_text(encoding="utf-8"))
    body = _within(page, "body")
    _within(body, "h1", w["report"])
    for report in reports(analyses, seen, language):
        _set(body, report, w)
    return b"<!doctype html>\n" + ET.tostring(page, encoding="utf-8", method="html")


def _set(body: ET.Element, report: Report, w: Mapping[str, str]) -> None:
    article = _within(body, "article")
    _within(article, "h2", report.title)
    _within(article, "p", report.origin, "origin")
    _within(article, "p", report.stamp, "stamp")
    _within(article, "p", report.models, "models")
    if not report.speakers:
        _within(article, "p", w["no_statements"])
    for heading, statements in report.speakers:
        _within(article, "h3", heading)
        for statement in statements:
            block = _within(article, "section")
            _within(block, "p", statement.said, "said")
            _within(block, "p", statement.facts, "facts")
            _within(block, "p", f"{w['evidence']}: {statement.evidence}", "evidence")
    if report.declined:
        _within(article, "h3", w["declined"])
    for words_of_it in report.declined:
        _within(article, "p", words_of_it, "said")


def _within(parent: ET.Element, tag: str, text: str = "", kind: str = "") -> ET.Element:
    element = ET.SubElement(parent, tag, {"class": kind, "dir": "auto"} if kind else {})
    element.text = text
    return element


def _speakers(a: Analysis, language: Language) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    w = words(language)
    groups: dict[tuple[str, str] | None, list[int]] = {}
    for k, quote in enumerate(a.quotes):
        who = (quote.speaker.name, quote.speaker.kind) if quote.speaker else None
        groups.setdefault(who, []).append(k)
    stances = a.stances_by_quote()
    for who, numbers in sorted(groups.items(), key=lambda g: (g[0] is None, -len(g[1]))):
        heading = f"{printable(who[0])} ({w[who[1]]})" if who else w["nobody"]
        yield heading, tuple(_statement(a, k, stances.get(k, ()), language) for k in numbers)


def _statement(a: Analysis, number: int, stances: Iterable[Stance], language: Language) -> Statement:
    w, quote = words(language), a.quotes[number]
    facts = [w[kind(quote)]]
    facts += [f"{w['cue']}: {quote.cue.text}"] if quote.cue else []
    facts += [f"{w['relayed_by']}: {quote.relayed_by.name}"] if quote.relayed_by else []
    facts += [f"{w['other_speakers']}: {s.name}" for s in quote.other_speakers]
    facts += [f"{s.target}: {w[s.verdict]}" for s in stances]
    said = " ".join(quote.text.split())
    return Statement(
        said=printable(f"«{said}»" if quote.kind == "direct" else said),
        facts=printable(in_line(facts)),
        evidence=printable(evidence(a, quote)),
    )
