"""The rows that a view shows: the same answer as the page's own filters, for tables and for files.

`static/timeline.model.js` is the twin: a fact passes when it passes every filter, its days touch the window, and it
stands at, may stand at, or is aimed at, the selected place.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.places.gazetteer import gazetteer
from geo.places.regions import expand, regions
from geo.records import DateSpan
from geo.tables.coded import Coded, Columns, columns_of, joint
from geo.tables.join import PlacedTable
from geo.tables.searching import SEARCHED, fold
from geo.timeline import chinese
from geo.timeline.view import View

__all__ = ["SEARCHED", "fold", "select", "shown"]

Rows = npt.NDArray[np.bool_]

_SETS: Final = (("themes", "theme"), ("types", "type"), ("kinds", "kind"))


def select(table: PlacedTable, view: View) -> PlacedTable:
    """Return the rows that `view` shows, in their order and on their index.

    Parameters
    ----------
    table
        N facts.
    view
        Filters, window and selected place count; how the map looks does not. Undated facts are shown only while the
        window is open at both ends.
    """
    return PlacedTable(table[shown(columns_of(table), view)])


def shown(columns: Columns, view: View) -> Rows:
    """Return which of the N rows of a table, whatever it is kept in, `view` shows; see `select`."""
    keep = _filtered(columns, view) & told(columns, view) & _in_window(columns, view)
    return keep & _at_place(columns, view.place) if view.place else keep


def told(columns: Columns, view: View) -> Rows:
    """Return which rows pass the filters that only single facts can tell: actor, source and search."""
    keep = np.ones(len(columns), dtype=bool)
    if view.actor:
        keep &= columns.coded("actor").where(lambda cell: view.actor in _parts(cell))
    if view.source:
        asked, within = view.source, f"{view.source}, "
        keep &= columns.coded("source").where(lambda cell: cell == asked or cell.startswith(within))
    if words := fold(view.q).split():
        keep &= _says(columns, words)
    return keep


def _filtered(columns: Columns, view: View) -> Rows:
    keep = columns.coded("status").where(lambda word: word in view.statuses if view.statuses else word != "rejected")
    for field, column in _SETS:
        if words := getattr(view, field):
            keep &= columns.coded(column).where(words.__contains__)
    return keep


def _in_window(columns: Columns, view: View) -> Rows:
    if not (view.from_day or view.to_day) and view.coarse == "1":
        return np.ones(len(columns), dtype=bool)
    first = date.fromisoformat(view.from_day) if view.from_day else date.min
    last = date.fromisoformat(view.to_day) if view.to_day else date.max

    def touches(start: str, end: str) -> bool:
        span = _span(start, end) if start else None
        if span is None or (view.coarse == "0" and span.precision != "day"):
            return False
        return span.first <= last and span.last >= first

    codes, spans = joint([columns.coded("date"), columns.coded("date_end")])
    return np.fromiter((touches(*span) for span in spans), bool, len(spans))[codes]


@functools.lru_cache(maxsize=1 << 16)
def _span(start: str, end: str) -> DateSpan:
    return DateSpan.parse(start, end)


def _at_place(columns: Columns, place: str) -> Rows:
    """Return which rows stand at a place, may stand there, or are aimed at it; a region counts for its provinces."""

    def names(cell: str) -> bool:
        return any(place in (code, *expand(code)) for code in _parts(cell))

    loose = columns.coded("resolution").where("ambiguous".__eq__)
    loose &= columns.coded("candidates").where(lambda cell: place in _parts(cell))
    return loose | _any(columns.coded(name).where(names) for name in ("adcode", "province", "targets"))


def _says(columns: Columns, words: Sequence[str]) -> Rows:
    """Return which rows say all of some folded words, in a text of theirs or in a name of what they speak of."""
    named = [columns.coded(name).mapped(_called) for name in ("adcode", "targets")] + [_actors(columns.coded("actor"))]
    keep = np.ones(len(columns), dtype=bool)
    for word, found in zip(words, columns.holding(words), strict=True):
        keep &= found | _any(column.pick((word in text for text in column.words), bool) for column in named)
    return keep


def _any(found: Iterable[Rows]) -> Rows:
    return functools.reduce(np.logical_or, found)


def _called(codes: str) -> str:
    """Return the names of the places and regions of a cell, folded."""
    return fold("\n".join(name for code in _parts(codes) for name in _names(code)))


def _actors(cells: Coded) -> Coded:
    """Return the Chinese names of the actors of each row, folded."""
    known = chinese.actors(cells.words)
    return cells.mapped(lambda cell: fold("\n".join(known.get(name, "") for name in _parts(cell))))


def _names(code: str) -> tuple[str, ...]:
    if unit := gazetteer().units.get(code):
        return unit.short_en or unit.name_en, unit.short_zh or unit.name_zh
    region = regions().get(code)
    return () if region is None else (region.name_en, region.name_zh)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
