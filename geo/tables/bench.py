"""The bench on which a table is proven: its cells by column, the row of each, and what was found on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from geo.errors import Fault
from geo.tables.sheet import shortened

T = TypeVar("T")

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something about a table that its owner should know, and that is not a fault.

    `count` is the number of cells or rows concerned, 0 for the table as a whole.
    """

    column: str | None
    message: str
    count: int = 0

    def __str__(self) -> str:
        return f"{self.column}: {self.message}" if self.column else self.message


@dataclass(slots=True, kw_only=True)
class Bench:
    """A table while it is proven. A cell with a fault is emptied, so that it raises no second one.

    `rows` are the rows as a spreadsheet counts them, `lines` the lines of the file (empty for a table without one).
    """

    cells: dict[str, list[str]]
    rows: Sequence[int]
    lines: Sequence[int] = ()
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def fault(self, position: int, column: str | None, value: str, message: str) -> None:
        """Note a fault of the row at a position."""
        row = self.rows[position]
        if self.lines and self.lines[position] != row:
            message = f"{message} (line {self.lines[position]} of the file)"
        self.faults.append(Fault(row=row, column=column, value=shortened(value), message=message))

    def note(self, column: str | None, message: str, count: int = 0) -> None:
        """Keep a word for the owner of the table."""
        self.notes.append(Note(column=column, message=message, count=count))

    def strip(self, column: str) -> None:
        """Take the white space around the cells of a column."""
        self.cells[column] = list(map(str.strip, self.cells[column]))

    def convert(self, column: str, rule: Callable[[str], T], empty: T) -> list[T]:
        """Return the values of a column; faults where the rule raises a ValueError."""
        return list(map(self._values(column, rule, empty).__getitem__, self.cells[column]))

    def rewrite(self, column: str, rule: Callable[[str], str], empty: str = "") -> None:
        """Replace the cells of a column by their normal form, and report how many changed."""
        before = self.cells[column]
        values = self._values(column, rule, empty)
        if values == {"": ""}:
            return
        self.cells[column] = list(map(values.__getitem__, before))
        changed = {cell for cell, value in values.items() if cell and value not in (cell, empty)}
        positions = [position for position, cell in enumerate(before) if cell in changed] if changed else []
        if positions:
            cell, count = before[positions[0]], len(positions)
            example = f"{shortened(cell)!r} as {shortened(values[cell])!r} (row {self.rows[positions[0]]})"
            self.note(column, f"{counted(count, 'cell')} read in another form, for instance {example}", count)

    def _values(self, column: str, rule: Callable[[str], T], empty: T) -> dict[str, T]:
        """Return the value of each distinct cell: a million rows hold few, and each is read once."""
        values: dict[str, T] = {"": empty}
        bad: dict[str, str] = {}
        for cell in dict.fromkeys(filter(None, self.cells[column])):
            try:
                values[cell] = rule(cell)
            except ValueError as error:
                values[cell], bad[cell] = empty, str(error)
        for position, cell in enumerate(self.cells[column] if bad else ()):
            if cell in bad:
                self.fault(position, column, cell, bad[cell])
        return values

    def only_text(self) -> None:
        """Find cells that no file can hold: NUL, and halves of characters (lone surrogates)."""
        for column, cells in self.cells.items():
            if not any(cells) or not _NOT_TEXT.search("".join(cells)):
                continue
            for position, cell in enumerate(cells):
                found = _NOT_TEXT.search(cell)
                if found:
                    what = "a NUL character" if found[0] == "\x00" else f"half a character (U+{ord(found[0]):04X})"
                    self.fault(position, column, _NOT_TEXT.sub("\ufffd", cell), f"holds {what}: remove it")
                    cells[position] = _NOT_TEXT.sub("\ufffd", cell)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "cell"), counted(1200, "cell")
    ('1 cell', '1,200 cells')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
