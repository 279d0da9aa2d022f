"""The lower half of the map page for a table that stays in its file: facts by the hundred, read when they are shown."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export import page as export_page
from geo.export.formats import MOST_ROWS
from geo.timeline.view import View
from views import facts, table
from views.data import Dataset
from views.text import Words

if TYPE_CHECKING:
    from geo.timeline.asked import Asked, Message

ROWS: Final = 100
"""Facts that one page of the list shows, and that the map page is sent of a view."""


def show(data: Dataset, asked: Asked, view: View, words: Words) -> None:
    """Draw the facts that `view` shows, those of one page of the list."""
    positions = asked.positions(view)
    facts.heading(positions.size, view, words)
    if positions.size:
        start = ROWS * (_page(ceil(positions.size / ROWS), view, words) - 1)
        rows = asked.rows(positions[start : start + ROWS])
        facts.grid(table.readable(rows, words), words)
        ends = {"start": f"{start + 1:,}", "end": f"{start + len(rows):,}", "n": f"{positions.size:,}"}
        st.caption(words("listed.rows", **ends))
    else:
        st.info(words(facts.why_empty(data, view)), icon=":material/search_off:")
    few = positions.size <= MOST_ROWS
    facts.downloads(
        view,
        words,
        page=lambda: export_page.render(asked.payload(view, name=data.name), lang=view.lang),
        rows=partial(_csv, asked, view),
        empty=not (few and positions.size),
        hint="download.facts.help" if few else "listed.too_many",
    )


def wanted(asked: Asked, view: View) -> Message:
    """Return the facts that the map page is to list: the newest of the view, and the one that the view has open."""
    positions = asked.positions(view)[:ROWS]
    at = asked.position(view.fact) if view.fact else None
    return asked.facts(positions if at is None or at in positions else [*positions, at])


def _csv(asked: Asked, view: View) -> bytes:
    return table.csv(asked.rows(asked.positions(view)))


def _page(pages: int, view: View, words: Words) -> int:
    """Draw the choice of a page and return it; another view begins at its first."""
    if pages == 1:
        return 1
    narrows = view.to_query() | dict.fromkeys(("fact", "at", "look", "lang"), "")
    chosen = st.number_input(
        words.raw("listed.page", n=f"{pages:,}"),
        min_value=1,
        max_value=pages,
        key=f"listed.page.{sorted(narrows.items())}",
        width=220,
    )
    return int(chosen)
