"""The map page inside the app: the mounts of one component, described in ``bridge.js``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

LONGEST_ANSWER: Final = 4000
"""Characters, keys and values together, that an answer of the map page may have."""

_HERE = Path(__file__).parent
_SCRIPT = (_HERE / "bridge.js").read_text(encoding="utf-8")
_STYLE = (_HERE / "bridge.css").read_text(encoding="utf-8")

_source = st.components.v2.component("directive_atlas.source", js=_SCRIPT)
_more = {part: st.components.v2.component(f"directive_atlas.{part}", js=_SCRIPT) for part in ("cells", "facts")}
_map = st.components.v2.component("directive_atlas.map", html='<div class="atlas-map"></div>', css=_STYLE, js=_SCRIPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reader did on the map page: `query` is the view as a query, not yet believed.

    `number` counts the answers of a browser page; `pushes` is the app's count that the map page had seen.
    """

    number: int
    pushes: int
    query: Mapping[str, str]


def mount_source(shell: str, payload: str, rev: str) -> None:
    """Hand the browser the map page and the facts; it is sent again only when it changed.

    Parameters
    ----------
    shell
        The map page without facts, HTML.
    payload
        The facts, as the map page takes them.
    rev
        Changes with `payload`.
    """
    _source(key="atlas_source", data={"part": "source", "shell": shell, "payload": payload, "rev": rev})


def mount_more(part: str, of: str, rev: str, payload: str) -> None:
    """Hand the browser what its facts lack.

    Parameters
    ----------
    part
        ``cells``, the counts of a search, or ``facts``, those to be listed.
    of
        The `rev` of the facts that were handed over.
    rev
        Changes with `payload`; empty where nothing is lacking.
    payload
        A message of `geo.timeline.asked`.
    """
    _more[part](key=f"atlas_{part}", data={"part": part, "of": of, "rev": rev, "payload": payload})


def mount_map(query: Mapping[str, str], pushes: int, title: str) -> Answer | None:
    """Draw the map, and return what the reader last did on it.

    Parameters
    ----------
    query
        The view as a query.
    pushes
        How often the app changed the view: the map page follows `query` when this number moves.
    title
        The accessible name of the frame.
    """
    result = _map(
        key="atlas_map",
        data={"part": "map", "view": dict(query), "pushes": pushes, "title": title},
        default={"answer": None},
        on_answer_change=lambda: None,
    )
    return read_answer(result.get("answer"))


def read_answer(raw: object) -> Answer | None:
    """Return an answer of the right form and size, or None: it comes from a frame that may hold anything."""
    if not isinstance(raw, dict):
        return None
    number, pushes, query = raw.get("number"), raw.get("pushes"), raw.get("view")
    if type(number) is not int or type(pushes) is not int or not isinstance(query, dict):
        return None
    if not all(isinstance(text, str) for pair in query.items() for text in pair):
        return None
    size = sum(len(key) + len(value) for key, value in query.items())
    return Answer(number=number, pushes=pushes, query=query) if size <= LONGEST_ANSWER else None
