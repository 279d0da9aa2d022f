"""CELL -> VALUE: one function for each kind of cell; a ValueError names the value and the way out."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from importlib import resources
from types import MappingProxyType
from urllib.parse import urlsplit

from geo.errors import DataError, PlaceNotFound
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.records import EVENT_TYPES, STATUSES, THEMES

ENUMERATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": ("event", "directive"), "type": EVENT_TYPES, "theme": THEMES, "status": STATUSES}
)
DEFAULTS: Mapping[str, str] = MappingProxyType({"kind": "event", "type": "", "theme": "other", "status": "auto"})
"""What an empty cell of an enumerated column means; `auto`, because nobody is known to have checked.

An event without a type is of the type `other`; a directive has none.
"""

# of a position in a document: more than any file that is read has
_DIGITS = 9
_NOISE = re.compile(r"[\s_\-]+")
_DEGREES = re.compile(r"(?P<number>[+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*(?P<side>[NSEW])?", re.IGNORECASE | re.ASCII)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d+\D*$)", re.ASCII)
_CODE = re.compile(r"\d+|[A-Z]{2}-[A-Z0-9]+", re.IGNORECASE | re.ASCII)
# GB/T 2260 gives the country a code, too; here it is the region that holds all provinces.
_COUNTRY = "100000"
_STATISTICAL_CODE = re.compile(r"(\d{6})(?:000|000000)", re.ASCII)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
_BETWEEN_TARGETS = re.compile(r"[;；|、]")


def choice(column: str) -> Callable[[str], str]:
    """Return the rule of an enumerated column.

    >>> choice("type")("Study session"), choice("theme")("生态"), choice("kind")("EVENT")
    ('study_session', 'ecology', 'event')
    """
    return partial(_chosen, column)


def degrees(text: str) -> float:
    """Return decimal degrees, south and west negative.

    >>> degrees("29.5°N"), degrees("-0.5"), degrees("106,55")
    (29.5, -0.5, 106.55)
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    match = _DEGREES.fullmatch(_DECIMAL_COMMA.sub(".", plain))
    if match is not None:
        return float(match["number"]) * (-1 if (match["side"] or "").upper() in {"S", "W"} else 1)
    number = _float(plain)
    if number is None:
        raise ValueError(f"{text!r} is not a number of degrees; write decimal degrees: 29.5332")
    return number


def whole_number(text: str) -> str:
    """Return the digits of a whole number that is not negative; spreadsheets write it as ``12.0``."""
    plain = unicodedata.normalize("NFKC", text).removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS):
        raise ValueError(
            f"{text!r} is not a position in a document (a whole number); dates go to the columns date and date_end"
        )
    return str(int(plain))


def area_code(text: str) -> str:
    """Return the code of today, or the slug, of a unit or a named region given by code, old code or slug.

    >>> area_code("500107"), area_code("500107.0"), area_code("500107000000"), area_code("Border areas")
    ('500107', '500107', '500107', 'border_areas')
    """
    plain = unicodedata.normalize("NFKC", text).removesuffix(".0")
    statistical = _STATISTICAL_CODE.fullmatch(plain)
    plain = statistical[1] if statistical else plain
    slug = "national" if plain == _COUNTRY else _NOISE.sub("_", plain.casefold())
    if slug in regions():
        return slug
    if not _CODE.fullmatch(plain):
        hint = did_you_mean(slug, regions())
        raise ValueError(
            f"{text!r} is neither a six-digit code nor a region's slug{hint}; names go to the column place"
        )
    try:
        return gazetteer().current_code(plain.upper())
    except PlaceNotFound as error:
        raise ValueError(str(error)) from error


def area_codes(text: str) -> str:
    """Return several codes or slugs, each once, joined by ``;``.

    >>> area_codes("500107； western;500107")
    '500107;western'
    """
    tokens = (token.strip() for token in _BETWEEN_TARGETS.split(text))
    return ";".join(dict.fromkeys(area_code(token) for token in tokens if token))


def web_address(text: str) -> str:
    """Return an address of the web, or nothing: only ``http`` and ``https`` can become links.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    try:
        host = urlsplit(text).hostname if _WEB_ADDRESS.fullmatch(text) else None
    except ValueError:
        host = None
    return text if host else ""


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known name, or nothing."""
    near = difflib.get_close_matches(text, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _chosen(column: str, text: str) -> str:
    labels = _labels()[column]
    key = _key(text)
    if key in labels:
        return labels[key]
    accepted = ENUMERATIONS[column]
    hint = did_you_mean(text.casefold(), accepted)
    raise ValueError(f"{text!r} is not a {column}{hint or ';'} accepted: {', '.join(accepted)}")


def _float(text: str) -> float | None:
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _key(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    tables = tomllib.loads(resources.files("geo").joinpath("data/values.toml").read_text(encoding="utf-8"))
    if {column: tuple(values) for column, values in tables.items()} != dict(ENUMERATIONS):
        raise DataError("values.toml does not list the values of geo/records.py, in their order")
    return MappingProxyType({column: _labels_of(values) for column, values in tables.items()})


def _labels_of(values: Mapping[str, list[str]]) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for value, others in values.items():
        for label in (value, *others):
            if labels.setdefault(_key(label), value) != value:
                raise DataError(f"values.toml: {label!r} means both {labels[_key(label)]!r} and {value!r}")
    return MappingProxyType(labels)
