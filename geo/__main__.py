"""The command line, ``atlas`` or ``python -m geo``.

For tables and articles ``read | explain | check | geocode | map | export | boundaries``, for projects
``project | correct | log | undo | merge | push | pull``.

Exit codes: 0 done, 1 the input has faults, 2 the command was called wrongly.
"""

from __future__ import annotations

from pathlib import Path

from geo.cli import articles, maps, own, project, teams
from geo.cli.shared import app, say
from geo.errors import GeoError

__all__ = ["app", "articles", "main", "maps", "own", "project", "teams"]


def main() -> None:
    """Run the command line; a fault of the input ends it with its message and 1, never with a traceback."""
    try:
        _stand_somewhere()
        app()
    except GeoError as error:
        say(f"error: {error}")
        raise SystemExit(1) from None


def _stand_somewhere() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        raise GeoError("the folder that this was called in is gone; change to another") from None


if __name__ == "__main__":
    main()
