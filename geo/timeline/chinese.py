"""What the page says in Chinese of texts that travel in English: reasons of a closed list, and names of actors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Final

from geo.tables.titles import person

LONGEST: Final = 1000
"""Characters of a reason that is looked at; ours are shorter."""

_UNIT: Final = re.compile(r"[^\s,;:(][^,;:(]* \((?P<zh>[\u4e00-\u9fff]+), \d{6}\)")


def reason(text: str) -> str:
    """Return a reason in Chinese; empty where it is none of ``geo/data/reasons_zh.toml``.

    >>> reason("no place is given"), reason("only Fu County (富县, 610628) is called Fuxian")
    ('未给出地点', '只有富县叫“Fuxian”')
    >>> reason("given as a code; no place is given"), reason("the editor says so")
    ('由代码给出；未给出地点', '')
    """
    if len(text) > LONGEST:
        return ""
    if whole := _one(text):
        return whole
    first, _, rest = text.partition("; ")
    parts = (_one(first), reason(rest)) if rest else ("",)
    return "；".join(parts) if all(parts) else ""


def _one(text: str) -> str:
    for pattern, words in _patterns():
        if found := pattern.fullmatch(text):
            return words.format(**{name: _named(value) for name, value in found.groupdict().items()})
    return ""


def _named(text: str) -> str:
    return _UNIT.sub(lambda unit: unit["zh"], text.strip("'")).replace(", ", "、").replace(" or ", "或")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = resources.files("geo").joinpath("data/reasons_zh.toml").read_text(encoding="utf-8")
    return tuple((re.compile(row["en"], re.DOTALL), row["zh"]) for row in tomllib.loads(raw)["reasons"])


def actors(cells: Iterable[str]) -> Mapping[str, str]:
    """Return the Chinese names of the actors that `cells` name, ``;`` between them, where a list knows one.

    >>> dict(actors(["Xi Jinping; A. Nobody", ""]))
    {'Xi Jinping': '习近平'}
    """
    names = sorted({name.strip() for cell in cells for name in cell.split(";")})
    known = {name: person(name, "zh") for name in names}
    return {name: zh for name, zh in known.items() if zh != name}
