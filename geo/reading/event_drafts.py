"""What single sentences tell of events, and when two of them tell of the same one.

The lead says when, the next sentence what, a third one where: drafts that do not contradict each other are joined.
A tour is told as a whole and by its stops; a stop with a day or a place of its own stays apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from geo.reading.event_places import Where, inside
from geo.reading.triggers import Trigger
from geo.records import DateSpan, Sentence

_KIN = (
    frozenset(("inspection", "visit")),
    frozenset(("meeting", "symposium", "study_session", "speech")),
    frozenset(("project", "ceremony")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one sentence tells of an event."""

    sentence: Sentence
    trigger: Trigger
    actor: str
    span: DateSpan | None
    dated_by: str
    notes: tuple[str, ...]
    where: Where
    lead: bool
    retold: bool = False
    section: int = 0
    inherited: bool = False


_FIRST, _LATEST = 10, 40


def tours_of(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the tours of several days among some drafts, the first few."""
    return [draft for draft in drafts if is_tour(draft) and _length(draft) > timedelta(0)][:_FIRST]


def tour_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the tour of several days, by the same actor, in which a draft's day and place lie."""
    for tour in drafts:
        if tour is draft or tour.span is None:
            continue
        within_days = draft.span is None or covers(tour.span, draft.span)
        if within_days and draft.actor in ("", tour.actor) and within_places(draft.where, tour.where):
            return tour
    return None


def within_places(inner: Where, outer: Where) -> bool:
    """Whether every unit of one place lies in a unit of the other; a place not stated lies anywhere."""
    if inner.foreign or not outer.codes:
        return False
    return all(any(inside(code, around) for around in outer.codes) for code in inner.codes)


def with_tour_days(drafts: Sequence[Draft]) -> list[Draft]:
    """Give a tour told without its days in the lead those of the longest stretch told beside it."""
    told = list(drafts)
    for place, draft in enumerate(told[:_FIRST]):
        dated = draft.span is not None and not draft.inherited and draft.dated_by != "date of the dateline"
        if dated or not draft.lead or not is_tour(draft) or not draft.where.codes:
            continue
        before = (other for other in told[:place] if not other.inherited and _length(other) > timedelta(0))
        others = (*before, *told[place + 1 :])
        stretches = [other for other in others if other.span is not None and _stretch(draft, other)]
        if stretches:
            whole = max(stretches, key=_length)
            told[place] = replace(draft, span=whole.span, dated_by=whole.dated_by, notes=whole.notes)
    tours = tours_of(told)
    return [draft for draft in told if not any(_lists_stops(draft, tour) for tour in tours)]


def _lists_stops(draft: Draft, tour: Draft) -> bool:
    """Whether a draft only lists the cities of a tour, with the tour's own days."""
    listed = set(draft.where.codes) != set(tour.where.codes) and len(draft.where.codes) > 1
    listed = listed and is_tour(draft) and is_tour(tour)
    return listed and draft.span == tour.span and bool(tour.where.codes) and within_places(draft.where, tour.where)


def _stretch(tour: Draft, other: Draft) -> bool:
    return is_tour(other) and other.actor in ("", tour.actor) and within_places(other.where, tour.where)


def _length(draft: Draft) -> timedelta:
    return draft.span.last - draft.span.first if draft.span else timedelta(0)


def join(drafts: Sequence[Draft]) -> list[Draft]:
    """Join drafts of one happening; each draft joins the first earlier one it agrees with."""
    joined: list[Draft] = []
    for draft in drafts:
        for place in _near(len(joined)):
            if _same(joined[place], draft):
                joined[place] = _united(joined[place], draft)
                break
        else:
            joined.append(draft)
    return joined


def _near(count: int) -> Iterator[int]:
    """Yield the places of the first drafts and of the latest: a text does not return to what lies between."""
    yield from range(min(count, _FIRST))
    yield from range(max(_FIRST, count - _LATEST), count)


def _same(one: Draft, other: Draft) -> bool:
    if one.section != other.section and not (one.where.codes and one.where.codes == other.where.codes):
        return False
    if one.lead and other.lead and other.inherited and other.where.source == "none" and not other.trigger.placeless:
        return True
    return (
        (_types_agree(one, other) or (one.lead and other.retold and one.trigger.type != "disaster"))
        and (not one.actor or not other.actor or one.actor == other.actor or _one_meeting(one, other))
        and _spans_agree(one, other)
        and _places_agree(one, other)
    )


def _types_agree(one: Draft, other: Draft) -> bool:
    if one.trigger.type == other.trigger.type or one.trigger.weak or other.trigger.weak:
        return True
    return any(one.trigger.type in kin and other.trigger.type in kin for kin in _KIN)


def _one_meeting(one: Draft, other: Draft) -> bool:
    """Whether two who act do so at one place; of a meeting told twice in the lead, one may be the body that met."""
    told = (one.lead or one.sentence.role == "caption") and (other.lead or other.sentence.role == "caption")
    met = one.trigger.type == other.trigger.type == "meeting" and told and one.span == other.span
    return one.where.codes == other.where.codes or (met and not (one.where.codes and other.where.codes))


_UNCERTAIN = "the publication date"


def _spans_agree(one: Draft, other: Draft) -> bool:
    """Equal days, or one of them unknown, or a part of a tour that names no other place."""
    if one.span is None or other.span is None or one.span == other.span:
        return True
    if one.trigger.placeless and other.trigger.placeless and _UNCERTAIN in (one.dated_by, other.dated_by):
        return True
    if not (is_tour(one) and is_tour(other)):
        return False
    if covers(one.span, other.span):
        return not other.where.codes or other.where.codes == one.where.codes
    whole = covers(other.span, one.span) and (one.inherited or not one.where.codes)
    return covers(other.span, one.span) and (other.where.codes == one.where.codes or (whole and not other.where.codes))


def is_tour(draft: Draft) -> bool:
    """Whether somebody went somewhere: such an event has stops."""
    return draft.trigger.type in ("inspection", "visit")


def covers(outer: DateSpan, inner: DateSpan) -> bool:
    """Whether all days of one span are days of the other."""
    return outer.first <= inner.first and inner.last <= outer.last


def _places_agree(one: Draft, other: Draft) -> bool:
    if one.where.foreign != other.where.foreign and "none" not in (one.where.source, other.where.source):
        return False
    if not one.where.codes or not other.where.codes or one.where.codes == other.where.codes:
        return True
    if len(one.where.codes) > 1 or len(other.where.codes) > 1:
        return False
    left, right = one.where.codes[0], other.where.codes[0]
    return (inside(left, right) or inside(right, left)) and not is_tour(one)


def _united(one: Draft, other: Draft) -> Draft:
    """Unite two drafts; of each the particular stays: the stronger trigger, the stated day, the smaller place."""
    dated = one if one.span is not None and (other.span is None or covers(one.span, other.span)) else other
    told = other if (one.trigger.weak and not other.trigger.weak) or other.retold else one
    return replace(
        told,
        sentence=one.sentence if one.sentence.role == "body" else told.sentence,
        actor=one.actor or other.actor,
        span=dated.span,
        dated_by=dated.dated_by,
        notes=tuple(dict.fromkeys(one.notes + other.notes)),
        where=Where.nowhere() if told.trigger.placeless else _smaller(one.where, other.where),
        lead=one.lead or other.lead,
    )


def _smaller(one: Where, other: Where) -> Where:
    if one.source == "none" or not (one.codes or one.foreign):
        return other
    if len(one.codes) == len(other.codes) == 1 and inside(other.codes[0], one.codes[0]):
        return other
    return one
