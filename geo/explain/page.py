"""MARKS -> HTML: one page that opens with no network, runs no script, and holds every text as text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources

from geo.explain.marks import Mark, Segment, about, marks, segments, visible
from geo.reading import Reading

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {policy}; base-uri 'none'; \
form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def render(readings: Iterable[Reading]) -> str:
    """Return a page that explains some readings, one after the other; the same readings give the same text."""
    found = list(readings)
    title = f"How {visible(found[0].document.id)} was read" if len(found) == 1 else "How the articles were read"
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    body = "\n".join(line for number, reading in enumerate(found, start=1) for line in _article(reading, number))
    return _PAGE.format(policy=f"'sha256-{digest}'", title=escape(title), style=style, body=body)


@cache
def _style() -> str:
    return resources.files("geo").joinpath("data/explain.css").read_text(encoding="utf-8")


def _article(reading: Reading, number: int) -> Iterator[str]:
    found = marks(reading)
    yield f"<article><h1>{_text(reading.document.title or reading.document.id)}</h1>"
    yield "<dl>"
    yield from (f"<dt>{_text(word)}</dt><dd>{_text(value)}</dd>" for word, value in about(reading))
    yield "</dl>"
    shown = "".join(_segment(segment, number) for segment in segments(reading.document.text, found))
    yield f'<div class="text" lang="{escape(reading.document.lang)}">{shown}</div>'
    yield "<h2>What was found, and why</h2>"
    yield from _table(found, reading.document.text, number)
    yield "</article>"


def _segment(segment: Segment, article: int) -> str:
    kinds = dict.fromkeys(mark.kind for mark in segment.marks)
    doubt = any(mark.doubtful and mark.kind in ("place", "date") for mark in segment.marks)
    classes = " ".join([*kinds, *(["doubtful"] if doubt else [])])
    text = f'<span class="{classes}">{_text(segment.text)}</span>' if classes else _text(segment.text)
    return text + "".join(_reference(mark, article) for mark in segment.ending)


def _reference(mark: Mark, article: int) -> str:
    key = f"{article}-{mark.number}"
    return f'<sup id="t{key}"><a href="#m{key}" title="{_text(mark.meaning)}">{mark.number}</a></sup>'


def _table(found: Sequence[Mark], text: str, article: int) -> Iterator[str]:
    yield "<table><thead><tr><th>No.</th><th>Kind</th><th>Words</th><th>Meaning</th><th>Why</th></tr></thead><tbody>"
    for mark in found:
        key = f"{article}-{mark.number}"
        words = text[mark.start : mark.end] if mark.kind in ("place", "date") else ""
        cells = (mark.kind, words, mark.meaning, mark.why)
        yield f'<tr id="m{key}"><td><a href="#t{key}">{mark.number}</a></td>{"".join(map(_cell, cells))}</tr>'
    yield "</tbody></table>"


def _cell(text: str) -> str:
    return f"<td>{_text(text)}</td>"


def _text(text: str) -> str:
    return escape(visible(text))
