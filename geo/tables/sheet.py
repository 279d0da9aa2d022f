"""TEXT -> CELLS: records of comma, semicolon or tab separated values, each with the row a spreadsheet shows it in.

A spreadsheet counts records, not lines: a line break inside quotes does not begin a new row. Where the two differ,
messages give the line of the file too.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.errors import Fault
from geo.tables.encoding import MAX_BYTES

MAX_COLUMNS = 500
MAX_CELL = 100_000
DELIMITERS = (",", ";", "\t")

# Fewer than the objects that set off the garbage collector: a batch is gone before it is ever looked at.
_BATCH = 500
_SNIFFED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of a table, before anything is known of their meaning.

    `columns` are aligned with `headers`, their cells with `rows` (as a spreadsheet counts them, the header's is 1
    unless blank rows precede it) and `lines` (of the file, where the record starts).
    """

    headers: tuple[str, ...] = ()
    columns: tuple[list[str], ...] = ()
    rows: Sequence[int] = ()
    lines: Sequence[int] = ()
    delimiter: str = ","
    blank: int = 0
    short: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Body:
    """What is gathered while the records go by."""

    columns: list[list[str]] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("q"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    blank: int = 0
    short: int = 0
    faults: list[Fault] = field(default_factory=list)


def read_sheet(text: str, known: Callable[[Sequence[str]], int], *, delimiter: str = "") -> Sheet:
    """Split a text into columns of cells.

    Parameters
    ----------
    known
        How many of some headers are understood: it chooses between the delimiters.
    delimiter
        Overrides that choice.

    Returns
    -------
    The sheet, with the faults of its form: no header, a quote left open, a row with more cells than there are
    headers, too many columns, a cell too long. Shorter rows are filled, blank rows are skipped, both are counted.
    """
    delimiter = delimiter or _delimiter(text, known)
    body = _Body()
    records = _records(text, delimiter, body)
    headers = next((cells for _, _, cells in records), None)
    if headers is None:
        empty = _fault(None, "", "the table is empty: its first row must name the columns")
        body.faults = body.faults or [empty]
        return Sheet(faults=tuple(body.faults))
    if len(headers) > MAX_COLUMNS:
        body.faults.append(_fault(None, "", f"{len(headers):,} columns; the limit is {MAX_COLUMNS}"))
        return Sheet(faults=tuple(body.faults), delimiter=delimiter)
    _gather(records, len(headers), body)
    _find_long_cells(body)
    return _without_nameless(
        Sheet(
            headers=tuple(header.strip() for header in headers),
            columns=tuple(body.columns),
            rows=body.rows,
            lines=body.lines,
            delimiter=delimiter,
            blank=body.blank,
            short=body.short,
            faults=tuple(body.faults),
        )
    )


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """Return the delimiter which makes the most of the first record: headers understood, then columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        first = next((cells for _, _, cells in _records(text[:_SNIFFED], delimiter, _Body())), [])
        return known(first), len(first)

    return max(DELIMITERS, key=worth)


def _records(text: str, delimiter: str, body: _Body) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (row, line, cells) of every record that is not blank; note the fault that ends the text, if one does."""
    # the limit holds for the whole process, so `_find_long_cells` looks for itself
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row, line = 0, 1
    try:
        for row, cells in enumerate(reader, start=1):
            if any(map(str.strip, cells)):
                yield row, line, cells
            else:
                body.blank += 1
            line = reader.line_num + 1
    except csv.Error as error:
        body.faults.append(_fault(row + 1, "", _in_line(_explained(error), row + 1, line)))


def _explained(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quotation mark opens a cell here and is never closed: the rest of the file was not read"
    return f"the rest of the file was not read: {error}; write a quotation mark inside a quoted cell twice"


def _gather(records: Iterator[tuple[int, int, list[str]]], width: int, body: _Body) -> None:
    """Turn records into columns, some thousand at a time: a list for every row would keep the collector busy."""
    body.columns = [[] for _ in range(width)]
    batch: list[list[str]] = []
    for row, line, record in records:
        cells = record if len(record) == width else _fitted(record, width, row, line, body)
        if cells is not None:
            batch.append(cells)
            body.rows.append(row)
            body.lines.append(line)
        if len(batch) == _BATCH:
            _spread(batch, body)
            batch.clear()
    _spread(batch, body)


def _spread(batch: list[list[str]], body: _Body) -> None:
    for column, cells in zip(body.columns, zip(*batch, strict=True), strict=False):
        column.extend(cells)


def _fitted(cells: list[str], width: int, row: int, line: int, body: _Body) -> list[str] | None:
    """Return as many cells as there are headers; None for a row whose cells cannot be told apart."""
    if len(cells) < width:
        body.short += 1
        return cells + [""] * (width - len(cells))
    extra = [cell for cell in cells[width:] if cell.strip()]
    if not extra:
        return cells[:width]
    message = f"{len(cells)} cells under {width} headers: quote a cell that contains the delimiter"
    body.faults.append(_fault(row, extra[0], _in_line(message, row, line)))
    return None


def _find_long_cells(body: _Body) -> None:
    for column in body.columns:
        if max(map(len, column), default=0) <= MAX_CELL:
            continue
        for row, line, cell in zip(body.rows, body.lines, column, strict=True):
            if len(cell) > MAX_CELL:
                message = f"a cell of {len(cell):,} characters; the limit is {MAX_CELL:,}"
                body.faults.append(_fault(row, cell, _in_line(message, row, line)))


def _without_nameless(sheet: Sheet) -> Sheet:
    """Drop columns with neither a name nor a cell (spreadsheets append such); name the others by their position."""
    keep = [
        (header or f"column {position}", column)
        for position, (header, column) in enumerate(zip(sheet.headers, sheet.columns, strict=True), start=1)
        if header or any(column)
    ]
    return Sheet(
        headers=tuple(header for header, _ in keep),
        columns=tuple(column for _, column in keep),
        rows=sheet.rows,
        lines=sheet.lines,
        delimiter=sheet.delimiter,
        blank=sheet.blank,
        short=sheet.short,
        faults=sheet.faults,
    )


def _in_line(message: str, row: int, line: int) -> str:
    return message if row == line else f"{message} (line {line} of the file)"


def _fault(row: int | None, value: str, message: str) -> Fault:
    return Fault(row=row, column=None, value=shortened(value), message=message)


def shortened(value: str, width: int = 60) -> str:
    """Return a value as a message can show it: at most `width` characters."""
    return value if len(value) <= width else f"{value[: width - 1]}…"
