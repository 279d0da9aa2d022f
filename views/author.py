"""Who works here: a name, given once a session, that goes with every correction."""

from __future__ import annotations

from typing import Final

import streamlit as st

from views import twin
from views.text import Words

LONGEST: Final = 60
_KEPT: Final = "atlas.author"


def name() -> str:
    """Return the name given in this session, or nothing."""
    given: str = st.session_state.get(_KEPT, "")
    return given


def ask(words: Words) -> str:
    """Draw the field for the name, and return what stands in it: nothing until somebody gave one."""
    key = "author.name"
    twin.write(key, name(), _shortened)
    st.text_input(
        words.raw("author"),
        key=key,
        max_chars=LONGEST,
        placeholder=words.raw("author.hint"),
        help=words.raw("author.help"),
        icon=":material/person:",
        on_change=_take,
        args=(key,),
    )
    return name()


def _take(key: str) -> None:
    st.session_state[_KEPT] = _shortened(st.session_state[key])


def _shortened(given: str) -> str:
    return "".join(char for char in given if char.isprintable()).strip()
