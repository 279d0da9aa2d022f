"""What the process holds for good, put out of the way of the collector of garbage.

Streamlit looks through every object of the process after every run, of every session, and nothing else happens
meanwhile. What is loaded once for all sessions, such as modules, the gazetteer and the built-in tables, is some
hundred thousand objects that never become garbage: they are looked through no more once they are frozen.
"""

from __future__ import annotations

import gc
import threading

_DRAWN: set[tuple[str, str]] = set()
_LOCK = threading.Lock()


def after(page: str, table: str) -> bool:
    """Freeze what is loaded, after the first time that a page was drawn with a table; return whether this was it.

    Parameters
    ----------
    page, table
        Keys of the app's own, never text of a reader: each pair freezes once a process, so that of what sessions
        hold meanwhile only that little can be frozen with it. What is frozen still goes when nothing refers to it.
    """
    with _LOCK:
        if (page, table) in _DRAWN:
            return False
        _DRAWN.add((page, table))
        gc.collect()
        gc.freeze()
    return True
