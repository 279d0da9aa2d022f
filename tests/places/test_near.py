"""Near spellings against a comparison with every spelling, and type words against a trial of every word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from geo.places.gazetteer import gazetteer
from geo.places.names import has_han, key, stems, type_words
from geo.places.near import Spellings

NAMES = sorted({name for name, *_ in gazetteer().names()})


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A name of the gazetteer with a letter changed, and perhaps a piece of another."""
    name = draw(st.sampled_from(NAMES))
    cut = draw(st.integers(0, len(name)))
    return name[:cut] + draw(st.sampled_from(["", "x", "区", "a ", "of"])) + name[cut + draw(st.integers(0, 2)) :]


@given(st.lists(misspelt() | st.text(max_size=6), max_size=30, unique=True), misspelt(), st.sampled_from([60.0, 78.0]))
@settings(deadline=None, max_examples=80)
def test_the_nearest_are_those_of_a_full_comparison(words: list[str], word: str, least: float) -> None:
    expected = process.extract(word, words, scorer=fuzz.ratio, score_cutoff=least, limit=5)
    assert Spellings(words).near(word, least=least, most=5) == [(near, score) for near, score, _ in expected]


@pytest.mark.parametrize(
    "name", ["Chonging", "九龙波区", "Jiulongpoo district", "Xinjang", "大理白族自治洲", "x区", "〇", ""]
)
def test_the_shipped_spellings(name: str) -> None:
    words, least = list(gazetteer().all_keys), 60.0 if has_han(name) else 78.0
    expected = process.extract(key(name), words, scorer=fuzz.ratio, score_cutoff=least, limit=20)
    assert gazetteer().spelt.near(key(name), least=least, most=20) == [(near, score) for near, score, _ in expected]


def tried(name: str) -> list[tuple[str, frozenset[str]]]:
    """Take off each type word in turn, the longest first."""
    table, found = type_words(), []
    for word in table.words_zh if has_han(name) else table.words_en:
        lowered, small = name.casefold(), word.casefold()
        prefix = re.match(rf"(?:the\s+)?{re.escape(small)}\s+of\s+", lowered)
        if has_han(name):
            stem = name.removesuffix(word) if name.endswith(word) else ""
        elif lowered.endswith(f" {small}"):
            stem = name[: -len(small)].rstrip()
        else:
            stem = name[prefix.end() :] if prefix else ""
        if stem:
            found.append((stem, table.kinds[key(word)]))
    return found


@given(
    misspelt(),
    st.sampled_from(["", "the city of ", "County of  ", "district of ", "City"]),
    st.sampled_from(["", " City", "区", " county"]),
)
@settings(deadline=None, max_examples=150)
def test_type_words_are_taken_off_as_by_trying_each(name: str, before: str, after: str) -> None:
    assert list(stems(f"{before}{name}{after}")) == tried(f"{before}{name}{after}")
