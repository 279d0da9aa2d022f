"""The keys by which addresses name tables, and where those lie that are files of the server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent
BUILT_IN: Final = {
    key: path
    for key, path in {
        "events": _ROOT / "events.csv",
        "cctv-2023-2024": _ROOT / "examples" / "cctv-2023-2024.csv",
    }.items()
    if path.is_file()
}
"""The built-in tables under the keys by which addresses name them; the app opens on the first."""
PROJECT: Final = "project"
"""The key of the project that this server works on; see `views.project`."""

SERVED: Final = "served"
"""The key of the table that this server was started to show; see `views.served`."""

KEYS: Final = (*BUILT_IN, PROJECT, SERVED)
"""The keys by which addresses name tables; a reader's own file has none."""

TABLE: Final = "ATLAS_TABLE"
"""The variable of the environment that names the table that this server was started to show."""


def served() -> Path | None:
    """Return the file of the table that this server was started to show, None where it was started without."""
    named = os.environ.get(TABLE, "").strip()
    return Path(named) if named else None
