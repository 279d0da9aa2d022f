"""Where something was built, opened or held: its own name, the sentence after it, the line above it.

A Chinese sentence about a bridge seldom says in what place it is: the bridge's name does, or the next sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.reading.event_places import Where, along, inside, only_one, stem
from geo.reading.spans import Spans
from geo.records import Document, Mention, Sentence


def built(mentions: Sequence[Mention], text: str, start: int, trigger: int) -> Where:
    """Return where a Chinese sentence, which begins at `start`, says that something was built, opened or launched.

    What was built stands before the verb at `trigger`, and its name, or what stands before that, says where it is:
    山东某某大桥合龙, 西安至延安高铁某某隧道贯通. Who built it and what it leads to say nothing.
    """
    if not _BUILT.match(text, trigger):
        return Where.nowhere()
    clause = max(text.rfind(mark, start, trigger) for mark in "，；：") + 1
    named = [one for one in mentions if max(clause, start) <= one.start and one.end <= trigger and one.code]
    named = [one for one in named if not _BUILDER.match(text, one.end) and not _STOP.match(text, one.end)]
    if not named:
        return Where.nowhere()
    if any(text[one.end : one.end + 1] in "至到—-－" for one in named):
        return along(named, named[-1]) if len(named) > 1 else Where.nowhere()
    smallest = max(named, key=lambda one: len(stem(one.code or "")))
    if not all(inside(smallest.code or "", one.code or "") for one in named):
        return Where.nowhere()
    reason = f"what was built is named after {smallest.text!r}"
    return Where(codes=(smallest.code or "",), name=smallest.text, source="stated", reason=reason)


# What is launched, shipped or flown is no place.
_BUILT = re.compile(
    r"开工|投产|通车|竣工|投运|投入|(?:正式|全面|建成)?启用|贯通|合龙|开通|并网|建成|封顶|完工|通水|动工|试运行|启动建设|揭[幕牌]"
)
# The name of a stop only begins like a unit's: 镇江|关.
_STOP = re.compile(r"[关口岭沟坪坝寨桥店]")
# Where a thing stands is told after it was said to be ready: 白沙大桥合龙。大桥连接鄂州和黄冈。
_STANDS = re.compile(r"(?:位于|地处|坐落[在于]|连接|起自|起于|横跨|途经)")
_TOLD_WITHIN = 120  # characters


def told_after(document: Document, sentence: Sentence, mentions: Spans[Mention]) -> Where:
    """Return where the rest of the paragraph says that a thing stands; two ends share a province."""
    text = document.text
    until = _before(text, "\n", sentence.end, sentence.end + _TOLD_WITHIN)
    match = _STANDS.search(text, sentence.end, until)
    if match is None:
        return Where.nowhere()
    stop = _before(text, "。", match.end(), until)
    here = [one for one in mentions.within(match.end(), stop) if one.code and not one.embedded]
    if not here:
        return Where.nowhere()
    only = only_one(here)
    return only if only.codes else along(here, here[-1])


def _before(text: str, mark: str, start: int, end: int) -> int:
    found = text.find(mark, start, end)
    return end if found < 0 else found


def named_before(mentions: Sequence[Mention], text: str, start: int, trigger: int) -> bool:
    """Whether a place is named between the beginning of a sentence and the words at `trigger`."""
    return any(start <= one.start and one.end <= trigger and not _BUILDER.match(text, one.end) for one in mentions)


_BUILDER = re.compile(r"[^，。；]{0,12}?(?:公司|集团|研究院|研究所|大学|造船厂|船厂)")


_HELD = re.compile(r"(?:隆重|胜利)?(?:举行|召开|开幕|闭幕|启动|揭牌|举办|发布)")


def headlined(document: Document, sentence: Sentence, mentions: Spans[Mention]) -> Where:
    """Return where the Chinese line above a sentence, a headline or heading, says that it was held: 座谈会在京举行."""
    text = document.text
    window = max(0, sentence.start - _LONGEST_LINE)
    end = window + len(text[window : text.rfind("\n", window, sentence.start) + 1].rstrip())
    start = max(text.rfind("\n", window, end) + 1, window)
    for one in mentions.within(start, end):
        if one.code and text[max(0, one.start - 1) : one.start] == "在" and _HELD.match(text, one.end):
            reason = f"the line above says in {one.text!r}"
            return Where(codes=(one.code,), name=one.text, source="stated", reason=reason)
    return Where.nowhere()


_LONGEST_LINE = 120
