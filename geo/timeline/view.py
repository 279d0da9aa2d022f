"""The state of the page: what a shared link says, and nothing else.

One set of keys serves three places: the fragment of an exported file, the address of the app, and the messages between
the app and the page in its frame. `static/timeline.state.js` is the twin of this file; ``tests/js/views.json`` holds
both to the same answers. The messages are ``{type: "atlas:view", rev, query}`` in either direction, `query` holding
texts by these keys; `static/timeline.bridge.js` documents them all.

===========  ======================================================================================
key          meaning, default first
===========  ======================================================================================
``from``     first day of the window, ISO; empty: the first day of the data
``to``       last day of the window, ISO, included; empty: the last day of the data
``mode``     ``cumulative`` (`from` is locked, `to` moves), ``window`` (both move), ``step`` (one
             calendar unit), ``remaining`` (`to` is locked, `from` moves)
``step``     empty (the page chooses), ``day``, ``week``, ``month``, ``quarter``, ``year``
``theme``    themes shown, ``,`` between them; empty: all
``type``     event types shown, likewise
``kind``     ``event``, ``directive``; empty: both
``status``   statuses shown; empty: all but rejected
``actor``    one actor; empty: all
``source``   one source, or what several share before a comma; empty: all
``q``        full-text search, all words
``lang``     ``en``, ``zh``
``place``    the selected place: code, slug of a region, or key of a point
``fact``     the selected fact's id
``at``       map centre and zoom, ``lat,lon,zoom``; empty: the whole country
``look``     empty (as the system says), ``light``, ``dark``
``measure``  what shades the provinces: ``both`` (facts located in or aimed at), ``located``, ``aimed``
``share``    a fact of several provinces counts ``whole`` in each, or ``equal`` parts
``scale``    ``fixed`` over all time, or ``frame``: drawn anew for each
``classes``  ``quantile``, ``natural``, ``equal``
``coarse``   ``1`` shows facts known only to the month, quarter or year; ``0`` hides them
``compare``  empty; ``before``: the change against another period; ``side``: both periods side by side
``against``  the period compared with, ``2024-03-01/2024-03-31``, days included; empty: the one before
===========  ======================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geo.records import EVENT_TYPES, STATUSES, THEMES

KINDS: Final = ("event", "directive")
TEXT_LIMIT: Final = 200
"""Code points of a free text that a link may carry."""

# Key of the query, field of the record, and the words allowed; the first is the default.
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": ("cumulative", "window", "step", "remaining"),
    "step": ("", "day", "week", "month", "quarter", "year"),
    "lang": ("en", "zh"),
    "look": ("", "light", "dark"),
    "measure": ("both", "located", "aimed"),
    "share": ("whole", "equal"),
    "scale": ("fixed", "frame"),
    "classes": ("quantile", "natural", "equal"),
    "coarse": ("1", "0"),
    "compare": ("", "before", "side"),
}
_SETS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "theme": ("themes", THEMES),
    "type": ("types", EVENT_TYPES),
    "kind": ("kinds", KINDS),
    "status": ("statuses", STATUSES),
}
_DAYS: Final[Mapping[str, str]] = {"from": "from_day", "to": "to_day"}
_TEXTS: Final = ("actor", "source", "q", "place", "fact")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; every field has a default, and a default is not written.

    `from_day` and `to_day` are ISO days, both included, or empty. `at` is (latitude, longitude, zoom), degrees WGS84.
    `against` is two ISO days, both included, with a slash between them, or empty.

    >>> View.from_query({"theme": ["ecology", "security", "<b>"], "at": "31.2,104.5,5", "mode": "<b>"}).to_query()
    {'theme': 'ecology,security', 'at': '31.2,104.5,5'}
    >>> View(lang="zh", q="九龙坡 & 社区").to_query()
    {'q': '九龙坡 & 社区', 'lang': 'zh'}
    """

    from_day: str = ""
    to_day: str = ""
    mode: str = "cumulative"
    step: str = ""
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actor: str = ""
    source: str = ""
    q: str = ""
    lang: str = "en"
    place: str = ""
    fact: str = ""
    at: tuple[float, float, float] | None = None
    look: str = ""
    measure: str = "both"
    share: str = "whole"
    scale: str = "fixed"
    classes: str = "quantile"
    coarse: str = "1"
    compare: str = ""
    against: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> View:
        """Read a view from an address or a message; what is not understood is left at its default.

        Parameters
        ----------
        query
            Keys as in the table above. A value is a text or a sequence of texts; anything else is ignored, so the
            argument may come from anyone.
        """
        given = {key: text for key, value in query.items() if (text := _one_text(value)) is not None}
        read: dict[str, Any] = {key: given[key] for key, words in _CHOICES.items() if given.get(key) in words}
        for key, (name, words) in _SETS.items():
            read[name] = tuple(word for word in words if word in given.get(key, "").split(","))
        read |= {name: given[key] for key, name in _DAYS.items() if _is_day(given.get(key, ""))}
        if read.get("from_day", "") > read.get("to_day", "9999"):
            read["from_day"], read["to_day"] = read["to_day"], read["from_day"]
        read |= {key: _CONTROL.sub("", given[key])[:TEXT_LIMIT] for key in _TEXTS if key in given}
        return cls(**read, at=_position(given.get("at", "")), against=_period(given.get("against", "")))

    def to_query(self) -> dict[str, str]:
        """Return the parts that differ from the default, in a fixed order; `from_query` reads them back."""
        query = {key: getattr(self, name) for key, name in _DAYS.items()}
        query |= {key: getattr(self, key) for key in ("mode", "step")}
        query |= {key: ",".join(getattr(self, name)) for key, (name, _) in _SETS.items()}
        query |= {key: getattr(self, key) for key in ("actor", "source", "q", "lang", "place", "fact")}
        query["at"] = ",".join(f"{number:.10g}" for number in self.at or ())
        query |= {key: getattr(self, key) for key in ("look", "measure", "share", "scale", "classes", "coarse")}
        query |= {"compare": self.compare, "against": self.against}
        return {key: value for key, value in query.items() if value != _DEFAULTS[key]}


def _one_text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable) and not isinstance(value, bytes | Mapping):
        parts = list(value)
        if parts and all(isinstance(part, str) for part in parts):
            return ",".join(parts)
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _period(text: str) -> str:
    days = sorted(text.split("/"))
    return "/".join(days) if len(days) == 2 and all(map(_is_day, days)) else ""


def _position(text: str) -> tuple[float, float, float] | None:
    parts = text.split(",")
    if len(parts) != 3 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    lat, lon, zoom = (float(part) for part in parts)
    return (lat, lon, zoom) if abs(lat) <= 85 and abs(lon) <= 180 and 2 <= zoom <= 19 else None


_DEFAULTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("from", "to", *_SETS, *_TEXTS, "at", "against"), ""),
    **{key: words[0] for key, words in _CHOICES.items()},
}
