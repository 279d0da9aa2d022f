"""Headers in common use lead to the columns of the contract; none leads to two."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geo.tables.headers import COLUMNS, CONTEXT, DERIVED, map_headers

ROOT = Path(__file__).parents[2]
TABLES = tomllib.loads((ROOT / "geo/data/headers.toml").read_text(encoding="utf-8"))
ROWS = [(column, name) for column, names in TABLES["names"].items() for name in names]


def test_a_column_s_own_name_means_it_and_the_file_lists_others() -> None:
    columns = (*COLUMNS, CONTEXT)
    assert map_headers(columns).columns == columns
    assert set(TABLES["names"]) == set(columns)


@pytest.mark.parametrize(("column", "name"), ROWS, ids=[name for _, name in ROWS])
def test_every_name_of_the_file_means_its_column(column: str, name: str) -> None:
    for spelling in (name, name.upper(), f" {name.replace('_', ' ')} ", name.replace("_", "-")):
        assert map_headers([spelling]).columns == (column,)


@pytest.mark.parametrize(
    ("column", "name"), [(column, name) for column, names in TABLES["fallback"].items() for name in names]
)
def test_every_fallback_fills_its_column_only_when_it_is_free(column: str, name: str) -> None:
    assert column in map_headers(["place" if column == CONTEXT else "x", name]).columns
    taken = ["date", "date_end", "title", "place", "within", name]
    assert map_headers(taken).columns == (*taken[:5], name)


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (["start", "end", "title"], ("date", "date_end", "title")),
        (["date", "start", "end"], ("date", "start", "end")),
        (["date", "end"], ("date", "date_end")),
        (["日期", "省份", "城市", "区县"], ("date", "within2", "within", "place")),
        (["date", "place", "province"], ("date", "place", "within")),
        (["date", "province"], ("date", "place")),
        (["ＤＡＴＥ", "Lat.", "LNG"], ("date", "lat", "lon")),
        (["place", *DERIVED], ("place", *DERIVED)),
        (["place", "province", "level"], ("place", "within", "level")),
    ],
)
def test_names_that_could_mean_several_things(headers: list[str], columns: tuple[str, ...]) -> None:
    expected = tuple("省份" if column == "within2" else column for column in columns)
    assert map_headers(headers).columns == expected


def test_what_was_renamed_is_reported_and_the_rest_kept() -> None:
    found = map_headers(["日期", "title", "Colour"])
    assert dict(found.mapped) == {"日期": "date"}
    assert found.columns == ("date", "title", "Colour")


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        (["date", "日期"], "2 columns mean 'date': 'date', '日期'; rename all but one"),
        (["lng", "lon", "经度"], "3 columns mean 'lon'"),
        (["start", "start", "title"], "2 columns are called 'start': rename one"),
        (["x", "x"], "2 columns are called 'x'"),
    ],
)
def test_two_headers_for_one_column_are_a_fault(headers: list[str], message: str) -> None:
    (fault,) = map_headers(headers).faults
    assert message in fault.message
    assert fault.row == 1
