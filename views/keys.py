"""The keys by which addresses name tables, and where the built-in ones lie."""

from __future__ import annotations

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

KEYS: Final = (*BUILT_IN, PROJECT)
"""The keys by which addresses name tables; a reader's own file has none."""
