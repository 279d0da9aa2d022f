"""The project that this server works on: one folder or one database, shared by all sessions, chosen where it starts.

Where it lies comes from the environment alone, never from a browser: ``ATLAS_DATABASE_URL`` names a database,
``ATLAS_PROJECT`` a folder, and without both it is the folder ``project`` beside the app. It is made when something is
first kept in it.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final

import streamlit as st

from geo import pipeline
from geo.records import Document
from geo.tables.folder import LOG, FolderStore
from geo.tables.store import DATABASE_SCHEMES, Store, open_project
from views.data import Dataset
from views.keys import PROJECT

FOLDER: Final = "ATLAS_PROJECT"
DATABASE: Final = "ATLAS_DATABASE_URL"

_BESIDE: Final = Path(__file__).parent.parent / "project"
_OPENING: Final = threading.Lock()


def exists() -> bool:
    """Return whether there is a project; a database is one."""
    where = _where()
    return isinstance(where, str) or (where / LOG).is_file()


def store() -> Store:
    """Return the project, opened once a process; a folder that is none yet becomes one.

    Raises
    ------
    StoreError
        When it cannot be opened or made.
    """
    where = _where()
    with _OPENING:
        if isinstance(where, Path) and not (where / LOG).is_file():
            FolderStore.create(where)
            _opened.clear()
        return _opened(where)


def remembered() -> Path | None:
    """Return the file that keeps what was found in articles, so that no rule runs twice; None for a database."""
    where = _where()
    return where / "events.csv.read" if isinstance(where, Path) else None


def dataset() -> Dataset:
    """Return the facts of the project, read again only when something in it changed."""
    project = store()
    return _dataset(project, str(_where()), project.version())


def documents() -> dict[str, Document]:
    """Return the articles of the project by id, the newest first."""
    return _documents(store(), store().version())


def texts() -> dict[str, str]:
    """Return the texts of the articles by id."""
    return {id_: document.text for id_, document in documents().items()}


def _where() -> Path | str:
    database = os.environ.get(DATABASE, "")
    if database.startswith(DATABASE_SCHEMES):
        return database
    return Path(os.environ.get(FOLDER) or _BESIDE)


@st.cache_resource(show_spinner=False, max_entries=1)
def _opened(where: Path | str) -> Store:
    return open_project(where)


@st.cache_resource(show_spinner=False, max_entries=2)
def _dataset(_project: Store, where: str, version: str) -> Dataset:
    del where
    return Dataset(_project.name, f"project {version}", PROJECT, pipeline.load_project(_project, verified=False))


@st.cache_resource(show_spinner=False, max_entries=2)
def _documents(_project: Store, version: str) -> dict[str, Document]:
    del version
    kept = {document.id: document for document in _project.documents()}
    order = sorted(kept.values(), key=lambda document: (str(document.published or ""), document.id), reverse=True)
    return {document.id: document for document in order}
