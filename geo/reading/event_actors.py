"""Who acted in an event: the first person told before it, whoever chairs the meeting, else the first body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.reading import actors
from geo.reading.actors import Actor
from geo.reading.spans import Spans
from geo.records import Document, Sentence


def of(document: Document, named: Spans[Actor], sentence: Sentence, at: int, *, kind: str) -> str:
    """Return the name of who acted in the event of a type `kind` that a sentence tells at offset `at`; may be empty.

    Of a meeting it is who chairs it, be that told right behind the sentence or in the headline.
    """
    here = named.within(sentence.start, sentence.end)
    actor = _told(document, here, sentence, at)
    if kind in _CHAIRED and actors.kind_of(here, actor) != "person":
        return _chair(document, named, sentence) or actor
    return actor


def _told(document: Document, here: Sequence[Actor], sentence: Sentence, at: int) -> str:
    """Return the first person before the trigger, else the first body, else the first one after it."""
    before = [actor for actor in here if actor.start < at] or list(here)
    people = [actor for actor in before if actor.kind == "person"]
    if not (chosen := people or before):
        return ""
    company = _IN_COMPANY.search(document.text, sentence.start, at)
    if company is not None and chosen[0].start > company.start():
        return chosen[-1].name
    return chosen[0].name


# The persons named after it went along.
_IN_COMPANY = re.compile(r"\baccompanied by\b|\btogether with\b|在(?=[^，]{4,60}陪同下)")
# Meetings that somebody chairs.
_CHAIRED = ("meeting", "symposium", "study_session")
_CHAIR_REACH = 160
_CHAIRS = re.compile(r"[^，。；]{0,6}?主持| (?:presided over|chaired)\b")
_ATTENDS = re.compile(r"[^，。；]{0,6}?出席")


def _chair(document: Document, named: Spans[Actor], sentence: Sentence) -> str:
    """Return who is said to chair the meeting in the sentence, right behind it or in the headline, else who attends."""
    behind = (sentence.end, sentence.end + _CHAIR_REACH)
    above = [document.headline] if document.headline else []
    for pattern, spans in ((_CHAIRS, [(sentence.start, sentence.end), behind, *above]), (_ATTENDS, [behind, *above])):
        for start, end in spans:
            for actor in named.within(start, end):
                if actor.kind == "person" and pattern.match(document.text, actor.end):
                    return actor.name
    return ""
