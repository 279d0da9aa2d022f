"""The words that tell of an event, by type: ``geo/data/event_types.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.errors import DataError
from geo.reading.wordlists import table
from geo.records import EVENT_TYPES

Lang = Literal["en", "zh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that tell of an event, `[start, end)` in the text they were sought in; `weak` needs a day beside it."""

    start: int
    end: int
    type: str
    words: str
    weak: bool = False
    placeless: bool = False


@cache
def _patterns(lang: Lang) -> tuple[tuple[str, bool, bool, re.Pattern[str]], ...]:
    patterns = []
    for entry in table("event_types")["type"]:
        if entry["name"] not in EVENT_TYPES:
            raise DataError(f"event_types.toml: {entry['name']!r} is no type; the types are {', '.join(EVENT_TYPES)}")
        joined = "|".join(entry[lang])
        compiled = re.compile(rf"\b(?:{joined})" if lang == "en" else joined, re.IGNORECASE if lang == "en" else 0)
        patterns.append((entry["name"], bool(entry.get("weak")), bool(entry.get("placeless")), compiled))
    return tuple(patterns)


def is_by_the_way(text: str, trigger: Trigger) -> bool:
    """Whether the words of an English sentence name what something came after, or a meeting that decided it before.

    >>> text = "He returned after a state visit."
    >>> is_by_the_way(text, first(text, "en"))
    True
    """
    return _BY_THE_WAY.search(text[: trigger.start]) is not None or came_after(text, trigger)


def came_after(text: str, trigger: Trigger) -> bool:
    """Whether the sentence is about what a trigger's event came after: "The tour came right after he …"."""
    return _CAME_AFTER.match(text[trigger.end :]) is not None


_BY_THE_WAY = re.compile(
    r"\b(?:return(?:s|ed)|came|comes|arriv(?:es|ed)) [^.;]{0,60}?\bafter "
    r"(?:(?:ending|concluding|finishing|completing|wrapping up) |(?:an?|the|his|her) )(?:[\w-]+ ){0,3}$"
    r"|\b(?:arrangements?|decisions?|requirements?|tasks?|plans?) (?:made|set|set out|outlined|adopted|laid out) "
    r"at the (?:[\w-]+ ){0,4}$"
    r"|\bwhere the $"
)
_CAME_AFTER = re.compile(r"^(?: \w+)? (?:came|comes|took place)(?: [\w-]+){0,3} after\b")


def is_figures(text: str) -> bool:
    """Whether an English sentence tells how markets closed: figures of a day, and no event.

    >>> is_figures("Shares edged lower on Tuesday.")
    True
    """
    return _figures().search(text) is not None


@cache
def _figures() -> re.Pattern[str]:
    words = table("event_types")["figures"]
    what, moved, level = ("|".join(words[key]) for key in ("what", "moved", "level"))
    return re.compile(
        rf"\b(?:{what})\b[^.;]{{0,60}}?\b(?:{moved})\b|\b(?:{moved})\b[^.;]{{0,40}}?\b(?:{level})\b", re.IGNORECASE
    )


def first(text: str, lang: Lang, begin: int = 0) -> Trigger | None:
    """Return what a sentence tells of, from `begin` on: the most particular type, at its first words.

    >>> first("He chaired a symposium in the city and visited a port.", "en").type
    'symposium'
    """
    for name, weak, placeless, compiled in _patterns(lang):
        match = compiled.search(text, begin)
        if match is not None:
            return Trigger(
                start=match.start(), end=match.end(), type=name, words=match.group(), weak=weak, placeless=placeless
            )
    return None


# What somebody will do next, after what happened: 在某地启动，各媒体将开展调研.
_WILL_DO = re.compile(r"，[^，。；]{0,12}(?<![即就])将(?![军近领来])")


def told_of_now(text: str) -> str:
    """Return a Chinese sentence up to what will be done after it, if something happened before that.

    >>> told_of_now("活动在某地启动，记者将开展调研。")
    '活动在某地启动'
    """
    match = _WILL_DO.search(text)
    happened = match and first(text[: match.start()], "zh")
    return text[: match.start()] if match and happened and not happened.weak else text


# What a speaker mentions is no news of this article: 某人表示，两国元首不久前举行会晤.
_SPEAKER = re.compile(r"[^，。；：]{1,12}(?<![会文通])(?:表示|指出|强调|说)(?:说)?，")


def is_mentioned(text: str, at: int, kind: str) -> bool:
    """Whether a meeting or visit told at the offset `at` of a Chinese sentence is only spoken of.

    >>> is_mentioned("他表示，两国元首不久前举行会晤。", 13, "meeting")
    True
    """
    spoken = _SPEAKER.match(text) if kind in ("meeting", "visit") else None
    return spoken is not None and at >= spoken.end()
