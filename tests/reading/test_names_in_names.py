"""Names inside other names, and capitals for governments: what must not be taken for the place itself."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading import documents, mentions, sentences
from geo.reading.capitals import inflected
from geo.reading.patterns import load
from geo.records import Document, Mention


def find(text: str) -> tuple[Mention, ...]:
    document = Document(id="d", text=text, lang="en" if text.isascii() else documents.document(text).lang)
    return mentions.find(document, sentences.split(document))


def plain(text: str) -> list[str]:
    """The names in a text that stand for a place itself."""
    return [mention.text for mention in find(text) if mention.code and not mention.embedded]


def governments(text: str) -> int:
    """How often Beijing stands for the national government."""
    return sum(mention.metonym and mention.code is None for mention in find(text))


# Names inside names

EMBEDDED_EN = [
    "Traders watched the Shanghai Composite all morning.",
    "The Shenzhen component fell again after lunch.",
    "Turnover on the Shanghai and Shenzhen stock exchanges doubled.",
    "Money came in through the Shanghai-Hong Kong Stock Connect.",
    "Buyers of Qingdao Haier were patient, and so were those of Anhui Conch Cement.",
    "She ordered Chongqing or Sichuan hotpot every week.",
    "He prefers Lanzhou beef noodles with Shaoxing wine.",
    "The Yunnan snub-nosed monkey and the Hainan gibbon are rare.",
    "The Liaoning, which is older, stayed in port.",
    "The aircraft carrier Shandong was seen at dawn.",
    "A strait was crossed by the destroyer Nanchang and by the frigate Binzhou.",
    "They read aloud from the Treaty of Nanjing.",
    "The Port of Ningbo-Zhoushan handled more boxes.",
    "Trains on the Beijing-Guangzhou and Beijing-Shanghai railways were full.",
    "A new van of Volkswagen Anhui was shown.",
    "The Hong Kong national security law was read out.",
    "Work on the Beijing - Shanghai line began.",
    "They changed at Bengbu South and at Tai'an station.",
]


@pytest.mark.parametrize("text", EMBEDDED_EN)
def test_names_in_english_names_are_no_places(text: str) -> None:
    assert find(text)
    assert plain(text) == []


EMBEDDED_ZH = [
    "投资者买入贵州茅台、青岛海尔、上海石化，价格上涨。",
    "上海原油期货昨夜走低。",
    "保护区里有海南长臂猿和攀枝花苏铁。",
    "她订阅《北京青年报》，也读过《天津条约》。",
    "首届北京数字艺术大会开幕。",
    "第三届中国（南宁）园艺博览会开幕。",
    "成都双流机场夜里仍有航班。",
    "南京长江大桥夜景很美。",
    "北京首都机场和宁夏有限公司都在名单上。",
    "老照片里有成渝、川黔、湘黔、成昆等铁路。",
    "列车驶过高速江苏段。",
]


@pytest.mark.parametrize("text", EMBEDDED_ZH)
def test_names_in_chinese_names_are_no_places(text: str) -> None:
    assert plain(text) == []


PLAIN = [
    ("the Sichuan, Yunnan and Guizhou provinces", ["Sichuan", "Yunnan", "Guizhou provinces"]),
    ("She moved from Shanghai to Xiamen, then to Hohhot.", ["Shanghai", "Xiamen", "Hohhot"]),
    ("The Fujian Provincial Water Bureau and the Xiamen Evening News agreed.", ["Fujian Provincial"]),
    ("Officials of the Zhejiang Provincial Forestry Bureau left. The Wuzhen Resort closed.", ["Zhejiang Provincial"]),
    ("福州街头很热闹，湖北汽车产业回暖。", ["福州", "湖北"]),
    ("河南组织农机手下田。", ["河南"]),
    ("天津的会议之后，他来到和平区一条小巷。", ["天津", "和平区"]),
    ("天津的会议之后，他来到城区一条小巷。", ["天津"]),
    ("河南农民在滑县种麦。", ["河南", "滑县"]),
    ("贵州沿河、江西石城都有龙舟。", ["贵州", "沿河", "江西", "石城"]),
    ("本周宁夏降温，从江苏到山东都有雪。", ["宁夏", "江苏", "山东"]),
    ("他们筹建宁化县纪念馆。", ["宁化县"]),
    ("车队走过川、陕、豫、冀四省。", ["川", "陕", "豫", "冀"]),
    ("科技创新、豫、鄂三件事", ["豫", "鄂"]),
    ("工地在昌赣、沪昆两条线上。", []),
    ("黑龙江下雪，漠河北面更冷。", ["黑龙江", "漠河"]),
    ("新疆伊宁修路，大家推动辽宁振兴，", ["新疆", "伊宁", "辽宁"]),
]


@pytest.mark.parametrize(("text", "names"), PLAIN)
def test_places_beside_such_names_stay_places(text: str, names: list[str]) -> None:
    assert plain(text) == names


def test_a_county_of_another_province_makes_one_name_with_the_place_before_it() -> None:
    assert plain("Shares of Inner Mongolia Yili were flat.") == []
    assert plain("He was born in Guizhou Renhuai long ago.") == ["Guizhou", "Renhuai"]
    assert plain("In Beijing Xi met a guest.") == ["Beijing"]


def test_a_report_of_matches_in_many_lines_is_one() -> None:
    goals = "Guangzhou beat Tianjin.\nA late goal by the striker."
    lines = f"{goals}\nIn the second half, Dalian equalised.\nA draw for the champions."
    assert plain(lines) == []


# Capitals for governments

GOVERNMENT = [
    "Washington and Beijing have traded words.",
    "Beijing has repeatedly rejected the ruling.",
    "Beijing is also seeking a truce.",
    "A Japanese minister said Beijing could lift its ban.",
    "Tariffs brought reciprocal action from Beijing.",
    "France regretted the step announced by Beijing.",
    "The envoy met Beijing's ambassador.",
    "A Beijing-backed plan was tabled.",
    "Neither Beijing nor Washington blinked.",
    "The note came as Beijing voices its displeasure with France.",
    "A spokesman for Beijing declined to comment.",
    "Seoul is puzzled, and Beijing's plans worry Tokyo.",
    "Germany wants better relations with Beijing.",
    "北京方面没有评论。",
    "莫斯科与北京的关系升温。",
    "美国加税之后，北京已作出回应。",
    "法国议员说，各国正在施压北京。",
]


@pytest.mark.parametrize("text", GOVERNMENT)
def test_beijing_stands_for_the_government(text: str) -> None:
    assert governments(text) == 1


CITY = [
    "They opened shops in Beijing and Washington.",
    "He flew from Beijing to Moscow.",
    "Beijing reported three centimetres of rain.",
    "A French visitor asked where Beijing residents shop.",
    "Beijing will host the winter games, the French team said.",
    "Schools in Beijing, Shanghai and Seoul closed.",
    "Firms asked for loans from banks of Beijing and Tianjin.",
    "他在北京和东京工作过。",
    "北京已经入冬，市民踏雪。",
]


@pytest.mark.parametrize("text", CITY)
def test_beijing_stays_the_city(text: str) -> None:
    assert governments(text) == 0
    assert any(mention.code == "110000" for mention in find(text))


def test_an_article_about_the_municipality_names_no_government() -> None:
    assert governments("Beijing said the lake is clean. Beijing Municipality keeps a list, US visitors noted.") == 0


# The data files

TABLES = load("metonyms.toml")


@pytest.mark.parametrize(("lang", "key"), [(lang, key) for lang in TABLES for key in TABLES[lang]])
def test_lists_have_no_blanks_and_no_doubles(lang: str, key: str) -> None:
    words = TABLES[lang][key]
    assert all(word.strip() for word in words)
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("accuse", "accuse accuses accused accusing"),
        ("deny", "deny denies denied denying"),
        ("react", "react reacts reacted reacting"),
        ("press", "press presses pressed pressing"),
        ("agree", "agree agrees agreed agreeing"),
    ],
)
def test_verbs_are_inflected(verb: str, forms: str) -> None:
    assert " ".join(inflected(verb)) == forms


# Laws

PIECES = st.sampled_from(
    [
        "Beijing",
        " said",
        " and ",
        "Tokyo",
        "the ",
        "Liaoning",
        ", ",
        ". ",
        "US ",
        "Shanghai",
        "-",
        " stock exchanges",
        "北京",
        "方面",
        "川、",
        "陕",
        "届",
        "《",
        "》",
        "（",
        "）",
        "大会",
        "机场",
        "新",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_mixture_is_read_and_a_government_has_no_code(text: str) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.code or not (mention.metonym and mention.level != "country")


@pytest.mark.parametrize("unit", ["Beijing and ", "Beijing-", "北京与", "川、", "the Liaoning, ", "《北京", "届北京"])
def test_a_chain_of_names_is_read_to_its_end(unit: str) -> None:
    """Linear rules end within a second; a quadratic one would take minutes here."""
    found = find(unit * 3000)
    assert all(before.end <= after.start for before, after in pairwise(found))
