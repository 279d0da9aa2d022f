"""What became of the rows of a table: how it was read, what was placed, what was not, and why, row by row."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.tables.join import placed, unplaced_by
from views import facts
from views import table as rows_of
from views.data import Dataset
from views.text import Words

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
    rows = _listed(data, ~placed(table), ["place", "reason", "candidates"])
    rows.insert(1, "cause", [words.raw(f"report.cause.{cause}") for cause in unplaced_by(table)[rows.index]])
    rows["reason"] = [words.why(reason) for reason in rows["reason"]]
    rows["candidates"] = [rows_of.names(candidates, words.lang, rows_of.full_name) for candidates in rows["candidates"]]
    return rows.sort_values(["cause", "row"])


def undated(data: Dataset) -> pd.DataFrame:
    """Return the rows without a date."""
    return _listed(data, data.loaded.table["date"] == "", ["place"])


def _listed(data: Dataset, chosen: pd.Series[bool], columns: list[str]) -> pd.DataFrame:
    rows = pd.Series(data.loaded.read.rows, index=chosen.index, name="row")
    return pd.concat([rows, data.loaded.table[["title", *columns]]], axis="columns")[chosen]


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
