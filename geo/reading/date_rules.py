"""What the date patterns of both languages share: the article's anchor, a finding, and the reading of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.records import DateSpan

Kind = Literal["explicit", "partial", "relative", "duration", "period", "vague", "dateline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What relative dates count from: the article's own day, and the day its dateline states."""

    day: date | None
    dateline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one date expression was read as."""

    span: DateSpan | None
    kind: Kind
    reason: str
    notes: tuple[str, ...] = ()


Rule = Callable[[re.Match[str], Anchor], Found | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One kind of date expression: what it looks like, what it means, and words one of which it always contains.

    The words spare the pattern a pass over texts that have none of them.
    """

    regex: re.Pattern[str]
    rule: Rule
    words: tuple[str, ...] = ()

    def can_match(self, text: str) -> bool:
        """Whether a text holds any of the words."""
        return not self.words or any(word in text for word in self.words)


_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_CHINESE = re.compile(r"[〇零○一二两三四五六七八九十廿卅]+")


def number(text: str) -> int:
    """Read a number below 10,000 in Arabic or Chinese numerals, positional or with 十; -1 when it is none.

    >>> [number(text) for text in ("22", "二十二", "廿三", "十", "二〇二四", "一五")]
    [22, 22, 23, 10, 2024, 15]
    """
    if text.isdecimal():
        return int(text)
    if not _CHINESE.fullmatch(text):
        return -1
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int("".join(str(_DIGITS[char]) for char in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return -1
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
