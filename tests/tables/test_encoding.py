"""The encoding is found by evidence, reported, and can be overruled."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given

from geo.errors import TableError
from geo.tables import encoding as room
from geo.tables.encoding import decode, read_bytes
from tests.strategies import texts

TEXT = "日期,标题\n2024-04-22,重庆考察\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
    ],
)
def test_the_evidence_of_the_bytes(data: bytes, expected: str) -> None:
    found = decode(data, name="t")
    assert (found.text, found.encoding) == (TEXT, expected)


@given(texts())
def test_utf8_reads_back(text: str) -> None:
    plain = text.removeprefix("\ufeff")
    assert decode(f"x{text}".encode(), name="t").text == f"x{text}"
    assert decode(plain.encode("utf-8-sig"), name="t").text == plain.removeprefix("\ufeff")


def test_rare_characters_of_gb18030() -> None:
    found = decode("𠮷㐀镕".encode("gb18030"), name="t")
    assert found.text == "𠮷㐀镕"
    assert "read as GB18030" in found.doubt


def test_big5_is_taken_for_gb18030_with_a_word_of_doubt_and_read_right_when_named() -> None:
    data = "關於臺灣".encode("big5")
    assert "name its encoding, for instance big5" in decode(data, name="t").doubt
    assert decode(data, name="t", encoding="big5").text == "關於臺灣"
    assert decode(data, name="t", encoding="BIG5").encoding == "big5"


def test_the_name_utf8_takes_a_byte_order_mark() -> None:
    assert decode(TEXT.encode("utf-8-sig"), name="t", encoding="UTF8").text == TEXT


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"PK\x03\x04rest", None, "Excel workbook or a zip archive.*save it as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1", None, "old Excel workbook"),
        (b"%PDF-1.7", None, "a PDF"),
        (b"PAR1", None, "Parquet"),
        (b"date,title\n2024,\x00\n", None, r"NUL byte.*\(line 2\)"),
        (TEXT.encode("utf-16-le"), None, "NUL byte|neither UTF-8"),
        (b"a\nb\xff\xff", None, r"neither UTF-8 \(line 2\) nor GB18030"),
        (codecs.BOM_UTF8 + b"a\nb\xff", None, r"is not utf-8-sig: byte 7 \(line 2\)"),
        (TEXT.encode(), "klingon", "no such text encoding; use utf-8, gb18030, big5"),
        (TEXT.encode(), "zlib", "no such text encoding"),
        (TEXT.encode(), "ascii", r"is not ascii: byte 1 \(line 1\)"),
    ],
)
def test_bytes_that_are_no_table_are_refused_with_the_way_out(data: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(TableError, match=rf"(?s)t\.csv: 1 fault.*({message})"):
        decode(data, name="t.csv", encoding=encoding)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match="cannot be opened: No such file"):
        read_bytes(tmp_path / "none.csv", "none.csv")
    with pytest.raises(TableError, match="cannot be opened"):
        read_bytes(tmp_path, "folder")
    monkeypatch.setattr(room, "MAX_BYTES", 3)
    (tmp_path / "big.csv").write_bytes(b"four")
    for source in (tmp_path / "big.csv", b"four"):
        with pytest.raises(TableError, match="holds 4 bytes; the limit is 3: split the table"):
            read_bytes(source, "big.csv")
    assert read_bytes(b"abc", "t") == b"abc"
