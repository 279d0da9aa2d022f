"""Places beside words that make a longer name elsewhere: they stay places. Every text here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from geo import reading
from geo.reading import documents


def embedded(text: str, lang: str = "zh") -> list[str]:
    """Return the names that were taken for parts of longer ones."""
    found = reading.read(documents.document(text, id="d", lang=lang, published=date(2024, 7, 12)))
    return [one.text for one in found.mentions if one.embedded]


@pytest.mark.parametrize(
    "text",
    [
        # districts in a list, though flights or trains are spoken of
        "李强18日来到深圳宝安、南山，考察客机零部件企业。",
        "李强来到上海浦东、嘉定，考察列车制造企业。",
        "天津滨海与河北调研高铁建设。",
        # what a province is to become, and what somebody says
        "“健康河南”建设要加快，推进“法治安徽”建设。",
        "建设“美丽浙江”，把“清廉湖南”建设抓实。",
        "村民说：“我爱四川”。",
        # schools and works without a name of their own
        "李强18日考察了四川灾区学校。",
        "来到云南边境学校看望师生，甘肃受灾学校全部复课。",
        "李强到山西考察煤化厂，河北关停钢铁厂。",
        # provinces in front of roads, airports and basins
        "受大雾影响，河北、河南等多条高速公路封闭。",
        "河南、河北、山东等12个机场开放。",
        "新疆、甘肃、青海等盆地气温升高。",
        # a year before the place, and no yearly event behind it
        "2025河南春节假期消费火爆。",
        "2025河北农业防灾减灾抓住关键环节。",
        "2024山东各级党组织召开年度大会。",
        "四川河段发生洪水，四川支流超警。",
        "李强来到南京长江边考察博物馆。",
        "要加强广西港口与香港的合作，推动广东港口赴香港推介。",
        "李强从四川到重庆调研公路建设。",
        "要加强山东省分行业监管。",
    ],
)
def test_a_chinese_place_is_kept(text: str) -> None:
    assert embedded(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上海虹桥、广州白云机场起飞的航班增加。", ["上海", "广州"]),
        ("“冬游四川”活动启动，游客来到四川。", ["四川"]),
        ("北京景山学校的师生来了。", ["北京"]),
        ("上海电子管三厂建于1960年。", ["上海"]),
        ("2023山东夏日消费季在济南启动。", ["山东"]),
    ],
)
def test_a_chinese_name_inside_a_name_is_told(text: str, names: list[str]) -> None:
    assert embedded(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Premier Li Qiang urged Zhejiang high schools to enroll more migrants' children.",
        "He visited a Guizhou primary school on Monday.",
        "Gansu school building collapse killed five.",
        "The Jiangsu experiment should be copied.",
    ],
)
def test_an_english_place_is_kept(text: str) -> None:
    assert embedded(text, "en") == []


def test_a_currency_and_a_company_are_no_places() -> None:
    assert embedded("Hong Kong dollars rose.", "en") == ["Hong Kong"]
    assert embedded("Wuhan Iron and Steel Department said so.", "en") == ["Wuhan"]


def test_any_eastern_region_is_not_the_eastern_region() -> None:
    found = reading.read(documents.document("A quake hit an eastern region.", id="d", lang="en"))
    assert [one.region for one in found.mentions if one.region] == []
