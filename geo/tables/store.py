"""The store: where the facts of a project and their corrections live, behind the same few functions everywhere.

A project is a folder (`geo.tables.folder`) or a database for a team (`geo.tables.postgis`). Findings are what the
reader found; the log holds what people changed; facts are the findings with the log replayed over them. So reading an
article again never overwrites a correction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geo.errors import StoreError
from geo.records import Document
from geo.tables.corrections import Conflict, Correction, Edit, Leaf, Log, Side

if TYPE_CHECKING:
    from geo.tables.schema import EventsTable

__all__ = [
    "Conflict",
    "Correction",
    "Edit",
    "Kept",
    "Leaf",
    "Log",
    "Merged",
    "Side",
    "Store",
    "open_project",
    "utc_now",
]

DATABASE_SCHEMES = ("postgresql://", "postgresql+psycopg://", "postgres://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of findings that were put into a project, counted in facts.

    `missing` are the ids of facts that the reader no longer finds, and that stay because a person has corrected or
    confirmed them.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    dropped: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge brought: corrections, findings and documents that were not here, and all conflicts now open."""

    corrections: int = 0
    findings: int = 0
    documents: int = 0
    conflicts: tuple[Conflict, ...] = ()


class Store(Protocol):
    """A project. Every function that changes something returns only when the change is safe on disk.

    Raises
    ------
    StoreError
        From every function, when the project cannot be read or written.
    """

    @property
    def name(self) -> str:
        """What the project is called in messages."""

    def facts(self) -> EventsTable:
        """Return the findings with the log replayed over them; a fresh table, which the caller may change."""

    def findings(self) -> EventsTable:
        """Return what the reader found, no correction applied."""

    def correct(self, edits: Sequence[Edit], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record edits, all or none, and return them as recorded: with values in their normal form.

        A new `place` empties `adcode`, `lat` and `lon` unless they are edited, too. An edit that changes nothing is
        not recorded, unless it decides a conflict.

        Raises
        ------
        EditConflict
            When a value is no longer the `old` of its edit.
        TableError
            When a fact would break the contract of the table.
        FactNotFound
            When there is no such fact.
        """

    def add(self, rows: Sequence[Mapping[str, str]], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record facts made by hand, all or none; their ids are those given, or derived from the content.

        Raises
        ------
        TableError
            When a row breaks the contract of the table.
        StoreError
            When a fact of that id is there already.
        """

    def history(self, fact: str = "") -> tuple[Correction, ...]:
        """Return the corrections, of one fact or of all, in the order in which this project came to know them."""

    def undo(self, ids: Sequence[str], *, who: str) -> tuple[Correction, ...]:
        """Undo corrections, all or none: the fields go back to what they were before, or to what the reader finds.

        Raises
        ------
        StoreError
            When a later correction of a field stands; the message names it.
        """

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields that were changed apart to different values, each once, ordered by fact and field."""

    def merge(self, other: Store) -> Merged:
        """Take what another copy of the project holds and this one does not: corrections, findings, documents."""

    def take(self, corrections: Iterable[Correction]) -> int:
        """Take up corrections as they were made elsewhere, each once; return how many were new.

        Raises
        ------
        StoreError
            When one does not agree with its id; then none is taken.
        """

    def put(self, table: EventsTable, *, docs: Collection[str] | None = None) -> Kept:
        """Replace the findings of some documents by what the reader finds in them now.

        Parameters
        ----------
        docs
            The ids of the documents that were read; findings of others stay. None when all were.
        """

    def keep(self, documents: Iterable[Document]) -> int:
        """Keep the texts of documents; return how many were new."""

    def keep_apart(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """Keep the texts of documents, but of none whose id another text of the project has; return those.

        Asking and keeping are one step: of two who bring different texts under one id, one is told.
        """

    def documents(self) -> tuple[Document, ...]:
        """Return the documents kept, ordered by id, then as they came; of one id the last was read last."""

    def version(self) -> str:
        """Return a text that changes when anything changed; cheap enough to ask every second."""

    def notes(self) -> tuple[str, ...]:
        """Return what was mended since the project was opened, in sentences: a migration, a torn line."""

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the project, in sentences; nothing when it is sound."""


def open_project(where: Path | str) -> Store:
    """Open a project that exists.

    Parameters
    ----------
    where
        A folder, or the ``postgresql://`` address of a database.

    Raises
    ------
    StoreError
        When there is no project.
    """
    if isinstance(where, str) and where.startswith(DATABASE_SCHEMES):
        from geo.tables.postgis import DatabaseStore

        return DatabaseStore(where)
    path = Path(where)
    if path.is_file():
        raise StoreError(f"{path} is a file, not a project; make one of it with: atlas project FOLDER --from {path}")
    from geo.tables.folder import FolderStore

    return FolderStore(path)


def utc_now() -> datetime:
    """Return the time of the system, the clock of a store that is given no other."""
    return datetime.now(UTC)
