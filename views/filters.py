"""The sidebar's filters: widgets that say what the view says, and change it when somebody touches them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.tables.coded import Columns, columns_of
from geo.tables.join import PlacedTable
from geo.tables.large import LargeTable
from geo.timeline.view import KINDS, TEXT_LIMIT, View
from views import address, twin
from views.text import Words

# Field of the view, key of its vocabulary, and the words in their order.
_SETS: Final = (
    ("themes", "theme", THEMES),
    ("kinds", "kind", KINDS),
    ("types", "type", EVENT_TYPES),
    ("statuses", "status", STATUSES),
)
FIELDS: Final = (*(field for field, _, _ in _SETS), "actor", "source", "q")
"""The fields of a view that filter; the others say where and when one looks."""


MOST_ACTORS: Final = 1_000
"""Actors that the choice offers of a table of very many facts, the busiest; others are found by the search."""


def show(table: PlacedTable | Columns, words: Words) -> None:
    """Draw the filters for `table`; a change lands in the session's view before the next run."""
    st.text_input(
        words.raw("filter.search"),
        max_chars=TEXT_LIMIT,
        placeholder=words.raw("filter.search.hint"),
        icon=":material/search:",
        **_bound("q", str.strip),
    )
    columns = columns_of(table)
    for field, vocabulary, order in _SETS:
        _choose_some(field, order, present(columns, vocabulary), vocabulary, words)
    _choose_actor(actors(columns), words)
    st.button(
        words.raw("filter.clear"),
        key="filter.clear",
        on_click=_clear,
        disabled=not is_filtered(address.view()),
        icon=":material/filter_alt_off:",
        width="stretch",
    )


def is_filtered(view: View) -> bool:
    """Return whether a view hides facts by anything but place and time."""
    return any(getattr(view, field) for field in FIELDS)


def present(columns: Columns, name: str) -> set[str]:
    """Return the words that stand in a column."""
    column = columns.coded(name)
    return {word for word, count in zip(column.words, column.counts().tolist(), strict=True) if count}


def actors(table: PlacedTable | Columns) -> list[str]:
    """Return everybody who acts in a table, once each, the busiest first; of very many facts, `MOST_ACTORS`."""
    columns = columns_of(table)
    if isinstance(columns, LargeTable):
        return columns.memo.get("filters.actors", lambda: _actors(columns)[:MOST_ACTORS])
    return _actors(columns)


def _actors(columns: Columns) -> list[str]:
    column, counts = columns.coded("actor"), Counter[str]()
    for cell, count in zip(column.words, column.counts().tolist(), strict=True):
        for name in map(str.strip, cell.split(";")):
            counts[name] += count
    return sorted((name for name in counts if name and counts[name]), key=lambda name: (-counts[name], name))


def _choose_some(field: str, order: Sequence[str], found: set[str], vocabulary: str, words: Words) -> None:
    offered = {*getattr(address.view(), field), *found}
    options = [word for word in order if word in offered]
    if len(options) < 2:
        return
    st.multiselect(
        words.raw(f"filter.{vocabulary}"),
        options,
        format_func=lambda word: words.label(vocabulary, word),
        placeholder=words.raw(f"filter.{vocabulary}.all"),
        select_all=False,
        **_bound(field, lambda chosen: tuple(word for word in order if word in chosen), list, words.lang),
    )


def _choose_actor(options: Sequence[str], words: Words) -> None:
    chosen = address.view().actor
    st.selectbox(
        words.raw("filter.actor"),
        options if chosen in (*options, "") else [chosen, *options],
        index=None,
        placeholder=words.raw("filter.actor.all"),
        **_bound("actor", lambda name: name or "", lambda name: name or None),
    )


def _bound(
    field: str,
    read: Callable[[Any], Any],
    show: Callable[[Any], Any] = lambda value: value,
    variant: str = "",
) -> dict[str, Any]:
    """Return the key and the callback that tie a widget to a field of the view, the widget being brought up to date.

    Streamlit keeps a choice by its displayed label, so a widget with labels needs one key a language (`variant`).
    """
    key = f"filter.{field}.{variant}"
    twin.write(key, show(getattr(address.view(), field)), read)
    return {"key": key, "on_change": _take, "args": (field, key, read)}


def _take(field: str, key: str, read: Callable[[Any], Any]) -> None:
    address.change(replace(address.view(), **{field: read(st.session_state[key])}))


def _clear() -> None:
    nothing = View()
    address.change(replace(address.view(), **{field: getattr(nothing, field) for field in FIELDS}))
