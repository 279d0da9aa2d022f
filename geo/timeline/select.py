"""The rows that a view shows: the same answer as the page's own filters, for tables and for files.

`static/timeline.model.js` is the twin: a fact passes when it passes every filter, its days touch the window, and it
stands at, may stand at, or is aimed at, the selected place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.places.gazetteer import gazetteer
from geo.places.regions import expand, regions
from geo.records import DateSpan
from geo.tables.join import PlacedTable
from geo.timeline import chinese
from geo.timeline.view import View

SEARCHED: Final = ("id", "title", "title_zh", "note", "quote", "actor", "place", "source", "doc")
"""Columns that the full-text search looks into; the names of place, targets and actors come to them."""

_SETS: Final = (("themes", "theme"), ("types", "type"), ("kinds", "kind"))


def fold(text: str) -> str:
    """Return `text` as the search compares it: NFKC, without case.

    >>> fold("Ｃhongqing 重慶")
    'chongqing 重慶'
    """
    return unicodedata.normalize("NFKC", text).casefold()


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
    keep = _filtered(table, view) & _in_window(table, view)
    if view.place:
        keep = keep & _at_place(table, view.place)
    return PlacedTable(table[keep])


def _filtered(table: pd.DataFrame, view: View) -> npt.NDArray[np.bool_]:
    status = table["status"]
    keep = (status.isin(view.statuses) if view.statuses else status != "rejected").to_numpy(dtype=bool)
    for field, column in _SETS:
        if words := getattr(view, field):
            keep = keep & table[column].isin(words).to_numpy(dtype=bool)
    if view.actor:
        keep = keep & _holds(table["actor"], lambda cell: view.actor in _parts(cell))
    if view.source:
        keep = keep & _holds(table["source"], lambda cell: cell == view.source or cell.startswith(f"{view.source}, "))
    if words := fold(view.q).split():
        keep = keep & np.array([all(word in text for word in words) for text in _texts(table)], dtype=bool)
    return keep


def _in_window(table: pd.DataFrame, view: View) -> npt.NDArray[np.bool_]:
    if not (view.from_day or view.to_day) and view.coarse == "1":
        return np.ones(len(table), dtype=bool)
    first = date.fromisoformat(view.from_day) if view.from_day else date.min
    last = date.fromisoformat(view.to_day) if view.to_day else date.max

    def touches(cell: str) -> bool:
        span = _span(*cell.split("/"))
        if span is None or (view.coarse == "0" and span.precision != "day"):
            return False
        return span.first <= last and span.last >= first

    return _holds(table["date"] + "/" + table["date_end"], touches)


def _span(start: str, end: str) -> DateSpan | None:
    return DateSpan.parse(start, end) if start else None


def _at_place(table: pd.DataFrame, place: str) -> npt.NDArray[np.bool_]:
    """Return which rows stand at a place, may stand there, or are aimed at it; a region counts for its provinces."""
    loose = table["candidates"].where(table["resolution"] == "ambiguous", "")
    codes = table["adcode"] + ";" + table["province"] + ";" + table["targets"]
    sure = _holds(codes, lambda cell: any(place in (code, *expand(code)) for code in _parts(cell)))
    return sure | _holds(loose, lambda cell: place in _parts(cell))


def _holds(column: pd.Series, law: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Return where a law holds; it is asked once for each distinct cell."""
    cells = column.tolist()
    answers = {cell: law(cell) for cell in dict.fromkeys(cells)}
    return np.array([answers[cell] for cell in cells], dtype=bool)


def _texts(table: pd.DataFrame) -> list[str]:
    codes = (table["adcode"] + ";" + table["targets"]).tolist()
    names = {text: " ".join(name for code in _parts(text) for name in _names(code)) for text in dict.fromkeys(codes)}
    actors = chinese.actors(table["actor"].tolist())
    called = [" ".join(actors.get(name, "") for name in _parts(cell)) for cell in table["actor"].tolist()]
    rows = zip(*(table[column].tolist() for column in SEARCHED), strict=True)
    return [fold("\n".join([*row, names[code], zh])) for row, code, zh in zip(rows, codes, called, strict=True)]


def _names(code: str) -> tuple[str, ...]:
    if unit := gazetteer().units.get(code):
        return unit.short_en or unit.name_en, unit.short_zh or unit.name_zh
    region = regions().get(code)
    return () if region is None else (region.name_en, region.name_zh)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
