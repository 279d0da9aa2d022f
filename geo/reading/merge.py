"""One event, several reports: which events of which articles are the same happening.

Nothing is destroyed: `merge` returns groups of event ids beside the events, each with the evidence for it. Groups
that agree on who, what, when and where are `sure`; those that need a guess (a day given only as "recently", no place)
are proposals, for a person to confirm. Dropping a group undoes the merge.

Events are compared only inside blocks of neighbouring days, the same kind of happening and a common actor, province or
matter, so that the work grows with the number of events and not with its square.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from geo.reading.event_places import inside
from geo.reading.wordlists import Words, table
from geo.records import DateSpan, Directive, Document, Event, Mention

# An article that says "recently" appears within so many days of what it reports.
_REPORTED_WITHIN = timedelta(days=4)
_BLOCK_DAYS = 4
_SURE, _PROPOSED = 5.0, 3.5
_CROWD = 40  # events of one block compared with each other; beyond, only with the nearest in time
_FAMILY = {"visit": "inspection", "symposium": "meeting", "study_session": "meeting", "ceremony": "project"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event as one article tells it.

    `id` is stable: the same article and event give the same id. `topics` are the codes and slugs the telling names
    besides its place, `abroad` the foreign places in the language of the text, `words` the telling words of title
    and sentence.
    """

    id: str
    event: Event
    lang: str
    publisher: str
    url: str
    topics: frozenset[str]
    abroad: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Reports of one event. `head` is the id of the fullest report, whose data stand for all.

    `evidence` says for each joined pair what agrees; `sure` is False for a proposal.
    """

    id: str
    head: str
    members: tuple[str, ...]
    evidence: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    left: Report
    right: Report
    score: float
    evidence: str


def reports(
    document: Document, mentions: Sequence[Mention], events: Sequence[Event], directives: Sequence[Directive] = ()
) -> tuple[Report, ...]:
    """Return the events of one document as reports, ready to be merged with those of others."""
    about = frozenset(key for directive in directives for key in directive.targets)
    return tuple(_report(document, mentions, event, number, about) for number, event in enumerate(events))


def _report(
    document: Document, mentions: Sequence[Mention], event: Event, number: int, about: frozenset[str]
) -> Report:
    here = [mention for mention in mentions if event.start <= mention.start < event.end]
    named = frozenset(mention.region or mention.code or "" for mention in here if not mention.foreign)
    head = document.text[slice(*document.headline)] if document.headline else document.title
    return Report(
        id=stable_id(event, number),
        event=event,
        lang=document.lang,
        publisher=document.publisher,
        url=document.url,
        topics=(named | about) - {"", event.place or ""},
        abroad=frozenset(mention.text for mention in here if mention.foreign),
        words=frozenset(_words(f"{head} {document.text[event.start : event.end]}")),
    )


def stable_id(event: Event, number: int = 0) -> str:
    """Return an id made of the document's and of where the event stands in it."""
    key = f"{event.doc}:{event.start}:{event.end}:{event.type}:{event.place}:{number}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


_LATIN_WORD = re.compile(r"[a-z]{4,}")


def _words(text: str) -> Iterator[str]:
    """Yield the concepts of ``geo/data/concepts.toml`` in either language, and the longer English words."""
    matcher, concepts = _concepts()
    for _, _, spelling in matcher.find(text):
        yield concepts[spelling]
    yield from _LATIN_WORD.findall(text.lower())


@cache
def _concepts() -> tuple[Words, Mapping[str, str]]:
    concepts = {
        spelling: concept for concept, spellings in table("concepts")["concepts"].items() for spelling in spellings
    }
    return Words(concepts), concepts


def merge(found: Iterable[Report]) -> tuple[Group, ...]:
    """Group the reports of the same events.

    Parameters
    ----------
    found
        Reports of any number of documents, in any order.

    Returns
    -------
    The groups of two or more reports, sorted by their id. A report is in one group at most.
    """
    every = sorted(found, key=lambda report: report.id)
    matches = [match for left, right in _pairs(every) if (match := _compare(left, right)) is not None]
    matches.sort(key=lambda match: (-match.score, match.left.id, match.right.id))
    groups = _joined(every, matches)
    return tuple(sorted(groups, key=lambda group: group.id))


def _pairs(every: Sequence[Report]) -> Iterator[tuple[Report, Report]]:
    blocks: defaultdict[tuple[str, int, str], list[Report]] = defaultdict(list)
    for report in every:
        for day in _block_days(report):
            for key in _keys(report):
                blocks[(_family(report.event), day, key)].append(report)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        ordered = sorted(block, key=_order)
        for place, left in enumerate(ordered):
            for right in ordered[place + 1 : place + 1 + _CROWD]:
                pair = (left.id, right.id)
                if left.event.doc != right.event.doc and pair not in seen:
                    seen.add(pair)
                    yield left, right


def _keys(report: Report) -> Iterator[str]:
    """Two reports of one event share its actor, its province or its matter."""
    if report.event.actor:
        yield report.event.actor
    if report.event.place:
        yield report.event.place[:2]
    yield from sorted(report.topics)[:3]


def _order(report: Report) -> tuple[str, str, str]:
    return report.event.actor, report.event.place or "", report.id


def _family(event: Event) -> str:
    return _FAMILY.get(event.type, event.type)


def _block_days(report: Report) -> Iterator[int]:
    span = _window(report.event)
    if span is not None:
        first, last = (day.toordinal() // _BLOCK_DAYS for day in (span.first, span.last))
        yield from range(first, min(last, first + 8) + 1)


def _window(event: Event) -> DateSpan | None:
    """Return the days on which an event can have been: its own, or those just before an article that has none."""
    if event.span is None or not _uncertain(event):
        return event.span
    return DateSpan(first=event.span.first - _REPORTED_WITHIN, last=event.span.last, precision=event.span.precision)


def _uncertain(event: Event) -> bool:
    return any("uncertain" in note for note in event.notes)


def _compare(left: Report, right: Report) -> _Match | None:
    """Weigh what agrees; a contradiction in day, place or actor forbids the match."""
    one, other = left.event, right.event
    if not _overlap(one, other) or _contradict(one, other) or _other_guests(left, right):
        return None
    evidence = list(_evidence(left, right))
    score = sum(weight for weight, _ in evidence)
    if score < _PROPOSED:
        return None
    return _Match(left=left, right=right, score=score, evidence="; ".join(text for _, text in evidence))


def _other_guests(left: Report, right: Report) -> bool:
    """Two meetings of one day with guests from different countries are two events."""
    return left.lang == right.lang and bool(left.abroad and right.abroad) and not left.abroad & right.abroad


def _overlap(one: Event, other: Event) -> bool:
    left, right = _window(one), _window(other)
    return left is not None and right is not None and left.first <= right.last and right.first <= left.last


def _contradict(one: Event, other: Event) -> bool:
    if one.actor and other.actor and one.actor != other.actor:
        return True
    if one.foreign != other.foreign:
        return True
    if one.place and other.place and not (inside(one.place, other.place) or inside(other.place, one.place)):
        return True
    tours = _family(one) == _family(other) == "inspection" and not (_uncertain(one) or _uncertain(other))
    return tours and (one.span != other.span or one.place != other.place)  # a stop is not its tour


def _evidence(left: Report, right: Report) -> Iterator[tuple[float, str]]:
    one, other = left.event, right.event
    if one.actor and one.actor == other.actor:
        yield 1.5, f"the same actor, {one.actor}"
    if one.type == other.type:
        yield 1.0, f"both of type {one.type}"
    elif one.span == other.span:
        yield -0.5, f"one of type {one.type}, one of type {other.type}"
    if left.publisher and left.publisher == right.publisher:
        yield -1.0, f"both by {left.publisher}, which tells an event once"
    if one.span == other.span and not (_uncertain(one) or _uncertain(other)):
        yield 1.5, f"the same days, {one.span.first if one.span else ''}"
    elif not (_uncertain(one) or _uncertain(other)):
        yield 0.5, "overlapping days"
    if one.place and one.place == other.place:
        yield 1.5, f"the same place, {one.place}"
    elif one.place and other.place:
        yield 1.0, f"{one.place} and {other.place} lie within one another"
    if shared := left.topics & right.topics:
        yield 1.0, f"the same matter, {', '.join(sorted(shared))}"
    if common := sorted(left.words & right.words):
        yield min(1.0, 0.25 * len(common)), f"words in common: {', '.join(common[:6])}"


def _joined(every: Sequence[Report], matches: Sequence[_Match]) -> Iterator[Group]:
    """Join along the matches, best first; a match that would join contradicting reports is left out."""
    group_of: dict[str, list[Report]] = {report.id: [report] for report in every}
    reasons: defaultdict[str, list[_Match]] = defaultdict(list)
    for match in matches:
        left, right = group_of[match.left.id], group_of[match.right.id]
        if left is right or not all(_compatible(a, b) for a in left for b in right):
            continue
        kept = reasons.pop(left[0].id, []) + reasons.pop(right[0].id, []) + [match]
        left.extend(right)
        for report in right:
            group_of[report.id] = left
        reasons[left[0].id] = kept
    for first, kept in reasons.items():
        yield _group(group_of[first], kept)


def _compatible(one: Report, other: Report) -> bool:
    return (
        one.event.doc != other.event.doc
        and _overlap(one.event, other.event)
        and not _contradict(one.event, other.event)
    )


def _group(members: Sequence[Report], matches: Sequence[_Match]) -> Group:
    head = max(members, key=lambda report: (_fullness(report.event), report.id))
    ids = tuple(sorted(report.id for report in members))
    return Group(
        id=hashlib.sha256(":".join(ids).encode()).hexdigest()[:12],
        head=head.id,
        members=ids,
        evidence=tuple(sorted({match.evidence for match in matches})),
        sure=all(match.score >= _SURE and _same_matter(match) for match in matches),
    )


def _same_matter(match: _Match) -> bool:
    """Who, when and where alone may be two meetings of one day: something of the matter must agree, too."""
    return bool(match.left.topics & match.right.topics or match.left.words & match.right.words)


def _fullness(event: Event) -> tuple[bool, bool, int]:
    """How much an event states: a day of its own, a place of its own, how small a place."""
    return (not _uncertain(event), event.place_source == "stated", len((event.place or "").rstrip("0")))
