"""A project of an earlier version in a database: brought up to date without loss, or refused in a sentence."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from typer.testing import CliRunner

from geo.__main__ import app
from geo.errors import StoreError
from geo.reading.documents import document
from geo.tables.postgis import DatabaseStore, upgrade
from geo.tables.store import Store, open_project
from tests.postgres import PASSWORD, Server
from tests.tables.store_laws import HOSTILE, Ticking, cell, edit, row, same_projects, table

SECOND = """
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TABLE corrections ADD COLUMN weight integer NOT NULL DEFAULT 1")
    op.execute("CREATE VIEW corrections_of_people AS SELECT who, count(*) AS number FROM corrections GROUP BY who")
    {more}
"""


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    yield server.address(schema="earlier")
    server.sql("DROP SCHEMA IF EXISTS earlier CASCADE")


@pytest.fixture
def earlier(address: str) -> Store:
    """A project at the first step: facts, documents, corrections, an undone one, hostile texts among them."""
    store = DatabaseStore.create(address, table(row("e-1"), row("e-2"), row("e-3")), clock=Ticking())
    assert upgrade.STEPS == ("0001",)
    store.keep([document("An inspection in Changsha was held.", name="a.txt"), document(HOSTILE, name="b.txt")])
    store.correct([edit("e-1", "title", "Visit e-1", "A"), edit("e-2", "note", "", HOSTILE)], who="Lin", why="seen")
    (made,) = store.correct([edit("e-3", "status", "auto", "rejected")], who="Wang")
    store.undo([made.id], who="Lin")
    return store


def with_second_step(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """Let the program know one step more, as its next version would."""
    steps = folder / "migrations"
    shutil.copytree(str(upgrade.MIGRATIONS), steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / "0002_next.py").write_text(SECOND.format(more=more), encoding="utf-8")
    monkeypatch.setattr(upgrade, "MIGRATIONS", steps)
    monkeypatch.setattr(upgrade, "STEPS", ("0001", "0002"))


def step(server: Server) -> str:
    return str(server.sql("SELECT version_num FROM earlier.alembic_version")[0][0])


def rows(server: Server) -> list[list[tuple[object, ...]]]:
    """Return every row of the tables of the first step, in the columns of the first step."""
    names = ("project", "findings", "corrections", "documents", "facts", "provinces")
    return [server.sql(f"SELECT to_jsonb(t) - 'weight' AS line FROM earlier.{name} AS t ORDER BY 1") for name in names]


def test_the_steps_are_those_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    chain = [found.revision for found in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(chain)) == upgrade.STEPS


def test_an_earlier_project_is_brought_up_to_date_and_loses_nothing(
    earlier: Store, address: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, history, before = earlier.facts(), earlier.history(), rows(server)
    with_second_step(tmp_path, monkeypatch)
    store = open_project(address)
    assert step(server) == "0002"
    assert rows(server) == before
    assert store.facts().equals(facts)
    assert store.history() == history
    assert store.verify() == ()
    assert server.sql("SELECT * FROM earlier.corrections_of_people ORDER BY who") == [("Lin", 3), ("Wang", 1)]
    store.correct([edit("e-1", "title", "A", "B")], who="Lin")
    assert cell(store, "e-1", "title") == "B"
    same_projects(store, open_project(address))


def test_a_step_that_fails_leaves_the_project_as_it_was(
    earlier: Store, address: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(server)
    with monkeypatch.context() as patch:
        with_second_step(tmp_path, patch, more='op.execute("ALTER TABLE nowhere ADD COLUMN x integer")')
        with pytest.raises(StoreError, match="nowhere"):
            open_project(address)
    assert step(server) == "0001"
    assert rows(server) == before
    earlier.correct([edit("e-1", "title", "A", "B")], who="Lin")
    assert open_project(address).verify() == ()


def test_of_many_who_open_it_at_once_one_brings_it_up_to_date(
    earlier: Store, address: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_second_step(tmp_path, monkeypatch)
    faults: list[StoreError] = []
    read: list[int] = []

    def open_it() -> None:
        try:
            read.append(len(open_project(address).history()))
        except StoreError as error:
            faults.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert read == [len(earlier.history())] * len(threads)
    assert step(server) == "0002"


@pytest.mark.parametrize("found", ["0002", "9999", "0000", "a1b2c3d4e5f6"])
def test_a_project_of_a_newer_version_is_refused_and_left_alone(
    earlier: Store, address: str, server: Server, found: str
) -> None:
    before = rows(server)
    server.sql(f"UPDATE earlier.alembic_version SET version_num = '{found}'")
    for open_it in (open_project, DatabaseStore.open_or_create):
        with pytest.raises(StoreError, match=rf"newer Directive Atlas \(step {found}, known here up to 0001\)"):
            open_it(address)
    told = CliRunner().invoke(app, ["log", address])
    assert isinstance(told.exception, StoreError)
    assert PASSWORD not in str(told.exception)
    assert rows(server) == before
    assert step(server) == found


def test_a_newer_version_that_came_while_this_one_waited_is_refused_too(
    earlier: Store, address: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_second_step(tmp_path, monkeypatch)
    owned = upgrade._owned

    def meanwhile(*args: object) -> bool:
        server.sql("UPDATE earlier.alembic_version SET version_num = '0003'")
        return owned(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(upgrade, "_owned", meanwhile)
    with pytest.raises(StoreError, match=r"newer Directive Atlas \(step 0003"):
        open_project(address)


def test_who_may_not_bring_it_up_to_date_is_told_who_may(
    earlier: Store, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = PASSWORD.replace("'", "''")
    server.sql(f"CREATE ROLE guest LOGIN PASSWORD '{secret}'")
    server.sql("GRANT USAGE ON SCHEMA earlier TO guest; GRANT SELECT ON ALL TABLES IN SCHEMA earlier TO guest")
    theirs = server.address(user="guest", schema="earlier")
    assert open_project(theirs).history() == earlier.history()
    with_second_step(tmp_path, monkeypatch)
    with pytest.raises(StoreError, match=r"earlier Directive Atlas .*let the owner of the schema open it once"):
        open_project(theirs)
    assert step(server) == "0001"
    server.sql("DROP OWNED BY guest; DROP ROLE guest")
