"""A project folder under faults: locks, full and read-only disks, files that are gone or spoilt. Nothing is lost."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from geo.errors import StoreError, TableError
from geo.reading import documents
from geo.tables.corrections import Correction
from geo.tables.folder import FolderStore
from tests import disks
from tests.tables.store_laws import edit, ids, row, table
from tests.tables.test_folder import OLD, reopened, title


def test_who_cannot_get_the_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.tables.folder.PATIENCE", 0.05)
    store = FolderStore.create(tmp_path / "p", table())
    with FileLock(store.folder / ".lock"):
        assert title(store) == "Visit e-1"
        with pytest.raises(StoreError, match="another program"):
            store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")


def test_a_lock_left_behind_by_a_killed_process_means_nothing(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    (store.folder / ".lock").write_text("4711", encoding="utf-8")
    assert store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")


def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore.create(tmp_path / "p", table())

    monkeypatch.setattr("fcntl.flock", broken(errno.ENOSYS))
    with pytest.raises(StoreError, match="cannot lock"):
        store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    assert store.history() == ()


def broken(code: int) -> Callable[..., None]:
    """Return what a call of the system does that fails."""

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


class Full:
    """A disk that takes some bytes more, then none."""

    def __init__(self, room: int) -> None:
        self.room, self.write = room, os.write

    def __call__(self, handle: int, data: bytes | memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = self.write(handle, bytes(data)[: self.room])
        self.room -= taken
        return taken


@pytest.mark.parametrize("room", [0, 1, 40])
def test_a_disk_that_fills_up_in_the_middle_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    store.correct([edit("e-2", "title", "Visit e-2", "Kept")], who="Lin")
    before = (store.folder / "corrections.csv").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("os.write", Full(room))
        with pytest.raises(StoreError, match="disk is full"):
            store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    assert (store.folder / "corrections.csv").read_bytes() == before
    assert (title(store), title(store, "e-2")) == ("Visit e-1", "Kept")
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    assert title(store) == "A"
    assert store.verify() == ()


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_cannot_sync_acknowledges_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    store = FolderStore.create(tmp_path / "p", table())

    text = documents.document("A text to be kept beside its facts.", id="one")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", broken(code))
        for change in (
            lambda: store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin"),
            lambda: store.correct([edit("e-1", "title", "Visit e-1", "A"), edit("e-1", "note", "", "B")], who="Lin"),
            lambda: store.put(table(row("e-7"))),
            lambda: store.keep([text]),
        ):
            with pytest.raises(StoreError, match="cannot write"):
                change()
    assert reopened(store).history() == store.history() == ()
    assert ids(reopened(store)) == ["e-1", "e-2", "e-3"]
    assert store.documents() == ()
    assert not list(store.folder.rglob("*.part"))
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    store.keep([text])
    assert store.verify() == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disks.small_disk(tmp_path / "disk", "80k") as place:
        yield place


def test_a_small_disk_fills_up_and_is_emptied_again(small_disk: Path) -> None:
    store = FolderStore.create(small_disk / "p", table())
    (small_disk / "ballast").write_bytes(b"x" * 30_000)
    acknowledged: list[Correction] = []

    def fill() -> None:
        for number in range(100):
            seen = acknowledged[-1].new if acknowledged else ""
            acknowledged.extend(store.correct([edit("e-1", "note", seen, f"{number}" * 900)], who="Lin"))

    with pytest.raises(StoreError, match="disk is full"):
        fill()
    for change in (lambda: store.put(table(row("e-7", note="x" * 60_000))), lambda: store.merge(reopened(store))):
        with contextlib.suppress(StoreError):
            change()
    assert store.history() == reopened(store).history() == tuple(acknowledged)
    (small_disk / "ballast").unlink()
    acknowledged += store.correct([edit("e-2", "note", "", "room again")], who="Lin")
    assert reopened(store).history() == tuple(acknowledged)
    assert store.verify() == ()


def test_a_read_only_disk_is_read_and_not_written(small_disk: Path) -> None:
    store = FolderStore.create(small_disk / "p", table())
    with disks.read_only(small_disk):
        assert title(reopened(store)) == "Visit e-1"
        assert store.verify() == ()
        with pytest.raises(StoreError, match="read-only"):
            store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    assert title(store) == "A"


@pytest.mark.parametrize("name", ["events.csv", "corrections.csv"])
def test_a_file_that_is_gone_is_named_and_all_goes_on_when_it_is_back(tmp_path: Path, name: str) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    (store.folder / name).rename(tmp_path / "away")
    for act in (
        store.facts,
        lambda: store.correct([edit("e-1", "title", "A", "B")], who="Lin"),
        lambda: store.put(table()),
        lambda: reopened(store).facts(),
    ):
        with pytest.raises(StoreError, match=f"{name} is missing"):
            act()
        assert not (store.folder / name).exists()
    (tmp_path / "away").rename(store.folder / name)
    assert title(store) == "A"
    store.correct([edit("e-1", "title", "A", "B")], who="Lin")
    assert len(store.history()) == 2


def test_a_table_that_somebody_spoils_is_a_list_of_faults_and_goes_on_when_mended(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    store.correct([edit("e-1", "title", "Visit e-1", "A")], who="Lin")
    good = (store.folder / "events.csv").read_bytes()
    (store.folder / "events.csv").write_bytes(good.replace(b"2024-04-22", b"soon"))
    with pytest.raises(TableError, match="soon"):
        store.facts()
    with pytest.raises(TableError, match="soon"):
        store.put(table())
    (store.folder / "events.csv").write_bytes(good.replace(b"Visit e-2", b"By an editor"))
    assert (title(store), title(store, "e-2")) == ("A", "By an editor")


def test_a_spoilt_line_of_the_log_is_said_and_its_fact_waits(tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    for fact in ("e-1", "e-2", "e-3"):
        store.correct([edit(fact, "title", f"Visit {fact}", "A")], who="Lin")
    store.correct([edit("e-2", "title", "A", "B")], who="Lin")
    path = store.folder / "corrections.csv"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"e-2,title,Visit e-2", b"e-2,title,Visit it"))
    said = store.verify()
    assert any("line 3" in sentence for sentence in said)
    assert any("follows" in sentence for sentence in said)
    assert [title(store, fact) for fact in ("e-1", "e-2", "e-3")] == ["A", "B", "A"]
    path.write_bytes(good)
    assert store.verify() == ()
    assert len(store.history()) == 4


@pytest.mark.parametrize("spoil", ["text", "card", "gone"])
def test_a_spoilt_document_is_said(tmp_path: Path, spoil: str) -> None:
    store = FolderStore.create(tmp_path / "p", table())
    store.keep([documents.document("A text to be kept beside its facts.", id="one")])
    (text,), (card,) = store.folder.glob("documents/*.txt"), store.folder.glob("documents/*.json")
    if spoil == "text":
        text.write_text("Another", encoding="utf-8")
    elif spoil == "card":
        card.write_text("[]", encoding="utf-8")
    else:
        text.unlink()
    (said,) = store.verify()
    assert card.stem in said
    assert len(store.facts()) == 3


def test_a_table_that_cannot_be_brought_up_to_date_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore.create(tmp_path / "p")
    (store.folder / "events.csv").write_text(OLD, encoding="utf-8")
    monkeypatch.setattr("os.fsync", broken(errno.EIO))
    opened = reopened(store)
    assert "stays so" in opened.notes()[0]
    assert len(opened.facts()) == 2
    assert (store.folder / "events.csv").read_text(encoding="utf-8") == OLD
