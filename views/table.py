"""TABLE + VIEW -> ROWS TO READ: the facts of the place and the period that the map shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.join import PlacedTable
from geo.tables.writing import csv_bytes
from geo.timeline import chinese
from geo.timeline.select import select
from geo.timeline.view import View
from views.text import Words


def shown(table: PlacedTable, view: View) -> pd.DataFrame:
    """Return the rows that `view` shows, the newest first; what has no date comes last."""
    return select(table, view).sort_values(["date", "id"], ascending=[False, True], kind="stable")


def place_name(key: str, lang: str) -> str:
    """Return the name of a code or slug in a language; any other key stands for itself.

    >>> place_name("500107", "zh"), place_name("border_areas", "en"), place_name("@29.5,106.5", "en")
    ('九龙坡区', 'border areas', '29.5,106.5')
    """
    named: Any = gazetteer().units.get(key) or regions().get(key)
    if named is None:
        return key.lstrip("@?")
    return str(named.name_zh if lang == "zh" else named.name_en)


def full_name(key: str, lang: str) -> str:
    """Return the name of a place with its province, which tells places of one name apart.

    >>> full_name("110105", "en"), full_name("110105", "zh"), full_name("500000", "zh")
    ('Chaoyang District (Beijing)', '朝阳区（北京市）', '重庆市')
    """
    name = place_name(key, lang)
    unit = gazetteer().units.get(key)
    if unit is None or unit.province == key:
        return name
    province = place_name(unit.province, lang)
    return f"{name}（{province}）" if lang == "zh" else f"{name} ({province})"


def readable(facts: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return facts in columns chosen for reading, with labels and names in the language of the interface."""
    title = facts["title_zh"].where(facts["title_zh"] != "", facts["title"]) if words.lang == "zh" else facts["title"]
    columns = {
        "date": [_dates(*pair) for pair in zip(facts["date"], facts["date_end"], strict=True)],
        "title": title.tolist(),
        "place": facts["place"].tolist(),
        "targets": [names(text, words.lang) for text in facts["targets"]],
        "actor": people(facts["actor"], words.lang),
        "theme": [words.label("theme", theme) for theme in facts["theme"]],
        "kind": [words.label("kind", kind) for kind in facts["kind"]],
        "status": [words.label("status", status) for status in facts["status"]],
        "source": facts["source"].tolist(),
        "url": [url or None for url in facts["url"]],
    }
    return pd.DataFrame(columns, index=facts.index)


def _dates(start: str, end: str) -> str:
    return f"{start} – {end}" if end else start


def names(codes: str, lang: str, name: Callable[[str, str], str] = place_name) -> str:
    """Return the names of codes and slugs that stand in one cell, ``;`` between them."""
    mark = "、" if lang == "zh" else ", "
    return mark.join(name(code.strip(), lang) for code in codes.split(";") if code.strip())


def people(cells: Iterable[str], lang: str) -> list[str]:
    """Return who acts in each of some cells, in a language where a list knows the name in it, else as written.

    >>> people(["Xi Jinping; A. Nobody", ""], "zh"), people(["Xi Jinping; A. Nobody"], "en")
    (['习近平; A. Nobody', ''], ['Xi Jinping; A. Nobody'])
    """
    cells = list(cells)
    if lang != "zh":
        return cells
    known = chinese.actors(cells)
    return ["; ".join(known.get(name, name) for name in map(str.strip, cell.split(";"))) for cell in cells]


def csv(facts: pd.DataFrame) -> bytes:
    """Return facts as CSV for a spreadsheet: UTF-8 with a byte order mark, every formula neutralised."""
    return csv_bytes(facts, excel=True)
