"""The theme of an event: the words of its sentence without names of places, and a little of what stands around it."""

from __future__ import annotations

from collections.abc import Mapping

from geo.reading import themes
from geo.reading.stories import Story
from geo.records import Sentence

# What the headline or the line above, and the rest of the paragraph, lend.
_ABOVE, _REST = 1.0, 1.5
_LONGEST_LINE, _FOLLOWING = 120, 300
_LONGEST_PARAGRAPH = 2000
_CLEAR = 0.6  # the share of a theme from which on a stretch of text is about it


def of(story: Story, sentence: Sentence) -> str:
    """Return the theme of the event that a sentence tells."""
    above, rest = themes.shares(_line_above(story, sentence)), themes.shares(_rest(story, sentence))
    lent = {theme: weight for theme, weight in _sum(above, rest).items() if weight}
    return themes.classify(_without_places(story, sentence.start, sentence.end), prior=lent).name


def _sum(above: Mapping[str, float], rest: Mapping[str, float]) -> dict[str, float]:
    lent = ((above, _ABOVE), (rest, _REST))
    keys = {*above, *rest}
    return {key: sum(weight for part, weight in lent if part.get(key, 0.0) >= _CLEAR) for key in keys}


def _line_above(story: Story, sentence: Sentence) -> str:
    """Return the line above a sentence's paragraph: the headline, or in a digest the heading of its item."""
    text = story.document.text
    end = text.rfind("\n", max(0, sentence.start - _LONGEST_PARAGRAPH), sentence.start)
    if end < 0:
        return ""
    start = max(text.rfind("\n", max(0, end - _LONGEST_LINE), end) + 1, end - _LONGEST_LINE, 0)
    return _without_places(story, start, end)


def _rest(story: Story, sentence: Sentence) -> str:
    """Return what the paragraph tells after a sentence."""
    stop = story.document.text.find("\n", sentence.end, sentence.end + _FOLLOWING)
    return _without_places(story, sentence.end, sentence.end + _FOLLOWING if stop < 0 else stop)


def _without_places(story: Story, start: int, end: int) -> str:
    """Return a stretch of the text with its toponyms blanked: what a place is called says nothing of the theme."""
    pieces, at = [], start
    for mention in story.mentions.within(start, end):
        if not mention.embedded:
            pieces += [story.document.text[at : mention.start], " " * (mention.end - mention.start)]
            at = max(at, mention.end)
    return "".join([*pieces, story.document.text[at:end]])
