"""The rows under the map: in reading order, by name, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.pipeline import Loaded, load
from geo.timeline.view import View
from views import facts, table
from views.text import words

EVENTS = Path(__file__).parent.parent.parent / "events.csv"


@pytest.fixture(scope="module")
def events() -> Loaded:
    return load(EVENTS)


def test_the_newest_come_first(events: Loaded) -> None:
    dates = table.shown(events.table, View())["date"].tolist()
    assert len(dates) == events.tally.drawn
    assert dates == sorted(dates, reverse=True)


def test_a_place_and_a_period_narrow_the_rows(events: Loaded) -> None:
    rows = table.shown(events.table, View(place="500107", from_day="2024-04-01", to_day="2024-04-30"))
    assert len(rows) > 0
    assert set(rows["adcode"]) <= {"500107"} | set(rows.loc[rows["targets"] != "", "adcode"])


@pytest.mark.parametrize(("lang", "name"), [("en", "Jiulongpo"), ("zh", "九龙坡")])
def test_codes_are_read_as_names(events: Loaded, lang: str, name: str) -> None:
    assert name in table.place_name("500107", lang)
    shown = table.readable(table.shown(events.table, View()), words(lang))
    assert not any(part.isdecimal() for part in " ".join(shown["targets"]).replace("、", " ").split())
    assert (shown["title"] != "").all()


CELLS = st.one_of(st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", 'a,"b"', "九龙坡", ""]), st.text())


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_no_cell_of_the_csv_is_a_formula_and_none_is_lost(rows: list[tuple[str, str]]) -> None:
    raw = table.csv(pd.DataFrame(rows, columns=["title", "note"], dtype=str))
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]
    for written, cells in zip(rows, read, strict=True):
        for before, after in zip(written, cells, strict=True):
            assert not after.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert after.removeprefix("'") == before.encode("utf-8", "replace").decode() or after == before


def test_the_csv_of_the_default_table_is_read_back(events: Loaded) -> None:
    again = load(table.csv(table.shown(events.table, View())))
    assert again.tally == events.tally


@given(st.text(), st.text())
def test_a_file_name_is_one_name(place: str, day: str) -> None:
    name = facts.file_name(View(place=place, from_day=day), "html")
    assert name.startswith("directive-atlas")
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>| \n')
