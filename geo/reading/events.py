"""Events: who did what, when and where, out of the sentences that tell of them.

Sentences give drafts (`event_story`), drafts of one happening are joined (`event_drafts`). What is left without a day
takes the article's, marked uncertain, when it is the article's main event; otherwise it is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.reading import event_sites, event_themes
from geo.reading.date_math import day_span
from geo.reading.dates import DateMention
from geo.reading.event_drafts import Draft, is_tour, join, tour_of, tours_of, with_tour_days
from geo.reading.event_story import drafts
from geo.reading.stories import Story
from geo.records import Document, Event, Mention, Sentence


def find(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], dates: Sequence[DateMention]
) -> tuple[Event, ...]:
    """Return the events of a document, the main one first, then in the order of the text.

    Parameters
    ----------
    document
        The article; its `published` date is the day of a main event for which the text names none.
    sentences, mentions, dates
        What the stages before found, each in the order of the text.
    """
    story = Story.of(document, sentences, mentions, dates)
    joined = join(with_tour_days(list(drafts(story))))
    tours, dated = tours_of(joined), frozenset(draft.section for draft in joined if draft.span is not None)
    completed = (_completed(story, draft, tours, dated) for draft in joined)
    complete = join([draft for draft in completed if draft is not None])
    complete = [draft for draft in complete if not _said_on_tour(draft, complete)]
    complete.sort(key=lambda draft: not draft.lead)
    present = _present(story) if complete else ()
    return tuple(event for draft in complete for event in _events(story, draft, present))


def _said_on_tour(draft: Draft, told: Sequence[Draft]) -> bool:
    """Whether "all-out efforts" were called for on a tour of the same day, and by no instruction of its own."""
    if not (draft.trigger.placeless and draft.trigger.words.lower().endswith("all-out")):
        return False
    return any(is_tour(one) and one.actor == draft.actor and one.span == draft.span for one in told)


def _completed(story: Story, draft: Draft, tours: Sequence[Draft], dated_sections: frozenset[int]) -> Draft | None:
    """Give a draft the day and place it leaves open: those of the tour or meeting it belongs to, else the article's."""
    tour = tour_of(draft, tours)
    if draft.span is None:
        dated = _dated(story, draft, tour, dated_sections)
        if dated is None:
            return None
        draft = dated
    elif tour is not None and draft.inherited and is_tour(draft):
        draft = replace(draft, notes=(*draft.notes, _SHARED))
    if draft.where.source == "none" and tour is not None and not draft.trigger.placeless:
        return replace(draft, where=replace(tour.where, reason="the place of the tour"))
    if draft.trigger.type == "policy" and story.dateline.codes == _HONG_KONG:
        return draft  # the press reports the nation's policies from there
    if draft.where.source == "none" and draft.lead and not draft.trigger.placeless:
        held = draft.trigger.type in _HELD and story.document.lang == "zh"
        above = event_sites.headlined(story.document, draft.sentence, story.mentions) if held else story.dateline
        return replace(draft, where=above if above.codes else story.dateline)
    return draft


_HONG_KONG = ("810000",)
_HELD = ("meeting", "symposium", "ceremony", "study_session", "other")
_SHARED = "shares the tour's days"


def _dated(story: Story, draft: Draft, tour: Draft | None, dated_sections: frozenset[int]) -> Draft | None:
    """Give a stop the tour's days, and the main event of an article that states no day at all the article's.

    What an item of a digest says to be of "the other day" needs only that the item states no other day.
    """
    if tour is not None:
        if not is_tour(draft) or draft.where.codes in ((), tour.where.codes):
            return None
        notes = (*draft.notes, _SHARED)
        return replace(draft, span=tour.span, dated_by="the tour's days", notes=notes)
    struck = draft.trigger.type == "disaster" and bool(draft.where.codes)
    vague = story.is_vague(draft.sentence)
    issued = vague and (draft.trigger.type in _OPENED or (draft.trigger.type == "policy" and bool(draft.where.codes)))
    # what was ordered, or issued "recently", was so when it was told, whatever else has a date
    ordered = bool(draft.actor) and (draft.trigger.placeless or (vague and draft.trigger.type == "policy"))
    held = draft.trigger.type in _HELD and bool(draft.where.codes) and not draft.trigger.weak
    main = struck or ordered or ((bool(draft.actor) or held) and not dated_sections)
    main = main or (issued and draft.section not in dated_sections)
    if not draft.lead or story.day is None or not main:
        return None
    note = "date uncertain: the publication date"
    return replace(draft, span=day_span(story.day), dated_by="the publication date", notes=(*draft.notes, note))


# What opened "the other day" opened, wherever it was.
_OPENED = ("project", "ceremony")


def _events(story: Story, draft: Draft, present: Sequence[str]) -> Iterator[Event]:
    for code in draft.where.codes or (None,):
        yield Event(
            doc=draft.sentence.doc,
            start=draft.sentence.start,
            end=draft.sentence.end,
            type=draft.trigger.type,
            actor=draft.actor,
            span=draft.span,
            place=code,
            place_name=draft.where.name,
            place_source=draft.where.source,
            certainty="context" if draft.where.source == "dateline" or _uncertain(draft) else "exact",
            foreign=draft.where.foreign,
            theme=event_themes.of(story, draft.sentence),
            reason=f"{draft.trigger.words!r}; {draft.dated_by}; {draft.where.reason or 'no place stated'}",
            notes=draft.notes,
            participants=tuple(name for name in present if name != draft.actor) if draft.lead else (),
        )


_PRESENT = re.compile(r"出席|参加|陪同|随同|attended|accompanied|also present|took part", re.IGNORECASE)


def _present(story: Story) -> tuple[str, ...]:
    """Return the persons that the article says were there."""
    names = [
        actor.name
        for sentence in story.sentences
        if _PRESENT.search(story.text(sentence))
        for actor in story.actors.within(sentence.start, sentence.end)
        if actor.kind == "person"
    ]
    return tuple(dict.fromkeys(names))


def _uncertain(draft: Draft) -> bool:
    return any("uncertain" in note for note in draft.notes)
