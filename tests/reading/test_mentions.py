"""Toponyms: every unit is found by its full name, names alike are told apart, names inside names are no places."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.reading import documents, mentions, sentences
from geo.reading.folding import fold
from geo.reading.patterns import load
from geo.records import Document, Mention
from tests.strategies import HOSTILE

DATA = Path(__file__).parents[2] / "geo" / "data"
UNITS = gazetteer().units


def find(text: str) -> tuple[Mention, ...]:
    document = Document(id="d", text=text, lang="en" if text.isascii() else documents.document(text).lang)
    return mentions.find(document, sentences.split(document))


def codes(text: str) -> list[str | None]:
    """The codes or slugs of the places of a text that stand for themselves; F for one abroad."""
    return ["F" if m.foreign else m.code or m.region for m in find(text) if not m.embedded]


# Laws

PIECES = st.sampled_from(
    [
        *(
            "北京",
            "苏州",
            "川渝",
            "西部",
            "在",
            "，",
            "。",
            "吉林市",
            "大连理工大学",
            "朝阳区",
            "臺灣",
            "中西部地区",
            "美国",
        ),
        *(
            "Suzhou",
            " ",
            ", ",
            "Beijing",
            "Yulin",
            "Anhui province",
            "Hong Kong dollar",
            "western region",
            " and ",
            "Paris",
        ),
        *HOSTILE,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_mentions_are_slices_in_order_and_point_to_what_exists(text: str) -> None:
    found = find(text)
    assert all(left.end <= right.start for left, right in pairwise(found))
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.code is None or mention.code in UNITS
        assert mention.region is None or mention.region in regions()
        assert not (mention.foreign and (mention.code or mention.region))
        assert set(mention.candidates) <= set(UNITS)
        assert mention.reason
        assert mention.certainty != "ambiguous" or (
            len(mention.candidates) > 1 and mention.code == mention.candidates[0]
        )


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_lines_before_move_the_offsets_and_nothing_else(text: str) -> None:
    document = Document(id="d", text=text, lang="en")
    moved = Document(id="d", text="\n\n\n" + text, lang="en")
    before = mentions.find(document, sentences.split(document))
    after = mentions.find(moved, sentences.split(moved))
    assert [(m.start, m.end, m.code, m.region) for m in before] == [
        (m.start - 3, m.end - 3, m.code, m.region) for m in after
    ]


def in_full_zh(code: str) -> str:
    return "".join(UNITS[part].name_zh for part in reversed(gazetteer().lineage(code)))


def test_every_unit_is_found_by_its_full_chinese_name() -> None:
    lost = [code for code in UNITS if codes(f"昨天，考察组来到{in_full_zh(code)}，了解了情况。")[-1:] != [code]]
    assert lost == []


def test_every_unit_is_found_by_its_english_name_and_province() -> None:
    lost = []
    for code, unit in UNITS.items():
        around = "" if unit.level == "province" else f", {UNITS[unit.province].name_en}"
        found = find(f"On Monday the team came to {unit.name_en}{around}, and met local people.")
        if not found or code not in (found[0].code, *found[0].candidates):
            lost.append(code)
    assert lost == []


def region_forms() -> Iterator[tuple[str, str]]:
    for slug, forms in load("region_mentions.toml")["forms"].items():
        yield from ((slug, name) for name in forms.get("en", ()))
        yield from ((slug, name) for name in forms.get("zh", ()))


@pytest.mark.parametrize(("slug", "name"), list(region_forms()))
def test_every_form_of_a_region_leads_to_it(slug: str, name: str) -> None:
    text = f"The plan covers the {name} in the next five years." if name.isascii() else f"规划包括{name}等，五年完成。"
    assert slug in codes(text)
    assert slug in regions()


# Data files


@pytest.mark.parametrize("group", ["never", "known"])
def test_listed_counties_are_names_of_counties(group: str) -> None:
    names = {name for name, lang, code, _ in gazetteer().names() if lang == "zh" and UNITS[code].level == "county"}
    assert set(load("toponym_context.toml")["zh"]["county"][group]) <= names


def test_one_character_names_lead_to_units() -> None:
    assert set(load("toponym_context.toml")["zh"]["abbreviations"].values()) <= set(UNITS)
    assert all(len(letter) == 1 for letter in load("toponym_context.toml")["zh"]["abbreviations"])


def test_no_foreign_name_is_a_chinese_unit_of_the_same_name() -> None:
    own = {fold(name) for unit in UNITS.values() for name in (unit.name_zh, unit.short_zh)}
    with (DATA / "foreign.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 9000
    assert [row for row in rows if row["kind"] != "country" and own & set(row["names_zh"].split("|"))] == []
    assert all(row["names_en"] or row["names_zh"] for row in rows)


# Edge tables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They met in Suzhou, Anhui province, and then in Suzhou in Jiangsu.",
            ["341300", "340000", "320500", "320000"],
        ),
        (
            "The city of Yulin in Shaanxi and Yulin, Guangxi Zhuang Autonomous Region.",
            ["610800", "610000", "450900", "450000"],
        ),
        ("Taizhou in Zhejiang and Taizhou, Jiangsu.", ["331000", "330000", "321200", "320000"]),
        ("Fuzhou, capital of Fujian, and Fuzhou, a city in Jiangxi.", ["350100", "350000", "361000", "360000"]),
        ("Yichun, northeast China's Heilongjiang Province.", ["230700", "230000"]),
        ("Jilin City is in Jilin Province; Jilin is cold.", ["220200", "220000", "220000"]),
        ("Chaoyang district in Beijing is not Chaoyang, Liaoning.", ["110105", "110000", "211300", "210000"]),
        ("Coal from Shanxi and Shaanxi.", ["140000", "610000"]),
        (
            "Fujian and Hainan provinces; Nanjing, Suzhou and Wuxi cities.",
            ["350000", "460000", "320100", "320500", "320200"],
        ),
        ("Enshi Tujia and Miao Autonomous Prefecture and Xilingol League.", ["422800", "152500"]),
        ("Gao Xi met He Li and Ning Qi in Xi'an.", ["610100"]),
        ("Zhang Jinhua and Liu Anshan are farmers.", []),
        ("The Xinhua report quotes Jinping Wang.", []),
        ("Yanqing was cold. In Yanqing, Beijing, it snowed.", ["110119", "110119", "110000"]),
        ("Zhengding county in Hebei; later Zhengding grew.", ["130123", "130000", "130123"]),
        ("YINCHUAN, May 8 -- Ningxia Hui Autonomous Region built a canal.", ["640100", "640000"]),
        ("Ürümqi and URUMQI and Xi’an.", ["650100", "650100", "610100"]),
        ("Xizang, once spelled Tibet, and Inner Mongolia.", ["540000", "540000", "150000"]),
    ],
)
def test_english_names(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "江苏苏州与安徽宿州签约，福建福州与江西抚州结对。",
            ["320000", "320500", "340000", "341300", "350000", "350100", "360000", "361000"],
        ),
        ("吉林吉林市和吉林省长春。", ["220000", "220200", "220000", "220100"]),
        ("济南市中区和青岛市市北区。", ["370100", "370103", "370200", "370203"]),
        ("考察組在廣東省廣州市和臺灣。", ["440000", "440100", "710000"]),
        ("川渝两地和苏浙皖三省。", ["510000", "500000", "320000", "330000", "340000"]),
        ("会议在京举行。", ["110000"]),
        ("青藏铁路和京沪高铁通车。", []),
        (
            "加快京津冀、长三角、粤港澳大湾区建设。",
            ["beijing_tianjin_hebei", "yangtze_river_delta", "greater_bay_area"],
        ),
        (
            "推动东部率先发展，支持中西部地区。江苏西部多雨，欧洲西部也是。",
            ["eastern", "central", "western", "320000", "F"],
        ),
        ("在河北省委和西藏自治区党委的领导下。", ["130000", "540000"]),
        ("青海海南州在海南省的支持下。", ["630000", "632500", "460000"]),
        ("甘肃敦煌、云南腾冲的游客多。", ["620000", "620982", "530000", "530581"]),
        ("合作友好，资源富裕，和平振兴，发展中国家。", []),
        ("黄河南岸，长江西岸，贺兰山东麓，渤海南部。", []),
        ("重大理论，隆重庆祝，长治久安，真金白银，医保定点。", []),
        ("库尔斯克州、巴尔托罗德州和佛罗里达州受灾。", ["F"]),
        ("恩施州、锡林郭勒盟、香港特区。", ["422800", "152500", "810000"]),
        ("襄樊今称襄阳。", ["420600", "420600"]),
    ],
)
def test_chinese_names(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Hong Kong dollar and the Shanghai Cooperation Organization.",
        "The Heilongjiang River, Sichuan Opera and the Chengdu-Kunming railway.",
        "Beijing Normal University, Bank of Ningbo, Xiamen Airlines and Guangzhou Baiyun International Airport.",
        "Shanxi beat Liaoning 101-92; the coach praised the rebounds, assists and points of the third quarter.",
        "大连理工大学、上海合作组织、北京时间、西部超导、广州白云国际机场。",
        "贵州茅台股份、四川舰、兰州拉面、天津港、黑龙江流域、台湾海峡。",
    ],
)
def test_a_name_inside_another_is_no_place(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Beijing said on Monday it would answer Washington.", [None, "F"]),
        ("Ties between Beijing and Moscow are good.", [None, "F"]),
        ("Trains run between Beijing and Shanghai.", ["110000", "310000"]),
        ("Beijing said its Haidian district will plant trees.", ["110000", "110108"]),
    ],
)
def test_a_capital_for_a_government(text: str, places: list[str | None]) -> None:
    assert codes(text) == places


@pytest.mark.parametrize("text", ["Kobe, Kanpur and Gujarat are far from India.", "日本东京、法国巴黎和非洲。"])
def test_abroad_is_never_given_a_code(text: str) -> None:
    assert all(mention.foreign for mention in find(text))


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("Suzhou is green.", "320500", 2),
        ("朝阳区多雨。", "110105", 2),
        ("Officials met in Chaoyang. They planted trees.", "110105", 2),  # the city's own name speaks of no province
    ],
)
def test_what_nothing_tells_apart_is_ambiguous(text: str, first: str, count: int) -> None:
    [mention] = find(text)
    assert (mention.certainty, mention.code, len(mention.candidates)) == ("ambiguous", first, count)


def test_a_region_of_another_country_is_none() -> None:
    assert codes("Ghana's western region and the border areas of Chad.") == ["F", "F"]


def test_a_unit_that_is_asked_to_act_keeps_its_code() -> None:
    [mention] = find("The premier urged Guizhou to protect its rivers.")
    assert (mention.code, mention.metonym) == ("520000", True)


# Volume


@pytest.mark.parametrize(
    "text", ["Suzhou, " * 10_000, "北京上海" * 5_000, "朝阳区、" * 10_000, "(" * 300_000, "A b " * 100_000]
)
def test_a_sentence_of_any_length_is_read_to_its_end(text: str) -> None:
    """Linear rules end within a second; a quadratic one would take hours here."""
    found = find(text)
    starts = [mention.start for mention in found]
    assert starts == sorted(set(starts))
    assert not found or found[-1].end > len(text) - 20
