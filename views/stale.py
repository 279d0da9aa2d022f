"""A press that rests on what somebody else has changed meanwhile: refused, and said so, with who changed what.

What a page shows is handed to the callback of its button. The callback runs with what was seen when the button was
drawn, so a press is never lost and never meant for what stands there now: the project compares, and says what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from geo.errors import EditConflict, GeoError, Stale
from geo.tables.corrections import Edit
from views import history, project, record
from views.text import Words, plain

MOST: Final = 5
"""Changes by others that are told one by one."""

_SAID, _REFUSED = "atlas.said", "atlas.refused"


def make(edits: Callable[[], tuple[Edit, ...]], why: str, words: Words) -> None:
    """Record edits, in the callback of a button; what came of it is told by `show`."""
    with _heard(words):
        st.session_state[_SAID] = words.count("decide.done", record.make(edits(), why))


def show() -> None:
    """Say once what came of the last press."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(said, icon=":material/check:")
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(refused, icon=":material/group:")


def sentence(error: EditConflict, words: Words) -> str:
    """Return who changed what in the meantime, as Markdown: a line for each change, the first of many."""
    lines = [words("stale.heading"), *(f"- {_line(stale, words)}" for stale in error.stale[:MOST])]
    if len(error.stale) > MOST:
        lines.append(f"- {words('stale.more', n=f'{len(error.stale) - MOST:,}')}")
    return "\n".join(lines)


def _line(stale: Stale, words: Words) -> str:
    values = {name: history.value(stale.field, getattr(stale, name), words) or "–" for name in ("now", "seen", "asked")}
    key = "stale.by" if stale.who else "stale.read"
    said = {"title": _title(stale.fact, words), "field": words.field(stale.field), "who": stale.who, **values}
    return words(key, when=stale.when[:16].replace("T", " "), **said)


def _title(fact: str, words: Words) -> str:
    facts = project.dataset().loaded.table
    row = facts[facts["id"] == fact]
    if row.empty:
        return fact
    first = row.iloc[0]
    return str((words.lang == "zh" and first["title_zh"]) or first["title"])


@contextmanager
def _heard(words: Words) -> Iterator[None]:
    """Keep a refusal for `show`: a callback runs before the page, which alone can say it."""
    try:
        yield
    except EditConflict as error:
        st.session_state[_REFUSED] = sentence(error, words)
    except GeoError as error:
        st.session_state[_REFUSED] = plain(error)
