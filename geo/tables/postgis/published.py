"""The table of facts in the database: the findings with the log replayed, for SQL and for maps made by other programs.

It follows from findings and log, and is written in the transaction that changes those. Its rows are also what an edit
locks: of two edits of one fact, the second waits for the first, and sees what it did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from geo.tables.facts import Row
from geo.tables.postgis.rows import Fact, fact_of, has_changed, has_moved, standing
from geo.tables.postgis.tables import FACTS

_DERIVED = ("version", "province", "resolution", "geom")
_COLUMNS = [column for column in FACTS.c if column.name not in _DERIVED]


def locked(connection: Connection, ids: Collection[str]) -> dict[str, Fact]:
    """Return some facts by id, and let nobody else change them before this transaction ends.

    Facts are locked in one order, so that two edits of several facts cannot wait for each other.
    """
    chosen = select(*_COLUMNS).where(FACTS.c.id.in_(sorted(ids))).order_by(FACTS.c.id).with_for_update()
    return _by_id(connection, chosen)


def alone(connection: Connection) -> None:
    """Wait until no edit is under way, and let none begin before this transaction ends; reading goes on."""
    connection.execute(text("LOCK TABLE facts IN EXCLUSIVE MODE"))


def published(connection: Connection, ids: Iterable[str] | None = None) -> dict[str, Fact]:
    """Return facts by id, all or some."""
    chosen = select(*_COLUMNS)
    return _by_id(connection, chosen if ids is None else chosen.where(FACTS.c.id.in_(sorted(ids))))


def publish(connection: Connection, rows: Iterable[Row], old: Mapping[str, Fact]) -> None:
    """Replace facts by what they are now; only rows that differ are written, and get their next version.

    Parameters
    ----------
    rows
        The facts as they are now, proven.
    old
        The rows that stand for them, by id; those of facts that are no more are deleted.
    """
    now = {row["id"]: row for row in rows}
    facts = {id_: fact_of(row) for id_, row in now.items()}
    changed = [id_ for id_, fact in facts.items() if id_ not in old or has_changed(old[id_], fact)]
    moved = [id_ for id_ in changed if id_ not in old or has_moved(old[id_], facts[id_])]
    if moved:
        for id_, where in zip(moved, standing([now[id_] for id_ in moved]), strict=True):
            facts[id_] |= where
    _delete(connection, [id_ for id_ in old if id_ not in facts])
    _insert(connection, [facts[id_] for id_ in changed if id_ not in old])
    _update(connection, [facts[id_] for id_ in moved if id_ in old])
    there = set(moved)
    _update(connection, [facts[id_] for id_ in changed if id_ in old and id_ not in there])


def differing(connection: Connection, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the ids of the facts that do not stand in the database as they should, in order."""
    there = published(connection)
    facts = {row["id"]: fact_of(row) for row in rows}
    wrong = {id_ for id_, fact in facts.items() if id_ not in there or has_changed(there[id_], fact)}
    return tuple(sorted(wrong | (there.keys() - facts.keys())))


def _by_id(connection: Connection, chosen: Any) -> dict[str, Fact]:
    return {row["id"]: dict(row) for row in connection.execute(chosen).mappings()}


def _delete(connection: Connection, ids: list[str]) -> None:
    if ids:
        connection.execute(delete(FACTS).where(FACTS.c.id.in_(ids)))


def _insert(connection: Connection, facts: list[Fact]) -> None:
    if facts:
        connection.execute(insert(FACTS), [fact | {"version": 1} for fact in facts])


def _update(connection: Connection, facts: list[Fact]) -> None:
    if not facts:
        return
    values = {name: bindparam(name, type_=FACTS.c[name].type) for name in facts[0] if name != "id"}
    one = update(FACTS).where(FACTS.c.id == bindparam("this")).values(version=FACTS.c.version + 1, **values)
    connection.execute(one, [{"this": fact["id"]} | {name: fact[name] for name in values} for fact in facts])
