"""The lower half of the map page: the facts of the place and period that the map shows, to read and to take away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo import pipeline
from geo.timeline.view import View
from views import address, filters, table
from views.data import Dataset
from views.text import Words, plain

HEIGHT_LIMIT: Final = 460
"""Pixels; a longer grid scrolls inside itself."""

ROWS_LIMIT: Final = 2_000
"""Rows that a selection may send to the browser; all of them are in the CSV."""

_NOT_IN_NAMES = re.compile(r"[^0-9a-z]+")


def show(data: Dataset, view: View, words: Words) -> None:
    """Draw the facts that `view` shows."""
    facts = table.shown(data.loaded.table, view)
    heading(len(facts), view, words)
    if facts.empty:
        st.info(words(why_empty(data, view)), icon=":material/search_off:")
    else:
        grid(table.readable(facts.head(ROWS_LIMIT), words), words)
    if len(facts) > ROWS_LIMIT:
        st.caption(words("facts.more", n=f"{ROWS_LIMIT:,}"))
    _downloads(data, view, facts, words)


def why_empty(data: Dataset, view: View) -> str:
    """Return the key of the sentence that says why there is nothing to show, and what to do about it."""
    if not len(data.loaded.table):
        return "map.empty"
    everywhere = replace(view, place="", from_day="", to_day="", coarse="1")
    if filters.is_filtered(view) and not data.count(everywhere):
        return "map.filtered"
    return "facts.none"


def grid(facts: pd.DataFrame, words: Words, *, wide: str = "title") -> None:
    """Draw rows as a grid, columns without any content left out; the column `wide` gets the most room.

    A grid shows text as it is: nothing of a table is ever read as Markdown or as HTML.
    """
    config: dict[str, Any] = {name: st.column_config.TextColumn(words.raw(f"column.{name}")) for name in facts.columns}
    config[wide] = st.column_config.TextColumn(words.raw(f"column.{wide}"), width="large")
    if "url" in config:
        config["url"] = st.column_config.LinkColumn(words.raw("column.url"), display_text=words.raw("column.url.open"))
    filled = [name for name in facts.columns if facts[name].astype(bool).any()]
    st.dataframe(facts[filled], column_config=config, hide_index=True, height=min(HEIGHT_LIMIT, 38 + 35 * len(facts)))


def file_name(view: View, suffix: str) -> str:
    """Return a name that says what a file shows, and nothing about when it was made.

    >>> file_name(View(from_day="2024-03-01", to_day="2024-12-31", place="500107"), "html")
    'directive-atlas_2024-03-01_2024-12-31_500107.html'
    """
    parts = (_NOT_IN_NAMES.sub("-", part.lower()).strip("-") for part in (view.from_day, view.to_day, view.place))
    return "_".join(["directive-atlas", *filter(None, parts)]) + f".{suffix}"


def where(view: View, words: Words) -> str:
    """Return the name of the place that a view selects, as Markdown."""
    return plain(table.place_name(view.place, words.lang)) if view.place else words("facts.everywhere")


def period(view: View, say: Callable[..., str]) -> str:
    """Return the window of a view in words; `say` is `Words` for Markdown, or its `raw` for other places."""
    if view.from_day and view.to_day:
        return say("facts.period", start=view.from_day, end=view.to_day)
    if view.from_day:
        return say("facts.from", start=view.from_day)
    return say("facts.until", end=view.to_day) if view.to_day else say("facts.always")


def heading(number: int, view: View, words: Words) -> None:
    """Draw how many facts there are, where and when."""
    left, right = st.columns([4, 1], vertical_alignment="center")
    parts = (words.count("facts", number), where(view, words), period(view, words))
    left.subheader(" · ".join(parts), anchor=False)
    if view.place:
        right.button(words.raw("facts.leave"), key="facts.leave", on_click=_leave, width="stretch")


def _leave() -> None:
    address.change(replace(address.view(), place="", fact=""))


def _downloads(data: Dataset, view: View, facts: pd.DataFrame, words: Words) -> None:
    # both are made when somebody asks for them, not in every run
    page = partial(pipeline.snapshot, data.loaded.table, view, name=data.name)
    downloads(view, words, page=page, rows=partial(table.csv, facts), empty=facts.empty)


def downloads(
    view: View,
    words: Words,
    *,
    page: Callable[[], str | bytes],
    rows: Callable[[], bytes],
    empty: bool,
    hint: str = "download.facts.help",
) -> None:
    """Draw the two files that the map page offers: itself, and its facts unless those are `empty`."""
    left, right = st.columns(2)
    left.download_button(
        words.raw("download.page"),
        data=page,
        file_name=file_name(view, "html"),
        mime="text/html",
        on_click="ignore",
        key="download.page",
        icon=":material/map:",
        help=words.raw("download.page.help"),
        width="stretch",
    )
    right.download_button(
        words.raw("download.facts"),
        data=rows,
        file_name=file_name(view, "csv"),
        mime="text/csv",
        on_click="ignore",
        key="download.facts",
        icon=":material/table:",
        help=words.raw(hint),
        disabled=empty,
        width="stretch",
    )
