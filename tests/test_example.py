"""The larger example: facts alone, inside China, each with its source and none with a sentence of a text."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from geo.places.regions import regions
from geo.tables.geocode import geocode
from geo.tables.join import join, placed, tally
from geo.tables.schema import read_table
from geo.tables.titles import directive, event

EXAMPLE = Path(__file__).parent.parent / "examples" / "cctv-2023-2024.csv"
LARGEST = 3_000_000


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return join(geocode(read_table(EXAMPLE).table))


def test_it_is_a_table_without_a_fault_and_small_enough_to_ship(table: pd.DataFrame) -> None:
    assert EXAMPLE.stat().st_size < LARGEST
    assert len(table) > 1000
    assert set(table["kind"]) == {"event", "directive"}
    assert set(table["status"]) == {"auto"}
    assert (table["date"].between("2022-12-01", "2024-12-31")).all()


def test_every_fact_names_the_programme_its_day_and_its_address(table: pd.DataFrame) -> None:
    assert table["source"].str.fullmatch(r"CCTV Xinwen Lianbo, \d{1,2} [A-Z][a-z]+ 202[34]").all()
    assert table["url"].str.startswith("https://tv.cctv.com/").all()
    assert table["doc"].str.startswith("cctv-").all()
    assert (table["end"].astype(int) > table["start"].astype(int)).all()


def test_no_sentence_of_a_text_is_in_it(table: pd.DataFrame) -> None:
    assert (table["quote"] == "").all()
    for row in table.itertuples():
        about = {"theme": row.theme, "actor": row.actor}
        if row.kind == "event":
            assert row.title == event("en", type=row.type, place=row.adcode or row.candidates.split(";")[0], **about)
        else:
            assert row.title == directive("en", targets=row.targets.split(";"), **about)
    # A clause of Chinese has commas and verbs; what may stand in these columns are names.
    clause = re.compile("[\u4e00-\u9fff]{25}|[\u4e00-\u9fff][，。；][\u4e00-\u9fff]")
    for column in ("note", "reason", "place", "actor"):
        assert not table[column].str.contains(clause).any(), column


def test_everything_is_placed_in_china_or_aimed_at_it(table: pd.DataFrame) -> None:
    count = tally(table)
    assert count.placed + count.unplaced == count.rows
    assert count.unplaced_by["unknown"] == 0
    events = table[table["kind"] == "event"]
    assert (placed(events) | (events["resolution"] == "ambiguous")).all()
    aimed = table.loc[table["kind"] == "directive", "targets"]
    assert not aimed.isin(["", "national", "belt_and_road"]).any()
    assert {
        target for text in aimed for target in text.split(";") if not target[:2].isupper() and not target.isdigit()
    } <= set(regions())
    assert not events["reason"].str.startswith("read as abroad").any()
