"""What the page says in Chinese: every reason that geocoding gives, and the names of those who act."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables.geocode import resolve
from geo.tables.reasons import COORDINATES, GIVEN, NO_PLACE, as_read
from geo.timeline import chinese
from tests.strategies import HOSTILE

ROWS = tomllib.loads((Path(chinese.__file__).parent.parent / "data" / "reasons_zh.toml").read_text("utf-8"))["reasons"]
# one place for every way in which a place is, or is not, resolved
PLACES = (
    "500107", "Jiulongpo", "Jiulongpo, Chongqing", "Suzhou", "朝阳", "Jilin", "Suzhou, Anhui", "Jiulongpo, Hunan",
    "Main Street, Changsha", "border zones", "Chonging", "a pier", "Peking", "Yongji", "Xikang",
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["zh"])
def test_a_row_says_the_same_parts_in_both_languages(row: dict[str, str]) -> None:
    groups = set(re.compile(row["en"]).groupindex)
    assert set(re.findall(r"\{(\w+)\}", row["zh"])) <= groups
    assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", row["zh"]))


@pytest.mark.parametrize("place", PLACES)
def test_every_reason_of_geocoding_is_told_in_chinese(place: str) -> None:
    told = chinese.reason(resolve(place).reason)
    assert re.search(r"[\u4e00-\u9fff]", told), resolve(place).reason
    assert not re.search(r", \d{6}\)", told), "a unit is called by its name"


@pytest.mark.parametrize(
    "text", [NO_PLACE, GIVEN, COORDINATES, as_read("430100", "长沙", "x"), as_read("", "Paris", "x")]
)
def test_every_reason_that_modules_share_is_told_in_chinese(text: str) -> None:
    assert chinese.reason(text)


@given(st.text() | st.sampled_from(HOSTILE))
def test_any_other_text_stays_as_it_was_written(text: str) -> None:
    assert chinese.reason(f"<<{text}>>") == ""


def test_no_reason_takes_long_to_refuse() -> None:
    assert chinese.reason(" names more than one a: " * 20_000) == ""
    assert chinese.reason(" names more than one a: b; " * 36) == ""


def test_actors_are_named_once_and_only_where_a_list_knows_them() -> None:
    cells = ["Xi Jinping", "Political Bureau of the CPC Central Committee; Xi Jinping", "", "; ", "习近平", "A. Nobody"]
    assert dict(chinese.actors(cells)) == {
        "Political Bureau of the CPC Central Committee": "中共中央政治局",
        "Xi Jinping": "习近平",
    }
