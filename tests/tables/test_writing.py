"""What is written reads back as the same table, whole or not at all, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from geo.errors import ExportError
from geo.tables import writing
from geo.tables.schema import read_table, write_csv
from geo.tables.writing import csv_bytes
from tests.strategies import HOSTILE, fact_rows
from tests.tables.test_schema import as_csv


@settings(deadline=None, max_examples=25)
@given(fact_rows())
def test_what_is_written_reads_back(rows: list[dict[str, Any]]) -> None:
    table = read_table(as_csv(rows)).table
    data = csv_bytes(table)
    read = read_table(data)
    assert_frame_equal(read.table, table)
    assert csv_bytes(read.table) == data
    assert read.mapped == {}


@settings(deadline=None, max_examples=25)
@given(fact_rows())
def test_a_spreadsheet_finds_no_formula(rows: list[dict[str, Any]]) -> None:
    table = read_table(as_csv(rows)).table
    data = csv_bytes(table, excel=True)
    assert data.startswith(b"\xef\xbb\xbf")
    cells = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    numbers = {list(table.columns).index(column) for column in ("lat", "lon")}
    for position, row in enumerate(cells):
        for column, cell in enumerate(row):
            assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠" or (position and column in numbers)
            plain = table.columns[column] if position == 0 else table.iloc[position - 1, column]
            if not position or column not in numbers:
                assert cell in (plain, f"'{plain}")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[0] in "=+-@＝"])
def test_formulas_are_neutralised_in_headers_too(text: str) -> None:
    table = read_table(as_csv([{"date": "2024", "title": text, "place": "", f"{text} own": text}])).table
    (header, row) = csv.reader(io.StringIO(csv_bytes(table, excel=True).decode("utf-8-sig"), newline=""))
    assert header[-1] == f"'{text} own"
    assert row[-1] == row[header.index("title")] == f"'{text}"


def test_negative_degrees_stay_numbers() -> None:
    table = read_table(b"date,title,lat,lon\n2024,a,-12.5,-77\n").table
    assert b",-12.5,-77.0," in csv_bytes(table, excel=True)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = read_table(b"date,title,place\n2024,a,Changsha\n").table
    path = tmp_path / "out.csv"
    write_csv(table, path)
    assert path.read_bytes() == csv_bytes(table)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(ExportError, match=r"cannot write .*out\.csv: the disk is full"):
        write_csv(table.iloc[:0], path)
    assert path.read_bytes() == csv_bytes(table)
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_a_link_keeps_pointing_and_a_device_is_written_to(tmp_path: Path) -> None:
    table = read_table(b"date,title,place\n2024,a,Changsha\n").table
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_csv(table, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == csv_bytes(table)
    write_csv(table, Path("/dev/null"))
    with pytest.raises(ExportError, match="cannot write"):
        write_csv(table, tmp_path / "no" / "such" / "folder.csv")
