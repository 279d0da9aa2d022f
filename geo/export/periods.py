"""Calendar steps and their names, as the page's: `static/timeline.calendar.js` is the twin.

A day is a whole number, Python's ordinal. A scale is the first days of the steps, and after them the first day of the
step that follows.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Final

Scale = tuple[int, ...]

UNITS: Final = ("day", "week", "month", "quarter", "year")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def floor(day: int, unit: str) -> int:
    """Return the first day of the step of `unit` in which `day` lies; weeks begin on Monday.

    >>> date.fromordinal(floor(date(2024, 5, 9).toordinal(), "quarter"))
    datetime.date(2024, 4, 1)
    """
    if unit == "day":
        return day
    on = date.fromordinal(day)
    if unit == "week":
        return day - on.weekday()
    months = _MONTHS[unit]
    return date(on.year, (on.month - 1) // months * months + 1, 1).toordinal()


def following(start: int, unit: str) -> int:
    """Return the first day of the step after the one that begins on `start`."""
    if unit in ("day", "week"):
        return start + (1 if unit == "day" else 7)
    on = date.fromordinal(start)
    month = on.month - 1 + _MONTHS[unit]
    return date(on.year + month // 12, month % 12 + 1, 1).toordinal()


def scale(first: int, last: int, unit: str) -> Scale:
    """Return the scale of all steps that touch the days `first` to `last`, both included."""
    starts = [floor(first, unit)]
    while starts[-1] <= last:
        starts.append(following(starts[-1], unit))
    return tuple(starts)


def suggested(days: int) -> str:
    """Return the unit in which a table of so many days reads well."""
    if days <= 45:
        return "day"
    if days <= 200:
        return "week"
    return "month" if days <= 366 * 25 else "year"


def step_at(steps: Scale, day: int) -> int:
    """Return the number of the step in which `day` lies, held inside the scale."""
    return min(max(bisect_right(steps, day) - 1, 0), len(steps) - 2)


def words(first: int, last: int, unit: str, lang: str) -> str:
    """Return the days `first` to `last` in words, as exactly as `unit` allows.

    >>> words(date(2024, 4, 22).toordinal(), date(2024, 5, 3).toordinal(), "day", "en")
    '22 April – 3 May 2024'
    >>> words(date(2024, 4, 1).toordinal(), date(2024, 6, 30).toordinal(), "quarter", "zh")
    '2024年第2季度'
    """
    start, end = date.fromordinal(first), date.fromordinal(last)
    parts = _parts_zh if lang == "zh" else _parts_en
    one, other = parts(start, unit), parts(end, unit)
    if one == other:
        return "".join(one) if lang == "zh" else " ".join(filter(None, one))
    if unit == "quarter":
        return " – ".join(("".join(one), "".join(other)) if lang == "zh" else (" ".join(one), " ".join(other)))
    return _range_zh(one, other) if lang == "zh" else _range_en(one, other)


def exact_unit(first: int, last: int, unit: str) -> str:
    """Return `unit` when the days are whole steps of it, else ``day``: a period is never said longer than it is."""
    whole = floor(first, unit) == first and floor(last + 1, unit) == last + 1
    return unit if unit != "week" and whole else "day"


def _parts_en(day: date, unit: str) -> tuple[str, ...]:
    if unit == "quarter":
        return f"Q{(day.month + 2) // 3}", str(day.year)
    month = "" if unit == "year" else _MONTH_NAMES[day.month - 1]
    return (str(day.day) if unit in ("day", "week") else "", month, str(day.year))


def _parts_zh(day: date, unit: str) -> tuple[str, ...]:
    if unit == "quarter":
        return f"{day.year}年", f"第{(day.month + 2) // 3}季度"
    month = "" if unit == "year" else f"{day.month}月"
    return (f"{day.year}年", month, f"{day.day}日" if unit in ("day", "week") else "")


def _range_en(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Say what both ends share once, at the end: ``22–24 April 2024``, ``March – May 2024``."""
    shared = 0
    while shared < 2 and one[2 - shared] == other[2 - shared]:
        shared += 1
    start = " ".join(filter(None, one[: 3 - shared]))
    close = sum(map(bool, one[: 3 - shared])) == 1
    return f"{start}{'–' if close else ' – '}{' '.join(filter(None, other))}"


def _range_zh(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    same_year = one[0] == other[0]
    return f"{''.join(one)}—{''.join(other[1:] if same_year else other)}"
