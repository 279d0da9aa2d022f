"""What an article does not say in a field of its own: language, headline, publisher, day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from geo.reading.patterns import load, page_lines

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"[.。！？!?；;][\"'”’」』）)]*$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = (
    re.compile(r"(?P<year>(?:19|20)\d\d)[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?(?!\d)"),
    re.compile(r"\b(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2}) (?P<name>[A-Za-z]{3,9})\.?,? (?P<year>(?:19|20)\d\d)\b"),
)
_ADDRESS_DAYS = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_/]?(?P<month>\d\d)[-_/]?(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"),
)
_URL = re.compile(r"https?://[^\s'\"<>]+")
_HEAD = 600
_TAIL = 300
_LONE_DATE_WIDTH = 40
_HEADLINE_WIDTH = {"zh": 160, "en": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher, the hosts it publishes under, the marks it leaves in a text, and if it writes from abroad."""

    name: str
    hosts: tuple[str, ...]
    marks: re.Pattern[str]
    abroad: bool = False


def language(text: str) -> Literal["en", "zh"]:
    """Return the language of `text`: Chinese when a fifth of its letters are Han characters.

    >>> language("李强在西藏调研"), language("Xi visits Hunan (湖南)")
    ('zh', 'en')
    """
    sample = text[:20_000]
    han = len(_HAN.findall(sample))
    return "zh" if han > 0 and 4 * han >= len(_LATIN.findall(sample)) else "en"


def headline(text: str, lang: str, title: str = "", begin: int = 0) -> tuple[int, int] | None:
    """Return the `[start, end)` of the headline and the boilerplate above it, or None when the text begins at once.

    A headline is the first line which is not boilerplate, when it is the given `title`, or is short, does not end like
    a sentence, and more lines follow.
    """
    lines = list(_LINE.finditer(text, begin, min(len(text), begin + 4000)))
    for number, line in enumerate(lines[:6]):
        content = line.group().strip().lstrip("#").strip()
        dated = _DATED.match(content)
        if dated and _looks_like_headline(dated["title"], lang) and number + 1 < len(lines):
            return lines[0].start(), line.end()
        if not content or page_lines().boilerplate.match(content) or page_lines().byline.match(content):
            continue
        given = bool(title) and content == title.strip()
        last = number + 1 == len(lines) and line.end() >= len(text.rstrip())
        if (given or _looks_like_headline(content, lang)) and not last:
            return lines[0].start(), line.end()
        return None
    return None


# A page's day and its title in one line.
_DATED = re.compile(r"^date \d{4}-\d{2}-\d{2} (?P<title>\S.{14,})$")


def publisher(text: str, url: str = "") -> str:
    """Return the outlet that published `text`, by its address, else by its marks near the ends; empty when unknown."""
    host = re.sub(r"^[a-z]+://([^/:?#]*).*$", r"\1", url.lower())
    for outlet in outlets():
        if any(host == known or host.endswith("." + known) for known in outlet.hosts):
            return outlet.name
    ends = text[:_HEAD] + "\n" + text[-_TAIL:]
    found = [(match.start(), outlet.name) for outlet in outlets() if (match := outlet.marks.search(ends))]
    return min(found)[1] if found else ""


def published(text: str, address: str = "") -> date | None:
    """Return the day of publication: of a byline or dateline of `text`, else of its `address` (URL or file name)."""
    for line in _byline_candidates(text):
        day = first_day(line)
        if day:
            return day
    return _first(_ADDRESS_DAYS, address)


def first_day(text: str) -> date | None:
    """Return the first whole date written in `text`, None when there is none that the calendar knows.

    >>> first_day("(Xinhua) 11:38, November 08, 2020")
    datetime.date(2020, 11, 8)
    >>> first_day("0000-00-00") is None
    True
    """
    return _first(_DAYS, text)


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return the outlets of ``publishers.toml`` in order."""
    rows = load("publishers.toml")["outlet"]
    return tuple(
        Outlet(
            name=str(row["name"]),
            hosts=tuple(row["hosts"]),
            marks=re.compile("|".join(row["marks"])),
            abroad=bool(row.get("abroad", False)),
        )
        for row in rows
    )


def is_abroad(publisher: str) -> bool:
    """Whether a publisher, by whatever name it goes, is known to write of China from outside of the mainland.

    >>> is_abroad("Reuters"), is_abroad("BBC News"), is_abroad("Xinhua"), is_abroad("")
    (True, True, False, False)
    """
    known = (one for one in outlets() if one.name in publisher or one.marks.search(publisher))
    return any(outlet.abroad for outlet in known)


def _looks_like_headline(line: str, lang: str) -> bool:
    if len(line) > _HEADLINE_WIDTH[lang] or _SENTENCE_END.search(line) or "<" in line:
        return False
    return not any(pattern.match(line) for pattern in page_lines().datelines)


def _byline_candidates(text: str) -> list[str]:
    lines = page_lines()
    found = []
    for match in _LINE.finditer(text, 0, min(len(text), _HEAD)):
        line = match.group().strip()
        if lines.byline.match(line) or len(line) < _LONE_DATE_WIDTH:
            found.append(line)
        else:
            found += [m.group() for pattern in lines.datelines if (m := pattern.match(line))]
    found += [address for address in _URL.findall(text[:_HEAD]) if _first(_ADDRESS_DAYS, address)]
    tail = text[max(0, len(text) - _TAIL) :].splitlines()
    return found + [line.strip() for line in tail if lines.byline.match(line.strip())]


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> date | None:
    matches = sorted((m for pattern in patterns for m in pattern.finditer(text)), key=re.Match.start)
    return next((day for match in matches if (day := _day(match.groupdict()))), None)


def _day(parts: dict[str, str]) -> date | None:
    name = parts.get("name", "")[:3].lower()
    if name and name not in _MONTHS:
        return None
    month = _MONTHS.index(name) + 1 if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None
