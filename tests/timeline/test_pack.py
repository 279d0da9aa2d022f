from __future__ import annotations

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.timeline.pack import deltas, pack, unpack, unvarints, unzigzag, varints, zigzag

UNSIGNED = arrays(np.int64, st.integers(0, 50), elements=st.integers(0, 2**62))
SIGNED = arrays(np.int64, st.integers(0, 50), elements=st.integers(-(2**40), 2**40))


@given(UNSIGNED)
def test_varints_come_back(values: np.ndarray) -> None:
    assert unvarints(varints(values), values.size).tolist() == values.tolist()


@given(UNSIGNED)
def test_varints_are_leb128(values: np.ndarray) -> None:
    def leb128(value: int) -> bytes:
        head = value & 0x7F
        return bytes([head]) if value < 0x80 else bytes([head | 0x80]) + leb128(value >> 7)

    assert varints(values) == b"".join(leb128(int(value)) for value in values)


@given(SIGNED)
def test_signed_columns_come_back(values: np.ndarray) -> None:
    assert (zigzag(values) >= 0).all()
    assert unzigzag(zigzag(values)).tolist() == values.tolist()
    assert np.cumsum(deltas(values)).tolist() == values.tolist()


def test_a_negative_column_is_refused() -> None:
    with pytest.raises(ValueError, match="-3 is negative"):
        varints(np.array([1, -3]))


@given(st.dictionaries(st.text(max_size=5), UNSIGNED, max_size=4), st.text())
def test_a_container_comes_back(sections: dict[str, np.ndarray], text: str) -> None:
    header, columns = unpack(pack({"text": text}, sections))
    assert header == {"text": text.encode("utf-8", "replace").decode()}
    assert {name: column.tolist() for name, column in columns.items()} == {
        name: column.tolist() for name, column in sections.items()
    }


def test_the_gzip_header_names_no_time_and_no_system() -> None:
    packed = pack({}, {"a": np.arange(5)})
    assert packed[4:8] == bytes(4)
    assert packed[9] == 255
    assert gzip.decompress(packed)


def test_data_cut_short_are_noticed() -> None:
    with pytest.raises(ValueError, match="cut short"):
        unvarints(varints(np.array([1, 2, 300]))[:-1], 3)
