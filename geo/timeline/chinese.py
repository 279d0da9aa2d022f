"""What page and app say in Chinese of texts that travel in English: reasons of a closed list, and names of actors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.titles import person, place_name
from geo.timeline.assets import strings

LONGEST: Final = 1000
"""Characters of a reason that is looked at; ours are shorter."""

_KEPT: Final = 4096  # reasons whose Chinese is remembered
_JOINED: Final = 3  # parts between semicolons that one row may be about
_UNIT: Final = re.compile(r"[^\s,;:(][^,;:(]* \((?P<zh>[\u4e00-\u9fff]+), \d{6}\)")
_DAYS: Final = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "一二三四五六日", strict=True))


@lru_cache(maxsize=_KEPT)
def reason(text: str) -> str:
    """Return a reason in Chinese; empty where a part of it is none of ``geo/data/reasons_zh.toml``.

    >>> reason("no place is given"), reason("only Fu County (富县, 610628) is called Fuxian")
    ('未给出地点', '只有富县叫“Fuxian”')
    >>> reason("given as a code; no place is given"), reason("the editor says so")
    ('由代码给出；未给出地点', '')
    """
    if len(text) > LONGEST:
        return ""
    told = _told(text)
    return "；".join(chinese for _, chinese in told) if all(chinese for _, chinese in told) else ""


def note(text: str) -> str:
    """Return a text, which a person may have added to, in Chinese as far as its parts are known.

    >>> note("with Xi Jinping; seen by the editor"), note("")
    ('参加者：习近平；seen by the editor', '')
    """
    if len(text) > LONGEST:
        return text
    return "；".join(chinese or english for english, chinese in _told(text) if english)


def _told(text: str) -> list[tuple[str, str]]:
    """Return the parts of a text, each with its Chinese: the longest that a row is about, from the left."""
    parts, told = text.split("; "), []
    while parts:
        for length in dict.fromkeys((len(parts), *range(min(_JOINED, len(parts)), 0, -1))):
            english = "; ".join(parts[:length])
            if (chinese := _one(english, long=length > 1)) or length == 1:
                break
        if english:
            told.append((english, chinese))
        del parts[:length]
    return told


def _one(text: str, *, long: bool = False) -> str:
    """Return the Chinese of one part; `long`: only by rows about several, where any other row would take too much."""
    for pattern, words, several in _patterns():
        if (several or not long) and (found := pattern.fullmatch(text)):
            told = {name: _called(name, value) for name, value in found.groupdict().items() if f"{{{name}}}" in words}
            if all(told.values()):
                return words.format(**told)
    return ""


def _called(group: str, value: str) -> str:
    """Return what a group of an expression is called in Chinese; its name says what it holds."""
    return _CALLED.get(group.partition("_")[0], _named)(value)


def _named(text: str) -> str:
    plain = text.strip("'\"") or text
    return _UNIT.sub(lambda unit: unit["zh"], plain).replace(", ", "、").replace(" or ", "或")


def _quoted(text: str) -> str:
    return text.strip("'\"") or text


def _place(key: str) -> str:
    return place_name(key, "zh") if key in gazetteer().units or key in regions() else key


def _places(keys: str) -> str:
    return "、".join(_place(key) for key in re.split(r", | or ", keys))


def _people(names: str) -> str:
    return "、".join(person(name, "zh") for name in names.split(", "))


def _weekday(name: str) -> str:
    return f"星期{_DAYS[name[:3].lower()]}" if name[:3].lower() in _DAYS else name


def _unit(name: str) -> str:
    return _provinces().get(name) or _named(name)


@cache
def _provinces() -> Mapping[str, str]:
    """Return the Chinese names of the provinces by their English ones, by which reasons call them."""
    return {unit.name_en: unit.name_zh for unit in gazetteer().units.values() if unit.level == "province"}


def _word(vocabulary: str) -> Callable[[str], str]:
    return lambda word: strings()["zh"].get(f"{vocabulary}_{word}", word)


_CALLED: Final[Mapping[str, Callable[[str], str]]] = {
    "why": reason,
    "words": _quoted,
    "place": _place,
    "places": _places,
    "people": _people,
    "type": _word("type"),
    "level": _word("level"),
    "weekday": _weekday,
    "unit": _unit,
}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    raw = resources.files("geo").joinpath("data/reasons_zh.toml").read_text(encoding="utf-8")
    rows = ((row["en"], row["zh"]) for row in tomllib.loads(raw)["reasons"])
    return tuple((re.compile(en, re.DOTALL), zh, "; " in en or "(?P<why>" in en) for en, zh in rows)


def actors(cells: Iterable[str]) -> Mapping[str, str]:
    """Return the Chinese names of the actors that `cells` name, ``;`` between them, where a list knows one.

    >>> dict(actors(["Xi Jinping; A. Nobody", ""]))
    {'Xi Jinping': '习近平'}
    """
    names = sorted({name.strip() for cell in cells for name in cell.split(";")})
    known = {name: person(name, "zh") for name in names}
    return {name: zh for name, zh in known.items() if zh != name}
