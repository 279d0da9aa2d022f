"""Every row of every data file of the places room."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import shapely

from geo.places._files import DATA
from geo.places.borderland import BORDER_ZONE_KM
from geo.places.boundaries import neighbours, provinces
from geo.places.gazetteer import Gazetteer, gazetteer
from geo.places.lookup import COAST_KM, province_at
from geo.places.names import has_han, type_words
from geo.places.regions import province_code, regions

GAZETTEER = gazetteer()
UNITS = list(GAZETTEER.units.values())
CORPUS = Path(os.environ.get("ATLAS_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
NEIGHBOURS = {
    "AFG", "BTN", "IND", "KAS", "KAZ", "KGZ", "LAO", "MMR", "MNG", "NPL", "PAK", "PRK", "RUS", "TJK", "VNM",
}  # fmt: skip
BEYOND_THE_BOUNDARIES = {"460303", "460322"}  # the Spratly Islands: Natural Earth's admin-1 layer has none
DRAWN_ELSEWHERE = {"350527"}  # Jinmen: listed under Fujian, drawn with Taiwan
RENAMED_WITH_THEIR_CODE = 61


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_counts_are_those_of_the_code_list() -> None:
    coded = Counter(unit.level for unit in UNITS if unit.code.isdigit())
    assert coded == {"province": 34, "prefecture": 333, "county": 2849}
    assert Counter(unit.code[:2] for unit in UNITS if not unit.code.isdigit()) == {"TW": 21, "HK": 18, "MO": 1}


def test_codes_are_unique_and_well_formed() -> None:
    codes = [row["adcode"] for name in ("gazetteer.csv", "hk_mo_tw_units.csv") for row in rows(name)]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[1-8]\d{5}|(TW|HK|MO)-[A-Z0-9]{1,3}", code) for code in codes)
    assert codes == sorted(codes[:3216]) + codes[3216:]


def test_the_form_of_a_code_tells_its_level() -> None:
    for unit in UNITS:
        if unit.code.isdigit():
            expected = (
                "province" if unit.code.endswith("0000") else "prefecture" if unit.code.endswith("00") else "county"
            )
            assert unit.level == expected, unit


def test_parents_exist_and_nest() -> None:
    ranks = {"province": 0, "prefecture": 1, "county": 2}
    for unit in UNITS:
        if unit.level == "province":
            assert (unit.parent, unit.province) == ("100000", unit.code)
            continue
        parent = GAZETTEER.unit(unit.parent)
        assert ranks[parent.level] < ranks[unit.level]
        assert parent.province == unit.province == province_code(unit.code)
        assert not unit.code.isdigit() or unit.parent[:2] == unit.code[:2]


def test_names_are_whole() -> None:
    for unit in UNITS:
        assert unit.name_zh
        assert unit.short_zh in (unit.name_zh, unit.name_zh[: len(unit.short_zh)])
        assert len(unit.short_zh) >= 2, f"{unit.code}: a name of one character would match anywhere"
        assert has_han(unit.name_zh)
        for name in (unit.name_en, unit.short_en):
            assert name == name.strip()
            assert name
            assert not has_han(name)
        spellings = (unit.name_zh, unit.name_en, *unit.alternates)
        assert len(set(spellings)) == len(spellings), unit
        assert all(name == name.strip() and len(name) >= 2 for name in spellings)


def test_every_kind_has_its_type_words() -> None:
    kinds = set().union(*type_words().kinds.values())
    assert {unit.kind for unit in UNITS} - {"other"} == kinds


def test_a_type_word_in_the_chinese_name_agrees_with_the_kind() -> None:
    table = type_words()
    for unit in UNITS:
        if unit.kind != "other":
            words = [word for word in table.words_zh if unit.name_zh.endswith(word)]
            assert any(unit.kind in table.kinds[word] for word in words), unit


def test_points_lie_in_their_province() -> None:
    placed = [unit for unit in UNITS if unit.lat is not None]
    found = province_at([unit.lon for unit in placed], [unit.lat for unit in placed])
    elsewhere = {unit.code for unit, code in zip(placed, found.codes, strict=True) if code != unit.province}
    assert elsewhere == BEYOND_THE_BOUNDARIES | DRAWN_ELSEWHERE


def test_units_without_a_point_are_few_and_known() -> None:
    assert {unit.code for unit in UNITS if unit.lat is None or unit.lon is None} == {"460323", "653229"}
    assert all((unit.lat is None) == (unit.lon is None) for unit in UNITS)


def test_approximate_points_are_rounded() -> None:
    for row in rows("gazetteer.csv"):
        if "interior" in row["point_source"]:
            assert len(row["lat"].partition(".")[2]) == len(row["lon"].partition(".")[2]) == 2, row


def test_counties_lie_near_their_seat_of_prefecture() -> None:
    """Half of the largest prefecture's extent: a wrong namesake would lie farther away."""
    for unit in UNITS:
        parent = GAZETTEER.units.get(unit.parent)
        if unit.level != "county" or parent is None or parent.level != "prefecture" or None in (unit.lat, parent.lat):
            continue
        if parent.code == "460300":
            continue  # Sansha is a city of islands
        assert abs(unit.lat - parent.lat) < 5.0, unit  # type: ignore[operator]
        assert abs(unit.lon - parent.lon) < 8.0, unit  # type: ignore[operator]


@pytest.mark.parametrize("row", rows("old_codes.csv"), ids=lambda row: f"{row['old_code']}-{row['name_zh']}")
def test_an_old_unit_leads_to_one_in_force(row: dict[str, str]) -> None:
    current = GAZETTEER.unit(row["current_code"])
    assert 1994 <= int(row["year"]) <= 2024
    assert row["note"]
    assert row["name_en"]
    if row["old_code"]:
        assert GAZETTEER.current_code(row["old_code"]) == current.code
        assert row["old_code"] == current.code or row["old_code"] not in GAZETTEER.units
        moved = {"340000"} if row["old_code"].startswith("34") else {current.province}
        assert province_code(row["old_code"]) in moved
    assert current.code in GAZETTEER.formerly(row["name_zh"])


def test_an_old_unit_that_kept_its_stem_keeps_it() -> None:
    """A slip in `current_code` would pair two different stems; true renames carry their old stem as a short name."""
    for old in GAZETTEER.old:
        current = GAZETTEER.unit(old.current_code)
        if not old.short_zh and len(old.name_zh) > 2 and not old.current_code.endswith("00"):
            around = GAZETTEER.unit(current.parent).short_zh
            assert old.name_zh[:2] in (current.short_zh[:2], around[:2], "城区", "矿区", "郊区"), old


@pytest.mark.parametrize("row", rows("bare_names.csv"), ids=lambda row: row["name_zh"])
def test_a_ruling_on_a_bare_name_is_about_units_that_carry_it(row: dict[str, str]) -> None:
    among = set(row["among"].split(";"))
    assert among <= set(GAZETTEER.carrying(row["name_zh"]))
    assert row["code"] in among | {""}
    assert row["reason"]


@pytest.mark.parametrize("row", rows("border_counties.csv"), ids=lambda row: row["adcode"])
def test_a_border_county_is_a_county_of_a_border_province(row: dict[str, str]) -> None:
    unit = GAZETTEER.unit(row["adcode"])
    assert (unit.level, unit.name_zh) == ("county", row["name_zh"])
    assert unit.province in ["150000", "210000", "220000", "230000", "450000", "530000", "540000", "620000", "650000"]
    assert set(row["neighbours"].split("|")) <= NEIGHBOURS
    assert float(row["border_km"]) > 0


@pytest.mark.corpus
def test_codes_and_names_agree_with_an_independent_list() -> None:
    """The list of codes shipped by another package, on the codes that both have."""
    if not (CORPUS / "codes.txt").is_file():
        pytest.skip("the annotated articles are not beside the checkout")
    lines = (CORPUS / "codes.txt").read_text(encoding="utf-8").splitlines()
    listed = dict(line.split(" ", 1) for line in lines if line[:1].isdigit())
    both = [unit for unit in UNITS if unit.code in listed]
    assert len(both) > 3000
    differing = {unit.code for unit in both if listed[unit.code] != unit.name_zh}
    assert differing <= {old.current_code for old in GAZETTEER.old}, differing


def test_an_empty_gazetteer_is_no_gazetteer() -> None:
    with pytest.raises(RuntimeError, match="holds no unit"):
        Gazetteer(units={})


def test_the_numbers_in_the_documentation_are_those_of_the_data() -> None:
    text = " ".join((DATA.parents[1] / "docs" / "data.md").read_text(encoding="utf-8").split())
    vertices = sum(shapely.get_num_coordinates(provinces().geometry.to_numpy()))
    interior = Counter(unit.level for unit in UNITS if unit.approximate and unit.code.isdigit())
    one_character = [unit for unit in UNITS if unit.kind == "county" and len(unit.name_zh) == 2 and unit.code.isdigit()]
    for statement in (
        f"holds {len(GAZETTEER.old)} units",
        f"holds {len(regions())} regions",
        f"{interior['county']} counties and {interior['province']} provinces have an interior point",
        f"{len(one_character)} counties of one character",
        f"{vertices:,} vertices",
        f"{len(neighbours())} countries",
        f"{len(rows('border_counties.csv'))} counties computed",
        f"the band of {BORDER_ZONE_KM} km",
        f"up to {COAST_KM:.0f} km",
    ):
        assert statement in text, statement


def test_no_code_is_given_two_heirs() -> None:
    codes = [row["old_code"] for row in (*rows("old_codes.csv"), *rows("recoded.csv")) if row["old_code"]]
    assert len(codes) == len(set(codes))
    assert [row["old_code"] for row in rows("recoded.csv")] == sorted(row["old_code"] for row in rows("recoded.csv"))


def test_a_code_that_was_given_up_leads_to_one_in_force_of_its_rank_and_province() -> None:
    for row in rows("recoded.csv"):
        heir = GAZETTEER.unit(row["current_code"])
        assert row["old_code"] not in GAZETTEER.units, row
        assert GAZETTEER.current_code(row["old_code"]) == heir.code, row
        assert heir.province == province_code(row["old_code"]), row
        assert (heir.level == "county") == (not row["old_code"].endswith("00")) or heir.code == "460400", row
        assert 1994 <= int(row["year"]) <= 2019, row


def test_most_units_with_a_new_code_kept_their_name() -> None:
    """The others are mergers and renames, entered one by one: a number that grows unseen is a slip."""
    renamed = [row for row in rows("recoded.csv") if GAZETTEER.unit(row["current_code"]).name_zh != row["name_zh"]]
    assert len(renamed) == RENAMED_WITH_THEIR_CODE


@pytest.mark.corpus
def test_the_independent_list_calls_a_code_as_it_was_called() -> None:
    if not (CORPUS / "codes.txt").is_file():
        pytest.skip("the annotated articles are not beside the checkout")
    lines = (CORPUS / "codes.txt").read_text(encoding="utf-8").splitlines()
    listed = dict(line.split(" ", 1) for line in lines if line[:1].isdigit())
    both = [row for row in rows("recoded.csv") if row["old_code"] in listed]
    assert both
    assert [row for row in both if listed[row["old_code"]] != row["name_zh"]] == []
