"""What the reader sees when something fails: a sentence in their language, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.errors import EditConflict, GeoError
from views.text import Words, plain

_LOG = logging.getLogger(__name__)


@contextmanager
def as_sentences(words: Words) -> Iterator[None]:
    """Turn whatever is raised inside into a sentence on the page; the unexpected is logged with its traceback."""
    try:
        yield
    except EditConflict as error:
        from views import stale  # with all that facts need: the first words of a page do not wait for it

        st.error(stale.sentence(error, words), icon=":material/group:")
    except GeoError as error:
        st.error(plain(error), icon=":material/error:")
    except Exception:  # noqa: BLE001 - the outermost border of the app: whatever it is, the reader gets a sentence
        _LOG.exception("The page could not be drawn")
        st.error(words("error.unexpected"), icon=":material/error:")
