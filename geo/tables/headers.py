"""HEADERS -> COLUMNS: the names that people give to the columns of a table of facts, one reader of `headers.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from geo.errors import DataError, Fault

COLUMNS = (
    "id",
    "kind",
    "date",
    "date_end",
    "title",
    "title_zh",
    "type",
    "theme",
    "actor",
    "place",
    "adcode",
    "lat",
    "lon",
    "targets",
    "event_id",
    "source",
    "url",
    "doc",
    "start",
    "end",
    "quote",
    "status",
    "note",
)
"""The contract: every checked table begins with these columns, in this order."""

CONTEXT = "within"
"""A further column, present only where the table has one: the unit that a place lies in, as written."""

DERIVED = ("level", "province", "resolution", "candidates", "reason")
"""The columns that geocoding adds. A table that has all of them is an earlier output and keeps their names."""

_CONTRACT = (*COLUMNS, CONTEXT)
_NOISE = re.compile(r"[\s_.\-·()（）\[\]【】:：*]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMap:
    """What each header was taken for: `columns` is aligned with the headers; `mapped` holds those renamed."""

    columns: tuple[str, ...]
    mapped: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    exact: Mapping[str, str]
    fallback: Mapping[str, tuple[str, ...]]


def known_headers(headers: Sequence[str]) -> int:
    """Return how many of some headers fill a column of the contract.

    >>> known_headers(["日期", "Title", "colour"])
    2
    """
    return sum(column in _CONTRACT for column in _assigned(headers))


def map_headers(headers: Sequence[str]) -> HeaderMap:
    """Map the headers of a table to columns; a header that means none keeps its name.

    >>> dict(map_headers(["start", "标题", "lng", "colour"]).mapped)
    {'start': 'date', '标题': 'title', 'lng': 'lon'}
    """
    columns = _assigned(headers)
    mapped = {header: column for header, column in zip(headers, columns, strict=True) if header != column}
    return HeaderMap(columns=columns, mapped=MappingProxyType(mapped), faults=tuple(clashes(headers, columns)))


def _assigned(headers: Sequence[str]) -> tuple[str, ...]:
    keys = [_key(header) for header in headers]
    exact = _names().exact
    columns = [exact.get(key, header.strip()) for key, header in zip(keys, headers, strict=True)]
    if set(DERIVED) <= set(columns):
        return tuple(columns)
    free = {key: position for position, key in reversed(list(enumerate(keys)))}
    for column, names in _names().fallback.items():
        # `start` and `end` are offsets unless the table has no other date.
        if column in columns or (column == "date_end" and "end" in columns and "start" in columns):
            continue
        position = next((free.pop(name) for name in names if name in free), None)
        if position is not None:
            columns[position] = column
    return tuple(columns)


def clashes(headers: Sequence[str], columns: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for every column that more than one header claims."""
    claims: dict[str, list[str]] = {}
    for header, column in zip(headers, columns, strict=True):
        claims.setdefault(column, []).append(header)
    for header, count in Counter(headers).items():
        if count > 1:
            yield Fault(
                row=1, column=header, value=header, message=f"{count} columns are called {header!r}: rename one"
            )
    for column, names in claims.items():
        if len(set(names)) > 1:
            said = ", ".join(repr(name) for name in names)
            message = f"{len(names)} columns mean {column!r}: {said}; rename all but one"
            yield Fault(row=1, column=column, value=names[1], message=message)


def _key(header: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).casefold()


@cache
def _names() -> _Names:
    tables = tomllib.loads(resources.files("geo").joinpath("data/headers.toml").read_text(encoding="utf-8"))
    exact = {_key(column): column for column in _CONTRACT}
    for column, names in tables["names"].items():
        for name in names:
            if column not in _CONTRACT or exact.setdefault(_key(name), column) != column:
                raise DataError(f"headers.toml: {name!r} cannot mean {column!r}; it means {exact.get(_key(name))!r}")
    fallback = {column: tuple(_key(name) for name in names) for column, names in tables["fallback"].items()}
    return _Names(exact=MappingProxyType(exact), fallback=MappingProxyType(fallback))
