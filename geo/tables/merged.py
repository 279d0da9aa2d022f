"""One event, several reports, in a table: which rows tell what another row tells, and why.

No row is taken away. Two columns are added: `same_as`, the id of the row that tells the same event in full, and
`merge`, how sure that is: ``sure`` or ``proposed``. Emptying both cells undoes a merge; writing ``sure`` confirms a
proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from geo.reading.merge import Group
    from geo.tables.facts import Row

SAME_AS, MERGE = "same_as", "merge"
"""The columns that `join_reports` adds."""

SURE, PROPOSED = "sure", "proposed"


def join_reports(rows: Sequence[Row], groups: Sequence[Group]) -> list[Row]:
    """Return the rows with `same_as`, `merge`, and the evidence in `note`.

    Parameters
    ----------
    rows
        Facts; the members of the groups are ids of theirs.
    groups
        What `geo.reading.merge.merge` found.

    Returns
    -------
    The rows in their order. The head of a sure group names the sources of all its members.
    """
    by_id = {row["id"]: row for row in rows}
    changes: dict[str, Row] = {}
    for group in sorted(groups, key=lambda group: group.sure):  # the head of a sure group may be in a proposal, too
        for member, change in _changes(group, by_id).items():
            changes[member] = changes.get(member, {}) | change
    return [row | {SAME_AS: "", MERGE: ""} | changes.get(row["id"], {}) for row in rows]


def told_once(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table without those that surely tell what another of its rows tells.

    >>> import pandas as pd
    >>> told_once(pd.DataFrame({"id": ["a", "b"], "same_as": ["", "a"], "merge": ["", "sure"]}))["id"].tolist()
    ['a']
    """
    if not {SAME_AS, MERGE} <= set(table.columns):
        return table
    again = (table[MERGE] == SURE) & table[SAME_AS].isin(table["id"]) & (table[SAME_AS] != table["id"])
    return table[~again]


def _changes(group: Group, by_id: Mapping[str, Row]) -> dict[str, Row]:
    """Return what a group changes, by id."""
    others = [member for member in group.members if member != group.head]
    how = SURE if group.sure else PROPOSED
    why = "; ".join(group.evidence)
    told = {
        member: {SAME_AS: group.head, MERGE: how, "note": _joined(by_id[member]["note"], f"same event ({how}): {why}")}
        for member in others
    }
    if group.sure:
        every = [by_id[group.head], *(by_id[member] for member in others)]
        told[group.head] = {"source": _joined(*dict.fromkeys(row["source"] for row in every))}
    return told


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))
