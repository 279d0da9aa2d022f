"""Where the shipped files lie, and the one way to read them."""

from __future__ import annotations

from pathlib import Path

from geo.errors import DataError

PACKAGE = Path(__file__).resolve().parents[1]
DATA = PACKAGE / "data"
SHAPEFILES = next(
    (folder for folder in (PACKAGE / "shapefiles", PACKAGE.parent / "shapefiles") if folder.is_dir()),
    PACKAGE.parent / "shapefiles",
)
"""In an installed package its own copy, in a checkout the folder beside the code."""


def read_bytes(path: Path) -> bytes:
    """Return the content of a shipped file.

    Raises
    ------
    DataError
        When the file is missing or empty.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing: restore it from the distribution") from error
    if not content.strip():
        raise DataError(f"{path} is empty: restore it from the distribution")
    return content
