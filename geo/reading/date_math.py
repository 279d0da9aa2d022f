"""Arithmetic of the calendar for dates in news: nothing here reads text, and nothing here reads a clock.

Every function returns None instead of an impossible day, so that ``February 30`` in an article is no date.
A date without its year (``April 22``, 22日) means the latest such day on or before the article's own date, or the
next one when the sentence speaks of the future.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from geo.records import DateSpan, Precision

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# An evening event can carry the date of a time zone ahead of the article's own.
_GRACE = timedelta(days=1)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar (1900 to 2100) has none.

    >>> make_day(2023, 2, 29) is None
    True
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def make_span(first: date | None, last: date | None, precision: Precision = "day") -> DateSpan | None:
    """Return the span from `first` to `last`, or None when either is missing or they run backwards."""
    if first is None or last is None or last < first:
        return None
    return DateSpan(first=first, last=last, precision=precision)


def day_span(day: date | None) -> DateSpan | None:
    """Return the span of a single day."""
    return make_span(day, day)


def month_span(year: int, month: int, last_month: int | None = None) -> DateSpan | None:
    """Return the span of a month, or of the months `month` to `last_month` of a year.

    >>> month_span(2024, 2).last
    datetime.date(2024, 2, 29)
    """
    end = last_month or month
    first = make_day(year, month, 1)
    if first is None or not 1 <= end <= 12:
        return None
    return make_span(first, date(year, end, calendar.monthrange(year, end)[1]), "month")


def quarter_span(year: int, quarter: int) -> DateSpan | None:
    """Return the span of a quarter, 1 to 4."""
    months = month_span(year, 3 * quarter - 2, 3 * quarter) if 1 <= quarter <= 4 else None
    return make_span(months.first, months.last, "quarter") if months else None


def half_span(year: int, half: int) -> DateSpan | None:
    """Return the span of the first (1) or second (2) half of a year, known to the month."""
    return month_span(year, 1, 6) if half == 1 else month_span(year, 7, 12)


def year_span(year: int, last_year: int | None = None) -> DateSpan | None:
    """Return the span of a year, or of the years `year` to `last_year`."""
    return make_span(make_day(year, 1, 1), make_day(last_year or year, 12, 31), "year")


def plan_span(number: int) -> DateSpan | None:
    """Return the span of a five-year plan: the third ran from 1966, every later one follows on.

    >>> plan_span(14).texts
    ('2021', '2025')
    """
    return year_span(1951 + 5 * number, 1955 + 5 * number) if 3 <= number <= 30 else None


def month_day(month: int, day: int, anchor: date | None, *, future: bool = False) -> date | None:
    """Return the day of that month nearest the article's date: before it, or after it when `future`.

    >>> month_day(12, 30, date(2024, 1, 2))
    datetime.date(2023, 12, 30)
    >>> month_day(2, 4, date(2021, 11, 5), future=True)
    datetime.date(2022, 2, 4)
    """
    if anchor is None:
        return None
    years = range(anchor.year - 4, anchor.year + 5)  # far enough to meet a leap day
    days = [found for year in years if (found := make_day(year, month, day))]
    if future:
        return min((found for found in days if found >= anchor), default=None)
    return max((found for found in days if found <= anchor + _GRACE), default=None)


def day_of_month(day: int, anchor: date | None, *, future: bool = False) -> date | None:
    """Return the day with that number nearest the article's date: before it, or after it when `future`.

    >>> day_of_month(30, date(2024, 3, 1))
    datetime.date(2024, 1, 30)
    """
    if anchor is None or not 1 <= day <= 31:
        return None
    step = 1 if future else -1
    for months in range(3):
        index = anchor.year * 12 + anchor.month - 1 + step * months
        found = make_day(index // 12, index % 12 + 1, day)
        if found and (found >= anchor if future else found <= anchor + _GRACE):
            return found
    return None


def weekday(number: int, anchor: date | None, *, weeks: int | None = None, future: bool = False) -> date | None:
    """Return the weekday (Monday 0) on or before the article's date.

    `weeks` counts calendar weeks from the article's own (上周三 is -1, 本周三 is 0, "next Monday" 1).

    >>> weekday(0, date(2024, 4, 25))
    datetime.date(2024, 4, 22)
    >>> weekday(2, date(2024, 4, 25), weeks=-1)
    datetime.date(2024, 4, 17)
    """
    if anchor is None:
        return None
    try:
        if weeks is not None:
            return anchor + timedelta(days=number - anchor.weekday() + 7 * weeks)
        if future:
            return anchor + timedelta(days=(number - anchor.weekday()) % 7)
        return anchor - timedelta(days=(anchor.weekday() - number) % 7)
    except OverflowError:
        return None


def months_before(anchor: date | None, months: int) -> DateSpan | None:
    """Return the whole month that lies `months` before the article's (negative: after it)."""
    if anchor is None:
        return None
    index = anchor.year * 12 + anchor.month - 1 - months
    return month_span(index // 12, index % 12 + 1)


def shift(day: date | None, days: int) -> date | None:
    """Return the day `days` later, None beyond the calendar."""
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
