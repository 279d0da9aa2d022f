"""Uploads: every name is shown and none is opened; an archive is looked at before it is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.batch import intake
from geo.batch.intake import Upload
from geo.reading.documents import Failure
from geo.records import Document

ENGLISH = "The vice premier visited Wuhan in Hubei Province on May 4, 2024 and asked for better flood defences."
CHINESE = "副总理5月6日在甘肃省兰州市调研，要求做好防汛工作。"


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
    return out.getvalue()


def read(name: str, raw: bytes) -> tuple[list[Document], list[str]]:
    found = list(intake.read([Upload(name=name, raw=raw)]))
    return [item for item in found if isinstance(item, Document)], [
        item.reason for item in found if isinstance(item, Failure)
    ]


def test_an_archive_gives_its_articles_and_names_what_it_skips() -> None:
    raw = zipped(
        ("news/a.txt", ENGLISH.encode()),
        ("__MACOSX/news/._a.txt", b"\x00"),
        ("../../etc/b.txt", CHINESE.encode("gb18030")),
        ("c.exe", b"MZ"),
        ("d.zip", zipped(("e.txt", ENGLISH.encode()))),
        ("f.jsonl", b'{"id": "one", "text": "' + ENGLISH.encode() + b'"}\n'),
    )
    articles, failures = read("all.zip", raw)
    assert [article.id for article in articles] == ["a", "b", "one"]
    assert articles[1].text == CHINESE
    assert [reason.split(":")[0] for reason in failures] == ["c.exe", "d.zip"]
    assert "unpack it first" in failures[1]


def test_names_in_gbk_are_shown_as_they_were_written() -> None:
    raw = bytearray(zipped(("xxxx.txt", ENGLISH.encode())))
    for at in (raw.find(b"xxxx"), raw.rfind(b"xxxx")):
        raw[at : at + 4] = "新闻".encode("gbk")
    (article,), _ = read("a.zip", bytes(raw))
    assert article.id == "新闻"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (zipped(("bomb.txt", b"0" * 20_000_000)), "unpacks to 20,000,000 bytes"),
        (zipped(*((f"{n}.txt", b"x") for n in range(5_001))), "5,001 files"),
        (zipped(("a.txt", ENGLISH.encode()))[:-30], "not an archive"),
        (ENGLISH.encode(), "not an archive"),
        (b"PK\x03\x04" + b"\x00" * 60, "not an archive"),
    ],
)
def test_what_is_made_to_hurt_is_refused_in_a_sentence(raw: bytes, word: str) -> None:
    articles, (reason,) = read("x.zip", raw)
    assert not articles
    assert word in reason


def test_a_lie_about_the_size_is_found_out() -> None:
    raw = bytearray(zipped(("a.txt", ENGLISH.encode() * 40)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(signature) + offset
        raw[at : at + 4] = (100).to_bytes(4, "little")
    articles, (reason,) = read("x.zip", bytes(raw))
    assert not articles
    assert reason.startswith("a.txt: ")


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    raw = bytearray(zipped(("a.txt", ENGLISH.encode())))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(signature) + offset] |= 1
    _, (reason,) = read("x.zip", bytes(raw))
    assert "password" in reason


@given(st.text(max_size=40))
def test_a_short_name_is_no_path(name: str) -> None:
    short = intake.short_name(name)
    assert short
    assert short.isprintable()
    assert not {"/", "\\"} & set(short)


@given(st.binary(max_size=300), st.sampled_from(["x.zip", "x.txt", "x.pdf", "x.docx", "x.html", "x.csv.gz", "x"]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_articles_or_sentences(raw: bytes, name: str) -> None:
    articles, failures = read(name, raw)
    assert all(article.text.strip() for article in articles)
    assert all(reason.strip() for reason in failures)


def test_the_reading_ends_when_the_check_says_so() -> None:
    class Stop(Exception):  # noqa: N818 - it is no error
        pass

    seen: list[int] = []

    def stop_at_the_third() -> None:
        seen.append(1)
        if len(seen) == 3:
            raise Stop

    raw = zipped(*((f"{n}.txt", ENGLISH.encode() + bytes([65 + n])) for n in range(6)))
    found = []
    with pytest.raises(Stop):
        found.extend(intake.read([Upload(name="x.zip", raw=raw)], stop_at_the_third))
    assert len(seen) == 3
