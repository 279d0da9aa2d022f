"""A story: a document and what was found in it, ready to be asked by offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo.reading import actors, event_places, sections, sports
from geo.reading.actors import Actor
from geo.reading.dates import DateMention, anchor_of
from geo.reading.event_places import Where
from geo.reading.spans import Spans
from geo.records import Document, Mention, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A document and what was found in it, ready to be asked by offsets."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: Spans[Mention]
    dates: Spans[DateMention]
    actors: Spans[Actor]
    day: date | None
    dateline: Where
    section_leads: frozenset[int]
    matches: bool

    @classmethod
    def of(
        cls,
        document: Document,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        dates: Sequence[DateMention],
    ) -> Story:
        """Make the parts of a document ready to be asked by offsets."""
        told, section_leads = sections.of(document, sections.from_dateline(document, sentences))
        return cls(
            document=document,
            sentences=told,
            section_leads=section_leads,
            mentions=Spans(event_places.seated(mentions)),
            dates=Spans(dates),
            actors=Spans(actors.find(document.text)),
            day=anchor_of(document).day,
            dateline=event_places.dateline(document, sentences, mentions),
            matches=sports.is_of_matches(mentions),
        )

    def text(self, sentence: Sentence) -> str:
        """Return the text of a sentence."""
        return self.document.text[sentence.start : sentence.end]

    def is_vague(self, sentence: Sentence) -> bool:
        """Whether a sentence says no more than "recently"."""
        return any(found.kind == "vague" for found in self.dates.within(sentence.start, sentence.end))
