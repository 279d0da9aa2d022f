"""Every command given every kind of thing that it is not for: one sentence that names the thing, and 1 or 2."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.__main__ import app
from geo.errors import GeoError
from geo.tables.folder import FolderStore
from geo.tables.schema import read_table
from tests.test_command_line import atlas

NOWHERE = "postgresql://nobody@127.0.0.1:1/news"
ROWS = "date,title,place\n2024-04-22,Visit,Jiulongpo\n"

COMMANDS: dict[str, tuple[str, ...]] = {
    "read": ("read", "GIVEN", "-o", "out.csv"),
    "read --output": ("read", "article.txt", "-o", "GIVEN"),
    "explain": ("explain", "GIVEN"),
    "check": ("check", "GIVEN"),
    "geocode": ("geocode", "GIVEN", "-o", "out.csv"),
    "geocode --output": ("geocode", "table.csv", "-o", "GIVEN"),
    "map": ("map", "GIVEN", "-o", "out.html"),
    "map --output": ("map", "table.csv", "-o", "GIVEN"),
    "map --boundaries": ("map", "table.csv", "-o", "out.html", "--boundaries", "GIVEN"),
    "export": ("export", "GIVEN", "-o", "out.csv"),
    "export --output": ("export", "table.csv", "-o", "GIVEN"),
    "export --boundaries": ("export", "table.csv", "-o", "out.gpkg", "--boundaries", "GIVEN"),
    "boundaries": ("boundaries", "GIVEN"),
    "project": ("project", "GIVEN"),
    "project --from": ("project", "made", "--from", "GIVEN"),
    "correct": ("correct", "GIVEN", "FACT", "status=confirmed", "--who", "Lin"),
    "log": ("log", "GIVEN"),
    "undo": ("undo", "GIVEN", "0123456789abcdef", "--who", "Lin"),
    "merge": ("merge", "GIVEN", "other"),
    "merge other": ("merge", "other", "GIVEN"),
    "push": ("push", "GIVEN", NOWHERE),
    "push address": ("push", "other", "GIVEN"),
    "pull address": ("pull", "GIVEN", "other"),
    "pull": ("pull", NOWHERE, "GIVEN"),
}
KINDS = ("project", "missing", "folder", "binary", "binary.csv", "empty.csv", "picture.png", "table.csv")
FITTING = {
    **{command: {"project", "table.csv"} for command in ("check", "geocode", "map", "export")},
    **{command: {"project"} for command in ("log", "correct", "merge", "merge other")},
    "project": {"missing", "folder"},
    "project --from": {"table.csv"},
    "read --output": {"project", "missing", "binary", "binary.csv", "empty.csv", "picture.png", "table.csv"},
    "geocode --output": {"missing", "binary", "binary.csv", "empty.csv", "picture.png"},
    "map --output": {"missing", "binary", "binary.csv", "empty.csv", "picture.png"},
    "export --output": {"binary.csv", "empty.csv", "picture.png"},
}
"""What a command is for; a name to write to may be that of any file but the input's own."""


@dataclass(frozen=True)
class Told:
    code: int
    text: str


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one thing of each kind, which commands are run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ATLAS_DATABASE_URL", raising=False)
    noise = random.Random(5).randbytes(4000)
    for name in ("binary", "binary.csv"):
        Path(name).write_bytes(noise)
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + noise)
    Path("empty.csv").touch()
    Path("folder").mkdir()
    Path("table.csv").write_text(ROWS, encoding="utf-8")
    Path("article.txt").write_text("CHANGSHA, April 22, 2024 -- An inspection was held in Changsha on Monday.", "utf-8")
    for name in ("project", "other"):
        FolderStore.create(Path(name), read_table(Path("table.csv")).table)
    return tmp_path


def run(arguments: tuple[str, ...], given: str) -> Told:
    fact = FolderStore(Path("other")).facts()["id"].iloc[0]
    filled = [{"GIVEN": given, "FACT": fact}.get(part, part) for part in arguments]
    done = CliRunner().invoke(app, filled)
    if isinstance(done.exception, GeoError):
        return Told(1, f"{done.stderr}error: {done.exception}\n")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Told(done.exit_code, done.stderr)


def print_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (".lock", ".turn"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_command_is_tried() -> None:
    commands = {
        str(command.name or command.callback.__name__) for command in app.registered_commands if command.callback
    }
    assert {arguments[0] for arguments in COMMANDS.values()} == commands
    assert set(FITTING) <= set(COMMANDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_is_not_for_is_refused_in_a_sentence(place: Path, command: str, kind: str) -> None:
    before = print_of(place)
    told = run(COMMANDS[command], kind)
    if kind in FITTING.get(command, ()):
        assert told.code == 0, told.text
        return
    assert told.code in (1, 2), told.text
    *_, said = re.split(r"^error: |^Error: ", told.text, flags=re.IGNORECASE | re.MULTILINE)
    said = " ".join(said.split())
    assert said
    assert len(said) < 420, said
    assert any(named in told.text for named in (kind, "127.0.0.1", "0123456789abcdef"))
    assert "Traceback" not in told.text
    assert "Errno" not in told.text
    assert print_of(place) == before, "nothing was written"


def test_a_project_is_geocoded_with_its_corrections(place: Path) -> None:
    fact = FolderStore(Path("project")).facts()["id"].iloc[0]
    assert run(("correct", "project", fact, "place=Changsha", "--who", "Lin"), "").code == 0
    told = run(COMMANDS["geocode"], "project")
    assert told.code == 0, told.text
    assert "1 exact" in told.text
    assert Path("out.csv").is_file()
    assert "Changsha" in Path("out.csv").read_text("utf-8")
    assert "430100" in Path("out.csv").read_text("utf-8")
    assert run(("geocode", "project", "-o", "project/events.csv"), "").code == 2


def test_a_folder_of_tables_is_still_one(place: Path) -> None:
    Path("folder/a.csv").write_text("place\nChangsha\n", encoding="utf-8")
    told = run(("geocode", "folder", "-o", "placed"), "")
    assert told.code == 0, told.text
    assert "430100" in Path("placed/a.csv").read_text("utf-8")


@pytest.mark.parametrize("arguments", [("explain", "binary"), ("geocode", "missing", "-o", "x.csv")])
def test_the_program_itself_ends_so(place: Path, arguments: tuple[str, ...]) -> None:
    told = atlas(*arguments, cwd=place)
    assert told.returncode in (1, 2)
    assert "rror: " in told.stderr
    assert "Traceback" not in told.stderr
