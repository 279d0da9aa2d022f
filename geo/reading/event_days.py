"""On which of the days that a sentence names something happened, and what is only its background."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from geo.reading.dates import DateMention
from geo.reading.stories import Story
from geo.reading.triggers import Trigger
from geo.records import Sentence

FRESH = timedelta(days=2)
"""How long before its article something happened that is of its news."""

# A date after these words bounds a figure or a state; nothing happened on it.
_NO_HAPPENING = re.compile(
    r"(?:\b(?:effect on|effective(?: on)?|starting|beginning|since|as of(?: \d[\d:.]* ?[ap]\.?m\.?)?(?: on)?|by"
    r"|until|till|before|after|from|date|updated:?|published:?|reported(?: on)?)"
    r"|截至|截止|截止到|自|从|自从|到|比|较|预计|预报|据)\s*$",
    re.IGNORECASE,
)
# When it was told is not when it struck.
_SAID_ON = re.compile(r"\b(?:said|says|announced|confirmed)(?: on)? $")
# Unless it is the day on which it began: 从昨天（2月15日）开始，….
_BEGINS = re.compile(r"(?:（[^）]{2,12}）)?(?:夜间|晚间|夜里|晚|凌晨|上午|下午)?开始")


def date_of(story: Story, sentence: Sentence, trigger: Trigger | None) -> DateMention | None:
    """Return the date nearest the trigger that a thing can happen on; the dateline's when there is no other."""
    text = story.document.text
    usable = [
        found
        for found in story.dates.within(sentence.start, sentence.end)
        if found.span is not None
        and found.span.precision in ("day", "month")
        and found.kind != "period"
        and (
            not _NO_HAPPENING.search(text[max(sentence.start, found.start - 24) : found.start])
            or _BEGINS.match(text, found.end, sentence.end)
        )
    ]
    stated = [found for found in usable if found.kind != "dateline"]
    if trigger is not None and trigger.type == "disaster":
        stated = [
            found for found in stated if not _SAID_ON.search(text, max(sentence.start, found.start - 24), found.start)
        ]
        stated = stated or _begun(story, sentence)
        usable = [*stated, *(found for found in usable if found.kind == "dateline")]
    if not stated and story.is_vague(sentence):
        return None
    at = sentence.start + (trigger.start if trigger else 0)
    days = [found for found in stated if found.span is not None and found.span.precision == "day"]
    pool = days or stated or usable
    return min(pool, key=lambda found: (found.kind != "duration", abs(found.start - at)), default=None)


def _begun(story: Story, sentence: Sentence) -> list[DateMention]:
    """Return the days of this week since which something goes on: a disaster is of the day on which it began."""
    begun = [
        found
        for found in story.dates.within(sentence.start, sentence.end)
        if found.span is not None
        and found.span.precision == "day"
        and _SINCE.search(story.document.text, max(sentence.start, found.start - 12), found.start)
    ]
    return [one for one in begun if story.day and one.span and story.day - _WEEK <= one.span.first <= story.day]


_SINCE, _WEEK = re.compile(r"\bsince $", re.IGNORECASE), timedelta(days=7)


def is_fresh(story: Story, found: Sequence[DateMention]) -> bool:
    """Whether one of these dates is a day just before the article appeared: then it is of its news."""
    spans = [one.span for one in found if one.span is not None and one.span.precision == "day"]
    return story.day is not None and any(story.day - FRESH <= span.first <= story.day for span in spans)


# What was done again and again, or over years, is the background of the news.
_AGO = re.compile(r"\b(?:weeks|months|years) (?:ago|earlier)\b")
_BACKGROUND = re.compile(r"多次|历次|曾[经于在]?|历来|一直以来|近年来|多年来|以来，|年前|当年|累计|截至")


def is_background(story: Story, sentence: Sentence) -> bool:
    """Whether a sentence without a day of its own speaks of a year or a period, or of what was done over years."""
    if _BACKGROUND.search(story.text(sentence)):
        return True
    found = story.dates.within(sentence.start, sentence.end)
    found = [date_ for date_ in found if not _in_title(story.document.text, sentence.start, date_.start)]
    years = any(date_.span is not None and date_.span.precision == "year" for date_ in found)
    return years or _AGO.search(story.text(sentence)) is not None


def _in_title(text: str, start: int, at: int) -> bool:
    """Whether an offset stands inside the title of a document: 《发展规划（2023年版）》, a work plan (2023-2027)."""
    return any(text.rfind(left, start, at) > text.rfind(right, start, at) for left, right in ("《》", "()"))
