"""An ``events.csv`` of an earlier form: with fewer columns, other headers, or without ids of its own."""

from __future__ import annotations

import csv
import io
import re

from geo.tables.headers import COLUMNS
from geo.tables.schema import EventsTable, read_table

_DERIVED_ID = re.compile(rb"\bf[0-9a-f]{16}(?:-\d+)?\b")
_LACKS_ID = re.compile(rb'\n(?:"")?,')
_HEAD = 100_000  # bytes in which a header ends


def migrated(data: bytes, name: str) -> EventsTable | None:
    """Return the table that a file holds, when it is not in the form of today; None when it is.

    Ids that were only derived from the content have to be written down before anything is corrected: otherwise a later
    change of the content would change them.

    Raises
    ------
    TableError
        When it holds no table of facts.
    """
    in_form = _header(data)[: len(COLUMNS)] == list(COLUMNS)
    if in_form and not _LACKS_ID.search(data):
        return None
    table = read_table(data, name=name).table
    if in_form and set(_DERIVED_ID.findall(data)) >= {id_.encode() for id_ in table["id"] if _derived(id_)}:
        return None
    return table


def _derived(id_: str) -> bool:
    return _DERIVED_ID.fullmatch(id_.encode()) is not None


def _header(data: bytes) -> list[str]:
    text = data[:_HEAD].decode("utf-8", "replace")
    return next(csv.reader(io.StringIO(text, newline="")), [])
