"""Sentences cover the text, keep its order, and know what kind of text they stand in."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading import documents, sentences
from geo.records import Document
from tests.strategies import HOSTILE

PIECES = st.sampled_from(
    [
        "He went to Wuhan.",
        " ",
        "\n",
        "“Go!” ",
        "Mr. Li ",
        "U.S. ",
        "3.5 percent",
        "他来到武汉。",
        "“好！”",
        "（新华社）",
        "A.",
        "...",
        "—",
        *HOSTILE,
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["en", "zh"]))
def test_every_letter_is_in_one_sentence(text: str, lang: str) -> None:
    found = sentences.split(Document(id="d", text=text, lang=lang))  # type: ignore[arg-type]
    covered = "".join(text[s.start : s.end] for s in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(found))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Gov. Chen Yu met Mr. Li on Nov. 8. They spoke.", 2),
        ("The U.S. envoy left. He came on Friday.", 2),
        ("He works for Harbor Steel Co. The firm is old.", 2),
        ("Output rose 3.5 percent. “Good,” he said.", 2),
        ("“Is it done?” she asked. Yes.", 2),
        ("At 9 a.m. on Monday it rained.", 1),
        ("She said: “We will go.” Then she left.", 2),
        ("Growth was 5.2 percent (see No. 4). All agreed!", 2),
    ],
)
def test_english_ends(text: str, pieces: int) -> None:
    assert len(sentences.split(Document(id="d", text=text, lang="en"))) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("他说：“要修好路。”大家同意。", 2),
        ("降雨量为3.5毫米。明天转晴！", 2),
        ("会议分两段：一是听；二是说。", 1),
        ("真的吗？！当然。", 2),
    ],
)
def test_chinese_ends(text: str, pieces: int) -> None:
    assert len(sentences.split(Document(id="d", text=text, lang="zh"))) == pieces


def test_roles() -> None:
    text = (
        "Top News\nBridge opens in Wuhan\nBy Chen Yu (Harbor Post) 11:38, May 08, 2024\n"
        "Photo taken on May 7, 2024 shows the new bridge in Wuhan. (Xinhua/Chen Yu) "
        "WUHAN, May 8 (Xinhua) -- A bridge opened.\n"
        "Copyright 2024 Harbor Post"
    )
    document = documents.document(text)
    roles = [sentence.role for sentence in sentences.split(document)]
    assert roles == ["boilerplate", "headline", "byline", "caption", "caption", "body", "boilerplate"]


def test_dateline_is_told_from_the_sentence() -> None:
    document = documents.document("LANZHOU, May 8 (Xinhua) -- A canal opened in Gansu. It is long.")
    first, second = sentences.split(document)
    found = sentences.dateline(document, first)
    assert found is not None
    assert document.text[found.place_start : found.place_end] == "LANZHOU"
    assert sentences.dateline(document, second) is None


@pytest.mark.parametrize(
    "text", ["新华社兰州5月8日电 水渠建成。", "LANZHOU (Reuters) - A canal opened.", "LANZHOU: A canal opened."]
)
def test_other_datelines(text: str) -> None:
    document = Document(id="d", text=text, lang="zh" if "电" in text else "en", published=date(2024, 5, 8))
    found = sentences.dateline(document, sentences.split(document)[0])
    assert found is not None
    assert text[found.place_start : found.place_end] in ("兰州", "LANZHOU")
