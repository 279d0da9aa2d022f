"""A table read by columns answers a view as the same table read whole does: the same facts, in the same order."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import TableError
from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.tables.coded import columns_of
from geo.tables.geocode import geocode
from geo.tables.join import PlacedTable, join
from geo.tables.large import LargeTable, read_large
from geo.tables.schema import read_table
from geo.timeline.select import select, shown
from geo.timeline.view import KINDS, View
from tests.strategies import DAYS, fact_rows
from tests.tables.test_large import FACTS, repeated, written
from tests.timeline.test_view import some

PLACES = ("", "500107", "500000", "430000", "western", "border_areas", "110105", "341300", "460000", "no such place")
WORDS = (
    "",
    "a",
    "CHONGQING",
    "九龙坡",
    "alert(1)",
    "given javascript",
    "Ｆ",
    "{{",
    "f0",
    "western",
    "习近平",
    "nothing",
)


def views() -> st.SearchStrategy[View]:
    """Views with any filter, window and place; half of the filters are left open."""
    days = st.just(("", "")) | st.tuples(DAYS, DAYS).map(lambda pair: (str(min(pair)), str(max(pair))))
    return st.builds(
        lambda days, **rest: View(from_day=days[0], to_day=days[1], **rest),
        days,
        themes=st.just(()) | some(THEMES),
        types=st.just(()) | some(EVENT_TYPES),
        kinds=st.just(()) | some(KINDS),
        statuses=st.just(()) | some(STATUSES),
        actor=st.sampled_from(["", "", "A", "Xi Jinping"]),
        source=st.sampled_from(["", "", "Daily", "Daily, 3 May"]),
        q=st.sampled_from(WORDS),
        place=st.sampled_from(PLACES),
        coarse=st.sampled_from(["1", "0"]),
    )


def rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Tables with actors and sources that views ask for."""

    def with_people(facts: list[dict[str, Any]], actors: list[str], sources: list[str]) -> list[dict[str, Any]]:
        people = zip(facts, actors * len(facts), sources * len(facts), strict=False)
        return [
            {key: cell for key, cell in fact.items() if key != "my own column"} | {"actor": actor, "source": source}
            for fact, actor, source in people
        ]

    actors = st.lists(st.sampled_from(["", "A", "B; A", "Xi Jinping"]), min_size=1, max_size=4)
    sources = st.lists(st.sampled_from(["", "Daily", "Daily, 3 May", "Dailyish"]), min_size=1, max_size=4)
    return st.builds(with_people, fact_rows(max_size=10), actors, sources).filter(bool)


def both(path: Path, facts: list[dict[str, Any]]) -> tuple[LargeTable, PlacedTable]:
    """Return the same facts by columns and whole."""
    written(facts, path)
    return read_large(path), join(geocode(read_table(path).table))


def listed(table: PlacedTable, view: View) -> list[str]:
    chosen = select(table, view).sort_values(["date", "id"], ascending=[False, True], kind="stable")
    return [str(name) for name in chosen["id"]]


def ids(table: LargeTable, view: View) -> list[str]:
    order = table.newest()
    return [str(name) for name in table.rows(order[shown(table, view)[order]])["id"]]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(), st.lists(views(), min_size=1, max_size=6))
def test_a_view_lists_the_same_facts(tmp_path: Path, facts: list[dict[str, Any]], asked: list[View]) -> None:
    large, whole = both(tmp_path / "facts.parquet", facts)
    for view in [View(), *asked]:
        assert (shown(large, view) == shown(columns_of(whole), view)).all()
        assert ids(large, view) == listed(whole, view)


@pytest.mark.parametrize("word", [*WORDS, "A; B", "as:", "note;"])
def test_the_search_finds_the_same(tmp_path: Path, word: str) -> None:
    people = [
        {"actor": "Xi Jinping", "note": "Ｆull ﬁle", "source": "Daily", "url": "ftp://example.org/x"},
        {"actor": "A; B", "note": "a note", "url": "javascript:alert(1)", "quote": "Straße"},
        {"title": "九龙坡区 STRASSE", "note": "", "url": "nowhere"},
    ]
    facts = [fact | people[number % len(people)] for number, fact in enumerate(repeated(40))]
    large, whole = both(tmp_path / "facts.parquet", facts)
    for q in (word, word.upper(), f"{word} a"):
        assert ids(large, View(q=q, statuses=STATUSES)) == listed(whole, View(q=q, statuses=STATUSES))


def test_all_columns_are_those_of_the_table_read_whole(tmp_path: Path) -> None:
    large, whole = both(tmp_path / "facts.parquet", repeated(60))
    found = ("adcode", "province", "candidates", "level", "resolution", "reason")
    for name in (*found, "kind", "theme", "place", "actor", "source", "targets", "doc"):
        assert large.coded(name).cells() == whole[name].tolist(), name
    assert large.placed().tolist() == (whole["joined_by"] != "").tolist()


def test_a_fact_is_found_by_its_id(tmp_path: Path) -> None:
    large, whole = both(tmp_path / "facts.parquet", repeated(20))
    assert [large.position(str(name)) for name in whole["id"]] == list(range(20))
    assert large.position("no such id") is None


def test_a_file_that_was_changed_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    large, _ = both(path, repeated(20))
    os.utime(path, ns=(1, 1))
    for ask in (large.newest, lambda: large.rows(large.sites.placing.codes[:1]), lambda: shown(large, View(q="a"))):
        with pytest.raises(TableError, match="changed after it was opened"):
            ask()
    path.unlink()
    with pytest.raises(TableError, match="cannot be opened: No such file"):
        large.newest()


def test_rows_that_were_laid_out_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    large, whole = both(path, repeated(50))
    positions = np.array([49, 3, 3, 0, 17])
    from_file = large.rows(positions)
    assert large.spool()
    pd.testing.assert_frame_equal(large.rows(positions), from_file)
    path.unlink()
    pd.testing.assert_frame_equal(large.rows(positions), from_file)
    assert from_file["id"].tolist() == whole["id"].iloc[positions].tolist()


def test_without_room_rows_are_read_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large, whole = both(tmp_path / "facts.parquet", repeated(20))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.tables.spool.tempfile.TemporaryFile", full)
    assert not large.spool()
    assert large.rows(np.arange(20))["id"].tolist() == whole["id"].tolist()


def test_a_table_of_bytes_is_read_by_columns_too(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    large, whole = both(path, FACTS)
    again = read_large(path.read_bytes(), name="upload.parquet")
    view = replace(View(), place="500000")
    assert again.name == "upload.parquet"
    assert ids(again, view) == ids(large, view) == listed(whole, view)
    assert isinstance(again.rows(again.newest()), pd.DataFrame)
