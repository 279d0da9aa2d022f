"""Which places a headline names, and how much they count for what its article is about.

A venue counts for nothing; what a meeting passed, or where in the country something lies, for little; a name inside
another one only where no other is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.reading.event_places import inside
from geo.reading.targets import NEAR, code_of, is_told_to, most_specific
from geo.records import Document, Mention

NAMED, EMBEDDED = 5.0, 3.0
"""Weights of a place that a headline names, and of one inside a longer name."""

ITEM = 1.0
"""The weight of what a meeting passed, among other business."""

CAPITAL = "110000"


def places(document: Document, mentions: Sequence[Mention]) -> list[tuple[str, float]]:
    """Return the headline's places; inside another name (a railway, the games) they count only when alone."""
    if document.headline is None:
        return []
    above = [mention for mention in mentions if mention.end <= document.headline[1]]
    above = [one for one in above if not _venue(document.text, one) and not _one_school(document.text, one)]
    named = [(mention, key) for mention in above if (key := code_of(mention))]
    named = [_at_its_seat(one, above, document.text) for one in named]
    if named:
        specific = most_specific(named, document.text, 0)
        specific = [one for one in specific if is_told_to(document.text, one[0].start, one[0].end)] or specific
        weights = {key: ITEM if _by_the_way(document.text, mention) else NAMED for mention, key in reversed(specific)}
        return [(key, weights[key]) for key in dict.fromkeys(key for _, key in specific)]
    for pattern, key in _BY_OTHER_NAMES:
        if pattern.search(document.text, *document.headline):
            return [(key, NAMED)]
    parts = [one.code for one in above if one.embedded and one.code and not _nations_own(document.text, one)]
    return [(code, EMBEDDED) for code in dict.fromkeys(parts)]


# Water and roads are called after more than where they lie.
_NO_SEAT = re.compile(r"库区|水库|机场|大坝|高速|铁路|港|湖|江|河|山")


def _nations_own(text: str, mention: Mention) -> bool:
    """Whether a name is that of a school or the like in the capital: what is said there is said to all of its kind."""
    return mention.code == CAPITAL and _SCHOOL.match(text, mention.end) is not None


def _one_school(text: str, mention: Mention) -> bool:
    return mention.code == CAPITAL and _ONE_SCHOOL.match(text, mention.end) is not None


# "Beijing primary school": one that has no name of its own.
_ONE_SCHOOL = re.compile(r" (?:primary |middle |high )?(?:school|kindergarten)\b", re.IGNORECASE)
_SCHOOL = re.compile(
    r"[\w ]{0,24}?\b(?:school|university|college|institute|academy|hospital)\b"
    r"|[\u4e00-\u9fff]{0,8}?(?:学校|大学|学院|医院|研究院)",
    re.IGNORECASE,
)


def _at_its_seat(named: tuple[Mention, str], above: Sequence[Mention], text: str) -> tuple[Mention, str]:
    """Return the county whose name begins that of a school or works right behind its city: 某市|某区小学."""
    inner = next((one for one in above if one.start == named[0].end and one.embedded and one.level == "county"), None)
    inner = None if inner and _NO_SEAT.match(text, inner.end) else inner
    return (inner, inner.code) if inner and inner.code and inside(inner.code, named[1]) else named


# A headline that names a place by another name: the national capital, or the region along a river by the river.
_BY_OTHER_NAMES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"首都(?=规划|建设|发展|功能|核心|城市|安全|高质量|治理)", "110000"),
        (r"(?<!^)\bCapital (?=Planning|Development|Functions?)", "110000"),
        (r"黄河(?!路|大桥|口|故道)|\bYellow River\b(?! [A-Z])", "yellow_river_basin"),
        (r"长江(?!路|大桥|证券|三角|存储)", "yangtze_river_economic_belt"),
        (r"\bYangtze(?: River)?\b(?! (?:Delta|River|[A-Z]))", "yangtze_river_economic_belt"),
    )
)

_AGENDA = re.compile(r"(?:审议|讨论)(?:通过)?(?:了)?《[^》]*$")
_VENUE = re.compile(r"(?:市|省)?(?:隆重|胜利)?(?:开幕|闭幕|举行|召开|举办|开班|成立|揭牌|发布)")


def _on_agenda(text: str, mention: Mention) -> bool:
    return _AGENDA.search(text, max(0, mention.start - NEAR), mention.start) is not None


def _by_the_way(text: str, mention: Mention) -> bool:
    """Whether a headline names a place as what a meeting passed, or a part of the country as where something lies."""
    part = mention.region in _PARTS and (
        text[: mention.start].endswith("in ") or _STRUCK.match(text, mention.end) is not None
    )
    return part or _on_agenda(text, mention)


_STRUCK = re.compile(
    r"(?: China)?(?:['’]s)? (?:earth)?(?:quake|floods?|landslides?|storms?|accident|blast|fire)\b", re.IGNORECASE
)
_PARTS = ("northeast", "northwest", "western", "central", "eastern")
_HELD_IN = re.compile(
    r"\b(?:watch(?:es|ed)?|attends?|addresses|witness(?:es|ed)?|speaks? at|delivers?)\b[^\n]{0,80}\bin $"
    r"|\b(?:held|opens?|opened|convened?|concludes?|closes?|kicks off|begins) in $"
)


def _venue(text: str, mention: Mention) -> bool:
    """Whether a headline names a place only as where a meeting is held (在京举行)."""
    if _HELD_IN.search(text, 0, mention.start) or text[: mention.end + 2].strip(" \n") == mention.text:
        return True  # a dateline that stands alone on the first line
    return text[: mention.start].endswith("在") and _VENUE.match(text, mention.end) is not None
