"""The nouns that travel between the text stages: frozen, slotted, keyword-only.

Offsets are code points of the document's text, half open: `[start, end)`. Every fact keeps `doc`, `start` and `end`,
so that it can be traced to the sentence that put it on the map. A *code* is a six-digit GB/T 2260 code (``500107``),
an ISO 3166-2 style code for a unit of Hong Kong, Macau or Taiwan that has none (``TW-TPE``), or, where a field says
so, the slug of a named region (``border_areas``).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geo.errors import DateError

Level = Literal["country", "province", "prefecture", "county", "region", "other"]
Certainty = Literal["exact", "context", "ambiguous", "unknown"]
Precision = Literal["day", "month", "quarter", "year"]
Kind = Literal["event", "directive"]
Status = Literal["auto", "confirmed", "corrected", "rejected"]

EVENT_TYPES = (
    "inspection",
    "meeting",
    "symposium",
    "study_session",
    "speech",
    "visit",
    "policy",
    "ceremony",
    "project",
    "disaster",
    "other",
)
THEMES = (
    "ecology",
    "opening_up",
    "security",
    "ethnic_unity",
    "industry_innovation",
    "urban_rural",
    "livelihood",
    "energy_resources",
    "governance",
    "infrastructure",
    "culture_tourism",
    "agriculture",
    "party_building",
    "regional_coordination",
    "other",
)
STATUSES = ("auto", "confirmed", "corrected", "rejected")

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """The days from `first` to `last`, both included, known to `precision`.

    >>> DateSpan.parse("2024-04-22", "2024-04-24")
    DateSpan(first=datetime.date(2024, 4, 22), last=datetime.date(2024, 4, 24), precision='day')
    >>> DateSpan.parse("2024-Q2").last
    datetime.date(2024, 6, 30)
    >>> DateSpan.parse("2021", "2025").texts
    ('2021', '2025')
    """

    first: date
    last: date
    precision: Precision

    @classmethod
    def parse(cls, text: str, text_end: str = "") -> DateSpan:
        """Read ``2024-04-22``, ``2024-04``, ``2024-Q2`` or ``2024``, and an optional end in the same forms.

        Raises
        ------
        DateError
            When a text has another form, is no day of the calendar, or the end comes before the start. Years run
            from 1900 to 2100: a date outside is a slip of the pen.
        """
        first, first_last, precision = _parse_one(text)
        if not text_end:
            return cls(first=first, last=first_last, precision=precision)
        _, last, precision_end = _parse_one(text_end)
        if last < first:
            raise DateError(f"{text_end!r} comes before {text!r}: swap date and date_end")
        coarsest = max(precision, precision_end, key=("day", "month", "quarter", "year").index)
        return cls(first=first, last=last, precision=coarsest)

    @property
    def texts(self) -> tuple[str, str]:
        """The pair (`date`, `date_end`) that `parse` reads back; the second is empty when it adds nothing."""
        start = _text(self.first, self.precision)
        end = _text(self.last, self.precision)
        if _parse_one(start)[0] != self.first:
            start = self.first.isoformat()
        if _parse_one(end)[1] != self.last:
            end = self.last.isoformat()
        return start, "" if end == start else end


def _parse_one(text: str) -> tuple[date, date, Precision]:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise DateError(f"{text!r} is not a date; write 2024-04-22, 2024-04, 2024-Q2 or 2024")
    year = int(match["year"])
    if not 1900 <= year <= 2100:
        raise DateError(f"{text!r} lies outside the years 1900 to 2100")
    try:
        if match["quarter"]:
            month = 3 * int(match["quarter"])
            return (
                date(year, month - 2, 1),
                date(year, month, calendar.monthrange(year, month)[1]),
                "quarter",
            )
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return day, day, "day"
        if match["month"]:
            month = int(match["month"])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DateError(f"{text!r} is not a day of the calendar") from error
    return date(year, 1, 1), date(year, 12, 31), "year"


def _text(day: date, precision: Precision) -> str:
    if precision == "day":
        return day.isoformat()
    if precision == "month":
        return f"{day:%Y-%m}"
    if precision == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One administrative unit of the gazetteer.

    `lat` and `lon` are degrees, WGS84, None where no point is known; `approximate` points are interior points
    rounded to 0.01 degrees instead of the seat. `parent` and `province` are codes (a province is its own province).
    """

    code: str
    level: Level
    kind: str
    name_zh: str
    short_zh: str
    name_en: str
    short_en: str
    alternates: tuple[str, ...]
    parent: str
    province: str
    lat: float | None
    lon: float | None
    approximate: bool
    point_source: str
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One named policy region.

    `members` are codes of provinces, prefectures and counties; `provinces` the province codes they lie in;
    `anchors` the (lat, lon) points, degrees WGS84, at which an arc to the region ends.
    """

    slug: str
    name_en: str
    name_zh: str
    alternates: tuple[str, ...]
    members: tuple[str, ...]
    provinces: tuple[str, ...]
    definition: str
    vintage: str
    anchors: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a place as written was found to be.

    `code` is a unit's code or a region's slug, empty when ambiguous or unknown. `candidates` are codes, the
    likeliest first: the alternatives when ambiguous, near names when unknown. `reason` says why, in English.
    """

    certainty: Certainty
    code: str
    level: Level | None
    candidates: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article. `headline` is the `[start, end)` of headline and boilerplate lines at the top, if any."""

    id: str
    text: str
    lang: Literal["en", "zh"]
    published: date | None = None
    publisher: str = ""
    title: str = ""
    url: str = ""
    headline: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a document; `role` says what kind of text it stands in."""

    doc: str
    start: int
    end: int
    paragraph: int
    role: Literal["body", "headline", "caption", "byline", "boilerplate"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One toponym as it stands in a text, and what it was found to be.

    `code` is a unit's code, or None; `region` the slug of a named region, or None. For an ambiguous mention `code`
    is the likeliest of `candidates` and `certainty` says so.
    """

    doc: str
    start: int
    end: int
    text: str
    level: Level
    code: str | None
    region: str | None
    certainty: Certainty
    candidates: tuple[str, ...] = ()
    reason: str = ""
    metonym: bool = False
    embedded: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what, when and where. `place` is the code of the most specific unit stated, None if none or abroad."""

    doc: str
    start: int
    end: int
    type: str
    actor: str
    span: DateSpan | None
    place: str | None
    place_name: str
    place_source: Literal["stated", "dateline", "none"]
    certainty: Certainty
    foreign: bool = False
    theme: str = "other"
    reason: str = ""
    notes: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """Who asked whom to do what: one sentence that says what is to be done.

    `targets` are codes and region slugs; `inherited` is true when they are the article's main targets. `stop` is the
    toponym that says where it was said, when that is a smaller place than its event's; `issuer` is the toponym of the
    unit whose government issued the document that asks.
    """

    doc: str
    start: int
    end: int
    actor: str
    targets: tuple[str, ...]
    inherited: bool
    theme: str
    span: DateSpan | None
    event: int | None = None
    stop: Mention | None = None
    issuer: Mention | None = None
    reason: str = ""
    theme_evidence: tuple[str, ...] = field(default=())
