"""From a name to a code: laws over every unit, then the names that must come out right."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError, GeoError, PlaceNotFound
from geo.places._files import DATA
from geo.places.gazetteer import Gazetteer, gazetteer, read_gazetteer
from geo.places.names import key
from geo.places.regions import regions
from geo.records import Unit

GAZETTEER = gazetteer()
UNITS = list(GAZETTEER.units.values())
ANY_UNIT = st.sampled_from(UNITS)


@pytest.mark.parametrize("level", ["province", "prefecture", "county"])
def test_every_full_chinese_name_leads_to_its_unit(level: str) -> None:
    for unit in (unit for unit in UNITS if unit.level == level):
        chain = "".join(GAZETTEER.unit(code).name_zh for code in reversed(GAZETTEER.lineage(unit.code)))
        assert GAZETTEER.lookup(chain).code == unit.code, chain


def test_every_full_english_name_leads_to_its_unit_within_its_parent() -> None:
    for unit in UNITS:
        within = None if unit.level == "province" else unit.parent
        assert GAZETTEER.lookup(unit.name_en, within=within).code == unit.code, unit


def test_every_spelling_is_found_or_shared() -> None:
    for unit in UNITS:
        for name in (unit.name_zh, unit.short_zh, unit.name_en, unit.short_en, *unit.alternates):
            assert unit.code in GAZETTEER.carrying(name), (unit, name)


def test_every_old_name_is_still_found() -> None:
    for old in GAZETTEER.old:
        current = GAZETTEER.unit(old.current_code)
        around = current.parent if current.level == "county" else current.province
        found = GAZETTEER.lookup(old.name_zh, within=around)
        assert found.code or old.current_code in found.candidates, old


@given(ANY_UNIT)
@settings(deadline=None, max_examples=150)
def test_english_parts_in_either_order_lead_to_the_unit(unit: Unit) -> None:
    names = [GAZETTEER.unit(code).name_en for code in GAZETTEER.lineage(unit.code)]
    if any("," in name or " and their " in name for name in names):
        names = names[:1]
    small_first, large_first = ", ".join(names), ", ".join(reversed(names))
    within = None if len(names) > 1 or unit.level == "province" else unit.parent
    assert GAZETTEER.lookup(small_first, within=within).code == unit.code
    assert GAZETTEER.lookup(large_first, within=within).code == unit.code


@given(ANY_UNIT, st.sampled_from(["upper", "lower", "spaced", "wide", "curly", "the"]))
@settings(deadline=None, max_examples=150)
def test_case_width_and_spaces_do_not_matter(unit: Unit, manner: str) -> None:
    wide = {ord(c): ord(c) + 0xFEE0 for c in string.ascii_letters + string.digits}
    name = unit.name_en
    written = {
        "upper": name.upper(),
        "lower": name.lower(),
        "spaced": f"  {name.replace(' ', '   ')}\t",
        "wide": name.translate(wide),
        "curly": name.replace("'", "’"),
        "the": f"the {name}",
    }[manner]
    assert GAZETTEER.lookup(written).code == GAZETTEER.lookup(name).code


@given(st.one_of(st.text(max_size=40), st.lists(ANY_UNIT.map(lambda unit: unit.name_zh), max_size=4).map("".join)))
@settings(deadline=None, max_examples=200)
def test_any_text_gets_a_lawful_answer(text: str) -> None:
    found = GAZETTEER.lookup(text)
    assert (found.code != "") is (found.certainty in ("exact", "context"))
    assert (found.level is not None) is (found.code != "")
    assert found.reason
    assert found.code in {"", *GAZETTEER.units, *regions()}
    assert set(found.candidates) <= {*GAZETTEER.units, *regions()}
    assert len(found.candidates) > 1 or found.certainty != "ambiguous"


@given(ANY_UNIT, st.sampled_from([unit.code for unit in UNITS if unit.level == "province"]))
@settings(deadline=None, max_examples=150)
def test_context_never_leads_outside_itself(unit: Unit, province: str) -> None:
    found = GAZETTEER.lookup(unit.short_zh, within=province)
    if found.code and found.level != "region":
        assert province in GAZETTEER.lineage(found.code)


@given(ANY_UNIT)
@settings(deadline=None, max_examples=100)
def test_a_bare_name_never_means_a_lower_unit_than_another_of_that_name(unit: Unit) -> None:
    found = GAZETTEER.lookup(unit.short_zh)
    ranks = ["province", "prefecture", "county"]
    if found.certainty == "exact" and found.level != "region":
        highest = min(ranks.index(GAZETTEER.unit(code).level) for code in GAZETTEER.carrying(unit.short_zh))
        assert ranks.index(str(found.level)) == highest


def test_no_key_is_made_from_pinyin() -> None:
    """Units whose Chinese names differ may share an English spelling, but no Chinese spelling."""
    assert GAZETTEER.carrying("苏州") == ("320500",)
    assert GAZETTEER.carrying("宿州") == ("341300",)
    assert GAZETTEER.carrying("山西") == ("140000",)
    assert "610000" not in GAZETTEER.carrying("Shanxi")


THE_EIGHTEEN = {
    "Jiulongpo 九龙坡": "500107",
    "Changsha 长沙": "430100",
    "Chongqing 重庆": "500000",
    "Ganzhou 赣州": "360700",
    "Xilingol 锡林郭勒": "152500",
    "Honghe 红河": "532500",
    "Kashgar 喀什": "653100",
    "Kashi 喀什地区": "653100",
    "Yanbian 延边": "222400",
    "Xiangxi 湘西": "433100",
    "Enshi 恩施": "422800",
    "Hotan 和田": "653200",
    "Ngari 阿里": "542500",
    "Heihe 黑河": "231100",
    "Khorgos 霍尔果斯": "654004",
    "Manzhouli 满洲里": "150781",
    "Erenhot 二连浩特": "152501",
    "Hekou 河口": "532532",
    "Pingxiang,Guangxi 凭祥": "451481",
}


@pytest.mark.parametrize(("names", "code"), THE_EIGHTEEN.items(), ids=THE_EIGHTEEN)
def test_the_border_and_inspection_names_in_both_languages(names: str, code: str) -> None:
    for name in names.split(" "):
        assert GAZETTEER.lookup(name).code == code


@pytest.mark.parametrize(
    ("name", "candidates"),
    {
        "Chaoyang": "211300 110105 220104 211321 440513",
        "朝阳": "211300 110105 220104 211321",
        "Suzhou": "320500 341300 620902",
        "Yichun": "360900 230700",
        "Yulin": "610800 450900",
        "Taizhou": "331000 321200",
        "Fuzhou": "350100 361000",
        "Taoyuan": "430725 TW-TAO",
        "长安": "130102 610116",
        "Chaoyang District": "110105 220104 440513",
    }.items(),
)
def test_a_shared_name_is_ambiguous_with_all_its_bearers(name: str, candidates: str) -> None:
    found = GAZETTEER.lookup(name)
    assert (found.certainty, found.code) == ("ambiguous", "")
    assert Counter(found.candidates) == Counter(candidates.split())


@pytest.mark.parametrize(
    ("written", "code", "certainty"),
    [
        ("Jiulongpo district, Chongqing", "500107", "exact"),
        ("重庆市九龙坡区", "500107", "exact"),
        ("重慶市九龍坡區", "500107", "exact"),
        ("Suzhou, Anhui", "341300", "context"),
        ("Suzhou City, Jiangsu Province, China", "320500", "context"),
        ("Pingxiang (Guangxi)", "451481", "context"),
        ("Pingxiang", "360300", "exact"),
        ("北京朝阳", "110105", "context"),
        ("Chaoyang District, Beijing", "110105", "context"),
        ("the city of Heihe", "231100", "exact"),
        ("southwest China's Chongqing Municipality", "500000", "exact"),
        ("Guangxi's Pingxiang", "451481", "context"),
        ("Hekou, Shandong", "370503", "context"),
        ("Xizang", "540000", "exact"),
        ("Tibet Autonomous Region", "540000", "exact"),
        ("Inner Mongolia", "150000", "exact"),
        ("ÜRÜMQI", "650100", "exact"),
        ("Xi’an", "610100", "exact"),
        ("Jilin", "220000", "exact"),
        ("Jilin City", "220200", "exact"),
        ("吉林省吉林市", "220200", "exact"),
        ("吉林吉林", "220200", "context"),
        ("Hunan, Changsha", "430100", "exact"),
        ("Lüliang", "141100", "exact"),
        ("Xiangfan", "420600", "exact"),
        ("横县", "450181", "exact"),
        ("邢台市桥东区", "130502", "context"),
        ("western region", "western", "exact"),
        ("the border zones", "border_areas", "exact"),
        ("边疆地区", "border_areas", "exact"),
        ("邊疆地區", "border_areas", "exact"),
        ("全国", "national", "exact"),
        ("Weining Yi, Hui and Miao Autonomous County, Guizhou", "520526", "exact"),
        ("a community in Jiulongpo", "500107", "context"),
        ("重庆市九龙坡区民主村社区", "500107", "context"),
        ("Jiulongpo, Hunan", "", "unknown"),
        ("Chonging", "", "unknown"),
        ("not stated in the source", "", "unknown"),
        ("Paris", "", "unknown"),
        ("Newport, Chongqing", "", "unknown"),
        ("Hunan Prov.", "430000", "exact"),
        ("", "", "unknown"),
    ],
)
def test_places_as_they_are_written(written: str, code: str, certainty: str) -> None:
    found = GAZETTEER.lookup(written)
    assert (found.code, found.certainty) == (code, certainty), found


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("Ganzhou", "620000", "620702"),
        ("Chaoyang", "220000", "220104"),
        ("Chaoyang", "Liaoning", "211300"),
        ("Hekou", "border_areas", "532532"),
        ("Yulin", "western", ""),
        ("河口", "450127", ""),
    ],
)
def test_context_by_code_slug_name_or_old_code(name: str, within: str, code: str) -> None:
    assert GAZETTEER.lookup(name, within=within).code == code


def test_a_slip_of_the_pen_is_suggested_not_taken() -> None:
    found = GAZETTEER.lookup("Chonging")
    assert "500000" in found.candidates
    assert "did you mean" in found.reason
    assert GAZETTEER.lookup("westen region").candidates[0] == "western"


@pytest.mark.parametrize(
    ("code", "current"),
    [("500100", "500000"), ("500200", "500000"), ("429000", "420000"), ("130101", "130100"), ("110101", "110101")],
)
def test_a_grouping_code_gives_the_unit_it_groups(code: str, current: str) -> None:
    assert GAZETTEER.current_code(code) == current


def test_the_way_out_of_a_wrong_code() -> None:
    with pytest.raises(PlaceNotFound, match=r"'450127'; it is an old code of Hengzhou City \(450181\)"):
        GAZETTEER.unit("450127")
    with pytest.raises(LookupError, match=r"'500199'; did you mean Chongqing \(500000\)\?"):
        GAZETTEER.current_code("500199")
    with pytest.raises(GeoError, match="no place called 'Nowhereland'"):
        GAZETTEER.lookup("Changsha", within="Nowhereland")


def test_a_missing_or_empty_file_raises(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError, match=r"gazetteer\.csv is missing"):
        read_gazetteer(tmp_path)
    for file in DATA.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "gazetteer.csv").write_text("")
    with pytest.raises(DataError, match=r"gazetteer\.csv is empty"):
        read_gazetteer(tmp_path)
    (tmp_path / "gazetteer.csv").write_bytes((DATA / "gazetteer.csv").read_bytes().partition(b"\n")[0])
    with pytest.raises(DataError, match="holds no row"):
        read_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("slip", "first", "named"),
    [
        ("Chonging", "500000", "Chongqing, "),
        ("九龙波区", "500107", "九龙坡区, "),
        ("western regoin", "western", "western"),
    ],
)
def test_near_names_are_suggested_the_larger_place_first(slip: str, first: str, named: str) -> None:
    found = GAZETTEER.lookup(slip)
    assert (found.certainty, found.code, found.candidates[0]) == ("unknown", "", first)
    assert f"did you mean {named}" in found.reason


def test_names_yields_every_form_once_per_unit() -> None:
    seen = Counter((name, code, form) for name, _, code, form in GAZETTEER.names() if form != "old")
    assert max(seen.values()) == 1
    assert {form for _, _, _, form in GAZETTEER.names()} == {"full", "short", "alternate", "old"}


@given(st.sampled_from([name for name, _, _, _ in GAZETTEER.names()]))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name) != ""


@given(ANY_UNIT)
def test_two_gazetteers_do_not_share_their_answers(unit: Unit) -> None:
    """What is remembered of a name belongs to one gazetteer: the same name means nothing in another."""
    other = Gazetteer(units={"110000": GAZETTEER.unit("110000")})
    assert GAZETTEER.lookup(unit.name_zh).certainty != "unknown"
    assert (other.lookup(unit.name_zh).code == "110000") is (unit.code == "110000")
    assert other.lookup(unit.name_zh) == Gazetteer(units=other.units).lookup(unit.name_zh)
