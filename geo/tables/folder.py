"""The store of one person, or of a group with git: a folder.

::

    events.csv          the findings: what the reader found, one row a fact
    corrections.csv     the log, appended to and never rewritten in part
    documents/          the texts of what was read, each under its hash
    .gitattributes      tells git to unite the logs of two branches
    .gitignore          leaves out what is of this machine only

Who writes holds the lock of the folder; who reads needs none, and finds whole files and whole lines. The lock is one of
the system, so it goes with the process that held it, whatever ends that; the files ``.lock`` and ``.turn`` stay, and
mean nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import StoreError
from geo.records import Document
from geo.tables import edits as planning
from geo.tables import files, shelf
from geo.tables.corrections import Conflict, Correction, Edit, Log
from geo.tables.facts import Row
from geo.tables.files import Stamp
from geo.tables.findings import empty, renew, union
from geo.tables.logfile import HEADER, LogFile, check_sound
from geo.tables.migrate import migrated
from geo.tables.replay import Replayed, found_row, replay
from geo.tables.rows import text_columns
from geo.tables.schema import EventsTable, read_table
from geo.tables.store import Kept, Merged, Store, utc_now
from geo.tables.writing import csv_bytes

EVENTS, LOG, DOCUMENTS, LOCK, TURN = "events.csv", "corrections.csv", "documents", ".lock", ".turn"
PATIENCE = 60.0
"""Seconds to wait for another writer."""

_POLL = 0.003  # seconds between two looks at a lock that is held
_BESIDE = {
    ".gitattributes": f"{LOG} text eol=lf merge=union\n{EVENTS} text eol=lf\n{DOCUMENTS}/* -text\n",
    ".gitignore": f"{LOCK}\n{TURN}\n{EVENTS}.read\n.*.part\n",
}


@dataclass(kw_only=True, eq=False)
class _Findings:
    """The findings of one state of the file; single rows are taken from text, which is made when first asked for."""

    stamp: Stamp | None
    table: EventsTable

    @cached_property
    def columns(self) -> Mapping[str, Sequence[str]]:
        return text_columns(self.table)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        return {id_: position for position, id_ in enumerate(self.columns["id"])}


class FolderStore:
    """A project in a folder; see `geo.tables.store.Store` for what each function does.

    One object may serve several threads, and several objects and processes one folder.

    Parameters
    ----------
    folder
        The folder of a project that exists.
    clock
        Gives the time of each correction; nothing else depends on it.

    Raises
    ------
    StoreError
        When there is no project.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.folder = folder
        self._clock = clock
        self._notes: list[str] = []
        self._thread = threading.RLock()
        self._turn, self._lock = (
            FileLock(folder / name, timeout=PATIENCE, poll_interval=_POLL, fallback_to_soft=False)
            for name in (TURN, LOCK)
        )
        self._log = LogFile(folder / LOG, self._notes.append)
        self._findings = _Findings(stamp=None, table=empty())
        self._replayed: tuple[str, Replayed] = ("", Replayed(table=empty()))
        self._check_there()
        if not (folder / LOG).exists() and not (folder / EVENTS).exists():
            raise StoreError(f"{folder} holds no project; make one there with: atlas project {folder}")
        self._migrate()

    @classmethod
    def create(
        cls, folder: Path, table: EventsTable | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> FolderStore:
        """Make a project, with the findings of a table; an ``events.csv`` that lies there becomes its findings.

        Raises
        ------
        StoreError
            When there is a project already, or the folder cannot be written.
        """
        with files.saying("make", folder):
            folder.mkdir(parents=True, exist_ok=True)
        if (folder / LOG).exists():
            raise StoreError(f"{folder} holds a project already")
        if table is not None and (folder / EVENTS).exists():
            raise StoreError(f"{folder / EVENTS} is there already; name an empty folder")
        for name, text in _BESIDE.items():
            if not (folder / name).exists():
                files.replace(folder / name, text.encode())
        if not (folder / EVENTS).exists():
            files.replace(folder / EVENTS, csv_bytes(empty() if table is None else table))
        files.replace(folder / LOG, HEADER)
        return cls(folder, clock=clock)

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.resolve().name

    def facts(self) -> EventsTable:
        """Return the findings with the log replayed over them."""
        with self._thread:
            return EventsTable(self._replay().table.copy())

    def findings(self) -> EventsTable:
        """Return what the reader found."""
        with self._thread:
            return EventsTable(self._found().table.copy())

    def correct(self, edits: Sequence[Edit], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record edits, all or none."""
        with self._writing() as log:
            rows = self._rows({edit.fact for edit in edits})
            return self._record(planning.plan(edits, rows, log, who=who, when=self._clock(), why=why))

    def add(self, rows: Sequence[Mapping[str, str]], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record facts made by hand, all or none."""
        with self._writing() as log:
            known = self._found().positions
            return self._record(planning.plan_added(rows, known, log, who=who, when=self._clock(), why=why))

    def undo(self, ids: Sequence[str], *, who: str) -> tuple[Correction, ...]:
        """Undo corrections, all or none."""
        with self._writing() as log:
            rows = self._rows({log[id_].fact for id_ in ids})
            return self._record(planning.plan_undo(ids, rows, log, who=who, when=self._clock()))

    def history(self, fact: str = "") -> tuple[Correction, ...]:
        """Return the corrections in the order of the file."""
        with self._thread:
            log = self._log.refresh()
            return tuple(log.of_facts([fact]) if fact else log)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields that were changed apart to different values."""
        with self._thread:
            return self._conflicts(self._log.refresh())

    def merge(self, other: Store) -> Merged:
        """Take what another copy of the project holds and this one does not."""
        corrections, findings, documents = other.history(), other.findings(), other.documents()
        with self._writing():
            taken = self._take(corrections)
            table, added = union(self._found().table, findings)
            self._write(table)
            kept = shelf.keep(self.folder / DOCUMENTS, documents)
            return Merged(
                corrections=taken, findings=added, documents=kept, conflicts=self._conflicts(self._log.refresh())
            )

    def take(self, corrections: Iterable[Correction]) -> int:
        """Take up corrections as they were made elsewhere."""
        with self._writing():
            return self._take(corrections)

    def put(self, table: EventsTable, *, docs: Collection[str] | None = None) -> Kept:
        """Replace the findings of some documents by what the reader finds in them now."""
        with self._writing() as log:
            renewed, kept = renew(self._found().table, table, log, docs=docs)
            self._write(renewed)
            return kept

    def keep(self, documents: Iterable[Document]) -> int:
        """Keep the texts of documents."""
        with self._writing():
            return shelf.keep(self.folder / DOCUMENTS, documents)

    def keep_apart(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """Keep the texts of documents whose ids are free; return the others."""
        with self._writing():
            return shelf.keep_apart(self.folder / DOCUMENTS, documents)

    def documents(self) -> tuple[Document, ...]:
        """Return the documents kept."""
        return shelf.documents(self.folder / DOCUMENTS)

    def version(self) -> str:
        """Return a text that changes when a file of the project does."""
        stamps = [files.stamp(self.folder / name) for name in (EVENTS, LOG, DOCUMENTS)]
        return "-".join("".join(f"{number:x}." for number in stamp) if stamp else "none" for stamp in stamps)

    def notes(self) -> tuple[str, ...]:
        """Return what was mended since the project was opened."""
        return tuple(self._notes)

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the files, in sentences."""
        with self._thread:
            self._log.refresh()
            return (*self._log.faults(), *self._replay().withheld, *shelf.faults(self.folder / DOCUMENTS))

    @contextmanager
    def _writing(self) -> Iterator[Log]:
        """Hold the folder, and give the log as it stands."""
        with self._thread, self._held():
            yield self._log.refresh()

    @contextmanager
    def _held(self) -> Iterator[None]:
        # Whoever writes without a pause would take a free lock again before anyone who waits looks at it. So the
        # one next in turn holds a lock of its own, which everybody has to pass.
        self._check_there()  # a lock would make the folder anew
        with files.saying("lock", self.folder):
            try:
                with self._turn:
                    self._lock.acquire()
            except Timeout as error:
                raise StoreError(
                    f"{self.folder} is being written by another program for over {PATIENCE:.0f} seconds; try again"
                ) from error
        try:
            yield
        finally:
            self._lock.release()

    def _check_there(self) -> None:
        if not self.folder.is_dir():
            raise StoreError(f"there is no folder {self.folder}; make a project with: atlas project {self.folder}")

    def _record(self, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
        self._log.append(corrections)
        return tuple(corrections)

    def _take(self, corrections: Iterable[Correction]) -> int:
        log = self._log.refresh()
        new = {correction.id: correction for correction in corrections if correction.id not in log}
        check_sound(list(new.values()))
        self._log.append(list(new.values()))
        return len(new)

    def _found(self) -> _Findings:
        """Return the findings as they stand on disk."""
        path = self.folder / EVENTS
        seen = files.stamp(path)
        if seen is None or seen != self._findings.stamp:
            self._findings = _Findings(stamp=seen, table=read_table(files.read(path), name=f"{path}").table)
        return self._findings

    def _rows(self, facts: Iterable[str]) -> dict[str, Row]:
        found = self._found()
        known = {fact: found.positions[fact] for fact in facts if fact in found.positions}
        return {
            fact: {name: cells[position] for name, cells in found.columns.items()} for fact, position in known.items()
        }

    def _replay(self) -> Replayed:
        version = self.version()
        if version != self._replayed[0]:
            self._replayed = (version, replay(self._found().table, self._log.refresh()))
        return self._replayed[1]

    def _conflicts(self, log: Log) -> tuple[Conflict, ...]:
        open_ = sorted(key for key in log.keys() if len(log.leaves(key)) > 1)  # noqa: SIM118 - no mapping
        rows = self._rows({fact for fact, _ in open_})
        found = [(found_row(fact, rows, log) or {}).get(field, "") for fact, field in open_]
        asked = (log.conflict(key, value) for key, value in zip(open_, found, strict=True))
        return tuple(conflict for conflict in asked if conflict is not None)

    def _write(self, table: EventsTable) -> None:
        """Write the findings, unless they are what the file holds."""
        data = csv_bytes(table)
        if data != files.read(self.folder / EVENTS):
            files.replace(self.folder / EVENTS, data)

    def _migrate(self) -> None:
        """Bring an ``events.csv`` of an earlier version into today's form, and keep it as it was beside."""
        path = self.folder / EVENTS
        if not path.exists() or migrated(files.read(path), f"{path}") is None:
            return
        try:
            with self._thread, self._held():
                data = files.read(path)
                table = migrated(data, f"{path}")
                if table is not None:
                    backup = next(
                        name for n in range(1, 10_000) if not (name := path.with_name(f"{EVENTS}.bak-{n}")).exists()
                    )
                    files.replace(backup, data)
                    files.replace(path, csv_bytes(table))
                    self._notes.append(
                        f"{EVENTS} was of an earlier form; it is brought up to date, and kept as {backup.name}"
                    )
        except StoreError as error:
            self._notes.append(f"{EVENTS} is of an earlier form, and stays so: {error}")
