"""The regular expressions of ``geo/data/page_lines.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from geo.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """How the lines around an article's body look."""

    boilerplate: re.Pattern[str]
    byline: re.Pattern[str]
    credit: re.Pattern[str]
    caption: re.Pattern[str]
    datelines: tuple[re.Pattern[str], ...]


@cache
def page_lines() -> PageLines:
    """Return the compiled patterns of ``page_lines.toml``."""
    table = load("page_lines.toml")
    return PageLines(
        boilerplate=_any(table["boilerplate"]),
        byline=_any(table["byline"]),
        credit=re.compile(table["credit"], re.IGNORECASE),
        caption=_any(table["caption"]),
        datelines=tuple(re.compile(pattern) for pattern in table["dateline"]),
    )


@cache
def load(name: str) -> dict[str, Any]:
    """Return the TOML data file `name` of ``geo/data``.

    Raises
    ------
    DataError
        When the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(files("geo").joinpath("data", name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"geo/data/{name} cannot be read ({error}); restore it from the package") from error


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
