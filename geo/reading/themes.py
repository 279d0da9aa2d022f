"""The theme of a demand: a weighted lexicon, its words counted more the earlier they stand.

The lexicon is ``geo/data/themes.toml`` and, for Chinese, ``geo/data/themes_zh.toml``. The theme of the first or
dominant demand wins; the words that decided are the evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from geo.errors import DataError
from geo.reading.wordlists import Words, table
from geo.records import THEMES

# The weight of a word falls linearly to this share at the end of the sentence: an English demand names its object
# first and then what it is for, a Chinese one closes with the object as often.
_LAST = {"en": 1.0, "zh": 0.9}
# Each further member of an enumeration, "protect wetlands, build roads and improve schools", counts by this share of
# the one before, and the last ones by no less than the second number.
_MEMBER_SHARE, _MEMBER_LEAST = 0.7, 0.4
# Two nouns that share their object are one member: "protection and innovative development of traditional culture".
_NOUN = r"(?:[a-z-]+(?:ive|al|ed|ic|ous) )?[a-z-]*(?:tion|sion|ment|ance|ence|ity|ness|ship|al)s?"
_SHARED = rf"{_NOUN} (?:of|on|in|for|to|with)\b"
_MEMBER = re.compile(rf"[,;:]\s|\s(?:and(?! {_SHARED})|while|as well as|but)\s", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Words of this weight or more are what a whole demand comes to: they count the same wherever they stand.
_OUTRIGHT = 5
# Shorter words have no form in -ing of their own sense.
_SHORT_WORD = 5
# A word counts again, but less, each time it is repeated.
_AGAIN = 0.3
# What a demand is for, once it was said what it is, counts by this share; a demand may begin with such words.
_PURPOSE, _HEAD = 0.4, 20
_FOR = re.compile(
    r"\b(?:so as to|so that|in order to|thus|thereby|with (?:an|the) aim|with a view|aim(?:ed|ing) (?:at|to)"
    r"|to (?:better |effectively |further |resolutely )?(?:ensure|provide|help|make|achieve|realize|guard|prevent|offer"
    r"|contribute|facilitate|meet|serve|create|enhance|guarantee|deliver|consolidate|sustain|give|keep|support)"
    r"|while|when|urging|calling (?:for|on)|asking|demanding|requiring|and (?:urged|called|stressed|asked|demanded))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme and the words that speak for it, the weightiest first. Without any word it is ``other``."""

    name: str
    evidence: tuple[str, ...]
    score: float


# The list of words that hold a theme's word and say nothing of it (中华民族伟大复兴 is no matter of 民族).
_NEUTRAL = "neutral"


@cache
def _lexicon() -> tuple[Words, Mapping[str, tuple[str, int]]]:
    """Return the matcher and, for each word, its theme and weight. A word belongs to one theme, the first listed."""
    entries: dict[str, tuple[str, int]] = {}
    for name in ("themes_zh", "themes"):
        for theme, weights in table(name).items():
            if theme not in (*THEMES, _NEUTRAL):
                raise DataError(f"{name}.toml: {theme!r} is not a theme; the themes are {', '.join(THEMES)}")
            for weight, words in weights.items():
                for word in words:
                    entries.setdefault(word.lower(), (theme, int(weight)))
    for word, entry in list(entries.items()):
        for form in _forms(word):
            entries.setdefault(form, entry)
    return Words(entries), entries


_ENDS_IN_Y = re.compile(r".*[a-z][^aeiouy]y$")


def _forms(word: str) -> Iterator[str]:
    """Yield the forms of an English word that do not begin with it: policy, policies."""
    if _ENDS_IN_Y.match(word):
        yield word[:-1] + "ie"
    elif word.isascii() and len(word) > _SHORT_WORD and word.endswith("e"):
        yield word[:-1] + "ing"


# "thoroughly implement the spirit of …," before what is actually asked says nothing about it.
_PREAMBLE = re.compile(
    r"^[“\s]*(?:要|应|必须|以)?(?:[深入认真全面完整准确坚决扎实切实坚持]{2,8})?(?:学习)?(?:贯彻|落实|践行)(?:落实)?[^，。；]*[，；]"
)


def _without_preamble(text: str) -> str:
    """Blank the clauses that only invoke a doctrine, where other demands follow them."""
    while (match := _PREAMBLE.match(text)) and text.count("，", match.end()) >= 1:
        text = text[match.end() :]
    return text


def classify(text: str, *, prior: Mapping[str, float] | None = None) -> Theme:
    """Return the theme of a sentence.

    Parameters
    ----------
    text
        The demand itself, without who made it.
    prior
        Weight that themes bring along from the article (its headline, the demand before).

    Examples
    --------
    >>> classify("prevent and control water pollution in the river basin").name
    'ecology'
    >>> classify("要保护好耕地，提高粮食产能").evidence[:2]
    ('粮食产能', '耕地')
    """
    scores, evidence = _weighed(text)
    for theme, weight_of_article in (prior or {}).items():
        scores[theme] = scores.get(theme, 0.0) + weight_of_article
    if not scores:
        return Theme(name="other", evidence=(), score=0.0)
    best = max(scores, key=lambda theme: (scores[theme], -THEMES.index(theme)))
    ranked = sorted(evidence.get(best, {}).items(), key=lambda item: -item[1])
    return Theme(name=best, evidence=tuple(word.strip().rstrip("$") for word, _ in ranked), score=scores[best])


def shares(text: str) -> Mapping[str, float]:
    """Return what part of a text's weight each theme has, together 1; nothing for a text without any word.

    >>> shares("要绿化荒山。")
    {'ecology': 1.0}
    """
    scores, _ = _weighed(text)
    total = sum(scores.values())
    return {theme: score / total for theme, score in scores.items() if total}


def _weighed(text: str) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Return each theme's score and what each of its words gave, of the demand or, if it invokes only, of the whole."""
    text = text.replace("’", "'")
    told = _without_preamble(text)
    scores, evidence = _counted(told)
    return (scores, evidence) if scores or told == text else _counted(text)


def _counted(text: str) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    matcher, entries = _lexicon()
    evidence: dict[str, dict[str, float]] = {}
    worth_at = _worth(text)
    for start, _, entry in matcher.find(text):
        theme, weight = entries[entry]
        if theme == _NEUTRAL:
            continue
        words = evidence.setdefault(theme, {})
        worth = weight * (1.0 if weight >= _OUTRIGHT else worth_at(start))
        words[entry] = words.get(entry, 0.0) + (worth * _AGAIN if entry in words else worth)
    return {theme: sum(words.values()) for theme, words in evidence.items()}, evidence


def _worth(text: str) -> Callable[[int], float]:
    """Return what a word counts by where it begins: less in each later member of an enumeration, less in a purpose."""
    chinese, length = _HAN.search(text) is not None, max(len(text), 1)
    last = _LAST["zh" if chinese else "en"]
    purpose = next((match.start() for match in _FOR.finditer(text) if match.start() > _HEAD), length)
    members = [] if chinese else [match.start() for match in _MEMBER.finditer(text)]

    def worth(start: int) -> float:
        place = max(_MEMBER_SHARE ** bisect_right(members, start), _MEMBER_LEAST)
        return place * (1 - (1 - last) * start / length) * (1.0 if start <= purpose else _PURPOSE)

    return worth
