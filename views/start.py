"""What happens when the server starts: a browser is opened where there is one, and the first visit made quicker.

Libraries, the table on which the app opens and the map page are loaded while nobody waits for them. Nothing of it is
needed for a page to be right: what is not loaded yet is loaded when it is asked for.
"""

from __future__ import annotations

import logging
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, Final

import streamlit as st

# What the map page rests on, then what the other pages do, the heaviest last.
_FIRST: Final = ("views.choice", "views.map")
_REST: Final = ("views.read", "views.grid", "views.review", "views.share", "views.sources", "views.explore")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Begin to load when the server begins to listen; it answers meanwhile."""
    load_in_background()
    if not st.get_option("server.headless"):
        threading.Thread(target=webbrowser.open, args=(url(),), daemon=True).start()
    yield


def url() -> str:
    """Return the address at which this machine reaches the server."""
    host, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"http://{'localhost' if host in _EVERYWHERE else host}:{port}/{base}"


def load_in_background() -> None:
    """Load what pages need, in a thread that ends with the process."""
    threading.Thread(target=load, name="atlas warm-up", daemon=True).start()


def load() -> None:
    """Load what pages need; a fault here is logged, and met again by the page that needs what failed."""
    try:
        for name in _FIRST:
            import_module(name)
        _map_page()
        for name in _REST:
            import_module(name)
    except Exception:  # noqa: BLE001 - the outermost border of a thread that only saves time
        _LOG.exception("The warm-up ended early")


def _map_page() -> None:
    from geo.export import page
    from views import data, keys, served

    page.shell()
    if keys.served():
        served.dataset()
    else:
        data.built_in(keys.KEYS[0])
