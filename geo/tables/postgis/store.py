"""A project in a database: many people at once, each edit a transaction.

An edit locks the facts that it names, is compared with what stands, and becomes lines of the log; the facts in the
database follow in the same transaction. Two people can so work on different facts at the same time; of two edits of
one fact the second is refused when it rests on a value that is gone. What changes the project as a whole (a reading, a
merge, an undo) waits until no edit is under way.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, Engine, func, select, text

from geo.errors import StoreError
from geo.records import Document
from geo.tables.corrections import Conflict, Correction, Edit, Log
from geo.tables.edits import plan, plan_added, plan_undo
from geo.tables.facts import Row
from geo.tables.findings import renew, union
from geo.tables.logfile import check_sound
from geo.tables.postgis import kept
from geo.tables.postgis.address import Address, parse
from geo.tables.postgis.connection import engine_for, reading, writing
from geo.tables.postgis.mirror import LINE, Mirror, correction_of
from geo.tables.postgis.published import alone, differing, locked, publish, published
from geo.tables.postgis.rows import Fact
from geo.tables.postgis.tables import CORRECTIONS, FINDINGS, PROJECT
from geo.tables.postgis.upgrade import prepare, present
from geo.tables.replay import current_row, found_row, replay
from geo.tables.rows import rows_of
from geo.tables.schema import EventsTable
from geo.tables.store import Kept, Merged, Store, utc_now


class DatabaseStore:
    """A project in a schema of a PostgreSQL database with PostGIS; see `geo.tables.store.Store`.

    Parameters
    ----------
    where
        The address: ``postgresql://user@host:port/database?schema=name``.
    clock
        Gives the time of each correction; nothing else depends on it.

    Raises
    ------
    StoreError
        When there is no project, the database does not answer, or it is of a newer version.
    """

    def __init__(self, where: str, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._address = parse(where)
        self._clock = clock
        self._engine = engine_for(self._address)
        self._mirror, self._mirror_lock = Mirror(), Lock()
        weakref.finalize(self, self._engine.dispose)
        prepare(self._engine, self._address, create=False)

    @classmethod
    def create(
        cls, where: str, table: EventsTable | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> DatabaseStore:
        """Make a project, with the findings of a table.

        Raises
        ------
        StoreError
            When there is a project already, or the rights are missing.
        """
        with _once(where) as (engine, address):
            if present(engine, address):
                raise StoreError(f"{address} holds a project already")
            prepare(engine, address, create=True)
        store = cls(where, clock=clock)
        if table is not None:
            store.put(table)
        return store

    @classmethod
    def open_or_create(cls, where: str) -> DatabaseStore:
        """Open a project, or make it, empty, where there is none."""
        with _once(where) as (engine, address):
            prepare(engine, address, create=True)
        return cls(where)

    @property
    def name(self) -> str:
        """The address, without the password."""
        return f"{self._address}"

    def facts(self) -> EventsTable:
        """Return the findings with the log replayed over them."""
        with self._known() as mirror:
            return EventsTable(mirror.replayed.table.copy())

    def findings(self) -> EventsTable:
        """Return what the reader found, no correction applied."""
        with self._known() as mirror:
            return EventsTable(mirror.findings.copy())

    def correct(self, edits: Sequence[Edit], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record edits, all or none."""
        with writing(self._engine, self._address) as connection:
            facts = {edit.fact for edit in edits}
            old = locked(connection, facts)
            findings, log = _part(connection, facts)
            lines = plan(edits, findings, log, who=who, when=self._clock(), why=why)
            _append(connection, lines, _current(findings, log, lines), old)
        return lines

    def add(self, rows: Sequence[Mapping[str, str]], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Record facts made by hand, all or none."""
        with self._alone() as connection:
            known, log = self._mirror.findings["id"].tolist(), self._mirror.log
            lines = plan_added(rows, known, log, who=who, when=self._clock(), why=why)
            facts = {line.fact for line in lines}
            part = log.of_facts(facts)
            _append(connection, lines, _current({}, part, lines), published(connection, facts))
        return lines

    def undo(self, ids: Sequence[str], *, who: str) -> tuple[Correction, ...]:
        """Undo corrections, all or none."""
        with self._alone() as connection:
            facts = {self._mirror.log[id_].fact for id_ in ids}
            findings, log = _by_id(self._mirror.part(facts)), self._mirror.log.of_facts(facts)
            lines = plan_undo(ids, findings, log, who=who, when=self._clock())
            _append(connection, lines, _current(findings, log, lines), published(connection, facts))
        return lines

    def history(self, fact: str = "") -> tuple[Correction, ...]:
        """Return the corrections, of one fact or of all, in the order in which they were committed."""
        with self._known() as mirror:
            return tuple(mirror.log.of_facts([fact]) if fact else mirror.log)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields that were changed apart to different values."""
        with self._known() as mirror:
            return mirror.conflicts()

    def take(self, corrections: Iterable[Correction]) -> int:
        """Take up corrections as they were made elsewhere."""
        with self._alone() as connection:
            lines = self._unknown(corrections)
            facts = {line.fact for line in lines}
            log = Log([*self._mirror.log.of_facts(facts), *lines])
            now = rows_of(replay(self._mirror.part(facts), log).table)
            _append(connection, lines, now, published(connection, facts))
        return len(lines)

    def merge(self, other: Store) -> Merged:
        """Take what another copy of the project holds and this one does not, in one transaction."""
        history, findings, documents = other.history(), other.findings(), other.documents()
        with self._alone() as connection:
            lines = self._unknown(history)
            union_, added = union(self._mirror.findings, findings)
            kept_ = kept.keep_documents(connection, documents)
            self._replace(connection, union_, lines, or_else=bool(kept_))
        return Merged(corrections=len(lines), findings=added, documents=kept_, conflicts=self.conflicts())

    def put(self, table: EventsTable, *, docs: Collection[str] | None = None) -> Kept:
        """Replace the findings of some documents by what the reader finds in them now."""
        with self._alone() as connection:
            findings, counts = renew(self._mirror.findings, table, self._mirror.log, docs=docs)
            self._replace(connection, findings)
        return counts

    def keep(self, documents: Iterable[Document]) -> int:
        """Keep the texts of documents."""
        with self._alone() as connection:
            count = kept.keep_documents(connection, documents)
            if count:
                kept.changed(connection)
        return count

    def keep_apart(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """Keep the texts of documents whose ids are free; return the others."""
        with self._alone() as connection:
            count, taken = kept.keep_apart(connection, tuple(documents))
            if count:
                kept.changed(connection)
        return taken

    def documents(self) -> tuple[Document, ...]:
        """Return the documents kept."""
        with reading(self._engine, self._address) as connection:
            return kept.documents_in(connection)

    def version(self) -> str:
        """Return the number of changes so far: one row is read."""
        with reading(self._engine, self._address) as connection:
            return str(connection.scalar(select(PROJECT.c.revision)))

    def notes(self) -> tuple[str, ...]:
        """Return what was mended since the project was opened: nothing, for the server mends itself."""
        return ()

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the project, in sentences."""
        with self._mirror_lock, reading(self._engine, self._address) as connection:
            mirror = Mirror()
            mirror.follow(connection)
            wrong = differing(connection, rows_of(mirror.replayed.table))
            counts = _counts(connection)
            unsafe = connection.scalar(text("SELECT current_setting('fsync') = 'off'"))
        return (
            *mirror.log.faults(),
            *mirror.replayed.withheld,
            *(f"fact {id_}: the table facts does not say what the log says" for id_ in wrong),
            *counts,
            *(["the server does not sync to disk (fsync = off): a power cut can lose edits"] if unsafe else []),
        )

    @contextmanager
    def _known(self) -> Iterator[Mirror]:
        """Give the project as it stands now; to one thread at a time."""
        with self._mirror_lock, reading(self._engine, self._address) as connection:
            self._mirror.follow(connection)
            yield self._mirror

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Give a transaction in which the project stands still, and is known."""
        with writing(self._engine, self._address) as connection:
            alone(connection)
            with self._mirror_lock:
                self._mirror.follow(connection)
                yield connection

    def _unknown(self, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
        """Return the corrections that are not here, each once; refuse altered ones."""
        lines = {line.id: line for line in corrections if line.id not in self._mirror.log}
        check_sound(list(lines.values()))
        return tuple(lines.values())

    def _replace(
        self, connection: Connection, findings: EventsTable, lines: Sequence[Correction] = (), *, or_else: bool = False
    ) -> None:
        """Replace the findings and append to the log; count a change if there was one, or for another reason."""
        differ = kept.replace_findings(connection, self._mirror.findings, findings)
        if differ or lines:
            log = Log([*self._mirror.log, *lines])
            publish(connection, rows_of(replay(findings, log).table), published(connection))
        if differ or lines or or_else:
            columns = list(findings.columns) if differ else None
            last = kept.changed(connection, lines=len(lines), columns=columns)
            kept.append(connection, lines, last=last)


@contextmanager
def _once(where: str) -> Iterator[tuple[Engine, Address]]:
    address = parse(where)
    engine = engine_for(address)
    try:
        yield engine, address
    finally:
        engine.dispose()


def _append(connection: Connection, lines: Sequence[Correction], rows: Iterable[Row], old: Mapping[str, Fact]) -> None:
    """Write lines of the log, and the facts that they change: as they are now, and as they stand in the database."""
    if lines:
        publish(connection, rows, old)
        kept.append(connection, lines, last=kept.changed(connection, lines=len(lines)))


def _current(findings: Mapping[str, Row], log: Log, lines: Iterable[Correction]) -> list[Row]:
    """Return the facts that some planned lines change, as they are with them; planning has proven them."""
    whole = Log([*log, *lines])
    fields = whole.fields()
    found = (found_row(fact, findings, whole) for fact in fields)
    return [current_row(row, fields[row["id"]], whole) for row in found if row is not None]


def _part(connection: Connection, facts: Collection[str]) -> tuple[dict[str, Row], Log]:
    """Return the findings and the log of some facts."""
    columns = dict.fromkeys(connection.scalar(select(PROJECT.c.columns)) or (), "")
    found = connection.scalars(select(FINDINGS.c.found).where(FINDINGS.c.id.in_(facts)))
    lines = select(*LINE).where(CORRECTIONS.c.fact.in_(facts)).order_by(CORRECTIONS.c.seq)
    return {row["id"]: columns | row for row in found}, Log(map(correction_of, connection.execute(lines)))


def _by_id(findings: EventsTable) -> dict[str, Row]:
    return {row["id"]: row for row in rows_of(findings)}


def _counts(connection: Connection) -> tuple[str, ...]:
    """Return a sentence when lines of the log are missing."""
    count, last = connection.execute(select(func.count(), func.coalesce(func.max(CORRECTIONS.c.seq), 0))).one()
    said = connection.scalar(select(PROJECT.c.last_correction))
    if count == last == said:
        return ()
    return (f"the log has {count:,} lines, the last of which is number {last:,}, but {said:,} were written",)
