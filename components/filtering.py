"""What the Overview's filters are, on the page and in the address bar: either changes the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import streamlit as st

from articles.overview import Filters, Overview
from articles.sides import Sides
from components.state import go, library, place, plain
from components.words import count, t
from models.findings import LABELS, SPEAKER_KINDS, VERDICTS

MANNERS = ("direct", "mixed", "indirect")
KINDS = (*SPEAKER_KINDS, "none")
# The filters that take some of a few values.
CHOICES = {"stances": VERDICTS, "speaker_kinds": KINDS, "manners": MANNERS}
# Where each filter stands in the address bar.
PARTS = {
    "words": "q", "sources": "from", "folder": "file", "since": "since", "until": "until", "undated": "undated",
    "batch": "import", "speaker_kinds": "by", "manners": "as", "target": "toward", "stances": "stance",
    "names": "naming", "types": "type", "speaker": "of", "verb": "verb", "reviewed": "seen", "copies": "copies",
    "sides": "sides", "opposites": "opposites",
}  # fmt: skip
NOTHING = "-"  # in the address: articles without a source, or of no import
EVERYTHING = Filters()
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # that can be asked for
# Those that are set by narrowing to what was selected, and are shown to be taken off.
CHIPS = ("names", "speaker", "verb", "target")


def filters(overview: Overview) -> Filters:
    """The controls; what they ask for stands in the address bar as well."""
    _from_address()
    folders = {f.id: f.name for f in library().folders()}
    every = t("overview.every")
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(t("overview.words"), key="f-words")
        sources = st.multiselect(
            t("source"), _with(overview.sources(), st.session_state["f-sources"]), format_func=named_source,
            key="f-sources", placeholder=t("overview.every.source"),
        )  # fmt: skip
        folder = None
        if folders:
            folder = st.selectbox(
                t("folder"), [None, *folders], format_func=lambda f: folders.get(f, every), key="f-folder"
            )
        since, until = (
            st.date_input(
                t(f"overview.{edge}"), min_value=FIRST, max_value=LAST, key=f"f-{edge}", format="YYYY-MM-DD"
            )
            for edge in ("since", "until")
        )
        now = _asked()
        asked = replace(
            now, words=words.strip(), sources=tuple(sources), folder=folder, since=since and since.isoformat(),
            until=until and until.isoformat(),
        )  # fmt: skip
        with st.popover(_more()):
            asked = _rest(overview, asked)
    if asked != now:
        narrow(asked)
    _chips(overview, asked)
    return asked


def _rest(overview: Overview, asked: Filters) -> Filters:
    """What is asked for together with the filters that are not always in view."""
    every = t("overview.every.value")
    names, targets, imports = _offered(str(library().path), overview)
    naming = st.multiselect(
        t("overview.naming"), _with(names, st.session_state["f-names"]), key="f-names",
        placeholder=t("overview.names.any"), accept_new_options=True,
    )  # fmt: skip
    chosen = {
        "names": tuple(naming),
        "types": _types(naming, asked),
        "target": st.selectbox(
            t("stance.target"), _with(targets, [st.session_state["f-target"]]), index=None, key="f-target",
            placeholder=every, accept_new_options=True,
        ),
    }  # fmt: skip
    for field, label, word in (
        ("stances", "overview.stances", "stance"),
        ("speaker_kinds", "speaker", "speaker"),
        ("manners", "overview.manner", "kind"),
    ):
        chosen[field] = tuple(
            st.pills(
                t(label), CHOICES[field], selection_mode="multi", format_func=lambda k, w=word: t(f"{w}.{k}"),
                key=f"f-{field}",
            )
        )  # fmt: skip
    batch = None
    if len(imports) > 1:
        batch = st.selectbox(
            t("overview.import"), _with(imports, [st.session_state.get("f-batch")]), index=None, key="f-batch",
            format_func=lambda b: _import(imports.get(b), b), placeholder=every,
        )  # fmt: skip
    toggles = {f: st.toggle(t(f"overview.{f}"), key=f"f-{f}") for f in ("undated", "reviewed", "copies")}
    # Streamlit forgets a control that was not drawn.
    if Sides(library()).all() or st.session_state.get("f-sides"):
        toggles["sides"] = st.toggle(t("sides.on"), key="f-sides", help=t("sides.help"))
    asked = replace(asked, **chosen, batch=batch, **toggles)
    # What the address has on can be turned off here, whatever is in view.
    if overview.linked(asked) or asked.opposites:
        turned = st.toggle(t("opposites.on"), key="f-opposites", help=t("opposites.on.help"))
        asked = replace(asked, opposites=turned)
    return asked


def _types(names: Sequence[str], asked: Filters) -> tuple[str, ...]:
    """The types that the filters ask of these names, as `Filters.types` has them."""
    known = {name: type for name, type in asked.typed if type in LABELS}
    types = [known.get(name, "") for name in names]
    while types and not types[-1]:
        types.pop()
    return tuple(types)


def named_so(typed: Sequence[tuple[str, str]]) -> list[str]:
    """Names, each with the type that is asked of it."""
    return [f"{name} ({t(f'label.{type}')})" if type in LABELS else name for name, type in typed]


@st.cache_data(ttl=60, show_spinner=False)
def _offered(path: str, _overview: Overview) -> tuple[list[str], list[str], dict[str, dict]]:
    """Names, targets and imports to choose from, those of most articles first; a minute old at most."""
    everything = Filters(copies=True)
    names = [row["name"] for row in _overview.named(everything)]
    targets = [row["target"] for row in _overview.targets(everything)]
    return names, targets, {row["batch"]: row for row in _overview.batches()}


def _more() -> str:
    """The word for the other filters, with how many of them are set."""
    asked = _asked()
    hidden = (
        "names",
        "target",
        "stances",
        "speaker_kinds",
        "manners",
        "batch",
        "undated",
        "reviewed",
        "copies",
        "sides",
        "opposites",
    )
    on = sum(getattr(asked, field) != getattr(EVERYTHING, field) for field in hidden)
    return f"{t('overview.more')} ({on})" if on else t("overview.more")


def _import(row: dict | None, batch: str) -> str:
    if row is None:
        return batch
    return f"{row['added']} · {count('n.articles', row['articles'])}" + (f" · {batch}" if batch else "")


def _chips(overview: Overview, asked: Filters) -> None:
    """What was narrowed to, each with the way back, and all of it off at once."""
    with st.container(key="filter-chips", horizontal=True):
        for field in CHIPS:
            value = getattr(asked, field)
            if value == getattr(EVERYTHING, field):
                continue
            if field == "speaker":
                value = overview.called(value, asked.sides) or t("speaker.none")
            if field == "names":
                value = t("list.join").join(named_so(asked.typed))
            about = t(f"overview.only.{field}", value=value)
            if st.button(f"✕ {plain(about)}", key=f"drop-{field}"):
                narrow(replace(asked, **({"names": (), "types": ()} if field == "names" else {field: None})))
                st.rerun()
        if asked != EVERYTHING and st.button(t("overview.clear"), key="drop-all", type="tertiary"):
            narrow(EVERYTHING)
            st.rerun()


def narrow(asked: Filters) -> None:
    """Make these the filters; the controls follow in the next run. What was selected is left."""
    go(pick=None, **{part: _written(field, getattr(asked, field)) for field, part in PARTS.items()})


def _written(field: str, value: object) -> str | None:
    if value == getattr(EVERYTHING, field):
        return None
    if isinstance(value, tuple):
        return "|".join(map(_escaped, value))
    return "1" if value is True else _escaped(str(value))


def _escaped(text: str) -> str:
    """The text without the signs that part it from others or stand for none."""
    return "%2D" if text == NOTHING else text.replace("%", "%25").replace("|", "%7C") or NOTHING


def _unescaped(text: str) -> str:
    return "" if text == NOTHING else unquote(text)


def _asked() -> Filters:
    """The filters as the address bar has them."""
    found: dict[str, object] = {}
    for field, part in PARTS.items():
        text, default = place(part) or "", getattr(EVERYTHING, field)
        if isinstance(default, tuple):
            found[field] = tuple(_unescaped(each) for each in text.split("|") if each)
        elif isinstance(default, bool):
            found[field] = bool(text)
        elif field == "folder":
            found[field] = int(text) if text.isdecimal() else None
        elif field in ("since", "until"):
            found[field] = day.isoformat() if (day := _date(text)) else None
        else:
            found[field] = _unescaped(text) if text else default
    return Filters(**found)


def _from_address() -> None:
    """Bring the controls to what the address bar says, when it says something that they don't. A visit that
    comes back to the page finds its filters as they were.
    """
    address = {part: place(part) for part in (*PARTS.values(), "show", "pick")}
    fresh = "f-words" not in st.session_state
    if fresh and not any(address.values()) and (kept := st.session_state.get("overview-address")):
        go(**kept)
        address = kept
    if fresh or address != st.session_state.get("overview-address"):
        asked = _asked()
        values = {field: getattr(asked, field) for field in PARTS if field not in ("speaker", "verb")}
        for field, value in values.items():
            st.session_state[f"f-{field}"] = list(value) if isinstance(value, tuple) else value
        for field in ("since", "until"):
            st.session_state[f"f-{field}"] = _date(values[field])
        for field, known in CHOICES.items():
            st.session_state[f"f-{field}"] = [v for v in values[field] if v in known]
        known_folders = {f.id for f in library().folders()}
        if asked.folder not in known_folders:
            st.session_state["f-folder"] = None


def remember() -> None:
    """Note at the end of a run what the address bar says."""
    st.session_state["overview-address"] = {part: place(part) for part in (*PARTS.values(), "show", "pick")}


def _with(options: Sequence[str], chosen: Sequence[str | None]) -> list[str]:
    """The options and those chosen that are not among them."""
    return list(dict.fromkeys([*options, *(c for c in chosen if c)]))


def _date(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def named_source(name: str) -> str:
    return name or t("overview.no.source")
