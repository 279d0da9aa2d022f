"""Columns of texts as numbers, against numpy's own sort."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables.coded import Coded, dense, joint

SMALL, LARGE = 100, 1 << 40
"""Sizes of the range that numbers come from: one that a table of flags covers, and one that nothing covers."""


@pytest.mark.parametrize("size", [SMALL, LARGE])
@given(data=st.data())
def test_ranks_are_those_of_a_sort(size: int, data: st.DataObject) -> None:
    numbers = np.array(data.draw(st.lists(st.integers(0, size - 1))), dtype=np.int64)
    values, ranks = np.unique(numbers, return_inverse=True)
    found, different = dense(numbers, size)
    assert (found.dtype, different.dtype) == (np.int32, np.int64)
    assert found.tolist() == ranks.tolist()
    assert different.tolist() == values.tolist()


@given(st.lists(st.tuples(st.text("ab", max_size=2), st.text("ab", max_size=2), st.text("ab", max_size=2))))
def test_the_different_rows_lead_back_to_every_row(rows: list[tuple[str, str, str]]) -> None:
    columns = [Coded.of([row[place] for row in rows]) for place in range(3)]
    codes, different = joint(columns)
    assert [different[code] for code in codes.tolist()] == rows
    assert len(set(different)) == len(different)
