"""The bench on which a table is proven: its cells by column, the row of each, and what was found on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from geo.errors import Fault, counted
from geo.tables.coded import Coded
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
    `numbers` hold `lat` and `lon` where they came, or have been read, as floats: NaN where missing.
    """

    cells: dict[str, Coded]
    rows: Sequence[int]
    lines: Sequence[int] = ()
    numbers: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
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
        self.cells[column] = self.cells[column].mapped(str.strip)

    def convert(self, column: str, rule: Callable[[str], T], empty: T) -> list[T]:
        """Return the value of each word of a column; faults where the rule raises a ValueError."""
        words = self.cells[column].words
        values: list[T] = [empty] * len(words)
        bad: dict[int, str] = {}
        for code, word in enumerate(words):
            try:
                values[code] = rule(word) if word else empty
            except ValueError as error:
                bad[code] = str(error)
        for position in self.cells[column].positions(bad).tolist() if bad else ():
            code = int(self.cells[column].codes[position])
            self.fault(position, column, words[code], bad[code])
        return values

    def rewrite(self, column: str, rule: Callable[[str], str], empty: str = "") -> None:
        """Replace the cells of a column by their normal form, and report how many changed."""
        before = self.cells[column]
        values = self.convert(column, rule, empty)
        self.cells[column] = before.replaced(values)
        changed = [code for code, word in enumerate(before.words) if word and values[code] not in (word, empty)]
        positions = before.positions(changed) if changed else changed
        if len(positions):
            code, count = int(before.codes[positions[0]]), len(positions)
            example = (
                f"{shortened(before.words[code])!r} as {shortened(values[code])!r} (row {self.rows[positions[0]]})"
            )
            self.note(column, f"{counted(count, 'cell')} read in another form, for instance {example}", count)

    def only_text(self) -> None:
        """Find cells that no file can hold: NUL, and halves of characters (lone surrogates)."""
        for column, cells in self.cells.items():
            if not _NOT_TEXT.search("".join(cells.words)):
                continue
            bad = {code: found[0] for code, word in enumerate(cells.words) if (found := _NOT_TEXT.search(word))}
            for position in cells.positions(bad).tolist():
                code = int(cells.codes[position])
                what = "a NUL character" if bad[code] == "\x00" else f"half a character (U+{ord(bad[code]):04X})"
                shown = _NOT_TEXT.sub("\ufffd", cells.words[code])
                self.fault(position, column, shown, f"holds {what}: remove it")
            self.cells[column] = cells.mapped(lambda word: _NOT_TEXT.sub("\ufffd", word))
