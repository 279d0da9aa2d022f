"""What became of the rows of a table: how it was read, what was placed, what was not, and why, row by row."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from geo.tables.join import PlacedTable, placed, unplaced_by
from geo.tables.tally import Tally
from views import facts
from views import table as rows_of
from views.data import Dataset
from views.text import Words

MOST_ROWS: Final = 1_000
"""Rows of each sort that are listed of a table that stays in its file."""

_COUNTS = ("placed", "unplaced", "undated", "rejected")


def show(data: Dataset, words: Words) -> None:
    """Draw the report, open where a reader's own table left rows off the map."""
    tally = data.loaded.tally
    with st.expander(
        words("report.heading"), icon=":material/fact_check:", expanded=bool(tally.unplaced) and not data.built_in
    ):
        st.markdown(headline(data, words))
        counts(data, words)
        _reading(data, words)
        _causes(data, words)
        if data.asked and not _asked_for(tally, words):
            return
        _rows(unplaced(data, words), words, wide="reason")
        if tally.undated:
            st.markdown(words("report.undated.heading"))
        _rows(undated(data), words, wide="title")


def headline(data: Dataset, words: Words) -> str:
    """Return the one sentence that matters: how many of the facts have a place of their own."""
    tally = data.loaded.tally
    key = "report.line" if tally.unplaced else "report.complete"
    return words(key, placed=f"{tally.placed:,}", rows=f"{tally.rows:,}", name=data.name)


def counts(data: Dataset, words: Words) -> None:
    """Draw the tally as figures."""
    columns = st.columns(len(_COUNTS))
    for column, name in zip(columns, _COUNTS, strict=True):
        column.metric(words(f"report.{name}"), f"{getattr(data.loaded.tally, name):,}")


def unplaced(data: Dataset, words: Words) -> pd.DataFrame:
    """Return the rows without a place of their own, with the cause; `row` counts as a spreadsheet does."""
    table = data.loaded.table
    chosen, numbers = _chosen(data, ~(table.placed() if data.asked else placed(table).to_numpy()))
    rows = _listed(chosen, numbers, ["place", "reason", "candidates"])
    rows.insert(1, "cause", [words.raw(f"report.cause.{cause}") for cause in unplaced_by(chosen)])
    rows["reason"] = [words.why(reason) for reason in rows["reason"]]
    rows["candidates"] = [rows_of.names(candidates, words.lang, rows_of.full_name) for candidates in rows["candidates"]]
    return rows.sort_values(["cause", "row"])


def undated(data: Dataset) -> pd.DataFrame:
    """Return the rows without a date."""
    return _listed(*_chosen(data, data.columns.coded("date").where(lambda date: not date)), ["place"])


def _chosen(data: Dataset, flags: npt.NDArray[np.bool_]) -> tuple[PlacedTable, list[int]]:
    """Return rows by flag, and the numbers that a spreadsheet gives them; of a table in its file, the first."""
    if data.asked:
        positions = np.flatnonzero(flags)[:MOST_ROWS]
        return PlacedTable(data.asked.rows(positions)), (positions + 2).tolist()
    numbers = np.asarray(data.loaded.read.rows)[flags] if flags.size else flags
    return PlacedTable(data.loaded.table[flags]), numbers.tolist()


def _listed(chosen: PlacedTable, numbers: list[int], columns: list[str]) -> pd.DataFrame:
    rows = chosen[["title", *columns]].copy()
    rows.insert(0, "row", numbers)
    return rows


def _asked_for(tally: Tally, words: Words) -> bool:
    """Whether somebody wants to see the rows of a table in its file, which are read then."""
    if not (tally.unplaced or tally.undated):
        return False
    return bool(st.toggle(words.raw("report.list", n=f"{MOST_ROWS:,}"), key="report.list"))


def _reading(data: Dataset, words: Words) -> None:
    read = data.loaded.read
    if read.mapped:
        pairs = ", ".join(f"{header} → {column}" for header, column in read.mapped.items())
        st.markdown(words("report.headers", pairs=pairs))
    if read.notes:
        st.markdown(words("report.notes"))
        st.dataframe(pd.DataFrame({words.raw("report.note"): [str(note) for note in read.notes]}), hide_index=True)


def _causes(data: Dataset, words: Words) -> None:
    counts = {cause: number for cause, number in data.loaded.tally.unplaced_by.items() if number}
    if counts:
        lines = (f"- {words(f'report.cause.{cause}')}: {number:,}" for cause, number in counts.items())
        st.markdown("\n".join([words("report.unplaced.heading"), "", *lines]))


def _rows(rows: pd.DataFrame, words: Words, *, wide: str) -> None:
    if not rows.empty:
        facts.grid(rows, words, wide=wide)
