"""EDITS -> CORRECTIONS: what a person asks for is compared with what stands, proven, and made into lines of the log.

Every store plans here, under its own lock or in its own transaction, and then only has to write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from geo.errors import EditConflict, FactNotFound, Fault, Stale, StoreError, TableError
from geo.tables.corrections import ADDED, Correction, Edit, Key, Log, check_words, made
from geo.tables.facts import Row
from geo.tables.replay import CORRECTABLE, can_correct, current_row, found_row
from geo.tables.rows import frame_of, rows_of
from geo.tables.schema import check
from geo.tables.sheet import MAX_CELL, shortened

# What moves with a field when it gets a new value: a new place must not stay at the old place's code or point, the end
# of a span may be written into `date`, and an address that cannot be a link is moved to the note.
_EMPTIED = {"place": ("adcode", "lat", "lon")}
_MOVED = {"date": ("date_end",), "url": ("note",), "kind": ("type",)}


def plan(
    edits: Sequence[Edit], findings: Mapping[str, Row], log: Log, *, who: str, when: datetime, why: str = ""
) -> tuple[Correction, ...]:
    """Return the corrections that some edits come to.

    Parameters
    ----------
    findings
        The rows of the edited facts as they were read (`geo.tables.rows.rows_of`), by id; more do no harm.
    log
        The log, or as much of it as concerns the edited facts.

    Raises
    ------
    StoreError
        When nobody signs, a field is edited twice or cannot be corrected.
    FactNotFound, EditConflict, TableError
        As `Store.correct` has it.
    """
    check_words(who, why)
    _refuse_twice(edits)
    fields = log.fields()
    current = {edit.fact: _current(edit.fact, findings, log, fields) for edit in edits}
    for edit in edits:
        if not can_correct(edit.field, current[edit.fact]):
            raise StoreError(f"{edit.field!r} is no field to correct; there are: {', '.join(CORRECTABLE)}")
    _refuse_stale(edits, current, log)
    asked = {(edit.fact, edit.field): edit.new for edit in edits}
    asked |= {
        (edit.fact, name): ""
        for edit in edits
        for name in _EMPTIED.get(edit.field, ())
        if edit.new != edit.old and (edit.fact, name) not in asked
    }
    wanted = _proven(_with(current, asked))
    keys = dict.fromkeys([*asked, *((fact, name) for fact, field in asked for name in _MOVED.get(field, ()))])
    changes = [
        Edit(fact=fact, field=name, old=current[fact].get(name, ""), new=wanted[fact].get(name, ""))
        for fact, name in keys
    ]
    return tuple(
        made(change, after=log.heads((change.fact, change.field)), who=who, when=when, why=why)
        for change in changes
        if change.old != change.new or len(log.heads((change.fact, change.field))) > 1
    )


def plan_added(
    rows: Sequence[Mapping[str, str]],
    known: Iterable[str],
    log: Log,
    *,
    who: str,
    when: datetime,
    why: str = "",
) -> tuple[Correction, ...]:
    """Return the corrections that add facts made by hand; `known` are the ids of the findings.

    Raises
    ------
    TableError, StoreError
        As `Store.add` has it.
    """
    check_words(who, why)
    table = check(frame_of([{"status": "confirmed"} | dict(row) for row in rows]), name="the new facts")
    added = rows_of(table)
    taken = set(known)
    for row in added:
        if row["id"] in taken or log.value((row["id"], ADDED), ""):
            raise StoreError(f"there is a fact {row['id']!r} already ({shortened(row['title'])}); correct that one")
    return tuple(
        made(
            Edit(fact=row["id"], field=ADDED, old="", new=_as_json(row)),
            after=log.heads((row["id"], ADDED)),
            who=who,
            when=when,
            why=why,
        )
        for row in added
    )


def plan_undo(
    ids: Sequence[str], findings: Mapping[str, Row], log: Log, *, who: str, when: datetime
) -> tuple[Correction, ...]:
    """Return the corrections that undo some corrections, the latest first.

    Raises
    ------
    FactNotFound, StoreError, TableError
        As `Store.undo` has it; a TableError when a fact would break the contract of the table: undo more, or less.
    """
    check_words(who, "")
    facts = {log[id_].fact for id_ in ids}
    part = log.of_facts(facts)
    undone: list[Correction] = []
    for id_ in sorted(dict.fromkeys(ids), key=part.depth, reverse=True):
        key = part[id_].key
        edit = part.undone(id_, found=findings.get(key[0], {}).get(key[1], _found_by_hand(key, part)))
        undone.append(made(edit, after=part.heads(key), who=who, when=when, why=f"undo {id_}"))
        part.add(undone[-1])
    fields = part.fields()
    rows = {fact: found_row(fact, findings, part) for fact in facts}
    _proven({fact: current_row(row, fields[fact], part) for fact, row in rows.items() if row is not None})
    return tuple(undone)


def _found_by_hand(key: Key, log: Log) -> str:
    row = found_row(key[0], {}, log) if key[1] != ADDED else None
    return row.get(key[1], "") if row else ""


def _current(fact: str, findings: Mapping[str, Row], log: Log, fields: Mapping[str, Sequence[str]]) -> Row:
    found = found_row(fact, findings, log)
    if found is None:
        raise FactNotFound(f"there is no fact {fact!r} in this project")
    return current_row(found, fields.get(fact, ()), log)


def _refuse_twice(edits: Sequence[Edit]) -> None:
    keys = [(edit.fact, edit.field) for edit in edits]
    twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
    if twice is not None:
        raise StoreError(f"{twice[0]}: {twice[1]} is edited twice in one call; say once what it is to be")


def _refuse_stale(edits: Sequence[Edit], current: Mapping[str, Row], log: Log) -> None:
    stale = []
    for edit in edits:
        now = current[edit.fact].get(edit.field, "")
        if now != edit.old:
            leaves = log.leaves((edit.fact, edit.field))
            who, when = (leaves[0].by.who, leaves[0].by.when) if leaves else ("", "")
            asked = {"fact": edit.fact, "field": edit.field, "seen": edit.old, "asked": edit.new}
            stale.append(Stale(**asked, now=now, who=who, when=when))
    if stale:
        raise EditConflict(stale)


def _with(current: Mapping[str, Row], asked: Mapping[Key, str]) -> dict[str, Row]:
    rows = {fact: dict(row) for fact, row in current.items()}
    for (fact, field), value in asked.items():
        rows[fact][field] = value
    return rows


def _proven(rows: Mapping[str, Row]) -> dict[str, Row]:
    """Return rows in their normal form; faults name the fact, for nobody counts the rows of an edit."""
    facts = list(rows)
    faults = [
        Fault(row=None, column=name, value=shortened(cell), message=f"fact {fact}: longer than {MAX_CELL:,} characters")
        for fact, row in rows.items()
        for name, cell in row.items()
        if len(cell) > MAX_CELL
    ]
    if faults:
        raise TableError("the correction", faults)
    try:
        normal = check(frame_of(list(rows.values())))
    except TableError as error:
        raise TableError("the correction", [_named(fault, facts) for fault in error.faults]) from None
    return dict(zip(facts, rows_of(normal), strict=True))


def _named(fault: Fault, facts: Sequence[str]) -> Fault:
    said = f"fact {facts[fault.row - 2]}: {fault.message}" if fault.row is not None else fault.message
    return Fault(row=None, column=fault.column, value=fault.value, message=said)


def _as_json(row: Row) -> str:
    return json.dumps({name: cell for name, cell in row.items() if cell}, ensure_ascii=False, separators=(",", ":"))
