"""A background of tiles that a reader may ask for: which provider, from which hosts, under which credit.

The list of providers is that of ``xyzservices``. A page names one at most; ``docs/tiles.md`` says which suit China.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from geo.errors import ExportError

NEAR: Final = 5
"""Names suggested for one that no provider has."""

_PLACES: Final = {part: f"{{{part}}}" for part in ("s", "x", "y", "z")}
_HOST: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """One provider of tiles in Web Mercator.

    `url` is a template with ``{z}``, ``{x}``, ``{y}`` and, where the tiles lie on several hosts, ``{s}``, for which the
    `subdomains` stand. `attribution` is plain text.
    """

    name: str
    url: str
    subdomains: tuple[str, ...]
    attribution: str
    min_zoom: int
    max_zoom: int

    def hosts(self) -> tuple[str, ...]:
        """Return scheme and host of every address that the page may ask for, in order, each once.

        Raises
        ------
        ExportError
            When the template does not begin with a host, or with one that no policy can name.
        """
        found = sorted({_host(self.url.replace("{s}", part)) for part in self.subdomains or ("",)})
        for host in found:
            if not _HOST.fullmatch(host):
                raise ExportError(
                    f"the tiles {self.name!r} have no plain host in {self.url!r}; give an http(s) template"
                )
        return tuple(found)

    def block(self) -> dict[str, Any]:
        """Return what the page is told."""
        return {name: getattr(self, name) for name in self.__slots__}


def tiles(given: str | Mapping[str, Any]) -> Tiles:
    """Return a provider of tiles.

    Parameters
    ----------
    given
        A name of ``xyzservices.providers`` in any spelling (``OpenTopoMap``, ``esri world gray canvas``), or a provider
        of one's own: a mapping with `url`, `attribution` and `name`, such as ``xyzservices.TileProvider``.

    Raises
    ------
    ExportError
        When no provider has this name, or it asks for a key or a projection that the page cannot give.

    Examples
    --------
    >>> tiles("opentopomap").hosts()
    ('https://a.tile.opentopomap.org', 'https://b.tile.opentopomap.org', 'https://c.tile.opentopomap.org')
    """
    provider = dict(_named(given) if isinstance(given, str) else given)
    name = str(provider.get("name", "tiles"))
    if provider.get("crs", "EPSG:3857") != "EPSG:3857" or provider.get("tms"):
        raise ExportError(f"the tiles {name!r} are not in Web Mercator as the page is; choose others")
    url = str(provider.get("url", "")).replace("{r}", "")
    values = {**provider, **_PLACES}
    missing = [part for part in re.findall(r"\{(\w+)\}", url) if _is_open(values.get(part))]
    if missing:
        raise ExportError(
            f"the tiles {name!r} ask for {', '.join(missing)}: give a provider that has it, as in "
            f"xyzservices.providers.{name}({missing[0]}=…)"
        )
    credit = str(provider.get("html_attribution", provider.get("attribution", "")))
    return Tiles(
        name=name,
        url=re.sub(r"\{(\w+)\}", lambda part: str(values[part[1]]), url),
        subdomains=tuple(provider.get("subdomains", "abc")) if "{s}" in url else (),
        attribution=html.unescape(re.sub(r"<[^>]*>", "", credit)),
        min_zoom=int(provider.get("min_zoom", 0)),
        max_zoom=int(provider.get("max_zoom", 18)),
    )


def _is_open(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.startswith("<insert"))


def _named(name: str) -> Mapping[str, Any]:
    found = _providers().get(_plain(name))
    if found is None:
        near = ", ".join(_near(name, tuple(provider["name"] for provider in _providers().values())))
        raise ExportError(f"no provider of tiles is called {name!r}; did you mean {near}?")
    return found


@cache
def _providers() -> Mapping[str, Mapping[str, Any]]:
    import xyzservices

    return {_plain(name): provider for name, provider in xyzservices.providers.flatten().items()}


def _near(name: str, names: tuple[str, ...]) -> Iterator[str]:
    from rapidfuzz import fuzz, process, utils

    for found, _, _ in process.extract(name, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=NEAR):
        yield found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
