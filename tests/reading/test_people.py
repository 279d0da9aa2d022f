"""The list of office holders and bodies: one spelling each, and none that means two."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from geo.reading import actors
from geo.reading.wordlists import table

PEOPLE, BODIES, OFFICES = (table("people")[name] for name in ("people", "bodies", "offices"))


def twice(words: list[str]) -> set[str]:
    return {word for word, count in Counter(words).items() if count > 1}


def test_a_person_has_one_name_in_each_language() -> None:
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)?", name) for name in PEOPLE)
    assert all(re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+(?:'[a-z]+)?){1,2}", name) for name in PEOPLE.values())
    assert twice(list(PEOPLE.values())) == set()


def test_the_surname_begins_the_name_in_both() -> None:
    """One character of a surname is one syllable, the same wherever the character begins a name."""
    spelt: dict[str, set[str]] = {}
    for chinese, english in PEOPLE.items():
        if "·" not in chinese and len(chinese) < 4:
            spelt.setdefault(chinese[0], set()).add(english.split()[0])
    mixed = {surname: names for surname, names in spelt.items() if len(names) > 1}
    assert mixed == {"李": {"Li", "John"}, "贺": {"He", "Ho"}}


def test_no_spelling_means_two_bodies() -> None:
    spellings = [spelling.lower() for found in BODIES.values() for spelling in set(found)]
    assert twice(spellings) == set()
    assert not {name.lower() for name in (*PEOPLE, *PEOPLE.values())} & set(spellings)


def test_no_office_is_listed_twice() -> None:
    for words in OFFICES.values():
        assert twice(list(words)) == set()


@pytest.mark.parametrize("chinese", ["李强", "谌贻琴", "艾尔肯·吐尼亚孜"])
def test_a_person_is_one_in_both_languages(chinese: str) -> None:
    english = PEOPLE[chinese]
    assert [actor.name for actor in actors.find(f"{chinese}出席会议。")] == [english]
    assert english in {actor.name for actor in actors.find(f"{english} attended a meeting.")}
