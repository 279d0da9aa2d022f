"""One-character names of provinces: side by side (川渝, 苏浙皖), or alone in a known frame (在京举行)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.reading import han_names
from geo.reading.candidates import Candidate
from geo.reading.lexicon import Hit
from geo.reading.patterns import load

_MIN_CERTAIN_RUN = 2
_OPENS = "在赴自及和由跨从与等"
_CLOSES = re.compile(r"[^\u4e00-\u9fff]|[等两三四五六七八九十各之省区]|$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    codes: Mapping[str, str]
    run: re.Pattern[str]
    certain: frozenset[str]
    known: frozenset[str]
    embedded_before: tuple[str, ...]
    lines: re.Pattern[str]
    listed: re.Pattern[str]
    words_too: frozenset[str]
    alone: tuple[re.Pattern[str], ...]


@cache
def _rules() -> _Rules:
    raw = load("toponym_context.toml")["zh"]
    runs: dict[str, list[str]] = raw["runs"]
    codes: dict[str, str] = raw["abbreviations"]
    letters = "".join(codes)
    after = "|".join(map(re.escape, runs["alone_after"]))
    return _Rules(
        codes=codes,
        run=re.compile(f"[{letters}]{{2,}}"),
        certain=frozenset(runs["certain"]),
        known=frozenset(runs["known"]),
        embedded_before=tuple(runs["embedded_before"]),
        lines=re.compile(
            rf"(?:、[\u4e00-\u9fff]{{2,3}}){{1,8}}(?:等[\u4e00-\u9fff]{{0,2}})?(?:{'|'.join(runs['line_ends'])})"
        ),
        listed=re.compile(f"(?<![{letters}])[{letters}](?:[、和与及][{letters}])+(?![{letters}])"),
        words_too=frozenset(runs["words_too"]),
        alone=tuple(
            re.compile(rf"[{''.join(runs[f'{frame}_before'])}]([{''.join(runs[frame])}])(?={after})")
            for frame in ("alone", "alone_abroad")
        ),
    )


def find(folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield a candidate for each one-character name that does not lie in a span of `taken` (sorted)."""
    rules = _rules()
    starts = [start for start, _ in taken]
    for position in _behind_regions(folded, taken, rules):
        yield _one(position, rules.codes[folded[position]])
    for match in rules.run.finditer(folded):
        if _is_list(match.group(), rules) and _is_free(match.start(), match.end(), starts, taken):
            if folded.startswith(rules.embedded_before, match.end()) or rules.lines.match(folded, match.end()):
                continue
            zone = _ZONE.match(folded, match.end())
            name = zone.group() if zone else han_names.longer_name(folded, match.end())
            for offset, letter in enumerate(match.group()):
                yield _one(match.start() + offset, rules.codes[letter], embedded=name)
    for match in rules.listed.finditer(folded):
        for position in _listed(folded, match, rules):
            if _is_free(position, position + 1, starts, taken):
                yield _one(position, rules.codes[folded[position]])
    for match in (found for pattern in rules.alone for found in pattern.finditer(folded)):
        if _is_free(match.start(1), match.end(1), starts, taken):
            yield _one(match.start(1), rules.codes[match[1]])


def countries(folded: str, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Yield the short names that a text gives to countries which it names in full: 埃塞 after 埃塞俄比亚."""
    taken = [(hit.start, hit.end) for hit in hits]
    starts = [hit.start for hit in hits]
    full = {folded[hit.start : hit.end]: hit for hit in reversed(hits) if _is_long_country(folded, hit)}
    for name, hit in full.items():
        short, rest = name[:_SHORT], name[_SHORT]
        for match in re.finditer(rf"{short}(?![{_sounds()}{rest}])", folded):
            if match.start() > hit.start and _is_free(match.start(), match.end(), starts, taken):
                foreign = tuple(sense for sense in hit.senses if sense.level == "country")
                yield Candidate(start=match.start(), end=match.end(), foreign=foreign)


def _behind_regions(folded: str, taken: Sequence[tuple[int, int]], rules: _Rules) -> Iterator[int]:
    """Yield where provinces stand right behind a region that is called like a list of them: 京津冀|晋豫."""
    for start, end in taken:
        run = rules.run.match(folded, start)
        if run is None or not start < end < run.end() or not set(folded[start:end]) <= set(rules.codes):
            continue
        rest = folded[end : run.end()]
        if all(letter in rules.certain or letter in "晋蒙辽" for letter in rest):
            yield from range(end, run.end())


@cache
def _sounds() -> str:
    """Return letters that write foreign names: behind the short name they make it another one (巴勒|贝克)."""
    rules = han_names.context()
    return "".join(sorted(rules.transliteration | rules.foreign_letters | {"贝"}))


_SHORT, _LONG = 2, 4  # characters of a country's short name, and of one that is worth shortening


def _is_long_country(folded: str, hit: Hit) -> bool:
    name = folded[hit.start : hit.end]
    country = any(sense.kind == "foreign" and sense.level == "country" for sense in hit.senses)
    return country and len(name) >= _LONG and name[0] != "中" and all("\u4e00" <= letter <= "\u9fff" for letter in name)


# A zone that two provinces share is called after both and where it lies: 川渝高竹新区.
_ZONE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:新区|示范区|合作区|园区)")


def _listed(folded: str, match: re.Match[str], rules: _Rules) -> list[int]:
    """Return where the provinces of a list with marks stand: 川、陕、豫; none when too few are sure to be provinces.

    At either end of the list, a character that is a word as well may belong to what stands beside it: 创新、.
    """
    places = list(range(match.start(), match.end(), 2))
    if _COUNTED.get(folded[match.end() : match.end() + 1]) == len(places) and _OF_UNITS.match(folded, match.end() + 1):
        return places
    if folded[places[0]] in rules.words_too and _is_han(folded, places[0] - 1):
        places = places[1:]
    if places and folded[places[-1]] in rules.words_too and not _CLOSES.match(folded, places[-1] + 1):
        places = places[:-1]
    certain = sum(folded[place] in rules.certain for place in places)
    sure = len(places) > _MIN_CERTAIN_RUN or (bool(places) and _stands_alone(folded, places[0], places[-1] + 1))
    return places if sure and certain >= _MIN_CERTAIN_RUN else []


# A list that says how many provinces it holds holds nothing else: 新、甘、陕、川、渝五省区市.
_COUNTED = {letter: number for number, letter in enumerate("两三四五六七八九", 2)}
_OF_UNITS = re.compile(r"个?(?:省|市|地|区)")


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether no word runs on beyond `[start, end)`: not the middle of 昌赣、沪昆高铁."""
    return not (_is_han(folded, start - 1) and folded[start - 1] not in _OPENS) and bool(_CLOSES.match(folded, end))


def _is_han(folded: str, position: int) -> bool:
    return position >= 0 and "\u4e00" <= folded[position] <= "\u9fff"


def _is_list(run: str, rules: _Rules) -> bool:
    certain = sum(letter in rules.certain for letter in run)
    return run in rules.known or (certain >= _MIN_CERTAIN_RUN and certain >= len(run) - 1 and len(set(run)) == len(run))


def _is_free(start: int, end: int, starts: Sequence[int], taken: Sequence[tuple[int, int]]) -> bool:
    position = bisect_right(starts, end - 1)
    return position == 0 or taken[position - 1][1] <= start


def _one(start: int, code: str, *, embedded: str = "") -> Candidate:
    inner = (start, start + 1)
    return Candidate(start=start, end=start + 1, codes=(code,), typed=True, embedded=embedded, inner=inner)
