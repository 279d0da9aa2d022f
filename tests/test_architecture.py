"""The rooms and the one direction between them, as docs/design.md draws them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each room may import the rooms before it, never one behind it.
ORDER = [
    *("errors", "encodings", "records", "places", "reading", "tables", "timeline", "export"),
    *("batch", "explain", "pipeline", "cli", "__main__"),
]
SOURCES = sorted([*ROOT.glob("geo/**/*.py"), *ROOT.glob("views/*.py"), ROOT / "app.py"])


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "geo" and len(parts) > 1 and parts[1] in ORDER else None


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_order_names_every_room() -> None:
    rooms = {path.stem if path.is_file() else path.name for path in (ROOT / "geo").iterdir()}
    assert rooms - {"__init__", "__pycache__", "data"} == set(ORDER)


@pytest.mark.parametrize("path", [p for p in SOURCES if room(name(p)[:-3].replace("/", "."))], ids=name)
def test_imports_point_one_way(path: Path) -> None:
    own = room(name(path)[:-3].replace("/", "."))
    assert own is not None
    later = ORDER[ORDER.index(own) + 1 :]
    turned_back = {module for module in imports(path) if room(module) in later}
    assert not turned_back


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_the_app_knows_streamlit(path: Path) -> None:
    if path.parent == ROOT / "views" or path.name == "app.py":
        return
    assert not any(module.split(".")[0] == "streamlit" for module in imports(path))


@pytest.mark.parametrize("path", sorted(ROOT.glob("geo/reading/**/*.py")), ids=name)
def test_reading_needs_no_frames(path: Path) -> None:
    assert not any(module.split(".")[0] in {"pandas", "geopandas", "polars"} for module in imports(path))


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("geo", {"pandas", "folium", "streamlit", "geopandas", "matplotlib"}),
        ("geo.reading", {"pandas", "folium", "streamlit", "geopandas", "matplotlib"}),
        ("geo.batch.run", {"pandas", "folium", "streamlit", "geopandas", "matplotlib", "trafilatura"}),
        (
            "geo.pipeline",
            {"pandas", "folium", "streamlit", "geopandas", "matplotlib", "geo.reading", "geo.export", "shapely"},
        ),
        ("geo.export.page", {"folium", "streamlit", "geopandas", "matplotlib", "geo.reading.mentions"}),
        ("geo.tables.checked", {"pandas", "pyarrow", "geopandas", "shapely", "geo.reading"}),
        ("geo.__main__", {"folium", "streamlit", "geopandas", "matplotlib", "pandas"}),
    ],
)
def test_an_import_costs_no_more_than_its_room(module: str, forbidden: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted({forbidden!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
