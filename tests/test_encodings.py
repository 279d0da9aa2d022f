"""One look at the mark, for articles and tables alike; what follows without one differs, and is said where it does."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given

from geo.encodings import by_mark, by_zero_bytes
from geo.errors import TableError
from geo.reading.encodings import decode as article
from geo.tables.encoding import decode as table
from tests.strategies import texts

TEXT = "日期,标题\n2024-04-22,重庆考察\n"
TRADITIONAL = "日期,標題\n2024-04-22,重慶的考察，要求各地保護好生態，這是一項重要的工作。\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides_for_both(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert by_mark(data) == encoding
    assert article(data, "a.csv") == table(data, name="a.csv").text == TEXT


@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_the_other_byte_order(mark: bytes, codec: str) -> None:
    data = mark + TEXT.encode(codec)
    assert article(data, "a.csv") == table(data, name="a.csv").text == TEXT


@given(texts())
def test_plain_utf8_has_no_mark(text: str) -> None:
    assert by_mark(f"x{text}".encode()) is None


def test_without_a_mark_an_article_is_judged_by_its_words_and_a_table_by_rule_and_doubt() -> None:
    data = TRADITIONAL.encode("big5")
    assert article(data, "a.csv") == TRADITIONAL
    found = table(data, name="a.csv")
    assert (found.encoding, found.text == TRADITIONAL) == ("gb18030", False)
    assert "big5" in found.doubt
    assert table(data, name="a.csv", encoding="big5").text == TRADITIONAL


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_zero_bytes_show_utf16_to_both_and_a_table_has_it_named(codec: str) -> None:
    text = "date,title\n" + "2024-04-22,a visit\n" * 40
    data = text.encode(codec)
    assert by_zero_bytes(data) == codec
    assert article(data, "a.csv") == text
    with pytest.raises(TableError, match="UTF-16 without a byte order mark"):
        table(data, name="a.csv")
    assert table(data, name="a.csv", encoding=codec).text == text


@pytest.mark.parametrize("data", [b"", bytes(200), b"\x00\x01" * 50 + bytes(100), b"a,b\n" * 30])
def test_zero_bytes_elsewhere_show_nothing(data: bytes) -> None:
    assert by_zero_bytes(data) is None
