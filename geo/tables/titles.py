"""FACT -> TITLE: one line in English and one in Chinese, put together from what was read, never from the text.

The words are those of ``geo/data/titles.toml``; places are named by the gazetteer, persons as in
``geo/data/people.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from geo.errors import DataError
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.reading.wordlists import table
from geo.records import EVENT_TYPES, THEMES

Language = Literal["en", "zh"]

_TARGETS_NAMED = 3
# What these are about is said by their place; the theme would only repeat it.
_BARE = frozenset(("inspection", "visit", "disaster", "ceremony"))


def event(lang: Language, *, type: str, theme: str, actor: str, place: str = "", abroad: str = "") -> str:  # noqa: A002
    """Return the title of an event.

    Parameters
    ----------
    lang
        ``en`` or ``zh``.
    type, theme, actor
        As in a record; the actor may be empty.
    place
        The code of the place, empty where none is stated.
    abroad
        The name, as written, of a place outside China.

    Examples
    --------
    >>> about = {"type": "inspection", "theme": "ecology", "actor": "Xi Jinping", "place": "500107"}
    >>> event("en", **about), event("zh", **about)
    ('Xi Jinping: inspection, Jiulongpo District, Chongqing', '习近平：考察，重庆市九龙坡区')
    """
    what = _word("types", type, lang)
    if theme != "other" and type not in _BARE:
        what = _word("phrases", "on", lang).format(what=what, theme=_word("themes", theme, lang))
    if actor:
        what = f"{person(actor, lang)}{': ' if lang == 'en' else '：'}{what}"
    where = place_name(place, lang) if place else _outside(abroad, lang)
    return _capital(f"{what}{', ' if lang == 'en' else '，'}{where}" if where else what)


def directive(lang: Language, *, theme: str, actor: str, targets: Sequence[str]) -> str:
    """Return the title of a directive; `targets` are codes and slugs.

    >>> directive("en", theme="ecology", actor="Xi Jinping", targets=["western"])
    'Xi Jinping asks: ecology — western region'
    >>> directive("zh", theme="ecology", actor="", targets=["western", "500000"])
    '要求：生态——西部地区、重庆市'
    """
    who = _word("phrases", "asks", lang).format(actor=person(actor, lang)) if actor else _word("phrases", "asked", lang)
    what = f"{who}{': ' if lang == 'en' else '：'}{_word('themes', theme, lang)}"
    named = [place_name(target, lang) for target in targets[:_TARGETS_NAMED]]
    if not named:
        return _capital(what)
    places = ("、" if lang == "zh" else "; " if any("," in name for name in named) else ", ").join(named)
    if left := len(targets) - len(named):
        more = _word("phrases", "more", lang).format(n=left if lang == "en" else len(targets))
        places = f"{places} and {more}" if lang == "en" else f"{places}{more}"
    return _capital(_word("phrases", "to", lang).format(what=what, targets=places))


def place_name(code: str, lang: Language) -> str:
    """Return the name of a unit with its province, or of a region.

    >>> place_name("433127", "en"), place_name("433127", "zh"), place_name("border_areas", "en")
    ('Yongshun County, Hunan', '湖南省湘西土家族苗族自治州永顺县', 'border areas')
    """
    if code in regions():
        region = regions()[code]
        return region.name_en if lang == "en" else region.name_zh
    line = [gazetteer().unit(around) for around in gazetteer().lineage(code)]
    if lang == "zh":
        return "".join(unit.name_zh for unit in reversed(line))
    unit = line[0]
    own = unit.name_en if unit.level == "county" else unit.short_en or unit.name_en
    return own if len(line) == 1 else f"{own}, {line[-1].short_en or line[-1].name_en}"


def person(name: str, lang: Language) -> str:
    """Return a person or body in the language asked for, as written where the other name is not known.

    >>> person("Xi Jinping", "zh"), person("Xi Jinping", "en"), person("Zhang Xiaoming", "zh")
    ('习近平', 'Xi Jinping', 'Zhang Xiaoming')
    """
    return _chinese_names().get(name, name) if lang == "zh" else name


def _outside(name: str, lang: Language) -> str:
    if not name:
        return ""
    word = _word("phrases", "abroad", lang)
    return f"{name} ({word})" if lang == "en" else f"{name}（{word}）"


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


@cache
def _chinese_names() -> Mapping[str, str]:
    people = {english: chinese for chinese, english in table("people")["people"].items()}
    bodies = {
        name: next((spelling for spelling in spellings if not spelling.isascii()), name)
        for name, spellings in table("people")["bodies"].items()
    }
    return bodies | people


def _word(section: str, key: str, lang: Language) -> str:
    return str(_words()[section][key][lang])


@cache
def _words() -> Mapping[str, Any]:
    words = tomllib.loads(resources.files("geo").joinpath("data/titles.toml").read_text(encoding="utf-8"))
    if tuple(words["types"]) != EVENT_TYPES or tuple(words["themes"]) != THEMES:
        raise DataError("titles.toml does not list the types and themes of geo/records.py, in their order")
    return words
