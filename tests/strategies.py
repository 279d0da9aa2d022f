"""Strategies that several rooms draw from: texts that mean harm, Chinese texts, dates, and tables of facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from geo.records import EVENT_TYPES, STATUSES, THEMES

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--",
    "{{7*7}}",
    "{% for x in y %}",
    "{# note #}",
    "${x}",
    "`backticks`",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1-1",
    "@SUM(A1)",
    "＝1+1",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    'quote " and "" quotes',
    "comma, semicolon; tab\tend",
    "line\nbreak\r\nand\rreturn",
    "\u202eright to left\u202c",
    "\u2066isolate\u2069",
    "zero\u200bwidth\ufeff",
    "\u2028line\u2029paragraph",
    "𠮷野家 😀",
    "a\u0301 combining",
    "nan",
    "NULL",
    "../../etc/passwd",
    "%s %d {0} \\u0041 \\",
    "'; DROP TABLE facts; --",
)
"""Texts which have to come through every door as text."""

NOT_TEXT = ("nul \x00 inside", "half \ud800 a character", "\udfff")
"""What no UTF-8 file of text can hold: a table with it is refused."""

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
"""All that a file of text can hold."""

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=12)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


def hostile() -> st.SearchStrategy[str]:
    """Texts which mean harm, alone or inside others."""
    around = st.text(CHARACTERS, max_size=8)
    return st.sampled_from(HOSTILE) | st.builds("".join, st.tuples(around, st.sampled_from(HOSTILE), around))


def texts() -> st.SearchStrategy[str]:
    """Any text that a cell can hold: plain, Chinese or hostile, empty too."""
    return st.text(CHARACTERS, max_size=20) | HAN | hostile()


def titles() -> st.SearchStrategy[str]:
    """Texts with something to read in them."""
    return texts().filter(lambda text: text.strip() != "")


def date_texts() -> st.SearchStrategy[str]:
    """Dates in the forms of the contract: a day, a month, a quarter, a year, or nothing."""
    forms = st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y-%m}", "{0.year}-Q{1}", "{0.year}", ""])
    return st.builds(lambda form, day: form.format(day, (day.month + 2) // 3), forms, DAYS)


def points() -> st.SearchStrategy[tuple[str, str]]:
    """Pairs (lat, lon) as text, both or neither, on and around China."""
    lat, lon = st.floats(min_value=3, max_value=55), st.floats(min_value=70, max_value=140)
    return st.just(("", "")) | st.tuples(lat.map(repr), lon.map(repr))


PLACES = (
    "",
    "Changsha",
    "重庆市九龙坡区",
    "Jiulongpo district, Chongqing",
    "Suzhou",
    "朝阳",
    "western region",
    "边疆地区",
    "Xizang",
    "Chonging",
    "Paris",
    "Taizhou, Zhejiang",
)
CODES = ("", "", "", "500107", "430100", "150000", "border_areas", "TW-TPE", "810000")


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """One row that keeps the contract, as text."""
    lat, lon = draw(points())
    return {
        "kind": draw(st.sampled_from(["", "event", "directive", "指示"])),
        "date": draw(date_texts()),
        "title": draw(titles()),
        "title_zh": draw(HAN | st.just("")),
        "type": draw(st.sampled_from(("", *EVENT_TYPES))),
        "theme": draw(st.sampled_from(("", *THEMES))),
        "actor": draw(texts()),
        "place": draw(st.sampled_from(PLACES) | texts()),
        "adcode": draw(st.sampled_from(CODES)),
        "lat": lat,
        "lon": lon,
        "targets": ";".join(draw(st.lists(st.sampled_from([code for code in CODES if code]), max_size=3))),
        "url": draw(st.sampled_from(["", "https://example.org/a?b=1&c=%E4", "javascript:alert(1)"]) | texts()),
        "quote": draw(texts()),
        "status": draw(st.sampled_from(("", *STATUSES))),
        "note": draw(texts()),
        "my own column": draw(texts()),
    }


def fact_rows(max_size: int = 5) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a table of facts, none too."""
    return st.lists(facts(), max_size=max_size)
