"""The history of corrections under the table: who changed what, when and why, and a way to undo any of it."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geo.tables.corrections import Correction
from geo.tables.merged import MERGE, PROPOSED, SURE
from views import author, kept, project
from views.text import Words

LISTED: Final = 200
"""Facts that the choice for the history offers by name; others are found by the filters."""

_NAMES: Final = ("when", "who", "fact", "field", "old", "new", "why", "id")
_VOCABULARIES: Final = ("type", "theme", "status", "kind")


def show(facts: pd.DataFrame, words: Words) -> None:
    """Draw the history of one of `facts`, or of all."""
    with st.expander(words("grid.history"), icon=":material/history:"):
        titles = dict(zip(facts["id"].head(LISTED), facts["title"].head(LISTED), strict=True))
        chosen = st.selectbox(
            words.raw("grid.history.of"),
            ["", *titles],
            format_func=lambda id_: titles[id_] if id_ else words.raw("grid.history.all"),
            key=kept.key(words, "grid.history.fact", ["", *titles]),
        )
        made = project.store().history(chosen or "")
        if not made:
            st.caption(words("grid.history.none"))
            return
        newest = made[::-1]
        picked = st.dataframe(
            readable(newest, words),
            hide_index=True,
            on_select="rerun",
            selection_mode="multi-row",
            key=f"grid.history.rows.{chosen}.{len(made)}",  # picked by position: a longer history is another grid
        )
        ids = [newest[position].id for position in picked["selection"]["rows"] if position < len(newest)]
        if st.button(
            words.count("grid.history.undo", len(ids)), key="grid.history.undo", disabled=not ids or not author.name()
        ):
            project.store().undo(ids, who=author.name())
            st.rerun()


def readable(made: tuple[Correction, ...], words: Words) -> pd.DataFrame:
    """Return corrections as rows to read: fields, values of vocabularies and the program's reasons in words."""
    rows = [
        {
            "when": line.when,
            "who": line.who,
            "fact": line.fact,
            "field": words.field(line.field),
            "old": value(line.field, line.old, words),
            "new": value(line.field, line.new, words),
            "why": words.why(line.why),
            "id": line.id,
        }
        for line in made
    ]
    frame = pd.DataFrame(rows, columns=list(_NAMES))
    return frame.rename(columns={name: words.raw(f"grid.history.{name}") for name in _NAMES})


def value(field: str, text: str, words: Words) -> str:
    """Return the value of a field as the interface says it: a word of a vocabulary by its name, else itself."""
    if field == MERGE and text in (SURE, PROPOSED):
        return words.raw(f"merge.{text}")
    return words.label(field, text) if field in _VOCABULARIES and text else text
