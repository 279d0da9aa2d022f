"""Every name the reader knows, as one automaton for each script, and where they stand in a text.

A name leads to one or more *senses*: units of the gazetteer, a named region, a foreign place, or a word that only
looks like a name. The text is folded (see `geo.reading.folding`), so spellings meet and offsets stay.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

import ahocorasick_rs

from geo.places.gazetteer import gazetteer
from geo.places.names import has_han, stems, type_words
from geo.reading.folding import fold
from geo.reading.patterns import load

Kind = Literal["unit", "region", "loose", "foreign", "country", "demonym", "word", "inside"]

_WELL_KNOWN = 1_000_000
_LONGEST_NAME = 20
_SHORTEST_HAN = 2
_SAFE_WITHOUT_APOSTROPHE = 5  # Yanan, Yaan; but Jian and Luan are family names, too
_GREAT_CITY = 5_000_000  # inhabitants of a seat that is meant even so: Xian


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One thing that a name can mean.

    `code` is a unit's code, a region's slug or an ISO country code. `full` says that the name carries its type word,
    `old` that it is no longer in force, `known` that a foreign place
    needs no mention of its country.
    """

    kind: Kind
    code: str
    full: bool = False
    old: bool = False
    known: bool = True
    level: str = ""
    release: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name in a text: `[start, end)` and its senses."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The names in Latin letters and those in Chinese characters, each with its senses."""

    latin: ahocorasick_rs.AhoCorasick
    latin_senses: tuple[tuple[Sense, ...], ...]
    han: ahocorasick_rs.AhoCorasick
    han_senses: tuple[tuple[Sense, ...], ...]

    def hits(self, folded: str) -> list[Hit]:
        """Return the names in `folded` text, leftmost and longest first, none overlapping another."""
        found = list(self._han_hits(folded))
        latin = [
            (start, -end, pattern)
            for pattern, start, end in self.latin.find_matches_as_indexes(folded, overlapping=True)
            if is_word(folded, start, end)
        ]
        free = 0
        for start, minus_end, pattern in sorted(latin):
            if start >= free:
                free = -minus_end
                found.append(Hit(start=start, end=free, senses=self.latin_senses[pattern]))
        return sorted(found, key=lambda hit: hit.start)

    def _han_hits(self, folded: str) -> Iterator[Hit]:
        free, last = 0, None
        for pattern, start, end in self.han.find_matches_as_indexes(folded):
            hit = Hit(start=start, end=end, senses=self.han_senses[pattern])
            release = hit.senses[0].release
            if release and start >= free:
                hit = self._released(folded, start + release) or hit
            elif (
                start >= free
                and _is_slight(hit, folded[start:end])
                and not (last and last.end == start and _is_around(last, hit))
            ):
                hit = self._larger(folded, hit) or hit
            if hit.start >= free:
                free, last = hit.end, hit
                yield hit

    def _larger(self, folded: str, hit: Hit) -> Hit | None:
        """Return the weightier unit whose name begins inside a slight one and ends beyond: 本周|宁夏."""
        other = self._released(folded, hit.start + 1)
        if other is None or other.end <= hit.end:
            return None
        weighty = any(sense.kind == "unit" and (sense.full or sense.level != "county") for sense in other.senses)
        return other if weighty else None

    def _released(self, folded: str, start: int) -> Hit | None:
        """Return the name that begins at `start`, inside or beyond the word that hides it."""
        for pattern, begin, end in self.han.find_matches_as_indexes(folded[start : start + _LONGEST_NAME]):
            if begin == 0:
                return Hit(start=start, end=start + end, senses=self.han_senses[pattern])
        return None


def _is_slight(hit: Hit, name: str) -> bool:
    """Whether a hit is a name of two characters that only little known counties and places abroad bear."""
    return hit.end - hit.start == _SHORTEST_HAN and all(
        (sense.kind == "unit" and sense.level == "county" and name not in known_counties())
        or (sense.kind == "foreign" and not sense.known)
        for sense in hit.senses
    )


@cache
def known_counties() -> frozenset[str]:
    """Return the short Chinese names of counties that are known without their type word."""
    return frozenset(load("toponym_context.toml")["zh"]["county"]["known"])


def _is_around(outer: Hit, inner: Hit) -> bool:
    """Whether a unit named by `inner` lies in one named by `outer`: 福建|南安."""
    codes = {sense.code for sense in outer.senses if sense.kind == "unit"}
    units = (sense for sense in inner.senses if sense.kind == "unit")
    return bool(codes) and any(codes & set(gazetteer().lineage(sense.code)[1:]) for sense in units)


def is_word(folded: str, start: int, end: int) -> bool:
    """Whether `[start, end)` is not part of a longer word in Latin letters."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (_is_latin(before) or _is_latin(after))


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" and letter.isalnum()


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the shipped data files."""
    senses: dict[str, dict[Sense, None]] = {}
    for name, sense in _names():
        senses.setdefault(fold(name), {})[sense] = None
    latin = {name: _once(found) for name, found in senses.items() if not has_han(name)}
    han = {name: _once(found) for name, found in senses.items() if has_han(name)}
    return Lexicon(
        latin=ahocorasick_rs.AhoCorasick(list(latin)),
        latin_senses=tuple(latin.values()),
        han=ahocorasick_rs.AhoCorasick(list(han), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        han_senses=tuple(han.values()),
    )


def _once(senses: Collection[Sense]) -> tuple[Sense, ...]:
    """Return the senses of a name; a unit that kept its name is not its own past."""
    return tuple(sense for sense in senses if not (sense.old and replace(sense, old=False) in senses))


def _names() -> Iterator[tuple[str, Sense]]:
    yield from _unit_names()
    yield from _typed_names()
    yield from _region_names()
    yield from _foreign_names()
    yield from _words()


@cache
def _family_names() -> frozenset[str]:
    """Return the family names in pinyin, in small letters."""
    return frozenset(name.lower() for name in load("toponym_context.toml")["en"]["surnames"])


def _unit_names() -> Iterator[tuple[str, Sense]]:
    places = gazetteer()
    for name, lang, code, form in places.names():
        unit = places.unit(code)
        stem = "" if form == "short" else min((stem for stem, _ in stems(name)), key=len, default="")
        full = bool(stem) and (lang == "zh" or code.startswith("HK"))  # Eastern District, but not Eastern
        if lang == "zh" and len(name) < _SHORTEST_HAN:
            continue
        if lang == "en" and stem and not full:
            name = stem.removesuffix(" New")  # the reader adds the type word to the bare name itself
        sense = Sense(kind="unit", code=code, full=full, old=form == "old", level=unit.level)
        yield name, sense
        family = name.replace("'", "").lower() in _family_names()
        safe = (len(name) >= _SAFE_WITHOUT_APOSTROPHE and not family) or unit.population >= _GREAT_CITY
        if "'" in name and unit.level != "county" and safe:
            yield name.replace("'", ""), sense


def _typed_names() -> Iterator[tuple[str, Sense]]:
    """Yield the Chinese names with a type word that people write though the full name has another: 恩施州, 香港特区."""
    for unit in gazetteer().units.values():
        full = Sense(kind="unit", code=unit.code, full=True, level=unit.level)
        for word in type_words().words_zh:
            if word == "新区":
                continue  # most 新区 are no districts and lie elsewhere: 南京江北新区 is not 江北区
            if unit.kind in type_words().kinds.get(word, ()) and unit.kind != "autonomous region":
                name = unit.short_zh + word
                if len(name) > 2 and len(unit.short_zh) > 1:
                    yield name, full
        if unit.kind == "autonomous region":
            yield unit.short_zh + "自治区", full
        if unit.level == "county" and unit.name_zh.startswith("市") and unit.parent in gazetteer().units:
            yield gazetteer().unit(unit.parent).short_zh + unit.name_zh, full


def _region_names() -> Iterator[tuple[str, Sense]]:
    forms = load("region_mentions.toml")["forms"]
    for slug, spellings in forms.items():
        for name in (*spellings.get("en", ()), *spellings.get("zh", ())):
            yield name, Sense(kind="region", code=slug, level="region")
        for name in spellings.get("zh_loose", ()):
            yield name, Sense(kind="loose", code=slug, level="region")


def _foreign_names() -> Iterator[tuple[str, Sense]]:
    own = {fold(name) for name, _, code, _ in gazetteer().names() if gazetteer().unit(code).level != "county"}
    text = files("geo").joinpath("data", "foreign.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        known = row["kind"] in ("area", "country", "capital", "known") or int(row["population"] or 0) >= _WELL_KNOWN
        known = known or (row["kind"], row["country"]) == ("division", "US")  # states are named without their country
        level = "country" if row["kind"] == "country" else "other"
        sense = Sense(kind="foreign", code=row["country"], known=known, level=level)
        for name in (*row["names_en"].split("|"), *row["names_zh"].split("|")):
            if name and (known or fold(name) not in own):
                yield name, sense
    for code, adjectives in load("toponym_context.toml")["demonyms"].items():
        for name in adjectives:
            yield name, Sense(kind="demonym", code=code)
    for name in ("China", "People's Republic of China", "Chinese mainland", "中国", "我国", "全国"):
        yield name, Sense(kind="country", code="CN", level="country")


def _words() -> Iterator[tuple[str, Sense]]:
    words = load("toponym_context.toml")["zh"]["words"]
    for group in ("everyday", "fixed", "geography"):
        for name in words[group]:
            yield name.replace("|", ""), Sense(kind="word", code="", release=max(0, name.find("|")))
    for name in words["inside"]:
        yield name, Sense(kind="inside", code="")


def first(senses: Iterable[Sense], kind: Kind) -> Sense | None:
    """Return the first sense of this kind."""
    return next((sense for sense in senses if sense.kind == kind), None)


def in_force(hit: Hit) -> tuple[Sense, ...]:
    """Return the units that a hit can mean: old names only where no name in force fits."""
    units = tuple(sense for sense in hit.senses if sense.kind == "unit")
    return tuple(sense for sense in units if not sense.old) or units
