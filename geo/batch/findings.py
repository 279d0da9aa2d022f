"""READING -> TEXT and back: what a run needs of one article, in a form that crosses processes and files.

The same article gives the same text, whichever process reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from geo.reading import read
from geo.reading.reports import Report, reports
from geo.records import DateSpan, Document, Event
from geo.tables.facts import FIELDS, Row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found in one article: rows of the table, reports of its events for merging, and its record, if asked."""

    rows: tuple[Row, ...]
    reports: tuple[Report, ...]
    record: Mapping[str, Any] | None


def find(document: Document, *, quotes: bool = True, record: bool = False) -> str:
    """Read an article and return what was found, as text for `load`."""
    reading = read(document)
    found = rows(reading, quotes=quotes)
    told = reports(document, reading.mentions, reading.events, reading.directives)
    kept = {
        "rows": [[row[field] for field in FIELDS] for row in found],
        "reports": [_report(report, row["id"]) for report, row in zip(told, found, strict=False)],
        "record": reading.record() if record else None,
    }
    return json.dumps(kept, ensure_ascii=True, separators=(",", ":"))


def load(text: str, *, told: bool = True) -> Finding:
    """Return what `find` wrote; without the reports when nothing is to be merged, and they need not be `told`."""
    kept = json.loads(text)
    return Finding(
        rows=tuple(dict(zip(FIELDS, cells, strict=True)) for cells in kept["rows"]),
        reports=tuple(_loaded(report) for report in kept["reports"]) if told else (),
        record=kept["record"],
    )


def _report(report: Report, row_id: str) -> dict[str, object]:
    """Return a report under the id of its row; the words a person reads stay in the row."""
    span = report.event.span
    event = asdict(replace(report.event, span=None, reason=""))
    event["span"] = [span.first.isoformat(), span.last.isoformat(), span.precision] if span else None
    sets = {name: sorted(getattr(report, name)) for name in _SETS}
    published = report.published.isoformat() if report.published else ""
    texts = {name: getattr(report, name) for name in ("lang", "publisher", "url")}
    return {"id": row_id, "event": event, "published": published, **texts, **sets}


_SETS = ("who", "named", "topics", "words", "marks", "phrases")


def _loaded(kept: Mapping[str, Any]) -> Report:
    event = dict(kept["event"])
    if event["span"] is not None:
        first, last, precision = event["span"]
        event["span"] = DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last), precision=precision)
    for name in ("notes", "participants"):
        event[name] = tuple(event[name])
    sets = {name: frozenset(kept[name]) for name in _SETS}
    published = date.fromisoformat(kept["published"]) if kept["published"] else None
    return Report(**{**kept, **sets, "published": published, "event": Event(**event)})
