"""READING -> ROWS: what was read in one article, as rows of a table of facts.

A row holds the columns of `geo.tables.headers.COLUMNS`, then those that geocoding adds: the reading has placed it
already, and says how. `lat` and `lon` stay empty; geocoding fills them from the code.

An ambiguous place has its likeliest code as `adcode` and all its `candidates`, the likeliest first: `geocode` leaves it
open, and the map draws it hollow, until a person sets `status` to ``confirmed`` or ``corrected``. An event abroad keeps
its place as written and never gets a code.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from geo.errors import DateError
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.reading import Reading
from geo.records import Certainty, DateSpan, Directive, Document, Event, Mention
from geo.tables import titles
from geo.tables.headers import COLUMNS, DERIVED
from geo.tables.reasons import NO_PLACE, as_read

FIELDS = (*COLUMNS, *DERIVED)
"""The columns of a table of read facts."""

QUOTE_LIMIT, REASON_LIMIT, PLACE_LIMIT = 1000, 300, 120
"""Code points of a sentence, a reason and a place as written that a row keeps; longer ones end in an ellipsis."""

Row = dict[str, str]

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class _Where(NamedTuple):
    """The place of a row: as written, its code, and how sure it is."""

    place: str = ""
    code: str = ""
    certainty: Certainty = "unknown"
    candidates: tuple[str, ...] = ()
    reason: str = NO_PLACE


def rows(reading: Reading, *, quotes: bool = True) -> list[Row]:
    """Return the facts of one article: its events, then its directives, each in the reading's order.

    Parameters
    ----------
    reading
        What `geo.reading.read` found.
    quotes
        Whether the sentence that tells a fact goes into `quote`, and the words that decided go into the reasons.

    Returns
    -------
    Rows with all of `FIELDS`, text, empty where missing. The same document gives the same ids, whatever the reader
    makes of a sentence: an id is made of the document's id, the sentence's offsets, and the kind of the fact.
    """
    numbering: Counter[tuple[str, int, int]] = Counter()
    ids = [_id(event, "event", numbering) for event in reading.events]
    places = [_where(reading, event, quotes=quotes) for event in reading.events]
    made = [
        _event_row(event, where) | {"id": id_} for event, where, id_ in zip(reading.events, places, ids, strict=True)
    ]
    for directive in reading.directives:
        where, issued = (_Where(), "") if directive.event is None else (places[directive.event], ids[directive.event])
        event = None if directive.event is None else reading.events[directive.event]
        if directive.stop is not None:
            where = _named(directive.stop, "said at the stop {}" if quotes else "said at a stop of the tour")
        elif directive.issuer is not None:
            where = _named(directive.issuer, "issued by {}" if quotes else "issued by the unit's government")
        elif event is not None and event.start != directive.start:
            where = _told_at(where)
        row = _directive_row(directive, where, event, quotes=quotes)
        made.append(row | {"id": _id(directive, "directive", numbering), "event_id": issued})
    told: list[Event | Directive] = [*reading.events, *reading.directives]
    return [
        _finished(row | _provenance(reading.document, fact, quotes=quotes))
        for row, fact in zip(made, told, strict=True)
    ]


def source_of(document: Document) -> str:
    """Return the publisher and the day of an article.

    >>> from geo.reading import documents
    >>> source_of(documents.document("Rain.", publisher="Xinhua", published=__import__("datetime").date(2024, 3, 22)))
    'Xinhua, 22 March 2024'
    """
    day = f"{document.published.day} {document.published:%B %Y}" if document.published else ""
    return ", ".join(part for part in (document.publisher, day) if part)


def _id(fact: Event | Directive, kind: str, numbering: Counter[tuple[str, int, int]]) -> str:
    """Return a stable id; several facts of one kind in one sentence are told apart by their order."""
    place = (kind, fact.start, fact.end)
    numbering[place] += 1
    key = f"{fact.doc}\x1f{fact.start}\x1f{fact.end}\x1f{kind}\x1f{numbering[place]}"
    return f"{kind[0]}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _event_row(event: Event, where: _Where) -> Row:
    about = {"type": event.type, "theme": event.theme, "actor": event.actor, "place": where.code}
    abroad = _place_name(event) if event.foreign else ""
    notes = [*event.notes, *([f"with {', '.join(event.participants)}"] if event.participants else [])]
    return {
        "kind": "event",
        "title": titles.event("en", **about, abroad=abroad),
        "title_zh": titles.event("zh", **about, abroad=abroad),
        "type": event.type,
        "theme": event.theme,
        "actor": event.actor,
        **_dated(event.span, notes),
        **_placed(where),
    }


def _directive_row(directive: Directive, where: _Where, event: Event | None, *, quotes: bool) -> Row:
    about = {"theme": directive.theme, "actor": directive.actor}
    targets = [target for target in directive.targets if target in regions() or target in gazetteer().units]
    notes = [
        directive.reason if quotes else "",
        "targets are those of the whole article" if directive.inherited and targets else "",
        # a day that is uncertain for the event is so for what was asked at it
        *(note for note in (event.notes if event else ()) if "uncertain" in note),
    ]
    return {
        "kind": "directive",
        "title": titles.directive("en", **about, targets=targets),
        "title_zh": titles.directive("zh", **about, targets=targets),
        "type": "",
        "theme": directive.theme,
        "actor": directive.actor,
        "targets": ";".join(targets),
        **_dated(directive.span, notes),
        **_placed(where),
    }


def _dated(span: DateSpan | None, notes: Sequence[str]) -> Row:
    """Return date and note; a date that no table can hold is named in the note."""
    first, last, said = "", "", list(notes)
    if span is not None:
        try:
            first, last = span.texts
            DateSpan.parse(first, last)
        except DateError as error:
            first, last = "", ""
            said.append(f"date not kept: {error}")
    return {"date": first, "date_end": last, "note": "; ".join(filter(None, said))}


def _placed(where: _Where) -> Row:
    open_still = where.certainty == "ambiguous"
    unit = None if open_still or not where.code or where.code in regions() else gazetteer().unit(where.code)
    return {
        "place": where.place,
        "adcode": where.code,
        "level": unit.level if unit else "region" if where.code in regions() else "",
        "province": unit.province if unit else "",
        "resolution": where.certainty,
        "candidates": ";".join(where.candidates),
        "reason": where.reason,
    }


def _where(reading: Reading, event: Event, *, quotes: bool) -> _Where:
    """Return the place of an event with the certainty of the mention that it rests on."""
    name = _place_name(event)
    why = _shortened(event.reason if quotes else _HOW[event.place_source], REASON_LIMIT)
    if event.foreign and name:
        return _Where(name, reason=as_read("", name, why))
    if event.foreign or not event.place:
        return _Where(name, reason="" if name else NO_PLACE)
    code = gazetteer().current_code(event.place)
    mention = _mention_of(reading, event)
    if mention is None or mention.certainty not in ("ambiguous", "context"):
        certainty: Certainty = "context" if event.certainty == "context" else "exact"
        return _Where(name, code, certainty, (), as_read(code, name, why))
    others = tuple(other for other in mention.candidates if other != code)
    if mention.certainty == "ambiguous" and others:
        return _Where(name, code, "ambiguous", (code, *others), as_read(code, name, mention.reason))
    return _Where(name, code, "context", (), as_read(code, name, f"{why}; {mention.reason}"))


def _named(mention: Mention, how: str) -> _Where:
    """Return the place that a mention names, with its certainty; `how` says what makes it the place."""
    name, code = _as_text(_shortened(mention.text, PLACE_LIMIT)), gazetteer().current_code(mention.code or "")
    why = how.format(repr(name))
    others = tuple(other for other in mention.candidates if other != code)
    if mention.certainty == "ambiguous" and others:
        return _Where(name, code, "ambiguous", (code, *others), as_read(code, name, mention.reason))
    if mention.certainty == "context":
        return _Where(name, code, "context", (), as_read(code, name, f"{why}; {mention.reason}"))
    return _Where(name, code, "exact", (), as_read(code, name, why))


def _told_at(where: _Where) -> _Where:
    """Return the place of an event for what was said at it, saying that another sentence tells it."""
    head, between, why = where.reason.partition(": ")
    if not between or not where.place:
        return where
    return where._replace(reason=": ".join((head, "; ".join((OF_EVENT, why)))))


def _place_name(event: Event) -> str:
    return _as_text(_shortened(event.place_name, PLACE_LIMIT))


OF_EVENT = "the place of the event at which it was said"
"""The reason of a place that stands in the sentence of the event, not in that of what was asked."""

_HOW = {"stated": "the text states it", "dateline": "only the dateline", "none": "the place of what it belongs to"}


def _mention_of(reading: Reading, event: Event) -> Mention | None:
    """Return the mention that an event's place rests on: the first in its own sentence, else in the article."""
    same = [mention for mention in reading.mentions if mention.code == event.place]
    return min(same, key=lambda mention: not event.start <= mention.start < event.end, default=None)


def _provenance(document: Document, fact: Event | Directive, *, quotes: bool) -> Row:
    quote = document.text[fact.start : fact.end].strip() if quotes else ""
    return {
        "source": source_of(document),
        "url": document.url,
        "doc": document.id,
        "start": str(fact.start),
        "end": str(fact.end),
        "quote": _shortened(quote, QUOTE_LIMIT),
        "status": "auto",
    }


def _finished(row: Row) -> Row:
    return {field: _as_text(row.get(field, "")) for field in FIELDS}


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _as_text(text: str) -> str:
    """Return a text without what no file can hold: NUL, and halves of characters."""
    return _NOT_TEXT.sub("\ufffd", text)
