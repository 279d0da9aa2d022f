"""The store in a folder: the laws of every store, and what files, disks and other programs do to it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings

from benchmarks import torture_store
from geo.errors import EditConflict, StoreError
from geo.reading import documents
from geo.tables.folder import FolderStore
from geo.tables.schema import EventsTable
from geo.tables.store import Store, open_project
from geo.tables.writing import csv_bytes
from tests.tables.store_laws import HOSTILE, StoreLaws, Ticking, cell, edit, ids, row, same_projects, table
from tests.tables.store_machine import StoreMachine


@pytest.fixture
def new(tmp_path: Path) -> Callable[..., FolderStore]:
    numbers = count()

    def make(table: EventsTable | None = None, *, clock: Ticking | None = None) -> FolderStore:
        return FolderStore.create(tmp_path / f"project-{next(numbers)}", table, clock=clock or Ticking())

    return make


def reopened(store: FolderStore) -> FolderStore:
    return FolderStore(store.folder, clock=store._clock)


def title(store: FolderStore, fact: str = "e-1") -> str:
    return str(cell(store, fact, "title"))


class TestFolder(StoreLaws):
    """The laws of every store."""


class FolderMachine(StoreMachine):
    """The folder against the model."""

    def make(self) -> FolderStore:
        self.place = tempfile.TemporaryDirectory()
        return FolderStore.create(Path(self.place.name) / "project", clock=Ticking())

    def reopen(self, store: Store) -> FolderStore:
        assert isinstance(store, FolderStore)
        return reopened(store)

    def teardown(self) -> None:
        self.place.cleanup()


TestMachine = FolderMachine.TestCase
TestMachine.settings = settings(max_examples=5, stateful_step_count=12, deadline=None)


def test_a_project_is_made_of_a_table_and_holds_what_git_needs(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "a" / "b", table())
    assert store.name == "b"
    assert ids(store) == ["e-1", "e-2", "e-3"]
    assert "corrections.csv text eol=lf merge=union" in (store.folder / ".gitattributes").read_text(encoding="utf-8")
    assert ".lock" in (store.folder / ".gitignore").read_text(encoding="utf-8").split()
    assert isinstance(open_project(store.folder), FolderStore)
    with pytest.raises(StoreError, match="already"):
        FolderStore.create(store.folder)


def test_what_is_no_project_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="atlas project FOLDER --from"):
        open_project(tmp_path / "events.csv")
    with pytest.raises(StoreError, match="atlas project"):
        open_project(tmp_path / "none")
    with pytest.raises(StoreError, match="atlas project"):
        open_project(tmp_path / "empty")
    with pytest.raises(StoreError, match="is there already"):
        FolderStore.create(tmp_path, table())


def test_the_same_edits_by_the_same_clock_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        store = FolderStore.create(tmp_path / name, table(), clock=Ticking())
        store.correct([edit("e-1", "place", "Changsha", "Chongqing")], who="Lin")
        store.keep([documents.document("A text to be kept beside its facts.", id="one")])
        store.add([{"date": "2024", "title": "By hand", "place": "Wuhan"}], who="Lin")
    written = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert written[0] == written[1]
    assert len(written[0]) == 8


def test_two_sessions_and_two_processes_see_each_other(tmp_path: Path) -> None:
    one = FolderStore.create(tmp_path / "p", table())
    two = reopened(one)
    one.correct([edit("e-1", "title", "Visit e-1", "Mine")], who="Lin")
    assert title(two) == "Mine"
    with pytest.raises(EditConflict, match="'Mine'"):
        two.correct([edit("e-1", "title", "Visit e-1", "Yours")], who="Wu")
    two.correct([edit("e-1", "title", "Mine", "Ours")], who="Wu")
    two.put(table(row("e-1", theme="security")))
    assert (title(one), cell(one, "e-1", "theme")) == ("Ours", "security")
    assert one.version() == two.version()


def test_a_day_apart_comes_back_with_every_edit_and_each_conflict_once(tmp_path: Path) -> None:
    rows = [row(f"e-{number}") for number in range(4)]
    ours = FolderStore.create(tmp_path / "ours", table(*rows), clock=Ticking())
    ours.correct([edit("e-0", "title", "Visit e-0", "Before the day")], who="Lin")
    shutil.copytree(ours.folder, tmp_path / "theirs")
    theirs = FolderStore(tmp_path / "theirs", clock=Ticking("2025-03-01T12:00:01.5"))
    last: list[dict[tuple[str, str], str]] = [{}, {}]
    for store, values, seed in ((ours, last[0], 1), (theirs, last[1], 2)):
        chance = Random(seed)
        for _ in range(18):
            key = f"e-{chance.randrange(4)}", chance.choice(["title", "actor", "note"])
            seen = str(cell(store, *key))
            if store.correct([edit(*key, seen, chance.choice("ABCDE"))], who=f"person {seed}"):
                values[key] = str(cell(store, *key))
    every = set(ours.history()) | set(theirs.history())
    merged = ours.merge(theirs)
    assert set(ours.history()) == every
    assert len(ours.history()) == len(every)
    apart = {key for key in last[0].keys() & last[1].keys() if last[0][key] != last[1][key]}
    assert len(apart) > 3
    assert {(conflict.fact, conflict.field) for conflict in merged.conflicts} == apart
    assert len(merged.conflicts) == len(apart)
    theirs.merge(ours)
    same_projects(ours, theirs)
    for conflict in merged.conflicts:
        ours.correct([edit(conflict.fact, conflict.field, conflict.sides[0].value, "decided")], who="Lin")
    assert ours.conflicts() == theirs.merge(ours).conflicts == ()


def test_threads_of_one_server_lose_nothing(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p", table())

    def work(number: int) -> int:
        mine = store if number % 2 else reopened(store)
        return sum(len(mine.add([row(f"h-{number}-{n}")], who="Lin")) for n in range(6))

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 36
    assert len(store.history()) == 36
    assert len(ids(store)) == 39


OLD = "日期,标题,地点,颜色\n2024年4月22日,考察,长沙,红\n2024-04-23,Visit,Chongqing,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_an_earlier_form_is_brought_up_to_date_and_kept(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "events.csv").write_text(OLD, encoding=encoding)
    (tmp_path / "events.csv.bak-1").write_text("taken", encoding="utf-8")
    store = FolderStore.create(tmp_path)
    assert "events.csv.bak-2" in store.notes()[0]
    assert (tmp_path / "events.csv.bak-2").read_bytes() == OLD.encode(encoding)
    assert (tmp_path / "events.csv.bak-1").read_text(encoding="utf-8") == "taken"
    facts = store.facts()
    assert facts["title"].tolist() == ["考察", "Visit"]
    assert facts["颜色"].tolist() == ["红", ""]
    store.correct([edit(facts["id"][0], "颜色", "红", "蓝")], who="Lin")
    again = reopened(store)
    assert again.notes() == ()
    assert again.facts()["颜色"].tolist() == ["蓝", ""]
    assert not (tmp_path / "events.csv.bak-3").exists()


def test_ids_are_written_down_before_they_can_change(tmp_path: Path) -> None:
    bare = csv_bytes(table().assign(id=""))
    (tmp_path / "events.csv").write_bytes(bare)
    store = FolderStore.create(tmp_path)
    assert len(store.notes()) == 1
    written = (tmp_path / "events.csv").read_text(encoding="utf-8")
    assert all(id_ in written for id_ in ids(store))


def test_names_of_documents_come_from_no_one(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p")
    store.keep([documents.document(HOSTILE, id="../../escaped", title="/etc/passwd", url="file:///x")])
    assert {path.name for path in tmp_path.iterdir()} == {"p"}
    names = [path.stem for path in (store.folder / "documents").iterdir()]
    assert len(names) == 2
    assert all(re.fullmatch("[0-9a-f]{24}", name) for name in names)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
class TestTorture:
    """The trials of `make torture`, in small."""

    def test_killed_edits(self, tmp_path: Path) -> None:
        count_ = torture_store.edits_under_fire(tmp_path / "p", instants=20)
        assert 20 <= count_.acknowledged <= count_.logged

    def test_killed_readings(self, tmp_path: Path) -> None:
        count_ = torture_store.reading_under_fire(tmp_path, instants=4)
        assert 4 <= count_.acknowledged <= count_.logged

    def test_a_crowd(self, tmp_path: Path) -> None:
        assert torture_store.crowd(tmp_path / "p", processes=8, edits=40).logged == 320
