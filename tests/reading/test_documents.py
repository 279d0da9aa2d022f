"""Files become documents; what cannot be read says so, and the rest goes on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.errors import DocumentError
from geo.reading import documents, recognise
from geo.reading.encodings import decode
from geo.records import Document

CHINESE = (
    "考察组在兰州了解水利工程的情况\n考察组5月8日来到甘肃兰州，要求各地加快建设，保护好生态。\n"
    "这是一项重要的工作，大家都说好。\n"
)
TRADITIONAL = (
    "考察組在蘭州了解水利工程的情況\n考察組來到甘肅蘭州，要求各地加快建設，保護好生態。\n"
    "這是一項重要的工作，大家都說好。\n"
)
ENGLISH = "Canal opens in Lanzhou\nMay 8, 2024\nA canal opened in Lanzhou, Gansu, on Wednesday.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_a_chinese_desktop(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding), "a.txt") == CHINESE


def test_big5_is_told_from_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5"), "a.txt") == TRADITIONAL


def test_western_quotes() -> None:
    text = "The mayor’s “visit” — a success — ended in Wuhan."
    assert decode(text.encode("cp1252"), "a.txt") == text


# A text full of U+FFFD was broken before it came here, and is refused.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd")


@given(st.text(alphabet=LETTERS, min_size=1).filter(str.strip))
def test_utf8_comes_back(text: str) -> None:
    assert decode(("x" + text).encode(), "a.txt") == "x" + text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 40, "encoding"),
        (b"\x7fELF\x02\x01\x01" + bytes(2000), "text"),
        (CHINESE.encode() + CHINESE.encode("gb18030"), "another encoding"),
        (b"\xff\xfe" + b"\x00\xd8" * 9, "breaks at byte"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        decode(data, "a.txt")


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    try:
        text = decode(data, "a")
    except DocumentError as refusal:
        text = str(refusal)
    assert text.strip()


def test_a_folder_goes_on_past_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.md").write_text(
        "---\ntitle: Visit\ndate: 2024-05-01\n---\n# Visit\n\nHe came to Wuhan.\n", encoding="utf-8"
    )
    (tmp_path / "d.html").write_text("<html><body><nav><a href='x'>menu</a></nav></body></html>", encoding="utf-8")
    (tmp_path / "e.csv").write_text(
        "标题,正文,日期\n水渠建成,水渠在甘肃兰州建成。,2024-05-08\n空,,\n", encoding="gb18030"
    )
    rows = [{"id": "one", "text": ENGLISH}, {"id": "one", "text": CHINESE}, {"id": "two"}]
    lines = [*map(json.dumps, rows), "no json", "[1]", "[" * 100_000]
    (tmp_path / "f.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "g.rtf").write_bytes(b"{\\rtf")
    found = list(documents.read([tmp_path, tmp_path / "g.rtf", tmp_path / "nowhere"]))
    read = [item for item in found if isinstance(item, Document)]
    failed = [item.reason for item in found if isinstance(item, documents.Failure)]
    assert [item.id for item in read] == ["a", "c", "e-2", "one", "one#2"]
    assert [item.published for item in read] == [
        date(2024, 5, 8),
        date(2024, 5, 1),
        date(2024, 5, 8),
        date(2024, 5, 8),
        None,
    ]
    words = [
        "empty",
        "no article",
        "no text",
        "no text",
        "not JSON",
        "JSON object",
        "not JSON",
        "unknown kind",
        "no such file",
    ]
    assert len(failed) == len(words)
    assert all(word in reason for word, reason in zip(words, failed, strict=True))


def test_the_text_of_a_row_is_verbatim(tmp_path: Path) -> None:
    text = "  A line\r\nof text，  with “odd” spacing \n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}), encoding="utf-8")
    [item] = documents.read([tmp_path / "a.jsonl"])
    assert isinstance(item, Document)
    assert item.text == text


def test_html_gives_body_date_and_outlet(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>The team saw canal number {n} in Lanzhou, Gansu, and talked with many people there.</p>" for n in range(8)
    )
    page = (
        "<html><head><title>Canals open</title><meta property='article:published_time' content='2024-05-08T08:00:00'>"
        "<link rel='canonical' href='https://www.chinadaily.com.cn/a/1.html'></head>"
        f"<body><nav>Home | About</nav><article><h1>Canals open</h1>{paragraphs}</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [item] = documents.read([tmp_path / "a.html"])
    assert isinstance(item, Document)
    assert (item.published, item.publisher, item.title) == (date(2024, 5, 8), "China Daily", "Canals open")
    assert "About" not in item.text


@pytest.mark.parametrize("text", ["0000-00-00", "2024-02-30", "February 31, 2024", "13 Foo 2024", "2024-13-01"])
def test_no_day_of_the_calendar_is_no_day(text: str) -> None:
    assert recognise.first_day(text) is None


def test_headline_is_told_from_boilerplate_and_body() -> None:
    text = "Top News\nCanal opens in Lanzhou\nMay 8, 2024\nA canal opened in Lanzhou."
    found = documents.document(text)
    assert found.headline == (0, len("Top News\nCanal opens in Lanzhou"))
    assert found.title == "Canal opens in Lanzhou"
    assert documents.document("A canal opened in Lanzhou.\nIt is long.").headline is None


@pytest.mark.parametrize(
    ("text", "url", "name"),
    [
        ("央视网消息（新闻联播）：水渠建成。", "", "CCTV"),
        ("LANZHOU (Reuters) - A canal opened.", "", "Reuters"),
        ("A canal opened.", "https://english.news.cn/2024/c.html", "Xinhua"),
        ("A canal opened.", "", ""),
    ],
)
def test_publisher(text: str, url: str, name: str) -> None:
    assert recognise.publisher(text, url) == name


def test_the_same_text_has_the_same_id() -> None:
    assert documents.document(ENGLISH).id == documents.document(ENGLISH).id != documents.document(CHINESE).id


def test_half_a_character_costs_nothing_but_itself(tmp_path: Path) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text('{"id": "a", "text": "李强18日在\\ud800湖北考察。", "lang": "zh", "published": "2024-07-20"}\n')
    (found,) = documents.read([source])
    assert isinstance(found, Document)
    assert found.text == "李强18日在\ufffd湖北考察。"
    assert [one.text for one in reading.read(found).mentions] == ["湖北"]
