"""The named regions: every row, and the memberships that texts rely on."""

from __future__ import annotations

from collections import Counter

import pytest

from geo.errors import RegionNotFound
from geo.places.gazetteer import gazetteer
from geo.places.lookup import province_at
from geo.places.names import has_han, key
from geo.places.regions import by_name, expand, province_code, region, regions
from geo.records import Region

SLUGS = [
    "western", "central", "eastern", "northeast", "border_areas", "yangtze_river_delta",
    "yangtze_river_economic_belt", "yellow_river_basin", "beijing_tianjin_hebei", "greater_bay_area",
    "chengdu_chongqing", "xiongan", "hainan_ftp", "belt_and_road", "western_land_sea_corridor",
    "middle_yangtze", "fenwei_plain", "old_revolutionary_base_areas", "eurasian_land_bridge", "hengqin",
    "hetao", "tibetan_areas", "qinghai_xizang_plateau", "northwest", "china_mongolia_russia_corridor",
    "national",
]  # fmt: skip
NINE = ["150000", "210000", "220000", "230000", "450000", "530000", "540000", "620000", "650000"]


def test_the_slugs_are_those_of_the_annotated_articles() -> None:
    assert sorted(regions()) == sorted(SLUGS)


@pytest.mark.parametrize("found", regions().values(), ids=regions())
def test_every_row(found: Region) -> None:
    units = [gazetteer().unit(code) for code in found.members]
    assert len(set(found.members)) == len(found.members)
    assert set(found.provinces) == {unit.province for unit in units}
    assert found.name_en
    assert not has_han(found.name_en)
    assert has_han(found.name_zh)
    assert found.definition.strip()
    assert 1949 <= int(found.vintage) <= 2024
    assert found.anchors


@pytest.mark.parametrize("found", regions().values(), ids=regions())
def test_no_member_lies_inside_another(found: Region) -> None:
    members = set(found.members)
    for code in members:
        assert not members & set(gazetteer().lineage(code)[1:])


@pytest.mark.parametrize("found", regions().values(), ids=regions())
def test_anchors_stand_in_a_province_of_the_region(found: Region) -> None:
    lat, lon = zip(*found.anchors, strict=True)
    assert set(province_at(lon, lat).codes) <= set(found.provinces)


def test_a_spelling_leads_to_one_region_and_to_no_unit() -> None:
    spellings = Counter(
        (key(name), slug)
        for slug, found in regions().items()
        for name in {key(n): n for n in (found.name_en, found.name_zh, *found.alternates)}.values()
    )
    owners = Counter(name for name, _ in spellings)
    assert [name for name, count in owners.items() if count > 1] == []
    assert [name for name, _ in spellings if gazetteer().carrying(name)] == []


@pytest.mark.parametrize(
    ("slug", "members", "provinces"),
    [
        ("national", 34, 34),
        ("western", 12, 12),
        ("central", 6, 6),
        ("eastern", 10, 10),
        ("northeast", 3, 3),
        ("northwest", 5, 5),
        ("border_areas", 141, 9),
        ("yangtze_river_economic_belt", 11, 11),
        ("yellow_river_basin", 9, 9),
        ("greater_bay_area", 11, 3),
        ("chengdu_chongqing", 29 + 15, 2),
        ("western_land_sea_corridor", 12 + 1 + 2, 15),
        ("belt_and_road", 18, 18),
        ("middle_yangtze", 31, 3),
        ("fenwei_plain", 11, 3),
        ("tibetan_areas", 1 + 10 + 2, 5),
        ("xiongan", 3, 1),
    ],
)
def test_the_counts_are_those_of_the_documents(slug: str, members: int, provinces: int) -> None:
    assert (len(region(slug).members), len(region(slug).provinces)) == (members, provinces)


AS_THE_DOCUMENTS_NAME_THEM = {
    "central": "山西 安徽 江西 河南 湖北 湖南",
    "northwest": "陕西 甘肃 青海 宁夏 新疆",
    "yangtze_river_delta": "上海 江苏 浙江 安徽",
    "yangtze_river_economic_belt": "上海 江苏 浙江 安徽 江西 湖北 湖南 重庆 四川 贵州 云南",
    "yellow_river_basin": "青海 四川 甘肃 宁夏 内蒙古 陕西 山西 河南 山东",
    "western": "内蒙古 广西 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆",
    "greater_bay_area": "香港 澳门 广州 深圳 珠海 佛山 惠州 东莞 中山 江门 肇庆",
    "middle_yangtze": (
        "武汉 黄石 鄂州 黄冈 孝感 咸宁 仙桃 潜江 天门 襄阳 宜昌 荆州 荆门 长沙 株洲 湘潭 岳阳 益阳 常德 衡阳 娄底 "
        "南昌 九江 景德镇 鹰潭 新余 宜春 萍乡 上饶 抚州 吉安"
    ),
    "fenwei_plain": "晋中 运城 临汾 吕梁 洛阳 三门峡 西安 铜川 宝鸡 咸阳 渭南",
    "chengdu_chongqing": (
        "渝中 大渡口 江北 沙坪坝 九龙坡 南岸 北碚 渝北 巴南 万州 涪陵 綦江 大足 黔江 长寿 江津 合川 永川 南川 璧山 "
        "铜梁 潼南 荣昌 梁平 丰都 垫江 忠县 开州 云阳 "
        "成都 自贡 泸州 德阳 绵阳 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 资阳"
    ),
    "belt_and_road": ("新疆 陕西 甘肃 宁夏 青海 内蒙古 黑龙江 吉林 辽宁 广西 云南 西藏 上海 福建 广东 浙江 海南 重庆"),
    "tibetan_areas": "西藏 海北 黄南 海南 果洛 玉树 海西 甘南 阿坝 甘孜 迪庆 天祝 木里",
    "western_land_sea_corridor": ("内蒙古 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 湛江 怀化"),
    "xiongan": "容城 安新 雄县",
}


@pytest.mark.parametrize(("slug", "names"), AS_THE_DOCUMENTS_NAME_THEM.items(), ids=AS_THE_DOCUMENTS_NAME_THEM)
def test_the_members_are_those_that_the_document_names(slug: str, names: str) -> None:
    assert Counter(gazetteer().unit(code).short_zh for code in region(slug).members) == Counter(names.split())


def test_the_four_economic_regions_share_out_the_mainland() -> None:
    parts = [set(region(slug).members) for slug in ("western", "central", "eastern", "northeast")]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 31
    assert set.union(*parts) | {"710000", "810000", "820000"} == set(region("national").members)


def test_border_areas_are_counties_of_the_nine_provinces() -> None:
    assert list(region("border_areas").provinces) == NINE
    assert {gazetteer().unit(code).level for code in region("border_areas").members} == {"county"}


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("western region", "western"),
        ("The Western Regions", "western"),
        ("西部地区", "western"),
        ("border zones", "border_areas"),
        ("沿边地区", "border_areas"),
        ("New International Land-Sea Trade Corridor", "western_land_sea_corridor"),
        ("middle reaches of the Yangtze River", "middle_yangtze"),
        ("Guangdong-Hong Kong-Macao Greater Bay Area", "greater_bay_area"),
        ("长三角", "yangtze_river_delta"),
        ("Xiongan", "xiongan"),
        ("central provinces", "central"),
        ("Belt and Road Initiative", "belt_and_road"),
        ("东北三省", "northeast"),
    ],
)
def test_regions_as_they_are_written(written: str, slug: str) -> None:
    found = by_name(written)
    assert found is not None
    assert found.slug == slug


def test_expand_takes_codes_of_every_form() -> None:
    assert expand("HK-X16") == ("810000",)
    assert expand("TW-TPE") == ("710000",)
    assert expand("152501") == (province_code("152501"),) == ("150000",)
    assert expand("hetao") == ("440000", "810000")


def test_an_unknown_slug_names_the_way_out() -> None:
    with pytest.raises(RegionNotFound, match="'westen'; did you mean 'western'"):
        region("westen")
    with pytest.raises(LookupError, match="known are national, western"):
        expand("zzz")
