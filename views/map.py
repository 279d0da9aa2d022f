"""The map page: the map, and under it the facts of the place and period that the map shows.

The map stands in a fragment: what somebody does on it redraws the fragment alone, and the frame is never loaded again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from geo import pipeline
from geo.export import page as export_page
from geo.places.own.boundaries import OwnBoundaries
from geo.timeline.asked import Message
from geo.timeline.view import View
from views import address, bar, boundaries, bridge, errors, facts, filters, listed, report
from views.data import Dataset
from views.keys import KEYS
from views.text import Words

_HEARD, _SENT, _SHELL = "atlas.heard", "atlas.sent", "atlas.shell"
# What the sidebar says too: when the map page changes one of these, the whole app is drawn again.
_SHARED: Final = (*filters.FIELDS, "lang")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The facts of a table as the map page takes them; `table` is the revision they were made from."""

    table: str
    message: str
    rev: str


def show(data: Dataset, words: Words) -> None:
    """Draw the page for a table."""
    sent = _message(data)
    bridge.mount_source(_shell(), sent.message, sent.rev)
    if data.asked:
        _tell("cells", sent, data.asked.cells(address.view()))
    with st.sidebar:
        filters.show(data.loaded.table, words)
    st.html(f'<h2 class="atlas-unseen">{words.raw("nav.map")}</h2>')
    _map_and_facts(data, sent, words)
    report.show(data, words)


@st.cache_resource(show_spinner=False, max_entries=2 * len(KEYS))
def _shared_payload(_data: Dataset, rev: str) -> Sent:
    return _payload(_data, rev)


def _shell() -> str:
    """Return the map page without facts: with a reader's own boundaries once a session, else once a process."""
    own = boundaries.current()
    if own is None:
        return export_page.shell()
    kept: tuple[str, str] | None = st.session_state.get(_SHELL)
    if kept is None or kept[0] != own.rev:
        kept = st.session_state[_SHELL] = (own.rev, export_page.shell(own.boundaries))
    return kept[1]


def _message(data: Dataset) -> Sent:
    """Return the facts as the map page takes them: once a process, for a reader's own file once a session."""
    own = boundaries.current()
    if data.key and own is None:
        st.session_state.pop(_SENT, None)
        return _shared_payload(data, data.rev)
    rev = f"{data.rev} {own.rev if own else ''}"
    kept: Sent | None = st.session_state.get(_SENT)
    if kept is None or kept.table != rev:
        kept = st.session_state[_SENT] = _payload(data, rev, own.boundaries if own else None)
    return kept


def _payload(data: Dataset, rev: str, own: OwnBoundaries | None = None) -> Sent:
    if data.asked:
        payload = data.asked.payload(View(), name=data.name, own=own)
    else:
        payload = pipeline.payload(data.loaded.table, View(), name=data.name, boundaries=own)
    return Sent(table=rev, message=payload.message(), rev=payload.rev)


@st.fragment
def _map_and_facts(data: Dataset, sent: Sent, words: Words) -> None:
    answer = bridge.mount_map(address.view().to_query(), address.pushes(), words.raw("map.frame"))
    if answer is not None and _hear(answer):
        st.rerun(scope="app")
    address.write(in_place=True)
    bar.mount(*address.moved())
    with errors.as_sentences(words):
        if data.asked:
            _tell("facts", sent, listed.wanted(data.asked, address.view()))
            listed.show(data, data.asked, address.view(), words)
        else:
            facts.show(data, address.view(), words)


def _tell(part: str, sent: Sent, message: Message | None) -> None:
    """Send the map page what its facts lack."""
    bridge.mount_more(part, sent.rev, message.rev if message else "", message.text if message else "")


def _hear(answer: bridge.Answer) -> bool:
    """Follow the map page; return whether more than the fragment has to be drawn again."""
    if st.session_state.get(_HEARD) == answer.number:
        return False
    st.session_state[_HEARD] = answer.number
    before, told = address.view(), View.from_query(answer.query)
    if answer.pushes == address.pushes():
        address.follow(told)
        return any(getattr(before, field) != getattr(told, field) for field in _SHARED)
    # The page had not yet seen the app's last change: keep that change, take the rest, and tell the page.
    address.change(replace(told, **{field: getattr(before, field) for field in _SHARED}))
    return True
