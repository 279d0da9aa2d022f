"""CELL -> DATE: the ways in which tables write a date, as long as there is only one way to read them.

The year comes first, or the month is spelt; ``04/05/2024`` is two dates, so it is none.
"""

from __future__ import annotations

import re
import unicodedata

from geo.errors import DateError
from geo.records import DateSpan

LONGEST = 100
"""Characters of a date, or of a span of two; to look through many more for one would never end."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUARTERS = "一二三四"
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})年?",
        r"(?P<year>\d{4})\s*(?P<mark>[-/.])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<day>\d{1,2})\.?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})(?:[-/]\s*(?P<month>\d{1,2})|\.(?P<two_digits>\d{2}))",
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:份|\s*(?P<day>\d{1,2})\s*[日号]?)?",
        r"(?P<year>\d{4})\s*年?\s*[-/]?\s*(?:Q(?P<quarter>[1-4])|第?(?P<chinese>[一二三四1-4])季度?)",
        r"Q(?P<quarter>[1-4])[\s/-]*(?P<year>\d{4})",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+)?{_MONTH_NAME}[\s,-]+(?P<year>\d{{4}})",
        rf"{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_TIME_OF_DAY = re.compile(
    r"(?<=\d)(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?(?:\s*Z|\s*[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"\s*(?:至|到|—+|–|~|\bto\b)\s*|(?<=-\d\d)/(?=\d{4}-)", re.IGNORECASE)
_SAME_YEAR = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]?", re.ASCII)
_TWO_READINGS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?", re.ASCII)


def normal_date(text: str) -> str:
    """Return a date as `DateSpan.parse` reads it; a span in one cell as its two dates with ``/`` between.

    >>> normal_date("2024年4月22日"), normal_date("Apr 2024"), normal_date("2024-04-22 00:00:00")
    ('2024-04-22', '2024-04', '2024-04-22')
    >>> normal_date("2024年第二季度"), normal_date("2024年4月22日至24日")
    ('2024-Q2', '2024-04-22/2024-04-24')

    Raises
    ------
    DateError
        When the text has another form, could be two dates, or is no day of the calendar.
    """
    if len(text) > LONGEST:
        raise DateError(f"{text[:20]!r}… is not a date: it has {len(text):,} characters")
    plain = unicodedata.normalize("NFKC", text).strip()
    first, *rest = _BETWEEN.split(plain)
    start = _one(first, text)
    if not rest:
        return start
    end = _end_of_span(start, rest, text)
    DateSpan.parse(start, end)
    return f"{start}/{end}"


def _end_of_span(start: str, rest: list[str], text: str) -> str:
    if len(rest) > 1:
        raise DateError(f"{text!r} holds more than two dates")
    part = _SAME_YEAR.fullmatch(rest[0])
    if part is not None and len(start) == len("2024-04-22"):
        return _checked(f"{start[:4]}-{int(part['month'] or start[5:7]):02}-{int(part['day']):02}", text)
    return _one(rest[0], text)


def _one(plain: str, text: str) -> str:
    plain = _TIME_OF_DAY.sub("", plain)
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match is not None:
            return _checked(_joined(match.groupdict()), text)
    if _TWO_READINGS.fullmatch(plain):
        raise DateError(f"{text!r} can be read as more than one date; write year, month, day: 2024-04-22")
    if _SERIAL.fullmatch(plain):
        raise DateError(f"{text!r} looks like a spreadsheet's count of days; format the cells as dates: 2024-04-22")
    raise DateError(f"{text!r} is not a date; write 2024-04-22, 2024-04, 2024-Q2 or 2024")


def _joined(part: dict[str, str | None]) -> str:
    year = part["year"]
    quarter = part.get("quarter") or part.get("chinese")
    if quarter:
        return f"{year}-Q{_QUARTERS.find(quarter) + 1 or quarter}"
    month = part.get("month") or part.get("two_digits")
    name = part.get("name")
    if name:
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    if not month:
        return f"{year}"
    day = part.get("day")
    return f"{year}-{int(month):02}-{int(day):02}" if day else f"{year}-{int(month):02}"


def _checked(normal: str, text: str) -> str:
    try:
        DateSpan.parse(normal)
    except DateError as error:
        raise DateError(str(error) if normal == text else f"{text!r}: {error}") from error
    return normal
