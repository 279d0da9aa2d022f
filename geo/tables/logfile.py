r"""CORRECTIONS <-> corrections.csv: a line each, for people, spreadsheets and git to read.

A line never holds a line break within: it is written as ``\n``, other characters that cannot stand in a line or would
steer a terminal as ``\uXXXX``, a backslash twice. A field that a spreadsheet would take for a formula begins with a
backslash. So lines can be appended, torn, told apart and united by git without regard to each other. A line whose id
does not agree with its content is left where it is and counts as absent.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import IO

from geo.errors import StoreError
from geo.tables import files
from geo.tables.corrections import Correction, Log
from geo.tables.files import Stamp

COLUMNS = tuple(column.name for column in fields(Correction))
HEADER = f"{','.join(COLUMNS)}\n".encode()

_AHEAD = 64  # bytes before the end that have to be the same for a longer file to count as grown
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = {short[1]: char for char, short in _SHORT.items()}
_UNFIT = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FORMULA = re.compile("[=+\\-@＝＋－＠]")
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class _State:
    """What is known of the file up to `end`; `loose` is what follows the last line break, `tail` what precedes it.

    `broken` lines are no corrections: their numbers, from 1, and why.
    """

    log: Log = field(default_factory=Log)
    end: int = 0
    lines: int = 0
    tail: bytes = b""
    loose: bytes = b""
    broken: list[tuple[int, str]] = field(default_factory=list)

    def take_up(self, data: bytes) -> None:
        """Read the lines that are new; what follows the last line break is torn, or still being written."""
        end = data.rfind(b"\n") + 1
        for line in data[:end].removeprefix(codecs.BOM_UTF8).splitlines():
            self.lines += 1
            if line + b"\n" == HEADER or not line.strip():
                continue
            try:
                self.log.add(correction_of(line))
            except ValueError as error:
                self.broken.append((self.lines, f"{error}"))
        self.end, self.loose = self.end + end, data[end:]
        self.tail = (self.tail + data[:end])[-_AHEAD:]


def line_of(correction: Correction) -> bytes:
    """Return a correction as a line of the file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([_escaped(text) for text in astuple(correction)])
    return out.getvalue().encode("utf-8")


def correction_of(line: bytes) -> Correction:
    """Return the correction that a line holds.

    Raises
    ------
    ValueError
        When it holds none; the message says why.
    """
    try:
        cells = next(csv.reader([line.decode("utf-8")], strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise ValueError("it is damaged") from error
    if len(cells) != len(COLUMNS):
        raise ValueError(f"it has {len(cells)} cells instead of {len(COLUMNS)}")
    correction = Correction(**dict(zip(COLUMNS, map(_plain, cells), strict=True)))
    if not correction.is_sound:
        raise ValueError("its content was changed after it was made")
    return correction


class LogFile:
    """The log on disk. It is read on as it grows; who writes holds the project's lock.

    Parameters
    ----------
    path
        The file.
    say
        Told what was mended.
    """

    def __init__(self, path: Path, say: Callable[[str], object]) -> None:
        self.path = path
        self._say = say
        self._stamp: Stamp | None = None
        self._state = _State()

    def refresh(self) -> Log:
        """Return the log as it stands on disk.

        Raises
        ------
        StoreError
            When the file is missing or cannot be read.
        """
        seen = files.stamp(self.path)
        if seen is None or seen != self._stamp:
            with files.reading(self.path) as file:
                self._read_on(file)
        return self._state.log

    def append(self, corrections: Sequence[Correction]) -> None:
        """Write corrections: all or none, and there after a power cut when this returns. A torn line is set aside.

        Raises
        ------
        StoreError
            When the file cannot be written; none is there then.
        """
        self.refresh()
        if self._state.loose:
            self._set_aside()
        data = b"".join(map(line_of, corrections))
        if len(corrections) == 1:
            files.append(self.path, data, at=self._state.end)
        elif corrections:
            files.replace(self.path, files.read(self.path) + data)
        self.refresh()

    def faults(self) -> list[str]:
        """Return what is wrong with the file and the log in it, in sentences."""
        said = [f"{self.path.name}, line {line}: {why}; it counts as absent" for line, why in self._state.broken]
        if self._state.loose:
            said.append(f"{self.path.name}: the last line is torn, or just being written")
        return [*said, *self._state.log.faults()]

    def _read_on(self, file: IO[bytes]) -> None:
        """Take up what is new; when the file did not just grow, read it from the start."""
        stat = os.fstat(file.fileno())
        known = len(self._state.tail)
        file.seek(self._state.end - known)
        same = stat.st_size > self._state.end and file.read(known) == self._state.tail
        if not same:
            self._state = _State()
            file.seek(0)
        self._state.take_up(file.read(stat.st_size - self._state.end))
        self._stamp = Stamp(stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def _set_aside(self) -> None:
        """Free the end of the file: a line that only lacks its break gets it, any other goes to a file of its own."""
        end, loose = self._state.end, self._state.loose
        try:
            whole = correction_of(loose)
        except ValueError:
            torn = self.path.with_name(f"{self.path.name}.torn")
            files.replace(torn, (files.read(torn) if torn.exists() else b"") + loose + b"\n")
            files.truncate(self.path, end)
            self._say(
                f"{self.path.name}: the last line was torn and never acknowledged; it is set aside in {torn.name}"
            )
        else:
            files.append(self.path, b"\n", at=end + len(loose))
            self._say(f"{self.path.name}: the last line, {whole.id}, lacked its line break; it has one now")
        self.refresh()


def check_sound(corrections: Sequence[Correction]) -> None:
    """Refuse corrections of which one does not agree with its id.

    Raises
    ------
    StoreError
    """
    for correction in corrections:
        if not correction.is_sound:
            raise StoreError(f"correction {correction.id} was changed after it was made; none was taken")


def _escaped(text: str) -> str:
    plain = _UNFIT.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)
    return f"\\{plain}" if _FORMULA.match(plain) else plain


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _LONG.get(code, code)
