"""Commands on a disk that is full, read-only or closed to them, and on files that go away: a sentence, nothing half."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.batch.run import run
from geo.errors import StoreError
from geo.reading import documents
from geo.tables.folder import FolderStore
from tests.disks import fill, read_only, small_disk
from tests.tables.store_laws import edit, table
from tests.test_command_line import ROOT, atlas

ARTICLE = "CHANGSHA, April 22, 2024 -- An inspection was held in Changsha, Hunan, on Monday."
WRITERS = {
    "map": ("map", "facts.csv", "-o", "disk/out.html"),
    **{
        suffix: ("export", "facts.csv", "-o", f"disk/out.{suffix}", *(("--step", "quarter") if suffix == "gif" else ()))
        for suffix in ("png", "gif", "gpkg")
    },
    "geocode": ("geocode", "facts.csv", "-o", "disk/out.csv"),
    "geocode parquet": ("geocode", "facts.csv", "-o", "disk/out.parquet"),
    "read": ("read", "article.txt", "-o", "disk/out.csv"),
    "read records": ("read", "article.txt", "-o", "disk/out.csv", "--records", "disk/out.jsonl"),
    "explain": ("explain", "article.txt", "--html", "disk/out.html"),
    "project": ("project", "disk/out", "--from", "facts.csv"),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with a table and an article, and a small disk."""
    shutil.copy(ROOT / "events.csv", tmp_path / "facts.csv")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    with small_disk(tmp_path / "disk", "4m"):
        yield tmp_path


def written(place: Path) -> dict[str, bytes]:
    """Return what lies on the disk beside its ballast; the memory of a reading may be there, and is no result."""
    found = (path for path in (place / "disk").rglob("*") if path.is_file() and path.suffix != ".read")
    return {path.name: path.read_bytes() for path in found if path.name not in ("ballast", ".lock", ".turn")}


@pytest.mark.parametrize("command", WRITERS)
def test_a_full_disk_leaves_the_file_that_was_there_and_says_so(place: Path, command: str) -> None:
    *_, name = [part for part in WRITERS[command] if part.startswith("disk/")]
    if command != "project":
        (place / name).write_text("what was made before", encoding="utf-8")
    before = written(place)
    ballast = fill(place / "disk")
    told = atlas(*WRITERS[command], cwd=place)
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    assert "error: cannot" in told.stderr
    assert "disk is full; make room" in told.stderr or "No space left" in told.stderr
    assert written(place) == before
    ballast.unlink()
    shutil.rmtree(place / "disk" / "out", ignore_errors=True)
    told = atlas(*WRITERS[command], cwd=place)
    assert told.returncode == 0, told.stderr
    assert written(place) != before


@pytest.mark.parametrize("command", WRITERS)
def test_a_read_only_disk_says_so(place: Path, command: str) -> None:
    with read_only(place / "disk"):
        told = atlas(*WRITERS[command], cwd=place)
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    assert "read-only" in told.stderr.lower()
    assert written(place) == {}


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Give a folder that every user may look into, as the folders of the test runner are not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_folder_that_one_may_not_write_in_says_so(open_to_all: Path) -> None:
    project = FolderStore.create(open_to_all / "p", table()).folder
    other = FolderStore.create(open_to_all / "other", table()).folder
    for folder in (project, project / "documents"):
        if folder.exists():
            folder.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    for file in project.iterdir():
        if file.is_file():
            file.chmod(0o444)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from geo.tables.folder import FolderStore\n"
        "from geo.tables.store import Edit\n"
        "from geo.errors import GeoError\n"
        "change = [Edit(fact='e-1', field='title', old='Visit e-1', new='A')]\n"
        "FolderStore(Path(sys.argv[3])).correct(change, who='Lin')\n"
        "store = FolderStore(Path(sys.argv[2]))\n"
        "import os; os.setuid(65534) if os.geteuid() == 0 else None\n"
        "assert len(store.facts()) == 3\n"
        "try:\n"
        "    store.correct(change, who='Lin')\n"
        "except GeoError as error:\n"
        "    print('said:', error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, ROOT, project, other], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "said: cannot" in done.stdout
    assert "ermission denied" in done.stdout
    assert reopened_title(project) == "Visit e-1"


def reopened_title(project: Path) -> str:
    facts = FolderStore(project).facts()
    return str(facts.loc[facts["id"] == "e-1", "title"].iloc[0])


def test_an_article_that_goes_away_while_others_are_read_is_named(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"{name}: {ARTICLE}", encoding="utf-8")
    found = documents.read([tmp_path])
    first = next(found)
    (tmp_path / "b.txt").unlink()
    gone, last = found
    assert isinstance(first, documents.Document)
    assert isinstance(gone, documents.Failure)
    assert "b.txt" in gone.source
    assert "No such file" in gone.reason
    assert isinstance(last, documents.Document)


def test_what_was_remembered_may_be_deleted_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    output = tmp_path / "out.csv"
    first = run([tmp_path / "a.txt"], output=output)
    (tmp_path / "out.csv.read").unlink()
    assert run([tmp_path / "a.txt"], output=output).rows == first.rows


def test_a_project_whose_folder_is_deleted_underneath_says_so_and_makes_nothing(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    shutil.rmtree(tmp_path / "p")
    for act in (store.facts, lambda: store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")):
        with pytest.raises(StoreError, match=r"is missing|there is no folder"):
            act()
    assert not (tmp_path / "p").exists()


def test_a_folder_that_is_gone_underneath_is_said(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    script = (
        "import os, sys; os.rmdir(os.getcwd()); sys.path.insert(0, sys.argv.pop(1)); "
        "from geo.__main__ import main; main()"
    )
    for arguments in (("read", "a.txt", "-o", "out.csv"), ("check", "a.csv")):
        (tmp_path / "gone").mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", script, str(ROOT), *arguments],
            cwd=tmp_path / "gone",
            env={**os.environ, "PYTHONSAFEPATH": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert "is gone" in done.stderr
