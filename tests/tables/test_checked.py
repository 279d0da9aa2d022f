"""A table that is only looked at comes out as one that is made for the map."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from geo import pipeline
from geo.cli.shared import unresolved
from geo.errors import TableError
from geo.tables.checked import check_table
from geo.tables.schema import read_table, write_csv
from tests.strategies import fact_rows
from tests.tables.test_large import FACTS

ROOT = Path(__file__).parent.parent.parent
REPORT = ("name", "encoding", "delimiter", "mapped", "notes")


def assert_the_same(path: Path) -> None:
    looked_at, loaded = check_table(path), pipeline.load(path)
    assert [getattr(looked_at.read, field) for field in REPORT] == [getattr(loaded.read, field) for field in REPORT]
    assert list(looked_at.read.rows) == list(loaded.read.rows)
    assert looked_at.tally == loaded.tally
    assert list(looked_at.unresolved()) == list(unresolved(loaded.table, loaded.read.rows))


def written(rows: list[dict[str, Any]], path: Path) -> Path:
    write_csv(pd.DataFrame(rows, columns=None if rows else ["date", "title", "place"]), path)
    return path


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fact_rows(max_size=8))
def test_any_table_is_told_of_alike(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    assert_the_same(written(rows, tmp_path / "facts.csv"))


def test_points_open_names_and_rejected_facts_are_told_of_alike(tmp_path: Path) -> None:
    """Among them a point abroad beside a name that is not known: its reason is another one than in the words."""
    far = {"date": "2024", "title": "i", "place": "Nowhere at all", "lat": 48.85, "lon": 2.35}
    path = written([*FACTS, far], tmp_path / "facts.csv")
    assert_the_same(path)
    checked = check_table(path)
    assert checked.tally.unplaced_by["outside"] == 2
    assert checked.tally.off_coast == 1
    assert [row.place for row in checked.unresolved()] == ["Suzhou", "Chonging", "", "", "Nowhere at all"]


def test_an_earlier_output_is_told_of_alike(tmp_path: Path) -> None:
    write_csv(pipeline.load(written(FACTS, tmp_path / "facts.csv")).table, tmp_path / "again.csv")
    assert_the_same(tmp_path / "again.csv")


@pytest.mark.parametrize("name", ["events.csv", "examples/cctv-2023-2024.csv"])
def test_the_shipped_tables_are_told_of_alike(name: str) -> None:
    assert_the_same(ROOT / name)


def test_the_same_faults_are_found(tmp_path: Path) -> None:
    path = written([{"date": "22 Aprile", "title": "", "place": "x", "lat": 91, "lon": ""}], tmp_path / "bad.csv")
    with pytest.raises(TableError) as whole:
        read_table(path)
    with pytest.raises(TableError) as looked_at:
        check_table(path)
    assert str(looked_at.value) == str(whole.value)
    assert looked_at.value.faults == whole.value.faults


def test_a_check_of_a_csv_makes_no_data_frame() -> None:
    code = (
        "import sys; from geo.__main__ import main; sys.argv = ['atlas', 'check', 'events.csv']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted({'pandas', 'pyarrow', 'geopandas', 'folium', 'shapely'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    *told, imported = done.stdout.splitlines()
    assert told[0].startswith("events.csv: 111 facts")
    assert imported == ""
