"""The Overview page: the whole library or a part of it, as ranked tables and pictures that lead to sentences."""

from __future__ import annotations

import calendar
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from articles.overview import Filters, Overview, Scope
from articles.sides import Sides
from components import charts, evidence, merging, overview_charts
from components.counts import cell, counts
from components.filtering import KINDS, MANNERS, SURENESS, filters, named_source, narrow, remember
from components.keeping import keep_table, keep_view, turned
from components.retold import retold
from components.state import go, library, open_jobs, place, plain, sample_first
from components.tables import selectable
from components.words import count, t
from models.arabic import fold
from models.findings import LABELS, Label

BARS = 12  # of a ranked table, drawn beside it
MATRIX, NETWORK = 15, 30  # names
MERGED_INTO = 200  # names and targets to choose from
LOOK_AGAIN_SECONDS = 1.0
MONTHS_FROM = 62  # days: over more of them time is counted in months
# What narrows the articles and the statements when a mark is clicked: fields of `Filters`, and `places` where
# the sentences that name somebody are meant and not the statements.
Pick = dict[str, Any]


def page() -> None:
    """Filters, what they leave, one view of it, and the sentences behind what is selected."""
    sample_first()
    overview = Overview(library())
    st.markdown(f"## {t('page.overview')}")
    asked = filters(overview)
    scope = overview.scope(asked)
    st.caption(_rests(scope))
    if not scope.articles:
        if scope.unread and open_jobs():
            _wait(overview, asked)
        else:
            st.info(t("overview.nothing"))
        remember()
        return
    with st.container(key="views", horizontal=True, horizontal_alignment="distribute"):
        view = _view()
        keep_view(overview, asked)
    picks = _Picks(view, overview, asked)
    _VIEWS[view](overview, asked, picks)
    if chosen := picks.chosen():
        _behind(overview, asked, chosen)
    remember()


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait(overview: Overview, asked: Filters) -> None:
    """Nothing of it is read yet: look again until something is."""
    st.info(t("overview.reading"))
    if not open_jobs() or overview.scope(asked).articles:
        st.rerun(scope="app")


def _view() -> str:
    """The view chosen, as the address bar has it."""
    now = place("show") if place("show") in _VIEWS else next(iter(_VIEWS))
    # The address has changed, or the page has just been come to.
    if "view" not in st.session_state or st.session_state.get("overview-view") != now:
        st.session_state["view"] = now
    names = {view: t(f"overview.{view}") for view in _VIEWS}
    view = st.segmented_control(
        t("page.overview"), _VIEWS, format_func=names.get, key="view", label_visibility="collapsed", required=True
    )  # fmt: skip
    if view != now:
        go(show=view, pick=None)
    st.session_state["overview-view"] = view
    return view


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


# --- what is selected -------------------------------------------------------------------------------


class _Picks:
    """What can be taken from a view: the last mark that was clicked, kept in the address bar; its tables as files."""

    def __init__(self, view: str, overview: Overview, asked: Filters) -> None:
        self._view, self._overview, self._asked = view, overview, asked

    def file(self, rows: Sequence[dict], columns: dict[str, str], name: str, key: str) -> None:
        """The rows as a file for a spreadsheet."""
        cells = [[row.get(column, "") for column in columns] for row in rows]
        keep_table(self._overview, self._asked, name, tuple(columns.values()), cells, key)

    def offer(self, key: str, pick: Pick | None) -> None:
        """A mark that stays selected (a row, a bar): it counts when it was not selected before."""
        key = f"was-{self._view}-{key}"
        before = st.session_state.get(key)
        st.session_state[key] = pick
        if pick != before:
            self.click(pick)

    def click(self, pick: Pick | None) -> None:
        go(pick=pick and json.dumps(pick, ensure_ascii=False))

    def chosen(self) -> Pick | None:
        """The pick of the address bar; None for one that holds anything but filters."""
        try:
            pick = json.loads(place("pick") or "null")
        except ValueError:
            return None
        known = {f.name: f.default for f in fields(Filters)}
        if not isinstance(pick, dict) or not set(pick) <= {*known, "places"}:
            return None
        for name, value in pick.items():
            many = name != "places" and isinstance(known[name], tuple)
            texts = isinstance(value, list) and all(isinstance(v, str) for v in value)
            if not (texts if many else isinstance(value, str | bool | None)):
                return None
        return pick


def _behind(overview: Overview, asked: Filters, pick: Pick) -> None:
    """The sentences behind what is selected, and the way to make it the filter."""
    places = bool(pick.get("places"))
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in pick.items() if k != "places"}
    meant = replace(asked, **given)
    with st.container(key="behind", horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {t('evidence')}: {plain(_told(overview, given, meant.sides))}", width="content")
        if st.button(t("overview.narrow"), key="narrow"):
            narrow(meant)
            st.rerun()
    evidence.listed(meant, places)


def _told(overview: Overview, given: dict[str, Any], sides: bool) -> str:
    """What a pick means, in the page's words."""
    words: list[str] = []
    for name, value in given.items():
        if name == "names":
            words.append(" + ".join(value))
        elif name == "speaker":
            words += [overview.called(value, sides)] if value else []
        elif name == "sources":
            words += map(named_source, value)
        elif name in ("speaker_kinds", "manners", "stances"):
            word = {"speaker_kinds": "speaker", "manners": "kind", "stances": "stance"}[name]
            words += [t(f"{word}.{v}") for v in value]
        elif name == "undated" and value:
            words.append(t("undated"))
        elif isinstance(value, str):
            words.append(value)
    return " · ".join(dict.fromkeys(words))


# --- what every view has ----------------------------------------------------------------------------


def _ranked(
    rows: list[dict], columns: dict[str, str], arabic: tuple[str, ...], picks: _Picks, meant: Callable[[int], Pick],
    *, key: str, name: str,
) -> None:  # fmt: skip
    """A ranked table with its file; the row selected last leads to what `meant` says of its number."""
    if not rows:
        st.caption(t("overview.nothing"))
        return
    st.caption(t("overview.pick"))
    drawn = _key(key, [{"name": str(r[arabic[0]])} for r in rows])
    selected = selectable(rows, columns, arabic=arabic, key=drawn, room=200)
    picks.offer(drawn, meant(selected[-1]) if selected else None)
    picks.file(rows, columns, name, key)


def _key(name: str, rows: Sequence[dict]) -> str:
    """The key of a table or chart of these rows: what was selected in others is not selected in it."""
    return f"{name}-{abs(hash(tuple(r.get('name', r.get('part')) for r in rows)))}"


def _two() -> list:
    """A table, and beside it (below on a phone) a picture."""
    return st.columns([3, 2], gap="large")


def _noted(rows: list[dict], field: str, scope_of: int, word: str) -> str:
    """What a picture shows of all there is."""
    return t(
        "overview.shown",
        n=count(word, sum(r[field] for r in rows), after=True),
        all=count(word, scope_of, after=True),
    )


# --- the views --------------------------------------------------------------------------------------


def _speakers(overview: Overview, f: Filters, picks: _Picks) -> None:
    rows = overview.speakers(f)
    shown = [
        {
            **r,
            "speaker": r["speaker"] or t("speaker.none"),
            "kind": t(f"speaker.{r['kind']}"),
            "indirect": r["statements"] - r["direct"] - r["mixed"],
        }
        for r in rows
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

    def meant(k: int) -> Pick:
        return {"speaker": rows[k]["key"], "speaker_kinds": [rows[k]["kind"]]}

    # One under the other: the table has many columns.
    table, picture = st.container(), st.container()
    with table:
        _ranked(shown, columns, ("speaker",), picks, meant, key="speakers", name=t("overview.speakers"))
    with picture:
        words = {m: t(f"kind.{m}") for m in MANNERS}
        places = [(k, m) for k, r in enumerate(shown[:BARS]) for m in MANNERS if r[m]]
        # Two rows of one name differ in the kind of speaker.
        twice = {n for n, times in Counter(r["speaker"] for r in shown[:BARS]).items() if times > 1}
        names = [f"{r['speaker']} ({r['kind']})" if r["speaker"] in twice else r["speaker"] for r in shown]
        bars = [
            {
                "id": i,
                "name": names[k],
                "kind": words[m],
                "n": shown[k][m],
            }
            for i, (k, m) in enumerate(places)
        ]
        note = _noted(rows[:BARS], "statements", overview.scope(f).statements, "n.statements")
        colours = {words[m]: charts.KIND_COLOURS[m] for m in MANNERS}
        drawn = _key("speakers-bars", bars)
        picked = charts.bars((charts.short(bars), note), colours, key=drawn)
        if picked is not None:
            k, manner = places[picked]
        picks.offer(drawn, None if picked is None else {**meant(k), "manners": [manner]})


def _voices(overview: Overview, f: Filters, picks: _Picks) -> None:
    """Who gets quoted: named, by office, organisations, unnamed; verbatim or not; by outlet and over time."""
    with st.container(key="voices-choice", horizontal=True):
        what = _choice("voices-what", ("kind", "manner"), "overview")
        where = _choice("voices-where", ("source", "time"), "overview.by")
    values = KINDS if what == "kind" else MANNERS
    words = {v: t(f"speaker.{v}" if what == "kind" else f"kind.{v}") for v in values}
    colours = charts.VOICE_COLOURS if what == "kind" else charts.KIND_COLOURS
    coloured = {words[v]: colours[v] for v in values}
    field = "speaker_kinds" if what == "kind" else "manners"
    unit = _unit(overview, f) if where == "time" else "source"
    rows = overview.voices(f, f"{unit} {what}")

    def of(part: str) -> Pick:
        return {"sources": [part]} if where == "source" else _dates(part)

    total: Counter[str] = Counter()
    for r in rows:
        total[r["part"]] += r["statements"]
    if where == "source":
        rows.sort(key=lambda r: (-total[r["part"]], r["part"]))
    name = named_source if where == "source" else (lambda part: part or t("undated"))
    table = [
        {
            "part": name(part),
            "all": total[part],
            **{
                v: next((r["statements"] for r in rows if (r["part"], r["value"]) == (part, v)), 0)
                for v in values
            },
        }
        for part in dict.fromkeys(r["part"] for r in rows)
    ]
    asked_about = "anonymous" if what == "kind" else "direct"
    for line in table:
        line["share"] = round(100 * line[asked_about] / line["all"])
    parts = list(dict.fromkeys(r["part"] for r in rows))
    # One under the other: the table has many columns.
    left, right = st.container(), st.container()
    with right:
        bars = [
            {
                "id": k,
                "name": name(r["part"]),
                "part": r["part"],
                "kind": words[r["value"]],
                "n": r["statements"],
            }
            for k, r in enumerate(rows)
        ]
        if where == "source":
            first = set(parts[:BARS])
            bars = [b for b in bars if b["part"] in first]
            note = _noted(bars, "n", total.total(), "n.statements")
            drawn = _key(f"voices-{what}", bars)
            picked = charts.bars((charts.short(bars), note), coloured, key=drawn)
        else:
            bars = [b for b in bars if b["part"]]
            drawn = _key(f"voices-{what}-{unit}", bars)
            note = _noted(bars, "n", total.total(), "n.statements")
            picked = overview_charts.over_time(bars, coloured, unit=unit, note=note, key=drawn)
        chosen = None if picked is None else {**of(rows[picked]["part"]), field: [rows[picked]["value"]]}
        picks.offer(drawn, chosen)
    with left:
        head = t("source") if where == "source" else t("published")
        columns = {"part": head, "all": t("statements"), "share": t(f"overview.share.{what}"), **words}
        _ranked(
            table, columns, ("part",), picks, lambda k: of(parts[k]), key=f"voices-{what}-{where}",
            name=t("overview.voices"),
        )  # fmt: skip


def _named(overview: Overview, f: Filters, picks: _Picks) -> None:
    label = st.pills(t("entities"), LABELS, format_func=lambda k: t(f"label.{k}"), key="named-label")
    rows = overview.named(f, label)
    shown = [{**r, "label": t(f"label.{r['label']}")} for r in rows]
    columns = {
        "name": t("name"),
        "label": t("overview.kind"),
        "articles": t("overview.articles"),
        "mentions": t("overview.mentions"),
    }

    def meant(k: int) -> Pick:
        return {"names": [*f.names, rows[k]["name"]], "places": True}

    table, picture = _two()
    with table:
        _ranked(shown, columns, ("name",), picks, meant, key="named", name=t("overview.named"))
    with picture:
        bars = [
            {"id": k, "name": r["name"], "kind": t(f"label.{r['label']}"), "n": r["articles"]}
            for k, r in enumerate(rows[:BARS])
        ]
        colours = {t(f"label.{k}"): charts.LABEL_COLOURS[k] for k in LABELS}
        note = t(
            "overview.named.note",
            n=len(bars),
            all=count("n.articles", overview.scope(f).articles, after=True),
        )
        drawn = _key("named-bars", bars)
        picked = charts.bars((charts.short(bars), note), colours, key=drawn)
        picks.offer(drawn, None if picked is None else meant(picked))


def _time(overview: Overview, f: Filters, picks: _Picks) -> None:
    unit = _unit(overview, f)
    days = overview.days(f)
    parts: dict[str, Counter[str]] = {}
    for r in days:
        part = r["published"] if unit == "day" else r["published"][:7]
        parts.setdefault(part, Counter()).update(articles=r["articles"], statements=r["statements"])
    scope = overview.scope(f)
    table, picture = _two()
    names = list(parts)
    with picture:
        for field, colour in (
            ("articles", charts.LABEL_COLOURS["PERS"]),
            ("statements", charts.KIND_COLOURS["direct"]),
        ):
            word = t("overview.articles" if field == "articles" else "statements")
            st.markdown(f"### {word}")
            rows = [{"id": k, "part": p, "kind": word, "n": parts[p][field]} for k, p in enumerate(names)]
            drawn = _key(f"time-{field}-{unit}", rows)
            note = _noted(rows, "n", getattr(scope, field), f"n.{field}")
            picked = overview_charts.over_time(rows, {word: colour}, unit=unit, note=note, key=drawn)
            places = {"places": True} if field == "articles" and f.names else {}
            picks.offer(drawn, None if picked is None else {**_dates(names[picked]), **places})
        if scope.undated:
            st.caption(t("overview.undated.note", n=count("n.articles", scope.undated, after=True)))
    shown = [{"part": p, **parts[p]} for p in reversed(names)]
    if scope.undated:
        said = overview.scope(replace(f, undated=True, since=None, until=None)).statements
        shown.append({"part": t("undated"), "articles": scope.undated, "statements": said})
        names = ["", *names]
    columns = {"part": t("published"), "articles": t("overview.articles"), "statements": t("statements")}
    back = names[::-1]
    with table:
        _ranked(
            shown,
            columns,
            ("part",),
            picks,
            lambda k: _dates(back[k]),
            key=f"time-{unit}",
            name=t("overview.time"),
        )


def _stances(overview: Overview, f: Filters, picks: _Picks) -> None:
    """Who stands where: counts of statements by label, never an average."""
    how = _choice("stances-how", ("grid", "target"), "overview.stances")
    if how == "grid" and not f.target:
        _grid(overview, f, picks)
        return
    targets = [r["target"] for r in overview.targets(f)]
    if not targets:
        st.caption(t("overview.no.decided" if f.reviewed else "overview.no.targets"))
        return
    target = f.target or st.selectbox(t("stance.target"), targets, key="stance-target")
    rows = overview.stances(f, target)
    shown = [
        {
            "speaker": r["speaker"],
            "said": t("stance.mixed") if r["favor"] and r["against"] else "",
            **{kind: str(r[kind] or "") for kind in SURENESS},
        }
        for r in rows
    ]
    columns = {
        "speaker": t("speaker"),
        **{kind: t(f"stance.{kind}") for kind in SURENESS},
        "said": t("stance.mixed"),
    }

    def meant(k: int) -> Pick:
        return {"target": target, "speaker": rows[k]["key"]}

    table, picture = _two()
    with table:
        _ranked(
            shown,
            columns,
            ("speaker",),
            picks,
            meant,
            key="stances",
            name=f"{t('overview.stances')} {target}",
        )
    with picture:
        places = [(k, s) for k, r in enumerate(rows[:BARS]) for s in SURENESS if r[s]]
        bars = [
            {"id": i, "name": rows[k]["speaker"], "kind": t(f"stance.{s}"), "n": rows[k][s]}
            for i, (k, s) in enumerate(places)
        ]
        colours = {t(f"stance.{s}"): charts.STANCE_COLOURS[s] for s in SURENESS}
        asked = overview.scope(replace(f, target=target)).statements
        note = f"{_noted(bars, 'n', asked, 'n.statements')} {_counted_so(overview, f)}{t('overview.never.average')}"
        drawn = _key("stances-bars", bars)
        picked = charts.bars((charts.short(bars), note), colours, key=drawn)
        if picked is not None:
            k, label = places[picked]
        picks.offer(drawn, None if picked is None else {**meant(k), "stances": [label]})


def _grid(overview: Overview, f: Filters, picks: _Picks) -> None:
    merging.told()
    found = overview.grid(f)
    cells = found.cells
    if not cells:
        st.caption(t("overview.no.decided" if f.reviewed else "overview.no.targets"))
        return
    speakers = {c["key"]: c["speaker"] for c in cells}
    totals: Counter[str] = Counter()
    for c in cells:
        totals[c["target"]] += sum(c[s] for s in SURENESS)
    targets = [target for target, _ in totals.most_common()]
    keys = list(speakers)
    grid: list[list[dict | None]] = [[None] * len(targets) for _ in keys]
    most = max(sum(c[s] for s in SURENESS) for c in cells)
    for c in cells:
        told = t("list.join").join(f"{t(f'stance.{s}')} {c[s]}" for s in SURENESS if c[s])
        mixed = t("stance.mixed") if c["favor"] and c["against"] else ""
        title = f"{c['speaker']} / {c['target']}: {told}"
        grid[keys.index(c["key"])][targets.index(c["target"])] = cell(
            [(s, c[s]) for s in SURENESS], most, title, mixed
        )
    st.html(charts.legend({t(f"stance.{s}"): charts.STANCE_COLOURS[s] for s in SURENESS}))
    kinds = {c["speaker"]: _LABELS.get(c["kind"]) for c in cells if _mergeable(c, f)}
    row, column = counts(
        list(speakers.values()), targets, grid, corner=t("overview.grid.corner"), key="stance-grid",
        heads=([speakers[key] in kinds for key in keys], [True] * len(targets)),
    )  # fmt: skip
    if row is not None and column is not None:
        picks.click({"speaker": keys[row], "target": targets[column]})
    elif row is not None or column is not None:
        head = ("target", targets[column]) if row is None else ("name", speakers[keys[row]])
        st.session_state["stance-grid-head"] = head
    _merging(overview, f, kinds, targets)
    shown, told = (count("n.statements", n, after=True) for n in (found.statements, found.of))
    note = f"{t('overview.grid.note', n=shown, all=told)} {_counted_so(overview, f)}{t('merge.hint')}"
    st.caption(plain(note))
    columns = {
        "speaker": t("speaker"),
        "target": t("stance.target"),
        **{s: t(f"stance.{s}") for s in SURENESS},
    }
    picks.file(cells, columns, t("overview.stances"), "grid")


def _counted_so(overview: Overview, f: Filters) -> str:
    """What the filters change in how stances are counted, with a space behind it."""
    told = [t("overview.decided")] if f.reviewed else []
    return "".join(f"{line} " for line in [*told, *turned(overview, f)])


# The type of a name by the kind of speaker that it is.
_LABELS = {"person": "PERS", "organisation": "ORG"}


def _mergeable(c: dict, f: Filters) -> bool:
    """Whether a cell's speaker is a name that can be merged: neither «a source» of one article nor a side."""
    side = f.sides and c["key"] in {fold(side.name) for side in Sides(library()).all()}
    return c["key"] == fold(c["speaker"]) and not side


def _merging(overview: Overview, f: Filters, kinds: dict[str, Label | None], targets: Sequence[str]) -> None:
    """What the speaker or target whose name was clicked can be merged into."""
    about, name = st.session_state.get("stance-grid-head", ("target", ""))
    if name not in (kinds if about == "name" else targets):
        return
    everything = Filters(copies=True)
    if about == "name":
        rest = {row["name"]: row["label"] for row in overview.named(everything, limit=MERGED_INTO)}
        view = {who: rest.get(who, kind) for who, kind in kinds.items()}
    else:
        rest = dict.fromkeys(row["target"] for row in overview.targets(everything, limit=MERGED_INTO))
        view = dict.fromkeys(targets)
    if merging.offer(about, name, view, rest, key="overview"):
        del st.session_state["stance-grid-head"]
        # Rows and columns are others now.
        st.session_state.pop("stance-grid-lit", None)
        if f.speaker == fold(name) and about == "name":
            narrow(replace(f, speaker=None))
        go(pick=None)
        st.rerun()


def _verbs(overview: Overview, f: Filters, picks: _Picks) -> None:
    how = _choice("verbs-how", ("together", "source"), "overview.verbs")
    found = overview.verbs(f, by_source=how == "source")
    rows = [
        {**r, "source": named_source(r["source"]), "attitude": t(f"attitude.{r['attitude']}")} for r in found
    ]
    columns = {"verb": t("cue"), "attitude": t("overview.attitude"), "statements": t("statements")}
    if how == "source":
        columns["source"] = t("source")

    def meant(k: int) -> Pick:
        sources = {"sources": [found[k]["source"]]} if how == "source" else {}
        return {"verb": found[k]["verb"], **sources}

    table, picture = _two()
    with table:
        _ranked(rows, columns, ("verb", "source"), picks, meant, key=f"verbs-{how}", name=t("overview.verbs"))
    with picture:
        bars = [
            {"id": k, "name": r["verb"], "kind": r["attitude"], "n": r["statements"]}
            for k, r in enumerate(rows[:BARS])
        ] if how == "together" else []  # fmt: skip
        if bars:
            kinds = dict.fromkeys(b["kind"] for b in bars)
            colours = dict(zip(kinds, charts.SERIES, strict=False))
            all_said = overview.scope(f).statements
            note = _noted(bars, "n", all_said, "n.statements")
            drawn = _key("verbs-bars", bars)
            picked = charts.bars((charts.short(bars), note), colours, key=drawn)
            picks.offer(drawn, None if picked is None else meant(picked))


def _pairs(overview: Overview, f: Filters, picks: _Picks) -> None:
    rows = overview.pairs(f)
    columns = {"one": t("name"), "other": t("overview.other"), "articles": t("overview.articles")}

    def meant(*names: str) -> Pick:
        return {"names": [*f.names, *names], "places": True}

    how = _choice("pairs-how", ("network", "matrix"), "overview.pairs") if rows else "matrix"
    table, picture = st.columns(2, gap="medium") if how == "network" else (st.container(), st.container())
    with table:
        _ranked(
            rows, columns, ("one", "other"), picks, lambda k: meant(rows[k]["one"], rows[k]["other"]), key="pairs",
            name=t("overview.pairs"),
        )  # fmt: skip
    with picture:
        if rows and how == "network":
            _network(overview, f, picks, meant)
        elif rows:
            _matrix(overview, f, picks, meant)


def _network(overview: Overview, f: Filters, picks: _Picks, meant: Callable[..., Pick]) -> None:
    net = overview.network(f, NETWORK)
    drawn = f"network-{abs(hash(net.names))}"
    note = t("overview.network.note", names=len(net.names), lines=len(overview_charts.strongest(net)))
    picked = overview_charts.network(net, note=note, key=drawn)
    picks.offer(drawn, picked and meant(*(net.names[k] for k in picked)))


def _matrix(overview: Overview, f: Filters, picks: _Picks, meant: Callable[..., Pick]) -> None:
    net = overview.network(f, MATRIX)
    most = max(n for i, line in enumerate(net.together) for j, n in enumerate(line) if i != j)
    cells = [
        [
            cell([("all", n)], most, f"{net.names[i]} + {net.names[j]}: {n}") if n and i != j else None
            for j, n in enumerate(line)
        ]
        for i, line in enumerate(net.together)
    ]
    row, column = counts(net.names, net.names, cells, corner=t("overview.articles"), key="matrix")
    if row is not None:
        picks.click(meant(net.names[row], net.names[column]))
    st.caption(t("overview.matrix.note", n=len(net.names)))
    table = [
        dict(zip(("name", *net.names), (name, *line), strict=True))
        for name, line in zip(net.names, net.together, strict=True)
    ]
    picks.file(table, {"name": t("name"), **{n: n for n in net.names}}, t("overview.pairs.matrix"), "matrix")


def _retold(overview: Overview, f: Filters, picks: _Picks) -> None:
    retold(overview, f)


_VIEWS: dict[str, Callable[[Overview, Filters, _Picks], None]] = {
    "speakers": _speakers,
    "voices": _voices,
    "named": _named,
    "time": _time,
    "stances": _stances,
    "verbs": _verbs,
    "retold": _retold,
    "pairs": _pairs,
}


def _choice(key: str, options: Sequence[str], words: str) -> str:
    """One of a view's few forms."""
    names = {option: t(f"{words}.{option}") for option in options}
    return st.segmented_control(
        t("overview.form"), options, default=options[0], format_func=names.get, key=key, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def _unit(overview: Overview, f: Filters) -> str:
    """Days or months: what is chosen, at first what suits the stretch of time."""
    fits = "month" if len(overview.days(f)) > MONTHS_FROM else "day"
    options = ("day", "month")
    return st.segmented_control(
        t("overview.unit"), options, default=fits, format_func=lambda u: t(f"overview.unit.{u}"), key="unit",
        required=True, label_visibility="collapsed",
    )  # fmt: skip


def _dates(part: str) -> Pick:
    """What a day, a month or "" (no date) narrows to."""
    if not part:
        return {"undated": True, "since": None, "until": None}
    if len(part) == len("2024-01"):
        year, month = map(int, part.split("-"))
        return {"since": f"{part}-01", "until": f"{part}-{calendar.monthrange(year, month)[1]:02d}"}
    return {"since": part, "until": part}
