"""English date expressions: the patterns, and what each of them means."""

from __future__ import annotations

import re
from datetime import date

from geo.reading import date_math as cal
from geo.reading import date_periods_en as periods
from geo.reading.date_rules import Anchor, Found, Kind, Pattern, Rule
from geo.records import DateSpan

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:]|\.\d|,\d{3})"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DASH = r"\s*(?:-|–|—|to|and|through|until)\s*"

# What makes a sentence speak of days to come, when it stands shortly before the date.
_FUTURE = re.compile(
    r"\b(?:will|shall|upcoming|coming|scheduled|slated|due|is set|are set|to be held|to take place|planned|next"
    r"|until|before(?! (?:midnight|noon|dawn|daybreak|sunrise|sunset|\d))|starting on|being held"
    r"|under ?way)\b[^.;]{0,60}$"
    r"|\bby\s+(?:\w+\s+){0,3}$"
    r"|\b(?:begins|starts|opens|convenes|kicks off)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
# Shortly before the date, what was done already: "is set to rise, a plan released on Monday says".
_PAST = re.compile(
    r"\b(?:was|were|had|did|since)\b[^.;]{0,25}$"
    r"|(?<!\bbe )\b(?:released|issued|unveiled|published|announced|said|told|chaired|approved|adopted|began|started"
    r"|took place)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:\A|(?<=\n)|(?<=\)\s)|(?<=\.\s))[A-Z][A-Z'’. -]{2,30}(?:,\s*[A-Z][\w. ]{2,20})?,\s*"
    rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+{_YEAR})?\s*(?:\([^)\n]{{2,30}}\)|--|—|–|/[\w -]{{2,20}}/)"
)


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].lower()) + 1


def _ordinal_day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _future(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 90) : match.start()]
    return _FUTURE.search(before) is not None and _PAST.search(before) is None


def dateline_day(head: str) -> tuple[int, int] | None:
    """Return (month, day) of the dateline (``CHANGSHA, March 22 (Xinhua) --``) in the head of a text, if it has one."""
    match = _DATELINE.search(head)
    return (_month(match["month"]), _ordinal_day(match["day"])) if match else None


def full_day(head: str) -> date | None:
    """Return the first date with month, day and year in the head of a text."""
    match = re.search(rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY}),?\s+(?P<year>{_YEAR})", head)
    if match is None:
        return None
    return cal.make_day(int(match["year"]), _month(match["month"]), _ordinal_day(match["day"]))


def _resolve(month: str, day: str, year: str | None, anchor: Anchor, *, future: bool) -> tuple[date | None, Kind]:
    if year:
        return cal.make_day(int(year), _month(month), _ordinal_day(day)), "explicit"
    return cal.month_day(_month(month), _ordinal_day(day), anchor.day, future=future), "partial"


def _calendar_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """April 22 / 22 April / April 22 to 24 / April 28 to May 2, with or without the year."""
    part = match.groupdict()
    first_year = part.get("first_year") or part["year"]
    month, year = part["month"], part["year"] or first_year
    last_month = part.get("last_month") or month
    last, kind = _resolve(last_month, part["last"] or part["day"], year, anchor, future=_future(match))
    if part["last"] is None:
        first = last
    elif kind == "explicit":
        first, _ = _resolve(month, part["day"], first_year, anchor, future=False)
    else:  # a range without its year: it ends where it was found to end and starts before
        first = cal.month_day(_month(month), _ordinal_day(part["day"]), last)
    span = cal.make_span(first, last)
    if span is None:
        return Found(span=None, kind=kind, reason="no such day in the calendar") if year else None
    how = "day, month and year stated" if kind == "explicit" else f"year from the article's date {anchor.day}"
    return Found(span=span, kind=kind, reason=how, notes=_weekday_conflict(part.get("weekday"), span))


def _weekday_conflict(weekday: str | None, span: DateSpan) -> tuple[str, ...]:
    """Note a weekday that disagrees with the explicit date, which is trusted."""
    if not weekday or _WEEKDAYS[span.first.weekday()] == weekday[:3].lower():
        return ()
    return (f"weekday {weekday} is contradicted by {span.first}, a {span.first:%A}",)


def _numbered_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read "on the 26th" as the latest such day."""
    span = cal.day_span(cal.day_of_month(int(match["day"]), anchor.day, future=_future(match)))
    return Found(span=span, kind="relative", reason=f"month from the article's date {anchor.day}") if span else None


def _iso(match: re.Match[str], _: Anchor) -> Found | None:
    span = cal.day_span(cal.make_day(int(match["year"]), int(match["month"]), int(match["day"])))
    return Found(span=span, kind="explicit", reason="date in figures") if span else None


def _month_year(match: re.Match[str], _: Anchor) -> Found | None:
    last = _month(match["last_month"]) if match["last_month"] else None
    span = cal.month_span(int(match["year"]), _month(match["month"]), last)
    return Found(span=span, kind="explicit", reason="month and year stated") if span else None


def _bare_month(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read "in October" as the latest one begun by the article's date, "next March" as the one after it."""
    if anchor.day is None:
        return None
    number, lead = _month(match["month"]), match["lead"].lower()
    future = lead.startswith("next") or (_future(match) and not lead.startswith("last"))
    year = anchor.day.year
    if future and number < anchor.day.month:
        year += 1
    if not future and number > anchor.day.month:
        year -= 1
    span = cal.month_span(year, number)
    return Found(span=span, kind="partial", reason=f"year from the article's date {anchor.day}") if span else None


def _weekday_number(text: str) -> int:
    return _WEEKDAYS.index(text[:3].lower())


def _weekday(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read on Wednesday / next Monday / Monday to Wednesday, counted from the article's own date."""
    lead = (match["lead"] or "").lower()
    future = (lead in ("next", "coming") or _future(match)) and lead != "last"
    ends_on = match["last"] or match["day"]
    last = cal.weekday(_weekday_number(ends_on), anchor.day, future=future)
    if future and last == anchor.day and lead in ("next", "coming"):
        last = cal.shift(last, 7)
    first = cal.weekday(_weekday_number(match["day"]), last) if match["last"] else last
    span = cal.make_span(first, last)
    if span is None:
        return None
    side = "after" if future else "on or before"
    return Found(span=span, kind="relative", reason=f"weekday {side} the article's date {anchor.day}")


_RELATIVE_DAYS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "earlier in the day": 0,
    "yesterday": -1,
    "last night": -1,
    "the day before yesterday": -2,
    "tomorrow": 1,
}


def _relative_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    span = cal.day_span(cal.shift(anchor.day, _RELATIVE_DAYS[" ".join(match.group().lower().split())]))
    if span is None:
        return None
    return Found(span=span, kind="relative", reason=f"{match.group().lower()}, from the article's date {anchor.day}")


def _duration(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read "a three-day tour that started on Monday" and "the two-day visit, which ended Friday"."""
    word = match["count"].lower()
    days = int(word) if word.isdecimal() else _NUMBERS.index(word) + 1
    edge = _edge(match, anchor)
    if edge is None or not 1 <= days <= 31:
        return None
    ends = match["verb"].lower().startswith(("end", "conclud", "clos", "wrap"))
    span = cal.make_span(cal.shift(edge, 1 - days), edge) if ends else cal.make_span(edge, cal.shift(edge, days - 1))
    if span is None:
        return None
    did = "ended" if ends else "started"
    return Found(span=span, kind="duration", reason=f"{days} days that {did} on {edge} (weekday or day stated)")


def _edge(match: re.Match[str], anchor: Anchor) -> date | None:
    if match["weekday"]:
        return cal.weekday(_weekday_number(match["weekday"]), anchor.day)
    return _resolve(match["month"], match["day"], match["year"], anchor, future=False)[0]


def _dateline(match: re.Match[str], anchor: Anchor) -> Found | None:
    day = cal.month_day(_month(match["month"]), _ordinal_day(match["day"]), anchor.day)
    span = cal.day_span(day)
    return Found(span=span, kind="dateline", reason="date of the dateline") if span else None


def _vague(_: re.Match[str], __: Anchor) -> Found:
    return Found(span=None, kind="vague", reason="no day named")


def _rule(pattern: str, rule: Rule, flags: int = 0) -> Pattern:
    return Pattern(regex=re.compile(pattern, flags), rule=rule)


_I = re.IGNORECASE
_COUNT = rf"(?P<count>{'|'.join(_NUMBERS)}|\d{{1,2}})"
_EDGE = (
    r"(?P<verb>start(?:ed|s|ing)|beg(?:an|un|ins|inning)|kick(?:ed|s|ing) off|open(?:ed|s|ing)|from"
    r"|end(?:ed|s|ing)|conclud(?:ed|es|ing)|clos(?:ed|es|ing)|wrap(?:ped|s|ping) up)"
)
_ON_DAY = rf"(?:(?P<weekday>{_WEEKDAY})|(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+(?P<year>{_YEAR}))?)"
_OF_YEAR = rf"(?P<year>{_YEAR}|this year|last year)"

RULES: tuple[Pattern, ...] = (
    Pattern(regex=_DATELINE, rule=_dateline),
    _rule(rf"\b{_COUNT}-day\b[^.;\n]{{0,120}}?\b{_EDGE}\s+(?:on\s+|from\s+)?{_ON_DAY}", _duration),
    _rule(
        rf"\b(?:(?P<weekday>{_WEEKDAY}),?\s+(?:\(|on\s+)?)?(?:[Ff]rom\s+|[Bb]etween\s+)?"
        rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+(?P<first_year>{_YEAR}))?"
        rf"(?:{_DASH}(?:(?P<last_month>{_MONTH})\s+)?(?P<last>{_DAY})(?!\s+{_MONTH}))?(?:,?\s+(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    _rule(
        rf"\b(?:(?P<weekday>{_WEEKDAY}),?\s+)?(?P<day>{_DAY})(?:{_DASH}(?P<last>{_DAY}))?\s+(?:of\s+)?"
        rf"(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    _rule(
        r"\b[Oo]n the (?P<day>3[01]|[12]?\d)(?:st|nd|rd|th)\b"
        r"(?! (?:[a-z]+ ){0,2}(?:day|anniversary|floor|century|of))",
        _numbered_day,
    ),
    _rule(r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d.])", _iso, re.ASCII),
    _rule(rf"\b(?P<month>{_MONTH})(?:{_DASH}(?P<last_month>{_MONTH}))?,?\s+(?:of\s+)?(?P<year>{_YEAR})", _month_year),
    _rule(
        r"\b(?P<lead>[Ii]n(?: early| mid| late)?|[Ss]ince|[Uu]ntil|[Dd]uring|[Ll]ast|[Tt]his|[Nn]ext"
        rf"|[Ee]arly|[Ll]ate|[Mm]id)[- ](?P<month>{_MONTH})(?!\s*\d)",
        _bare_month,
    ),
    _rule(
        rf"\b(?P<lead>)(?:began|begun|started|kicked off|opened)\s+(?:on\s+)?(?P<day>{_WEEKDAY})\b[^.;\n]{{0,20}}?"
        r"\b(?:and|which)\s+(?:\w+\s+){0,3}?(?:concluded|ended|closed|wrapped up)\s+(?:on\s+)?"
        rf"(?P<last>{_WEEKDAY})\b",
        _weekday,
    ),
    _rule(
        rf"\b(?:(?P<lead>last|this|next|coming|past|on|[Ff]rom)\s+)?(?P<day>{_WEEKDAY})\b"
        rf"(?:(?:\s+(?:morning|afternoon|evening|night))?{_DASH}(?P<last>{_WEEKDAY})\b)?(?:\s+(?:morning|afternoon|evening|night))?(?!\s*,?\s*\(?{_MONTH}\s+\d)",
        _weekday,
    ),
    _rule(
        r"\b(?:the\s+day\s+before\s+yesterday|yesterday|today|tonight|tomorrow"
        r"|this\s+(?:morning|afternoon|evening)|last\s+night|earlier\s+in\s+the\s+day)\b",
        _relative_day,
        _I,
    ),
    _rule(
        r"\b(?P<lead>this|last|past|previous|next|coming)\s+(?P<unit>week|month|quarter|year)\b(?!')",
        periods.relative_period,
        _I,
    ),
    _rule(
        rf"\b(?P<number>first|second|third|fourth)\s+quarter(?:\s+(?:of|in)\s+{_OF_YEAR})?",
        periods.quarter,
        _I,
    ),
    _rule(
        rf"\b(?P<number>first|second)\s+(?P<half>half)\s+of\s+(?P<year>{_YEAR}|this year|last year|the year)",
        periods.quarter,
        _I,
    ),
    _rule(
        rf"\bQ(?P<number>[1-4])\s+(?:of\s+)?(?P<year>{_YEAR})|\b(?P<year2>{_YEAR})[ -]?Q(?P<number2>[1-4])\b",
        periods.q_form,
    ),
    _rule(
        r"\b(?P<number>\d{1,2})(?:st|nd|rd|th)\s+Five-Year\s+Plan(?:\s+period)?"
        rf"(?:\s*\({_YEAR}\s*[-–—]\s*{_YEAR}\))?",
        periods.plan,
        _I,
    ),
    _rule(rf"(?<![\d$¥€£.,-])\b(?P<year>{_YEAR})\s?[-–—]\s?(?P<last>{_YEAR})(?![\d-])", periods.years),
    _rule(
        r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Ff]rom|end of|[Yy]ear|early|late|mid)[ -]"
        rf"(?P<year>{_YEAR})(?:\s+to\s+(?P<last>{_YEAR}))?(?![\d-]|\s*(?:yuan|people|km|kilomet))",
        periods.years,
    ),
    _rule(r"\b(?:recently|a\s+recent|in\s+recent\s+days|the\s+other\s+day|a\s+few\s+days\s+ago)\b", _vague, _I),
)
