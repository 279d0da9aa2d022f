r"""Text to records: toponyms, dates, events and directives out of one article, in English or Chinese.

The rules are imported by the first article that is read: who only wants a word list should not wait for them.

>>> from geo.reading import documents
>>> reading = read(documents.document("李强在西藏调研\n李强7月18日在林芝调研。他强调，要加强生态保护。"))
>>> [(mention.text, mention.code) for mention in reading.mentions]
[('西藏', '540000'), ('林芝', '540400')]
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.records import Directive, Document, Event, Mention, Sentence

if TYPE_CHECKING:
    from geo.reading.dates import DateMention

__all__ = ["Reading", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one document, each tuple in the order of the text; events begin with the main one.

    `main_targets` are codes and region slugs: what the article's directives are about.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    events: tuple[Event, ...]
    directives: tuple[Directive, ...]
    main_targets: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Return the reading as one JSON object: `id`, `places`, `events`, `directives`, `main_targets`.

        `adcode` is a six-digit code or null; units of Hong Kong, Macau and Taiwan that have none are named by
        `code`. A place that stays ambiguous lists its `candidates`, the likeliest also as `adcode`.
        """
        return {
            "id": self.document.id,
            "places": [_place(mention) for mention in self.mentions],
            "events": [_event(event) for event in self.events],
            "directives": [_directive(directive) for directive in self.directives],
            "main_targets": list(self.main_targets),
        }


def read(document: Document) -> Reading:
    """Return what `document` says: who did what, when and where, and who asked whom to do what."""
    from geo.reading import dates, directives, events, mentions, sentences

    told = _plain(document)
    cut = sentences.split(told)
    places = mentions.find(told, cut)
    days = dates.find(told, cut)
    happened = events.find(told, cut, places, days)
    asked = directives.find(told, cut, places, happened, days)
    return Reading(
        document=document,
        sentences=cut,
        mentions=_as_written(document, places) if told is not document else places,
        dates=days,
        events=happened,
        directives=asked,
        main_targets=directives.main_targets(told, cut, places, asked, happened),
    )


def _plain(document: Document) -> Document:
    """Return a document in Chinese as its rules expect it written, every offset unchanged."""
    from geo.reading import folding

    text = folding.plain(document.text) if document.lang == "zh" else document.text
    return replace(document, text=text) if text != document.text else document


def _as_written(document: Document, places: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(replace(place, text=document.text[place.start : place.end]) for place in places)


def _place(mention: Mention) -> dict[str, object]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "level": mention.level,
        "adcode": mention.code if mention.code and mention.code.isdigit() else None,
        "code": mention.code,
        "region": mention.region,
        "certainty": mention.certainty,
        "candidates": list(mention.candidates),
        "metonym": mention.metonym,
        "embedded": mention.embedded,
        "foreign": mention.foreign,
        "reason": mention.reason,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "start": event.start,
        "end": event.end,
        "type": event.type,
        "actor": event.actor,
        "date_start": event.span.first.isoformat() if event.span else None,
        "date_end": event.span.last.isoformat() if event.span else None,
        "precision": event.span.precision if event.span else None,
        "place_adcode": event.place,
        "place_name": event.place_name,
        "place_source": event.place_source,
        "certainty": event.certainty,
        "foreign": event.foreign,
        "theme": event.theme,
        "participants": list(event.participants),
        "notes": list(event.notes),
        "reason": event.reason,
    }


def _directive(directive: Directive) -> dict[str, object]:
    return {
        "start": directive.start,
        "end": directive.end,
        "actor": directive.actor,
        "targets": [] if directive.inherited else list(directive.targets),
        "inherited": list(directive.targets) if directive.inherited else [],
        "theme": directive.theme,
        "theme_evidence": list(directive.theme_evidence),
        "event": directive.event,
        "place_adcode": place.code if (place := directive.stop or directive.issuer) else None,
        "reason": directive.reason,
    }
