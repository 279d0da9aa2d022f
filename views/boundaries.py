"""Boundaries of a reader's own: brought on the page of sources, kept in the session, shaded on the map.

The file belongs to one session and goes with it; its name is only shown, and what it is, its bytes say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo import pipeline
from geo.errors import BoundaryError
from geo.places.own.boundaries import OwnBoundaries
from geo.places.own.codes import LEVELS, UnitLevel
from geo.places.own.datum import Datum
from views import kept
from views.data import LARGEST_MB, short_name
from views.text import Words, plain

SUFFIXES: Final = ("zip", "gpkg", "geojson", "json", "fgb")

_KEPT, _FAULT, _FILE = "atlas.boundaries", "atlas.boundaries.fault", "boundaries.file"
_DATUMS: Final[tuple[Datum, ...]] = ("", "wgs84", "gcj02")
_CRS_LENGTH: Final = 20
_LEVELS: Final = ("", *LEVELS)


@dataclass(frozen=True, slots=True)
class Kept:
    """Boundaries in use; `rev` changes with the file and the choices made about it."""

    rev: str
    boundaries: OwnBoundaries


def current() -> Kept | None:
    """Return the boundaries that this session shades, None for the shipped provinces."""
    own: Kept | None = st.session_state.get(_KEPT)
    return own


def show(words: Words) -> None:
    """Draw the choice of file, and what became of it."""
    st.subheader(words("boundaries.heading"), anchor=False)
    st.markdown(words("boundaries.word"))
    st.file_uploader(
        words.raw("boundaries.upload"),
        type=list(SUFFIXES),
        max_upload_size=LARGEST_MB,
        key=_FILE,
        on_change=_take,
        args=(words,),
    )
    left, middle, right = st.columns(3)
    left.selectbox(
        words.raw("boundaries.datum"),
        _DATUMS,
        format_func=lambda name: words.raw(f"boundaries.datum.{name or 'file'}"),
        key=kept.key(words, "boundaries.datum", _DATUMS),
        on_change=_take,
        args=(words,),
    )
    middle.text_input(
        words.raw("boundaries.crs"),
        key="boundaries.crs",
        max_chars=_CRS_LENGTH,
        placeholder="EPSG:4490",
        help=words.raw("boundaries.crs.help"),
        on_change=_take,
        args=(words,),
    )
    right.selectbox(
        words.raw("boundaries.level"),
        _LEVELS,
        format_func=lambda name: words.raw(f"boundaries.level.{name or 'auto'}"),
        key=kept.key(words, "boundaries.level", _LEVELS),
        on_change=_take,
        args=(words,),
    )
    fault = st.session_state.get(_FAULT)
    if fault:
        st.error(plain(fault), icon=":material/error:")
    own = current()
    if own is not None:
        _report(own.boundaries, words)


def _report(own: OwnBoundaries, words: Words) -> None:
    st.markdown(words("boundaries.used", name=own.report.name, units=f"{own.report.units:,}"))
    with st.expander(words("boundaries.report"), icon=":material/fact_check:"):
        st.markdown("\n".join(f"- {plain(line)}" for line in own.report.lines()))
    st.button(words.raw("boundaries.remove"), key="boundaries.remove", on_click=_forget)


def _take(words: Words) -> None:
    """Read the file that is there, with what is chosen about it; without one, what is in use stays."""
    file: UploadedFile | None = st.session_state.get(_FILE)
    st.session_state.pop(_FAULT, None)
    if file is None:
        return
    content = file.getvalue()
    datum: Datum = st.session_state.get(words.key("boundaries.datum")) or ""
    level: UnitLevel | None = st.session_state.get(words.key("boundaries.level")) or None
    crs = str(st.session_state.get("boundaries.crs") or "").strip()
    rev = f"{hashlib.sha256(content).hexdigest()} {crs} {datum} {level or ''}"
    try:
        own = pipeline.read_boundaries(content, name=short_name(file.name), crs=crs, datum=datum, level=level)
    except BoundaryError as error:
        st.session_state[_FAULT] = str(error)
    else:
        st.session_state[_KEPT] = Kept(rev, own)


def _forget() -> None:
    st.session_state.pop(_KEPT, None)
    st.session_state.pop(_FAULT, None)
