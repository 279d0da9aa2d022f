"""What every page shares: the look, and the sidebar with the language and the choice of table.

The frame of a page is drawn before anything that is slow to load: what a table needs is imported when the first words
are on their way to the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.errors import TableError
from views import address, errors, twin
from views.keys import SERVED
from views.text import LANGUAGES, Words, words

ICON: Final = Path(__file__).with_name("icon.svg")
_STYLE: Final = Path(__file__).with_name("app.css").read_text(encoding="utf-8")


def draw(room: str) -> None:
    """Draw a page that shows a table, with all that is around it; `room` is the name of its module in `views`."""
    with _frame() as say:
        from views import choice

        # a table that is being opened says so where the page will stand
        waiting = st.empty() if address.table() == SERVED else None
        with st.sidebar:
            chosen = choice.table(say, waiting)
        if isinstance(chosen, TableError):
            choice.faults(chosen, say)
        else:
            _room(room).show(chosen, say)


def draw_desk(room: str) -> None:
    """Draw a page that works on the project of the server, whatever table the others show."""
    with _frame() as say:
        _room(room).show(say)


def _room(name: str) -> Any:
    return import_module(f"views.{name}")


@contextmanager
def _frame() -> Iterator[Words]:
    say = words(address.view().lang)
    st.html(f"<style>{_STYLE}</style>")
    with errors.as_sentences(say):
        with st.sidebar:
            st.title(say("app.name"), anchor=False)
            _choose_language(say)
        yield say
    address.write()


def _choose_language(say: Words) -> None:
    twin.write("language", address.view().lang)
    st.segmented_control(
        say.raw("language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="language",
        on_change=_take_language,
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )


def _take_language() -> None:
    address.change(replace(address.view(), lang=st.session_state["language"]))
