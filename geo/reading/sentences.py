"""A document cut into sentences, each with the role of the text it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.reading.patterns import load, page_lines
from geo.records import Document, Sentence

Role = Literal["body", "headline", "caption", "byline", "boilerplate"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_CLOSING = "\"'”’」』）)】\\]"
_ENDS = {
    "zh": re.compile(rf"[。！？!?…]+[{_CLOSING}]*"),
    # the space after a stop is lost in some copies: "in all respects.Wang, a member"
    "en": re.compile(rf"[.!?。！？]+[{_CLOSING}]*(?=\s|$)|(?<=[a-z]{{4}})\.[{_CLOSING}]*(?=[A-Z][a-z]+[ ,])"),
}
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.]*$")
_WORD_AFTER = re.compile(r"\s*[\"'“‘(\[]*([A-Za-z]*)")
_OPENER = re.compile(r"\s*[\"'“‘(\[<$£¥€]*[A-Z0-9\u4e00-\u9fff]")
_LONGEST_ABBREVIATION = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where a report says it was filed: `[start, end)` of the whole, and of the place's name (empty if none)."""

    start: int
    end: int
    place_start: int
    place_end: int


def split(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of `document` in order, without the white space around them.

    A line end always ends a sentence; paragraphs are numbered from 0. Captions end with their credit in brackets.
    """
    return tuple(_sentences(document))


def dateline(document: Document, sentence: Sentence) -> Dateline | None:
    """Return the dateline at the head of `sentence`, if it has one."""
    head = document.text[sentence.start : min(sentence.end, sentence.start + 160)]
    for pattern in page_lines().datelines:
        match = pattern.match(head)
        if match:
            return Dateline(
                start=sentence.start,
                end=sentence.start + match.end(),
                place_start=sentence.start + match.start("place"),
                place_end=sentence.start + match.start("place") + len(match["place"].rstrip()),
            )
    return None


def _sentences(document: Document) -> Iterator[Sentence]:
    for paragraph, line in enumerate(_LINE.finditer(document.text)):
        spans = list(_spans(document.text, line.start(), line.end(), document.lang))
        whole = _line_role(document, line.start(), line.end())
        roles = [whole] * len(spans) if whole != "body" else _roles(document.text, spans)
        for (start, end), role in zip(spans, roles, strict=True):
            yield Sentence(doc=document.id, start=start, end=end, paragraph=paragraph, role=role)


def _spans(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    for cut in (*_cuts(text, start, end, lang), end):
        trimmed = _trim(text, start, cut)
        if trimmed[0] < trimmed[1]:
            yield trimmed
        start = cut


def _cuts(text: str, start: int, end: int, lang: str) -> list[int]:
    ends = [
        match.end()
        for match in _ENDS[lang].finditer(text, start, end)
        if lang == "zh" or _ends_sentence(text, match, end)
    ]
    if lang == "zh" and "." in text[start:end]:
        ends += [m.end() for m in _ENDS["en"].finditer(text, start, end) if _ends_sentence(text, m, end)]
    credited = [match.end() for match in page_lines().credit.finditer(text, start, end)]
    return sorted({*ends, *credited})


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    after = text[match.end() : min(end, match.end() + 40)]
    if after.strip() and not _OPENER.match(after):
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(text[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()])
    if before is None:
        return True
    return not _is_abbreviation(before.group(), after)


def _is_abbreviation(word: str, after: str) -> bool:
    fixed, open_, starters = _abbreviations()
    lower = word.lower()
    if lower in fixed:
        return bool(after.strip()) and not (lower in {"no", "sun", "sat", "mar", "may"} and word.islower())
    if lower in open_ or (len(word) == 1 and word.isupper()):
        next_word = _WORD_AFTER.match(after)
        return not (after.strip() == "" or (next_word and next_word[1].lower() in starters))
    return False


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = load("abbreviations.toml")
    return frozenset(table["before_name"]), frozenset(table["open"]), frozenset(table["starters"])


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _line_role(document: Document, start: int, end: int) -> Role:
    line = document.text[start : min(end, start + 400)].strip()
    lines = page_lines()
    if lines.boilerplate.match(line):
        return "boilerplate"
    if lines.byline.match(line):
        return "byline"
    if document.headline and start < document.headline[1] and end > document.headline[0]:
        return "headline"
    return "body"


def _roles(text: str, spans: list[tuple[int, int]]) -> list[Role]:
    lines = page_lines()
    roles: list[Role] = []
    for number, (start, end) in enumerate(spans):
        piece = text[start : min(end, start + 400)]
        credit = lines.credit.match(piece)
        if credit and credit.end() == len(piece) and number:
            roles[-1] = "caption"
            roles.append("caption")
        elif lines.caption.match(piece) or _credited(lines.credit, text, start, end):
            roles.append("caption")
        else:
            roles.append("body")
    return roles


def _credited(credit: re.Pattern[str], text: str, start: int, end: int) -> bool:
    tail = max(start, end - 90)
    return any(match.end() == end for match in credit.finditer(text, tail, end))
