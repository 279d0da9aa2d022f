"""When the capital stands for the national government: "Beijing said", "relations with Beijing", 北京方面."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from geo.reading.lexicon import Hit, Sense
from geo.reading.pages import Page
from geo.reading.patterns import load

_REACH = 40
_NEAR = 250
_NEAR_ZH = 80
_NEIGHBOURS = 12
_ISLANDS = frozenset(("710000", "810000", "820000"))
_AT_A_PLACE = re.compile(
    r"\b(?:in|at|near|into|outside|inside|around|across|downtown|central|suburban|visit|visits|visited|visiting|left|leaving)"
    r"(?: both)?(?: the)? $"
)
# These join a place or a government: who travels to Beijing, and who is close to Beijing.
_JOINED = re.compile(r"\b(?P<word>of|from|to|for)(?: both)?(?: the)? $")
_BETWEEN = re.compile(r"\b(?:between|from both) $")
_ANOTHER = re.compile(r", | and |, and | or |-")


@dataclass(frozen=True, slots=True, kw_only=True)
class _English:
    does: re.Pattern[str]
    owns: re.Pattern[str]
    pair_after: re.Pattern[str]
    pair_before: re.Pattern[str]
    before: re.Pattern[str]
    by: re.Pattern[str]
    moves: re.Pattern[str]
    parts: re.Pattern[str]
    lives: re.Pattern[str]
    abroad: re.Pattern[str]
    city: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chinese:
    after: re.Pattern[str]
    owns: re.Pattern[str]
    city: re.Pattern[str]
    does: re.Pattern[str]
    before: re.Pattern[str]
    pair_after: re.Pattern[str]
    pair_before: re.Pattern[str]


@cache
def _english() -> _English:
    raw: dict[str, list[str]] = load("metonyms.toml")["en"]
    capitals, helpers = _any(raw["capitals"]), _any(raw["auxiliaries"])
    verbs = _any({form for verb in raw["verbs"] for form in inflected(verb)} | set(raw["forms"]))
    return _English(
        does=re.compile(rf"(?: (?:{helpers})(?![a-z])){{0,4}} (?:{verbs})(?![a-z'-])"),
        owns=re.compile(
            rf"'s(?: [a-z-]+){{0,2}}? (?:{_any(raw['owns'])})(?![a-z])|-(?:{_any(raw['compounds'])})(?![a-z])"
        ),
        pair_after=re.compile(rf"(?: and | or | nor |-| with )(?:{capitals})(?![a-z]| d\.?c)"),
        pair_before=re.compile(rf"(?:^|[^a-z])(?:{capitals})(?: and |-| or | nor )$"),
        before=re.compile(rf"(?:^|[^a-z])(?:{_any(raw['before'])})(?<=-)$|(?:^|[^a-z])(?:{_any(raw['before'])}) $"),
        by=re.compile(rf"\b(?!(?:{_any(raw['not_by'])}) )(?:[a-z]{{2,}}ed|made|set|drawn up|put forward|taken) by $"),
        moves=re.compile(rf"\b(?:{_any(raw['moves'])})"),
        parts=re.compile(rf"\b(?:{_any(raw['parts'])}) of(?: the)? $"),
        lives=re.compile(
            rf"(?: (?:{helpers})(?![a-z])){{0,4}} (?:{_any(raw['city_deeds'])})(?![a-z'-])"
            rf"|(?:'s)?(?: [a-z-]+){{0,2}}? (?:{_any(raw['city_nouns'])})s?(?![a-z])"
            r"|-based|, (?:the )?(?:capital|china's capital)|:| ?\||\n|$|, \(?[a-z]{3,9}\.? \d| \([a-z]{2,9}\)"
        ),
        abroad=re.compile(_any(raw["abroad"] + raw["capitals"])),
        city=re.compile(_any(raw["city"])),
    )


@cache
def _chinese() -> _Chinese:
    raw: dict[str, list[str]] = load("metonyms.toml")["zh"]
    capitals, links = _any(raw["capitals"]), _any(raw["links"])
    return _Chinese(
        after=re.compile(_any(raw["after"])),
        city=re.compile(_any(raw["city"])),
        owns=re.compile(rf"(?:的|这一|此番)?(?:[\u4e00-\u9fff]{{2}})?(?:{_any(raw['owns'])})"),
        does=re.compile(rf"(?:{_any(raw['adverbs'])}){{0,3}}(?:{_any(raw['verbs'])})"),
        before=re.compile(rf"(?:{_any(raw['before'])})$"),
        pair_after=re.compile(rf"(?:{links})(?:{capitals})"),
        pair_before=re.compile(rf"(?<![{''.join(raw['place_before'])}])(?:{capitals})(?:{links})$"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def inflected(verb: str) -> Iterator[str]:
    """Yield the forms of a regular English verb.

    >>> list(inflected("accuse")), list(inflected("deny"))
    (['accuse', 'accuses', 'accused', 'accusing'], ['deny', 'denies', 'denied', 'denying'])
    """
    stem, ending = (verb[:-1], "ie") if re.search(r"[^aeiou]y$", verb) else (verb.removesuffix("e"), "e")
    sibilant = verb.endswith(("s", "sh", "ch", "x", "e")) or ending == "ie"
    yield from (verb, stem + (ending if sibilant else "") + "s", stem + ending + "d")
    yield (verb if ending == "ie" or verb.endswith("ee") else stem) + "ing"


def stands_for_government(page: Page, number: int) -> bool:
    """Whether the capital named by hit `number` of a text in English does here what a national government does."""
    hit, rules = page.hits[number], _english()
    before, after = page.folded[max(0, hit.start - _REACH) : hit.start], page.folded[hit.end : hit.end + _REACH]
    located = _located(before)
    if rules.owns.match(after) or rules.before.search(before) or rules.pair_before.search(before):
        return True
    if rules.pair_after.match(after):
        return not located or _BETWEEN.search(before) is not None
    if located or _is_in_list(page, number) or (before.endswith("(") and after.startswith(")")):
        return False
    if _JOINED.search(before) is None and rules.does.match(after):
        return True
    named_in_dateline = page.text[hit.start : hit.end].isupper()
    return not named_in_dateline and rules.lives.match(after) is None and _is_abroad(page, number)


def _located(before: str) -> bool:
    """Whether the words before the capital make it a place: in it, part of it, or the end of a journey."""
    if _AT_A_PLACE.search(before):
        return True
    joined = _JOINED.search(before)
    if joined is None:
        return False
    rules = _english()
    return rules.parts.search(before) is not None if joined["word"] == "of" else rules.moves.search(before) is not None


def stands_for_government_zh(page: Page, number: int) -> bool:
    """Whether the capital named by hit `number` of a Chinese text stands for the national government."""
    hit, rules = page.hits[number], _chinese()
    before, after = page.folded[max(0, hit.start - 6) : hit.start], page.folded[hit.end : hit.end + 14]
    if rules.after.match(after) or rules.pair_before.search(before):
        return True
    if before.endswith(tuple(load("metonyms.toml")["zh"]["place_before"])):
        return False
    if rules.pair_after.match(after):
        return True
    acts = rules.does.match(after) or rules.owns.match(after) or rules.before.search(before)
    if acts is None and _BEGINS.search(before) and not rules.city.match(after):
        return _speaks_abroad_zh(page, number) and not _names_home(page)
    return acts is not None and _speaks_abroad_zh(page, number)


def _speaks_abroad_zh(page: Page, number: int) -> bool:
    return page.abroad or _names_abroad(page, number, _NEAR_ZH)


# The capital begins a clause, and so is who acts in it.
_BEGINS = re.compile(r"(?:^|[，。；：“”\n,]|由于|因为|因|称|说|认为|指|指出|如果|尽管|虽然|而|但|随着|对于|让|使)$")


def _names_home(page: Page) -> bool:
    """Whether a text names any unit of the mainland besides the capital: then it may speak of the city."""
    return any(_is_unit(hit) and page.folded[hit.start : hit.end] not in ("北京", "beijing") for hit in page.hits)


def _is_in_list(page: Page, number: int) -> bool:
    """Whether another unit of China stands beside the capital in a list: Beijing and Shanghai."""
    own = page.hits[number]
    sides = ((number - 1, number), (number, number + 1))
    pairs = [(page.hits[left], page.hits[right]) for left, right in sides if left >= 0 and right < len(page.hits)]
    return any(
        _ANOTHER.fullmatch(page.folded, left.end, right.start) is not None and _is_unit(right if left is own else left)
        for left, right in pairs
    )


def _is_unit(hit: Hit) -> bool:
    return any(sense.kind == "unit" and sense.code not in _ISLANDS for sense in hit.senses)


def _is_abroad(page: Page, number: int) -> bool:
    """Whether the text around, or its publisher, speaks of China from outside, and not of the city's own life."""
    hit = page.hits[number]
    around = page.folded[max(0, hit.start - _NEAR) : hit.end + _NEAR]
    if _english().city.search(around):
        return False
    return page.abroad or _names_abroad(page, number, _NEAR) or _english().abroad.search(around) is not None


def _names_abroad(page: Page, number: int, reach: int) -> bool:
    """Whether another country, its capital or people, Taiwan, Hong Kong or Macau is named within `reach`."""
    own = page.hits[number]
    return any(
        abs(hit.start - own.start) <= reach and any(_is_across_a_border(sense) for sense in hit.senses)
        for hit in page.hits[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
    )


def _is_across_a_border(sense: Sense) -> bool:
    return sense.kind == "demonym" or (sense.kind == "foreign" and sense.level == "country") or sense.code in _ISLANDS
