"""The list of office holders and bodies: one spelling each, and none that means two."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from geo import reading
from geo.reading import actors, documents
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


@pytest.mark.parametrize(
    "text",
    [
        "河南省按照党中央部署推进农田建设。",
        "应李强总理邀请，外国总理访问中国。",
        "根据国务院的决策部署，各地开展检查。",
        "总书记强调，要保护耕地。",
        "总书记高度重视农田。",
    ],
)
def test_whoever_is_only_invoked_does_not_act(text: str) -> None:
    assert actors.find(text) == ()


def test_whoever_speaks_under_an_office_acts() -> None:
    assert [actor.name for actor in actors.find("李强总理强调，要保护耕地。")] == ["Li Qiang"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("国务院10日在武汉召开农田建设座谈会。李强主持会议并讲话。", "Li Qiang"),
        ("李强主持农田建设座谈会\n国务院10日在武汉召开农田建设座谈会。", "Li Qiang"),
        ("The State Council held a meeting on parks in Wuhan on Wednesday. Li Qiang presided over it.", "Li Qiang"),
        ("全国人大常委会10日在武汉召开农田座谈会。", "National People's Congress"),
    ],
)
def test_a_meeting_is_that_of_who_chairs_it(text: str, actor: str) -> None:
    read = reading.read(documents.document(text, id="d", published=date(2024, 7, 12)))
    assert [event.actor for event in read.events] == [actor]
