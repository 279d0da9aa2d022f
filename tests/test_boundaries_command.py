"""``atlas boundaries`` and ``atlas map --boundaries``, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.places.own.made import PREFECTURES, layer, written
from tests.test_command_line import atlas


@pytest.fixture
def hunan(tmp_path: Path) -> Path:
    path = tmp_path / "hunan.zip"
    path.write_bytes(written(layer(), tmp_path, "zip"))
    return path


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text("date,title,adcode\n2024-04-22,A,430102\n2024-04-22,B,430000\n", encoding="utf-8")
    return path


def test_the_report(hunan: Path) -> None:
    told = atlas("boundaries", hunan)
    assert told.returncode == 0, told.stderr
    assert "hunan.zip: shapefile, 4 features" in told.stdout
    assert "4 units at prefecture level, joined: 4 features by the code in 'adcode'" in told.stdout
    assert "units without a shape: 10" in told.stdout, "Hunan has fourteen prefectures"
    assert "gaps: 0.0 km²" in told.stdout


def test_a_map_of_these(hunan: Path, facts: Path, tmp_path: Path) -> None:
    told = atlas("map", facts, "-o", tmp_path / "map.html", "--boundaries", hunan, "--datum", "gcj02")
    assert told.returncode == 0, told.stderr
    assert f"hunan.zip: {len(PREFECTURES)} units at prefecture level shaded; GCJ-02, converted to WGS84" in told.stderr
    assert "1 placed fact in none of these units" in told.stderr
    assert (tmp_path / "map.html").stat().st_size > 100_000


def test_what_cannot_be_used_ends_in_a_sentence(facts: Path, tmp_path: Path) -> None:
    for given, word in (
        (facts, "no boundary file"),
        (tmp_path / "none.zip", "cannot be read"),
        (tmp_path, "is a folder"),
    ):
        told = atlas("boundaries", given)
        assert told.returncode == 1
        assert told.stderr.startswith("error: ")
        assert word in told.stderr
        assert told.stdout == ""
    assert atlas("boundaries", facts, "--datum", "bd09").returncode == 2
