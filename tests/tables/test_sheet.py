"""Cells keep the row that a spreadsheet shows them in, whatever stands inside the quotes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables.headers import known_headers
from geo.tables.sheet import DELIMITERS, MAX_CELL, MAX_COLUMNS, Sheet, read_sheet
from tests.strategies import texts


def sheet(text: str) -> Sheet:
    return read_sheet(text, known_headers)


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


@given(st.lists(st.tuples(texts(), texts()), max_size=6), st.sampled_from(DELIMITERS), st.sampled_from(["\n", "\r\n"]))
def test_cells_read_back_in_their_rows(rows: list[tuple[str, str]], delimiter: str, end: str) -> None:
    found = sheet(written([["date", "title"], *map(list, rows)], delimiter, end))
    full = [(number, row) for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    assert found.faults == ()
    assert found.delimiter == delimiter
    assert list(zip(*found.columns, strict=True)) == [row for _, row in full]
    assert list(found.rows) == [number for number, _ in full]
    assert found.blank == len(rows) - len(full)


def test_a_row_is_counted_as_a_spreadsheet_does_and_its_line_is_kept() -> None:
    found = sheet('date,title\n2024,"one\ntwo\r\nthree"\n\n2025,next\n')
    assert list(found.rows) == [2, 4]
    assert list(found.lines) == [2, 6]
    assert found.blank == 1


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("date;title;place\n2024;a, b;c", ";"),
        ("date\ttitle\n2024\ta;b,c,d,e", "\t"),
        ("date,title", ","),
        ("日期；标题\n", ","),
        ("place\nJiulongpo district, Chongqing", ","),
        ('"date, or so";title;place', ";"),
    ],
)
def test_the_delimiter_is_the_one_that_the_headers_speak_for(text: str, delimiter: str) -> None:
    assert sheet(text).delimiter == delimiter


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("", None, "the table is empty"),
        ("\n \n \t\n", None, "the table is empty"),
        ("date,title\n2024,a,b", 2, "3 cells under 2 headers"),
        ('date,title\n2024,"x\ny"\n2024,a,b', 3, r"3 cells under 2 headers.*\(line 4 of the file\)"),
        ('date,title\n2024,a\n2024,"b\nc', 3, "never closed"),
        ('"date,title\n2024,a', 1, "never closed"),
        ('date,title\n2024,"b"c', 2, "write a quotation mark inside a quoted cell twice"),
        (f"date,title\n2024,{'x' * (MAX_CELL + 1)}", 2, "a cell of 100,001 characters; the limit is 100,000"),
        (f"date,title\n2024,{'x' * 140_000}", 2, "a cell of 140,000 characters"),
        (",".join(f"c{n}" for n in range(10_000)), None, f"10,000 columns; the limit is {MAX_COLUMNS}"),
    ],
)
def test_a_fault_of_form_names_its_row_and_the_way_out(text: str, row: int | None, message: str) -> None:
    (fault,) = sheet(text).faults
    assert fault.row == row
    with pytest.raises(ValueError, match=message):
        raise ValueError(fault.message)


def test_short_rows_are_filled_and_empty_cells_beyond_the_headers_dropped() -> None:
    found = sheet("date,title,place\n2024\n2025,a,b,,\n")
    assert found.columns == (["2024", "2025"], ["", "a"], ["", "b"])
    assert (found.short, found.faults) == (1, ())


def test_a_column_without_a_name_is_kept_if_it_has_cells() -> None:
    found = sheet("date,,title,\n2024,x,a,\n")
    assert found.headers == ("date", "column 2", "title")


def test_batches_join_without_a_seam() -> None:
    found = sheet("date,title\n" + "".join(f"2024,{n}\n" for n in range(1703)))
    assert found.columns[1] == [str(n) for n in range(1703)]
    assert list(found.rows) == list(range(2, 1705))
