"""The keyboard's way into the fields of a fact: a press counts up, and the browser goes there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_COUNT: Final = "atlas.focus"
_focus = st.components.v2.component(
    "directive_atlas.focus", js=Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
)


def ask() -> None:
    """Go to the fields when the page is drawn next."""
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1


def mount(into: str) -> None:
    """Let the browser follow; `into` is the key of the container around the fields."""
    with st.container(key="atlas_focus"):
        _focus(key="atlas_focus_mount", data={"number": st.session_state.get(_COUNT, 0), "into": into})
