"""Themes: the lexicon row by row, and which demand decides."""

from __future__ import annotations

import pytest

from geo.reading import themes
from geo.reading.wordlists import table
from geo.records import THEMES


@pytest.mark.parametrize(("name", "ascii_only"), [("themes", True), ("themes_zh", False)])
def test_every_theme_has_words_in_both_languages_and_no_other_is_listed(name: str, ascii_only: bool) -> None:
    lexicon = table(name)
    assert set(lexicon) <= {*THEMES, "neutral"}
    for theme in THEMES:
        words = [word for listed in lexicon[theme].values() for word in listed]
        assert len(words) > 30, theme
        assert all(word.strip() for word in words), theme
        assert any(word.isascii() == ascii_only for word in words), theme


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("prevent and control water pollution along the river", "ecology"),
        ("要加强大气污染治理，守护蓝天。", "ecology"),
        ("expand institutional opening up and improve the business environment", "opening_up"),
        ("要优化营商环境，吸引外资。", "opening_up"),
        ("go all out in search and rescue after the landslide", "security"),
        ("要全力搜救失联人员，防范次生灾害。", "security"),
        ("strengthen ethnic unity and the community of the Chinese nation", "ethnic_unity"),
        ("要铸牢中华民族共同体意识。", "ethnic_unity"),
        ("make breakthroughs in core technologies and advanced manufacturing", "industry_innovation"),
        ("要加快科技成果转化，培育未来产业。", "industry_innovation"),
        ("advance rural revitalization and new urbanization", "urban_rural"),
        ("要推进以县城为载体的城镇化。", "urban_rural"),
        ("create jobs for graduates and improve medical services", "livelihood"),
        ("要做好高校毕业生就业工作。", "livelihood"),
        ("ensure coal and electricity supply", "energy_resources"),
        ("要加快光伏、风电基地建设。", "energy_resources"),
        ("improve the community-level governance system", "governance"),
        ("要提高依法行政水平。", "governance"),
        ("speed up the building of railways and airports", "infrastructure"),
        ("要建好铁路、机场。", "infrastructure"),
        ("protect cultural heritage and develop tourism", "culture_tourism"),
        ("要保护好文物和历史文化名城。", "culture_tourism"),
        ("protect arable land and raise grain output", "agriculture"),
        ("要保护耕地，提高粮食产能。", "agriculture"),
        ("strengthen Party building and fight corruption", "party_building"),
        ("要坚持党的领导，加强党的建设。", "party_building"),
        ("advance coordinated regional development", "regional_coordination"),
        ("要推动区域协调发展。", "regional_coordination"),
        ("keep a prudent monetary policy", "other"),
        ("zzz", "other"),
        ("", "other"),
    ],
)
def test_a_plain_demand_has_its_theme(text: str, theme: str) -> None:
    assert themes.classify(text).name == theme


def test_of_two_equal_demands_the_first_decides() -> None:
    assert themes.classify("protect biodiversity and expand foreign trade").name == "ecology"
    assert themes.classify("expand foreign trade and protect biodiversity").name == "opening_up"


def test_the_evidence_is_in_the_text_and_weighs_most_first() -> None:
    theme = themes.classify("protect arable land, grain and farms")
    assert theme.evidence
    assert all(word in "protect arable land, grain and farms" for word in theme.evidence)


def test_invoking_a_doctrine_says_nothing() -> None:
    assert themes.classify("要深入贯彻重要讲话精神，保护耕地，提高粮食产能。").name == "agriculture"


def test_the_article_decides_where_words_do_not() -> None:
    assert themes.classify("do it well", prior={"ecology": 0.5}).name == "ecology"
    assert themes.classify("protect arable land", prior={"ecology": 0.5}).name == "agriculture"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        # What is asked first weighs more than what it is for.
        ("renovate old residential communities so that elderly residents have jobs and medical care", "urban_rural"),
        ("promote a new type of urbanization to create job opportunities for poor families", "urban_rural"),
        ("boost consumption and raise incomes", "other"),
        # Words that hold a theme's word and say nothing of it.
        ("give importance to tree planting", "ecology"),
        ("expose children to the seeds of friendship", "livelihood"),
        ("keep up the healthy development of rural tourism", "culture_tourism"),
        # Frames that every theme shares weigh little.
        ("take measures to strengthen the mechanism for flood warning and keep dikes safe", "security"),
        ("implement policies on hydrogen energy storage", "energy_resources"),
        ("fight formalities for formalities' sake and undesirable work styles", "party_building"),
        ("let religions in the region adapt to socialist society", "ethnic_unity"),
    ],
)
def test_the_dominant_demand_decides(text: str, theme: str) -> None:
    assert themes.classify(text).name == theme
