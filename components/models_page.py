"""The Models page: what reads, its revision and licence, its limits."""

from __future__ import annotations

import streamlit as st

from components.state import plain
from components.words import t

LICENCES = {"rawi-ner": "CC BY-SA 4.0", "rawi-quotes": "MIT", "rawi-stance": "CC BY-SA 4.0"}


def page() -> None:
    """A table of the jobs and the checkpoints that do them on this machine."""
    from models.checkpoints import CheckpointMissing, choose

    st.markdown(f"## {t('page.models')}")
    st.caption(t("models.intro"))
    rows = []
    for job in ("ner", "quotes", "stance"):
        row = {t("models.job"): t(f"models.{job}")}
        try:
            chosen = choose(job)
            row |= {
                t("models.name"): chosen.name,
                t("models.revision"): chosen.revision[:12],
                t("models.licence"): LICENCES.get(chosen.name, "Apache-2.0"),
            }
        except CheckpointMissing as missing:
            row |= {t("models.name"): plain(t("models.missing", reason=str(missing)))}
        rows.append(row)
    st.table(rows)
    st.markdown(f"### {t('models.limits')}")
    st.write(t("models.limits.text"))
    st.write(t("models.fetch"))
