"""MARKS -> TERMINAL: the marked text in colours, and a table of reasons below it."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from geo.explain.marks import Mark, about, marks, segments, visible
from geo.reading import Reading

_STYLES = {"place": "bold cyan", "date": "yellow", "event": "on dark_green", "directive": "on purple4"}
_DOUBT = "underline red"


def render(reading: Reading) -> RenderableType:
    """Return what a console prints to explain a reading; nothing in the text can steer the terminal."""
    found = marks(reading)
    head = Text("\n".join(f"{word}: {visible(value)}" for word, value in about(reading)), style="dim")
    return Group(head, Text(), _marked(reading.document.text, found), Text(), _reasons(found, reading.document.text))


def _marked(text: str, found: tuple[Mark, ...]) -> Text:
    shown = Text()
    for segment in segments(text, found):
        styles = [_STYLES[mark.kind] for mark in segment.marks]
        styles += [_DOUBT for mark in segment.marks if mark.doubtful and mark.kind in ("place", "date")]
        shown.append(visible(segment.text), style=" ".join(styles))
        if segment.ending:
            shown.append("".join(f"[{mark.number}]" for mark in segment.ending), style="dim")
    return shown


def _reasons(found: tuple[Mark, ...], text: str) -> Table:
    table = Table("no.", "kind", "words", "meaning", "why", box=None, pad_edge=False, header_style="dim")
    for mark in found:
        words = text[mark.start : mark.end] if mark.kind in ("place", "date") else ""
        style = _STYLES[mark.kind] if mark.kind in ("place", "date") else ""
        table.add_row(
            str(mark.number), mark.kind, Text(visible(words), style=style), *map(_cell, (mark.meaning, mark.why))
        )
    return table


def _cell(text: str) -> Text:
    return Text(visible(text))
