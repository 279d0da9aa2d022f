"""`atlas export`, as a user meets it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.test_command_line import atlas

TABLE = "date,title,place\n2024-04-22,Visit,Jiulongpo\n2024-Q3,Later,Chaoyang\n"


def export(*args: object) -> subprocess.CompletedProcess[str]:
    return atlas("export", *args)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_film_says_what_it_is(table: Path, tmp_path: Path) -> None:
    told = export(
        table, "-o", tmp_path / "map.gif", "--step", "month", "--width", "200", "--lang", "zh", "--look", "dark"
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == ""
    assert "placed 1, 1 not (1 ambiguous); dated 2, 0 not" in told.stderr
    assert told.stderr.splitlines()[-1].startswith(f"{tmp_path / 'map.gif'}: ")
    assert (tmp_path / "map.gif").read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize(
    ("args", "code", "way_out"),
    [
        (["-o", "map.bmp"], 1, "choose a name that ends in .png"),
        (["-o", "map.svg", "--width", "900"], 1, "width concerns only"),
        (["-o", "map.png", "--from", "04/05/2024"], 2, "write 2024-04-22"),
        (["-o", "map.png", "--look", "red"], 2, "light"),
        (["-o", "map.png", "--against", "2024-01/spring"], 2, "write 2024-04-22"),
    ],
)
def test_a_wrong_call_names_the_way_out(table: Path, args: list[str], code: int, way_out: str) -> None:
    told = export(table, *args)
    assert told.returncode == code
    assert way_out in " ".join(told.stderr.replace("│", " ").split())
    assert "Traceback" not in told.stderr


def test_two_periods_are_drawn_side_by_side(table: Path, tmp_path: Path) -> None:
    periods = ["--from", "2024-Q3", "--compare", "side", "--against", "2024-04/2024-Q2"]
    told = export(table, "-o", tmp_path / "map.png", "--width", "400", *periods)
    assert told.returncode == 0, told.stderr
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (400, 200)


def test_the_table_itself_is_kept(table: Path) -> None:
    assert export(table, "-o", table).returncode == 2
    assert table.read_text(encoding="utf-8") == TABLE
