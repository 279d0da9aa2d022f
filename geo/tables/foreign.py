"""Tables whose headers a person has to explain: raw columns, what each is taken for, and the table that comes of it.

What is explained is only the header; every cell then goes through the same proof as any other table's.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.errors import Fault, TableError
from geo.tables.encoding import decode
from geo.tables.headers import COLUMNS, known_headers, map_headers
from geo.tables.schema import EventsTable, check
from geo.tables.sheet import read_sheet

PARQUET: Final = b"PAR1"
LEFT_OUT: Final = ""
"""What a header is taken for that is not taken over."""


def columns_of(raw: bytes, name: str) -> pd.DataFrame:
    """Return a CSV or Parquet table as it is: N rows of text under its own headers.

    Raises
    ------
    TableError
        When it is neither, or has no rows of one width.
    """
    if raw.startswith(PARQUET):
        try:
            return pd.read_parquet(io.BytesIO(raw)).reset_index(drop=True)
        except Exception as error:
            raise _fault(name, f"not a Parquet file that can be read ({type(error).__name__})") from error
    sheet = read_sheet(decode(raw, name=name).text, known_headers)
    if sheet.faults:
        raise TableError(name, list(sheet.faults))
    return pd.DataFrame(dict(zip(sheet.headers, sheet.columns, strict=True)), dtype="str")


def suggested(table: pd.DataFrame) -> dict[str, str]:
    """Return what each header is likely to mean: a column of `COLUMNS`, or `LEFT_OUT` where nothing is known."""
    headers = [str(header) for header in table.columns]
    columns = map_headers(headers).columns
    return {header: column if column in COLUMNS else LEFT_OUT for header, column in zip(headers, columns, strict=True)}


def explained(table: pd.DataFrame, meaning: Mapping[str, str], name: str) -> EventsTable:
    """Return the table of facts that a table is under the meaning given to its headers.

    Parameters
    ----------
    table
        From `columns_of`.
    meaning
        For each header a column of `COLUMNS`, or `LEFT_OUT`.

    Raises
    ------
    TableError
        When two headers have one meaning, or with every fault of the cells at once.
    """
    taken = {header: column for header, column in meaning.items() if column != LEFT_OUT}
    for column in dict.fromkeys(taken.values()):
        headers = [header for header, meant in taken.items() if meant == column]
        if len(headers) > 1:
            raise _fault(name, f"{' and '.join(map(repr, headers))} are both taken for {column!r}: choose one")
    return check(table[list(taken)].rename(columns=taken), name=name)


def _fault(name: str, message: str) -> TableError:
    return TableError(name, [Fault(row=None, column=None, value="", message=message)])
