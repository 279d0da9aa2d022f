"""The sentence of the desks about a table that the other pages show and that nobody can edit here."""

from __future__ import annotations

import streamlit as st

from views import address, served
from views.keys import SERVED
from views.text import Words


def show(words: Words) -> None:
    """Say, where the session looks at the table that the server was started to show, that it is read only."""
    if address.table() == SERVED:
        st.info(words("served.readonly", name=served.name()), icon=":material/lock:")
