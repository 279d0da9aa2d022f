"""Weeks, months, quarters, halves, plan periods and years in English: what the expressions of `dates_en` mean."""

from __future__ import annotations

import re
from datetime import date

from geo.reading import date_math as cal
from geo.reading.date_rules import Anchor, Found
from geo.records import DateSpan

_ORDINALS = ("first", "second", "third", "fourth")
_SHIFTS = {"this": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}


def relative_period(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read this week, last month, next year, last quarter."""
    if anchor.day is None:
        return None
    by = _SHIFTS[match["lead"].lower()]
    span = _shifted(match["unit"].lower(), by, anchor.day)
    return Found(span=span, kind="relative", reason=f"counted from the article's date {anchor.day}") if span else None


def _shifted(unit: str, by: int, day: date) -> DateSpan | None:
    if unit == "week":
        monday = cal.weekday(0, day, weeks=by)
        return cal.make_span(monday, cal.shift(monday, 6))
    if unit == "month":
        return cal.months_before(day, -by)
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + by
        return cal.quarter_span(index // 4, index % 4 + 1)
    return cal.year_span(day.year + by)


def _period_year(text: str | None, anchor: Anchor) -> int | None:
    if text and text[:4].isdecimal():
        return int(text[:4])
    if anchor.day is None:
        return None
    return anchor.day.year - (1 if text and "last" in text.lower() else 0)


def quarter(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read the second quarter of 2024, the first half of the year."""
    year = _period_year(match["year"], anchor)
    if year is None:
        return None
    word = match["number"].lower()
    number = int(word) if word.isdecimal() else _ORDINALS.index(word) + 1
    half = match.groupdict().get("half") is not None
    span = cal.half_span(year, min(number, 2)) if half else cal.quarter_span(year, number)
    return Found(span=span, kind="period", reason="half of a year" if half else "quarter of a year") if span else None


def q_form(match: re.Match[str], _: Anchor) -> Found | None:
    """Read Q2 2024 and 2024Q2."""
    span = cal.quarter_span(int(match["year"] or match["year2"]), int(match["number"] or match["number2"]))
    return Found(span=span, kind="period", reason="quarter of a year") if span else None


def plan(match: re.Match[str], _: Anchor) -> Found | None:
    """Read the 14th Five-Year Plan period."""
    span = cal.plan_span(int(match["number"]))
    return Found(span=span, kind="period", reason="period of a five-year plan") if span else None


def years(match: re.Match[str], _: Anchor) -> Found | None:
    """Read in 2024, from 2021 to 2025."""
    last = int(match["last"]) if match["last"] else None
    span = cal.year_span(int(match["year"]), last)
    return Found(span=span, kind="explicit", reason="year stated") if span else None
