"""What an installed package holds: everything that is read at run time, so that it works away from any checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILT_FROM = ("geo", "views", "shapefiles", "pyproject.toml", "setup.py", "LICENSE", "README.md")

# Runs the command line, and says which files outside the installed package were opened.
WATCHED = """
import sys
from pathlib import Path

away, checkout = Path(sys.argv.pop(1)).resolve(), Path(sys.argv.pop(1)).resolve()
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from geo.__main__ import main
import geo

assert Path(geo.__file__).is_relative_to(away), geo.__file__
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
prefix = Path(sys.prefix).resolve()
inside = [Path(name).resolve() for name in opened if name.startswith("/")]
strange = [path for path in inside if path.is_relative_to(checkout) and not path.is_relative_to(prefix)]
assert not strange, strange
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what it is built from."""
    source = tmp_path_factory.mktemp("source")
    for name in (*BUILT_FROM, *(path.name for path in ROOT.glob("requirements*.txt"))):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", source / "dist", source], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what pip would install, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: str) -> set[str]:
    every = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in every}


def test_the_wheel_holds_every_file_of_the_package_and_the_shapefiles(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == files("geo") | files("views") | {f"geo/{name}" for name in files("shapefiles")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("map", "facts.csv", "-o", "map.html"),
        ("export", "facts.csv", "-o", "map.png", "--lang", "zh"),
        ("export", "facts.csv", "-o", "facts.gpkg"),
        ("check", "facts.csv"),
        ("geocode", "facts.csv", "-o", "placed.csv"),
        ("read", "article.txt", "-o", "read.csv"),
        ("explain", "article.txt", "--html", "explained.html"),
        ("project", "made", "--from", "facts.csv"),
    ],
    ids=" ".join,
)
def test_it_works_away_from_the_checkout(installed: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    shutil.copy(ROOT / "events.csv", tmp_path / "facts.csv")
    article = "CHANGSHA, April 22, 2024 -- An inspection was held in Changsha, Hunan, on Monday."
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, installed, ROOT, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
