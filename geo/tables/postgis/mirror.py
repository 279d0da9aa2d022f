"""What this process knows of a project: findings, log and the facts that follow, brought up to date by what is new.

The log is only appended to, and its lines are numbered in the order in which they were committed, without a gap: so a
reader needs only the lines after the last one that it knows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Row, select

from geo.tables.corrections import Conflict, Correction, Log
from geo.tables.findings import empty
from geo.tables.postgis.rows import table_of
from geo.tables.postgis.tables import CORRECTIONS, FINDINGS, PROJECT
from geo.tables.replay import Replayed, found_row, replay
from geo.tables.rows import rows_of
from geo.tables.schema import EventsTable

LINE = [CORRECTIONS.c[name] for name in Correction.__dataclass_fields__]
"""The columns of a line of the log, as the fields of a `Correction`."""


class Mirror:
    """A project as it stood at one revision; `follow` brings it to the present one."""

    def __init__(self) -> None:
        self.findings: EventsTable = empty()
        self.log = Log()
        self._revision = self._findings_changed = -1
        self._last: tuple[int, str] = (0, "")
        self._replayed: Replayed | None = None

    def follow(self, connection: Connection) -> None:
        """Read what is new; a connection whose statements all see the same moment is needed."""
        project = connection.execute(select(PROJECT)).one()
        if project.revision == self._revision:
            return
        if project.findings_changed != self._findings_changed or project.revision < self._revision:
            self.findings = findings_in(connection, project.columns)
        self._follow_log(connection)
        self._revision, self._findings_changed = project.revision, project.findings_changed
        self._replayed = None

    @property
    def replayed(self) -> Replayed:
        """The facts, and what of the log no fact can hold."""
        if self._replayed is None:
            self._replayed = replay(self.findings, self.log)
        return self._replayed

    def part(self, facts: Collection[str]) -> EventsTable:
        """Return the findings of some facts."""
        return EventsTable(self.findings[self.findings["id"].isin(list(facts))].reset_index(drop=True))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields that were changed apart to different values, by fact and field."""
        log = self.log
        several = sorted(key for key in log.keys() if len(log.leaves(key)) > 1)  # noqa: SIM118 - no mapping
        found = {row["id"]: row for row in rows_of(self.part({fact for fact, _ in several}))}
        values = [(found_row(fact, found, log) or {}).get(field, "") for fact, field in several]
        asked = (log.conflict(key, value) for key, value in zip(several, values, strict=True))
        return tuple(conflict for conflict in asked if conflict is not None)

    def _follow_log(self, connection: Connection) -> None:
        number, id_ = self._last
        lines = _lines_from(connection, number)
        if number and (not lines or lines[0].id != id_):
            # The database was put back to an earlier state: what is known of it is void.
            self.log, lines = Log(), _lines_from(connection, 0)
        for line in lines:
            self.log.add(correction_of(line))
        self._last = (lines[-1].seq, lines[-1].id) if lines else (0, "")


def findings_in(connection: Connection, columns: Sequence[str]) -> EventsTable:
    """Return the findings of a project, whose table has these columns."""
    rows = connection.scalars(select(FINDINGS.c.found).order_by(FINDINGS.c.position))
    return table_of(rows.all(), columns)


def correction_of(line: Row[tuple[str, ...]]) -> Correction:
    """Return a line of the log."""
    return Correction(**{name: getattr(line, name) for name in Correction.__dataclass_fields__})


def _lines_from(connection: Connection, number: int) -> Sequence[Row[tuple[str, ...]]]:
    chosen = select(CORRECTIONS.c.seq, *LINE).where(CORRECTIONS.c.seq >= number).order_by(CORRECTIONS.c.seq)
    return connection.execute(chosen).all()
