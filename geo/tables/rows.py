"""TABLE <-> ROWS OF TEXT: the form in which single facts are compared, corrected and logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from geo.tables.facts import Row
from geo.tables.headers import COLUMNS

POINT = ("lat", "lon")


def text_columns(table: pd.DataFrame, positions: Sequence[int] | None = None) -> dict[str, list[str]]:
    """Return the cells of a proven table as text, by column; a missing `lat` or `lon` is empty.

    >>> text_columns(pd.DataFrame({"id": ["a"], "lat": [float("nan")], "lon": [106.5]}))
    {'id': ['a'], 'lat': [''], 'lon': ['106.5']}
    """
    part = table if positions is None else table.take(list(positions))
    found = {f"{column}": part[column].tolist() for column in part.columns}
    for column in POINT:
        if column in found:
            found[column] = ["" if value != value else repr(value) for value in found[column]]
    return found


def rows_of(table: pd.DataFrame, positions: Sequence[int] | None = None) -> list[Row]:
    """Return rows of a proven table as text."""
    columns = text_columns(table, positions)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def frame_of(rows: Sequence[Row], columns: Iterable[str] = COLUMNS) -> pd.DataFrame:
    """Return rows as a table of text, not proven yet; cells that a row lacks are empty."""
    names = dict.fromkeys(columns)
    for row in rows:
        names |= dict.fromkeys(row)
    return pd.DataFrame({name: [row.get(name, "") for row in rows] for name in names}, dtype="str")


def with_columns(table: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return a table that has these columns, too, empty where it had them not."""
    missing = [column for column in columns if column not in table.columns]
    return table.assign(**dict.fromkeys(missing, "")).astype(dict.fromkeys(missing, "str")) if missing else table
