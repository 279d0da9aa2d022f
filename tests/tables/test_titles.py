"""Titles are put together from the record, in both languages, for every type, theme and place."""

from __future__ import annotations

import itertools

import pytest

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.records import EVENT_TYPES, THEMES
from geo.tables import titles


@pytest.mark.parametrize(("type_", "theme"), list(itertools.product(EVENT_TYPES, THEMES)))
def test_every_type_and_theme_has_words_in_both_languages(type_: str, theme: str) -> None:
    about = {"type": type_, "theme": theme, "actor": "", "place": "430100"}
    english, chinese = titles.event("en", **about), titles.event("zh", **about)
    assert english.isascii()
    assert english[0].isupper()
    assert english.endswith(", Changsha, Hunan")
    assert chinese.endswith("，湖南省长沙市")
    assert not any(char.isascii() for char in chinese)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_unit_and_region_has_a_name(lang: titles.Language) -> None:
    for code in (*gazetteer().units, *regions()):
        assert titles.place_name(code, lang).strip()


def test_what_is_not_known_is_left_out_and_never_filled() -> None:
    assert titles.event("en", type="meeting", theme="other", actor="") == "Meeting"
    assert (
        titles.event("en", type="visit", theme="other", actor="Wang Yi", abroad="Paris")
        == "Wang Yi: visit, Paris (abroad)"
    )
    assert titles.event("zh", type="visit", theme="other", actor="Wang Yi", abroad="巴黎") == "王毅：访问，巴黎（境外）"
    assert titles.directive("en", theme="other", actor="", targets=[]) == "Asked: general"


def test_many_targets_are_counted() -> None:
    targets = ["430100", "western", "500000", "110000", "310000"]
    english = titles.directive("en", theme="ecology", actor="State Council", targets=targets)
    assert english == "State Council asks: ecology — Changsha, Hunan; western region; Chongqing and 2 more"
    chinese = titles.directive("zh", theme="ecology", actor="State Council", targets=targets)
    assert chinese == "国务院要求：生态——湖南省长沙市、西部地区、重庆市等5地"
