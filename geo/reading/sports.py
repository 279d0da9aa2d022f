"""In a report of matches, a bare name is a team: "Liaoning beat Shanxi 101-92"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import ahocorasick_rs

from geo.reading.candidates import Candidate
from geo.reading.lexicon import is_word
from geo.reading.patterns import load
from geo.records import Mention

_TEAM = "a team in a report of matches"
_BEFORE = 24
_MOST = 0.5
# Who is "from" a place by full name plays for its team.
_PLAYER, _PLAYER_REACH = re.compile(r"[A-Z][\w'-]+ [A-Z][\w'-]+ from $"), 40
# With a word of sport in every so many characters, all of a text is of matches; fewer do where they are varied.
_DENSE, _SPARSE, _VARIED = 60, 100, 8
_LEAST = 3  # words of sport, however short the text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    enough: int
    words: ahocorasick_rs.AhoCorasick
    place_before: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load("toponym_context.toml")["sports"]
    table: dict[str, list[str]] = raw
    latin = "|".join(re.escape(word) for word in table["places"] if word.isascii())
    han = "".join(word for word in table["places"] if not word.isascii())
    return _Rules(
        enough=raw["enough"],
        words=ahocorasick_rs.AhoCorasick(table["words"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        place_before=re.compile(
            rf"(?:\b(?:{latin})(?: the| east| west| north| south| central)?(?: china's)? |[{han}])$"
        ),
    )


def with_teams(folded: str, text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, with the bare names of a report of matches marked as parts of the names of teams.

    Each line is judged by itself, for a digest has many subjects; where most of the text is of matches, all of it is.
    """
    words = _sport_words(folded) if candidates else []
    lines = _sport_lines(folded, words)
    varied = len({word for word, _ in words}) >= _VARIED
    dense = len(words) >= _LEAST and len(words) * (_SPARSE if varied else _DENSE) > len(folded)
    if dense or sum(end - start for start, end in lines) > _MOST * len(folded):
        lines = [(0, len(folded))]
    starts = [start for start, _ in lines]
    return [
        replace(candidate, embedded=_TEAM)
        if _is_within(candidate.start, starts, lines) and _is_team(folded, text, candidate)
        else candidate
        for candidate in candidates
    ]


def is_team(mention: Mention) -> bool:
    """Whether a toponym was found to be the name of a team."""
    return mention.embedded and _TEAM in mention.reason


def _sport_words(folded: str) -> list[tuple[int, int]]:
    """Return the words of sport in a text, each with its place."""
    return [
        (pattern, start)
        for pattern, start, end in _rules().words.find_matches_as_indexes(folded)
        if not folded[start].isascii() or is_word(folded, start, end)
    ]


def _sport_lines(folded: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    words: dict[int, set[int]] = {}
    breaks = [match.start() for match in re.finditer(r"\n", folded)]
    for pattern, start in found:
        words.setdefault(bisect_right(breaks, start), set()).add(pattern)
    ends = [*breaks, len(folded)]
    starts = [0, *breaks]
    return [(starts[line], ends[line]) for line in sorted(words) if len(words[line]) >= _rules().enough]


def _is_within(position: int, starts: Sequence[int], lines: Sequence[tuple[int, int]]) -> bool:
    line = bisect_right(starts, position) - 1
    return line >= 0 and position < lines[line][1]


def _is_team(folded: str, text: str, candidate: Candidate) -> bool:
    typed = candidate.typed and not text.endswith(" City", candidate.start, candidate.end)
    if not (candidate.codes or candidate.foreign) or typed or candidate.embedded:
        return False
    if text[candidate.start : candidate.end].isupper():
        return False
    if _PLAYER.search(text, max(0, candidate.start - _PLAYER_REACH), candidate.start):
        return True
    return not _rules().place_before.search(folded[max(0, candidate.start - _BEFORE) : candidate.start])


_TEAMS = 3  # names of teams that make an article a report of matches


def is_of_matches(mentions: Sequence[Mention]) -> bool:
    """Whether an article reports matches: so many of its names are teams."""
    return sum(map(is_team, mentions)) >= _TEAMS
