"""FINDINGS + FINDINGS -> FINDINGS: what an article says now takes the place of what it was found to say before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from geo.tables.corrections import Log
from geo.tables.facts import Row
from geo.tables.replay import replay
from geo.tables.rows import frame_of, text_columns, with_columns
from geo.tables.schema import EventsTable, check
from geo.tables.store import Kept

MISSING = "no longer found by the reader"
"""The note of a fact that a person has checked and the reader finds no more."""


def empty() -> EventsTable:
    """Return a table without a fact."""
    return check(frame_of([]))


def renew(
    old: EventsTable, new: EventsTable, log: Log, *, docs: Collection[str] | None = None
) -> tuple[EventsTable, Kept]:
    """Return the findings after a reading, and what became of each.

    Parameters
    ----------
    old, new
        What was found before, and what is found now.
    log
        Facts that it corrects, or whose status it says a person set, stay although they are no longer found.
    docs
        The ids of the documents that were read; facts of others stay. None when all were.

    Returns
    -------
    The rows in their old order, each as it is found now, then the new ones. A row whose `status` a person set in the
    table itself stays as it is.
    """
    before, now = _keyed(old), _keyed(new)
    checked = _checked(old, log)
    rows: dict[str, Row] = {}
    missing = []
    for id_, row in before.items():
        if id_ in now:
            rows[id_] = row if _by_hand(row, now[id_]) else now[id_]
        elif docs is not None and row["doc"] not in docs:
            rows[id_] = row
        elif id_ in checked:
            rows[id_] = row | {"note": _noted(row["note"])}
            missing.append(id_)
    same = sum(_cells(before[id_]) == _cells(rows[id_]) for id_ in now if id_ in before)
    kept = Kept(
        new=len(now.keys() - before.keys()),
        changed=len(now.keys() & before.keys()) - same,
        same=same,
        dropped=len(before) - len(rows),
        missing=tuple(missing),
    )
    return _table(rows | {id_: row for id_, row in now.items() if id_ not in rows}, old, new), kept


def union(ours: EventsTable, theirs: EventsTable) -> tuple[EventsTable, int]:
    """Return the findings of two copies, each once, and how many came from the other.

    Where the two differ in a fact, both copies decide alike, whichever takes the other in: for the one that the reader
    still finds, then by the text.
    """
    mine, other = _keyed(ours), _keyed(theirs)
    rows = {id_: max(row, other.get(id_, row), key=_rank) for id_, row in mine.items()}
    added = {id_: row for id_, row in other.items() if id_ not in rows}
    return _table(rows | added, ours, theirs), len(added)


def _checked(table: EventsTable, log: Log) -> set[str]:
    """Return the ids of the facts that a person has checked."""
    touched = {fact for fact, field in log.keys() if log.is_corrected((fact, field))}  # noqa: SIM118 - no mapping
    facts = replay(table, log).table
    status = facts["status"] != "auto"
    return touched | set(facts["id"][status].tolist())


def _by_hand(row: Row, now: Row) -> bool:
    """Whether a person has checked a fact in the table itself, before there was a log."""
    return row["status"] != "auto" and now["status"] == "auto"


def _noted(note: str) -> str:
    return note if MISSING in note else "; ".join(filter(None, (note, MISSING)))


def _rank(row: Row) -> tuple[bool, list[tuple[str, str]]]:
    return MISSING not in row["note"], _cells(row)


def _cells(row: Row) -> list[tuple[str, str]]:
    """Return the cells that say something; columns that only one copy has do not make a difference."""
    return sorted((name, cell) for name, cell in row.items() if cell)


def _keyed(table: EventsTable) -> dict[str, Row]:
    columns = text_columns(table)
    rows = (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))
    return {row["id"]: row for row in rows}


def _table(rows: Mapping[str, Row], *like: pd.DataFrame) -> EventsTable:
    columns = dict.fromkeys(name for table in reversed(like) for name in table.columns)
    return EventsTable(with_columns(check(frame_of(list(rows.values()), columns)), columns))
