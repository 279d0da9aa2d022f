"""Dates in a text, in English and Chinese, resolved against the article's own date and never against a clock.

`find` returns every date expression with the days it means, how that was decided, and what contradicts it. The
patterns live in `dates_en` and `dates_zh`; the arithmetic in `date_math`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.reading import dates_en, dates_zh
from geo.reading.date_math import day_span, month_day
from geo.reading.date_rules import Anchor, Found, Kind
from geo.records import DateSpan, Document, Sentence

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)(?:-|/|\.|年)(?P<m>\d{1,2})(?:-|/|\.|月)(?P<d>\d{1,2})(?!\d)", re.ASCII)
_HEAD = 400  # characters at the top in which an article without metadata states its date


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One date as it stands in a text.

    `span` is None where the words name no day (近日, "recently") or an impossible one. `kind` says what the words
    rest on; `notes` lists contradictions, the first word of each being the thing contradicted.
    """

    doc: str
    start: int
    end: int
    text: str
    span: DateSpan | None
    kind: Kind
    reason: str
    notes: tuple[str, ...] = ()


def find(document: Document, sentences: Sequence[Sentence]) -> tuple[DateMention, ...]:
    """Return the dates of a document in the order of the text; they never overlap.

    Parameters
    ----------
    document
        The article; `published` is what weekdays, 22日 and "yesterday" count from.
    sentences
        Its sentences. Only their spans are read, so that a document without sentences has no dates.
    """
    if not sentences:
        return ()
    anchor = anchor_of(document)
    found = _claim(_matches(document.text, anchor))
    first, last = sentences[0].start, max(sentence.end for sentence in sentences)
    mentions = [_mention(document, start, end, read) for start, end, read in found if first <= start < last]
    return tuple(_resolve_same_day(_check_dateline(mentions, anchor)))


def anchor_of(document: Document) -> Anchor:
    """Return what relative dates count from: the publication date, else a full date at the top of the text."""
    dateline = dates_en.dateline_day(document.text[: 4 * _HEAD])
    day = document.published
    if day is None:
        match = _FULL_DATE.search(document.text, 0, _HEAD)
        day = _day(match) if match else dates_en.full_day(document.text[:_HEAD])
    return Anchor(day=day, dateline=month_day(*dateline, day) if dateline else None)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _matches(text: str, anchor: Anchor) -> Iterable[tuple[int, int, Found]]:
    chinese = dates_zh.RULES if _HAN.search(text) else ()
    english = dates_en.RULES if _ENGLISH.search(text) else ()
    for pattern in (*chinese, *english):
        if not pattern.can_match(text):
            continue
        for match in pattern.regex.finditer(text):
            found = pattern.rule(match, anchor)
            if found is not None:
                yield match.start(), match.end(), found


# English in words, or a date in figures; the letters of a name alone bring no English date along.
_ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}|[A-Z][a-z]{2,8}\.? \d|\d{4}[-/.]\d|\bQ[1-4]\b")


def _claim(matches: Iterable[tuple[int, int, Found]]) -> list[tuple[int, int, Found]]:
    """Keep the longest of overlapping matches, the earlier rule where two are alike."""
    kept: list[tuple[int, int, Found]] = []
    for start, end, found in sorted(matches, key=lambda item: (item[0], -item[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, found))
        elif end - start > kept[-1][1] - kept[-1][0]:
            kept[-1] = (start, end, found)
    return kept


def _mention(document: Document, start: int, end: int, found: Found) -> DateMention:
    return DateMention(
        doc=document.id,
        start=start,
        end=end,
        text=document.text[start:end],
        span=found.span,
        kind=found.kind,
        reason=found.reason,
        notes=found.notes,
    )


def _check_dateline(mentions: Sequence[DateMention], anchor: Anchor) -> list[DateMention]:
    """Note where the dateline and the publication date or a weekday of the first sentences disagree."""
    published, dateline = anchor.day, anchor.dateline
    if published is None or dateline is None:
        return list(mentions)
    apart = abs((published - dateline).days)
    notes = (f"dateline {dateline} lies {apart} days from the publication date {published}",)
    checked = [
        replace(mention, notes=mention.notes + notes) if mention.kind == "dateline" and apart > 3 else mention
        for mention in mentions
    ]
    return [_against_dateline(mention, dateline) for mention in checked]


def _against_dateline(mention: DateMention, dateline: date) -> DateMention:
    """Note a weekday just after the dateline's day, told by a paper that printed later: both are kept."""
    if mention.kind != "relative" or mention.span is None or "weekday" not in mention.reason:
        return mention
    if timedelta(0) < mention.span.first - dateline <= timedelta(days=3):
        note = f"dateline {dateline} is earlier than the weekday's day {mention.span.first}"
        return replace(mention, notes=(*mention.notes, note))
    return mention


def _resolve_same_day(mentions: Iterable[DateMention]) -> Iterable[DateMention]:
    """Give 当天, 次日, "the same day" the day of the date before them."""
    before: DateSpan | None = None
    for mention in mentions:
        if mention.reason.startswith(dates_zh.SAME_DAY) and before is not None:
            days = timedelta(days=1 if mention.reason.endswith("next") else 0)
            resolved = day_span(before.last + days if before.last < date.max else before.last)
            yield replace(mention, span=resolved, reason=f"the day of the date before it, {before.last}")
            continue
        spoken = mention.reason.startswith(dates_zh.SPOKEN)  # "today" in a speech is no day of the story
        if mention.span is not None and mention.span.precision == "day" and not (spoken and before is not None):
            before = mention.span
        yield mention
