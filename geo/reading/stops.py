"""The stop of a tour at which something was said: a smaller place than the tour's, told before it in its paragraph.

A stop without a day of its own is no event, and what was said there belongs to the tour. Yet it was said at the stop,
and that is the place of what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from geo.reading.dates import DateMention
from geo.reading.event_places import addresses, inside, stem
from geo.reading.spans import Spans
from geo.records import DateSpan, Document, Event, Mention


class Stop(NamedTuple):
    """The event that a stop belongs to, by its place among the events, and the toponym that says where it was."""

    event: int
    mention: Mention


def of(
    document: Document, mentions: Spans[Mention], events: Sequence[Event], event: int | None, *, begin: int, until: int
) -> Stop | None:
    """Return the last stop of a tour that is told in `[begin, until)`; None without one.

    Parameters
    ----------
    document, mentions, events
        The article, its toponyms and its events.
    event
        The event at which a directive was issued, by its place among the events.
    begin, until
        Where the paragraph of the directive begins, and where its words of demand do.
    """
    if event is None or events[event].type not in _TOURS:
        return None
    text, begin = document.text, max(begin, until - _TOLD_WITHIN)
    arrived = _ARRIVED_ZH if document.lang == "zh" else _ARRIVED_EN
    told = addresses(text, mentions.within(begin, until))
    chain = next((chain for chain in reversed(told) if _is_stop(text, chain, arrived, begin)), None)
    if chain is None or _one_of_several(text, chain, told) or _moved_on(text, chain, until):
        return None
    smallest = max(chain, key=lambda one: len(stem(one.code or "")))
    tour = _tour_around(smallest, events, event)
    return None if tour is None else Stop(tour, smallest)


def goes_on(text: str, begin: int, until: int) -> bool:
    """Whether a paragraph goes on with the stop of the one before: the visitor leaves it."""
    return _LEAVING.search(text, max(begin, until - _TOLD_WITHIN), until) is not None


def in_force(text: str, events: Sequence[Event], first: int, until: int) -> int:
    """Return the event at which something was said that no event of its own paragraph tells, by its place among them.

    What was said after a report was heard, or at a dated stop, goes on over paragraphs until the visitor is told to be
    elsewhere; what no such event precedes belongs to the main event.

    Parameters
    ----------
    text, events
        The article's text and its events, the main one first.
    first, until
        Where the paragraph begins, and where in it what was said does.
    """
    spoken = _THE_MEETING.match(text, first) is not None
    if events[0].type not in _TOURS and not spoken:
        return 0
    before = [place for place, one in enumerate(events) if one.start < first and place]
    last = max(before, key=lambda place: events[place].start, default=0)
    told = events[last]
    if (
        not last
        or told.type not in (*_TOURS, *_MEETINGS)
        or told.start < events[0].start
        or not (spoken or _within(told, events[0]))
    ):
        return 0
    return 0 if until - told.end > _SPEECH or _ELSEWHERE.search(text, told.end - 1, until) else last


# A paragraph that goes on with the meeting told before it.
_THE_MEETING = re.compile(
    r"会议(?:还)?(?:强调|指出|要求|认为|提出)|The meeting (?:also )?(?:stressed|said|called|urged|noted)"
)
_AT_ITS_END = timedelta(days=2)


def _within(inner: Event, outer: Event) -> bool:
    """Whether all days of an event are days of a tour, or of its end."""
    if inner.span is None or outer.span is None:
        return False
    return outer.span.first <= inner.span.first and inner.span.last <= outer.span.last + _AT_ITS_END


def day_of(dates: Spans[DateMention], event: Event, begin: int, until: int) -> DateSpan | None:
    """Return the last single day of a tour that is told in `[begin, until)`; the tour's own days without one."""
    if event.type not in _TOURS or event.span is None:
        return event.span
    told = [one for one in dates.within(max(begin, until - _TOLD_WITHIN), until) if one.kind != "dateline"]
    days = [one.span for one in told if one.span and one.span.precision == "day"]
    within = [span for span in days if span.first == span.last and event.span.first <= span.first <= event.span.last]
    return within[-1] if within else event.span


_TOURS = ("inspection", "visit")
_MEETINGS = ("meeting", "symposium", "study_session", "speech")
_TOLD_WITHIN = 1200  # characters
_SPEECH = 8000  # characters that a speech is reported in at most
_ARRIVED_ZH = re.compile(
    r"(?:来到|走进|前往|抵达|赶赴|深入|考察了?|调研|察看了?|视察|参观了?|(?:^|[，。；：\n])在)(?:位于|地处)?$"
)
# 在某地听取, 在某地了解: there it was heard and seen.
_AT_ZH = re.compile(r"[^，。；]{0,20}?(?:听取|考察|调研|察看|走访|慰问|检查|看望|了解)")
_ARRIVED_EN = re.compile(
    r"(?:\b(?i:visit(?:ed|ing)?|inspect(?:ed|ing)?|tour(?:ed|ing)?|(?:went|came) to|arriv(?:ed|ing) (?:in|at)"
    r"|walked into|stopp(?:ed|ing) (?:in|at|by)|(?:visit|trip|tour|inspection) (?:to|of|in|at))"
    r"|(?:^|[.\n] ?)(?:At|In))\s+"
    r"(?:(?!(?:said|stressed|urged|called|asked|learned|and then|before|after|for|with|about|contrast|cooperation"
    r"|response|addition|order|line|collaboration|partnership|comparison|terms)\b|on (?!the\b))[\w'’-]+,?\s+){0,9}$"
)
_BEFORE = 110  # characters before a name in which the words of arrival stand
_LONGEST_CLAUSE = 400  # characters
_CLAUSE = "，。；\n"
_CLAUSE_END, _SENTENCE_END = re.compile(r"[，。；\n]|, |\. "), re.compile(r"[。\n]|\. ")
# A later stop: 随后来到一家企业, 。在某研究院，, "At a school, ".
_ELSEWHERE = re.compile(
    r"来到|前往|抵达|赶赴|考察了|视察|参观|[。\n](?:随后，)?在[^，。]{2,60}，"
    r"|\b(?i:visit(?:ed|ing)|inspect(?:ed|ing)|tour(?:ed|ing)|(?:went|came) to|arriv(?:ed|ing) (?:in|at))\b"
    r"|[.\n] ?(?:At|In) "
)
_HEARD = re.compile(
    r"听取[^，。；]{0,30}汇报|座谈会|汇报会|主持召开"
    r"|\b(?i:hear(?:d|ing)|listen(?:ed|ing) to) [^.]{0,60}\b(?:reports?|briefings?)\b"
    r"|\b(?:presid|chair)(?:ed|ing)\b|\bsymposium\b"
)
_LEAVING = re.compile(
    r"离开[^，。]{0,12}时|临别|临走|\b(?:as|when|before) (?:he|she|\w+) (?:was leaving|left|departed|leaving)\b"
)


def _is_stop(text: str, chain: Sequence[Mention], arrived: re.Pattern[str], begin: int) -> bool:
    first, last = chain[0], chain[-1]
    if not any(one.code and not one.foreign for one in chain):
        return False
    before = text[max(begin, first.start - _BEFORE) : first.start]
    if arrived.search(before):
        return True
    return arrived is _ARRIVED_ZH and before.endswith("在") and _AT_ZH.match(text, last.end) is not None


def _one_of_several(text: str, chain: Sequence[Mention], told: Sequence[Sequence[Mention]]) -> bool:
    """Whether the clause lists a place elsewhere besides: 来到甲市、乙市, so that neither is where it was said."""
    first, last = chain[0].start, chain[-1].end
    start = max(text.rfind(mark, max(0, first - _LONGEST_CLAUSE), first) for mark in _CLAUSE) + 1
    ends = [text.find(mark, last, last + _LONGEST_CLAUSE) for mark in _CLAUSE]
    end = min((at for at in ends if at >= 0), default=last + _LONGEST_CLAUSE)
    smallest = max((one.code or "" for one in chain), key=lambda code: len(stem(code)))
    beside = [one for other in told for one in other if start <= one.start < end and one.code]
    return any(not inside(one.code or "", smallest) and not inside(smallest, one.code or "") for one in beside)


def _moved_on(text: str, chain: Sequence[Mention], until: int) -> bool:
    """Whether a report was heard, or another stop without a toponym told, between a stop's sentence and `until`."""
    clause = _CLAUSE_END.search(text, chain[-1].end, until)
    ended = _SENTENCE_END.search(text, chain[-1].end, until)
    heard = clause is not None and _HEARD.search(text, clause.end(), until) is not None
    return heard or (ended is not None and _ELSEWHERE.search(text, ended.start(), until) is not None)


def _tour_around(stop: Mention, events: Sequence[Event], event: int) -> int | None:
    """Return the tour in whose place a stop lies: the directive's own event, else another of the same days."""
    own = events[event]
    same = [place for place, one in enumerate(events) if one.type in _TOURS and one.span == own.span]
    for place in (event, *same):
        around = events[place].place
        if stop.code and around and stop.code != around and inside(stop.code, around):
            return place
    return None
