"""Choices that outlive a change of the language.

Streamlit keeps a choice by its displayed label, so a widget with labels has one key a language. What was chosen under
the key of the other language is carried over, for as long as that widget was drawn a moment ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from views.text import LANGUAGES, Words


def key(words: Words, name: str, options: Sequence[Any], first: Any = None) -> str:
    """Return the key of a widget with labelled choices, which holds what was chosen in either language.

    Parameters
    ----------
    name
        The key without the language.
    options
        What there is to choose from; another choice is forgotten.
    first
        What is chosen at the beginning; by default the first option.
    """
    own = words.key(name)
    held = [f"{name}.{lang}" for lang in (words.lang, *LANGUAGES)]
    chosen = next((st.session_state[each] for each in held if each in st.session_state), None)
    if own not in st.session_state or st.session_state[own] not in options:
        start = first if first in options else next(iter(options), None)
        st.session_state[own] = chosen if chosen in options else start
    return own
