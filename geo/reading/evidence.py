"""Whether two reports tell one event: what forbids it, what speaks for it, and when that is enough.

Nothing is weighed against a contradiction: another day, place, actor, guest, ordinal or half of a day. What agrees is
summed up to a proposal. A match is *sure* only when who, when and where agree and the telling itself shows that the
matter is one: in one language by its runs of words, across languages by what was done and the region it was about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from geo.reading.event_places import inside
from geo.reading.reports import ORDINAL_OF_SESSION, Report
from geo.reading.wordlists import table, words_of
from geo.records import DateSpan, Event

# An article that says "recently" appears within so many days of what it reports.
_REPORTED_WITHIN = timedelta(days=4)
_PROPOSED = 3.5
_FAMILY = {"visit": "inspection", "symposium": "meeting", "study_session": "meeting", "ceremony": "project"}
_LEAST_PHRASES, _LEAST_SHARE = 6, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two reports that may tell one event, how much speaks for it, and the evidence in words."""

    left: Report
    right: Report
    score: float
    evidence: str
    sure: bool


def compare(left: Report, right: Report) -> Match | None:
    """Return the match of two reports; None when something forbids it or too little speaks for it."""
    if not compatible(left, right):
        return None
    evidence = list(_evidence(left, right))
    score = sum(weight for weight, _ in evidence)
    sure = _is_sure(left, right)
    if not sure and (score < _PROPOSED or not _same_matter(left, right)):
        return None
    return Match(left=left, right=right, score=score, evidence="; ".join(text for _, text in evidence), sure=sure)


def compatible(left: Report, right: Report) -> bool:
    """Whether nothing forbids that two reports are of one event."""
    return (
        left.event.doc != right.event.doc
        and _overlap(left.event, right.event)
        and not _contradict(left, right)
        and not _differ_in_marks(left, right)
    )


def family(event: Event) -> str:
    """Return the kind of happening under which near synonyms meet."""
    return _FAMILY.get(event.type, event.type)


def window(event: Event) -> DateSpan | None:
    """Return the days on which an event can have been: its own, or those just before an article that has none."""
    if event.span is None or not uncertain(event):
        return event.span
    return DateSpan(first=event.span.first - _REPORTED_WITHIN, last=event.span.last, precision=event.span.precision)


def uncertain(event: Event) -> bool:
    """Whether the text gives no day, so that the article's own stands for it."""
    return any("uncertain" in note for note in event.notes)


def _overlap(one: Event, other: Event) -> bool:
    left, right = window(one), window(other)
    return left is not None and right is not None and left.first <= right.last and right.first <= left.last


def _contradict(left: Report, right: Report) -> bool:
    one, other = left.event, right.event
    if one.actor and other.actor and not _same_actor(left, right):
        return True
    if one.foreign != other.foreign:
        return True
    if one.place and other.place and not (inside(one.place, other.place) or inside(other.place, one.place)):
        return True
    tours = family(one) == family(other) == "inspection"  # a stop is not its tour
    return tours and (one.place != other.place or (_both_dated(one, other) and one.span != other.span))


def _same_actor(left: Report, right: Report) -> bool:
    """Whether both have one actor, or each telling names the other's: who chaired a body's session acts, too."""
    return left.event.actor == right.event.actor or (left.event.actor in right.who and right.event.actor in left.who)


def _differ_in_marks(left: Report, right: Report) -> bool:
    one, other = _by_kind(left), _by_kind(right)
    return any(not one[kind] & other[kind] for kind in one.keys() & other.keys())


def _by_kind(report: Report) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for mark in report.marks:
        kind, _, value = mark.partition("=")
        kinds.setdefault(kind, set()).add(value)
    return kinds


def _both_dated(one: Event, other: Event) -> bool:
    return not (uncertain(one) or uncertain(other))


def _same_days(one: Event, other: Event) -> bool:
    return one.span == other.span and _both_dated(one, other)


def _evidence(left: Report, right: Report) -> Iterator[tuple[float, str]]:
    one, other = left.event, right.event
    if one.actor and one.actor == other.actor:
        yield 1.5, f"the same actor, {one.actor}"
    elif one.actor and other.actor:
        yield 1.0, f"{one.actor} and {other.actor} act in both"
    if one.type == other.type:
        yield 1.0, f"both of type {one.type}"
    elif one.span == other.span:
        yield -0.5, f"one of type {one.type}, one of type {other.type}"
    if _same_broadcast(left, right):
        yield -2.0, f"both by {left.publisher} on one day, which tells an event once"
    if _same_days(one, other):
        yield 1.5, f"the same days, {one.span.first if one.span else ''}"
    elif _both_dated(one, other):
        yield 0.5, "overlapping days"
    if one.place and one.place == other.place:
        yield 1.5, f"the same place, {one.place}"
    elif one.place and other.place:
        yield 1.0, f"{one.place} and {other.place} lie within one another"
    yield from _matter(left, right)


def _matter(left: Report, right: Report) -> Iterator[tuple[float, str]]:
    if shared := left.topics & right.topics:
        yield 1.0, f"the same matter, {', '.join(sorted(shared))}"
    if common := sorted(left.words & right.words):
        yield min(1.0, 0.25 * len(common)), f"words in common: {', '.join(common[:6])}"
    count, share = _phrases(left, right)
    if count >= _LEAST_PHRASES:
        yield 1.5 * share, f"{share:.0%} of the shorter telling in the same words"


def _phrases(left: Report, right: Report) -> tuple[int, float]:
    """Return how many runs of words two tellings share, and their part in the shorter one."""
    count = len(left.phrases & right.phrases)
    return count, count / max(1, min(len(left.phrases), len(right.phrases)))


def _same_broadcast(left: Report, right: Report) -> bool:
    return bool(left.publisher) and (left.publisher, left.published) == (right.publisher, right.published)


def _same_matter(left: Report, right: Report) -> bool:
    """Who, when and where alone may be two meetings of one day: something of the matter must agree, too."""
    if left.topics & right.topics:
        return True
    alike = _phrases(left, right)[0] >= _LEAST_PHRASES
    return alike if left.lang == right.lang else bool(left.words & right.words)


def _is_sure(left: Report, right: Report) -> bool:
    if _same_broadcast(left, right) or not (
        _same_doer(left.event, right.event) and _same_time(left.event, right.event)
    ):
        return False
    return (
        _is_one_tour(left, right)
        or _does_the_same(left, right)
        or (left.lang == right.lang and _says_the_same(left, right))
        or (left.lang != right.lang and _is_about_the_same(left, right))
    )


def _same_doer(one: Event, other: Event) -> bool:
    """Whether both have an actor (and no other one: that forbids a match); a disaster has its place instead."""
    return bool(one.actor and other.actor) or (one.type == other.type == "disaster" and one.place == other.place)


def _same_time(one: Event, other: Event) -> bool:
    """Whether both have the same days, or one the day and the other only the time of its appearance.

    Bodies sit for days on end: "these days" says nothing of which of their meetings is told.
    """
    if any(event.span is None or event.span.precision != "day" for event in (one, other)):
        return False
    bodies = {one.actor, other.actor} <= table("people")["bodies"].keys()
    return _same_days(one, other) or (uncertain(one) != uncertain(other) and not bodies)


def _is_one_tour(left: Report, right: Report) -> bool:
    """Nobody tours one place twice in the same days; without the days, the words must show that it is no stop."""
    one, other = left.event, right.event
    if not (family(one) == family(other) == "inspection" and one.place and one.place == other.place):
        return False
    of_days = any(event.span and event.span.first < event.span.last for event in (one, other) if not uncertain(event))
    return of_days and (_same_days(one, other) or _phrases(left, right)[0] >= _LEAST_PHRASES)


def _does_the_same(left: Report, right: Report) -> bool:
    """Whether both tell what somebody does once a day: there, of that number, or about that region."""
    if not _acts(left) & _acts(right) & _listed("once"):
        return False
    one, other = left.event, right.event
    here = _same_days(one, other) and bool(left.topics & right.topics or (one.place and one.place == other.place))
    numbered = any(mark.startswith(ORDINAL_OF_SESSION) for mark in left.marks & right.marks)
    return here or numbered or bool(left.named & right.named)


def _says_the_same(left: Report, right: Report) -> bool:
    """Whether much of the shorter telling is in the words of the longer, and no act is told that the other lacks."""
    acts, others = _acts(left), _acts(right)
    if (acts ^ others) & _listed("apart") or not (left.event.type == right.event.type or acts & others):
        return False
    count, share = _phrases(left, right)
    return count >= _LEAST_PHRASES and share >= _LEAST_SHARE


def _is_about_the_same(left: Report, right: Report) -> bool:
    """Whether both name one region or unit besides the place, on one day, for one kind of happening."""
    same_kind = family(left.event) == family(right.event) and _same_days(left.event, right.event)
    return same_kind and bool(left.named & right.named)


def _listed(group: str) -> frozenset[str]:
    return frozenset(words_of("concepts", "acts_that", group))


def _acts(report: Report) -> set[str]:
    return {report.event.type, *_by_kind(report).get("act", ())}
