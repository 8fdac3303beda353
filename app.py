"""The browser's door: page set-up, navigation, language; nothing else. `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from components.words import LANGUAGES, t

STYLES = Path(__file__).parent / "components"

asked = st.query_params.get("lang")
st.session_state["lang"] = asked if asked in LANGUAGES else st.session_state.get("lang", "ar")
lang = st.session_state["lang"]

st.set_page_config(page_title=t("app"), page_icon="📰", layout="wide")
st.html(STYLES / "page.css")
st.html(STYLES / ("dark.css" if st.context.theme.type == "dark" else "light.css"))
if lang == "ar":
    st.html(STYLES / "rtl.css")


def _read() -> None:
    from components.reading import page

    page()


def _library() -> None:
    from components.shelf import page

    page()


def _models() -> None:
    from components.models_page import page

    page()


pages = {
    "read": st.Page(_read, title=t("page.read"), url_path="read", default=True),
    "library": st.Page(_library, title=f"{t('page.library')} · {t('add')}", url_path="library"),
    "models": st.Page(_models, title=t("page.models"), url_path="models"),
}
st.session_state["pages"] = pages
current = st.navigation(list(pages.values()), position="top")

name, switch = st.columns([5, 1], vertical_alignment="bottom")
name.markdown(f"## {t('app')}\n{t('tagline')}")
other = "en" if lang == "ar" else "ar"
if switch.button(LANGUAGES[other], key="language", width="stretch"):
    st.query_params["lang"] = st.session_state["lang"] = other
    st.rerun()
current.run()
