"""Chinese names inside longer names, by families; capitals that act; traditional spelling; directions within places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import documents, folding
from geo.reading.patterns import load


def places(text: str) -> list[tuple[str, bool]]:
    """Return the units of China in a text and whether each is part of a longer name."""
    return [(mention.text, mention.embedded) for mention in reading.read(documents.document(text)).mentions]


@pytest.mark.parametrize(
    "name",
    [
        "西安高新区",
        "杭州国际时尚产业园",
        "合肥滨海科学城",
        "成都云天国际生物城",
        "玛纳斯国家湿地公园",
        "普洱小鹿庄园",
        "青岛海关",
        "昆明生物多样性基金",
        "深圳国际研究生院",
        "新疆生产建设兵团",
        "苏州古城",
        "大同黄花标准化种植基地",
        "昆明花卉交易中心",
        "海口舰",
        "天津生态城",
        "延安干部学院",
        "三亚军港",
    ],
)
def test_an_institution_a_zone_or_a_site_keeps_the_name_it_begins_with(name: str) -> None:
    assert places(f"他们到过{name}。")[0][1]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("展会上有“普洱三宝”。", True),
        ("“洛阳派”很有名。", True),
        ("“普洱”很有名。", False),
        ("清风动力系统（重庆）有限公司建了新厂。", True),
        ("香港中文大学（深圳）开学了。", True),
        ("这里是南方（深圳）。", False),
        ("他看了贵州青山绿水农业产业发展有限公司。", True),
        ("他看了株洲硬质合金、蓝天科技等企业。", True),
        ("他看了株洲、湘潭等城市。", False),
        ("他看了株洲、湘潭等地的企业。", False),
        ("宣城至绩溪高铁开通。", True),
        ("从宣城至绩溪乘坐高铁很快。", False),
        ("云南省博物馆开放。", True),
        ("云南省种苹果。", False),
        ("国务院台湾事务办公室说。", True),
    ],
)
def test_marks_around_a_name_tell_whether_it_is_part_of_another(text: str, inside: bool) -> None:
    found = places(text)
    assert found
    assert found[0][1] is inside


def test_two_units_side_by_side_that_hold_neither_the_other_are_one_name() -> None:
    assert places("果洛西宁民族中学放假了。") == [("果洛", True), ("西宁", True)]
    assert places("青海西宁民族中学放假了。")[0] == ("青海", False)


def test_offices_for_two_regions_name_neither() -> None:
    assert places("国务院港澳事务办公室的人来了。") == []


@pytest.mark.parametrize(
    ("text", "government"),
    [
        ("美国说，北京在此问题上不会让步。", True),
        ("北京的善意表态引起美国注意。", True),
        ("美国无惧北京压力。", True),
        ("美国人知道，北京在这场交易中有份。", True),
        ("美国客人说，北京举行的展览很好。", False),
        ("美国客人到了北京。北京市民欢迎他们。", False),
        ("美国客人从广州来，北京在下雪。", False),
        ("北京在下雪。", False),
    ],
)
def test_a_capital_that_acts_between_states_is_its_government(text: str, government: bool) -> None:
    found = [mention.metonym for mention in reading.read(documents.document(text)).mentions if mention.text == "北京"]
    assert any(found) is government


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("东北部分地区有雨。", ["northeast"]),
        ("内蒙古中西部有雨。", []),
        ("我国中西部地区要加快发展。", ["central", "western"]),
        ("中西部省份要加快发展。", ["central", "western"]),
        ("河北雄安新区建设加快。", ["xiongan"]),
    ],
)
def test_directions_are_regions_only_of_the_whole_country(text: str, regions: list[str]) -> None:
    found = reading.read(documents.document(text)).mentions
    assert [mention.region for mention in found if mention.region] == regions


def test_a_new_area_leaves_its_province_a_name_of_its_own() -> None:
    assert [name for name, _ in places("河北雄安新区建设加快。")] == ["河北", "雄安新区"]


TRADITIONAL = "省長到訪深圳\n某省省長3月5日到訪深圳並與企業座談。他強調,要「加快」發展先進製造業,保護好濕地。"
SIMPLIFIED = "省长到访深圳\n某省省长3月5日到访深圳并与企业座谈。他强调，要“加快”发展先进制造业，保护好湿地。"


def test_traditional_spelling_and_half_width_marks_change_nothing_but_the_surface() -> None:
    one, other = (reading.read(documents.document(text, id="d")) for text in (TRADITIONAL, SIMPLIFIED))
    assert one.document.text == TRADITIONAL
    assert one.events == other.events
    assert one.directives == other.directives
    assert one.directives
    assert [mention.text for mention in reading.read(documents.document("廣東與臺灣有雨。")).mentions] == [
        "廣東",
        "臺灣",
    ]


@given(st.text(alphabet="國会，,:「」『』a1京。 \n", max_size=40))
@settings(max_examples=60, deadline=None)
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(folding.plain(text)) == len(text)
    assert folding.plain(folding.plain(text)) == folding.plain(text)


EMBEDDED = load("toponym_context.toml")["zh"]["embedded"]


@pytest.mark.parametrize("key", [key for key, words in EMBEDDED.items() if isinstance(words, list)])
def test_the_words_of_longer_names_have_no_blanks_and_no_doubles(key: str) -> None:
    words = EMBEDDED[key]
    assert all(word.strip() for word in words)
    assert sorted(set(words)) == sorted(words)


def test_the_words_that_must_follow_at_once_are_among_the_words() -> None:
    assert set(EMBEDDED["tight"]) <= set(EMBEDDED["nouns"])
