"""The command line, as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOSTILE = "</script><script>alert(1)</script> {{7*7}} ${x} `y` =cmd()"


def atlas(*args: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"},
        check=False,
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text(f"日期,标题,地点\n2024年4月22日,{HOSTILE},九龙坡区\n2024-Q3,未定,朝阳\n", encoding="gb18030")
    return path


def test_help_names_every_command_and_no_arguments_are_a_call_for_it() -> None:
    told = atlas("--help")
    assert told.returncode == 0
    assert all(f"  {command} " in told.stdout for command in ("check", "geocode", "map"))
    assert atlas().returncode == 2


def test_check_counts_and_names_what_stays_open(table: Path) -> None:
    told = atlas("check", table)
    assert told.returncode == 0, told.stderr
    assert "facts.csv: 2 facts (2 events, 0 directives)\nplaced 1, 1 not (1 ambiguous); dated 2, 0 not\n" in told.stdout
    assert "read as gb18030" in told.stderr
    assert "column '地点' taken for 'place'" in told.stderr
    assert "row 3: " in told.stderr
    assert "110105" in told.stderr
    assert atlas("check", "--strict", table).returncode == 1


def test_check_lists_every_fault_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("date,title,place,lat,lon,theme\n04/05/2024,,Changsha,99,1,ecologie\n", encoding="utf-8")
    told = atlas("check", path)
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("error: bad.csv: 4 faults\n")
    for column in ("date", "title", "lat", "theme"):
        assert f"row 2, column '{column}'" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("args", "way_out"),
    [
        (["check", "missing.csv"], "does not exist"),
        (["map", "events.csv"], "--output"),
        (["map", "events.csv", "-o", "x.html", "--from", "04/05/2024"], "write 2024-04-22"),
        (["map", "events.csv", "-o", "x.html", "--from", "2024-05", "--to", "2024-04"], "comes before"),
        (["map", "events.csv", "-o", "x.html", "--theme", "ecologie"], "choose from: ecology"),
        (["map", "events.csv", "-o", "x.html", "--lang", "fr"], "choose en or zh"),
        (["map", "events.csv", "-o", "events.csv"], "name another file"),
        (["geocode", "events.csv", "-o", "events.csv"], "name another file"),
        (["draw"], "No such command"),
    ],
)
def test_a_wrong_call_names_the_way_out(args: list[str], way_out: str) -> None:
    told = atlas(*args)
    assert told.returncode == 2
    assert way_out in " ".join(told.stderr.replace("│", " ").split())
    assert not (ROOT / "x.html").exists()


def test_geocode_keeps_every_column_and_says_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        f'n,place,more\n1,"Jiulongpo district, Chongqing",{HOSTILE}\n2,苏州,\n3,=cmd(),\n', encoding="utf-8"
    )
    told = atlas("geocode", path, "-o", "-")
    assert told.returncode == 0
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [row["adcode"] for row in rows] == ["500107", rows[1]["adcode"], ""]
    assert rows[0]["more"] == HOSTILE
    assert (rows[0]["level"], rows[0]["province"], rows[0]["resolution"]) == ("county", "500000", "exact")
    assert rows[2]["resolution"] == "unknown"
    assert "places.csv: 3 rows: " in told.stderr


def test_geocode_for_excel_writes_a_byte_order_mark_and_no_formula(tmp_path: Path) -> None:
    source, out = tmp_path / "places.csv", tmp_path / "out.csv"
    source.write_text("place\n=cmd()\nChangsha\n", encoding="utf-8")
    assert atlas("geocode", source, "-o", out, "--excel").returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "\n'=cmd()," in out.read_text(encoding="utf-8-sig")


def test_map_writes_one_file_and_says_its_size(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    told = atlas("map", table, "-o", out, "--from", "2024-04", "--to", "2024-Q3", "--theme", "other", "--lang", "zh")
    assert told.returncode == 0, told.stderr
    html = out.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert 'lang="zh' in html
    assert "alert(1)" not in html
    assert "map.html: " in told.stderr


def test_a_file_that_cannot_be_written_is_a_sentence(table: Path, tmp_path: Path) -> None:
    for args in (
        ["map", table, "-o", tmp_path / "none" / "map.html"],
        ["geocode", table, "-o", tmp_path / "none" / "o.csv"],
    ):
        told = atlas(*args)
        assert told.returncode == 1
        assert told.stderr.splitlines()[-1].startswith("error: cannot write ")
