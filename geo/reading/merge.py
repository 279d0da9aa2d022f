"""One event, several reports: which events of which articles are the same happening.

Nothing is destroyed: `merge` returns groups of event ids beside the events, each with the evidence for it. A *sure*
group rests on matches that are sure each by itself (see `geo.reading.evidence`); what needs a guess is a proposal, for
a person to confirm. Dropping a group undoes the merge.

Events are compared only inside blocks of neighbouring days, the same kind of happening and a common actor, province or
matter, so that the work grows with the number of events and not with its square.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from geo.reading.evidence import Match, compare, compatible, family, uncertain, window
from geo.reading.reports import ORDINAL_OF_SESSION, Report

_BLOCK_DAYS = 4
_STOCK_DAYS = 6  # a phrase told of so many days is one of the trade
_CROWD = 40  # events of one block compared with each other; beyond, only with the nearest in place


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


def merge(found: Iterable[Report], check: Callable[[], None] = lambda: None) -> tuple[Group, ...]:
    """Group the reports of the same events.

    Parameters
    ----------
    found
        Reports of any number of documents, in any order.
    check
        Called between comparisons; what it raises ends the merging.

    Returns
    -------
    The groups of two or more reports, sorted by their id. A report is in one sure group at most, and in one proposal
    at most; in the latter, a sure group is represented by its head.
    """
    every = _telling(sorted(found, key=lambda report: report.id))
    matches = _certain(list(_matches(every, check)))
    matches.sort(key=lambda match: (-match.score, match.left.id, match.right.id))
    group_of = {report.id: [report] for report in every}
    sure = [_group(*joined, sure=True) for joined in _join(group_of, [match for match in matches if match.sure])]
    head_of = {member: group.head for group in sure for member in group.members}
    proposed = [
        _group([report for report in members if head_of.get(report.id, report.id) == report.id], reasons, sure=False)
        for members, reasons in _join(group_of, [match for match in matches if not match.sure])
    ]
    return tuple(sorted([*sure, *proposed], key=lambda group: group.id))


def _matches(every: Sequence[Report], check: Callable[[], None]) -> Iterator[Match]:
    for left, right in _pairs(every):
        check()
        if (match := compare(left, right)) is not None:
            yield match


def _telling(every: Sequence[Report]) -> list[Report]:
    """Return the reports without the phrases that are told of so many days that they tell of none."""
    days: defaultdict[int, set[int]] = defaultdict(set)
    for report in every:
        if report.event.span is not None:
            day = report.event.span.first.toordinal()
            for phrase in report.phrases:
                if len(days[phrase]) < _STOCK_DAYS:
                    days[phrase].add(day)
    stock = {phrase for phrase, found in days.items() if len(found) == _STOCK_DAYS}
    return [replace(report, phrases=report.phrases - stock) if report.phrases & stock else report for report in every]


class _Dated(NamedTuple):
    """A report with the first and the last day on which its event can have been, and the last block it stands in."""

    report: Report
    first: int
    last: int
    until: int


def _pairs(every: Sequence[Report]) -> Iterator[tuple[Report, Report]]:
    """Yield each pair of reports that share a block and a day, once.

    Blocks of one kind of happening come day after day, so that only the pairs that can come again are remembered: of
    all pairs there are too many.
    """
    shelves: defaultdict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in every:
        for day in _block_days(report):
            shelves[family(report.event), day].append(report)
    kind, seen = "", dict[tuple[str, str], int]()
    for shelf in sorted(shelves):
        seen = {pair: until for pair, until in seen.items() if until >= shelf[1]} if shelf[0] == kind else {}
        kind = shelf[0]
        for left, right in _neighbours(shelves.pop(shelf)):
            pair = (left.report.id, right.report.id)
            if pair not in seen:
                seen[pair] = min(left.until, right.until)
                yield left.report, right.report


def _neighbours(shelf: Sequence[Report]) -> Iterator[tuple[_Dated, _Dated]]:
    """Yield the pairs of reports of some days that share a block, once for each block."""
    blocks: defaultdict[str, list[_Dated]] = defaultdict(list)
    for dated in map(_dated, sorted(shelf, key=_order)):
        for key in _keys(dated.report):
            blocks[key].append(dated)
    for block in blocks.values():
        for place, left in enumerate(block):
            _, first, last, _ = left
            for right in block[place + 1 : place + 1 + _CROWD]:
                if right.first <= last and first <= right.last and left.report.event.doc != right.report.event.doc:
                    yield left, right


def _dated(report: Report) -> _Dated:
    span = window(report.event)
    first, last = (span.first.toordinal(), span.last.toordinal()) if span else (1, 0)
    return _Dated(report, first, last, max(_block_days(report), default=0))


def _keys(report: Report) -> Iterator[str]:
    """Two reports of one event share its actor, its province, its matter or the number of the session."""
    if report.event.actor:
        yield report.event.actor
    if report.event.place:
        yield report.event.place[:2]
    yield from sorted(report.topics)[:3]
    yield from sorted(mark for mark in report.marks if mark.startswith(ORDINAL_OF_SESSION))[:2]


def _order(report: Report) -> tuple[str, str, str]:
    return report.event.actor, report.event.place or "", report.id


def _block_days(report: Report) -> Iterator[int]:
    span = window(report.event)
    if span is not None:
        first, last = (day.toordinal() // _BLOCK_DAYS for day in (span.first, span.last))
        yield from range(first, min(last, first + 8) + 1)


def _certain(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, those of a report without a day of its own no longer sure when it fits two events."""
    partners: defaultdict[str, list[Report]] = defaultdict(list)
    for match in matches:
        if match.sure:
            for report, partner in ((match.left, match.right), (match.right, match.left)):
                if uncertain(report.event):
                    partners[report.id].append(partner)
    torn = {
        report
        for report, found in partners.items()
        if not all(compatible(one, other) for one in found for other in found if one is not other)
    }
    return [replace(match, sure=False) if torn & {match.left.id, match.right.id} else match for match in matches]


def _join(group_of: dict[str, list[Report]], matches: Sequence[Match]) -> list[tuple[list[Report], list[Match]]]:
    """Join groups along matches, best first, and return those that grew, each with its matches.

    A match that would bring contradicting reports together is left out.
    """
    reasons: defaultdict[str, list[Match]] = defaultdict(list)
    for match in matches:
        left, right = group_of[match.left.id], group_of[match.right.id]
        if left is right or not all(compatible(one, other) for one in left for other in right):
            continue
        kept = reasons.pop(left[0].id, []) + reasons.pop(right[0].id, []) + [match]
        left.extend(right)
        for report in right:
            group_of[report.id] = left
        reasons[left[0].id] = kept
    return [(list(group_of[first]), kept) for first, kept in reasons.items()]


def _group(members: Sequence[Report], matches: Sequence[Match], *, sure: bool) -> Group:
    head = max(members, key=lambda report: (_fullness(report), report.id))
    ids = tuple(sorted(report.id for report in members))
    return Group(
        id=hashlib.sha256(":".join(ids).encode()).hexdigest()[:12],
        head=head.id,
        members=ids,
        evidence=tuple(sorted({match.evidence for match in matches})),
        sure=sure,
    )


def _fullness(report: Report) -> tuple[bool, bool, int]:
    """How much a report states: a day of its own, a place of its own, how small a place."""
    event = report.event
    return (not uncertain(event), event.place_source == "stated", len((event.place or "").rstrip("0")))
