"""Corrections as this session makes them: signed, and undone again one decision at a time, back to the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from geo.errors import PlaceNotFound
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.corrections import Edit
from views import author, project

_MADE: Final = "atlas.made_corrections"


def make(edits: Sequence[Edit], why: str = "") -> int:
    """Record edits as one decision of the session's author, and return how many facts changed.

    Raises
    ------
    StoreError
        When a value has changed in the meantime, or the project cannot be written; then nothing is recorded.
    """
    made = project.store().correct(edits, who=author.name(), why=why)
    return _remember([correction.id for correction in made], {correction.fact for correction in made})


def add(row: Mapping[str, str]) -> int:
    """Record a fact made by hand as one decision.

    Raises
    ------
    TableError, StoreError
        When it is no fact, or cannot be written.
    """
    made = project.store().add([row], who=author.name())
    return _remember([correction.id for correction in made], {correction.fact for correction in made})


def undo() -> str:
    """Undo the newest decision of this session that still stands; return the fact it was of, or one of them, or "".

    Raises
    ------
    StoreError
        When somebody has changed the same field since; the decision then stays on top.
    """
    stack = _stack()
    if not stack:
        return ""
    undone = project.store().undo(stack[-1], who=author.name())
    stack.pop()
    return undone[0].fact if undone else ""


def can_undo() -> bool:
    """Return whether this session has a decision to undo."""
    return bool(_stack())


def changed(row: Mapping[str, Any], new: Mapping[str, str]) -> list[Edit]:
    """Return the edits that bring the fields of a fact, as it is written in the project, to new values.

    >>> changed({"id": "e-1", "title": "A", "theme": "other"}, {"title": "A", "theme": "security"})
    [Edit(fact='e-1', field='theme', old='other', new='security')]
    """
    fact = str(row["id"])
    return [
        Edit(fact=fact, field=field, old=str(row[field]), new=value)
        for field, value in new.items()
        if str(row[field]) != value
    ]


def code_of(text: str) -> str:
    """Return the code or slug that a text means: itself, or the place of that name; nothing for nothing.

    Raises
    ------
    PlaceNotFound
        When no place has the name, or several have.
    """
    wanted = text.strip()
    if not wanted or wanted in gazetteer().units or wanted in regions():
        return wanted
    found = gazetteer().lookup(wanted)
    if not found.code:
        raise PlaceNotFound(found.reason)
    return found.code


def _remember(ids: Sequence[str], facts: set[str]) -> int:
    if ids:
        _stack().append(tuple(ids))
    return len(facts)


def _stack() -> list[tuple[str, ...]]:
    stack: list[tuple[str, ...]] = st.session_state.setdefault(_MADE, [])
    return stack
