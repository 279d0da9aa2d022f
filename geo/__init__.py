"""Directive Atlas: policy news about China's regions as a map over time.

What is listed in `__all__` is the public interface; everything is imported on first use, so that ``import geo``
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "load": "geo.pipeline",
    "select": "geo.pipeline",
    "snapshot": "geo.pipeline",
    "atlas_map": "geo.pipeline",
    "save": "geo.pipeline",
    "read_boundaries": "geo.pipeline",
    "resolve": "geo.tables.geocode",
    "View": "geo.timeline.view",
}

__all__ = sorted([*_HOME, "__version__"])
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
