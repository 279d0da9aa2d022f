"""The parts of an article that tell of news: from its dateline on, and item by item in a digest of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.reading.headings import is_heading
from geo.reading.sentences import dateline as dateline_of
from geo.records import Document, Sentence

_PAGE_LINES = 8


def from_dateline(document: Document, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return body and captions; lines of the page that stand between the headline and a dateline are left out."""
    told = [sentence for sentence in sentences if sentence.role in ("body", "caption")]
    for place, sentence in enumerate(told[:_PAGE_LINES]):
        if sentence.role == "body" and dateline_of(document, sentence) is not None:
            return (*_captions(told[:place]), *told[place:])
    return tuple(told)


def _captions(above: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the captions above a dateline: a credit ends a paragraph whose earlier sentences belong to it too."""
    credited = {item.paragraph: item.start for item in above if item.role == "caption"}
    return tuple(replace(item, role="caption") for item in above if item.start <= credited.get(item.paragraph, -1))


def of(document: Document, told: Sequence[Sentence]) -> tuple[tuple[Sentence, ...], frozenset[int]]:
    """Take the headings out of a digest of several items; what follows a heading is a lead of its own."""
    kept: list[Sentence] = []
    leads: set[int] = set()
    after_heading = False
    for sentence in told:
        if is_heading(document, sentence):
            after_heading = True
            continue
        if after_heading:
            leads.add(sentence.start)
            after_heading = False
        kept.append(sentence)
    few = document.lang == "en" and len(leads) < _HEADINGS  # a credit or a caption stands between paragraphs as well
    return tuple(kept), frozenset() if few else frozenset(leads)


_HEADINGS = 3
