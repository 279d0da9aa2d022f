"""What "the city", "the municipality" and 这里 point to: the unit of that kind told before them, or soon after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.reading.event_places import Where
from geo.records import Document, Mention, Sentence

_KIND = r"(?P<kind>municipality|city|province|region|county|district|prefecture|town)\b"
_ANAPHOR = re.compile(rf"\b(?:the|this) {_KIND}", re.IGNORECASE)
# Who toured "the southwestern province" toured the one named before.
_TOURED_PART = re.compile(
    rf"\bthe (?:(?:(?:north|south|east|west)[a-z]*|central|coastal|inland) )?(?!region){_KIND}(?! [A-Z])"
)
_LEVELS = {
    "municipality": "province",
    "province": "province",
    "region": "province",
    "city": "prefecture",
    "prefecture": "prefecture",
    "county": "county",
    "district": "county",
    "town": "county",
}
_MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000", "810000", "820000"))


def last_named(mentions: Sequence[Mention]) -> Where:
    """Resolve 这里 to the unit named last, be it part of the name of a street or a park."""
    named = [mention for mention in mentions if mention.code and not mention.foreign]
    if not named:
        return Where.nowhere()
    last = named[-1]
    return Where(codes=(last.code or "",), name=last.text, source="stated", reason=f"here is {last.text!r}")


def pointed_back(document: Document, sentence: Sentence, mentions: Sequence[Mention], *, toured: bool) -> Where:
    """Resolve "the municipality", "the city" to the unit of that kind named last before the sentence's end.

    Where somebody `toured`, "the southwestern province" points back as well.
    """
    match = (_TOURED_PART if toured else _ANAPHOR).search(document.text, sentence.start, sentence.end)
    match = match or _ANAPHOR.search(document.text, sentence.start, sentence.end)
    if match is None:
        return Where.nowhere()
    kind = match["kind"].lower()
    for mention in reversed([mention for mention in mentions if mention.end <= match.start()]):
        if mention.code and not mention.embedded and not mention.foreign and _is_kind(mention, kind):
            reason = f"{match.group()!r} is {mention.text!r}"
            return Where(codes=(mention.code,), name=mention.text, source="stated", reason=reason)
    return Where.nowhere()


def pointed_on(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> Where:
    """Resolve "the city" in the first sentence to name places: it is the first unit of that kind told after it."""
    match = _ANAPHOR.search(document.text, sentence.start, sentence.end)
    units = [mention for mention in mentions if mention.code and not mention.embedded and not mention.foreign]
    if match is None or not units or not _is_kind(units[0], match["kind"].lower()):
        return Where.nowhere()
    reason = f"{match.group()!r} is {units[0].text!r}"
    return Where(codes=(units[0].code or "",), name=units[0].text, source="stated", reason=reason)


def _is_kind(mention: Mention, kind: str) -> bool:
    if mention.code in _MUNICIPALITIES:
        return kind in ("municipality", "city", "region")
    return kind != "municipality" and mention.level == _LEVELS[kind]
