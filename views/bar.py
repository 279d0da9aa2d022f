"""The browser's address bar, rewritten in place: see ``bar.js``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_bar = st.components.v2.component("directive_atlas.bar", js=Path(__file__).with_name("bar.js").read_text("utf-8"))


def mount(number: int, query: str) -> None:
    """Let the browser follow.

    Parameters
    ----------
    number
        Grows with every address; one that the browser has seen changes nothing.
    query
        The query string that the address is to have.
    """
    with st.container(key="atlas_bar"):
        _bar(key="atlas_bar_mount", data={"part": "bar", "number": number, "query": query})
