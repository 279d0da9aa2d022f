"""Parquet from a stranger: what it claims and what it holds is looked at before it is written out."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import TableError
from geo.tables import parquet_limits
from geo.tables.large import read_large
from geo.tables.schema import read_table


def packed(columns: dict[str, object], rows: int) -> bytes:
    """Return a file of facts with further columns."""
    facts = {"id": [f"f{n}" for n in range(rows)], "date": ["2024"] * rows, "title": ["t"] * rows, "place": [""] * rows}
    out = io.BytesIO()
    pq.write_table(pa.table({**facts, **columns}), out, compression="zstd")
    return out.getvalue()


def repeated(word: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(rows, dtype=np.int32), [word])


@pytest.mark.parametrize("column", ["note", "title_zh", "actor", "my own"])
def test_few_bytes_that_stand_for_very_many_are_refused(column: str) -> None:
    rows = 30_000
    data = packed({column: repeated("x" * 90_000, rows)}, rows)
    assert len(data) < 1_000_000
    with pytest.raises(TableError, match="cells come to more than"):
        read_table(data, name="upload")
    # by columns, a text is read when it is asked for
    with pytest.raises(TableError, match="cells come to more than"):
        list(read_large(data, name="upload").file.batches([column]))


def test_what_is_read_at_once_is_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.tables.parquet._ROWS_AT_ONCE", 100)
    monkeypatch.setattr(parquet_limits, "MOST_BYTES", 25_000)
    table = read_large(packed({"note": repeated("x" * 100, 300)}, 300), name="upload")
    with pytest.raises(TableError, match="cells come to more than 25,000"):
        list(table.file.batches(["note"]))


def test_a_cell_has_a_length() -> None:
    with pytest.raises(TableError, match="a cell of 'note' holds 400,001 bytes"):
        read_table(packed({"note": ["x" * 400_001, "y"]}, 2), name="upload")


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MOST_ROWS", 9, "it claims 10 rows"),
        ("MOST_COLUMNS", 3, "it claims 4 columns"),
        ("MOST_BYTES", 100, "bytes unpacked"),
    ],
)
def test_claims_have_limits(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str) -> None:
    monkeypatch.setattr(parquet_limits, limit, value)
    with pytest.raises(TableError, match=said):
        read_table(packed({}, 10), name="upload")


def test_what_keeps_the_limits_is_read_as_from_a_file(tmp_path: Path) -> None:
    data = packed({"note": repeated("long " * 50, 500), "start": list(range(500)), "end": list(range(500))}, 500)
    (tmp_path / "facts.parquet").write_bytes(data)
    assert read_table(data, name="upload").table.equals(read_table(tmp_path / "facts.parquet").table)
