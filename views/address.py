"""The view of a session and the table it is of, and their twin in the address.

The address is what a copied link shows and what the browser's Back returns to. It is written in one step a change, so
that one change is one entry of the history, and an address that differs from the one last seen wins: somebody went
back, or followed a link. Where the map stands is no choice: the entry is rewritten in place (`views.bar`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from geo.timeline.view import View
from views.keys import KEYS, PROJECT, SERVED, served

LONGEST: Final = 2000
"""Characters of a query string that every browser, mail and chat program passes on whole."""

_VIEW, _TABLE, _SEEN = "atlas.view", "atlas.table", "atlas.seen"
_PAGE, _PUSHES = "atlas.page", "atlas.pushes"
_MOVED, _BEFORE = "atlas.moved", "atlas.before"
_LATE: Final = 16  # moves of the map that the browser may be behind
_DATA: Final = "data"


def view() -> View:
    """Return what this session looks at."""
    if _VIEW not in st.session_state:
        st.session_state[_VIEW] = View(lang="zh" if (st.context.locale or "").startswith("zh") else "en")
    current: View = st.session_state[_VIEW]
    return current


def table() -> str:
    """Return the key of the table that this session looks at, or would without a file of its own."""
    key: str = st.session_state.setdefault(_TABLE, first())
    return key


def first() -> str:
    """Return the key of the table on which the app opens: the one it was started to show, else a built-in one."""
    return SERVED if served() else KEYS[0]


def _known(key: str | None) -> str:
    if key == PROJECT:
        from views import project  # imports what reads tables, which most first words need not wait for

        return key if project.exists() else first()
    return key if key in KEYS and (key != SERVED or served()) else first()


def choose(key: str) -> None:
    """Look at another table: it has other dates and places, so of the view only the language stays."""
    st.session_state[_TABLE] = key
    change(View(lang=view().lang))


def pushes() -> int:
    """Return how often the app itself changed the view: the map page follows when the number moves."""
    count: int = st.session_state.setdefault(_PUSHES, 0)
    return count


def change(new: View) -> None:
    """Look at `new` because the app says so; the map page will be told."""
    st.session_state[_VIEW] = new
    st.session_state[_PUSHES] = pushes() + 1


def follow(new: View) -> None:
    """Look at `new` because the map page says so."""
    st.session_state[_VIEW] = new


def adopt() -> None:
    """Take over the address's view if the address is not the one this session saw last."""
    here = st.query_params.to_dict()
    if here and here not in (_seen()[0], *_before()):
        st.session_state[_TABLE] = _known(here.get(_DATA))
        change(View.from_query(here))
        st.session_state[_SEEN] = (here, _state())


def page() -> str:
    """Return the url path of the page that runs."""
    path: str = st.session_state.get(_PAGE, "")
    return path


def arrive(page: str) -> None:
    """Make sense of an address without a view.

    Moving to another page of the app drops the view from the address: it is filled in again. On the same page
    somebody went back to where they started, in whatever language they read now.

    Parameters
    ----------
    page
        The url path of the page about to run.
    """
    moved = st.session_state.get(_PAGE, page) != page
    st.session_state[_PAGE] = page
    if st.query_params or not _seen()[0]:
        return
    if moved:
        st.session_state.pop(_BEFORE, None)
        st.session_state[_SEEN] = ({}, (View(lang=view().lang), first()))
        write()
    elif {} not in _before():
        choose(first())
        st.session_state[_SEEN] = ({}, _state())


def write(*, in_place: bool = False) -> None:
    """Write view and table to the address, unless the address says them already.

    Parameters
    ----------
    in_place
        Whether the page rewrites the address by `moved`: then a move of the map alone is no entry of the history.
    """
    seen, state = _seen(), _state()
    if state == seen[1]:
        return
    query = fit(({} if table() == first() else {_DATA: table()}) | view().to_query())
    st.session_state[_SEEN] = (query, state)
    if in_place and state == (replace(seen[1][0], at=view().at), seen[1][1]):
        st.session_state[_BEFORE] = (*_before(), seen[0])[-_LATE:]
        st.session_state[_MOVED] = (moved()[0] + 1, urlencode(query))
    else:
        st.session_state.pop(_BEFORE, None)
        st.query_params.from_dict(query)


def moved() -> tuple[int, str]:
    """Return how often the map alone moved, and the query string that says where it stands since."""
    last: tuple[int, str] = st.session_state.setdefault(_MOVED, (0, ""))
    return last


def fit(query: Mapping[str, str]) -> dict[str, str]:
    """Return a query of at most `LONGEST` characters; the longest parts are left out first.

    >>> fit({"q": "长" * 300, "lang": "zh"})
    {'lang': 'zh'}
    """
    short = dict(query)
    while len(urlencode(short)) > LONGEST:
        del short[max(short, key=lambda key: len(urlencode({key: short[key]})))]
    return short


def _before() -> tuple[dict[str, str], ...]:
    """Return what the entry of the history said earlier: the browser names it until it has followed the map."""
    before: tuple[dict[str, str], ...] = st.session_state.get(_BEFORE, ())
    return before


def _state() -> tuple[View, str]:
    return view(), table()


def _seen() -> tuple[dict[str, str], tuple[View, str]]:
    seen: tuple[dict[str, str], tuple[View, str]] = st.session_state.setdefault(_SEEN, ({}, _state()))
    return seen
