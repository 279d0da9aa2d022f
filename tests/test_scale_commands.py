"""The commands on what is large: Parquet in and out, folders of tables, a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from geo.__main__ import app
from geo.tables.parquet import write_parquet
from geo.tables.schema import read_table

ROOT = Path(__file__).parent.parent


def atlas(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The shipped facts as Parquet."""
    path = tmp_path / "facts.parquet"
    write_parquet(read_table(ROOT / "events.csv").table, path)
    return path


def test_a_map_drawn_by_columns_is_that_of_the_whole_table(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = atlas("map", facts, "-o", tmp_path / "whole.html")
    monkeypatch.setattr("geo.tables.large.LARGE", 1)
    by_columns = atlas("map", facts, "-o", tmp_path / "columns.html", "--lang", "en")
    assert whole.exit_code == by_columns.exit_code == 0
    assert (tmp_path / "columns.html").read_bytes() == (tmp_path / "whole.html").read_bytes()
    said = whole.stderr.replace("whole.html", "")
    assert said == by_columns.stderr.replace("columns.html", "")


def test_parquet_is_checked_and_geocoded_as_csv_is(facts: Path, tmp_path: Path) -> None:
    csv, parquet = atlas("check", ROOT / "events.csv"), atlas("check", facts)
    assert parquet.stdout.replace("facts.parquet", "events.csv") == csv.stdout
    assert atlas("geocode", facts, "-o", tmp_path / "placed.parquet").exit_code == 0
    assert atlas("geocode", ROOT / "events.csv", "-o", tmp_path / "placed.csv").exit_code == 0
    assert read_table(tmp_path / "placed.parquet").table.equals(read_table(tmp_path / "placed.csv").table)


def test_a_folder_of_tables_becomes_a_folder_of_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, place in enumerate(["Changsha", "Chonging"]):
        (tmp_path / "in" / f"{number}.csv").write_text(f"place\n{place}\n", encoding="utf-8")
    done = atlas("geocode", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert "2 tables, 2 rows: 1 exact, 0 context, 0 ambiguous, 1 unknown" in done.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["0.csv", "1.csv"]
    (tmp_path / "in" / "2.csv").write_text("colour,size\nred,1\n", encoding="utf-8")
    faulty = atlas("geocode", tmp_path / "in", "-o", tmp_path / "out")
    assert faulty.exit_code == 1
    assert "left out: 2.csv" in faulty.stderr


def test_a_folder_without_a_table_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("An article.", encoding="utf-8")
    done = atlas("geocode", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "holds no table" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("BEIJING, March 1 -- Nothing.", encoding="utf-8")
    done = atlas("read", tmp_path / "a.txt", "-o", tmp_path / "out.csv", "--scheduler", "nowhere")
    assert done.exit_code == 1
    assert "nowhere" in str(done.exception)
