"""Who issued a document of government: its title names the body, its last line the day.

No event is told in such a text; what it asks has the issuer as actor, the issuer's unit as place, and the day below
the signature as date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.reading.dates import DateMention
from geo.records import DateSpan, Document, Mention


class Issuer(NamedTuple):
    """The body as written, the toponym of its unit, and the day of issue; None or empty where the text is silent."""

    name: str
    unit: Mention | None
    day: DateSpan | None


def of(document: Document, mentions: Sequence[Mention], dates: Sequence[DateMention]) -> Issuer:
    """Return who issued a Chinese document of government, by its title, else by the line above its last date."""
    text = document.text
    signed = _signature(text)
    match = _TITLED.match(text) or (_BODY.match(text, signed.start("body")) if signed and signed["body"] else None)
    day = next((one.span for one in reversed(dates) if signed and one.start == signed.start("day")), None)
    if day is None and document.published is not None:
        day = DateSpan(first=document.published, last=document.published, precision="day")
    if match is None:
        return Issuer(name="", unit=None, day=day)
    named = [one for one in mentions if match.start("body") <= one.start < match.end("body") and one.code]
    return Issuer(name=match["body"], unit=named[-1] if named else None, day=day)


def is_signed(text: str) -> bool:
    r"""Whether a text ends with a line that is a date alone, as a document of government does.

    >>> is_signed("各市要种树。\n\n某省人民政府\n2024年3月5日\n"), is_signed("会议于2024年3月5日举行。")
    (True, False)
    """
    return _signature(text) is not None


def _signature(text: str) -> re.Match[str] | None:
    return _SIGNED.search(text, max(0, len(text.rstrip()) - _SIGNATURE))


_SIGNATURE = 80  # characters at the end in which body and date stand
_BODIES = "人民政府|政府|办公厅|办公室|委员会|省委|市委|区委|州委|县委|党委|指挥部|厅|局"
_NAMED = rf"(?P<body>[\u4e00-\u9fff]{{2,24}}?(?:{_BODIES})(?:办公厅|办公室)?)"
_BODY, _TITLED = re.compile(rf"{_NAMED}(?=\s)"), re.compile(rf"\s*{_NAMED}关于")
_SIGNED = re.compile(
    r"\n[ \u3000]*(?:(?P<body>[\u4e00-\u9fff]{2,30})[ \u3000]*\n\s*)?(?P<day>20\d\d年\d{1,2}月\d{1,2}日)\s*$"
)
