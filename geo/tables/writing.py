"""TABLE -> CSV: what is written reads back as the same table, and a spreadsheet finds no formula in it."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.tables import files

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet may take for the beginning of a formula; East Asian editions accept the wide forms as well.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def csv_bytes(table: pd.DataFrame, *, excel: bool = False) -> bytes:
    """Return a table as CSV in UTF-8, without its index.

    Parameters
    ----------
    excel
        For a spreadsheet: with a byte order mark, and with ``'`` before cells that could be taken for a formula.
        Without it the bytes read back as the same table; with it those cells keep their ``'``.
    """
    headers = [f"{column}" for column in table.columns]
    columns = [_texts(table.iloc[:, position]) for position in range(table.shape[1])]
    if excel:
        headers, columns = (
            _neutral(headers),
            [_neutral(cells) if _is_text(table.iloc[:, position]) else cells for position, cells in enumerate(columns)],
        )
    # csv leaves a bare carriage return unquoted when lines end with a line feed, and would read it as a new row.
    carriage_return = any("\r" in "".join(cells) for cells in [headers, *columns])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL if carriage_return else csv.QUOTE_MINIMAL)
    writer.writerow(headers)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def write_csv(table: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table as `csv_bytes` does, whole or not at all: a file that was there is only replaced by a full one.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    write_bytes(csv_bytes(table, excel=excel), path)


def write_bytes(data: bytes, path: Path) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    try:
        _replace(path.resolve(), data)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {files.why_not(path, error)}") from error


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _is_text(column: pd.Series) -> bool:
    import pandas as pd

    return not pd.api.types.is_numeric_dtype(column)


def _texts(column: pd.Series) -> list[str]:
    import pandas as pd

    values = column.tolist()
    if pd.api.types.is_float_dtype(column):
        return ["" if value != value else repr(value) for value in values]
    return [value if type(value) is str else "" if pd.isna(value) else str(value) for value in values]


def _neutral(cells: Sequence[str]) -> list[str]:
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells]
