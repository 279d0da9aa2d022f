"""The articles of a file, read, and shown in the terminal or as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.errors import DocumentError
from geo.explain import page
from geo.reading import Reading, documents
from geo.reading import read as read_document
from geo.records import Document
from geo.tables.writing import write_bytes


def read(source: str | Path, article: str = "") -> tuple[Reading, ...]:
    """Read the articles of a file.

    Parameters
    ----------
    source
        A file, folder or glob.
    article
        The id of the only article to be read; empty for all.

    Raises
    ------
    DocumentError
        When nothing can be read, or no article has this id.
    """
    items = list(documents.read([source]))
    found = [item for item in items if isinstance(item, Document)]
    if not found:
        raise DocumentError(_why_nothing(source, [item.reason for item in items if not isinstance(item, Document)]))
    chosen = [document for document in found if article in ("", document.id)]
    if not chosen:
        known = ", ".join(document.id for document in found[:5])
        raise DocumentError(
            f"no article is called {article!r}; there are {len(found):,}: {known}{' …' * (len(found) > 5)}"
        )
    return tuple(map(read_document, chosen))


def _why_nothing(source: str | Path, reasons: Sequence[str]) -> str:
    more = f"; and {len(reasons) - 1:,} more" if len(reasons) > 1 else ""
    named = "" if Path(source).name in reasons[0] else f"{source}: "
    return f"{named}{reasons[0]}{more}"


def write_page(readings: Sequence[Reading], path: Path) -> int:
    """Write a page that explains some readings, and return its size in bytes.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    raw = page.render(readings).encode("utf-8")
    write_bytes(raw, path)
    return len(raw)


def show(readings: Sequence[Reading]) -> None:
    """Print readings to standard output, in colours where it is a terminal."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    for renderable in _rendered(readings):
        console.print(renderable)


def _rendered(readings: Sequence[Reading]) -> Iterator[object]:
    from geo.explain import terminal

    for number, reading in enumerate(readings):
        if number:
            yield ""
        yield terminal.render(reading)
