"""The facts that travel one by one: titles, provenance, notes, for as many as a stated budget holds.

Counts cover every fact; details cover, first, what a reader has to judge (facts that are unplaced, undated or
ambiguous), then the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.tables.coded import Columns, columns_of
from geo.timeline import chinese
from geo.timeline.cube import NOWHERE, Cube

Integers = npt.NDArray[np.signedinteger[Any]]

FACT_LIMIT: Final = 20_000
TEXT_BUDGET_BYTES: Final = 6_000_000
"""UTF-8 bytes of titles, notes and quotations before compression, which makes about a fifth of them."""

_OWN: Final = ("id", "title", "title_zh", "note", "quote")
_SHARED: Final = ("actor", "place", "resolution", "reason", "source", "url", "doc", "event_id", "joined_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """`rows` are positions in the table, newest first; `header` and `sections` are parts of the payload.

    A column of texts of its own travels as a list; a column whose texts recur travels as a list of words and a
    section of indices into it. ``reason_zh`` holds, for each of the words of `reason`, the same in Chinese or nothing.
    """

    rows: Integers
    header: Mapping[str, Any]
    sections: Mapping[str, Integers]


def build(
    table: pd.DataFrame | Columns, cube: Cube, *, limit: int = FACT_LIMIT, budget: int = TEXT_BUDGET_BYTES
) -> Details:
    """Choose and write the facts that travel whole."""
    ranked = _ranked(columns_of(table), cube, limit)
    return of_rows(columns_of(table).rows(ranked), cube, ranked, budget=budget)


def of_rows(fetched: pd.DataFrame, cube: Cube, positions: Integers, *, budget: int = TEXT_BUDGET_BYTES) -> Details:
    """Write the facts at some positions, given whole: as many of the first of them as the budget holds."""
    fetched = fetched.set_axis(positions, axis="index")
    rows = _within(fetched, positions, budget)
    rows = rows[np.lexsort((rows, -cube.facts.first[rows]))]
    chosen = fetched.loc[rows]
    own = {name: texts for name in _OWN if any(texts := _texts(chosen, name))}
    words: dict[str, list[str]] = {}
    sections = {
        "fact_site": cube.facts.site[rows].astype(np.int64),
        "fact_group": cube.facts.group[rows].astype(np.int64),
        "fact_first": cube.facts.first[rows].astype(np.int64) + 1,
        "fact_length": cube.facts.length[rows].astype(np.int64),
        "fact_start": _offsets(chosen, "start"),
        "fact_end": _offsets(chosen, "end"),
        "fact_distance_m": _metres(chosen),
    }
    for name in _SHARED:
        codes, found = pd.factorize(np.array(_texts(chosen, name), dtype=object))
        words[name] = [str(word) for word in found]
        sections[f"fact_{name}"] = codes.astype(np.int64)
    header = {
        "own": own,
        "words": words,
        "reason_zh": [chinese.reason(text) for text in words["reason"]],
        "count": len(rows),
    }
    return Details(rows=rows, header=header, sections=sections)


def _ranked(columns: Columns, cube: Cube, limit: int) -> Integers:
    """Return the first `limit` rows: those a reader has to judge first, the newest first among each."""
    doubtful = (cube.facts.first < 0) | (cube.facts.place == cube.places.index(NOWHERE))
    doubtful |= columns.coded("resolution").where(lambda word: word == "ambiguous")
    last = np.int32(cube.days + 1)
    rank = last - cube.facts.first + np.where(doubtful, np.int32(0), 2 * last)
    worst = np.partition(rank, limit)[limit] if limit < rank.size else rank.max(initial=0)
    foremost = np.flatnonzero(rank <= worst)
    return foremost[np.argsort(rank[foremost], kind="stable")][:limit].astype(np.int64)


def _within(fetched: pd.DataFrame, rows: Integers, budget: int) -> Integers:
    sizes = np.zeros(rows.size, dtype=np.int64)
    for name in _OWN:
        sizes += np.array([len(text.encode("utf-8", "replace")) for text in _texts(fetched, name)], dtype=np.int64)
    kept: Integers = rows[np.cumsum(sizes) <= budget]
    return kept


def _texts(table: pd.DataFrame, name: str) -> list[str]:
    if name not in table.columns:
        return [""] * len(table)
    return [value if type(value) is str else "" if pd.isna(value) else str(value) for value in table[name].tolist()]


def _offsets(table: pd.DataFrame, name: str) -> Integers:
    """Return code-point offsets plus one; 0 where there is none."""
    return np.array([int(text) + 1 if text.isdecimal() else 0 for text in _texts(table, name)], dtype=np.int64)


def _metres(table: pd.DataFrame) -> Integers:
    """Return the distance between a bare point and the province it was given, in metres; 0 inside it."""
    if "distance_km" not in table.columns:
        return np.zeros(len(table), dtype=np.int64)
    km = pd.to_numeric(table["distance_km"], errors="coerce").fillna(0.0).to_numpy(dtype=float)
    metres: Integers = np.rint(km * 1000).astype(np.int64)
    return metres
