"""Headings inside a text: the lines between the items of a digest."""

from __future__ import annotations

from itertools import pairwise

from geo.records import Document, Sentence

_LONGEST = {"zh": 40, "en": 110}
_CLOSING = "”’\"')）】』」 "
_ENDS = "。！？.!?…；;：:，,"


_ITEMS = 3  # headings that make an article a digest


def is_digest(document: Document) -> bool:
    r"""Whether a Chinese article tells of several matters one after another, each under a heading of its own.

    >>> from geo.reading import documents
    >>> item = "某地通车\n今天，某地大桥通车。\n"
    >>> [is_digest(documents.document("快讯\n" + item * count, lang="zh")) for count in (1, 3)]
    [False, True]
    """
    if document.lang != "zh":
        return False
    start = document.headline[1] if document.headline else 0
    lines = [line.strip() for line in document.text[start:].split("\n") if line.strip()]
    pairs = pairwise(lines)
    return sum(_is_short_line(line) and not _is_short_line(following) for line, following in pairs) >= _ITEMS


def _is_short_line(line: str) -> bool:
    return len(line) <= _LONGEST["zh"] and line.rstrip(_CLOSING)[-1:] not in _ENDS


def is_heading(document: Document, sentence: Sentence) -> bool:
    r"""Whether a sentence is a whole short line that no full stop ends.

    >>> from geo.reading import documents, sentences
    >>> document = documents.document("甲地通车\n今天，甲地大桥通车。", lang="zh")
    >>> [is_heading(document, sentence) for sentence in sentences.split(document)]
    [True, False]
    """
    text = document.text
    if sentence.end - sentence.start > _LONGEST[document.lang]:
        return False
    alone = text[sentence.start - 1 : sentence.start] in ("", "\n", "\r") and text[sentence.end : sentence.end + 1] in (
        "",
        "\n",
        "\r",
    )
    return alone and text[sentence.start : sentence.end].rstrip(_CLOSING)[-1:] not in _ENDS
