"""The table that this server was started to show: one file, said in its environment, never by a browser.

``ATLAS_TABLE`` names a CSV or Parquet file. It is read once a process for all sessions, and read again when its size or
the time of its last change is another. A large Parquet table is opened by columns: its texts stay in the file.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo import pipeline
from geo.errors import Fault, TableError
from geo.tables.parquet import Stamp, stamp
from views import keys
from views.data import Dataset, dataset_of


def name() -> str:
    """Return what the table is called."""
    file = keys.served()
    return file.name if file else ""


def dataset() -> Dataset:
    """Return the table, opened now if nobody has opened it as it is.

    Raises
    ------
    TableError
        When there is no such file, it cannot be read, or it is written to meanwhile.
    """
    file = keys.served()
    if file is None:
        raise _refused("", f"this server shows no table of its own: start it with {keys.TABLE}=/path/to/facts.parquet")
    return _opened(file, stamp(file, file.name))


@st.cache_resource(show_spinner=False, max_entries=1)
def _opened(file: Path, found: Stamp) -> Dataset:
    """Open the file as it is now; a failure is not kept, so that the next run tries again."""
    try:
        # nobody but us may end this process: a file that is mapped and cut short would
        loaded = pipeline.load_large(file, mapped=False) or pipeline.load(file)
    except OSError as error:
        raise _refused(file.name, f"the file cannot be read: {error.strerror or error}") from error
    if stamp(file, file.name) != found:
        raise _refused(file.name, "the file was changed while it was read: try again when it is written")
    return dataset_of(loaded, file.name, f"served {file} {found[0]} {found[1]}", keys.SERVED)


def _refused(called: str, message: str) -> TableError:
    return TableError(called or keys.TABLE, [Fault(row=None, column=None, value="", message=message)])
