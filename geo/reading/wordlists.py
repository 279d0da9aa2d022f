"""Matchers out of the word lists under ``geo/data``.

Two kinds are built here. `Words` finds plain words in one pass however many there are (an Aho-Corasick automaton,
longest match at the leftmost place); `pattern` joins English regular expression fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from geo.errors import DataError
from geo.reading.patterns import load


@cache
def table(name: str) -> dict[str, Any]:
    """Return one word list, ``verbs`` for ``geo/data/verbs.toml``.

    Raises
    ------
    DataError
        When the file is missing or is no TOML.
    """
    return load(f"{name}.toml")


def words_of(name: str, *keys: str) -> tuple[str, ...]:
    """Return one list of words out of a table.

    >>> words_of("people", "offices", "zh")[0]
    '总书记'
    """
    value: Any = table(name)
    for key in keys:
        if key not in value:
            raise DataError(f"the word list {name}.toml has no entry {'.'.join(keys)!r}")
        value = value[key]
    return tuple(value)


def pattern(fragments: Iterable[str]) -> re.Pattern[str]:
    """Join English fragments into one pattern that matches any of them as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(fragments)})(?![A-Za-z])", re.IGNORECASE)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some plain words, the longest first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in longest_first))


class Words:
    """Plain words found in one pass; at one place the longest counts.

    An entry that begins with a Latin letter matches only where a word begins; a ``$`` at its end wants the word to
    end there too. Case is ignored for Latin letters.

    >>> [entry for _, _, entry in Words(["art$", "farm"]).find("Art farms party")]
    ['art$', 'farm']
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries: Sequence[str] = tuple(dict.fromkeys(entries))
        keys = [entry.rstrip("$").lower() for entry in self._entries]
        self._automaton = AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest) if keys else None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, entry) for each word found, in the order of the text."""
        if self._automaton is None:
            return
        lowered = lower(text)
        for index, start, end in self._automaton.find_matches_as_indexes(lowered):
            entry = self._entries[index]
            if _whole(lowered, start, end, entry):
                yield start, end, entry


def lower(text: str) -> str:
    """Lower the case of a text without changing its length (a capital dotted I would grow)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _latin(char: str) -> bool:
    return char.isalpha() and char < "ʰ"


def _whole(text: str, start: int, end: int, entry: str) -> bool:
    if _latin(entry[0]) and start and _latin(text[start - 1]):
        return False
    return not (entry.endswith("$") and end < len(text) and _latin(text[end]))
