"""How spellings meet under one key, and how type words come off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.gazetteer import gazetteer
from geo.places.names import is_finer, is_marked, key, marks, simplified, stems

LATIN = st.sampled_from([name for name, lang, _, _ in gazetteer().names() if lang == "en"])
ACCENTS = str.maketrans({"a": "á", "e": "ê", "u": "ü", "o": "ō", "i": "ǐ"})


@given(LATIN)
def test_diacritics_hyphens_and_apostrophes_do_not_change_a_key(name: str) -> None:
    assert key(name.translate(ACCENTS)) == key(name)
    assert key(name.replace(" ", "-")) == key(name)
    assert key(name.replace("'", "")) == key(name)


@given(st.text(st.characters(max_codepoint=127)))
def test_a_plain_text_has_the_key_that_any_text_has(text: str) -> None:
    """Among others it takes no short cut: the character without a form of its own is folded away."""
    ligature, unfolded = "ﬀ", "ff"
    assert key(text + ligature) == key(text) + unfolded


@given(LATIN)
def test_marks_forget_case_and_kind_of_apostrophe_only(name: str) -> None:
    assert marks(name.upper().replace("'", "’")) == marks(name)
    assert (marks(name.translate(ACCENTS)) == marks(name)) is (name.translate(ACCENTS) == name)


@pytest.mark.parametrize(
    ("name", "stem", "kind"),
    [
        ("Jiulongpo District", "Jiulongpo", "district"),
        ("jiulongpo DISTRICT", "jiulongpo", "district"),
        ("九龙坡区", "九龙坡", "district"),
        ("延边州", "延边", "autonomous prefecture"),
        ("新疆自治区", "新疆", "autonomous region"),
        ("Hong Kong SAR", "Hong Kong", "special administrative region"),
        ("the Province of Hunan", "Hunan", "province"),
        ("city of Heihe", "Heihe", "prefecture-level city"),
        ("Shennongjia Forestry District", "Shennongjia", "forestry district"),
    ],
)
def test_a_type_word_comes_off_and_names_the_kind(name: str, stem: str, kind: str) -> None:
    assert (stem, True) in [(found, kind in kinds) for found, kinds in stems(name)]


@pytest.mark.parametrize("name", ["District", "区", "Changsha", "Cityville", "the of"])
def test_nothing_comes_off_where_there_is_no_type_word(name: str) -> None:
    assert list(stems(name)) == []


@pytest.mark.parametrize(
    ("name", "finer"),
    [
        ("Minzhu village", True),
        ("民主村", True),
        ("Newport", False),
        ("Port", True),
        ("九龙坡区", False),
        ("物流园区", True),
    ],
)
def test_places_below_the_county_are_told_by_their_ending(name: str, finer: bool) -> None:
    assert is_finer(name) is finer


def test_only_latin_spellings_are_marked() -> None:
    assert [is_marked(name) for name in ("Xi'an", "Lüliang", "Xian", "西安")] == [True, True, False, False]


def test_traditional_characters_become_simplified() -> None:
    assert simplified("臺灣、廣東、黑龍江") == "台湾、广东、黑龙江"
