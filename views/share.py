"""The page to share from: every file that the view can become, what it holds and how large it is, before the click.

What is quick to make is made when the page opens; a picture, a film, or anything of a large table, when somebody asks.
The session remembers what was made and its size until the facts, the view or the title change; the bytes lie on a shelf
that all sessions share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from geo.export import parcels
from geo.export.formats import MOST_ROWS
from views import address, boundaries, facts, filters, project
from views.data import Dataset
from views.shelf import SHELF
from views.text import Words

LARGE: Final = 20_000
"""Facts from which on nothing is made unasked."""

_MADE: Final = "atlas.made"
_PROJECT: Final = "project"
_ZIPPED: Final = (_PROJECT, *parcels.PARCELS)
_SLOW: Final = (_PROJECT, *parcels.PICTURES, *parcels.FILMS, *parcels.PARCELS)
_SHELVES: Final = (
    ("page", (parcels.PAGE,)),
    ("parcels", tuple(parcels.PARCELS)),
    ("pictures", parcels.PICTURES),
    ("films", parcels.FILMS),
    ("data", parcels.DATA),
)
_WITH_DATA: Final = (*parcels.DATA, *(kind for kind, items in parcels.PARCELS.items() if parcels.holds_data(items)))
_ACROSS: Final = 3
_TITLE_LIMIT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """The sizes in bytes of the files made so far for one state of facts, view and title."""

    state: tuple[object, ...]
    sizes: dict[str, int]


def show(data: Dataset, words: Words) -> None:
    """Draw the page for a table."""
    with st.sidebar:
        filters.show(data.loaded.table, words)
    st.header(words("share.heading"), anchor=False)
    view = address.view()
    shown = data.count(view)
    said = (words.count("facts", shown), facts.where(view, words), facts.period(view, words))
    st.markdown(f"{words('share.view')} **{' · '.join(said)}**")
    title = st.text_input(
        words.raw("share.title"),
        key="share.title",
        max_chars=_TITLE_LIMIT,
        help=words.raw("share.title.help"),
        placeholder=words.raw("share.title.hint"),
    )
    made = _kept(data, title)
    for shelf, kinds in _SHELVES:
        st.subheader(words(f"share.{shelf}"), anchor=False)
        st.caption(words(f"share.{shelf}.word"))
        if data.asked and shown > MOST_ROWS and shelf in ("parcels", "data"):
            st.info(words("share.too_many", n=f"{MOST_ROWS:,}"), icon=":material/data_table:")
            kinds = tuple(kind for kind in kinds if kind not in _WITH_DATA)
        columns = st.columns(_ACROSS)
        for number, kind in enumerate(kinds):
            with columns[number % _ACROSS].container(border=True):
                _card(kind, data, title, made, words)
    if project.exists():
        st.subheader(words("share.project"), anchor=False)
        with st.columns(_ACROSS)[0].container(border=True):
            _card(_PROJECT, data, title, made, words)


def _kept(data: Dataset, title: str) -> _Made:
    shaded = boundaries.current()
    held = project.store().version() if project.exists() else ""
    view = tuple(address.view().to_query().items())
    # a reader's own file has a name of its own in every session, so nobody gets what is another's
    state = (data.key, data.rev, view, title, shaded.rev if shaded else "", held)
    kept: _Made | None = st.session_state.get(_MADE)
    if kept is None or kept.state != state:
        kept = st.session_state[_MADE] = _Made(state=state, sizes={})
    return kept


def _card(kind: str, data: Dataset, title: str, made: _Made, words: Words) -> None:
    """Draw one file: what it is, and its size and a way to take it, or a way to have it made."""
    name = words.raw(f"share.kind.{kind}") if kind in _ZIPPED else kind.upper()
    st.markdown(f"**{name}**  \n{words(f'share.{kind}.word')}")
    slow = kind in _SLOW or len(data.loaded.table) > LARGE
    take = partial(SHELF.get, (kind, *made.state), _maker(kind, data, title))
    if kind not in made.sizes and (not slow or st.session_state.get(f"share.make.{kind}")):
        with st.spinner(words.raw("share.making")):
            made.sizes[kind] = len(take())
    if kind not in made.sizes:
        st.button(words.raw("share.make"), key=f"share.make.{kind}", icon=":material/build:", width="stretch")
        return
    suffix = "zip" if kind in _ZIPPED else kind
    st.download_button(
        f"{words.raw('share.take')} · {size(made.sizes[kind])}",
        data=take,  # asked for at the click: a button that held the bytes would hold them for every session
        file_name=facts.file_name(address.view(), suffix).replace(
            "atlas", f"atlas-{kind}" if suffix != kind else "atlas"
        ),
        mime=parcels.MIME[suffix],
        on_click="ignore",
        key=f"share.take.{kind}",
        icon=":material/download:",
        width="stretch",
    )


def _maker(kind: str, data: Dataset, title: str) -> Callable[[], bytes]:
    view, facts_ = address.view(), data.loaded.table
    if kind == _PROJECT:
        return lambda: parcels.project(project.store())
    kept = boundaries.current()
    own = kept.boundaries if kept else None
    if kind in parcels.PARCELS:
        stem = facts.file_name(view, "").rstrip(".")
        return lambda: parcels.parcel(facts_, kind, view, stem=stem, title=title, name=data.name, boundaries=own)
    return lambda: parcels.single(facts_, kind, view, title=title, name=data.name, boundaries=own)


def size(number: int) -> str:
    """Return a number of bytes as people say it.

    >>> size(512), size(412_300), size(2_600_000)
    ('1 kB', '412 kB', '2.6 MB')
    """
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{max(round(number / 1000), 1)} kB"
