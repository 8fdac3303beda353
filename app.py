"""The browser's door: page set-up, navigation, language; nothing else. `streamlit run app.py`.

`streamlit run` finds `app` and serves it with its security headers; for every visit Streamlit then runs
this same file as the page.
"""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from articles.library import Library, LibraryTooNew
from articles.visits import DEMO
from components.headers import SafeHeaders
from components.state import begin, library
from components.tongue import tongue
from components.words import LANGUAGES, t

STYLES = Path(__file__).parent / "components"


@asynccontextmanager
async def _begin(app: st.App) -> AsyncIterator[None]:
    """Have what waits read from the server's start on: the models load while the browser does."""
    if not DEMO:
        threading.Thread(target=lambda: begin(Library()), name="begin", daemon=True).start()
    yield


app = st.App(Path(__file__), lifespan=_begin, middleware=[Middleware(SafeHeaders)])


def _read() -> None:
    from components.reading import page

    page()


def _typed() -> None:
    """The Read page stands at /: who types /read means it."""
    st.switch_page(st.session_state["pages"]["read"], query_params=st.query_params.to_dict())


def _overview() -> None:
    from components.overview.page import page

    page()


def _queue() -> None:
    from components.queue import page

    page()


def _library() -> None:
    from components.shelf import page

    page()


def _decisions() -> None:
    from components.decisions import page

    page()


def _models() -> None:
    from components.models_page import page

    page()


def _language() -> str:
    """The language of the address, or of this visit; kept in both."""
    asked = st.query_params.get("lang")
    lang = asked if asked in LANGUAGES else st.session_state.get("lang", "ar")
    st.session_state["lang"] = lang
    if asked != lang and (asked or lang != "ar"):
        st.query_params["lang"] = lang
    return lang


def _head(lang: str) -> None:
    """The name, what it is for, and the switch to the other language."""
    other = next(code for code in LANGUAGES if code != lang)
    with st.container(
        key="head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(key="brand", width="content"):
            st.markdown(f"# {t('app')}\n{t('tagline')}")
        if st.button(LANGUAGES[other], key="language"):
            st.query_params["lang"] = other
            st.rerun()


def site() -> None:
    """One run of the page."""
    lang = _language()
    st.set_page_config(page_title=t("app"), page_icon="📰", layout="wide")
    st.html(STYLES / "page.css")
    if lang == "ar":
        st.html(STYLES / "rtl.css")
    pages = {
        "read": st.Page(_read, title=t("page.read"), default=True),
        "overview": st.Page(_overview, title=t("page.overview"), url_path="overview"),
        "queue": st.Page(_queue, title=t("page.queue"), url_path="review"),
        "library": st.Page(_library, title=f"{t('page.library')} · {t('add')}", url_path="library"),
        "decisions": st.Page(_decisions, title=t("page.decisions"), url_path="names"),
        "models": st.Page(_models, title=t("page.models"), url_path="models"),
    }
    st.session_state["pages"] = pages
    typed = st.Page(_typed, title=t("page.read"), url_path="read", visibility="hidden")
    current = st.navigation([*pages.values(), typed], position="top")
    _head(lang)
    tongue(lang)
    try:
        library()
    except LibraryTooNew:
        st.error(t("library.too.new"))
        return
    try:
        current.run()
    except Exception:
        # Streamlit would say so in English; what broke is for whoever runs Rawi.
        logging.getLogger(__name__).exception("a page broke")
        st.error(t("page.broken"))
        return
    # The page has been sent: nothing that this imports has kept it waiting.
    from components.warming import warm

    warm()


if get_script_run_ctx(suppress_warning=True):
    site()
