"""The table that a session looks at: a built-in one, the project of the server, or a file of the reader's own.

A built-in table is read once a process. A reader's file belongs to one session and goes with it; its name is only
ever shown, never used as a path.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo import pipeline
from geo.errors import Fault, TableError
from geo.tables.coded import Columns, columns_of
from geo.timeline.select import shown
from geo.timeline.view import View
from views.keys import BUILT_IN as BUILT_IN
from views.keys import KEYS as KEYS
from views.keys import PROJECT as PROJECT
from views.keys import SERVED as SERVED

if TYPE_CHECKING:
    from geo.timeline.asked import Asked

LARGEST_MB: Final = 25
ENCODINGS: Final = ("", "utf-8", "gb18030", "big5", "utf-16")
"""Encodings to choose from; the first means: find it by evidence."""

_KEPT = "atlas.upload"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table on show. `rev` names its content within a session; `key` is one of `KEYS`, empty for a reader's.

    A table of very many facts stays in its file: it is `asked`, and `loaded` holds no data frame.
    """

    name: str
    rev: str
    key: str
    loaded: Any
    asked: Asked | None = field(default=None, repr=False)

    @property
    def columns(self) -> Columns:
        """The table by column, whatever it is kept in."""
        return columns_of(self.loaded.table)

    def count(self, view: View) -> int:
        """Return how many facts a view shows."""
        return len(self.asked.positions(view)) if self.asked else int(shown(self.columns, view).sum())

    @property
    def built_in(self) -> bool:
        """Whether the app brings this table."""
        return self.key in BUILT_IN


def built_in(key: str) -> Dataset:
    """Return one of the tables that the app brings."""
    return _built_in(key, hashlib.sha256(BUILT_IN[key].read_bytes()).hexdigest())


@st.cache_resource(show_spinner=False, max_entries=2 * len(BUILT_IN))
def _built_in(key: str, rev: str) -> Dataset:
    return Dataset(BUILT_IN[key].name, rev, key, pipeline.load(BUILT_IN[key]))


def dataset_of(loaded: pipeline.Loaded | pipeline.LoadedLarge, name: str, rev: str, key: str) -> Dataset:
    """Return a loaded table as a dataset; one of very many facts is counted now."""
    return Dataset(name, rev, key, loaded, pipeline.ask(loaded) if isinstance(loaded, pipeline.LoadedLarge) else None)


def upload(file: UploadedFile, encoding: str) -> Dataset | TableError:
    """Return a reader's file as a dataset, or the faults for which it cannot be one.

    The newest result is kept in the session: a run costs nothing as long as file and encoding stay.

    Parameters
    ----------
    file
        As the browser sent it; its name is for messages only.
    encoding
        One of `ENCODINGS`.
    """
    rev = f"{file.file_id} {encoding}"
    kept: tuple[str, Dataset | TableError] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != rev:
        kept = st.session_state[_KEPT] = (rev, _read(short_name(file.name), file.getvalue(), encoding, rev))
    return kept[1]


def held() -> Dataset | TableError | None:
    """Return what became of the reader's file, which outlives the page on which it was given; None without one."""
    kept: tuple[str, Dataset | TableError] | None = st.session_state.get(_KEPT)
    return kept[1] if kept else None


def is_uploaded() -> bool:
    """Whether this session looks at a file of the reader's own."""
    return held() is not None


def forget() -> None:
    """Let go of the reader's file."""
    st.session_state.pop(_KEPT, None)


def short_name(name: str) -> str:
    r"""Return the last part of a name, without what cannot be printed.

    >>> short_name("../../etc/\u202etable.csv")
    'table.csv'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:80] or "table.csv"


def _read(name: str, content: bytes, encoding: str, rev: str) -> Dataset | TableError:
    if len(content) > LARGEST_MB * 1024 * 1024:
        message = f"the file holds {len(content):,} bytes; the limit is {LARGEST_MB} MB: split the table"
        return TableError(name, [Fault(row=None, column=None, value="", message=message)])
    try:
        large = pipeline.load_large(content, name=name)
        return dataset_of(large or pipeline.load(content, name=name, encoding=encoding or None), name, rev, "")
    except TableError as error:
        return error
