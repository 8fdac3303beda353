"""The Overview page: the whole library or a part of it, as ranked tables that lead to the statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import streamlit as st

from articles.overview import Evidence, Filters, Overview, Scope
from components import charts
from components.state import go, library, place, plain, sample_first
from components.tables import selectable
from components.words import count, t
from models.findings import LABELS, SPEAKER_KINDS, STANCES

VIEWS = ("speakers", "voices", "named", "time", "stances", "verbs", "pairs")
MANNERS = ("direct", "mixed", "indirect")
KINDS = (*SPEAKER_KINDS, "none")
SHOWN = 20  # statements of the evidence at a time
# Where each filter stands in the address bar.
PARTS = {
    "words": "q", "sources": "from", "folder": "file", "since": "since", "until": "until", "speaker_kinds": "by",
    "manners": "as", "target": "toward", "name": "naming", "speaker": "of", "reviewed": "seen", "copies": "copies",
}  # fmt: skip


def page() -> None:
    """Filters, what they leave, one view of it, and the statements behind what is selected."""
    sample_first()
    overview = Overview(library())
    st.markdown(f"### {t('page.overview')}")
    filters = _filters(overview)
    scope = overview.scope(filters)
    st.caption(_rests(scope))
    if not scope.articles:
        st.info(t("overview.nothing"))
        return
    names = {view: t(f"overview.{view}") for view in VIEWS}
    view = st.segmented_control(
        t("page.overview"),
        VIEWS,
        format_func=names.get,
        default=VIEWS[0],
        key="view",
        label_visibility="collapsed",
    )
    chosen, label = _SHOW[view or VIEWS[0]](overview, filters)
    if chosen is not None:
        _evidence(overview.evidence(chosen, label), chosen)


def _filters(overview: Overview) -> Filters:
    """The filters as the address bar has them, and the controls that change them."""
    now = _from_address()
    folders = {f.id: f.name for f in library().folders()}
    sources = overview.sources()
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(t("overview.words"), now.words, key="f-words")
        chosen = st.multiselect(
            t("source"),
            sources,
            [s for s in now.sources if s in sources],
            format_func=_source,
            key="f-sources",
            placeholder=t("overview.every"),
        )
        folder = now.folder
        if folders:
            options = [None, *folders]
            at = options.index(folder) if folder in options else 0
            every = t("overview.every")
            folder = st.selectbox(
                t("folder"), options, at, format_func=lambda f: folders.get(f, every), key="f-folder"
            )
        since = st.date_input(t("overview.since"), _date(now.since), key="f-since", format="YYYY-MM-DD")
        until = st.date_input(t("overview.until"), _date(now.until), key="f-until", format="YYYY-MM-DD")
        with st.popover(t("overview.more")):
            kinds = st.pills(
                t("speaker"), KINDS, selection_mode="multi", default=[k for k in now.speaker_kinds if k in KINDS],
                format_func=lambda k: t(f"speaker.{k}"), key="f-kinds",
            )  # fmt: skip
            manners = st.pills(
                t("overview.manner"), MANNERS, selection_mode="multi", default=[m for m in now.manners if m in MANNERS],
                format_func=lambda k: t(f"kind.{k}"), key="f-manners",
            )  # fmt: skip
            reviewed = st.toggle(t("overview.reviewed"), now.reviewed, key="f-reviewed")
            copies = st.toggle(t("overview.copies"), now.copies, key="f-copies")
    asked = Filters(
        tuple(chosen), folder, since and since.isoformat(), until and until.isoformat(), words.strip(), now.name,
        now.speaker, tuple(kinds), tuple(manners), now.target, reviewed, copies,
    )  # fmt: skip
    if asked != now:
        _to_address(asked)
    for field in ("name", "speaker", "target"):
        value = getattr(asked, field)
        about = value and t(f"overview.only.{field}", value=value)
        if about and st.button(f"✕ {plain(about)}", key=f"drop-{field}"):
            _to_address(replace(asked, **{field: None}))
            st.rerun()
    return asked


def _from_address() -> Filters:
    def many(field: str) -> tuple[str, ...]:
        return tuple(v for v in (place(PARTS[field]) or "").split("|") if v)

    file = place(PARTS["folder"]) or ""
    return Filters(
        many("sources"), int(file) if file.isdecimal() else None, place(PARTS["since"]), place(PARTS["until"]),
        place(PARTS["words"]) or "", place(PARTS["name"]), place(PARTS["speaker"]), many("speaker_kinds"),
        many("manners"), place(PARTS["target"]), bool(place(PARTS["reviewed"])), bool(place(PARTS["copies"])),
    )  # fmt: skip


def _to_address(filters: Filters) -> None:
    def written(value: object) -> str | None:
        if isinstance(value, tuple):
            return "|".join(value) or None
        return "1" if value is True else str(value) if value else None

    go(**{part: written(getattr(filters, field)) for field, part in PARTS.items()})


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _source(name: str) -> str:
    return name or t("overview.no.source")


def _rests(scope: Scope) -> str:
    """What the sums rest on, and what they leave out."""
    told = [
        t(
            "overview.rests",
            statements=count("n.statements", scope.statements, after=True),
            articles=count("n.articles", scope.articles, after=True),
        )
    ]
    for name, word in (("unsure", "n.statements"), ("repeats", "n.statements"), ("copies", "n.articles"), ("unread", "n.articles")):  # fmt: skip
        if left := getattr(scope, name):
            told.append(t(f"overview.left.{name}", n=count(word, left, after=True)))
    return " ".join(told)


# --- the views: each draws itself and returns what was selected, and perhaps a stance ---------------

Selected = tuple[Filters | None, str | None]


def _pick(rows: list[dict], columns: dict[str, str], arabic: tuple[str, ...], key: str) -> dict | None:
    """A ranked table; the row selected last."""
    if not rows:
        st.caption(t("overview.nothing"))
        return None
    st.caption(t("overview.pick"))
    chosen = selectable(rows, columns, arabic=arabic, key=f"{key}-{len(rows)}")
    return rows[chosen[-1]] if chosen else None


def _speakers(overview: Overview, f: Filters) -> Selected:
    rows = overview.speakers(f)
    shown = [
        {**r, "speaker": r["speaker"] or t("speaker.none"), "kind": t(f"speaker.{r['kind']}")} for r in rows
    ]
    columns = {
        "speaker": t("speaker"),
        "kind": t("overview.kind"),
        "statements": t("statements"),
        "direct": t("kind.direct"),
        "mixed": t("kind.mixed"),
        "articles": t("overview.articles"),
        "sources": t("overview.sources"),
    }
    row = _pick(shown, columns, ("speaker",), "speakers")
    if row is None:
        return None, None
    own = rows[shown.index(row)]
    return replace(f, speaker=own["key"], speaker_kinds=(own["kind"],)), None


def _voices(overview: Overview, f: Filters) -> Selected:
    """Who gets quoted by each source: named, by office, organisations, unnamed; verbatim or not."""
    what = st.segmented_control(
        t("overview.voices"),
        ("kind", "manner"),
        default="kind",
        format_func=lambda w: t(f"overview.{w}"),
        key="voices-what",
        label_visibility="collapsed",
    )
    values = KINDS if what == "kind" else MANNERS
    words = {v: t(f"speaker.{v}" if what == "kind" else f"kind.{v}") for v in values}
    rows = overview.voices(f, f"source {what or 'kind'}")
    total = Counter()
    for r in rows:
        total[r["part"]] += r["statements"]
    rows.sort(key=lambda r: (-total[r["part"]], r["part"]))
    bars = [
        {"id": k, "name": _source(r["part"]), "kind": words[r["value"]], "n": r["statements"]}
        for k, r in enumerate(rows)
    ]
    colours = charts.VOICE_COLOURS if what == "kind" else charts.KIND_COLOURS
    picked = charts.bars((bars, ""), {words[v]: colours[v] for v in values}, key=f"voices-{what}")
    parts = {}
    for r in rows:
        parts.setdefault(r["part"], {"source": _source(r["part"])})[r["value"]] = r["statements"]
    table = [
        {**p, "all": sum(p.get(v, 0) for v in values), **{v: p.get(v, 0) for v in values}}
        for p in parts.values()
    ]
    table.sort(key=lambda r: -r["all"])
    row = _pick(table, {"source": t("source"), "all": t("statements"), **words}, ("source",), "voices")
    if row is not None:
        source = next(part for part, p in parts.items() if p["source"] == row["source"])
        return replace(f, sources=(source,)), None
    if picked is None:
        return None, None
    value = rows[picked]["value"]
    one = {"speaker_kinds": (value,)} if what == "kind" else {"manners": (value,)}
    return replace(f, sources=(rows[picked]["part"],), **one), None


def _named(overview: Overview, f: Filters) -> Selected:
    label = st.pills(t("entities"), LABELS, format_func=lambda k: t(f"label.{k}"), key="named-label")
    rows = overview.named(f, label)
    shown = [{**r, "label": t(f"label.{r['label']}")} for r in rows]
    columns = {
        "name": t("name"),
        "label": t("overview.kind"),
        "articles": t("overview.articles"),
        "mentions": t("overview.mentions"),
    }
    row = _pick(shown, columns, ("name",), "named")
    return (replace(f, name=row["name"]), None) if row else (None, None)


def _time(overview: Overview, f: Filters) -> Selected:
    rows = overview.days(f)
    scope = overview.scope(f)
    if rows:
        charts.days(rows, key="days")
    if scope.undated:
        st.caption(t("overview.undated", n=count("n.articles", scope.undated, after=True)))
    table = [{"published": r["published"], "articles": r["articles"]} for r in reversed(rows)]
    row = _pick(
        table, {"published": t("published"), "articles": t("overview.articles")}, ("published",), "days"
    )
    return (replace(f, since=row["published"], until=row["published"]), None) if row else (None, None)


def _stances(overview: Overview, f: Filters) -> Selected:
    targets = [r["target"] for r in overview.targets(f)]
    if not targets:
        st.caption(t("overview.no.targets"))
        return None, None
    at = targets.index(f.target) if f.target in targets else 0
    target = st.selectbox(t("stance.target"), targets, at, key="stance-target")
    rows = overview.stances(f, target)
    kinds = (*STANCES, "unsure")
    table = [
        {
            "speaker": r["speaker"],
            "said": t("stance.mixed") if r["favor"] and r["against"] else "",
            **{kind: str(r[kind] or "") for kind in kinds},
        }
        for r in rows
    ]
    columns = {
        "speaker": t("speaker"),
        **{kind: t(f"stance.{kind}") for kind in kinds},
        "said": t("stance.mixed"),
    }
    row = _pick(table, columns, ("speaker",), "stances")
    st.caption(t("overview.never.average"))
    if row is None:
        return None, None
    only = st.pills(t("evidence"), kinds, format_func=lambda k: t(f"stance.{k}"), key="stance-label")
    return replace(f, target=target, speaker=rows[table.index(row)]["key"]), only


def _verbs(overview: Overview, f: Filters) -> Selected:
    rows = [
        {
            "source": _source(r["source"]),
            "verb": r["verb"],
            "attitude": t(f"attitude.{r['attitude']}"),
            "statements": r["statements"],
        }
        for r in overview.verbs(f)
    ]
    columns = {
        "verb": t("cue"),
        "attitude": t("overview.attitude"),
        "source": t("source"),
        "statements": t("statements"),
    }
    _pick(rows, columns, ("verb", "source"), "verbs")
    return None, None


def _pairs(overview: Overview, f: Filters) -> Selected:
    columns = {"one": t("name"), "other": t("overview.other"), "articles": t("overview.articles")}
    row = _pick(overview.pairs(f), columns, ("one", "other"), "pairs")
    return (replace(f, name=row["one"], words=row["other"]), None) if row else (None, None)


_SHOW = {
    "speakers": _speakers,
    "voices": _voices,
    "named": _named,
    "time": _time,
    "stances": _stances,
    "verbs": _verbs,
    "pairs": _pairs,
}


def _evidence(found: list[Evidence], filters: Filters) -> None:
    """The statements behind a sum, each with a way to its place in the article."""
    st.markdown(f"#### {t('evidence')}")
    st.caption(count("n.statements", len(found)))
    for e in found[:SHOWN]:
        with st.container(border=True):
            st.text(e.words)
            facts = [
                e.speaker or t("speaker.none"),
                t(f"speaker.{e.speaker_kind}"),
                e.verb,
                e.source,
                e.published or t("undated"),
                e.title,
            ]
            st.caption(plain(" · ".join(f for f in facts if f)))
            if st.button(t("show"), key=f"open-{e.article}-{e.quote}"):
                at = {"article": e.article, "select": f"quote:{e.quote}", "lang": st.session_state["lang"]}
                st.session_state.pop("goto", None)
                st.switch_page(st.session_state["pages"]["read"], query_params=at)
    if len(found) > SHOWN:
        st.caption(t("overview.rest", n=count("n.statements", len(found) - SHOWN, after=True)))
