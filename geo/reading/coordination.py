"""Regions that share a noun: "central and western regions", 中西部地区, 东中西部."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from geo.reading.candidates import Candidate

_SLUGS = {
    "western": "western",
    "central": "central",
    "eastern": "eastern",
    "northeastern": "northeast",
    "northeast": "northeast",
    "northwestern": "northwest",
    "西": "western",
    "中": "central",
    "东": "eastern",
}
_POINT = r"western|central|eastern|northeastern|northeast|northwestern"
_LATIN = re.compile(
    rf"\b(?:{_POINT})(?:(?:, | and |, and | or )(?:{_POINT}))+"
    r"(?= (?:regions?|areas?|provinces|parts of (?:the country|china)|china)\b)"
)
_WORD = re.compile(_POINT)
_HAN = re.compile(
    r"(?<![国洲]|[省市县区州])(东中西|中西|东西|东中|中东)部(?:地区)?(?!协作|扶贫|合作|结对)|(?<=[我中全]国)(东中西|中西|东西|东中|中东)部(?:地区)?"
)

# Right behind any other name it is a direction within that place: 内蒙古中西部.
_OF_CHINA = re.compile(r"[我中全祖]国$")


def find(folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield a region candidate for each member of a coordination which is not yet in a span of `taken` (sorted)."""
    starts = [start for start, _ in taken]
    for match in _LATIN.finditer(folded):
        for word in _WORD.finditer(folded, match.start(), match.end()):
            if _is_free(word.start(), word.end(), starts, taken):
                yield Candidate(start=word.start(), end=word.end(), region=_SLUGS[word.group()])
    ends = {end for _, end in taken}
    for match in _HAN.finditer(folded):
        if match.start() in ends and not _OF_CHINA.search(folded, max(0, match.start() - 2), match.start()):
            continue
        points = match[1] or match[2]
        for offset, letter in enumerate(points):
            start = match.start() + offset
            end = match.end() if offset == len(points) - 1 else start + 1
            if _is_free(start, end, starts, taken):
                yield Candidate(start=start, end=end, region=_SLUGS[letter])


def _is_free(start: int, end: int, starts: Sequence[int], taken: Sequence[tuple[int, int]]) -> bool:
    position = bisect_right(starts, end - 1)
    return position == 0 or taken[position - 1][1] <= start
