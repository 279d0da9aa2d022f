"""The map as one HTML file: it opens anywhere, asks for nothing but itself, and runs nothing but its own scripts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo.tables.writing import write_bytes
from geo.timeline import basemap
from geo.timeline import payload as payloads
from geo.timeline.payload import Payload

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries


@contextmanager
def prepared() -> Iterator[None]:
    """Make what every page needs, whatever its facts, in a thread of its own while the facts are being read.

    Folium is imported and the base map packed. A fault of theirs is raised by what asks for them, not here.
    """
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_prepare)
        yield


def _prepare() -> None:
    import geo.timeline.element  # noqa: F401 - for the time that it takes

    basemap.build()


def render(payload: Payload, *, lang: str = "en") -> str:
    """Return the whole page.

    Parameters
    ----------
    payload
        What `geo.timeline.payload.build` made of a table.
    lang
        Language of the page before its data are read: ``en`` or ``zh``.

    Returns
    -------
    HTML, the same text for the same payload, in every process.
    """
    from geo.timeline.element import OfflineMap, Timeline

    atlas = OfflineMap(lang=lang if lang in ("en", "zh") else "en")
    Timeline(payload).add_to(atlas)
    html: str = atlas.get_root().render()
    return html


def write(payload: Payload, path: Path | str, *, lang: str = "en") -> int:
    """Write the page to `path`, UTF-8, whole or not at all, and return its size in bytes.

    Raises
    ------
    ExportError
        When the file cannot be written there.
    """
    raw = render(payload, lang=lang).encode("utf-8")
    write_bytes(raw, Path(path))
    return len(raw)


def shell(own: OwnBoundaries | None = None) -> str:
    """Return the page without facts: it waits for an ``atlas:data`` message from the page that frames it.

    Parameters
    ----------
    own
        Units of the user's own, shaded instead of the provinces.
    """
    return _shell() if own is None else render(payloads.shell(own))


@cache
def _shell() -> str:
    return render(payloads.shell())
