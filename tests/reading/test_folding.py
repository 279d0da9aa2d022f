"""Folding moves no offset and makes spellings meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.reading.folding import fold


@given(st.text())
def test_one_code_point_for_each(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_parts_fold_like_the_whole(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_spellings_meet() -> None:
    assert fold("ÜRÜMQI") == fold("Urumqi")
    assert fold("XI’AN") == fold("Xi'an")
    assert fold("廣東省臺灣") == fold("广东省台湾")
    assert fold("Ａｎｈｕｉ") == fold("anhui")
