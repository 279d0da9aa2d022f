"""Widgets that say what the session holds anyway: a part of its view, its table, its language, a name.

Streamlit gives a widget up with the page on which it stood, and the one of the same key on the next page begins empty.
Yet until that one is drawn the key still answers for the widget given up, so that nothing seems amiss: the first time
on a page a twin is written whatever its key says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from views import address

_DRAWN: Final = "atlas.twins"


def write(key: str, value: Any, read: Callable[[Any], Any] = lambda shown: shown) -> None:
    """Bring a widget up to date before it is drawn; it is written only where it differs.

    Writing it in every run would overwrite what somebody chooses while the run is under way.

    Parameters
    ----------
    key
        The widget's.
    value
        What it is to show.
    read
        What the session holds when the widget shows something.
    """
    drawn: dict[str, str] = st.session_state.setdefault(_DRAWN, {})
    same_page = drawn.get(key) == address.page()
    if not same_page or key not in st.session_state or read(st.session_state[key]) != read(value):
        st.session_state[key] = value
    drawn[key] = address.page()
