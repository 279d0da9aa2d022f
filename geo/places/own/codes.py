"""Which unit each shape of a file is: by the codes in its table, else by the names.

No header is trusted: of all columns the one speaks whose cells are most often codes in force, or names, of the finest
units. Codes of nine and twelve digits, with the country's 156 before them, or of an earlier year are understood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from geo.errors import PlaceNotFound
from geo.places.gazetteer import gazetteer

UnitLevel = Literal["province", "prefecture", "county"]
LEVELS: Final[tuple[UnitLevel, ...]] = ("province", "prefecture", "county")

_DIGITS = re.compile(r"(?:156)?(?P<code>[1-9]\d{5})(?:\d{3}|\d{6})?(?:\.0+)?", re.ASCII)
_PROVINCE = re.compile(r"(?:156)?(?P<code>[1-8]\d)(?:\.0+)?", re.ASCII)
_LEAST_SHARE: Final = 0.3
_SAMPLED: Final = 60
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """N codes, "" where a shape is no known unit; `by_code` and `by_name` count the rest.

    `code_column` and `name_column` are the headers that spoke, "" for none; `labels` say of each row what it is
    called in the file.
    """

    codes: tuple[str, ...]
    by_code: int
    by_name: int
    code_column: str
    name_column: str
    labels: tuple[str, ...]


def match(columns: Mapping[str, Sequence[object]], rows: int) -> Matched:
    """Return the unit of each of N rows of a table."""
    texts = {name: [_text(cell) for cell in cells] for name, cells in columns.items()}
    code_column, by_code = _best({name: [code_of(text) for text in cells] for name, cells in texts.items()}, rows)
    left = [at for at in range(rows) if not by_code[at]]
    name_column, by_name = _named(texts, left, rows) if left else ("", [""] * rows)
    codes = tuple(code or name for code, name in zip(by_code, by_name, strict=True))
    labels = texts.get(name_column) or texts.get(_wordiest(texts)) or [""] * rows
    return Matched(
        codes=codes,
        by_code=sum(map(bool, by_code)),
        by_name=sum(map(bool, by_name)),
        code_column=code_column,
        name_column=name_column,
        labels=tuple(label[:_LONGEST_NAME] for label in labels),
    )


@cache
def code_of(text: str) -> str:
    """Return the code in force that a cell holds, or "".

    >>> code_of("500107"), code_of("156500107"), code_of("500107000000"), code_of("50"), code_of("123456")
    ('500107', '500107', '500107', '500000', '')
    """
    match = _DIGITS.fullmatch(text)
    short = _PROVINCE.fullmatch(text) if match is None else None
    code = match["code"] if match else f"{short['code']}0000" if short else text.upper()
    try:
        return gazetteer().current_code(code)
    except PlaceNotFound:
        return ""


def at_level(code: str, level: UnitLevel) -> str:
    """Return the unit of a level that stands for a code: itself, or the one around it; "" when the code is coarser.

    Where a province has no prefectures it stands for itself at that level, and so do a county that lies directly under
    a province with prefectures, a prefecture without counties, and Hong Kong, Macau and Taiwan.

    >>> at_level("500107", "prefecture"), at_level("430121", "prefecture"), at_level("429004", "prefecture")
    ('500000', '430100', '429004')
    >>> at_level("430000", "county"), at_level("441900", "county"), at_level("810000", "county")
    ('', '441900', '810000')
    """
    lineage = gazetteer().lineage(code)
    units = gazetteer().units
    by_level = {units[part].level: part for part in reversed(lineage)}
    if level in by_level:
        return by_level[level]
    if level == "county":
        return "" if code in _divided() else code
    province = lineage[-1]
    if any(part in _divided() and units[part].level == "prefecture" for part in _inside(province)):
        return "" if code == province else code
    return province


@cache
def _divided() -> frozenset[str]:
    """Return the units that have smaller ones with a code: those of Hong Kong, Macau and Taiwan have none."""
    return frozenset(unit.parent for unit in gazetteer().units.values() if unit.code[:1].isdigit())


@cache
def _inside(province: str) -> tuple[str, ...]:
    return tuple(unit.code for unit in gazetteer().units.values() if unit.province == province)


def expected(level: UnitLevel) -> frozenset[str]:
    """Return the units that a complete layer of a level consists of."""
    units = (unit.code for unit in gazetteer().units.values() if unit.code[:1].isdigit())
    return frozenset(found for code in units if (found := at_level(code, level)))


def usual_level(codes: Iterable[str]) -> UnitLevel:
    """Return the level that most codes have; the coarser of two that as many have."""
    units = gazetteer().units
    counts = Counter(units[code].level for code in codes if code)
    return max(LEVELS, key=lambda level: (counts[level], -LEVELS.index(level)))


def _text(cell: object) -> str:
    if isinstance(cell, bool) or cell is None or cell != cell:
        return ""
    return str(cell).strip()[:200]


def _best(found: Mapping[str, Sequence[str]], rows: int) -> tuple[str, list[str]]:
    """Return the column with the most different units among those that name one in enough rows, and its codes."""
    worth = {name: len(set(codes) - {""}) for name, codes in found.items() if _filled(codes) >= _LEAST_SHARE * rows}
    if not worth:
        return "", [""] * rows
    # of equals the first: a table's own code stands before those of its parents
    best = max(worth, key=lambda name: worth[name])
    return best, list(found[best])


def _filled(codes: Sequence[str]) -> int:
    return max(1, sum(map(bool, codes)))


def _named(texts: Mapping[str, list[str]], left: Sequence[int], rows: int) -> tuple[str, list[str]]:
    """Return the column whose names tell the finest units, and the unit of each row that no code told."""
    wordy = {name: cells for name, cells in texts.items() if _is_wordy(cells)}
    sample = range(0, rows, max(1, rows // _SAMPLED))
    worth = {name: sum(_depth(_told(wordy, name, at)) for at in sample) for name in wordy}
    codes = [""] * rows
    if not any(worth.values()):
        return "", codes
    name = max(worth, key=lambda column: worth[column])
    for at in left:
        codes[at] = _told(wordy, name, at)
    return name, codes


def _told(wordy: Mapping[str, list[str]], name: str, at: int) -> str:
    """Return the unit of a row by its name in one column, the other columns being its context."""
    around = [code for column, cells in wordy.items() if column != name and (code := _by_name(cells[at], ""))]
    context = max(around, key=_depth, default="")
    return _by_name(wordy[name][at], context) or _by_name(wordy[name][at], "")


def _depth(code: str) -> int:
    return len(gazetteer().lineage(code)) if code else 0


@cache
def _by_name(text: str, within: str) -> str:
    """Return the unit of a name if there is only one, inside the unit `within` if that is given."""
    if not text or len(text) > _LONGEST_NAME:
        return ""
    found = gazetteer().lookup(text, within=within or None)
    return found.code if found.code and found.level in LEVELS else ""


def _is_wordy(cells: Sequence[str]) -> bool:
    words = sum(any(char.isalpha() for char in cell) for cell in cells)
    return words >= max(1, len(cells) // 2)


def _wordiest(texts: Mapping[str, list[str]]) -> str:
    wordy = [name for name, cells in texts.items() if _is_wordy(cells)]
    return max(wordy, key=lambda name: len(set(texts[name])), default="")
