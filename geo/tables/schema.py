"""The contract of a table of facts: what every room behind this one may rely on.

`check` proves a table, and reports every fault at once; afterwards its type, `EventsTable`, is the proof. The columns
are those of `COLUMNS`, then the table's own further columns, untouched and in their order: nothing is lost.

===================  ===============================================================================================
column               after checking
===================  ===============================================================================================
`id`                 unique; given, or derived from the content
`kind`               ``event`` or ``directive``; empty means ``event``
`date`, `date_end`   as `DateSpan.parse` reads them; both empty for an undated fact
`title`              never empty
`type`               one of `EVENT_TYPES`; empty means ``other`` for an event, and stays empty for a directive
`theme`              one of `THEMES`; empty means ``other``
`place`              as written; `within`, where the table has it, is the unit around the place, as written
`adcode`             a code in force, or a region's slug
`lat`, `lon`         floats, decimal degrees, WGS84 (assumed), NaN where missing; both or neither
`targets`            codes and slugs, ``;`` between them
`url`                ``http`` or ``https``; any other address is moved to `note`, for it must not become a link
`start`, `end`       digits: code points of the document, `[start, end)`
`status`             one of `STATUSES`; empty means ``auto``: nobody is known to have checked the fact
===================  ===============================================================================================

All other columns are text (``str``), empty where missing. Rows keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NewType, TypeVar

import numpy as np

from geo.errors import Fault, TableError
from geo.places.gazetteer import gazetteer
from geo.tables.bench import Bench, Note
from geo.tables.coded import Coded
from geo.tables.encoding import Decoded, decode, read_bytes
from geo.tables.headers import COLUMNS, CONTEXT, HeaderMap, clashes, known_headers, map_headers
from geo.tables.parquet import ParquetTable, bench_of, is_parquet, open_parquet
from geo.tables.proof import frame, prove, prove_places
from geo.tables.sheet import Sheet, read_sheet, shortened
from geo.tables.writing import write_csv

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

__all__ = [
    "COLUMNS",
    "EventsTable",
    "Note",
    "PlacesRead",
    "PlacesTable",
    "Proven",
    "Read",
    "check",
    "prove_table",
    "read_places",
    "read_table",
    "write_csv",
]

EventsTable = NewType("EventsTable", "pd.DataFrame")
"""A table of facts that keeps the contract; made only by `check` and `read_table`."""

PlacesTable = NewType("PlacesTable", "pd.DataFrame")
"""A table with a column `place`, and `within`, `adcode`, `lat`, `lon` where it brought them; made by `read_places`."""

_WHERE = ("place", CONTEXT, "adcode", "lat", "lon")
# No line holds this character, so that every line is one cell.
_NO_DELIMITER = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Report:
    name: str
    encoding: str
    delimiter: str
    mapped: Mapping[str, str]
    notes: tuple[Note, ...]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read(_Report):
    """A table of facts, and how its file was read.

    `mapped` holds the headers that were renamed, with the column each was taken for; `rows` is aligned with the
    table: the row in which a spreadsheet shows each record.
    """

    table: EventsTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proven(_Report):
    """A table of facts by column, proven; the other fields are those of `Read`."""

    bench: Bench


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacesRead(_Report):
    """A table of places, and how its file was read; the fields are those of `Read`."""

    table: PlacesTable


def read_table(source: Path | bytes, *, name: str = "", encoding: str | None = None) -> Read:
    """Read and check a table of facts from CSV (comma, semicolon or tab) or Parquet.

    Parameters
    ----------
    source
        A file, or its bytes.
    name
        What to call it in messages; by default the file's name.
    encoding
        Overrides the encoding found by evidence (a byte order mark, then strict UTF-8, then GB18030).

    Raises
    ------
    TableError
        With every fault at once: of the file, its form, its headers and its cells, in row order.
    """
    bench, how = _proven(source, _name(source, name), encoding)
    return Read(table=EventsTable(frame(bench)), **how)


def prove_table(source: Path | bytes, *, name: str = "", encoding: str | None = None) -> Proven:
    """Read and check a table of facts as `read_table` does, and leave it in its columns.

    Raises
    ------
    TableError
        With every fault at once.
    """
    bench, how = _proven(source, _name(source, name), encoding)
    return Proven(bench=bench, **how)


def _proven(source: Path | bytes, name: str, encoding: str | None) -> tuple[Bench, dict[str, Any]]:
    if is_parquet(source):
        return _proven_parquet(open_parquet(source, name))
    decoded = decode(read_bytes(source, name), name=name, encoding=encoding)
    sheet = read_sheet(decoded.text, known_headers)
    if sheet.faults and not known_headers(sheet.headers):
        raise _no_table(name, sheet, "date, title, and place, adcode, or lat and lon")
    headers = map_headers(sheet.headers)
    bench = _bench(sheet, headers, decoded)
    if sheet.headers:
        prove(bench)
    _raise(bench, name)
    return bench, _report(name, decoded, sheet, headers, bench)


def _proven_parquet(file: ParquetTable) -> tuple[Bench, dict[str, Any]]:
    bench = bench_of(file, written)
    prove(bench)
    _raise(bench, file.name)
    return bench, _of_parquet(file, bench)


def _of_parquet(file: ParquetTable, bench: Bench) -> dict[str, Any]:
    how = {"name": file.name, "encoding": "utf-8", "delimiter": ""}
    return {**how, "mapped": file.headers.mapped, "notes": tuple(bench.notes), "rows": bench.rows}


def check(table: pd.DataFrame, *, name: str = "table", rows: Sequence[int] = ()) -> EventsTable:
    """Prove a data frame; headers in common use are accepted as in `read_table`.

    Cells may be text, numbers, dates, lists (of targets) or missing. The index is kept; faults name `rows`, by default
    as a spreadsheet would show them, the first being row 2.

    Raises
    ------
    TableError
        With every fault at once, in row order.
    """
    headers = map_headers([f"{header}".strip() or f"column {n}" for n, header in enumerate(table.columns, start=1)])
    series = _by_name(headers, [table.iloc[:, position] for position in range(table.shape[1])])
    numbers = {column: series[column] for column in ("lat", "lon") if column in series and _finite(series[column])}
    bench = Bench(
        cells={
            column: _cells(cells) if column not in numbers else Coded.constant("", len(table))
            for column, cells in series.items()
        },
        rows=rows or range(2, len(table) + 2),
        numbers={column: cells.to_numpy(dtype=np.float64, copy=True) for column, cells in numbers.items()},
        faults=list(headers.faults),
    )
    prove(bench)
    _raise(bench, name)
    return EventsTable(frame(bench).set_axis(table.index, axis="index"))


def read_places(source: Path | bytes, *, name: str = "", encoding: str | None = None) -> PlacesRead:
    """Read a table that only has to say where: `place`, `adcode`, or `lat` and `lon`.

    A file of one column is a list of places, a place a line, with or without a header. The other columns keep
    their names and their cells as they are.

    Raises
    ------
    TableError
        With every fault at once, in row order.
    """
    name = _name(source, name)
    if is_parquet(source):
        return _places_of_parquet(open_parquet(source, name, _only_where))
    decoded = decode(read_bytes(source, name), name=name, encoding=encoding)
    sheet = read_sheet(decoded.text, known_headers)
    if len(sheet.headers) == 1:
        sheet = _with_header(read_sheet(decoded.text, known_headers, delimiter=_NO_DELIMITER))
    headers = _only_where(sheet.headers)
    if sheet.faults and not set(headers.columns) & set(_WHERE):
        raise _no_table(name, sheet, "place, adcode, or lat and lon")
    bench = _bench(sheet, headers, decoded)
    if sheet.headers:
        prove_places(bench)
    _raise(bench, name)
    return PlacesRead(table=PlacesTable(frame(bench)), **_report(name, decoded, sheet, headers, bench))


def _places_of_parquet(file: ParquetTable) -> PlacesRead:
    bench = bench_of(file, written)
    prove_places(bench)
    _raise(bench, file.name)
    return PlacesRead(table=PlacesTable(frame(bench)), **_of_parquet(file, bench))


def _with_header(sheet: Sheet) -> Sheet:
    """Take the first line of a list of places for a place, too, when it is one."""
    (header,) = sheet.headers
    if known_headers(sheet.headers) or gazetteer().lookup(header).certainty == "unknown":
        return sheet
    first = sheet.rows[0] - 1 if sheet.rows else 1
    return replace(
        sheet,
        headers=("place",),
        columns=([header, *sheet.columns[0]],),
        rows=[first, *sheet.rows],
        lines=[first, *sheet.lines],
    )


def _only_where(headers: tuple[str, ...]) -> HeaderMap:
    found = map_headers(headers)
    pairs = list(zip(headers, found.columns, strict=True))
    columns = ("place",) if len(headers) == 1 else tuple(column if column in _WHERE else old for old, column in pairs)
    mapped = {header: column for header, column in zip(headers, columns, strict=True) if header != column}
    return HeaderMap(columns=columns, mapped=MappingProxyType(mapped), faults=tuple(clashes(headers, columns)))


def _no_table(name: str, sheet: Sheet, needed: str) -> TableError:
    """Return one sentence for a file that is no table at all, instead of a fault for each of its lines."""
    if not sheet.headers:
        return TableError(name, sheet.faults)
    first = shortened(sheet.headers[0])
    message = (
        f"this does not look like a table: its first row, which begins {first!r}, names no known column, and rows have "
        f"more cells than it; a table begins with a row that names {needed}; articles go to atlas read"
    )
    return TableError(name, [Fault(row=None, column=None, value="", message=message)])


def _bench(sheet: Sheet, headers: HeaderMap, decoded: Decoded) -> Bench:
    bench = Bench(
        cells=_by_name(headers, list(map(Coded.of, sheet.columns))),
        rows=sheet.rows,
        lines=sheet.lines,
        faults=[*sheet.faults, *headers.faults],
    )
    if decoded.doubt:
        bench.note(None, decoded.doubt)
    if sheet.blank:
        bench.note(None, f"blank rows skipped: {sheet.blank:,}", sheet.blank)
    if sheet.short:
        bench.note(None, f"rows with fewer cells than headers, filled with empty ones: {sheet.short:,}", sheet.short)
    return bench


def _by_name(headers: HeaderMap, columns: Sequence[T]) -> dict[str, T]:
    """Return the cells by column; of several columns with one name (a fault by then) the first."""
    cells: dict[str, T] = {}
    for name, column in zip(headers.columns, columns, strict=True):
        cells.setdefault(name, column)
    return cells


def _report(name: str, decoded: Decoded, sheet: Sheet, headers: HeaderMap, bench: Bench) -> dict[str, Any]:
    return {
        "name": name,
        "encoding": decoded.encoding,
        "delimiter": sheet.delimiter,
        "mapped": headers.mapped,
        "notes": tuple(bench.notes),
        "rows": sheet.rows,
    }


def _raise(bench: Bench, name: str) -> None:
    if bench.faults:
        raise TableError(name, sorted(bench.faults, key=lambda fault: fault.row or 0))


def _name(source: Path | bytes, name: str) -> str:
    return name or (source.name if isinstance(source, Path) else "table")


def _finite(column: pd.Series[Any]) -> bool:
    """Whether a column holds numbers that need no reading: floats, none of them infinite."""
    return column.dtype == np.float64 and not np.isinf(column.to_numpy()).any()


def _cells(column: pd.Series[Any]) -> Coded:
    if column.dtype == "str":
        return Coded.of_series(column)
    values = column.tolist()
    return Coded.of([value if type(value) is str else written(value) for value in values])


def written(value: object) -> str:
    """Return what a cell of a data frame says; numbers that are whole lose the ``.0`` that missing cells gave them."""
    import pandas as pd

    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
