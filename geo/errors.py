"""Every error that Directive Atlas raises on purpose.

::

    GeoError
    ├── DataError (RuntimeError)          a shipped data file is missing, altered or empty
    ├── BoundaryError (ValueError)        a boundary file cannot be used: CRS, codes, geometry
    ├── PlaceNotFound (LookupError)       no unit has this code or name
    ├── RegionNotFound (LookupError)      no named region has this slug
    ├── DateError (ValueError)            a date is not one of the accepted forms
    ├── DocumentError (ValueError)        an article cannot be read
    ├── TableError (ValueError)           a table breaks its contract; `faults` lists every breach
    ├── ExportError (ValueError)          a map or a file cannot be written as asked
    └── StoreError (RuntimeError)         a project cannot be opened, read or written
        ├── FactNotFound (LookupError)    the project holds no fact or correction of this id
        └── EditConflict                  a fact has changed since it was seen; `stale` lists every such edit

Each message names the value and the way out. Catch `GeoError` for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as messages say it.

    >>> counted(1, "fault"), counted(1200, "row")
    ('1 fault', '1,200 rows')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class GeoError(Exception):
    """Base of every error raised on purpose."""


class DataError(GeoError, RuntimeError):
    """A shipped data file is missing, altered or empty."""


class BoundaryError(GeoError, ValueError):
    """A boundary file cannot be used."""


class PlaceNotFound(GeoError, LookupError):  # noqa: N818 - reads as a finding
    """No unit of the gazetteer has this code or name."""


class RegionNotFound(GeoError, LookupError):  # noqa: N818 - reads as a finding
    """No named region has this slug."""


class DateError(GeoError, ValueError):
    """A date is not one of the accepted forms."""


class DocumentError(GeoError, ValueError):
    """An article cannot be read."""


class ExportError(GeoError, ValueError):
    """A map or a file cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One breach of a table's contract.

    `row` is the line of the file as a spreadsheet counts it (the header is row 1); None for the table as a whole.
    """

    row: int | None
    column: str | None
    value: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column!r}" if self.column else "",
            )
            if part
        )
        return f"{where}: {self.message}" if where else self.message


class TableError(GeoError, ValueError):
    """A table breaks its contract; `faults` holds every breach found, in row order."""

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        shown = "\n".join(f"  {fault}" for fault in self.faults[:20])
        more = f"\n  … and {len(self.faults) - 20} more" if len(self.faults) > 20 else ""
        super().__init__(f"{source}: {counted(len(self.faults), 'fault')}\n{shown}{more}")


class StoreError(GeoError, RuntimeError):
    """A project cannot be opened, read or written; what was acknowledged before is kept."""


class FactNotFound(StoreError, LookupError):  # noqa: N818 - reads as a finding
    """The project holds no fact, or no correction, of this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An edit that rests on a value which is no longer there.

    `seen` is the value that the person saw, `asked` the one asked for, `now` the one that stands, made by `who` at
    `when` (both empty for a value as it was read).
    """

    fact: str
    field: str
    seen: str
    asked: str
    now: str
    who: str = ""
    when: str = ""

    def __str__(self) -> str:
        by = f" (by {self.who}, {self.when})" if self.who else ""
        return f"{self.fact}, {self.field}: now {self.now!r}{by}, no longer {self.seen!r}; you asked for {self.asked!r}"


class EditConflict(StoreError):  # noqa: N818 - reads as a finding
    """A fact has changed since it was seen; nothing of the call was kept."""

    def __init__(self, stale: Sequence[Stale]) -> None:
        self.stale = tuple(stale)
        shown = "\n".join(f"  {edit}" for edit in self.stale[:20])
        more = f"\n  … and {len(self.stale) - 20} more" if len(self.stale) > 20 else ""
        super().__init__(
            f"changed by someone else in the meantime; look again and repeat what still holds\n{shown}{more}"
        )
