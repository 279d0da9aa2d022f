"""The examples of the documentation run as they stand."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "docs" / "examples"


def run(name: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", [name, str(target)])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "further_layers.py",
        "picture_film_data.py",
        "timeline_on_a_map.py",
    }


def test_further_layers_stand_on_the_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("further_layers.py", tmp_path / "map.html", monkeypatch)
    html = (tmp_path / "map.html").read_text("utf-8")
    for made in ("L.featureGroup(", "L.geoJson(", "L.circleMarker(", "L.control.layers(", "Atlas.start("):
        assert made in html
    assert "default-src 'none'" in html
    assert "<script src" not in html
    assert "<link" not in html


def test_a_timeline_stands_on_a_map_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("timeline_on_a_map.py", tmp_path / "map.html", monkeypatch)
    html = (tmp_path / "map.html").read_text("utf-8")
    assert html.index("L.rectangle(") < html.rindex("Atlas.start(")
    assert 'lang="zh' in html


def test_one_view_as_picture_film_and_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("picture_film_data.py", tmp_path, monkeypatch)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["directives.gif", "directives.gpkg", "directives.png"]
    assert len(capsys.readouterr().out.splitlines()) == 3
