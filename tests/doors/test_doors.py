"""Every door at which something foreign enters, under bytes that nobody meant: refused in a sentence, or read as text.

``make fuzz`` searches far longer with the same functions (`fuzz.doors`); what it found stands below as cases.
"""

from __future__ import annotations

import io
import struct
import time
import tomllib
import zlib
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.doors import DOORS
from fuzz.seeds import SEEDS
from geo import pipeline
from geo.batch import intake
from geo.errors import TableError
from geo.places import search
from geo.reading import documents, streams
from geo.reading.documents import Failure
from geo.tables import dates, encoding, kinds
from geo.tables.schema import check, read_places, read_table
from geo.tables.sheet import MAX_CELL, MAX_COLUMNS
from geo.tables.writing import csv_bytes
from geo.timeline import payload
from tests.strategies import HOSTILE, NOT_TEXT, hostile
from views.data import LARGEST_MB

ROOT = Path(__file__).parents[2]
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("door", DOORS)
def test_the_seeds_pass_their_door(door: str) -> None:
    for seed in SEEDS[door]():
        DOORS[door](seed)


@pytest.mark.parametrize("door", DOORS)
@given(data=st.binary(max_size=600))
@SLOW
def test_any_bytes(door: str, data: bytes) -> None:
    DOORS[door](data)


@pytest.mark.parametrize("door", sorted(set(DOORS) - {"boundary"}))  # its own: tests/places/own/test_unpack.py
@given(data=st.data())
@SLOW
def test_seeds_that_were_damaged(door: str, data: st.DataObject) -> None:
    seed = bytearray(data.draw(st.sampled_from([bytes(seed) for seed in SEEDS[door]()])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(seed) - 1))
        seed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        seed = seed or bytearray(b"x")
    DOORS[door](bytes(seed))


@pytest.mark.parametrize("door", ["boundary", "upload"])
def test_a_member_without_a_name(door: str) -> None:
    """Found by fuzzing: zipfile fails on the question whether a member without a name is a folder."""
    archive = bytearray(next(iter(SEEDS[door]())))
    at = archive.index(b"PK\x01\x02")
    local = archive.index(b"PK\x03\x04")
    name = struct.unpack_from("<H", archive, at + 28)[0]
    struct.pack_into("<H", archive, at + 28, 0)
    del archive[at + 46 : at + 46 + name]
    struct.pack_into("<I", archive, len(archive) - 10, struct.unpack_from("<I", archive, len(archive) - 10)[0] - name)
    assert local == 0
    DOORS[door](bytes(archive))


@pytest.mark.parametrize("door", ["boundary", "upload"])
def test_an_archive_of_a_version_to_come(door: str) -> None:
    """Found by fuzzing: zipfile refuses version 23.6 with an error that is not its own."""
    archive = bytearray(next(iter(SEEDS[door]())))
    archive[archive.index(b"PK\x01\x02") + 6] = 236
    DOORS[door](bytes(archive))


def test_an_article_whose_packing_is_damaged() -> None:
    """Found by reading: zlib's own error is none of zipfile's."""
    archive = bytearray(next(iter(SEEDS["upload"]())))
    start = 30 + len("news/a.txt")
    archive[start : start + 8] = b"\xff" * 8
    items = list(intake.read([intake.Upload(name="a.zip", raw=bytes(archive))]))
    assert any(isinstance(item, Failure) and "damaged" in item.reason for item in items)


# Tables


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n1 0 obj, x\n", "a PDF.*atlas read"),
        (b"\n\n%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html>\n<p>a, b\n" + b"<p>c, d, e\n" * 50, "a web page.*atlas read"),
        (b"\xef\xbb\xbf <html lang=en>", "a web page"),
        (b'<?xml version="1.0"?><a>1,2</a>', "XML"),
        (b'{"type": "FeatureCollection", "features": []}', "JSON"),
        (b'[\n {"date": "2024"}]', "JSON"),
        (b"{\\rtf1\\ansi a, b}", "rich text"),
        (b"PK\x03\x04" + bytes(30), "Excel workbook or a zip archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "a picture"),
        (b"\x7fELF" + bytes(30), "a program"),
        (b"MIME-Version: 1.0\nContent-Type: text/html, x\n", "a mail"),
        (bytes(range(1, 256)) * 20, "a binary file"),
        (
            b"A story, told at length.\n" + b"It has, as stories do, many, many commas.\n" * 30,
            "does not look like a table",
        ),
    ],
)
@pytest.mark.parametrize("read", [read_table, read_places])
def test_what_is_no_table_is_called_by_its_name_in_one_sentence(data: bytes, word: str, read: object) -> None:
    with pytest.raises(TableError, match=rf"(?s)t\.csv: 1 fault.*{word}"):
        read(data, name="t.csv")  # type: ignore[operator]


@pytest.mark.parametrize("text", ["date,title,place\n", "地点\n", "From,date,title,place\n", "id;title\n", "x\n"])
def test_no_header_is_taken_for_another_kind(text: str) -> None:
    for code in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert kinds.other_kind(text.encode(code)) is None


def test_utf16_without_a_mark_is_no_binary_file() -> None:
    assert not kinds.is_binary("日期,标题\n2024-04-22,abc\n".encode("utf-16-le") * 20)
    assert kinds.is_binary(bytes(range(256)) * 20)


def test_a_point_off_the_globe_in_both_is_reported_in_both() -> None:
    with pytest.raises(TableError) as caught:
        read_table(b"date,title,lat,lon\n2024,x,95,200\n2024,y,95,100\n2024,z,10,200\n")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "lat"),
        (2, "lon"),
        (3, "lat"),
        (4, "lon"),
    ]


def test_ten_thousand_columns_and_a_cell_of_megabytes() -> None:
    wide = ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n" + b",".join([b"x"] * 10_000)
    long = b'date,title,place\n2024,"' + b"x" * 5_000_000 + b'",Changsha\n'
    for data, word in ((wide, "10,000 columns"), (long, f"limit is {MAX_CELL:,}")):
        started = time.monotonic()
        with pytest.raises(TableError, match=word):
            read_table(data)
        assert time.monotonic() - started < 5


LONG = {
    "blanks": "2024" + " " * 99_000 + "x",
    "names": "长沙市" * 33_000,
    "parts": "a, " * 33_000,
    "possessives": "'s " * 33_000,
    "spans": "2024-01-01 to " * 7_000,
    "digits": "1" * 99_000,
    "more digits than a machine word": "9" * 40,
    "codes": "500107;" * 14_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_cell_takes_long_to_read_in_any_column(text: str) -> None:
    """Found by reading along: a place or a date of a hundred thousand characters kept the server busy for ever."""
    columns = (
        "date",
        "date_end",
        "title",
        "place",
        "adcode",
        "lat",
        "targets",
        "url",
        "start",
        "end",
        "status",
        "note",
    )
    for column in columns:
        row = {"date": "2024", "title": "t", "place": "Changsha", "within": "Hunan", "lon": "", column: text}
        started = time.monotonic()
        with suppress(TableError):
            payload.build(pipeline.load(csv_bytes(pd.DataFrame([row]))).table)
        assert time.monotonic() - started < 5, column


def test_a_cell_of_a_hundred_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(TableError, match="limit is 100,000,000"):
        read_table(bytes(encoding.MAX_BYTES + 1))


@pytest.mark.parametrize("text", NOT_TEXT)
def test_nul_and_half_characters_are_named(text: str) -> None:
    with pytest.raises(TableError, match=r"NUL|half a character"):
        check(pd.DataFrame({"date": ["2024"], "title": [text], "place": ["Changsha"]}, dtype=object))


@given(st.lists(hostile(), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_hostile_text_goes_in_as_text_and_comes_out_as_text(texts: list[str]) -> None:
    columns = ("id", "title", "place", "actor", "source", "url", "note", "quote", "own")
    rows = pd.DataFrame([dict.fromkeys(columns, f"x{text}") | {"id": f"{n}"} for n, text in enumerate(texts)])
    loaded = pipeline.load(csv_bytes(rows.assign(date="2024-04-22")))
    assert loaded.table["note"].str.contains("x", regex=False).all()
    assert (loaded.table["url"] == "").all(), "none of these is an address of the web"
    block = payload.build(loaded.table).json()
    for bad in ("<", "${", "`", "{{", "{%", "{#", "\u2028"):
        assert bad not in block


@given(st.lists(hostile() | st.sampled_from(["\t=1", "\r=1", "\n=1", "＝1", "-2+3", "|cmd"]), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_formula_leaves_for_a_spreadsheet(texts: list[str]) -> None:
    written = csv_bytes(pd.DataFrame({"title": texts, "=header": texts}), excel=True)
    read = pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    for cells in (list(read.columns), *(read[column] for column in read.columns)):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in cells)


# Articles


def made_pdf(stream: bytes, filters: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length " + str(len(stream)).encode() + b"/Filter" + filters + b">>\nstream\n" + stream + b"\nendstream",
    )
    numbered = (str(number).encode() + b" 0 obj\n" + text for number, text in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"\nendobj\n".join(numbered) + b"\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(("times", "filters"), [(1, b"/FlateDecode"), (2, b"[/FlateDecode/FlateDecode]")])
def test_a_pdf_bomb_unpacks_no_further_than_the_limit(times: int, filters: bytes) -> None:
    """A file of one kilobyte used to take a gigabyte of memory."""
    stream = bytes(4 * streams.LARGEST_STREAM)
    for _ in range(times):
        stream = zlib.compress(stream)
    started = time.monotonic()
    (found,) = documents.items(made_pdf(stream, filters), "a.pdf")
    assert isinstance(found, Failure)
    assert "unpacks to more than 32 MB" in found.reason
    assert time.monotonic() - started < 5


def test_a_damaged_stream_tells_what_it_can() -> None:
    whole = zlib.compress(b"x" * 100_000 + bytes(range(256)) * 100)
    assert streams.decompress(whole[:-30]).startswith(b"x" * 1000)
    assert streams.decompress(b"no such stream") == b""


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", [".txt", ".html", ".md"])
def test_hostile_articles_are_text(text: str, suffix: str) -> None:
    body = f"Officials met in Changsha, Hunan. {text} They urged the province to build roads in its villages."
    data = f"<html><body><article><p>{body}</p></article></body></html>" if suffix == ".html" else body
    for item in documents.items(data.encode(), f"{text}{suffix}"):
        assert isinstance(item, Failure) or "Changsha" in item.text


# The server


def test_the_app_listens_to_this_machine_and_tells_nobody() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = config["server"]
    assert server["address"] == "127.0.0.1"
    assert set(server["allowedHosts"]) == {"127.0.0.1", "localhost"}
    assert server["enableXsrfProtection"] is server["enableCORS"] is True
    assert server["enableStaticServing"] is False
    assert server["maxUploadSize"] == LARGEST_MB <= 25
    assert server["fileWatcherType"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"


def test_the_numbers_in_the_manual_are_the_limits_in_the_code() -> None:
    from geo.places.own import formats, unpack

    manual = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for limit in (
        encoding.MAX_BYTES,
        MAX_CELL,
        MAX_COLUMNS,
        dates.LONGEST,
        search.LONGEST,
        unpack.MAX_BYTES,
        unpack.MAX_UNPACKED,
        unpack.MAX_RATIO,
        unpack.MAX_MEMBERS,
        formats.MAX_FEATURES,
        formats.MAX_VERTICES,
        formats.MAX_JSON_BYTES,
    ):
        assert f"{limit:,}" in manual, limit
