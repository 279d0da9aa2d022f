"""Headings inside a text: the lines between the items of a digest."""

from __future__ import annotations

from geo.records import Document, Sentence

_LONGEST = {"zh": 40, "en": 110}
_CLOSING = "”’\"')）】』」 "
_ENDS = "。！？.!?…；;：:，,"


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
