"""FINDINGS + LOG -> FACTS: corrections outlive every reading, and the order of the log's lines decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from geo.errors import Fault, TableError
from geo.tables.corrections import ADDED, NEUTRAL, Log
from geo.tables.facts import Row
from geo.tables.headers import COLUMNS, CONTEXT, DERIVED
from geo.tables.merged import MERGE, SAME_AS
from geo.tables.rows import frame_of, rows_of, with_columns
from geo.tables.schema import EventsTable, check

CORRECTABLE = (*(column for column in COLUMNS if column != "id"), CONTEXT, SAME_AS, MERGE)
"""The fields that a person may correct in every project; the table's own further columns come to them."""

_TOGETHER = (("date", "date_end"), ("lat", "lon"), ("start", "end"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replayed:
    """Facts, and the corrections that no table can hold, in sentences: those facts show what was found instead."""

    table: EventsTable
    withheld: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Change:
    """A row on its way: as found, and with its corrections; `position` is that in the findings, None when added."""

    found: Row
    row: Row
    position: int | None
    withheld: list[str] = field(default_factory=list)


def can_correct(name: str, columns: Iterable[str]) -> bool:
    """Whether a field of a table of these columns may be corrected."""
    return name in CORRECTABLE or (name in columns and name != "id" and name not in DERIVED)


def replay(findings: EventsTable, log: Log) -> Replayed:
    """Return the findings with a log replayed over them: N rows in their order, then the facts added by hand.

    A correction whose fact is not there changes nothing, and waits. A correction of any field but `status`, `note` and
    the merging ones makes the fact ``corrected``, unless its status was corrected itself.
    """
    changes = _changes(findings, log)
    if not changes:
        return Replayed(table=EventsTable(findings.copy()))
    proven = _proven(changes)
    kept = [change for change in changes if change.row]
    columns = dict.fromkeys((*findings.columns, *proven.columns))
    order = list(range(len(findings)))
    for number, change in enumerate(kept, start=len(findings)):
        if change.position is None:
            order.append(number)
        else:
            order[change.position] = number
    both = [with_columns(part, columns)[list(columns)] for part in (findings, proven)]
    table = pd.concat(both, ignore_index=True).take(order).reset_index(drop=True)
    return Replayed(table=EventsTable(table), withheld=tuple(said for change in changes for said in change.withheld))


def found_row(fact: str, findings: Mapping[str, Row], log: Log) -> Row | None:
    """Return a fact as the reader found it or as it was added by hand; None when there is no such fact."""
    row = findings.get(fact)
    return row if row is not None else _added(fact, log)


def current_row(found: Row, fields: Iterable[str], log: Log) -> Row:
    """Return a row with the corrections of some of its fields."""
    fact = found["id"]
    names = [name for name in fields if can_correct(name, found)]
    row = found | {name: log.value((fact, name), found.get(name, "")) for name in names}
    if not log.is_corrected((fact, "status")):
        touched = any(log.is_corrected((fact, name)) for name in names if name not in NEUTRAL)
        row["status"] = "corrected" if touched else found.get("status", "auto")
    return row


def _changes(findings: EventsTable, log: Log) -> list[_Change]:
    """Return the rows that the log changes, in the order of the findings, and those that it adds."""
    fields = log.fields()
    ids = findings["id"].tolist() if fields else []
    positions = [position for position, id_ in enumerate(ids) if id_ in fields]
    found = rows_of(findings, positions)
    changes = [
        _Change(found=row, row=current_row(row, fields[row["id"]], log), position=position)
        for row, position in zip(found, positions, strict=True)
    ]
    known = {row["id"] for row in found}
    added = [_added(fact, log) for fact, names in fields.items() if ADDED in names and fact not in known]
    made = sorted(
        (row for row in added if row is not None),
        key=lambda row: (log.leaves((row["id"], ADDED))[0].by.when, row["id"]),
    )
    return changes + [_Change(found=row, row=current_row(row, fields[row["id"]], log), position=None) for row in made]


def _added(fact: str, log: Log) -> Row | None:
    """Return a fact that was added by hand and not taken back."""
    text = log.value((fact, ADDED), "")
    try:
        row = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(row, dict) or not all(isinstance(cell, str) for cell in row.values()):
        return None
    return dict.fromkeys(COLUMNS, "") | row | {"id": fact}


def _proven(changes: Sequence[_Change]) -> EventsTable:
    """Prove the changed rows. What two copies did to one fact may not fit together: then what does not is withheld."""
    for withhold in (_fields_at_fault, _whole_row, _no_row):
        kept = [change for change in changes if change.row]
        try:
            return check(frame_of([change.row for change in kept]))
        except TableError as error:
            for fault in error.faults:
                if fault.row is not None:
                    withhold(kept[fault.row - 2], fault)
    return check(frame_of([change.row for change in changes if change.row]))


def _fields_at_fault(change: _Change, fault: Fault) -> None:
    column = fault.column or ""
    names = next((group for group in _TOGETHER if column in group), (column,))
    change.withheld.append(_sentence(change, fault))
    change.row |= {name: change.found[name] for name in names if name in change.found}


def _whole_row(change: _Change, fault: Fault) -> None:
    change.withheld.append(_sentence(change, fault))
    change.row = dict(change.found)


def _no_row(change: _Change, fault: Fault) -> None:
    change.withheld.append(_sentence(change, fault))
    change.row = {}


def _sentence(change: _Change, fault: Fault) -> str:
    return f"fact {change.found['id']}: a correction of {fault.column} is withheld: {fault.message}"
